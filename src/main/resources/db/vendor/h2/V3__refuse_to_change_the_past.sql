-- H2 knows triggers as Java classes only, and a server's H2 does not see the application's. A trigger whose class does not exist refuses the
-- statement that fires it, which is all that is wanted here; the name is what the error says. TRUNCATE and DROP are refused because of hold.
CREATE FORCE TRIGGER ledger_line_is_append_only BEFORE UPDATE, DELETE ON ledger_line CALL 'the ledger is append-only';
CREATE FORCE TRIGGER price_is_append_only BEFORE UPDATE, DELETE ON price CALL 'prices are append-only';

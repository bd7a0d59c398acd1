-- The instant at which an administrator disabled the account; null while it is enabled. Nodes of the version before do not read it.
ALTER TABLE account ADD COLUMN disabled_at BIGINT;

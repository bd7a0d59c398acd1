-- Two roles: escriba_owner owns the tables and runs migrations; escriba, as which the service signs in, reads and writes rows. A role that does not own
-- a table cannot switch off its triggers, so the ledger, the prices and the audit log stay append-only for the service too.
--
-- For a new database and for one that the role escriba owns already. Run it as a superuser within the database, before the first migration and again
-- after it; each run brings everything to the same state:
--   psql -v ON_ERROR_STOP=1 -d escriba -f roles.sql
-- Then set the passwords: \password escriba_owner and \password escriba. Stop the service before the first run on an existing database.
DO $$
DECLARE
    item record;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'escriba_owner') THEN
        CREATE ROLE escriba_owner LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'escriba') THEN
        CREATE ROLE escriba LOGIN;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'escriba' AND (rolsuper OR rolcreaterole)) THEN
        RAISE EXCEPTION 'escriba is a superuser or may create roles: no right can be taken from it';
    END IF;
    IF pg_has_role('escriba', 'escriba_owner', 'MEMBER') THEN
        RAISE EXCEPTION 'escriba is a member of escriba_owner: revoke that first';
    END IF;
    -- the owner of the database may drop what is in its schema
    EXECUTE format('ALTER DATABASE %I OWNER TO escriba_owner', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC, escriba', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO escriba', current_database());
    ALTER SCHEMA public OWNER TO escriba_owner;
    REVOKE ALL ON SCHEMA public FROM PUBLIC, escriba;
    GRANT USAGE ON SCHEMA public TO escriba;
    FOR item IN SELECT c.oid::regclass AS name FROM pg_class c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO escriba_owner', item.name);
        EXECUTE format('REVOKE ALL ON TABLE %s FROM PUBLIC, escriba', item.name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE %s TO escriba', item.name);
    END LOOP;
    FOR item IN SELECT p.oid::regprocedure AS name FROM pg_proc p
            WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
                AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO escriba_owner', item.name);
    END LOOP;
    -- what is append-only; the history of migrations is the owner's alone
    FOR item IN SELECT to_regclass('public.' || t.name) AS name, t.rights
            FROM (VALUES ('ledger_line', 'UPDATE, DELETE'), ('price', 'UPDATE, DELETE'), ('audit_event', 'UPDATE, DELETE'),
                ('flyway_schema_history', 'INSERT, UPDATE, DELETE')) AS t (name, rights)
            WHERE to_regclass('public.' || t.name) IS NOT NULL LOOP
        EXECUTE format('REVOKE %s ON TABLE %s FROM escriba', item.rights, item.name);
    END LOOP;
END
$$;
-- tables that later migrations make
ALTER DEFAULT PRIVILEGES FOR ROLE escriba_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO escriba;

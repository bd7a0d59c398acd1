CREATE FORCE TRIGGER audit_event_is_append_only BEFORE UPDATE, DELETE ON audit_event CALL 'the audit log is append-only';

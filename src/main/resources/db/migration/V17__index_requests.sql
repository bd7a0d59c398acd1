-- In a migration of its own: the column before it locks the table against reads too, until its transaction ends.
CREATE INDEX instance_by_request ON instance (account_id, request_id, started_at DESC, id DESC);

-- The id of the request that made the instance, by which callers and support find it. Nodes of the version before do not store it.
ALTER TABLE instance ADD COLUMN request_id VARCHAR(64);

ALTER TABLE account ADD CONSTRAINT account_name_once UNIQUE (name);
ALTER TABLE account ADD COLUMN requests_per_minute INTEGER;
ALTER TABLE account ADD CONSTRAINT account_rate CHECK (requests_per_minute > 0);

-- A digest that is not keyed yet is keyed by the first node that has the key to do it with.
ALTER TABLE api_key ADD COLUMN keyed BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE api_key ADD COLUMN scopes VARCHAR(200) DEFAULT '' NOT NULL;
UPDATE api_key SET scopes = TRIM(
    CASE WHEN roles LIKE '%transcriber%' THEN 'transcribe ' ELSE '' END
    || CASE WHEN roles LIKE '%auditor%' THEN 'instances:read usage:read ' ELSE '' END
    || CASE WHEN roles LIKE '%administrator%' THEN 'admin' ELSE '' END);
ALTER TABLE api_key DROP COLUMN roles;
ALTER TABLE api_key ADD COLUMN models VARCHAR(4000);
ALTER TABLE api_key ADD COLUMN requests_per_minute INTEGER;
ALTER TABLE api_key ADD COLUMN created_by VARCHAR(200);
ALTER TABLE api_key ADD COLUMN expires_at BIGINT;
ALTER TABLE api_key ADD COLUMN revoked_at BIGINT;
ALTER TABLE api_key ADD COLUMN last_used_at BIGINT;
ALTER TABLE api_key ADD CONSTRAINT api_key_rate CHECK (requests_per_minute > 0);
CREATE INDEX api_key_by_age ON api_key (created_at DESC, id DESC);
CREATE INDEX api_key_by_account ON api_key (account_id, created_at DESC, id DESC);

-- By which a node finds out that it has another secret than the digests of the keys were made with.
CREATE TABLE pepper_check (
    id   INTEGER     NOT NULL PRIMARY KEY,
    seal VARCHAR(64) NOT NULL,
    CONSTRAINT pepper_check_once CHECK (id = 1)
);

-- A bucket of tokens, as the instant from which on it is full again.
CREATE TABLE rate_bucket (
    subject VARCHAR(250) NOT NULL PRIMARY KEY,
    full_at BIGINT       NOT NULL
);
CREATE INDEX rate_bucket_by_age ON rate_bucket (full_at);

-- Who did which administrative act, and when.
CREATE TABLE audit_event (
    id         VARCHAR(36)   NOT NULL PRIMARY KEY,
    happened_at BIGINT       NOT NULL,
    actor      VARCHAR(200)  NOT NULL,
    address    VARCHAR(64),
    act        VARCHAR(50)   NOT NULL,
    subject    VARCHAR(200)  NOT NULL,
    account_id VARCHAR(36),
    details    VARCHAR(4000) NOT NULL
);
CREATE INDEX audit_event_by_time ON audit_event (happened_at DESC, id DESC);

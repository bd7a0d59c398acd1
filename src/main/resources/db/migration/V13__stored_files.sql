-- Recordings that callers have uploaded before they transcribe them. Name and content are sealed with a key that is derived from the pepper.
CREATE TABLE stored_file (
    id          VARCHAR(36)   NOT NULL PRIMARY KEY,
    account_id  VARCHAR(36)   NOT NULL REFERENCES account (id),
    caller      VARCHAR(200)  NOT NULL,
    sealed_name VARCHAR(4000) NOT NULL,
    file_bytes  BIGINT        NOT NULL,
    parts       INTEGER       NOT NULL,
    created_at  BIGINT        NOT NULL
);
CREATE INDEX stored_file_by_account ON stored_file (account_id, created_at);
CREATE INDEX stored_file_by_age ON stored_file (created_at);

-- The content in parts of less than 1 MiB, so that no more than a part is in memory.
CREATE TABLE stored_file_part (
    file_id     VARCHAR(36) NOT NULL REFERENCES stored_file (id),
    part_number INTEGER     NOT NULL,
    content     BYTEA       NOT NULL,
    PRIMARY KEY (file_id, part_number)
);

-- Instants are microseconds since 1970-01-01T00:00:00Z: the same on every database and in every time zone of a server.
CREATE TABLE account (
    id         VARCHAR(36)  NOT NULL PRIMARY KEY,
    name       VARCHAR(200) NOT NULL,
    currency   VARCHAR(3)   NOT NULL,
    created_at BIGINT       NOT NULL
);

CREATE TABLE api_key (
    id         VARCHAR(36)  NOT NULL PRIMARY KEY,
    account_id VARCHAR(36)  NOT NULL REFERENCES account (id),
    name       VARCHAR(200) NOT NULL,
    lookup     VARCHAR(16)  NOT NULL,
    salt       VARCHAR(32)  NOT NULL,
    hash       VARCHAR(64)  NOT NULL,
    roles      VARCHAR(200) NOT NULL,
    created_at BIGINT       NOT NULL
);
CREATE INDEX api_key_by_lookup ON api_key (lookup);

CREATE TABLE instance (
    id                VARCHAR(36)  NOT NULL PRIMARY KEY,
    account_id        VARCHAR(36)  NOT NULL REFERENCES account (id),
    caller            VARCHAR(200) NOT NULL,
    node              VARCHAR(36)  NOT NULL,
    state             VARCHAR(20)  NOT NULL,
    model_id          VARCHAR(36)  NOT NULL,
    user_identifier   VARCHAR(512),
    channel           VARCHAR(200),
    culture           VARCHAR(2)   NOT NULL,
    file_bytes        BIGINT       NOT NULL,
    container         VARCHAR(20)  NOT NULL,
    codec             VARCHAR(50)  NOT NULL,
    duration_nanos    BIGINT,
    language          VARCHAR(20),
    transcript        VARCHAR(1000000),
    completion_tokens INTEGER,
    prompt_tokens     INTEGER,
    completion_cost   NUMERIC(19, 9),
    prompt_cost       NUMERIC(19, 9),
    currency          VARCHAR(3),
    failure           VARCHAR(100),
    started_at        BIGINT       NOT NULL,
    finished_at       BIGINT
);
CREATE INDEX instance_by_account_and_start ON instance (account_id, started_at);
CREATE INDEX instance_by_node_and_state ON instance (node, state);

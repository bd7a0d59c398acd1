-- The addresses that are told when an execution of an account has ended. Secrets are sealed with a key that is derived from the pepper.
CREATE TABLE webhook (
    id                 VARCHAR(36)   NOT NULL PRIMARY KEY,
    account_id         VARCHAR(36)   NOT NULL REFERENCES account (id),
    name               VARCHAR(200)  NOT NULL,
    url                VARCHAR(2000) NOT NULL,
    events             VARCHAR(200)  NOT NULL,
    includes_transcript BOOLEAN      NOT NULL,
    enabled            BOOLEAN       NOT NULL,
    only_caller        VARCHAR(200),
    sealed_secret      VARCHAR(500)  NOT NULL,
    previous_secret    VARCHAR(500),
    previous_until     BIGINT,
    rotated_at         BIGINT        NOT NULL,
    failures           INTEGER       NOT NULL,
    paused_until       BIGINT,
    created_at         BIGINT        NOT NULL,
    created_by         VARCHAR(200)  NOT NULL
);
CREATE INDEX webhook_by_account ON webhook (account_id, created_at DESC, id DESC);

-- The outbox: one row for each webhook that an execution concerns, stored in the transaction that ends the execution. It has no content of the execution.
-- There is no foreign key to webhook: the end of an execution must not fail because an administrator deletes a webhook at the same moment.
CREATE TABLE webhook_delivery (
    id              VARCHAR(36)  NOT NULL PRIMARY KEY,
    webhook_id      VARCHAR(36)  NOT NULL,
    instance_id     VARCHAR(36)  NOT NULL REFERENCES instance (id),
    event           VARCHAR(50)  NOT NULL,
    state           VARCHAR(20)  NOT NULL,
    attempts        INTEGER      NOT NULL,
    due_at          BIGINT,
    created_at      BIGINT       NOT NULL,
    last_attempt_at BIGINT,
    last_status     INTEGER,
    last_error      VARCHAR(50),
    finished_at     BIGINT,
    CONSTRAINT webhook_delivery_once UNIQUE (webhook_id, instance_id, event),
    CONSTRAINT webhook_delivery_due CHECK (
        (state = 'PENDING' AND due_at IS NOT NULL AND finished_at IS NULL)
        OR (state IN ('DELIVERED', 'PARKED') AND due_at IS NULL AND finished_at IS NOT NULL))
);
-- for the claim of one webhook, for counts, and for the purge
CREATE INDEX webhook_delivery_by_due ON webhook_delivery (webhook_id, state, due_at);
CREATE INDEX webhook_delivery_by_state ON webhook_delivery (state, due_at);
CREATE INDEX webhook_delivery_by_webhook ON webhook_delivery (webhook_id, created_at DESC, id DESC);
CREATE INDEX webhook_delivery_by_end ON webhook_delivery (finished_at);

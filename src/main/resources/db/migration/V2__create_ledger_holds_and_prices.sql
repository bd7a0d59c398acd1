-- Amounts have nine decimal places at most; those of an account have as many as its scale says. Prices, which are multiplied, have twelve.
ALTER TABLE account ADD COLUMN scale INTEGER DEFAULT 6 NOT NULL;
ALTER TABLE account ADD CONSTRAINT account_scale CHECK (scale BETWEEN 0 AND 9);

CREATE TABLE price (
    id                            VARCHAR(36)     NOT NULL PRIMARY KEY,
    model_id                      VARCHAR(36)     NOT NULL,
    currency                      VARCHAR(3)      NOT NULL,
    valid_from                    BIGINT          NOT NULL,
    per_minute                    NUMERIC(28, 12) NOT NULL,
    per_million_prompt_tokens     NUMERIC(28, 12) NOT NULL,
    per_million_completion_tokens NUMERIC(28, 12) NOT NULL,
    CONSTRAINT price_not_negative
        CHECK (per_minute >= 0 AND per_million_prompt_tokens >= 0 AND per_million_completion_tokens >= 0),
    CONSTRAINT price_once UNIQUE (model_id, currency, valid_from)
);

-- How long the node that runs it may still do so; the transcript's age, while there is one.
ALTER TABLE instance ADD COLUMN lease_until BIGINT;
ALTER TABLE instance ADD COLUMN price_id VARCHAR(36) REFERENCES price (id);
ALTER TABLE instance ADD COLUMN transcript_stored_at BIGINT;
UPDATE instance SET transcript_stored_at = finished_at WHERE transcript IS NOT NULL;
ALTER TABLE instance ALTER COLUMN completion_cost SET DATA TYPE NUMERIC(28, 9);
ALTER TABLE instance ALTER COLUMN prompt_cost SET DATA TYPE NUMERIC(28, 9);

-- Every listing is by time, the newest first, within one account.
DROP INDEX instance_by_account_and_start;
CREATE INDEX instance_by_start ON instance (account_id, started_at DESC, id DESC);
CREATE INDEX instance_by_user ON instance (account_id, user_identifier, started_at DESC, id DESC);
CREATE INDEX instance_by_channel ON instance (account_id, channel, started_at DESC, id DESC);
CREATE INDEX instance_by_model ON instance (account_id, model_id, started_at DESC, id DESC);
CREATE INDEX instance_by_state ON instance (account_id, state, started_at DESC, id DESC);
CREATE INDEX instance_by_caller ON instance (account_id, caller, started_at DESC, id DESC);
CREATE INDEX instance_by_lease ON instance (state, lease_until);
CREATE INDEX instance_by_transcript ON instance (transcript_stored_at);

-- What an account can spend and what is held of it; as many lines as the ledger has for it. No row is as good as nothing.
CREATE TABLE balance (
    account_id VARCHAR(36)    NOT NULL PRIMARY KEY REFERENCES account (id),
    amount     NUMERIC(28, 9) NOT NULL,
    held       NUMERIC(28, 9) NOT NULL,
    lines      BIGINT         NOT NULL,
    CONSTRAINT balance_not_negative CHECK (amount >= 0),
    CONSTRAINT held_not_negative CHECK (held >= 0)
);

-- Double entry, a line a movement: the amount is added to the account's balance and taken from the book named contra.
CREATE TABLE ledger_line (
    account_id    VARCHAR(36)    NOT NULL REFERENCES account (id),
    line_number   BIGINT         NOT NULL,
    kind          VARCHAR(20)    NOT NULL,
    contra        VARCHAR(20)    NOT NULL,
    amount        NUMERIC(28, 9) NOT NULL,
    balance_after NUMERIC(28, 9) NOT NULL,
    instance_id   VARCHAR(36) REFERENCES instance (id),
    reference     VARCHAR(64),
    reason        VARCHAR(2000),
    author        VARCHAR(200),
    booked_at     BIGINT         NOT NULL,
    PRIMARY KEY (account_id, line_number),
    -- at most one hold, one release and one charge for each execution
    CONSTRAINT movement_once UNIQUE (instance_id, kind),
    CONSTRAINT credit_once UNIQUE (account_id, reference),
    CONSTRAINT balance_after_not_negative CHECK (balance_after >= 0),
    CONSTRAINT movement_complete CHECK (
        (kind = 'CREDIT' AND contra = 'FUNDING' AND amount <> 0 AND reference IS NOT NULL AND reason IS NOT NULL)
        OR (kind = 'HOLD' AND contra = 'HELD' AND amount < 0 AND instance_id IS NOT NULL)
        OR (kind = 'RELEASE' AND contra = 'HELD' AND amount > 0 AND instance_id IS NOT NULL)
        OR (kind = 'CHARGE' AND contra = 'REVENUE' AND amount < 0 AND instance_id IS NOT NULL))
);
CREATE INDEX ledger_line_by_time ON ledger_line (account_id, booked_at, line_number);

CREATE TABLE hold (
    instance_id   VARCHAR(36)    NOT NULL PRIMARY KEY REFERENCES instance (id),
    account_id    VARCHAR(36)    NOT NULL,
    line_number   BIGINT         NOT NULL,
    amount        NUMERIC(28, 9) NOT NULL,
    state         VARCHAR(20)    NOT NULL,
    charged       NUMERIC(28, 9),
    caller        VARCHAR(200)   NOT NULL,
    user_identifier VARCHAR(512),
    billing_month INTEGER        NOT NULL,
    resolved_at   BIGINT,
    FOREIGN KEY (account_id, line_number) REFERENCES ledger_line (account_id, line_number),
    CONSTRAINT hold_positive CHECK (amount > 0),
    CONSTRAINT hold_resolved CHECK (
        (state = 'OPEN' AND charged IS NULL AND resolved_at IS NULL)
        OR (state = 'SETTLED' AND charged >= 0 AND charged <= amount AND resolved_at IS NOT NULL)
        OR (state IN ('RELEASED', 'EXPIRED') AND charged IS NULL AND resolved_at IS NOT NULL))
);
CREATE INDEX hold_by_state ON hold (account_id, state);
CREATE INDEX hold_by_month ON hold (account_id, billing_month, caller);

-- What a key or a user identifier has spent and holds in a month (yyyymm, UTC), where a limit asks for it.
CREATE TABLE spending (
    account_id    VARCHAR(36)    NOT NULL REFERENCES account (id),
    subject_kind  VARCHAR(20)    NOT NULL,
    subject       VARCHAR(512)   NOT NULL,
    billing_month INTEGER        NOT NULL,
    amount        NUMERIC(28, 9) NOT NULL,
    PRIMARY KEY (account_id, subject_kind, subject, billing_month),
    CONSTRAINT spending_not_negative CHECK (amount >= 0)
);

-- Which execution answers a repeated request; digests only.
CREATE TABLE idempotent_request (
    account_id     VARCHAR(36) NOT NULL REFERENCES account (id),
    key_digest     VARCHAR(64) NOT NULL,
    request_digest VARCHAR(64) NOT NULL,
    instance_id    VARCHAR(36) NOT NULL REFERENCES instance (id),
    sealed_answer  VARCHAR(2000000),
    claimed_at     BIGINT      NOT NULL,
    PRIMARY KEY (account_id, key_digest)
);
CREATE INDEX idempotent_request_by_instance ON idempotent_request (instance_id);
CREATE INDEX idempotent_request_by_age ON idempotent_request (claimed_at);

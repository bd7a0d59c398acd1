-- A run may wait. Its attempts are counted when a node claims it. Runs that never wait have none.
ALTER TABLE instance ADD COLUMN attempts INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE instance ADD COLUMN claimed_at BIGINT;

-- What a run that waits, or that was begun from the queue, needs to be begun anew. The row exists until the run ends. The keeper of the audio is a node,
-- in whose data directory it is, or the database. The order of the queue is that of fair_start, in nanoseconds of audio.
CREATE TABLE queued_run (
    instance_id    VARCHAR(36)       NOT NULL PRIMARY KEY REFERENCES instance (id),
    account_id     VARCHAR(36)       NOT NULL,
    keeper         VARCHAR(36)       NOT NULL,
    audio_bytes    BIGINT            NOT NULL,
    audio_nanos    BIGINT            NOT NULL,
    done_nanos     BIGINT            NOT NULL,
    fair_start     BIGINT            NOT NULL,
    queued_at      BIGINT            NOT NULL,
    not_before     BIGINT            NOT NULL,
    losses         INTEGER           NOT NULL,
    sealed_request VARCHAR(10000000) NOT NULL
);
CREATE INDEX queued_run_by_turn ON queued_run (fair_start, instance_id);
CREATE INDEX queued_run_by_account ON queued_run (account_id);

-- The sealed audio of runs whose keeper is the database, in parts of at most 1 MiB.
CREATE TABLE queued_audio (
    instance_id VARCHAR(36) NOT NULL REFERENCES instance (id),
    part_number INTEGER     NOT NULL,
    content     BYTEA       NOT NULL,
    PRIMARY KEY (instance_id, part_number)
);

-- The final segments of a queued run that runs, as JSON. They refer to the row of the queue: a key of the instance would lock that row after the row of
-- the queue, and all other steps lock the instance first.
CREATE TABLE queued_segment (
    instance_id    VARCHAR(36)      NOT NULL REFERENCES queued_run (instance_id),
    attempt        INTEGER          NOT NULL,
    segment_number INTEGER          NOT NULL,
    document       VARCHAR(1000000) NOT NULL,
    PRIMARY KEY (instance_id, attempt, segment_number)
);

-- Locked by each acceptance, so that limits are exact and turns follow each other. The virtual time is the latest start of a run that was claimed.
CREATE TABLE queue_turn (
    id           INTEGER NOT NULL PRIMARY KEY,
    virtual_time BIGINT  NOT NULL,
    CONSTRAINT queue_turn_once CHECK (id = 1)
);
INSERT INTO queue_turn (id, virtual_time) VALUES (1, 0);

-- The end of the last turn of each account, in nanoseconds of audio. It outlives the run, so that an account that sends one run after the other gets no
-- more than its share.
CREATE TABLE queue_share (
    account_id VARCHAR(36) NOT NULL PRIMARY KEY,
    fair_end   BIGINT      NOT NULL
);

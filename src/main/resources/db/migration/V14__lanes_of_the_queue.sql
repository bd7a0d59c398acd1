-- The runs of models on one server have a lane of the queue, with turns of its own: a server that hangs keeps no run of another lane waiting. The lane is
-- the name of the server, and empty for models that run here, whose turns stay in queue_turn and queue_share.
ALTER TABLE queued_run ADD COLUMN lane VARCHAR(100) DEFAULT '' NOT NULL;
CREATE INDEX queued_run_by_lane ON queued_run (lane, fair_start, instance_id);

-- The latest start of a run of the lane that was claimed.
CREATE TABLE queue_lane (
    lane         VARCHAR(100) NOT NULL PRIMARY KEY,
    virtual_time BIGINT       NOT NULL
);

-- The end of the last turn of each account in a lane. The id is the account, a space and the lane.
CREATE TABLE queue_lane_share (
    id       VARCHAR(140) NOT NULL PRIMARY KEY,
    fair_end BIGINT       NOT NULL
);

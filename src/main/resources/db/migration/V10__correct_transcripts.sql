-- What people have corrected in the segments of a transcript, beside the words of the machine. A row exists at most as long as the transcript of the
-- instance. Nodes of the version before delete a transcript without it; it is not read any more then, and the next purge deletes it.
CREATE TABLE transcript_correction (
    id           VARCHAR(36)    NOT NULL PRIMARY KEY,
    instance_id  VARCHAR(36)    NOT NULL REFERENCES instance (id),
    segment      INTEGER        NOT NULL,
    text         VARCHAR(20000) NOT NULL,
    author       VARCHAR(200)   NOT NULL,
    corrected_at BIGINT         NOT NULL,
    UNIQUE (instance_id, segment)
);

-- The SHA-256 of the file, by which a person's own copy of the recording is recognised. Nodes of the version before do not store it.
ALTER TABLE instance ADD COLUMN file_sha256 VARCHAR(64);

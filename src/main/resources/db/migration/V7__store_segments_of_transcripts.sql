-- The parts of a stored transcript with their times, as JSON, and the highest samples of each interval of the recording, in Base64. The row exists at most
-- as long as the transcript of the instance. Nodes of the version before store and delete transcripts without it.
CREATE TABLE transcript_document (
    instance_id VARCHAR(36) NOT NULL PRIMARY KEY REFERENCES instance (id),
    document    VARCHAR(10000000) NOT NULL,
    peaks       VARCHAR(200000) NOT NULL,
    peak_millis INTEGER NOT NULL
);

-- The segments of the answer to a repeated request, encrypted as the answer is. Without an answer they are not read.
ALTER TABLE idempotent_request ADD COLUMN sealed_document VARCHAR(10000000);

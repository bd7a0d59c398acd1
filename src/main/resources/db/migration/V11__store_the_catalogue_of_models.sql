-- The catalogue of models as administrators have it. The installation and the configuration seed a row once. A row of a deleted model stays, so that its
-- seed does not come back. H2 counts a character outside of the basic plane as two. Languages and fallbacks are separated by blanks.
CREATE TABLE ai_model (
    id                    VARCHAR(36)   NOT NULL PRIMARY KEY,
    name                  VARCHAR(400)  NOT NULL,
    provider              VARCHAR(400)  NOT NULL,
    engine                VARCHAR(100)  NOT NULL,
    languages             VARCHAR(2000) NOT NULL,
    licence               VARCHAR(1000) NOT NULL,
    upstream              VARCHAR(100),
    upstream_model        VARCHAR(400),
    max_audio_seconds     INTEGER,
    max_tokens_per_minute INTEGER,
    enabled               BOOLEAN       NOT NULL,
    is_default            BOOLEAN       NOT NULL,
    fallback              VARCHAR(400)  NOT NULL,
    list_position         INTEGER       NOT NULL,
    version               INTEGER       NOT NULL,
    changed_at            BIGINT        NOT NULL,
    deleted_at            BIGINT,
    CONSTRAINT ai_model_limits CHECK (max_audio_seconds > 0 AND max_tokens_per_minute > 0),
    CONSTRAINT ai_model_remote CHECK ((upstream IS NULL) = (upstream_model IS NULL))
);

-- One row. Writers of the catalogue lock it before they read the catalogue, so that one follows the other, also where the catalogue is empty.
CREATE TABLE ai_model_writer (
    id INTEGER NOT NULL PRIMARY KEY
);
INSERT INTO ai_model_writer (id) VALUES (1);

-- The model that answered, where it is another one than the caller chose. Nodes of the version before leave it empty.
ALTER TABLE instance ADD COLUMN answered_model_id VARCHAR(36);

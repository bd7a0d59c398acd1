-- One row. Writers of prices lock it before they read the price in force, so that one follows the other. Before, they locked the first account, for
-- which the runs of that account waited.
CREATE TABLE price_writer (
    id INTEGER NOT NULL PRIMARY KEY
);
INSERT INTO price_writer (id) VALUES (1);

-- Batches of sites. What was confirmed stands in `plan` and never changes; what becomes of it stands beside it.
CREATE TABLE batches (
    -- Never reused: it names a batch for good.
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    origin   TEXT NOT NULL,
    username TEXT NOT NULL,
    -- What the references of its requests begin with.
    mark     TEXT NOT NULL UNIQUE,
    plan     TEXT NOT NULL,
    -- running, held, ended
    state    TEXT NOT NULL,
    -- The path of the result.
    result   TEXT,
    -- Times are microseconds since 1970, UTC.
    since    INTEGER NOT NULL,
    changed  INTEGER NOT NULL,
    -- The process that runs it.
    owner    TEXT NOT NULL
) STRICT;

-- How a site stands, by its place in the plan. One without a row waits.
CREATE TABLE batch_sites (
    batch  INTEGER NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    place  INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (batch, place)
) STRICT, WITHOUT ROWID;

-- Which sites a request asks for: written before it is sent, so that none of them is ever in another one.
CREATE TABLE batch_requests (
    batch     INTEGER NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    number    INTEGER NOT NULL,
    -- The external_id it is sent with, by which the journal and Covage know it.
    reference TEXT NOT NULL,
    record    TEXT NOT NULL,
    PRIMARY KEY (batch, number)
) STRICT, WITHOUT ROWID;

-- A released migration is never edited; the next one adds to it.

-- Every write ever attempted. Columns are what is searched by; the rest is in records (JSON).
CREATE TABLE intents (
    -- Never reused: it names an entry for good.
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    origin    TEXT NOT NULL,
    username  TEXT NOT NULL,
    target    TEXT NOT NULL,
    -- Times are microseconds since 1970, UTC.
    at        INTEGER NOT NULL,
    intent    TEXT NOT NULL,
    -- sending, not_sent, refused, applied, unknown, settled
    stage     TEXT NOT NULL,
    staged_at INTEGER NOT NULL,
    outcome   TEXT,
    settled   TEXT,
    looks     INTEGER NOT NULL DEFAULT 0,
    looked_at INTEGER,
    found     TEXT,
    -- The process that sends it.
    owner     TEXT NOT NULL
) STRICT;

-- The guard against sending twice: one open intent per target, whatever process it comes from.
CREATE UNIQUE INDEX one_open_intent ON intents (origin, username, target)
    WHERE stage IN ('sending', 'unknown');

-- What left, per rate class. Times are nanoseconds on the boot clock of `boot`.
CREATE TABLE rates (
    origin   TEXT NOT NULL,
    username TEXT NOT NULL,
    class    TEXT NOT NULL,
    boot     TEXT NOT NULL,
    saved    INTEGER NOT NULL,
    sends    BLOB NOT NULL,
    closed   INTEGER NOT NULL,
    cap      INTEGER,
    held     INTEGER,
    halved   INTEGER,
    PRIMARY KEY (origin, username, class)
) STRICT, WITHOUT ROWID;

-- Passwords that were refused or are being tried, by fingerprint.
CREATE TABLE logins (
    token_url   TEXT NOT NULL,
    username    TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    -- The words of the refusal; null while it is being tried.
    words       TEXT,
    at          INTEGER NOT NULL,
    owner       TEXT NOT NULL,
    PRIMARY KEY (token_url, username, fingerprint)
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT NOT NULL,
    origin   TEXT NOT NULL,
    username TEXT NOT NULL,
    what     TEXT NOT NULL,
    intent   INTEGER REFERENCES intents (id),
    -- running, left, done, failed
    state    TEXT NOT NULL,
    -- The path of the result, or why there is none.
    words    TEXT,
    done     INTEGER NOT NULL DEFAULT 0,
    total    INTEGER,
    since    INTEGER NOT NULL,
    changed  INTEGER NOT NULL,
    owner    TEXT NOT NULL
) STRICT;

-- Small things with a name: the key of the fingerprints, and counters of changes.
CREATE TABLE notes (
    name  TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- Proof that nobody touched the results: every assessment, and every removal of evidence, has a manifest in the folder
-- of its run that names the digest of the manifest before it. `sha256` is that of the file.
CREATE TABLE chain (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs,
    -- NULL: the manifest is the tombstone of evidence that was removed.
    assessment INTEGER UNIQUE REFERENCES assessments,
    sha256 TEXT NOT NULL
);
-- Who removed the evidence of a run, when and why.
CREATE TABLE tombstones (
    run INTEGER PRIMARY KEY REFERENCES runs,
    pruned TEXT NOT NULL,
    pruned_by TEXT NOT NULL,
    reason TEXT NOT NULL
);
-- Runs whose evidence is kept. `until` is a date, inclusive; released is when somebody let it go before.
CREATE TABLE holds (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs,
    placed TEXT NOT NULL,
    placed_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    until TEXT NOT NULL,
    released TEXT,
    released_by TEXT
);

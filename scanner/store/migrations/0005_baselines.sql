-- The run a site compares itself with, as approved; the newest row counts.
CREATE TABLE baselines (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs,
    approved TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    reason TEXT NOT NULL
);

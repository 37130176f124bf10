-- Identity. Everything else points at these numbers, so that a renamed host or check keeps its history.
-- A number is never given twice, also when a host was merged into another.
CREATE TABLE hosts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    host_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);
CREATE TABLE former_hosts (
    former TEXT PRIMARY KEY,
    host INTEGER NOT NULL REFERENCES hosts
) WITHOUT ROWID;
CREATE TABLE checks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    check_id TEXT NOT NULL UNIQUE
);
CREATE TABLE former_checks (
    former TEXT PRIMARY KEY,
    "check" INTEGER NOT NULL REFERENCES checks
) WITHOUT ROWID;

-- Sets of hosts and of checks, each kept once: a nightly run has the same ones every night.
CREATE TABLE host_sets (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE
);
CREATE TABLE host_set_members (
    host_set INTEGER NOT NULL REFERENCES host_sets,
    host INTEGER NOT NULL REFERENCES hosts,
    PRIMARY KEY (host_set, host)
) WITHOUT ROWID;
CREATE TABLE check_sets (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE
);
CREATE TABLE check_set_members (
    check_set INTEGER NOT NULL REFERENCES check_sets,
    "check" INTEGER NOT NULL REFERENCES checks,
    PRIMARY KEY (check_set, "check")
) WITHOUT ROWID;

-- Times are UTC, as 2026-11-24T02:00:00.000000+00:00: they sort as text.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    run TEXT NOT NULL UNIQUE,
    started TEXT NOT NULL,
    finished TEXT NOT NULL,
    complete INTEGER NOT NULL,
    edition TEXT NOT NULL,
    version TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    catalogue_sha256 TEXT NOT NULL,
    inventory_sha256 TEXT NOT NULL,
    settings_sha256 TEXT NOT NULL,
    "limit" TEXT NOT NULL,
    -- Parameter values of the command line, as JSON by check and name: a later assessment uses them again.
    params TEXT NOT NULL,
    planned_pairs INTEGER NOT NULL,
    attempted_pairs INTEGER NOT NULL
);
-- What a run planned: the pairs of every row's host set and check set.
CREATE TABLE planned (
    run INTEGER NOT NULL REFERENCES runs,
    host_set INTEGER NOT NULL REFERENCES host_sets,
    check_set INTEGER NOT NULL REFERENCES check_sets,
    PRIMARY KEY (run, host_set, check_set)
) WITHOUT ROWID;
CREATE TABLE visits (
    run INTEGER NOT NULL REFERENCES runs,
    host INTEGER NOT NULL REFERENCES hosts,
    state TEXT NOT NULL,
    cause TEXT,
    detail TEXT NOT NULL,
    escalated INTEGER NOT NULL,
    seconds REAL NOT NULL,
    observed_at TEXT,
    evidence_sha256 TEXT,
    evidence_bytes INTEGER NOT NULL,
    system TEXT NOT NULL,
    -- What the inventory called the host then: its evidence lies under that name.
    name TEXT NOT NULL,
    PRIMARY KEY (run, host)
) WITHOUT ROWID;

-- A run's evidence is judged when it comes in, and may be judged again later: each time is an assessment.
CREATE TABLE assessments (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs,
    made TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    catalogue_sha256 TEXT NOT NULL,
    version TEXT NOT NULL
);
CREATE INDEX assessments_run ON assessments (run);
-- The pairs an assessment judged; of a run's own assessment: the pairs it attempted.
CREATE TABLE judged (
    assessment INTEGER NOT NULL REFERENCES assessments,
    host_set INTEGER NOT NULL REFERENCES host_sets,
    check_set INTEGER NOT NULL REFERENCES check_sets,
    PRIMARY KEY (assessment, host_set, check_set)
) WITHOUT ROWID;

-- What a finding says, kept once however many hosts and nights it is true of. `detail` is zlib-compressed JSON.
CREATE TABLE bodies (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    severity TEXT NOT NULL,
    cause TEXT,
    message_et TEXT NOT NULL,
    message_en TEXT NOT NULL,
    detail BLOB NOT NULL
);
-- One row is an interval: from assessment `first` to `last`, each one that judged the pair found this.
CREATE TABLE findings (
    id INTEGER PRIMARY KEY,
    host INTEGER NOT NULL REFERENCES hosts,
    "check" INTEGER NOT NULL REFERENCES checks,
    verdict TEXT NOT NULL,
    body INTEGER NOT NULL REFERENCES bodies,
    first INTEGER NOT NULL REFERENCES assessments,
    last INTEGER NOT NULL REFERENCES assessments,
    -- The assessment from which the verdict is what it is, through intervals that differ in detail.
    since INTEGER NOT NULL REFERENCES assessments,
    -- The change when the interval began.
    change TEXT NOT NULL,
    current INTEGER NOT NULL
);
CREATE INDEX findings_pair ON findings (host, "check", first);
CREATE UNIQUE INDEX findings_current ON findings (host, "check") WHERE current = 1;
-- Findings of an assessment of older evidence than what the pair's intervals already hold.
CREATE TABLE late_findings (
    assessment INTEGER NOT NULL REFERENCES assessments,
    host INTEGER NOT NULL REFERENCES hosts,
    "check" INTEGER NOT NULL REFERENCES checks,
    verdict TEXT NOT NULL,
    body INTEGER NOT NULL REFERENCES bodies,
    PRIMARY KEY (assessment, host, "check")
) WITHOUT ROWID;

-- The status of each measure of a target object over time: intervals, as for findings.
CREATE TABLE measures (
    id INTEGER PRIMARY KEY,
    target TEXT NOT NULL,
    measure TEXT NOT NULL,
    status TEXT NOT NULL,
    passed INTEGER NOT NULL,
    total INTEGER NOT NULL,
    first INTEGER NOT NULL REFERENCES assessments,
    last INTEGER NOT NULL REFERENCES assessments,
    current INTEGER NOT NULL
);
CREATE UNIQUE INDEX measures_current ON measures (target, measure) WHERE current = 1;
-- How many findings of each verdict and severity an assessment gave.
CREATE TABLE counts (
    assessment INTEGER NOT NULL REFERENCES assessments,
    verdict TEXT NOT NULL,
    severity TEXT NOT NULL,
    findings INTEGER NOT NULL,
    PRIMARY KEY (assessment, verdict, severity)
) WITHOUT ROWID;

-- Views are the interface for readers of the file; docs/store.md explains them.
CREATE VIEW gaps AS
SELECT
    hosts.host_id AS host,
    checks.check_id AS "check",
    bodies.severity AS severity,
    bodies.message_et AS message_et,
    bodies.message_en AS message_en,
    began.made AS since,
    coalesce(visits.observed_at, runs.finished) AS last_seen,
    runs.run AS run
FROM findings
JOIN hosts ON hosts.id = findings.host
JOIN checks ON checks.id = findings."check"
JOIN bodies ON bodies.id = findings.body
JOIN assessments AS began ON began.id = findings.since
JOIN assessments AS newest ON newest.id = findings.last
JOIN runs ON runs.id = newest.run
LEFT JOIN visits ON visits.run = runs.id AND visits.host = findings.host
WHERE findings.current = 1 AND findings.verdict = 'fail';

CREATE VIEW measure_status AS
SELECT
    measures.target AS target,
    measures.measure AS measure,
    measures.status AS status,
    measures.passed AS passed,
    measures.total AS total,
    began.made AS since,
    newest.made AS last_assessed
FROM measures
JOIN assessments AS began ON began.id = measures.first
JOIN assessments AS newest ON newest.id = measures.last
WHERE measures.current = 1;

CREATE VIEW trend AS
SELECT
    runs.run AS run,
    runs.started AS started,
    assessments.id AS assessment,
    assessments.made AS assessed,
    sum(counts.findings) AS findings,
    sum(CASE WHEN counts.verdict = 'pass' THEN counts.findings ELSE 0 END) AS passed,
    sum(CASE WHEN counts.verdict = 'fail' THEN counts.findings ELSE 0 END) AS failed,
    sum(CASE WHEN counts.verdict = 'error' THEN counts.findings ELSE 0 END) AS errors,
    sum(CASE WHEN counts.verdict = 'not_applicable' THEN counts.findings ELSE 0 END) AS not_applicable,
    sum(CASE WHEN counts.verdict = 'fail' AND counts.severity = 'critical' THEN counts.findings ELSE 0 END) AS critical,
    sum(CASE WHEN counts.verdict = 'fail' AND counts.severity = 'high' THEN counts.findings ELSE 0 END) AS high,
    sum(CASE WHEN counts.verdict = 'fail' AND counts.severity = 'medium' THEN counts.findings ELSE 0 END) AS medium,
    sum(CASE WHEN counts.verdict = 'fail' AND counts.severity = 'low' THEN counts.findings ELSE 0 END) AS low
FROM counts
JOIN assessments ON assessments.id = counts.assessment
JOIN runs ON runs.id = assessments.run
GROUP BY assessments.id
ORDER BY runs.started, assessments.id;

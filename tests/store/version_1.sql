BEGIN TRANSACTION;
CREATE TABLE assessments (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs,
    made TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    catalogue_sha256 TEXT NOT NULL,
    version TEXT NOT NULL
);
INSERT INTO "assessments" VALUES(1,1,'2026-11-02T02:01:00.000000+00:00','','','');
INSERT INTO "assessments" VALUES(2,2,'2026-11-03T02:01:00.000000+00:00','','','');
CREATE TABLE bodies (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    severity TEXT NOT NULL,
    cause TEXT,
    message_et TEXT NOT NULL,
    message_en TEXT NOT NULL,
    detail BLOB NOT NULL
);
INSERT INTO "bodies" VALUES(1,X'D5D0FDB963FFA9CF958A6F81A28A6D98','high',NULL,'Leid: fail:22','Found: fail:22',X'78DA358DCF0E82300C875FC5F44C24E28DA7F06E8C195BC141B319DA2186ECDD6D0F1E9AFEF9D2EF77401E66F4C2D0DF0F58F00B3D741D34E04427CE7E41E13345164C314D0A365C43F4464717490FB8BF558001FA03D0EE54062725184ABA3AA2FC515C55EAA538FA47702EAB477B1B23698716C5B7CC2FABF0F4398DD1122926A5D7060477F3DFF22A2735D4FA68602E61B2EC4BFD014C22418C');
INSERT INTO "bodies" VALUES(2,X'DF646C1225233A925DD5C290A14DBB35','high',NULL,'Leid: fail:80','Found: fail:80',X'78DA358DB10EC2300C447F0579AE289405F52BD8114269E216172B418D034555FE1D7B60B0ECBB27DF6D908619BD64E8AF1B3CF10B3D9C0FD08013BD72F24F94BC67CA8291E2A4E08D4B206F7474C46AE0FAD2000CD06F80E673199C946028AA74CCE9A3B86AA897E2F85F9153593CDADB48AC1B5A14DFE6FCB009779FE248D6C814959E1A105C2DFF9216D9751DD47A6B602E61B2EE63FD0150524194');
INSERT INTO "bodies" VALUES(3,X'D3F0AF58348C3B9A52E45DA2E8F6103F','high',NULL,'Leid: pass','Found: pass',X'78DAABAE0500017500F9');
INSERT INTO "bodies" VALUES(4,X'9D322F29D263A4E12AEC88C46FEFC1C5','high','permission','Leid: error','Found: error',X'78DAABAE0500017500F9');
CREATE TABLE check_set_members (
    check_set INTEGER NOT NULL REFERENCES check_sets,
    "check" INTEGER NOT NULL REFERENCES checks,
    PRIMARY KEY (check_set, "check")
) WITHOUT ROWID;
INSERT INTO "check_set_members" VALUES(1,1);
INSERT INTO "check_set_members" VALUES(1,2);
INSERT INTO "check_set_members" VALUES(2,1);
CREATE TABLE check_sets (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE
);
INSERT INTO "check_sets" VALUES(1,'17f8af97ad4a7f7639a4c9171d5185cbafb85462877a4746c21bdb0a4f940ca0');
INSERT INTO "check_sets" VALUES(2,'6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b');
CREATE TABLE checks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    check_id TEXT NOT NULL UNIQUE
);
INSERT INTO "checks" VALUES(1,'linux-sshd-permit-root-login');
INSERT INTO "checks" VALUES(2,'linux-listen-cleartext-protocols');
CREATE TABLE counts (
    assessment INTEGER NOT NULL REFERENCES assessments,
    verdict TEXT NOT NULL,
    severity TEXT NOT NULL,
    findings INTEGER NOT NULL,
    PRIMARY KEY (assessment, verdict, severity)
) WITHOUT ROWID;
INSERT INTO "counts" VALUES(1,'fail','high',2);
INSERT INTO "counts" VALUES(1,'pass','high',1);
INSERT INTO "counts" VALUES(2,'error','high',1);
INSERT INTO "counts" VALUES(2,'fail','high',1);
INSERT INTO "counts" VALUES(2,'pass','high',1);
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
INSERT INTO "findings" VALUES(1,1,1,'fail',1,1,1,1,'first',0);
INSERT INTO "findings" VALUES(2,1,2,'fail',2,1,2,1,'first',1);
INSERT INTO "findings" VALUES(3,2,1,'pass',3,1,1,1,'first',0);
INSERT INTO "findings" VALUES(4,1,1,'pass',3,2,2,2,'fixed',1);
INSERT INTO "findings" VALUES(5,2,1,'error',4,2,2,2,'gone_unknown',1);
CREATE TABLE former_checks (
    former TEXT PRIMARY KEY,
    "check" INTEGER NOT NULL REFERENCES checks
) WITHOUT ROWID;
CREATE TABLE former_hosts (
    former TEXT PRIMARY KEY,
    host INTEGER NOT NULL REFERENCES hosts
) WITHOUT ROWID;
CREATE TABLE host_set_members (
    host_set INTEGER NOT NULL REFERENCES host_sets,
    host INTEGER NOT NULL REFERENCES hosts,
    PRIMARY KEY (host_set, host)
) WITHOUT ROWID;
INSERT INTO "host_set_members" VALUES(1,1);
INSERT INTO "host_set_members" VALUES(2,2);
CREATE TABLE host_sets (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE
);
INSERT INTO "host_sets" VALUES(1,'6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b');
INSERT INTO "host_sets" VALUES(2,'d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35');
CREATE TABLE hosts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    host_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);
INSERT INTO "hosts" VALUES(1,'www1','www1');
INSERT INTO "hosts" VALUES(2,'www2','www2');
CREATE TABLE judged (
    assessment INTEGER NOT NULL REFERENCES assessments,
    host_set INTEGER NOT NULL REFERENCES host_sets,
    check_set INTEGER NOT NULL REFERENCES check_sets,
    PRIMARY KEY (assessment, host_set, check_set)
) WITHOUT ROWID;
INSERT INTO "judged" VALUES(1,1,1);
INSERT INTO "judged" VALUES(1,2,2);
INSERT INTO "judged" VALUES(2,1,1);
INSERT INTO "judged" VALUES(2,2,2);
CREATE TABLE late_findings (
    assessment INTEGER NOT NULL REFERENCES assessments,
    host INTEGER NOT NULL REFERENCES hosts,
    "check" INTEGER NOT NULL REFERENCES checks,
    verdict TEXT NOT NULL,
    body INTEGER NOT NULL REFERENCES bodies,
    PRIMARY KEY (assessment, host, "check")
) WITHOUT ROWID;
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
INSERT INTO "measures" VALUES(1,'web','SYS.1.3.M8','not_implemented',0,0,1,1,0);
INSERT INTO "measures" VALUES(2,'web','SYS.1.3.M8','partly',0,0,2,2,1);
CREATE TABLE planned (
    run INTEGER NOT NULL REFERENCES runs,
    host_set INTEGER NOT NULL REFERENCES host_sets,
    check_set INTEGER NOT NULL REFERENCES check_sets,
    PRIMARY KEY (run, host_set, check_set)
) WITHOUT ROWID;
INSERT INTO "planned" VALUES(1,1,1);
INSERT INTO "planned" VALUES(1,2,2);
INSERT INTO "planned" VALUES(2,1,1);
INSERT INTO "planned" VALUES(2,2,2);
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
INSERT INTO "runs" VALUES(1,'run-0001','2026-11-02T02:00:00.000000+00:00','2026-11-02T02:05:00.000000+00:00',1,'','','','','','','','{}',3,3);
INSERT INTO "runs" VALUES(2,'run-0002','2026-11-03T02:00:00.000000+00:00','2026-11-03T02:05:00.000000+00:00',1,'','','','','','','','{}',3,3);
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
INSERT INTO "visits" VALUES(1,1,'answered',NULL,'',1,0.0,'2026-11-02T02:01:00.000000+00:00','abababababababababababababababababababababababababababababababab',0,'Debian 12','');
INSERT INTO "visits" VALUES(1,2,'answered',NULL,'',1,0.0,'2026-11-02T02:01:00.000000+00:00','abababababababababababababababababababababababababababababababab',0,'Debian 12','');
INSERT INTO "visits" VALUES(2,1,'answered',NULL,'',1,0.0,'2026-11-03T02:01:00.000000+00:00','abababababababababababababababababababababababababababababababab',0,'Debian 12','');
INSERT INTO "visits" VALUES(2,2,'answered',NULL,'',1,0.0,'2026-11-03T02:01:00.000000+00:00','abababababababababababababababababababababababababababababababab',0,'Debian 12','');
CREATE INDEX assessments_run ON assessments (run);
CREATE INDEX findings_pair ON findings (host, "check", first);
CREATE UNIQUE INDEX findings_current ON findings (host, "check") WHERE current = 1;
CREATE UNIQUE INDEX measures_current ON measures (target, measure) WHERE current = 1;
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
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('hosts',2);
INSERT INTO "sqlite_sequence" VALUES('checks',2);
COMMIT;
PRAGMA user_version = 1;

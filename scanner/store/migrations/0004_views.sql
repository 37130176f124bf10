-- More for readers of the file; docs/sql.md explains every view. Views only ever gain columns, at the end.
CREATE VIEW finding_history AS
SELECT
    hosts.host_id AS host,
    checks.check_id AS "check",
    findings.verdict AS verdict,
    bodies.severity AS severity,
    bodies.cause AS cause,
    findings.change AS change,
    bodies.message_et AS message_et,
    bodies.message_en AS message_en,
    began.made AS since,
    opened.made AS first,
    newest.made AS last,
    findings.current AS current
FROM findings
JOIN hosts ON hosts.id = findings.host
JOIN checks ON checks.id = findings."check"
JOIN bodies ON bodies.id = findings.body
JOIN assessments AS began ON began.id = findings.since
JOIN assessments AS opened ON opened.id = findings.first
JOIN assessments AS newest ON newest.id = findings.last;

CREATE VIEW host_visits AS
SELECT
    hosts.host_id AS host,
    runs.run AS run,
    runs.started AS started,
    visits.state AS state,
    visits.cause AS cause,
    visits.detail AS detail,
    visits.observed_at AS observed_at,
    visits.seconds AS seconds,
    visits.evidence_sha256 AS evidence_sha256
FROM visits
JOIN hosts ON hosts.id = visits.host
JOIN runs ON runs.id = visits.run;

CREATE VIEW measure_history AS
SELECT
    measures.target AS target,
    measures.measure AS measure,
    measures.status AS status,
    measures.passed AS passed,
    measures.total AS total,
    opened.made AS first,
    newest.made AS last,
    measures.current AS current
FROM measures
JOIN assessments AS opened ON opened.id = measures.first
JOIN assessments AS newest ON newest.id = measures.last;

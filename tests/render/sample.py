"""Composed reports for the tests of every format: all verdicts, states and changes, and text that means harm."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

from scanner.assess.combine import percent
from scanner.language.words import CAUSES
from scanner.model.base import Text
from scanner.model.by_host import ByHost
from scanner.model.catalogue import Level, letter_of, measure_of, module_of
from scanner.model.facts import Source
from scanner.model.failure import Failure
from scanner.model.finding import Judged, ParamUse
from scanner.model.report import (
    CheckInfo,
    ClauseInfo,
    FindingInfo,
    Findings,
    HostInfo,
    Marking,
    MeasureInfo,
    ModuleInfo,
    Proposal,
    Report,
    RunInfo,
    Summary,
    TargetInfo,
)
from scanner.model.status import Change, ClauseStatus, MeasureStatus
from scanner.model.target import Need, Needs
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Verdict
from tests.render.sample_checks import CHECKS, MODULES, QUESTIONS, TITLES
from tests.render.sample_registers import registers

START = datetime(2026, 11, 22, 0, 0, 12, tzinfo=UTC)
HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}'
ESCAPES = "\x1b]0;omastatud\x07\x1b[31mpunane\x1b[0m\u202egnirts\u2028rida"
HOSTS: list[tuple[str, str, str, str]] = [
    ("veeb1.asutus.ee", "veeb dmz", "Veebimeeskond", "Debian GNU/Linux 12 (bookworm)"),
    ("veeb2.asutus.ee", "veeb dmz", "Veebimeeskond", "Debian GNU/Linux 12 (bookworm)"),
    ("veeb3.asutus.ee", "veeb dmz", "Veebimeeskond", "Ubuntu 24.04 LTS"),
    ("andmebaas1.asutus.ee", "andmebaas sisevõrk", "Andmebaasihaldur", "Red Hat Enterprise Linux 9.4 (Plow)"),
    ("andmebaas2.asutus.ee", "andmebaas sisevõrk", "Andmebaasihaldur", "Red Hat Enterprise Linux 9.4 (Plow)"),
    ("rakendus1.asutus.ee", "rakendus sisevõrk", "IT-partner", "SUSE Linux Enterprise Server 15 SP6"),
    ("rakendus2.asutus.ee", "rakendus sisevõrk", "IT-partner", "SUSE Linux Enterprise Server 15 SP6"),
    ("post.asutus.ee", "dmz", "unassigned", "Debian GNU/Linux 11 (bullseye)"),
    ("failid.asutus.ee", "sisevõrk", "IT-partner", "Debian GNU/Linux 13 (trixie)"),
    (f"külaline{HOSTILE}", "sisevõrk", f"omanik{HOSTILE}", f"Linux {ESCAPES}"),
    ("nimed.asutus.ee", "dmz", "IT-partner", ""),
    ("varukoopia.asutus.ee", "sisevõrk", "IT-partner", ""),
]
IDS = {"veeb3.asutus.ee": "veeb3-2024"}
"""Hosts whose id is not their name: everything published says the name."""
GONE = {"nimed.asutus.ee": Failure.TIMEOUT, "varukoopia.asutus.ee": Failure.HOST_KEY_CHANGED}
LETTERS = {"E": Cause.PERMISSION, "T": Cause.TIMEOUT, "C": Cause.CUT, "Y": Cause.NEEDS_POLICY, "M": Cause.MISSING_TOOL}
VERDICTS = {"P": Verdict.PASS, "F": Verdict.FAIL, "W": Verdict.FAIL, "N": Verdict.NOT_APPLICABLE}
CHANGES = [Change.NEW, Change.PERSISTING, Change.WORSE, Change.PERSISTING, Change.REGRESSED, Change.PERSISTING]


def report() -> Report:
    """Twelve hosts and 25 checks: what a small agency's first nights look like."""
    return _compose(HOSTS, CHECKS, GONE).model_copy(update=registers())


def green() -> Report:
    """One host that met everything: nothing unseen, nothing to compare with."""
    checks = [{**check, "pattern": "P"} for check in CHECKS[:4]]
    return _compose(HOSTS[:1], checks, {}, previous=None, modelled=True)


def unreachable_only() -> Report:
    """No host answered."""
    return _compose(HOSTS[:2], CHECKS[:3], {name: Failure.REFUSED for name, *_ in HOSTS[:2]}, previous=None)


def large(hosts: int, checks: int) -> Report:
    """A generated fleet where every host fails most checks, each with values of its own."""
    fleet = [
        (f"server{n:03}.piirkond{n % 7}.asutus.ee", f"rühm{n % 9} piirkond{n % 7}", f"omanik{n % 5}", "Debian 12")
        for n in range(hosts)
    ]
    many = [
        {**CHECKS[n % len(CHECKS)], "id": f"{CHECKS[n % len(CHECKS)]['id']}-{n}", "pattern": "FPFFNFWEFF"[n % 7 :]}
        for n in range(checks)
    ]
    return _compose(fleet, many, {}, distinct=True)


def _compose(
    fleet: list[tuple[str, str, str, str]],
    checks: list[dict[str, Any]],
    gone: dict[str, Failure],
    previous: str | None = "2026-11-21T02-00-00",
    modelled: bool = False,
    distinct: bool = False,
) -> Report:
    names = [name for name, *_ in fleet]
    findings = [
        _finding(check, c, name, h, gone, previous, distinct)
        for c, check in enumerate(checks)
        for h, name in enumerate(names)
    ]
    by_host: dict[str, Counter[str]] = {name: Counter() for name in names}
    for finding in findings:
        by_host[finding.host][finding.verdict.value] += 1
    target_hosts = tuple(names[:-3] if len(names) > 3 and not modelled else names)
    measures = _measures(checks, findings, target_hosts)
    modules = tuple(_module(code, measures) for code in MODULES if any(m.module == code for m in measures))
    clauses: Counter[ClauseStatus] = Counter()
    for module in modules:
        clauses.update(module.counts)
    hosts = tuple(_host(n, row, gone, by_host[row[0]], target_hosts) for n, row in enumerate(fleet))
    return Report(
        run=RunInfo(
            id="2026-11-22T02-00-12", kind="run", started=START, finished=START + timedelta(seconds=94),
            edition="2024", agency="Näidisvalla Valitsus", area="Vallavalitsuse infosüsteemid", approach="standard",
            profile="kov", version="0.1.0", content_sha256="c0" * 32, catalogue_sha256="ca" * 32,
            inventory_sha256="1e" * 32, manifest_sha256="3a" * 32, planned_pairs=len(findings), previous=previous,
        ),
        summary=Summary(
            hosts=Counter(host.state for host in hosts),
            verdicts=Counter(finding.verdict for finding in findings),
            gaps=Counter(finding.severity for finding in findings if finding.verdict is Verdict.FAIL),
            causes=Counter(finding.cause for finding in findings if finding.cause),
            changes=Counter(finding.change for finding in findings),
            clauses=clauses,
            percent=percent(clauses),
            unmodelled=tuple(sorted(set(names) - set(target_hosts))),
        ),
        hosts=hosts,
        checks={check["id"]: _check(check, n) for n, check in enumerate(checks)},
        findings=Findings.of(findings),
        targets=(
            TargetInfo(id="linux-serverid", name="Linuxi serverid", owner="IT-juht", hosts=target_hosts,
                       need=Needs(C=Need.HIGH), modules=("SYS.1.1", "SYS.1.3")),
        ),
        modules=modules,
        measures=measures,
        proposals=(
            Proposal(module="APP.3.2", hosts=tuple(names[:2]),
                     reason=Text(et="hostis kuulab pordil 443 nginx", en="nginx listens on port 443")),
        ),
        marking=Marking(agency="Näidisvalla Valitsus", made=date(2026, 11, 22), until=date(2031, 11, 22)),
        commands={"os": ("cat /etc/os-release", "uname -r"), "sshd": ("sshd -T", "awk … /etc/ssh/sshd_config")},
    )  # fmt: skip


def _finding(
    check: dict[str, Any], c: int, host: str, h: int, gone: dict[str, Failure], previous: str | None, distinct: bool
) -> FindingInfo:
    letter = check["pattern"][h % len(check["pattern"])]
    cause = Cause.UNREACHABLE if host in gone else LETTERS.get(letter)
    verdict = Verdict.ERROR if cause else VERDICTS[letter]
    change, message = Change.UNCHANGED, check["title"]
    objects: tuple[Judged, ...] = ()
    if verdict is Verdict.FAIL:
        change, message = CHANGES[(c + h) % len(CHANGES)], check["gap"]
        objects = _objects(check, host, h, distinct)
    elif verdict is Verdict.ERROR:
        change = Change.GONE_UNKNOWN if (c + h) % 5 == 0 else Change.UNCHANGED
        assert cause is not None
        message = Text(et=f"Ei saanud hinnata: {CAUSES[cause].et}", en=f"Could not be judged: {CAUSES[cause].en}")
    elif verdict is Verdict.PASS and (c + h) % 11 == 0:
        change = Change.FIXED
    first = objects[0] if objects else None
    return FindingInfo(
        check=check["id"], host=host, verdict=verdict, severity=check["severity"], cause=cause, message=message,
        expected=first.expected if first else None, actual=first.actual if first else None,
        source=first.source if first else None, objects=objects, judged=max(1, len(objects)),
        measures=tuple(check["clauses"]), change=change if previous else Change.FIRST,
        first_seen=START - timedelta(days=(c * 7 + h) % 60), observed_at=START + timedelta(seconds=h),
        waiver="E-2026-04" if letter == "W" else None,
        params=tuple(ParamUse(**param) for param in check.get("params", ())),
    )  # fmt: skip


def _objects(check: dict[str, Any], host: str, h: int, distinct: bool) -> tuple[Judged, ...]:
    file, line, text = check["source"][h % len(check["source"])]
    values = check["actual"][h % len(check["actual"])]
    if "<script>" in host:
        values, file, text = [f"{values[0]} {HOSTILE}", ESCAPES], f"/etc/{HOSTILE}", f"{text} {ESCAPES}"
    return tuple(
        Judged(
            key=value if len(values) > 1 else check["at"], at=check["at"], verdict="fail", expected=check["expected"],
            actual=None if value == "-" else f"{value} {host}" if distinct else value,
            source=Source(file=file, line=line, text=text) if file else None,
        )
        for value in values
    )  # fmt: skip


def _check(check: dict[str, Any], n: int) -> CheckInfo:
    return CheckInfo(
        id=check["id"], title=check["title"], gap=check["gap"], why=check["why"], severity=check["severity"],
        remediation=check["fix"], disruption=check["disruption"], verify=check["verify"],
        references={"ssg": (check["id"].replace("-", "_"),), "cis_debian_12": (f"5.{n % 5}.{n}",)},
        clauses=check["clauses"], proven_on=() if n % 8 == 7 else ("debian",), policy=check.get("policy", {}),
    )  # fmt: skip


def _host(
    n: int, row: tuple[str, str, str, str], gone: dict[str, Failure], counts: Counter[str], targets: tuple[str, ...]
) -> HostInfo:
    name, groups, owner, system = row
    state, cause = HostState.ANSWERED, gone.get(name)
    if cause:
        state = HostState.UNREACHABLE
    elif n == 5:
        state, cause = HostState.PARTIAL, Failure.CUT
    return HostInfo(
        name=name, host_id=IDS.get(name, name), state=state, cause=cause, escalated=n != 8,
        groups=tuple(groups.split()), owner=owner,
        targets=("linux-serverid",) if name in targets else (), system=system,
        observed_at=None if name in gone else START + timedelta(seconds=n), seconds=1.25 + n / 10,
        last_seen=START - timedelta(days=3) if n % 2 == 0 else None,
        evidence_sha256=None if name in gone else f"{n:02x}" * 32, counts=dict(counts),
    )  # fmt: skip


def _measures(
    checks: list[dict[str, Any]], findings: list[FindingInfo], hosts: tuple[str, ...]
) -> tuple[MeasureInfo, ...]:
    """A short stand-in for the roll-up: enough to give every status, and numbers that agree with each other."""
    linked: dict[str, set[str]] = {}
    for check in checks:
        for clause in check["clauses"]:
            linked.setdefault(clause, set()).add(check["id"])
    verdicts: dict[tuple[str, str], list[FindingInfo]] = {}
    for finding in findings:
        for clause in finding.measures:
            verdicts.setdefault((clause, finding.host), []).append(finding)
    measures = []
    for code, (title, level, letters, marks) in TITLES.items():
        clauses = tuple(
            _clause(f"{code}.{letter}", hosts, verdicts, tuple(sorted(linked.get(f"{code}.{letter}", ()))))
            for letter in letters
        )
        own = [f for f in findings if f.host in hosts and any(measure_of(clause) == code for clause in f.measures)]
        judged = [f for f in own if f.verdict is not Verdict.NOT_APPLICABLE]
        statuses = {clause.status for clause in clauses}
        measures.append(
            MeasureInfo(
                code=code, title=title, module=module_of(code), level=Level(level), marks=marks,
                target="linux-serverid", status=_measure_status(statuses), clauses=clauses,
                passed=sum(f.verdict is Verdict.PASS for f in judged), total=len(judged),
                suggestion="O" if ClauseStatus.PARTLY in statuses else "E" if ClauseStatus.NOT_MET in statuses else "",
            )
        )  # fmt: skip
    return tuple(measures)


def _clause(
    code: str, hosts: tuple[str, ...], verdicts: dict[tuple[str, str], list[FindingInfo]], checks: tuple[str, ...]
) -> ClauseInfo:
    by_host = {host: _status(verdicts.get((code, host), [])) for host in hosts}
    order = [ClauseStatus.NOT_MET, ClauseStatus.PARTLY, ClauseStatus.UNKNOWN, ClauseStatus.NOT_ASSESSED,
             ClauseStatus.MET, ClauseStatus.WAIVED, ClauseStatus.NOT_APPLICABLE]  # fmt: skip
    return ClauseInfo(
        code=code, status=min(by_host.values(), key=order.index), hosts=Counter(by_host.values()), checks=checks,
        question=QUESTIONS.get(code), organisational=not checks and letter_of(code) == "a", by_host=ByHost.of(by_host),
        text="Imporditud sõnastuse näidis." if letter_of(code) == "b" else None,
    )  # fmt: skip


def _status(findings: list[FindingInfo]) -> ClauseStatus:
    if any(f.verdict is Verdict.FAIL and not f.waiver for f in findings):
        return ClauseStatus.NOT_MET if len(findings) == 1 else ClauseStatus.PARTLY
    if any(f.verdict is Verdict.FAIL for f in findings):
        return ClauseStatus.WAIVED
    if any(f.verdict is Verdict.ERROR for f in findings):
        return ClauseStatus.UNKNOWN
    if findings and all(f.verdict is Verdict.NOT_APPLICABLE for f in findings):
        return ClauseStatus.NOT_APPLICABLE
    return ClauseStatus.MET if findings else ClauseStatus.NOT_ASSESSED


def _measure_status(statuses: set[ClauseStatus]) -> MeasureStatus:
    if statuses == {ClauseStatus.MET}:
        return MeasureStatus.IMPLEMENTED
    if statuses == {ClauseStatus.NOT_MET}:
        return MeasureStatus.NOT_IMPLEMENTED
    if statuses & {ClauseStatus.NOT_MET, ClauseStatus.PARTLY}:
        return MeasureStatus.PARTLY
    return MeasureStatus.NOT_RELEVANT if statuses == {ClauseStatus.NOT_APPLICABLE} else MeasureStatus.NOT_ASSESSED


def _module(code: str, measures: tuple[MeasureInfo, ...]) -> ModuleInfo:
    counts: Counter[ClauseStatus] = Counter()
    own = [clause for measure in measures if measure.module == code for clause in measure.clauses]
    for clause in own:
        counts.update(clause.hosts)
    return ModuleInfo(
        code=code, title=MODULES[code], targets=("linux-serverid",), counts=counts, percent=percent(counts),
        uncovered=tuple(clause.code for clause in own if not clause.checks),
    )  # fmt: skip

"""A small E-ITS of our own, hosts and findings: what the roll-up tests roll up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from scanner.assess.rollup import RollUp, roll_up
from scanner.assess.site import Site
from scanner.assess.verdicts import Verdicts
from scanner.model.base import Text
from scanner.model.catalogue import Catalogue, Measure, Module
from scanner.model.coverage import ClauseCoverage, Coverage
from scanner.model.decision import Attestation, State, Waiver, WaiverKind
from scanner.model.finding import Finding, Judged
from scanner.model.host import Host
from scanner.model.report import ClauseInfo, MeasureInfo
from scanner.model.run import Conclusion, Observed
from scanner.model.status import Change
from scanner.model.target import Scope, Target
from scanner.model.unknown import Cause
from scanner.model.verdict import Severity, Verdict

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DIGEST = "0" * 12
Words = Mapping[tuple[str, str], str]
"""Findings by host and check: a word such as `pass`, `error` or `fail:port 22,port 23`."""


def clause(*links: str, ask: bool = False, **more: Any) -> ClauseCoverage:
    """Coverage of one clause. A link is `check says` or `check says need`; `ask` leaves a question to a person."""
    made = []
    for link in links:
        check, says, *need = link.split()
        made.append({"check": check, "says": says, "when_need": need[0] if need else None})
    question = Text(et="Kas see on tehtud?", en="Has it been done?") if ask else None
    return ClauseCoverage.model_validate({"digest": DIGEST, "links": made, "attest": question, **more})


def measure(code: str, level: str = "standard", clauses: str = "a", **more: Any) -> Measure:
    """A measure with its letters."""
    letters = dict.fromkeys(clauses, DIGEST)
    return Measure.model_validate({"code": code, "title": code, "level": level, "clauses": letters, **more})


def attestation(code: str, state: State, **more: Any) -> Attestation:
    """A statement about a clause, made this month, valid for a year; for the target object `servers` unless said."""
    given: dict[str, Any] = {
        "clause": code,
        "state": state,
        "statement": "Vaadatud üle.",
        "by": "IT-juht",
        "stated_on": date(2026, 11, 1),
        "valid_until": date(2027, 11, 1),
        **more,
    }
    return Attestation.model_validate(
        given if "hosts" in given or "target" in given else {**given, "target": "servers"}
    )


def waiver(kind: WaiverKind, **more: Any) -> Waiver:
    """A whole decision of its kind, valid today; of the check `sshd-root` unless said."""
    given: dict[str, Any] = {
        "id": "E-1",
        "kind": kind,
        "reason": "Põhjendatud.",
        "approved_by": "Juhataja",
        "approved_by_role": "management",
        "approved_on": date(2026, 11, 1),
        "expires": date(2026, 12, 31),
        "risk_ref": "R-7",
        "document_ref": "1-2/34",
        **more,
    }
    return Waiver.model_validate(given if "measure" in given or "check" in given else {**given, "check": "sshd-root"})


def finding(host: str, check: str, word: str) -> Finding:
    """A finding from a word."""
    verdict, _, keys = word.partition(":")
    expected = Text(et="lubatud", en="allowed")
    objects = tuple(
        Judged(
            key=key,
            at="sockets.listening",
            verdict="fail" if verdict == "fail" else "pass",
            expected=expected,
            actual=key,
        )
        for key in keys.split(",")
        if key
    )
    return Finding(
        host=host,
        check=check,
        verdict=Verdict(verdict),
        severity=Severity.HIGH,
        cause=Cause.PERMISSION if verdict == "error" else None,
        message=Text(et=word, en=word),
        observed_at=NOW,
        objects=objects,
        judged=len(objects),
    )


def findings(words: Words) -> dict[tuple[str, str], Finding]:
    """Findings by host and check."""
    return {pair: finding(*pair, word) for pair, word in words.items()}


def observed(found: Finding, change: Change = Change.FIRST, age: timedelta = timedelta()) -> Observed:
    """A finding as a run saw it."""
    return Observed(found.host, Conclusion.of(found), found.observed_at, "r1", NOW - age, change)


def site(
    coverage: Mapping[str, ClauseCoverage],
    measures: Sequence[Measure] = (),
    *,
    targets: Sequence[Target] | None = None,
    hosts: Sequence[Host] | None = None,
    checks: Sequence[str] = ("sshd-root", "sshd-empty", "root-alone"),
    scope: Mapping[str, Any] | None = None,
    attestations: Sequence[Attestation] = (),
    waivers: Sequence[Waiver] = (),
    as_of: date = TODAY,
) -> Site:
    """A site whose coverage is given by clause; SYS.9.1 applied to the hosts `a` and `b` unless said otherwise."""
    given = tuple(measures) or tuple(measure(code, clauses=letters) for code, letters in _letters(coverage).items())
    modules = dict.fromkeys(each.module for each in given)
    every = [Host(name=f"{name}.example", host_id=name) for name in "ab"] if hosts is None else list(hosts)
    if targets is None:
        names = tuple(host.name for host in every)
        targets = [Target(id="servers", name="Serverid", hosts=names, modules=("SYS.9.1",))]
    by_module: dict[str, dict[str, ClauseCoverage]] = {module: {} for module in modules}
    for code, entry in coverage.items():
        by_module[code.rpartition(".")[0].rpartition(".")[0]][code] = entry
    return Site(
        scope=Scope.model_validate({"targets": tuple(targets), **(scope or {})}),
        catalogue=Catalogue(
            edition="9",
            source="proov",
            modules=tuple(Module(code=module, title=module) for module in modules),
            measures=given,
        ),
        coverage={
            module: Coverage(edition="9", module=module, clauses=clauses) for module, clauses in by_module.items()
        },
        checks=frozenset(checks),
        hosts=every,
        as_of=as_of,
        attestations=attestations,
        waivers=waivers,
    )


def rolled(here: Site, words: Words) -> RollUp:
    """The roll-up of findings given as words."""
    return roll_up(here, Verdicts(here, map(observed, findings(words).values())))


def only(result: RollUp) -> MeasureInfo:
    """The one measure there is."""
    (info,) = result.measures
    return info


def clause_of(result: RollUp) -> ClauseInfo:
    """The one clause there is."""
    (info,) = only(result).clauses
    return info


def _letters(coverage: Mapping[str, ClauseCoverage]) -> dict[str, str]:
    letters: dict[str, str] = {}
    for code in sorted(coverage):
        head, _, letter = code.rpartition(".")
        letters[head] = letters.get(head, "") + letter
    return letters

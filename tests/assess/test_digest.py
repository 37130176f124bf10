"""What is new is new against what people were told, whatever runs there were in between."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from scanner.assess.completeness import completeness
from scanner.assess.digest import digest
from scanner.model.base import Text
from scanner.model.decision import WaiverKind
from scanner.model.digest import Digest, Told
from scanner.model.failure import Failure
from scanner.model.night import Completeness, Night
from scanner.model.register import WaiverInfo
from scanner.model.report import CheckInfo, FindingInfo, Findings, HostInfo, Report, RunInfo, Summary
from scanner.model.status import Change
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Severity, Verdict

NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
NIGHT = Night(
    started=NOW, finished=NOW, completeness=Completeness(hosts_seen=1, hosts=1, pairs_seen=1, pairs=1), min_complete=95
)
WORDS = Text(et="x", en="y")


def finding(host: str, verdict: str = "fail", change: Change = Change.PERSISTING, **more: Any) -> FindingInfo:
    return FindingInfo(
        check=more.pop("check", "linux-a"),
        host=host,
        verdict=Verdict(verdict),
        severity=Severity.HIGH,
        message=WORDS,
        change=change,
        observed_at=NOW,
        **more,
    )


def report(*findings: FindingInfo, states: dict[str, HostState] | None = None, **more: Any) -> Report:
    hosts = {each.host: HostState.ANSWERED for each in findings} | (states or {})
    digests = dict.fromkeys(("content_sha256", "catalogue_sha256", "inventory_sha256"), "0" * 64)
    run = RunInfo(
        id="r",
        kind="run",
        started=NOW,
        finished=NOW,
        edition="2024",
        version="0",
        planned_pairs=len(findings),
        **digests,
    )
    check = CheckInfo(
        id="linux-a", title=WORDS, gap=WORDS, why=WORDS, severity=Severity.HIGH, remediation=WORDS, disruption="none"
    )
    names = ("linux-a", "linux-b")
    return Report(
        run=run.model_copy(update={name: more.pop(name) for name in ("not_asked", "planned_pairs") if name in more}),
        summary=Summary(),
        hosts=tuple(
            HostInfo(name=name, host_id=f"id-{name}", state=state, cause=Failure.REFUSED if "un" in state else None)
            for name, state in hosts.items()
        ),
        checks={name: check.model_copy(update={"id": name}) for name in names},
        findings=Findings.of(findings),
        **more,
    )


def night(given: Report, told: Told) -> tuple[Digest, Told]:
    return digest(given, NIGHT, told, TODAY)


def hosts(changes: Any) -> list[str]:
    return [host for each in changes for host in each.hosts]


def test_a_gap_is_told_once() -> None:
    first, told = night(report(finding("a", change=Change.NEW)), Told())
    assert (hosts(first.new), first.changed) == (["a"], True)
    again, _ = night(report(finding("a")), told)
    assert (hosts(again.new), again.changed) == ([], False)


def test_a_gap_that_a_scan_by_hand_saw_first_is_still_told() -> None:
    made, _ = night(report(finding("a", change=Change.PERSISTING)), Told())
    assert hosts(made.new) == ["a"]


def test_what_could_not_be_judged_or_was_not_looked_at_is_neither_fixed_nor_new_again() -> None:
    told = Told(gaps={"linux-a": ("id-a", "id-b")})
    unseen = report(finding("a", "error", cause=Cause.TIMEOUT), states={"b": HostState.NOT_SCANNED})
    made, kept = night(unseen, told)
    assert (made.changed, kept.gaps) == (False, told.gaps)
    back, _ = night(report(finding("a"), finding("b")), kept)
    assert not back.changed


def test_fixed_regressed_and_worse_gaps_are_told_apart() -> None:
    told = Told(gaps={"linux-a": ("id-fixed", "id-worse", "id-off")})
    given = report(
        finding("fixed", "pass", Change.FIXED),
        finding("off", "not_applicable", Change.FIXED),
        finding("worse", change=Change.WORSE),
        finding("again", change=Change.REGRESSED),
    )
    made, known = night(given, told)
    assert (hosts(made.fixed), hosts(made.worse), hosts(made.regressed)) == (["fixed", "off"], ["worse"], ["again"])
    assert known.gaps == {"linux-a": ("id-again", "id-worse")}


def test_a_gap_under_a_waiver_is_not_told_and_is_new_when_the_waiver_is_over() -> None:
    made, told = night(report(finding("a", waiver="w")), Told(gaps={"linux-a": ("id-a",)}))
    assert (made.changed, made.gaps) == (False, {})
    made, _ = night(report(finding("a")), told)
    assert (hosts(made.new), made.gaps) == (["a"], {Severity.HIGH: 1})


def test_a_host_or_check_that_is_gone_is_forgotten() -> None:
    _, known = night(report(finding("a")), Told(gaps={"linux-a": ("id-left",), "linux-old": ("id-a",)}))
    assert known.gaps == {"linux-a": ("id-a",)}


def test_a_host_that_is_lost_is_told_once_and_told_again_when_it_is_back() -> None:
    made, told = night(report(states={"a": HostState.UNREACHABLE, "b": HostState.FAILED}), Told())
    assert [each.host for each in made.unreachable] == ["a", "b"]
    again, told = night(report(states={"a": HostState.UNREACHABLE, "b": HostState.NOT_SCANNED}), told)
    assert (again.changed, told.unreachable) == (False, ("id-a", "id-b"))
    back, told = night(report(states={"a": HostState.ANSWERED, "b": HostState.PARTIAL}), told)
    assert (back.reachable, told.unreachable) == (("a", "b"), ())


def test_a_host_that_was_being_asked_when_the_night_was_stopped_is_not_lost() -> None:
    given = report(states={"a": HostState.FAILED})
    stopped = tuple(host.model_copy(update={"cause": Failure.STOPPED}) for host in given.hosts)
    made, told = night(given.model_copy(update={"hosts": stopped}), Told())
    assert (made.unreachable, told.unreachable) == ((), ())


def test_a_waiver_is_told_two_weeks_before_its_last_day_and_when_it_is_over() -> None:
    def waiver(expires: date) -> WaiverInfo:
        return WaiverInfo(id="w", kind=WaiverKind.TEMPORARY, check="linux-a", approved_on=TODAY, expires=expires)

    later, _ = night(report(waivers=(waiver(TODAY + timedelta(15)),)), Told())
    assert not later.waivers
    last_day = waiver(TODAY + timedelta(14))
    soon, told = night(report(waivers=(last_day,)), Told())
    assert [(each.id, each.expired) for each in soon.waivers] == [("w", False)]
    assert not night(report(waivers=(last_day,)), told)[0].waivers
    over, _ = digest(report(waivers=(last_day,)), NIGHT, told, TODAY + timedelta(15))
    assert [(each.id, each.expired) for each in over.waivers] == [("w", True)]
    on_the_day, _ = digest(report(waivers=(last_day,)), NIGHT, told, TODAY + timedelta(14))
    assert not on_the_day.waivers


def test_a_night_that_is_not_complete_is_told_although_nothing_changed() -> None:
    made, _ = digest(report(), NIGHT.model_copy(update={"completeness": None}), Told(), TODAY)
    assert (made.complete, made.changed) == (False, True)


def test_completeness_counts_what_was_seen_of_what_was_planned() -> None:
    given = report(
        finding("a"),
        finding("a", "error", cause=Cause.NEEDS_POLICY, check="linux-b"),
        finding("b", "error", cause=Cause.UNREACHABLE),
        states={"b": HostState.UNREACHABLE, "windows": HostState.NOT_SCANNED},
        not_asked=1,
        planned_pairs=5,
    )
    seen = completeness(given)
    assert seen == Completeness(hosts_seen=1, hosts=3, pairs_seen=1, pairs=4)
    assert not Completeness(hosts_seen=0, hosts=0, pairs_seen=0, pairs=0).reaches(0)
    assert Completeness(hosts_seen=95, hosts=100, pairs_seen=95, pairs=100).reaches(95)
    assert not Completeness(hosts_seen=95, hosts=100, pairs_seen=94, pairs=100).reaches(95)

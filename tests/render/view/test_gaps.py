"""Gaps: what is one row, how hosts are grouped, what is left out, and in which order."""

from __future__ import annotations

from typing import Any

from scanner.language.words import PRESENT
from scanner.model.base import Text
from scanner.model.facts import BUILT_IN, Source
from scanner.model.finding import Judged
from scanner.model.report import FindingInfo, Findings, Report
from scanner.model.status import ClauseStatus
from scanner.model.unknown import Cause
from scanner.model.verdict import Severity, Verdict
from scanner.render.say import Say
from scanner.render.view.gaps import MOST_GROUPS, MOST_OBJECTS, Gap, gaps, groups_of
from tests.render import sample

CHECK = "linux-sshd-permit-root-login"
HOSTS = ("veeb1.asutus.ee", "veeb2.asutus.ee", "veeb3.asutus.ee", "andmebaas1.asutus.ee")


def gap(*findings: FindingInfo) -> Gap:
    (only,) = gaps(sample.report().model_copy(update={"findings": Findings.of(findings)}), Say("et"))
    return only


def failed(host: str, *values: str | None, **more: Any) -> FindingInfo:
    objects = tuple(
        Judged(
            key=value or "setting",
            at="sshd.x",
            verdict="fail",
            expected=Text(et="peab olema no", en="must be no"),
            actual=value,
            source=more.get("source"),
            waived_by=more.get("waived_by"),
        )
        for value in values
    )
    waiver = {"waiver": more["waiver"]} if "waiver" in more else {}
    return base(host).model_copy(
        update={"verdict": Verdict.FAIL, "cause": None, "objects": objects, "waiver": None, **waiver}
    )


def error(host: str, cause: Cause, why: str) -> FindingInfo:
    message = Text(et=f"Ei saanud hinnata: {why}", en=f"Could not be judged: {why}")
    return base(host).model_copy(
        update={
            "message": message,
            "verdict": Verdict.ERROR,
            "cause": cause,
            "objects": (),
            "expected": None,
            "waiver": None,
        }
    )


def test_a_member_of_a_list_stands_alone() -> None:
    macs = "umac-64@openssh.com, hmac-sha2-256, hmac-sha1"
    members = (
        Judged(key=each, at="sshd.macs", verdict="fail", expected=Text(et="ei tohi", en="must not"), actual=macs)
        for each in ("umac-64@openssh.com", "hmac-sha1")
    )
    shown = gap(failed(HOSTS[0], "yes").model_copy(update={"objects": tuple(members)}))
    assert [(value.key, value.actual) for value in shown.groups[0].values] == [
        ("", "umac-64@openssh.com"),
        ("", "hmac-sha1"),
    ]


def test_where_a_list_holds_nothing_that_is_needed_the_checks_own_words_stand() -> None:
    nothing = Judged(key="units.units", at="units.units", verdict="fail", expected=PRESENT, actual=None)
    shown = gap(failed(HOSTS[0], "yes").model_copy(update={"objects": (nothing,)}))
    (value,) = shown.groups[0].values
    assert (value.key, value.actual) == ("", "ei leitud ühtegi")
    assert value.expected == shown.expected == sample.report().checks[CHECK].title.et


def passed(host: str) -> FindingInfo:
    return base(host).model_copy(update={"verdict": Verdict.PASS, "cause": None, "objects": (), "waiver": None})


def base(host: str) -> FindingInfo:
    first = next(each for each in sample.report().findings if each.check == CHECK)
    return first.model_copy(update={"host": host})


def test_hosts_with_equal_values_are_one_group_largest_first() -> None:
    found = gap(failed(HOSTS[0], "yes"), failed(HOSTS[1], None), failed(HOSTS[2], "yes"), failed(HOSTS[3], "yes"))
    assert [(group.hosts, group.values[0].actual) for group in found.groups] == [
        (("andmebaas1.asutus.ee", "veeb1.asutus.ee", "veeb3.asutus.ee"), "yes"),
        (("veeb2.asutus.ee",), "puudub"),
    ]


def test_equal_values_from_different_files_are_one_group_with_each_origin_counted() -> None:
    here, there = Source(file="/etc/a", line=1, text="X yes"), Source(file="/etc/b", line=2, text="X yes")
    found = gap(
        failed(HOSTS[0], "yes", source=here),
        failed(HOSTS[1], "yes", source=here),
        failed(HOSTS[3], "yes", source=there),
    )
    (group,) = found.groups
    assert [(origin.where, origin.text, origin.hosts) for origin in group.origins] == [
        ("/etc/a:1", "X yes", "2 hosti"),
        ("/etc/b:2", "X yes", "1 host"),
    ]


def test_a_value_that_no_file_sets_says_so() -> None:
    here = Source(file="/etc/a", line=1, text="X yes")
    found = gap(failed(HOSTS[0], "yes", source=BUILT_IN), failed(HOSTS[1], "yes", source=here), failed(HOSTS[2], "yes"))
    (group,) = found.groups
    assert [(origin.where, origin.hosts) for origin in group.origins] == [
        ("vaikeväärtus (kuskil määramata)", "1 host"),
        ("/etc/a:1", "1 host"),
    ]


def test_a_waived_host_never_shares_a_group_with_one_that_is_not() -> None:
    found = gap(failed(HOSTS[0], "yes"), failed(HOSTS[1], "yes", waiver="E-1"))
    assert [group.waivers for group in found.groups] == [(), ("E-1",)]
    assert found.status is Verdict.FAIL
    assert (found.failed, found.judged) == (2, 2)


def test_a_gap_waived_everywhere_is_a_waiver() -> None:
    assert gap(failed(HOSTS[0], "yes", waiver="E-1"), passed(HOSTS[1])).status is ClauseStatus.WAIVED


def test_a_waived_object_is_marked() -> None:
    (group,) = gap(failed(HOSTS[0], "yes", waived_by="E-2")).groups
    assert group.values[0].waiver == "E-2"


def test_a_check_that_only_could_not_be_judged_is_no_gap_and_says_why() -> None:
    found = gap(
        error(HOSTS[0], Cause.PERMISSION, "puudub õigus"),
        error(HOSTS[1], Cause.TIMEOUT, "aeg sai läbi"),
        error(HOSTS[3], Cause.PERMISSION, "puudub õigus"),
    )
    assert found.status is Verdict.ERROR
    assert (found.failed, found.unseen) == (0, 3)
    assert [(each.why, each.hosts) for each in found.unjudged] == [
        ("Ei saanud hinnata: puudub õigus", ("andmebaas1.asutus.ee", "veeb1.asutus.ee")),
        ("Ei saanud hinnata: aeg sai läbi", ("veeb2.asutus.ee",)),
    ]
    assert found.sentence == found.title


def test_reasons_that_differ_on_every_host_are_told_by_cause() -> None:
    report = sample.large(hosts=MOST_GROUPS + 1, checks=1)
    check = next(iter(report.checks))
    findings = tuple(
        error(host.name, Cause.CUT, f"{host.name} katkes").model_copy(update={"check": check}) for host in report.hosts
    )
    (found,) = gaps(report.model_copy(update={"findings": Findings.of(findings)}), Say("et"))
    assert [(each.why, len(each.hosts)) for each in found.unjudged] == [("vastus saabus kärbituna", MOST_GROUPS + 1)]


def test_what_passed_everywhere_is_no_row() -> None:
    report = sample.report().model_copy(update={"findings": Findings.of([passed(HOSTS[0])])})
    assert gaps(report, Say("et")) == ()


def test_many_objects_are_cut_and_counted() -> None:
    (group,) = gap(failed(HOSTS[0], *(f"/srv/{n}" for n in range(MOST_OBJECTS + 5)))).groups
    assert len(group.values) == MOST_OBJECTS
    assert group.more == "näidatud 20, kokku 25 objekti"


def test_beyond_the_most_groups_hosts_are_still_named() -> None:
    report = sample.large(hosts=MOST_GROUPS + 4, checks=1)
    findings = tuple(failed(host.name, f"value {host.name}") for host in report.hosts)
    findings = tuple(finding.model_copy(update={"check": next(iter(report.checks))}) for finding in findings)
    (found,) = gaps(report.model_copy(update={"findings": Findings.of(findings)}), Say("et"))
    assert len(found.groups) == MOST_GROUPS
    assert len(found.rest_hosts) == 4
    assert found.rest.startswith("Veel 4 eri väärtust")
    named = {host for group in found.groups for host in group.hosts} | set(found.rest_hosts)
    assert named == {host.name for host in report.hosts}


def test_gaps_come_before_what_was_not_seen_and_the_worst_first() -> None:
    found = gaps(sample.report(), Say("et"))
    kinds = [each.status for each in found]
    assert kinds == sorted(kinds, key=[Verdict.FAIL, ClauseStatus.WAIVED, Verdict.ERROR].index)
    ranks = [each.severity.rank for each in found if each.status is Verdict.FAIL]
    assert ranks == sorted(ranks, reverse=True)
    assert found[0].severity is Severity.CRITICAL


def test_every_failing_and_unjudged_finding_is_in_exactly_one_row() -> None:
    report = sample.report()
    found = gaps(report, Say("et"))
    assert sum(each.failed for each in found) == report.summary.verdicts[Verdict.FAIL]
    shown = {each.id for each in found}
    unseen = [each for each in report.findings if each.verdict is Verdict.ERROR]
    assert sum(each.unseen for each in found) == sum(each.check in shown for each in unseen)
    # What is left out is said once, where completeness is told.
    assert {each.cause for each in unseen if each.check not in shown} <= {Cause.UNREACHABLE}
    assert sum(len(group.hosts) for each in found for group in each.groups) == report.summary.verdicts[Verdict.FAIL]


def test_a_relaxed_parameter_is_told_with_its_origin() -> None:
    found = {each.id: each for each in gaps(sample.report(), Say("et"))}
    assert found["linux-sshd-max-auth-tries"].params == (
        "max = 5 (asutuse profiilist, leebem kui kontrolli vaikeväärtus)",
    )


def test_inventory_groups_everybody_is_in_are_no_groups() -> None:
    host = sample.report().hosts[0].model_copy(update={"groups": ("all", "ungrouped")})
    assert groups_of(host, Say("et")) == ("rühmata",)


def test_a_clause_outside_the_modelled_modules_has_its_code_only() -> None:
    report: Report = sample.report().model_copy(update={"measures": ()})
    assert {clause.title for each in gaps(report, Say("et")) for clause in each.clauses} == {""}

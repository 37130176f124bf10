"""An owner's edition: own hosts and whole numbers, nothing of anybody else's."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from scanner.assess.edition import for_owner
from scanner.errors import UsageError
from scanner.model.base import Text
from scanner.model.decision import WaiverKind
from scanner.model.finding import Judged
from scanner.model.register import WaiverInfo
from scanner.model.report import Findings, Report
from scanner.model.status import ClauseStatus
from scanner.model.verdict import HostState, Verdict
from tests.render import sample

OWNER = "IT-partner"


@pytest.fixture(scope="module")
def whole() -> Report:
    return sample.report()


@pytest.fixture(scope="module")
def own(whole: Report) -> Report:
    return for_owner(whole, OWNER)


def test_only_own_hosts_and_their_findings_are_left(own: Report) -> None:
    assert {host.owner for host in own.hosts} == {OWNER}
    assert {finding.host for finding in own.findings} == {host.name for host in own.hosts}
    assert {name for target in own.targets for name in target.hosts} < {host.name for host in own.hosts}


def test_the_editions_of_all_owners_are_the_whole(whole: Report) -> None:
    editions = [for_owner(whole, owner) for owner in sorted({host.owner for host in whole.hosts})]
    assert sum((Counter(each.summary.verdicts) for each in editions), Counter()) == Counter(whole.summary.verdicts)
    assert sum((Counter(each.summary.gaps) for each in editions), Counter()) == Counter(whole.summary.gaps)
    assert sum((Counter(each.summary.hosts) for each in editions), Counter()) == Counter(whole.summary.hosts)
    clauses = sum((Counter(each.summary.clauses) for each in editions), Counter())
    assert clauses == Counter(whole.summary.clauses)


def test_counts_are_those_of_what_is_left(own: Report) -> None:
    assert len(own.findings) == sum(own.summary.verdicts.values()) == len(list(own.findings))
    assert Counter(finding.verdict for finding in own.findings) == Counter(own.summary.verdicts)
    for module in own.modules:
        clauses = [clause for each in own.measures if each.module == module.code for clause in each.clauses]
        assert sum((Counter(clause.hosts) for clause in clauses), Counter()) == Counter(module.counts)


def test_measures_stand_as_on_the_own_hosts_alone(whole: Report, own: Report) -> None:
    theirs = {measure.code: measure for measure in own.measures}
    assert any(theirs[measure.code].status is not measure.status for measure in whole.measures)
    for measure in own.measures:
        for clause in measure.clauses:
            assert set(clause.by_host) < {host.name for host in own.hosts}
            assert clause.gap <= (clause.status in (ClauseStatus.PARTLY, ClauseStatus.NOT_MET))


def test_a_target_of_one_owner_keeps_its_measures_as_they_are() -> None:
    green = sample.green()
    assert for_owner(green, green.hosts[0].owner).measures == green.measures


def test_a_gap_of_another_owner_is_none_of_this_ones(whole: Report) -> None:
    """On a target object with one failing host, the owner of the other host has no gap."""
    both = {ClauseStatus.MET, ClauseStatus.NOT_MET}
    measure, clause = next(
        (each, clause) for each in whole.measures for clause in each.clauses if both <= set(clause.by_host.values())
    )
    passing = {host for host, status in clause.by_host.items() if status is ClauseStatus.MET}
    owned = whole.model_copy(
        update={
            "hosts": tuple(
                host.model_copy(update={"owner": "korras" if host.name in passing else "muu"}) for host in whole.hosts
            )
        }
    )
    theirs = next(each for each in for_owner(owned, "korras").measures if each.code == measure.code)
    same = next(each for each in theirs.clauses if each.code == clause.code)
    assert passing
    assert (same.status, same.gap) == (ClauseStatus.MET, False)


def test_a_fleet_check_says_another_host_and_keeps_own_names(whole: Report) -> None:
    check = next(iter(whole.checks))
    text = "SHA256:abc: jaan@veeb1.asutus.ee, rakendus1.asutus.ee, veeb3-2024"
    finding = next(each for each in whole.findings if each.check == check and each.host == "rakendus1.asutus.ee")
    shared = Judged(key="k", at="ssh_keys.host_keys", verdict="fail", expected=finding.message, actual=text)
    told = finding.model_copy(
        update={"message": Text(et=f"Leiti: {text}.", en=f"Found: {text}."), "actual": text, "objects": (shared,)}
    )
    fleet = whole.model_copy(
        update={
            "findings": Findings.of([told if each is finding else each for each in whole.findings]),
            "checks": whole.checks | {check: whole.checks[check].model_copy(update={"scope": "fleet"})},
        }
    )
    left = next(each for each in for_owner(fleet, OWNER).findings if (each.check, each.host) == (check, finding.host))
    assert left.message.et == "Leiti: SHA256:abc: teine host, rakendus1.asutus.ee, teine host."
    assert left.message.en == "Found: SHA256:abc: another host, rakendus1.asutus.ee, another host."
    assert left.objects[0].actual == left.actual
    assert "veeb" not in left.model_dump_json()


def test_what_an_own_host_was_seen_to_hold_stays_as_it_was_read(whole: Report, own: Report) -> None:
    before = {(each.check, each.host): each for each in whole.findings}
    assert all(before[each.check, each.host] == each for each in own.findings)


def test_waivers_keep_their_date_but_not_why_or_by_whom(whole: Report) -> None:
    def waiver(name: str, **where: tuple[str, ...]) -> WaiverInfo:
        return WaiverInfo(
            id=name, kind=WaiverKind.RISK_ACCEPTED, check="c", reason="SALADUS", approved_by="SALADUS",
            approved_by_role="management", risk_ref="SALADUS", document_ref="SALADUS",
            approved_on=date(2026, 1, 1), expires=date(2027, 1, 1), **where,
        )  # fmt: skip

    waivers = (
        waiver("kõik"),
        waiver("rühm", groups=("sisevõrk", "veeb")),
        waiver("host", hosts=("failid.asutus.ee", "veeb1.asutus.ee")),
        waiver("võõras", hosts=("veeb1.asutus.ee",)),
    )
    left = for_owner(whole.model_copy(update={"waivers": waivers}), OWNER).waivers
    assert [each.id for each in left] == ["kõik", "rühm", "host"]
    assert [(each.hosts, each.groups) for each in left[1:]] == [((), ("sisevõrk",)), (("failid.asutus.ee",), ())]
    assert not any("SALADUS" in each.model_dump_json() for each in left)


def test_hosts_that_did_not_answer_stay_in_the_edition(own: Report) -> None:
    assert own.summary.hosts[HostState.UNREACHABLE] == 2
    assert own.summary.verdicts[Verdict.ERROR] > 0


def test_an_edition_still_says_that_the_run_was_partial_but_not_which_part(whole: Report) -> None:
    run = whole.run.model_copy(update={"limit": "veeb1.asutus.ee", "planned_pairs": len(whole.findings) + 7})
    left = for_owner(whole.model_copy(update={"run": run}), OWNER)
    assert left.run.limit == "…"
    assert left.run.planned_pairs == len(left.findings) + 7


def test_an_owner_without_a_host_is_an_error_that_names_those_there_are(whole: Report) -> None:
    with pytest.raises(UsageError, match=r"owner 'Puudub'.*IT-partner"):
        for_owner(whole, "Puudub")


def test_findings_are_read_anew_each_time(own: Report) -> None:
    assert list(own.findings) == list(own.findings)
    assert [check for check, _ in own.findings.by_check()] == sorted({each.check for each in own.findings})

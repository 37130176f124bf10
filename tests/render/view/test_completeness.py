"""The completeness banner: everything that keeps the report from being the whole truth."""

from __future__ import annotations

import pytest
import yaml

from scanner.model.failure import Failure
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Verdict
from scanner.render import html
from scanner.render.say import Say
from scanner.render.view.completeness import Completeness, completeness
from tests.render import sample

ET = Say("et")


def of_full() -> Completeness:
    return completeness(sample.report(), ET)


def test_green_only_when_everything_was_seen() -> None:
    assert completeness(sample.green(), ET).green
    assert not of_full().green
    assert not completeness(sample.unreachable_only(), ET).green


@pytest.mark.parametrize(
    "change",
    [
        {"run": sample.green().run.model_copy(update={"planned_pairs": 5})},
        {"run": sample.green().run.model_copy(update={"limit": "veeb*"})},
        {"run": sample.green().run.model_copy(update={"complete": False})},
        {"run": sample.green().run.model_copy(update={"narrowed": ("SYS.1.3.M8",)})},
        {"summary": sample.green().summary.model_copy(update={"unmodelled": ("veeb1.asutus.ee",)})},
        {"hosts": (sample.green().hosts[0].model_copy(update={"state": HostState.PARTIAL, "cause": Failure.CUT}),)},
        {"hosts": (sample.green().hosts[0].model_copy(update={"state": HostState.FAILED}),)},
        {"hosts": (sample.green().hosts[0].model_copy(update={"state": HostState.NOT_SCANNED}),)},
    ],
    ids=["pairs missing", "limited", "stopped", "narrowed", "unmodelled", "partial", "failed", "not scanned"],
)
def test_one_thing_unseen_is_enough_not_to_be_green(change: dict[str, object]) -> None:
    assert not completeness(sample.green().model_copy(update=change), ET).green


def test_every_silent_host_is_named_with_its_cause_and_when_it_was_last_seen() -> None:
    silent = {host.name: host for host in of_full().silent}
    assert silent["nimed.asutus.ee"].seen == "19.11.2026 02:00"
    assert silent["varukoopia.asutus.ee"].seen == "teadmata"
    assert silent["varukoopia.asutus.ee"].cause == Failure.HOST_KEY_CHANGED.words.et
    assert silent["rakendus1.asutus.ee"].state is HostState.PARTIAL


def test_hosts_nobody_asked_are_named_and_not_counted_as_silent() -> None:
    report = sample.report()
    first = report.hosts[0].model_copy(update={"state": HostState.NOT_SCANNED})
    told = completeness(report.model_copy(update={"hosts": (first, *report.hosts[1:])}), ET)
    assert told.not_scanned == ("veeb1.asutus.ee",)
    assert told.hosts == 11
    assert "veeb1.asutus.ee" not in {host.name for host in told.silent}


def test_hosts_of_a_platform_that_is_not_scanned_are_named_apart() -> None:
    report = sample.green()
    change = {"state": HostState.NOT_SCANNED, "cause": Failure.PLATFORM, "detail": "windows"}
    hosts = (report.hosts[0].model_copy(update=change),)
    told = completeness(report.model_copy(update={"hosts": hosts}), ET)
    assert (told.green, told.hosts, told.not_scanned, told.unsupported) == (False, 0, (), (hosts[0].name,))


def test_unjudged_findings_are_counted_by_cause_and_policy_apart() -> None:
    told = of_full()
    causes = sample.report().summary.causes
    assert sum(int(line.findings.split()[0]) for line in told.causes) + told.policy_findings == told.unjudged
    assert told.policy_findings == causes[Cause.NEEDS_POLICY]
    assert told.unjudged == sample.report().summary.verdicts[Verdict.ERROR]


def test_the_yaml_to_add_is_yaml() -> None:
    assert yaml.safe_load(of_full().policy_yaml) == {"eits_policy": {"listening_ports": []}}


def test_cut_answers_and_hosts_without_root_are_named() -> None:
    assert of_full().cut == ("rakendus1.asutus.ee",)
    assert of_full().without_root == ("failid.asutus.ee",)


def test_a_host_to_which_nearly_nothing_applies_is_pointed_out() -> None:
    report = sample.green()
    assert completeness(report, ET).hardly_applies == ()
    host = report.hosts[0].model_copy(update={"counts": {"not_applicable": 19, "pass": 1}})
    assert completeness(report.model_copy(update={"hosts": (host,)}), ET).hardly_applies == ("veeb1.asutus.ee",)


def test_missing_pairs_are_counted() -> None:
    report = sample.report()
    run = report.run.model_copy(update={"planned_pairs": 310})
    assert completeness(report.model_copy(update={"run": run}), ET).missing == 10


def test_a_run_that_ended_early_says_so_and_how_many_hosts_it_did_not_get_to() -> None:
    report = sample.green()
    assert completeness(report, ET).stopped == ""
    run = report.run.model_copy(update={"complete": False, "not_asked": 97})
    told = completeness(report.model_copy(update={"run": run}), ET)
    assert "97 hosti jäi skannimata" in told.stopped
    page = html.render(report.model_copy(update={"run": run}), "et")
    assert told.stopped in page


def test_checks_no_test_saw_on_a_real_host_are_listed() -> None:
    assert {check for check, _ in of_full().unproven} == {
        check.id for check in sample.report().checks.values() if not check.proven_on
    }

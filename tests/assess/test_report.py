from __future__ import annotations

from datetime import timedelta

from scanner.assess.report import Content, Seen, assemble
from scanner.assess.site import Site
from scanner.language.check import Check
from scanner.model.decision import WaiverKind
from scanner.model.host import Host, Visit
from scanner.model.report import FindingInfo, Report, RunInfo
from scanner.model.run import Observed
from scanner.model.status import Change
from scanner.model.target import Target
from scanner.model.verdict import HostState, Severity, Verdict
from tests.assess.site import NOW, Words, clause, findings, observed, site, waiver

HOSTS = [Host(name=f"{name}.example", host_id=name, groups=("web",), owner="it") for name in "abc"]
TARGETS = [Target(id="servers", name="Serverid", hosts=("a", "b"), modules=("SYS.9.1",))]
COVERAGE = {
    "SYS.9.1.M1.a": clause("sshd-root proves"),
    "SYS.9.1.M2.a": clause("sshd-root supports", "sshd-empty refutes"),
}
RUN = RunInfo(
    id="r1",
    kind="run",
    started=NOW,
    finished=NOW,
    edition="9",
    version="1",
    content_sha256="",
    catalogue_sha256="",
    inventory_sha256="",
    planned_pairs=6,
)


def check(name: str) -> Check:
    """A check with the least a check has."""
    text = {"et": name, "en": name}
    example = {"facts": {}, "verdict": "error"}
    return Check.model_validate(
        {
            "id": name,
            "title": text,
            "gap": text,
            "why": text,
            "severity": "high",
            "applies": {"platforms": ["linux"]},
            "params": {"ports": {"title": text, "type": "list", "policy": "listening_ports"}},
            "expect": [{"at": "sshd.installed", "equals": True, "if_absent": "fail"}],
            "remediation": {**text, "disruption": "none", "verify": "true"},
            "examples": [example, example],
        }
    )


def report(words: Words, here: Site | None = None, visited: str = "ab") -> Report:
    """The report of a run that found these words."""
    seen_before = [observed(each, Change.PERSISTING, timedelta(days=3)) for each in findings(words).values()]

    def of(check: str) -> list[Observed]:
        return [each for each in seen_before if each.said.check == check]

    visits = {name: Visit(host=name, state=HostState.ANSWERED, system="Debian 12") for name in visited}
    checks = {name: check(name) for name in ("sshd-root", "sshd-empty", "root-alone")}
    seen = Seen(RUN, here or site(COVERAGE, hosts=HOSTS, targets=TARGETS), of, visits, {"c": NOW})
    return assemble(seen, Content(checks, {"sshd-root": ("debian",)}, {"sshd": ("sshd -T",)}))


WORDS = {
    ("a", "sshd-root"): "fail:22,23",
    ("a", "sshd-empty"): "pass",
    ("b", "sshd-root"): "error",
    ("b", "sshd-empty"): "not_applicable",
    ("c", "sshd-root"): "fail:22",
}


def finding(found: Report, host: str, name: str) -> FindingInfo:
    """The finding of a check on a host."""
    return next(each for each in found.findings if (each.host, each.check) == (host, name))


def test_every_host_of_the_inventory_is_there_scanned_or_not() -> None:
    found = report(WORDS)
    assert [(host.name, host.state, host.targets) for host in found.hosts] == [
        ("a.example", HostState.ANSWERED, ("servers",)),
        ("b.example", HostState.ANSWERED, ("servers",)),
        ("c.example", HostState.NOT_SCANNED, ()),
    ]
    assert found.hosts[0].counts == {"fail": 1, "pass": 1}
    assert found.hosts[2].last_seen == NOW
    assert found.summary.hosts == {HostState.ANSWERED: 2, HostState.NOT_SCANNED: 1}
    assert found.summary.unmodelled == ("c.example",)


def test_every_finding_is_counted_once_in_each_count() -> None:
    found = report(WORDS)
    assert found.summary.verdicts == {
        Verdict.FAIL: 2,
        Verdict.PASS: 1,
        Verdict.ERROR: 1,
        Verdict.NOT_APPLICABLE: 1,
    }
    assert found.summary.gaps == {Severity.HIGH: 2}
    assert sum(found.summary.changes.values()) == len(found.findings) == 5
    assert sum(found.summary.causes.values()) == 1
    counted = sum(sum(module.counts.values()) for module in found.modules)
    assert sum(found.summary.clauses.values()) == counted == 4


def test_a_finding_carries_its_first_object_its_clauses_and_its_age() -> None:
    gap = finding(report(WORDS), "a.example", "sshd-root")
    assert (gap.actual, gap.judged) == ("22", 2)
    assert gap.expected is not None
    assert gap.measures == ("SYS.9.1.M1.a", "SYS.9.1.M2.a")
    assert (gap.change, gap.first_seen) == (Change.PERSISTING, NOW - timedelta(days=3))


def test_a_check_says_what_it_speaks_of_where_it_is_proven_and_what_policy_it_needs() -> None:
    info = report(WORDS).checks["sshd-root"]
    assert info.clauses == {"SYS.9.1.M1.a": "proves", "SYS.9.1.M2.a": "supports"}
    assert info.proven_on == ("debian",)
    assert list(info.policy) == ["listening_ports"]


def test_waived_objects_are_marked_and_a_finding_names_its_waiver_when_all_are() -> None:
    one = waiver(WaiverKind.TEMPORARY, objects=("22",))
    here = site(COVERAGE, hosts=HOSTS, targets=TARGETS, waivers=[one])
    found = report(WORDS, here)
    partly = finding(found, "a.example", "sshd-root")
    assert ([each.waived_by for each in partly.objects], partly.waiver) == (["E-1", None], None)
    assert finding(found, "c.example", "sshd-root").waiver == "E-1"


def test_a_gap_is_waived_only_where_every_measure_it_speaks_of_is() -> None:
    of_measures = [waiver(WaiverKind.TEMPORARY, measure=code) for code in ("SYS.9.1.M1", "SYS.9.1.M2")]
    one = site(COVERAGE, hosts=HOSTS, targets=TARGETS, waivers=of_measures[1:])
    assert finding(report(WORDS, one), "a.example", "sshd-root").waiver is None
    both = site(COVERAGE, hosts=HOSTS, targets=TARGETS, waivers=of_measures)
    assert finding(report(WORDS, both), "a.example", "sshd-root").waiver == "E-1"


def test_hosts_and_checks_that_are_gone_leave_no_finding() -> None:
    found = report({**WORDS, ("gone", "sshd-root"): "fail", ("a", "gone-check"): "fail"})
    assert len(found.findings) == len(WORDS)


def test_the_report_is_its_published_form_and_back() -> None:
    found = report(WORDS)
    assert Report.model_validate_json(found.model_dump_json(by_alias=True)) == found

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from scanner.assess.waivers import Waivers
from scanner.model.decision import Waiver, WaiverKind
from scanner.model.finding import Finding
from scanner.model.host import Host
from tests.assess.site import TODAY, finding, waiver

HOST = Host(name="a.example", host_id="a", groups=("web",), former_names=("old-a",))
OTHER = Host(name="b.example", host_id="b")
PORTS = finding("a", "sshd-root", "fail:22,23")


def covering(found: Finding, *waivers: Waiver, host: Host = HOST, measure: str | None = None) -> str | None:
    """The id of the waiver a finding stands under."""
    waiver = Waivers(waivers, TODAY).covering(found, host, measure)
    return waiver.id if waiver else None


def test_a_waiver_covers_the_check_it_names_on_the_hosts_it_names() -> None:
    for place in ({}, {"hosts": ("a",)}, {"hosts": ("a.example",)}, {"hosts": ("old-a",)}, {"groups": ("web",)}):
        assert covering(PORTS, waiver(WaiverKind.TEMPORARY, **place)) == "E-1"
    assert covering(PORTS, waiver(WaiverKind.TEMPORARY, hosts=("b",))) is None
    assert covering(PORTS, waiver(WaiverKind.TEMPORARY, groups=("db",))) is None
    assert covering(finding("a", "sshd-empty", "fail"), waiver(WaiverKind.TEMPORARY)) is None


def test_a_waiver_of_a_measure_covers_its_checks_within_that_measure_alone() -> None:
    of_measure = waiver(WaiverKind.TEMPORARY, measure="SYS.9.1.M1")
    assert covering(PORTS, of_measure, measure="SYS.9.1.M1") == "E-1"
    assert covering(PORTS, of_measure, measure="SYS.9.1.M2") is None
    assert covering(PORTS, of_measure) is None


def test_a_waiver_of_some_objects_covers_a_finding_only_when_no_other_object_fails() -> None:
    both = waiver(WaiverKind.EQUIVALENT, objects=("22", "23"))
    one = waiver(WaiverKind.EQUIVALENT, objects=("22",))
    assert covering(PORTS, both) == "E-1"
    assert covering(PORTS, one) is None
    assert Waivers([one], TODAY).objects(PORTS, HOST) == {"22": "E-1"}


def test_where_it_takes_several_waivers_the_one_that_clears_least_decides() -> None:
    accepted = waiver(WaiverKind.RISK_ACCEPTED, id="E-2", objects=("23",))
    false = waiver(WaiverKind.FALSE_POSITIVE, id="E-3", objects=("22",))
    assert covering(PORTS, accepted, false) == "E-2"


def test_where_several_cover_the_same_the_one_that_clears_most_decides() -> None:
    assert covering(PORTS, waiver(WaiverKind.TEMPORARY, id="E-2"), waiver(WaiverKind.EQUIVALENT, id="E-3")) == "E-3"


def test_named_objects_never_cover_a_list_that_was_not_kept_whole() -> None:
    cut = PORTS.model_copy(update={"judged": 5000})
    assert covering(cut, waiver(WaiverKind.EQUIVALENT, objects=("22", "23"))) is None
    assert covering(cut, waiver(WaiverKind.EQUIVALENT)) == "E-1"


def test_a_waiver_counts_from_its_approval_to_its_last_day() -> None:
    short = waiver(WaiverKind.TEMPORARY, approved_on=date(2026, 11, 24), expires=date(2026, 11, 24))
    assert Waivers([short], date(2026, 11, 24)).covering(PORTS, HOST)
    assert Waivers([short], date(2026, 11, 23)).covering(PORTS, HOST) is None
    assert Waivers([short], date(2026, 11, 25)).covering(PORTS, HOST) is None


def test_only_a_fail_stands_under_a_waiver() -> None:
    for word in ("pass", "error", "not_applicable"):
        assert covering(finding("a", "sshd-root", word), waiver(WaiverKind.TEMPORARY)) is None


@pytest.mark.parametrize(
    ("kind", "lacking", "said"),
    [
        (WaiverKind.RISK_ACCEPTED, {"risk_ref": None}, "needs risk_ref"),
        (WaiverKind.RISK_ACCEPTED, {"document_ref": None}, "needs document_ref"),
        (WaiverKind.RISK_ACCEPTED, {"approved_by_role": "owner"}, "management"),
        (WaiverKind.FALSE_POSITIVE, {"document_ref": None}, "needs document_ref"),
        (WaiverKind.TEMPORARY, {"expires": date(2026, 10, 1)}, "expires lies before"),
        (WaiverKind.TEMPORARY, {"measure": "SYS.9.1.M1", "check": "sshd-root"}, "either a check or a measure"),
    ],
)
def test_a_decision_that_lacks_what_its_kind_needs_is_refused(
    kind: WaiverKind, lacking: dict[str, object], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        waiver(kind, **lacking)

"""The whole view: its identity, changes, facets and tables."""

from __future__ import annotations

from collections import Counter

import pytest

from scanner.model.status import Change
from scanner.model.verdict import Verdict
from scanner.render.say import Say
from scanner.render.view.gaps import natural
from scanner.render.view.page import address, page
from scanner.render.view.tally import MOST_CHANGES
from tests.render import sample


def test_changes_are_counted_as_the_summary_does() -> None:
    changes = sample.report().summary.changes
    assert {each.change: each.count for each in page(sample.report(), "et").changes} == {
        change: n for change, n in changes.items() if change not in (Change.UNCHANGED, Change.FIRST)
    }


def test_a_first_run_has_no_changes() -> None:
    assert page(sample.green(), "et").changes == ()


def test_many_changed_checks_are_cut_and_counted() -> None:
    view = page(sample.large(hosts=6, checks=40), "et")
    cut = [each for each in view.changes if each.more]
    assert cut
    assert all(len(each.checks) == MOST_CHANGES for each in cut)


def test_facets_count_gaps() -> None:
    view = page(sample.report(), "et")
    for facet in view.facets:
        counts = Counter(address(value) for gap in view.gaps for value in gap.facets[facet.name])
        assert {option.value: option.count for option in facet.options} == counts


def test_measures_to_filter_by_stand_in_the_order_of_their_numbers() -> None:
    measures = next(facet for facet in page(sample.report(), "et").facets if facet.name == "measure")
    shown = [option.label for option in measures.options]
    assert shown == sorted(shown, key=natural)
    assert shown != sorted(shown)


def test_where_a_check_was_proven_is_said_in_the_language_of_the_page() -> None:
    assert Say("et").platforms(("Debian 12", "Debian 12 (virtual machine)")) == "Debian 12, Debian 12 (virtuaalmasin)"


@pytest.mark.parametrize("value", ["sisevõrk", "a b", 'x"y', "<i>", "#&=,", "%", "\u202e"])
def test_a_filter_value_in_the_address_has_nothing_to_escape(value: str) -> None:
    assert set(address(value)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%-._~")


def test_tables_of_hosts_and_checks_add_up_to_the_findings() -> None:
    report = sample.report()
    view = page(report, "et")
    for n, verdict in enumerate(Verdict):
        assert sum(row.counts[n] for row in view.checks) == report.summary.verdicts[verdict]
        assert sum(row.counts[n] for row in view.hosts) == report.summary.verdicts[verdict]


def test_only_unreachable_hosts_still_make_a_page() -> None:
    view = page(sample.unreachable_only(), "et")
    assert view.completeness.answered == 0
    assert view.failing() == 0
    assert view.gaps == ()
    assert "nothing is known" in view.told(Say("en"))
    assert view.total_share == ""

"""The effective value of an interface's parameters, as the kernel combines them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scanner.facts.sysctl import Parameter
from scanner.language.leaf import Scene
from scanner.language.outcome import Outcome
from scanner.model.facts import Table
from scanner.model.unknown import Cause, Unknown
from scanner.model.verdict import Verdict
from scanner.rules import rules

DENIED = Unknown(cause=Cause.PERMISSION)


def scene(family: str = "ipv4", **values: tuple[int | Unknown, int | Unknown]) -> Scene:
    """Each parameter as (all, eth0); `default` is as eth0, the loopback always allows everything."""
    rows: dict[str, Parameter | Unknown | None] = {}
    for name, (everywhere, own) in values.items():
        for interface, number in (("all", everywhere), ("eth0", own), ("default", own), ("lo", 1)):
            key = f"net.{family}.conf.{interface}.{name}"
            rows[key] = number if isinstance(number, Unknown) else Parameter(runtime=str(number), number=number)
    table = Table[Parameter](rows=rows, requested=("net.*",))
    return Scene({"sysctl": table}, datetime(2026, 1, 1, tzinfo=UTC), {})


def judged(rule: str, at: Scene) -> Outcome:
    return rules()[f"interfaces.{rule}"].bind({})(at)


def keys(outcome: Outcome) -> set[str]:
    return {trace.key for trace in outcome.objects}


@pytest.mark.parametrize(
    ("everywhere", "own", "forwarding", "verdict"),
    [
        (0, 0, 0, Verdict.PASS),
        (0, 1, 0, Verdict.FAIL),
        (1, 0, 0, Verdict.FAIL),
        (0, 1, 1, Verdict.PASS),
        (1, 1, 1, Verdict.FAIL),
        (0, 0, DENIED, Verdict.PASS),
        (0, 1, DENIED, Verdict.ERROR),
        (DENIED, 0, 0, Verdict.ERROR),
    ],
)
def test_ipv4_redirects_are_taken_by_either_value_on_a_host_and_by_both_on_a_router(
    everywhere: int | Unknown, own: int | Unknown, forwarding: int | Unknown, verdict: Verdict
) -> None:
    at = scene(accept_redirects=(everywhere, own), forwarding=(0, forwarding))
    assert judged("no_redirects", at).verdict is verdict


def test_only_a_router_sends_redirects() -> None:
    host = scene(send_redirects=(1, 1), accept_redirects=(0, 0), forwarding=(0, 0))
    router = scene(send_redirects=(0, 1), accept_redirects=(0, 0), forwarding=(0, 1))
    unsure = scene(send_redirects=(0, 1), accept_redirects=(0, 0), forwarding=(0, DENIED))
    assert judged("no_redirects", host).verdict is Verdict.PASS
    assert keys(judged("no_redirects", router)) == {
        "eth0: net.ipv4.send_redirects",
        "default: net.ipv4.send_redirects",
    }
    assert judged("no_redirects", unsure).verdict is Verdict.ERROR


def test_ipv6_redirects_are_a_matter_of_the_interface_alone() -> None:
    refused = scene("ipv6", accept_redirects=(1, 0), forwarding=(0, 0))
    taken = scene("ipv6", accept_redirects=(0, 1), forwarding=(0, 0))
    router = scene("ipv6", accept_redirects=(0, 1), forwarding=(1, 1))
    assert judged("no_redirects", refused).verdict is Verdict.PASS
    assert judged("no_redirects", taken).verdict is Verdict.FAIL
    assert judged("no_redirects", router).verdict is not Verdict.FAIL


@pytest.mark.parametrize(
    ("route", "rp_filter", "verdict"),
    [
        ((0, 1), (1, 0), Verdict.PASS),
        ((1, 1), (1, 0), Verdict.FAIL),
        ((0, 0), (0, 0), Verdict.FAIL),
        ((0, 0), (0, 2), Verdict.PASS),
        ((0, 0), (DENIED, 0), Verdict.ERROR),
    ],
)
def test_source_routes_need_both_values_and_the_greater_address_check_counts(
    route: tuple[int, int], rp_filter: tuple[int | Unknown, int], verdict: Verdict
) -> None:
    assert judged("no_spoofing", scene(accept_source_route=route, rp_filter=rp_filter)).verdict is verdict


def test_a_value_for_all_is_enough_to_log_martians() -> None:
    assert judged("log_martians", scene(log_martians=(1, 0))).verdict is Verdict.PASS
    assert judged("log_martians", scene(log_martians=(0, 0))).verdict is Verdict.FAIL


def test_without_a_single_interface_nothing_is_concluded() -> None:
    nothing = Scene({"sysctl": Table[Parameter]()}, datetime(2026, 1, 1, tzinfo=UTC), {})
    assert judged("no_redirects", nothing).verdict is Verdict.ERROR
    cut = Table[Parameter](rows={"net.ipv4.conf.*.x": DENIED}, requested=("net.ipv4.conf.*.x",))
    assert judged("no_redirects", Scene({"sysctl": cut}, nothing.now, {})).cause is Cause.PERMISSION

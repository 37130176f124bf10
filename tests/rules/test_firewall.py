"""Which networks reach the administration ports, on openings as the parser makes them."""

from __future__ import annotations

from datetime import UTC, datetime

from scanner.facts.firewall import Firewall, Opening
from scanner.facts.sockets import Socket, Sockets
from scanner.language.leaf import Scene
from scanner.language.outcome import Outcome
from scanner.model.facts import Items
from scanner.model.unknown import Cause, Unknown
from scanner.model.verdict import Verdict
from scanner.rules import rules

SSH = Socket(name="tcp [::]:22", protocol="tcp", address="::", port="tcp/22", number=22, exposed=True)
CUT = Unknown(cause=Cause.CUT)


def opening(first: int, last: int, *sources: str, family: str = "ipv4") -> Opening:
    port = f"tcp/{first}-{last}"
    return Opening(
        name=f"{family} {port}", family=family, protocol="tcp", port=port, first=first, last=last, sources=sources
    )


def judged(
    *openings: Opening,
    listening: tuple[Socket, ...] = (SSH,),
    networks: tuple[str, ...] | Unknown = ("10.0.0.0/8", "2001:db8::/32"),
    missing: Unknown | None = None,
) -> Outcome:
    facts = {
        "firewall": Firewall(openings=Items[Opening](items=openings)),
        "sockets": Sockets(listening=Items[Socket](items=listening, missing=missing)),
    }
    scene = Scene(facts, datetime(2026, 1, 1, tzinfo=UTC), {"ports": ("tcp/22",), "networks": networks})
    bound = rules()["firewall.ports_scoped"].bind({"ports": {"param": "ports"}, "networks": {"param": "networks"}})
    return bound(scene)


def test_each_source_must_lie_within_the_networks() -> None:
    assert judged(opening(22, 22, "10.1.0.0/16", "10.2.3.4/32")).verdict is Verdict.PASS
    assert judged(opening(22, 22, "10.1.0.0/16", "11.0.0.0/8")).verdict is Verdict.FAIL
    assert judged(opening(22, 22, "0.0.0.0/0")).verdict is Verdict.FAIL


def test_a_range_that_holds_the_port_opens_it() -> None:
    outcome = judged(opening(1, 1024, "0.0.0.0/0"))
    assert outcome.verdict is Verdict.FAIL
    assert [trace.key for trace in outcome.objects] == ["ipv4 tcp/22"]
    assert judged(opening(80, 80, "0.0.0.0/0")).verdict is Verdict.PASS


def test_ipv6_is_judged_by_networks_of_its_own() -> None:
    assert judged(opening(22, 22, "2001:db8:1::/48", family="ipv6")).verdict is Verdict.PASS
    assert judged(opening(22, 22, "fe80::/10", family="ipv6")).verdict is Verdict.PASS
    assert judged(opening(22, 22, "::/0", family="ipv6")).verdict is Verdict.FAIL


def test_a_port_that_nobody_holds_is_no_gap_unless_sockets_were_cut() -> None:
    assert judged(opening(22, 22, "0.0.0.0/0"), listening=()).verdict is Verdict.NOT_APPLICABLE
    assert judged(listening=(), missing=CUT).cause is Cause.CUT
    assert judged(opening(22, 22, "0.0.0.0/0"), missing=CUT).verdict is Verdict.FAIL


def test_a_policy_that_is_no_network_is_an_error_and_not_a_crash() -> None:
    assert judged(opening(22, 22, "10.0.0.0/8"), networks=("office",)).cause is Cause.NEEDS_POLICY

"""Rules about per-interface network parameters, whose effect comes from the interface's value and the value for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from scanner.facts.sysctl import Parameter
from scanner.language.leaf import Scene
from scanner.language.outcome import Outcome, Trace, all_of, unknown
from scanner.language.rule import NoArguments, rule
from scanner.model.base import Text
from scanner.model.facts import Source, Table
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown
from scanner.model.verdict import Verdict

_V4, _V6 = "net.ipv4.conf", "net.ipv6.conf"
_REFUSED = Text(et="peab olema keelatud (0)", en="must be refused (0)")
_CHECKED = Text(et="lähteaadressi kontroll peab olema 1 või 2", en="checking of source addresses must be 1 or 2")
_LOGGED = Text(et="peab olema 1", en="must be 1")


class _Value(NamedTuple):
    """An effective value; `source` is the line that sets the decisive parameter."""

    number: int | Unknown
    source: Source | None = None


Combine = Callable[[int, int], int]


@rule(
    "interfaces.no_redirects",
    reads=tuple(
        f'sysctl["net.{name}"]'
        for name in (
            "ipv4.conf.*.accept_redirects",
            "ipv4.conf.*.forwarding",
            "ipv4.conf.*.send_redirects",
            "ipv6.conf.*.accept_redirects",
            "ipv6.conf.*.forwarding",
        )
    ),
)
def no_redirects(scene: Scene, _: NoArguments) -> Outcome:
    """No interface takes or sends ICMP redirects, as the kernel combines the parameters.

    IPv4 takes them where the interface and `all` allow it on a router, where either does elsewhere; IPv6 looks at the
    interface alone and never on a router. Only a router sends them, where the interface or `all` allows it.
    """
    return _judge(scene, _redirects)


@rule(
    "interfaces.no_spoofing",
    reads=(
        'sysctl["net.ipv4.conf.*.accept_source_route"]',
        'sysctl["net.ipv6.conf.*.accept_source_route"]',
        'sysctl["net.ipv4.conf.*.rp_filter"]',
    ),
)
def no_spoofing(scene: Scene, _: NoArguments) -> Outcome:
    """No interface takes source-routed packets (interface and `all` must both allow them), and each checks the source
    address of IPv4 packets (the greater of interface and `all` counts)."""
    return _judge(scene, _spoofing)


@rule("interfaces.log_martians", reads=('sysctl["net.ipv4.conf.*.log_martians"]',))
def log_martians(scene: Scene, _: NoArguments) -> Outcome:
    """Each interface logs packets with impossible addresses; the interface or `all` suffices. IPv4 only."""
    return _judge(scene, _martians)


def _judge(scene: Scene, about: Callable[[Table[Parameter], str], Iterator[Outcome]]) -> Outcome:
    table: Any = scene.facts.get("sysctl", NOT_COLLECTED)
    if not isinstance(table, Table):
        return unknown(table)
    outcomes = [outcome for name in _interfaces(table) for outcome in about(table, name)]
    unseen = [row for key in table.requested if isinstance(row := table.rows.get(key), Unknown) and "*" in key]
    return all_of([*outcomes, *map(unknown, unseen)]) if outcomes or unseen else unknown(NOT_COLLECTED)


def _interfaces(table: Table[Parameter]) -> list[str]:
    """The interfaces that are there, and `default` for those still to come. The loopback meets no foreign packet."""
    names = set()
    for key, row in table.rows.items():
        family, name = key[:13], key[14:].rpartition(".")[0]
        there = isinstance(row, Unknown) or (row is not None and row.runtime is not None)
        if family in (_V4, _V6) and there and name not in ("", "all", "lo", "*"):
            names.add(name)
    return sorted(names)


def _redirects(table: Table[Parameter], name: str) -> Iterator[Outcome]:
    routes = _effective(table, _V4, name, "forwarding", None)
    if routes is not None:
        unsure = isinstance(routes.number, Unknown)
        either = _effective(table, _V4, name, "accept_redirects", max)
        both = _effective(table, _V4, name, "accept_redirects", min)
        if unsure and either is not None and both is not None and either.number != both.number:
            yield _said(name, f"{_V4}.*.accept_redirects", routes, False, _REFUSED)
        else:
            taken = both if routes.number == 1 else either
            yield from _zero(name, f"{_V4}.*.accept_redirects", taken)
        sent = _effective(table, _V4, name, "send_redirects", max)
        if sent is not None and routes.number != 0:
            yield from _zero(name, f"{_V4}.*.send_redirects", routes if unsure and sent.number != 0 else sent)
    taken = _effective(table, _V6, name, "accept_redirects", None)
    routes = _effective(table, _V6, name, "forwarding", None)
    if taken is not None and not (routes is not None and routes.number == 1):
        yield from _zero(name, f"{_V6}.*.accept_redirects", taken)


def _spoofing(table: Table[Parameter], name: str) -> Iterator[Outcome]:
    yield from _zero(name, f"{_V4}.*.accept_source_route", _effective(table, _V4, name, "accept_source_route", min))
    source = _effective(table, _V6, name, "accept_source_route", min)
    if source is not None:
        refused = not isinstance(source.number, Unknown) and source.number <= 0
        yield _said(name, f"{_V6}.*.accept_source_route", source, refused, _REFUSED)
    checks = _effective(table, _V4, name, "rp_filter", max)
    if checks is not None:
        yield _said(name, f"{_V4}.*.rp_filter", checks, checks.number in (1, 2), _CHECKED)


def _martians(table: Table[Parameter], name: str) -> Iterator[Outcome]:
    logs = _effective(table, _V4, name, "log_martians", max)
    if logs is not None:
        yield _said(name, f"{_V4}.*.log_martians", logs, logs.number == 1, _LOGGED)


def _zero(name: str, at: str, value: _Value | None) -> Iterator[Outcome]:
    if value is not None:
        yield _said(name, at, value, value.number == 0, _REFUSED)


def _said(name: str, at: str, value: _Value, good: bool, expected: Text) -> Outcome:
    key = f"{name}: {at.replace('.conf.*', '')}"
    if isinstance(value.number, Unknown):
        return unknown(value.number, Trace(key, at, Verdict.ERROR, value.number, value.source, expected=expected))
    verdict = Verdict.PASS if good else Verdict.FAIL
    return Outcome(verdict, (Trace(key, at, verdict, value.number, value.source, expected=expected),))


def _effective(
    table: Table[Parameter], family: str, name: str, parameter: str, combine: Combine | None
) -> _Value | None:
    """The value the kernel acts by; None where the interface has no such parameter. Without `combine` it is its own."""
    own = _number(table.get(f"{family}.{name}.{parameter}"))
    if own is None or combine is None:
        return own
    everywhere = _number(table.get(f"{family}.all.{parameter}"))
    if everywhere is None:
        return _Value(Unknown(cause=Cause.UNPARSED, detail=f"{family}.all.{parameter} is not there"))
    if isinstance(own.number, Unknown) or isinstance(everywhere.number, Unknown):
        return own if isinstance(own.number, Unknown) else everywhere
    return own if combine(own.number, everywhere.number) == own.number else everywhere


def _number(row: Parameter | Unknown | None) -> _Value | None:
    if isinstance(row, Unknown):
        return _Value(row)
    if row is None or row.number is None:
        return None
    return _Value(row.number, row.source)

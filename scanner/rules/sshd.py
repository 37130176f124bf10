"""Rules about the SSH server that need several settings at once, or every Match block against the global value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scanner.facts.sshd import MatchBlock, Sshd
from scanner.language.leaf import Scene
from scanner.language.outcome import Outcome, Trace, all_of, unknown
from scanner.language.rule import NoArguments, rule
from scanner.model.base import Frozen, Text
from scanner.model.facts import Items, Setting
from scanner.model.unknown import NOT_COLLECTED, Unknown
from scanner.model.verdict import Verdict

_KEYED = re.compile(r"(?:[^,]*,)*(?:publickey|gssapi-with-mic|hostbased)(?:[:,].*)?")
_NO_PASSWORD = Text(
    et="ainult paroolist või keyboard-interactive-küsimusest ei tohi sisselogimiseks piisata",
    en="a password or a keyboard dialogue must not suffice to log in",
)
_KEEP = Text(et="ei tohi üldseadet nõrgendada", en="must not weaken the global setting")
_WEAK: Mapping[str, frozenset[str]] = {
    "permit_root_login": frozenset({"yes", "prohibit-password", "forced-commands-only"}),
    "password_authentication": frozenset({"yes"}),
    "kbd_interactive_authentication": frozenset({"yes"}),
    "permit_empty_passwords": frozenset({"yes"}),
    "hostbased_authentication": frozenset({"yes"}),
    "ignore_rhosts": frozenset({"no", "shosts-only"}),
    "allow_tcp_forwarding": frozenset({"yes", "all", "local", "remote"}),
    "allow_agent_forwarding": frozenset({"yes"}),
    "gateway_ports": frozenset({"yes", "clientspecified"}),
    "permit_tunnel": frozenset({"yes", "point-to-point", "ethernet"}),
    "x11_forwarding": frozenset({"yes"}),
}
"""Values a Match block may set that are weaker than the strictest one."""
_OLD_SIGNATURES = frozenset({"ssh-rsa", "ssh-dss", "ssh-rsa-cert-v01@openssh.com", "ssh-dss-cert-v01@openssh.com"})
_SIGNATURE_LISTS = {
    "host_key_algorithms": "HostKeyAlgorithms",
    "pubkey_accepted_algorithms": "PubkeyAcceptedAlgorithms",
    "ca_signature_algorithms": "CASignatureAlgorithms",
}


@rule("sshd.no_password_alone", reads=("sshd.password_authentication", "sshd.matches"))
def no_password_alone(scene: Scene, _: NoArguments) -> Outcome:
    """Globally and within each Match block, a password or a keyboard dialogue is not enough to log in.

    Either both are off, or every list of AuthenticationMethods demands a key, Kerberos or the host's key as well.
    Keyboard-interactive only works through PAM on Linux; without UsePAM it is off.
    """
    seen = _sshd(scene)
    if isinstance(seen, Unknown):
        return unknown(seen)
    outcomes = [_without_password(seen, None)]
    matches = seen.matches
    if isinstance(matches, Unknown):
        return all_of([*outcomes, unknown(matches)])
    touching = ("password_authentication", "kbd_interactive_authentication", "authentication_methods")
    concerned = (block for block in matches if any(getattr(block, name) is not None for name in touching))
    outcomes += [_without_password(seen, block) for block in concerned]
    return all_of([*outcomes, *_missing(matches)])


def _without_password(seen: Sshd, block: MatchBlock | None) -> Outcome:
    key = block.criteria if block else ""
    methods, at = _in_context("authentication_methods", seen, block)
    if isinstance(methods, Setting) and all(_KEYED.fullmatch(way) for way in methods.value):
        return _said(Verdict.PASS, key or at, at, methods, _NO_PASSWORD)
    judged = []
    for name in ("password_authentication", "kbd_interactive_authentication"):
        value, at = _in_context(name, seen, block)
        if name.startswith("kbd") and (seen.use_pam is None or _is(seen.use_pam, "no")):
            continue
        if isinstance(value, Setting) and value.value == "no":
            judged.append(_said(Verdict.PASS, key or at, at, value, _NO_PASSWORD))
        elif isinstance(value, Unknown):
            judged.append(unknown(value, Trace(key or at, at, Verdict.ERROR, value, expected=_NO_PASSWORD)))
        elif isinstance(methods, Unknown):
            judged.append(unknown(methods, Trace(key or at, at, Verdict.ERROR, methods, expected=_NO_PASSWORD)))
        else:
            judged.append(_said(Verdict.FAIL, key or at, at, value, _NO_PASSWORD))
    return all_of(judged)


@rule("sshd.match_not_weaker", reads=("sshd.permit_root_login", "sshd.matches"))
def match_not_weaker(scene: Scene, _: NoArguments) -> Outcome:
    """No Match block sets what is weaker than the global value. Not applicable without Match blocks.

    A global value that is just as weak is the business of its own check and no difference.
    """
    seen = _sshd(scene)
    if isinstance(seen, Unknown):
        return unknown(seen)
    matches = seen.matches
    if isinstance(matches, Unknown):
        return unknown(matches)
    outcomes = [outcome for block in matches for outcome in _compared(block, seen)]
    if matches.items and not outcomes:
        outcomes = [_said(Verdict.PASS, block.criteria, "sshd.matches", None, _KEEP) for block in matches]
    return all_of([*outcomes, *_missing(matches)])


def _compared(block: MatchBlock, seen: Sshd) -> Iterator[Outcome]:
    for name, weak in _WEAK.items():
        value, overall = getattr(block, name), getattr(seen, name)
        key, at = f"{block.criteria}: {name}", f"sshd.matches.{name}"
        if not isinstance(value, Setting):
            continue
        if value.value not in weak:
            yield _said(Verdict.PASS, key, at, value, _KEEP)
        elif isinstance(overall, Unknown):
            yield unknown(overall, Trace(key, at, Verdict.ERROR, overall, expected=_KEEP))
        else:
            same = isinstance(overall, Setting) and overall.value in weak and not _weaker(name, value, overall)
            yield _said(Verdict.PASS if same else Verdict.FAIL, key, at, value, _KEEP)
    algorithms = block.pubkey_accepted_algorithms
    if isinstance(algorithms, Setting):
        first = algorithms.value[0]
        added = () if first.startswith("-") else (first.lstrip("+^"), *algorithms.value[1:])
        verdict = Verdict.FAIL if _OLD_SIGNATURES & set(added) else Verdict.PASS
        yield _said(verdict, f"{block.criteria}: pubkey_accepted_algorithms", "sshd.matches", algorithms, _KEEP)


def _weaker(name: str, value: Setting[str], overall: Setting[str]) -> bool:
    """Between two weak values: full root login is weaker than login with a key, which is weaker than one command."""
    if name != "permit_root_login":
        return False
    order = ("forced-commands-only", "prohibit-password", "yes")
    return order.index(value.value) > order.index(overall.value)


@rule("sshd.no_old_signatures", reads=tuple(f"sshd.{name}" for name in _SIGNATURE_LISTS))
def no_old_signatures(scene: Scene, _: NoArguments) -> Outcome:
    """No list of signature algorithms holds one of SHA-1 or DSA. An object is an algorithm in one of the lists."""
    seen = _sshd(scene)
    if isinstance(seen, Unknown):
        return unknown(seen)
    return all_of(
        _without_old(keyword, f"sshd.{name}", getattr(seen, name)) for name, keyword in _SIGNATURE_LISTS.items()
    )


def _without_old(keyword: str, at: str, listed: Setting[tuple[str, ...]] | Unknown | None) -> Outcome:
    """A keyword this version does not have takes nothing in."""
    if isinstance(listed, Unknown):
        return unknown(listed, Trace(keyword, at, Verdict.ERROR, listed))
    old = [name for name in listed.value if name in _OLD_SIGNATURES] if listed else []
    none = Text(
        et=f"{keyword} ei tohi lubada SHA-1 ega DSA allkirja", en=f"{keyword} must allow no SHA-1 or DSA signature"
    )
    if not old:
        return _said(Verdict.PASS, keyword, at, listed, none)
    return all_of(_said(Verdict.FAIL, f"{keyword}: {name}", at, listed, none) for name in old)


class Longest(Frozen):
    """`seconds` until a connection that no longer answers is closed, at most."""

    seconds: int


@rule("sshd.dead_connection_closed", ("sshd.client_alive_interval", "sshd.client_alive_count_max"), Longest)
def dead_connection_closed(scene: Scene, limit: Longest) -> Outcome:
    """A client that no longer answers is noticed: interval × count is above 0 and within the limit."""
    seen = _sshd(scene)
    if isinstance(seen, Unknown):
        return unknown(seen)
    wanted = Text(
        et=f"ClientAliveInterval × ClientAliveCountMax peab jääma vahemikku 1–{limit.seconds} s",
        en=f"ClientAliveInterval × ClientAliveCountMax must be within 1–{limit.seconds} s",
    )
    interval, count = seen.client_alive_interval, seen.client_alive_count_max
    if isinstance(interval, Unknown):
        return unknown(interval)
    if isinstance(count, Unknown):
        return unknown(count)
    good = 0 < interval.value * count.value <= limit.seconds
    trace = Trace(
        "sshd.client_alive_interval",
        "sshd.client_alive_interval",
        Verdict.PASS if good else Verdict.FAIL,
        f"{interval.value} s × {count.value}",
        interval.source or count.source,
        expected=wanted,
    )
    return Outcome(trace.verdict, (trace,))


def _sshd(scene: Scene) -> Sshd | Unknown:
    seen = scene.facts.get("sshd", NOT_COLLECTED)
    return seen if isinstance(seen, Sshd | Unknown) else NOT_COLLECTED


def _in_context(name: str, seen: Sshd, block: MatchBlock | None) -> tuple[Any, str]:
    """The value for connections a block applies to: its own, else the global one; and the fact's path."""
    own = getattr(block, name) if block else None
    return (own, f"sshd.matches.{name}") if own is not None else (getattr(seen, name), f"sshd.{name}")


def _is(value: Any, wanted: str) -> bool:
    return isinstance(value, Setting) and value.value == wanted


def _said(verdict: Verdict, key: str, at: str, value: Any, expected: Text) -> Outcome:
    actual, source = (value.value, value.source) if isinstance(value, Setting) else (value, None)
    return Outcome(verdict, (Trace(key, at, verdict, actual, source, expected=expected),))


def _missing(matches: Items[MatchBlock]) -> list[Outcome]:
    return [unknown(matches.missing)] if matches.missing else []

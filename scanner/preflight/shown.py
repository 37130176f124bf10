"""Readiness and host keys for people: a table on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scanner.errors import printable
from scanner.preflight.fingerprints import Listed
from scanner.preflight.known_hosts import Trust
from scanner.preflight.readiness import Readiness, State
from scanner.preflight.trust import HostKeys, ShownKey

SCHEMA = "eits-scan/preflight/1"
_STATES = {State.READY: "ready", State.NOT_READY: "NOT READY", State.NOT_TRIED: "not tried"}
_TRUST = {
    Trust.SAME: "known and the same",
    Trust.NEW: "new",
    Trust.OTHER_TYPE: "new; the host is known by a key of another type",
    Trust.CHANGED: "CHANGED: NOT THE TRUSTED KEY",
    Trust.REVOKED: "REVOKED: NEVER TRUST THIS KEY",
}
_LISTED = {Listed.CONFIRMED: "; the list confirms it", Listed.CONTRADICTED: "; THE LIST HAS ANOTHER KEY"}


def show(hosts: Sequence[Readiness]) -> None:
    """To standard output."""
    console = Console()
    if not console.is_terminal:
        for each in hosts:
            print(printable(line(each)))
        return
    table = Table("host", "state", "at", "why", "what to do", title="preflight", title_justify="left")
    for each in hosts:
        cells = (each.host, _STATES[each.state], each.step or "", _why(each), each.todo)
        style = {State.READY: "", State.NOT_READY: "bold red", State.NOT_TRIED: "yellow"}[each.state]
        name, state, *others = (Text(printable(str(cell))) for cell in cells)
        state.stylize(style)
        table.add_row(name, state, *others)
    console.print(table)


def line(each: Readiness) -> str:
    """`web1: NOT READY at login (auth_denied): … → what to do`."""
    place = f" at {each.step}" if each.step else ""
    cause = f" ({each.cause})" if each.cause else ""
    why, todo = _why(each), f" → {each.todo}" if each.todo else ""
    return f"{each.host}: {_STATES[each.state]}{place}{cause}{f': {why}' if why else ''}{todo}"


def summary(hosts: Sequence[Readiness]) -> str:
    """`hosts: 3; ready: 2, NOT READY: 1`."""
    counts = Counter(each.state for each in hosts)
    return f"hosts: {len(hosts)}; " + ", ".join(
        f"{_STATES[state]}: {counts[state]}" for state in State if counts[state]
    )


def document(hosts: Sequence[Readiness]) -> dict[str, Any]:
    """The JSON of `--json`."""
    counts = Counter(each.state for each in hosts)
    return {
        "schema": SCHEMA,
        "summary": {"hosts": len(hosts), **{state.value: counts[state] for state in State}},
        "hosts": [each.model_dump(mode="json") for each in hosts],
    }


def key_lines(keys: HostKeys) -> Iterator[str]:
    """One line per key, then what to do."""
    if not keys.keys:
        words = keys.cause.words.en if keys.cause else ""
        todo = f" → {keys.todo}" if keys.todo else ""
        yield printable(f"{keys.host}: {' '.join(filter(None, (words, keys.detail)))}{todo}")
        return
    for each in keys.keys:
        yield printable(f"{keys.host}: {each.key.type} {each.key.fingerprint} {_said(each)}")
    if keys.suspicious:
        yield printable(
            f"{keys.host}: NOTHING IS WRITTEN. Someone may stand between this machine and the host, or it was set up"
            f" anew. → {keys.todo or 'compare the fingerprint at the console of the host'}"
        )


def _said(each: ShownKey) -> str:
    where = f" ({', '.join(each.where)})" if each.where and each.trust is not Trust.OTHER_TYPE else ""
    return f"{_TRUST[each.trust]}{where}{_LISTED.get(each.listed, '')}"


def _why(each: Readiness) -> str:
    if each.state is State.READY:
        return "; ".join(each.notes)
    words = each.cause.words.en if each.cause else ""
    return " ".join(filter(None, (words, f"[{each.detail}]" if each.detail and words else each.detail)))

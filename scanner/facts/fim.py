"""File integrity monitoring: the tools installed, the state they compare with, and what starts them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_UNITS = {"samhain.service": "samhain", "wazuh-agent.service": "wazuh"}


class FimTool(Item):
    """A tool: aide, tripwire, samhain or wazuh. `database` is when the state it compares with was written (UTC), None
    without one; `started_by` names the timer, service or cron file that runs it, None when nothing does."""

    name: str
    database: datetime | Unknown | None = NOT_COLLECTED
    started_by: str | Unknown | None = NOT_COLLECTED


class Fim(Facts):
    """The tools on the host that notice changed files."""

    tools: Items[FimTool] | Unknown = NOT_COLLECTED


FACTS = Fim


def parse(raw: Raw) -> Fim:
    """The facts of the `fim` collector."""
    lines, missing = raw.seen("tools")
    if missing and not lines:
        return Fim(tools=missing)
    told = [line.split("\t") for line in lines]
    denied = next((Unknown(cause=Cause.PERMISSION, detail=words[1]) for words in told if words[0] == "denied"), None)
    states: dict[str, datetime] = {}
    for words in told:
        if words[0] == "state" and len(words) == 3 and re.fullmatch(r"\d{1,11}", words[2]):
            when = datetime.fromtimestamp(int(words[2]), UTC)
            states[words[1]] = max(when, states.get(words[1], when))
    tools = tuple(
        FimTool(name=words[1], database=states.get(words[1], denied or missing), started_by=_starter(raw, words[1]))
        for words in told
        if words[0] == "tool" and len(words) == 2
    )
    return Fim(tools=Items[FimTool](items=tools, missing=missing))


def _starter(raw: Raw, tool: str) -> str | Unknown | None:
    services, unseen = raw.seen("services")
    if raw.stream("services") is None and raw.cause is None and raw.exit == 0:
        unseen = None  # no systemd: cron alone can start it
    for line in services:
        unit, _, state = line.partition("\t")
        if state == "active" and _UNITS.get(unit, "aide") == tool:
            return unit
    jobs, unread = raw.seen("jobs")
    for line in jobs:
        words = line.split("\t")
        if words[0] == tool and len(words) == 3:
            return f"{words[1]}:{words[2]}"
        if words[0] == "denied":
            unread = unread or Unknown(cause=Cause.PERMISSION, detail=words[1])
    return unseen or unread

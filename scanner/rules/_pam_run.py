"""Runs a PAM stack on paper: given what each module answers, does the stack let in, and which modules were asked?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scanner.facts.pam import Step

SUCCESS = "success"
DENIED = "auth_err"
IGNORE = "ignore"
Answer = Callable[[Step], str]
_KEYWORDS = {
    "required": {"success": "ok", "new_authtok_reqd": "ok", "ignore": "ignore", "default": "bad"},
    "requisite": {"success": "ok", "new_authtok_reqd": "ok", "ignore": "ignore", "default": "die"},
    "sufficient": {"success": "done", "new_authtok_reqd": "done", "default": "ignore"},
    "binding": {"success": "done", "new_authtok_reqd": "done", "default": "bad"},
    "optional": {"success": "ok", "new_authtok_reqd": "ok", "default": "ignore"},
}


@dataclass(frozen=True, slots=True)
class Ran:
    """What the stack answered, and the modules that were asked, in order."""

    granted: bool
    asked: tuple[Step, ...]


def actions(control: str) -> dict[str, str]:
    """What is done on each answer of a module. A control that is no control counts as `required`."""
    if control.startswith("["):
        pairs = re.findall(r"(\w+)\s*=\s*(\w+)", control)
        return {value.lower(): action.lower() for value, action in pairs}
    return _KEYWORDS.get(control.lower(), _KEYWORDS["required"])


def run(steps: Sequence[Step], answer: Answer) -> Ran:
    """Follow the stack as Linux-PAM does. A stack in which nothing said yes grants nothing."""
    impression: str | None = None  # None, "ok", "bad"
    asked: list[Step] = []
    position = 0
    while position < len(steps):
        step = steps[position]
        position += 1
        asked.append(step)
        given = answer(step)
        table = actions(step.control)
        action = table.get(given, table.get("default", "bad"))
        if action.isdecimal():
            position = _skip(steps, position, step.level, int(action))
        elif action == "reset":
            impression = None
        elif action in ("bad", "die"):
            impression = "bad"
        elif action in ("ok", "done") and impression != "bad" and given != IGNORE:
            impression = "ok" if given in (SUCCESS, "new_authtok_reqd") else "bad"
        if action == "die" or (action == "done" and impression != "bad"):
            if step.level == 0:
                break
            while position < len(steps) and steps[position].level >= step.level:
                position += 1
    return Ran(impression == "ok", tuple(asked))


def _skip(steps: Sequence[Step], position: int, level: int, count: int) -> int:
    """A jump counts modules of its own substack; one entered by it counts as one."""
    while count and position < len(steps) and steps[position].level >= level:
        inside = steps[position].level > level
        position += 1
        while inside and position < len(steps) and steps[position].level > level:
            position += 1
        count -= 1
    return position

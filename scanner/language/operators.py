"""The operators: which types each applies to, when it holds, and how it says what it expects."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from packaging.version import InvalidVersion, Version

from scanner.model.base import Text
from scanner.model.unknown import Cause, Unknown

Result = bool | Unknown
_DURATION = re.compile(r"(\d{1,5})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
LONGEST_MATCHED = 4096
"""A longer text is not matched against a pattern but unknown: a slow pattern must not hold up a run."""


@dataclass(frozen=True, slots=True)
class Operator:
    """`types`: the types of fact it applies to; `of_list`: it judges a whole list, naming the offending elements."""

    types: tuple[type, ...]
    holds: Callable[[Any, Any, datetime], Result]
    sentence: Callable[[str], Text]
    of_list: bool = False


def duration(text: str) -> timedelta:
    """`14d`, `36h`, `30m`, `2w`. Raises ValueError."""
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError(f"not a duration such as 14d, 36h, 30m or 2w: {text!r}")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


@lru_cache(maxsize=1024)
def mode(text: str) -> int:
    """An octal file mode such as `0640`. Raises ValueError."""
    if not re.fullmatch(r"0?[0-7]{3,4}", text):
        raise ValueError(f"not an octal file mode such as 0640: {text!r}")
    return int(text, 8)


def _one_of(actual: Any, wanted: Sequence[Any], _now: datetime) -> Result:
    """`True` is not 1, whatever Python says."""
    if actual in wanted:
        for each in wanted:
            if type(actual) is type(each) and actual == each:
                return True
    return False


def _matches(actual: str, wanted: str, _now: datetime) -> Result:
    if len(actual) > LONGEST_MATCHED:
        return Unknown(cause=Cause.FLOODED, detail=f"text of {len(actual)} characters")
    return re.fullmatch(wanted, actual) is not None


def _in_network(actual: str, wanted: Sequence[str], _now: datetime) -> Result:
    try:
        address = ipaddress.ip_network(actual.split("%", 1)[0], strict=False)
    except ValueError:
        return Unknown(cause=Cause.UNPARSED, detail=f"not an address: {actual[:60]!r}")
    try:
        networks = [ipaddress.ip_network(text, strict=False) for text in wanted]
    except ValueError as error:
        return Unknown(cause=Cause.NEEDS_POLICY, detail=str(error)[:120])
    return any(address.version == net.version and address.subnet_of(net) for net in networks)  # type: ignore[arg-type]  # versions are equal


def _version(actual: str, wanted: str, _now: datetime) -> Result:
    leading = re.match(r"\d+(?:\.\d+)*", actual)
    try:
        return Version(leading[0] if leading else actual) >= Version(wanted)
    except InvalidVersion:
        return Unknown(cause=Cause.UNPARSED, detail=f"not a version: {actual[:60]!r}")


def _mode(actual: str, wanted: str, _now: datetime) -> Result:
    try:
        return mode(actual) & ~mode(wanted) == 0
    except ValueError as error:
        return Unknown(cause=Cause.UNPARSED, detail=str(error)[:120])


def _fresh(actual: datetime, wanted: str, now: datetime) -> Result:
    age = now - (actual if actual.tzinfo else actual.replace(tzinfo=UTC))
    if age < -timedelta(days=1):
        return Unknown(cause=Cause.UNPARSED, detail=f"lies in the future: {actual:%Y-%m-%d}")
    return age <= duration(wanted)


def version(text: str) -> Version:
    """A version to compare with. Raises ValueError."""
    return Version(text)


def _say(et: str, en: str) -> Callable[[str], Text]:
    return lambda wanted: Text(et=et.format(wanted), en=en.format(wanted))


_ANY = (bool, int, str)
OPERATORS: dict[str, Operator] = {
    "equals": Operator(_ANY, lambda a, b, _now: type(a) is type(b) and a == b, _say("peab olema {}", "must be {}")),
    "one_of": Operator(
        _ANY,
        _one_of,
        _say("peab olema üks neist: {}", "must be one of: {}"),
    ),
    "at_least": Operator((int,), lambda a, b, _now: a >= b, _say("peab olema vähemalt {}", "must be at least {}")),
    "at_most": Operator((int,), lambda a, b, _now: a <= b, _say("tohib olla kuni {}", "must be at most {}")),
    "between": Operator(
        (int,), lambda a, b, _now: b[0] <= a <= b[1], _say("peab jääma vahemikku {}", "must be within {}")
    ),
    "matches": Operator((str,), _matches, _say("peab vastama mustrile {}", "must match the pattern {}")),
    "contains_all": Operator(
        _ANY,
        lambda a, b, _now: b in a,
        _say("peab sisaldama kõiki neid: {}", "must contain all of: {}"),
        of_list=True,
    ),
    "contains_none": Operator(
        _ANY,
        lambda a, b, _now: a not in b,
        _say("ei tohi sisaldada ühtegi neist: {}", "must contain none of: {}"),
        of_list=True,
    ),
    "subset_of": Operator(
        _ANY,
        lambda a, b, _now: a in b,
        _say("tohib sisaldada ainult neid: {}", "may contain only: {}"),
        of_list=True,
    ),
    "unique": Operator((), lambda _a, _b, _now: True, _say("{} ei tohi korduda", "{} must not repeat"), of_list=True),
    "refers_to": Operator(_ANY, lambda a, b, _now: a in b, _say("peab leiduma loendis {}", "must occur in {}")),
    "in_network": Operator((str,), _in_network, _say("peab kuuluma võrku {}", "must be within the network {}")),
    "version_at_least": Operator(
        (str,), _version, _say("versioon peab olema vähemalt {}", "must be version {} or later")
    ),
    "mode_at_most": Operator(
        (str,), _mode, _say("õigused ei tohi olla laiemad kui {}", "permissions must not exceed {}")
    ),
    "not_older_than": Operator((datetime,), _fresh, _say("ei tohi olla vanem kui {}", "must not be older than {}")),
    "present": Operator((), lambda _a, _b, _now: True, _say("peab olemas olema", "must be present")),
    "absent": Operator((), lambda _a, _b, _now: False, _say("ei tohi olemas olla", "must not be present")),
}

"""Settings of the password and account tools, with the line that sets each."""

from __future__ import annotations

import re

from scanner.facts._lines import placed
from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Setting, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_LINE = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)(?:\s*=\s*|\s+)(.*)")
_TWICE = "set more than once, with different values; programs differ in which they take"
Number = Setting[int] | Unknown | None
Word = Setting[str] | Unknown | None


class LoginDefs(Facts):
    """login.defs: None where the setting is not made there. Ages are days, masks and modes octal text as written.

    `encrypt_method` is in upper case (`YESCRYPT`, `SHA512`). `useradd_inactive` is INACTIVE of the defaults of useradd:
    days after a password's end until the account is disabled, -1 for never. `libuser_crypt_style` is in lower case.
    """

    encrypt_method: Word = NOT_COLLECTED
    sha_crypt_min_rounds: Number = NOT_COLLECTED
    sha_crypt_max_rounds: Number = NOT_COLLECTED
    yescrypt_cost_factor: Number = NOT_COLLECTED
    pass_max_days: Number = NOT_COLLECTED
    pass_min_days: Number = NOT_COLLECTED
    pass_warn_age: Number = NOT_COLLECTED
    uid_min: Number = NOT_COLLECTED
    uid_max: Number = NOT_COLLECTED
    sys_uid_max: Number = NOT_COLLECTED
    umask: Word = NOT_COLLECTED
    home_mode: Word = NOT_COLLECTED
    usergroups_enab: Word = NOT_COLLECTED
    create_home: Word = NOT_COLLECTED
    default_home: Word = NOT_COLLECTED
    login_retries: Number = NOT_COLLECTED
    login_timeout: Number = NOT_COLLECTED
    env_path: Word = NOT_COLLECTED
    env_supath: Word = NOT_COLLECTED
    useradd_inactive: Number = NOT_COLLECTED
    useradd_shell: Word = NOT_COLLECTED
    libuser_crypt_style: Word = NOT_COLLECTED


FACTS = LoginDefs
_ELSEWHERE = {"useradd_inactive": "INACTIVE", "useradd_shell": "SHELL", "libuser_crypt_style": "crypt_style"}
_NUMBERS = frozenset(name for name, each in LoginDefs.model_fields.items() if each.annotation == Number)


def parse(raw: Raw) -> LoginDefs:
    """The facts of the `login_defs` collector."""
    values: dict[str, object] = {}
    main, others = _settings(raw, "login_defs"), _settings(raw, "others")
    for name in LoginDefs.model_fields:
        found = others if name in _ELSEWHERE else main
        if isinstance(found, Unknown):
            values[name] = found
        else:
            values[name] = _value(name, found.get(_ELSEWHERE.get(name, name.upper()), []))
    return LoginDefs.model_validate(values)


def _settings(raw: Raw, stream: str) -> dict[str, list[tuple[str, Source]]] | Unknown:
    lines = placed(raw, stream)
    if isinstance(lines, Unknown):
        return lines
    found: dict[str, list[tuple[str, Source]]] = {}
    for line in lines:
        if match := _LINE.fullmatch(line.text.split("#")[0].rstrip()):
            found.setdefault(match[1], []).append((match[2].strip().strip('"'), line.source))
    return found


def _value(name: str, found: list[tuple[str, Source]]) -> object:
    if not found:
        return None
    text, source = found[-1]
    if len({each for each, where in found if where.file == source.file}) > 1:
        return Unknown(cause=Cause.UNPARSED, detail=f"{source.file}: {name.upper()} is {_TWICE}")
    if name in _NUMBERS:
        if not re.fullmatch(r"-?\d{1,9}", text):
            return Unknown(cause=Cause.UNPARSED, detail=f"{source}: {text[:40]!r} is no number")
        return {"value": int(text), "source": source}
    fold = {"encrypt_method": str.upper, "libuser_crypt_style": str.lower}.get(name, str)
    return {"value": fold(text), "source": source}

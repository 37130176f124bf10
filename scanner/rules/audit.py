"""Do the loaded audit rules record what they should? A rule counts only when nothing narrows what it matches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scanner.facts.audit import AuditRule
from scanner.language.leaf import Scene
from scanner.language.outcome import NEUTRAL, Outcome, Trace, all_of, unknown
from scanner.language.paths import look, parse
from scanner.language.rule import rule
from scanner.model.base import Frozen, Text
from scanner.model.facts import Items
from scanner.model.unknown import NOT_COLLECTED, Unknown
from scanner.model.verdict import Verdict

_RULES, _THERE, _ARCHITECTURE = "audit.rules", "audit.there", "os.architecture"
_ONLY_X86 = frozenset(
    ("open", "creat", "chmod", "chown", "lchown", "unlink", "rename", "rmdir", "mkdir", "truncate64", "stime")
)
"""Calls that newer architectures never had."""
_HARMLESS = re.compile(r"auid>=(\d{1,4})|auid!=(-1|unset|4294967295)|auid>=?0|exit=.*|success=.*|euid=0|e?uid!=e?uid")
_MOST_UID = 1000
"""People's accounts begin here at the latest (UID_MIN of every distribution)."""


class Watched(Frozen):
    """Files and directories whose change must be recorded, where the host has them."""

    paths: tuple[str, ...]


class Called(Frozen):
    """System calls that must be recorded. `exits` are the results it is about (`EACCES`); none means every call.
    `escalates` asks for the condition that real and effective user differ."""

    calls: tuple[str, ...]
    exits: tuple[str, ...] = ()
    escalates: bool = False


@rule("audit.watched", reads=(_RULES, _THERE, _ARCHITECTURE), arguments=Watched)
def watched(scene: Scene, arguments: Watched) -> Outcome:
    """Writing to each of these, and changing its attributes, is recorded. Neutral where the host has none of them."""
    rules, there, machine = (look(parse(path), scene.facts).value for path in (_RULES, _THERE, _ARCHITECTURE))
    for seen in (rules, there, machine):
        if isinstance(seen, Unknown):
            return unknown(seen)
    if not isinstance(rules, Items):
        return unknown(NOT_COLLECTED)
    arches = ("b64", "b32") if machine == "x86_64" else ("b64",)
    said = Text(
        et="kirjutamine ja atribuutide muutmine tuleb logida", en="writing and changes of attributes must be recorded"
    )
    outcomes = []
    for path in arguments.paths:
        if path in there:
            by_arch = [next((each for each in rules if _watches(each, path, arch)), None) for arch in arches]
            outcomes.append(_outcome(rules, path, by_arch[0] if all(by_arch) else None, said))
    return all_of(outcomes) if outcomes else NEUTRAL


def _watches(each: AuditRule, path: str, arch: str) -> bool:
    # /var/run is a link to /run, and a rule may name either.
    path, place = (text.replace("/var/run/", "/run/") for text in (path, each.path or ""))
    above = each.path is not None and (path == place or (each.directory and path.startswith(f"{place.rstrip('/')}/")))
    whole = not each.syscalls or "all" in each.syscalls
    wide = not each.fields and each.arch in (None, arch) and {"w", "a"} <= set(each.permissions or "rwxa")
    return above and whole and wide and each.action == "always" and each.list == "exit"


@rule("audit.called", reads=(_RULES, _ARCHITECTURE), arguments=Called)
def called(scene: Scene, arguments: Called) -> Outcome:
    """Each of these calls is recorded for people's accounts, of 64-bit programs and on x86 of 32-bit ones too."""
    rules, machine = (look(parse(path), scene.facts).value for path in (_RULES, _ARCHITECTURE))
    for seen in (rules, machine):
        if isinstance(seen, Unknown):
            return unknown(seen)
    if not isinstance(rules, Items):
        return unknown(NOT_COLLECTED)
    x86 = machine == "x86_64"
    if any(each.action == "never" and each.list == "task" and not each.fields for each in rules):
        none = next(each for each in rules if each.action == "never" and each.list == "task")
        said = Text(et="reegel „never,task“ lülitab välja kõik süsteemikutsed", en="never,task switches off all calls")
        return Outcome(Verdict.FAIL, (Trace("never,task", _RULES, Verdict.FAIL, none.text, expected=said),))
    outcomes: list[Outcome] = []
    for arch in ("b64", "b32") if x86 else ("b64",):
        for call in arguments.calls:
            if x86 or call not in _ONLY_X86:
                outcomes += _call(rules, arch, call, arguments)
    return all_of(outcomes)


def _call(rules: Items[AuditRule], arch: str, call: str, arguments: Called) -> Iterator[Outcome]:
    said = Text(et="süsteemikutse tuleb logida", en="the system call must be recorded")
    for wanted in arguments.exits or ("",):
        found = next((each for each in rules if _records(each, arch, call, wanted, arguments.escalates)), None)
        yield _outcome(rules, " ".join(filter(None, (arch, call, wanted))), found, said)


def _records(each: AuditRule, arch: str, call: str, exit_: str, escalates: bool) -> bool:
    if each.action != "always" or each.list != "exit" or each.arch not in (None, arch) or each.path is not None:
        return False
    if call not in each.syscalls and "all" not in each.syscalls:
        return False
    return _fields_fit(each.fields, exit_, escalates)


def _fields_fit(fields: Sequence[str], exit_: str, escalates: bool) -> bool:
    for field in fields:
        people = _HARMLESS.fullmatch(field)
        if not people or (people[1] and int(people[1]) > _MOST_UID):
            return False
        named, about = field.removeprefix("exit=").lstrip("-"), field.startswith(("exit=", "success="))
        if about and field != "success=0" and (not exit_ or named != exit_):
            return False
        if field == "success=0" and not exit_:
            return False
        if (field.startswith(("euid=", "uid!=", "euid!="))) and not escalates:
            return False
    return not escalates or bool({"uid!=euid", "euid!=uid"} & set(fields))


def _outcome(rules: Items[AuditRule], key: str, found: AuditRule | None, said: Text) -> Outcome:
    if found is not None:
        return Outcome(Verdict.PASS, (Trace(key, _RULES, Verdict.PASS, found.text, found.source, expected=said),))
    if rules.missing:
        return unknown(rules.missing, Trace(key, _RULES, Verdict.ERROR, rules.missing, expected=said))
    return Outcome(Verdict.FAIL, (Trace(key, _RULES, Verdict.FAIL, None, expected=said),))

"""The grammar of sudoers: lines to rules, with aliases resolved and tags carried on, as sudoers(5) describes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from scanner.model.facts import Source

MOST = 5000
"""Rules kept at most; aliases multiply."""
_ALIAS = re.compile(r"(User|Runas|Host|Cmnd|Cmd)_Alias\s+(.*)", re.DOTALL)
_NAMED = re.compile(r"\s*([A-Z][A-Z0-9_]*)\s*=\s*(.*)", re.DOTALL)
_NEXT_ALIAS = re.compile(r"\s*:\s*(?=[A-Z][A-Z0-9_]*\s*=)")
_DEFAULTS = re.compile(r"Defaults(?:([@:!>])\s*((?:\"[^\"]*\"|[^\s,\"]+)(?:\s*,\s*(?:\"[^\"]*\"|[^\s,\"]+))*))?\s+(.*)")
_DEFAULT = re.compile(r"\s*(!*)\s*([a-z_]+)\s*(?:([-+]?=)\s*(\"(?:[^\"\\]|\\.)*\"|(?:[^,\\]|\\.)*))?\s*(?:,|$)")
_TAG = re.compile(
    r"(NO)?(PASSWD|EXEC|SETENV|LOG_INPUT|LOG_OUTPUT|MAIL|FOLLOW|INTERCEPT)\s*:(?!=)",
)
_OPTION = re.compile(
    r"(ROLE|TYPE|APPARMOR_PROFILE|PRIVS|LIMITPRIVS|CWD|CHROOT|NOTBEFORE|NOTAFTER|TIMEOUT)\s*=\s*(\"[^\"]*\"|(?:[^\s,\\]|\\.)+)"
)
_DIGEST = re.compile(r"\s*sha(?:224|256|384|512)\s*:\s*[A-Za-z0-9+/=]+\s*,?")
_ESCAPED = re.compile(r"\\([:,=#\\ ])")
_WORD = re.compile(r"\s*(,|!|(?:\"[^\"]*\"|[^\s,!\"\\]|\\.)+)")


class SudoersError(ValueError):
    """A line that is no sudoers."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One command one principal may run: who, where, as whom. `nopasswd`, `noexec`: None where no tag says so."""

    who: str
    hosts: tuple[str, ...]
    users: tuple[str, ...]
    groups: tuple[str, ...]
    command: str
    arguments: str | None
    negated: bool
    nopasswd: bool | None
    noexec: bool | None
    source: Source


@dataclass(frozen=True, slots=True)
class Default:
    """One setting. `scope` is empty, or the sign and the list it is limited to, as in `:mari`."""

    scope: str
    name: str
    value: str | None
    negated: bool
    source: Source


@dataclass(slots=True)
class Policy:
    """What the lines say together. `problems`: lines not understood, as file:line; `many`: too many rules."""

    rules: list[Rule] = field(default_factory=list)
    defaults: list[Default] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    many: bool = False


@dataclass(frozen=True, slots=True)
class _Spec:
    """What is written before aliases are resolved."""

    users: list[str]
    hosts: list[str]
    runas: tuple[list[str], list[str]]
    command: str
    nopasswd: bool | None
    noexec: bool | None
    source: Source


def read(lines: Iterable[tuple[Source, str]]) -> Policy:
    """The policy of all lines in the order sudo reads them. Total: what is not understood is listed."""
    policy = Policy()
    aliases: dict[str, dict[str, list[str]]] = {"User": {}, "Runas": {}, "Host": {}, "Cmnd": {}}
    specs: list[_Spec] = []
    for source, text in _joined(lines):
        try:
            if text.startswith("Defaults"):
                policy.defaults += _defaults(text, source)
            elif match := _ALIAS.fullmatch(text):
                _define(aliases, match[1].replace("Cmd", "Cmnd") if match[1] == "Cmd" else match[1], match[2])
            else:
                specs += _specs(text, source)
        except SudoersError:
            policy.problems.append(str(source))
    for spec in specs:
        for rule in _resolved(spec, aliases):
            if len(policy.rules) >= MOST:
                policy.many = True
                return policy
            policy.rules.append(rule)
    return policy


def _joined(lines: Iterable[tuple[Source, str]]) -> Iterator[tuple[Source, str]]:
    """Continued lines as one, without comments; the source is where it begins."""
    begun: Source | None = None
    text = ""
    for source, line in lines:
        if begun is not None and begun.file != source.file:
            yield begun, _uncommented(text)
            begun, text = None, ""
        begun = begun or source
        if line.endswith("\\"):
            text += line[:-1] + " "
            continue
        whole = _uncommented(text + line)
        if whole:
            yield begun, whole
        begun, text = None, ""
    if begun is not None and (whole := _uncommented(text)):
        yield begun, whole


def _uncommented(text: str) -> str:
    """A # begins a comment unless it is escaped, quoted, or a number (#1000, %#27) follows."""
    for position, char in _plainly(text):
        if char == "#" and not re.match(r"#-?\d", text[position:]):
            return text[:position].strip()
    return text.strip()


def _plainly(text: str) -> Iterator[tuple[int, str]]:
    """The characters that are neither escaped nor quoted, with their positions."""
    quoted = False
    position = 0
    while position < len(text):
        char = text[position]
        if char == "\\":
            position += 1
        elif char == '"':
            quoted = not quoted
        elif not quoted:
            yield position, char
        position += 1


def _define(aliases: dict[str, dict[str, list[str]]], kind: str, text: str) -> None:
    for part in _NEXT_ALIAS.split(text):
        match = _NAMED.fullmatch(part)
        if not match:
            raise SudoersError(part)
        aliases[kind][match[1]] = _members(match[2], commands=kind == "Cmnd")


def _members(text: str, *, commands: bool) -> list[str]:
    """A list at its commas; of names each loses its quotes, of commands the arguments stay with it."""
    if commands:
        text = _DIGEST.sub(" ", text)
        return [part for each in _split(text, ",") if (part := each.strip())]
    members: list[str] = []
    negated = ""
    for word in _words(text):
        if word == "!":
            negated = "" if negated else "!"
        elif word != ",":
            members.append(negated + _plain(word))
            negated = ""
    return members


def _words(text: str) -> Iterator[str]:
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = _WORD.match(text, position)
        if not match:
            raise SudoersError(text)
        yield match[1]
        position = match.end()


def _plain(word: str) -> str:
    quoted = word.replace('"', "")
    return re.sub(r"\\(.)", r"\1", quoted)


def _split(text: str, at: str) -> list[str]:
    """Split at a character that is neither escaped, quoted nor in parentheses."""
    parts, begun, depth = [], 0, 0
    for position, char in _plainly(text):
        depth += (char == "(") - (char == ")")
        if char == at and depth <= 0:
            parts.append(text[begun:position])
            begun = position + 1
    return [*parts, text[begun:]]


def _defaults(text: str, source: Source) -> list[Default]:
    match = _DEFAULTS.fullmatch(text)
    if not match:
        raise SudoersError(text)
    scope = match[1] + ",".join(_members(match[2], commands=False)) if match[1] else ""
    found, position, settings = [], 0, match[3]
    while position < len(settings):
        each = _DEFAULT.match(settings, position)
        if not each or each.end() == position:
            raise SudoersError(text)
        value = each[4].strip() if each[4] is not None else None
        if value is not None and len(value) > 1 and value[0] == value[-1] == '"':
            value = value[1:-1]
        found.append(Default(scope, each[2], value, len(each[1]) % 2 == 1, source))
        position = each.end()
    return found


def _specs(text: str, source: Source) -> list[_Spec]:
    text = _DIGEST.sub(" ", text)
    left, equals, right = _cut(text)
    if not equals:
        raise SudoersError(text)
    users, hosts = _users_and_hosts(left)
    found = []
    while True:
        commands, more, right = _commands(right)
        found += [_Spec(users, hosts, *command, source) for command in commands]
        if not more:
            return found
        host, equals, right = _cut(right)
        if not equals:
            raise SudoersError(text)
        hosts = _members(host, commands=False)


def _cut(text: str) -> tuple[str, bool, str]:
    """What stands before the first bare =, whether there is one, and the rest."""
    first = _split(text, "=")[0]
    return first, len(first) < len(text), text[len(first) + 1 :]


def _users_and_hosts(text: str) -> tuple[list[str], list[str]]:
    """The list of users ends where a word follows a word without a comma between them."""
    words = list(_words(text))
    for index in range(1, len(words)):
        before, word = words[index - 1], words[index]
        if before not in (",", "!") and word != ",":
            return (_rejoined(words[:index]), _rejoined(words[index:]))
    raise SudoersError(text)


def _rejoined(words: list[str]) -> list[str]:
    return _members(" ".join(words), commands=False)


Command = tuple[tuple[list[str], list[str]], str, bool | None, bool | None]


def _commands(text: str) -> tuple[list[Command], bool, str]:
    """The commands of one host list, whether another host list follows, and its text. Tags and runas carry on."""
    runas: tuple[list[str], list[str]] = ([], [])
    nopasswd: bool | None = None
    noexec: bool | None = None
    found: list[Command] = []
    while True:
        text = text.lstrip()
        if text.startswith("("):
            inside, closed, text = text[1:].partition(")")
            if not closed:
                raise SudoersError(text)
            users, _, groups = inside.partition(":")
            runas = (_members(users, commands=False), _members(groups, commands=False))
        elif match := _TAG.match(text):
            if match[2] == "PASSWD":
                nopasswd = bool(match[1])
            elif match[2] == "EXEC":
                noexec = bool(match[1])
            text = text[match.end() :]
        elif match := _OPTION.match(text):
            text = text[match.end() :]
        else:
            command = _until(text)
            if not command.strip():
                raise SudoersError(text)
            found.append((runas, command.strip(), nopasswd, noexec))
            rest = text[len(command) :]
            if not rest or rest[0] == ":":
                return found, bool(rest), rest[1:]
            text = rest[1:]


def _until(text: str) -> str:
    """A command with its arguments: it ends at a bare comma or colon."""
    return min((_split(text, at)[0] for at in ",:"), key=len)


def _resolved(spec: _Spec, aliases: dict[str, dict[str, list[str]]]) -> Iterator[Rule]:
    users = tuple(_expand(spec.runas[0], aliases["Runas"]))
    groups = tuple(_expand(spec.runas[1], aliases["Runas"]))
    hosts = tuple(_expand(spec.hosts, aliases["Host"]))
    commands = list(_expand([spec.command], aliases["Cmnd"]))
    for who in _expand(spec.users, aliases["User"]):
        for command in commands:
            bare = command.lstrip("! ")
            negated = (len(command) - len(bare) - command[: len(command) - len(bare)].count(" ")) % 2 == 1
            path, space, arguments = bare.partition(" ")
            given = _ESCAPED.sub(r"\1", arguments.strip()) if space else None
            rule = Rule(
                who, hosts, users, groups, _plain(path), given, negated, spec.nopasswd, spec.noexec, spec.source
            )
            yield rule if path != "list" else replace(rule, command="list")


def _expand(members: list[str], aliases: dict[str, list[str]], depth: int = 0, flip: bool = False) -> Iterator[str]:
    """The members with aliases resolved; a negated alias negates each of its members."""
    for member in members:
        bare = member.lstrip("! ")
        negated = (member[: len(member) - len(bare)].count("!") % 2 == 1) != flip
        if bare in aliases and depth < 20:
            yield from _expand(aliases[bare], aliases, depth + 1, negated)
        else:
            yield f"!{bare}" if negated else bare

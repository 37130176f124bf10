"""apt's repositories: sources.list(5) in its one-line and its deb822 style, and the settings of apt.conf(5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from scanner.facts._lines import Line
from scanner.facts._repository import Repository, origins, truth
from scanner.model.facts import BUILT_IN, Setting
from scanner.model.unknown import Cause, Unknown

_ONE_LINE = re.compile(r"(deb|deb-src)\s+(?:\[([^\]]*)\]\s*)?((?:[^\s\[]|\[[^\]]*\])+)\s+(\S+)(?:\s+(.*))?")
_OPTION = re.compile(r"([A-Za-z-]+)([+-]?=)(\S*)")
_SETTING = re.compile(r'(\S+) "(.*)";')
_OPTIONS = {
    "trusted": "trusted",
    "allow_insecure": "allow-insecure",
    "allow_weak": "allow-weak",
    "allow_downgrade": "allow-downgrade-to-insecure",
}
Options = Mapping[str, tuple[str, Line]]


def one_line(lines: Iterable[Line]) -> Iterator[Repository | Unknown]:
    """The entries of `*.list` files; Unknown for a line apt would refuse."""
    for line in lines:
        text = re.sub(r"(\[[^\]]*\])|#.*", lambda found: found[1] or "", line.text).strip()
        found = _ONE_LINE.fullmatch(text)
        if not found:
            yield Unknown(cause=Cause.UNPARSED, detail=f"{line.source}: {text[:80]}")
            continue
        options = {each[1].lower(): (each[3], line) for each in _OPTION.finditer(found[2] or "")}
        yield _repository(found[1], found[3], found[4], found[5] or "", options, line, True)


def deb822(lines: Iterable[Line]) -> Iterator[Repository | Unknown]:
    """The entries of `*.sources` files: one for each type, URI and suite of a stanza."""
    for fields in _stanzas(lines):
        first = next(iter(fields.values()))[1]
        if not {"types", "uris", "suites"} <= set(fields):
            yield Unknown(cause=Cause.UNPARSED, detail=f"{first.source}: a stanza without Types, URIs or Suites")
            continue
        words = {name: fields[name][0].split() for name in ("types", "uris", "suites")}
        enabled = truth(fields["enabled"][0]) if "enabled" in fields else None
        components = " ".join(fields.get("components", ("", first))[0].split())
        for kind in words["types"]:
            for uri in words["uris"]:
                for suite in words["suites"]:
                    yield _repository(kind, uri, suite, components, fields, fields["uris"][1], enabled is not False)


def _stanzas(lines: Iterable[Line]) -> Iterator[Options]:
    fields: dict[str, tuple[str, Line]] = {}
    last, file = "", ""
    for line in lines:
        if (not line.text.strip() or line.file != file) and fields:
            yield fields
            fields, last = {}, ""
        file = line.file
        if line.text[:1] in (" ", "\t") and last:
            fields[last] = (f"{fields[last][0]} {line.text.strip()}", fields[last][1])
        elif found := re.match(r"([A-Za-z-]+)[ \t]*:[ \t]*(.*)", line.text):
            last = found[1].lower()
            fields[last] = (found[2], line)
    if fields:
        yield fields


def _repository(
    kind: str, uri: str, suite: str, components: str, options: Options, line: Line, enabled: bool
) -> Repository:
    settings: dict[str, Setting[bool] | Unknown | None] = {}
    for field, option in _OPTIONS.items():
        settings[field] = _flag(options[option]) if option in options else None
    return Repository.model_validate(
        {
            "name": " ".join(filter(None, (kind, uri, suite, components)))[:300],
            "manager": "apt",
            "enabled": enabled,
            "origins": origins([uri]),
            "signed_by": options["signed-by"][0][:200] or "inline" if "signed-by" in options else None,
            "source": line.source,
            "gpgcheck": None,
            "repo_gpgcheck": None,
            "sslverify": None,
            **settings,
        }
    )


def _flag(option: tuple[str, Line]) -> Setting[bool] | Unknown:
    value = truth(option[0])
    if value is None:
        return Unknown(cause=Cause.UNPARSED, detail=f"{option[1].source}: {option[0][:40]}")
    return Setting(value=value, source=option[1].source)


def dumped(text: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """What `apt-config dump` says: full names and values, by the lower-case name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in text:
        if match := _SETTING.fullmatch(line.strip()):
            found.setdefault(match[1].lower(), []).append((match[1], match[2]))
    return found


def flag(
    config: Mapping[str, list[tuple[str, str]]], names: Iterable[str], files: Iterable[Line], default: bool
) -> Setting[bool] | Unknown:
    """One boolean of apt.conf with the line that set it. Several names of one meaning: what is not the default wins.

    apt says what is in force but not from where; the last line of the files that gives this name this value is it.
    """
    found = [(name, value) for wanted in names for name, value in config.get(wanted, ()) if value != ""]
    for name, value in found:
        known = truth(value)
        if known is None and re.fullmatch(r"-?\d+", value):
            known = int(value) != 0
        if known is None:
            return Unknown(cause=Cause.UNPARSED, detail=f'{name} "{value[:40]}"')
        if known is not default:
            word = name.split("::")[-1].lower()
            lines = [line for line in files if _is_read(line.file) and _says(line.text, word, known)]
            return Setting(value=known, source=lines[-1].source if lines else None)
    return Setting(value=default, source=None if found else BUILT_IN)


def _says(text: str, word: str, value: bool) -> bool:
    found = re.search(rf'{re.escape(word)}"?\s+"?([a-z0-9-]+)', text.lower())
    return bool(found) and (truth(found[1]) if truth(found[1]) is not None else True) is value  # type: ignore[index]  # found is there


def _is_read(file: str) -> bool:
    """apt reads the files of apt.conf.d that have no extension or `.conf`."""
    name = file.rsplit("/", 1)[-1]
    return "." not in name or name.endswith(".conf")

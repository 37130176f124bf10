"""Where in an inventory's own files something stands. Ansible does not say where a variable came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from scanner.errors import Problem, at

_VARIABLES = ("group_vars", "host_vars")
_IGNORED = frozenset({".pyc", ".swp", ".bak", ".md", ".txt", ".rst", ".orig", ".retry", ".cfg"})


class InventoryFiles:
    """The text files of an inventory's sources, with the group_vars and host_vars beside them."""

    def __init__(self, sources: Sequence[str]) -> None:
        self._texts = {path: text for path in _files(sources) if (text := _text(path)) is not None}

    def where(self, variable: str, host: str = "", groups: Sequence[str] = ()) -> str:
        """The places that set the variable as `file:line`, those nearest to the host first; the host itself if none.

        A dynamic inventory and an encrypted file have no places.
        """
        setting = re.compile(rf"""(?:^|[\s{{,])["']?{re.escape(variable)}["']?\s*[:=]""")
        found: list[tuple[int, str]] = []
        for path, text in self._texts.items():
            for number, line in enumerate(text.splitlines(), 1):
                if setting.search(line) and not line.lstrip().startswith(("#", ";")):
                    found.append((_distance(path, line, host, groups), at(path, number)))
        nearest = min((distance for distance, _ in found), default=0)
        places = [place for distance, place in found if distance == nearest]
        return ", ".join(places) or (f"host {host}" if host else "")

    def yaml_problems(self) -> Iterator[Problem]:
        """Every file that is not well-formed YAML and is meant to be, with line and column."""
        for path, text in self._texts.items():
            meant = path.suffix in (".yml", ".yaml", ".json") or (not path.suffix and _in_variables(path))
            if not meant or text.startswith("$ANSIBLE_VAULT"):
                continue
            try:
                yaml.compose(text)
            except yaml.MarkedYAMLError as error:
                mark = error.problem_mark or error.context_mark
                line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
                said = " ".join(part for part in (error.context, error.problem) if part)
                yield Problem(f"this is not valid YAML: {said}", at(path, line, column))
            except yaml.YAMLError as error:
                yield Problem(f"this is not valid YAML: {error}", at(path))


def _files(sources: Sequence[str]) -> Iterator[Path]:
    for source in sources:
        path = Path(source)
        if path.is_dir():
            yield from _tree(path)
        elif path.is_file():
            yield path
            for name in _VARIABLES:
                yield from _tree(path.parent / name)


def _tree(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in _IGNORED)


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _in_variables(path: Path) -> bool:
    return any(part in _VARIABLES for part in path.parts)


def _distance(path: Path, line: str, host: str, groups: Sequence[str]) -> int:
    """As Ansible weighs variables: those of the host, then of its groups, then of all."""
    names = {part.removesuffix(path.suffix) for part in path.parts}
    if not host or ("host_vars" in names and host in names):
        return 0
    if not _in_variables(path):
        return 1 if re.search(rf"(?<![\w.-]){re.escape(host)}(?![\w.-])", line) else 4
    if names.intersection(groups):
        return 2
    return 3 if "all" in names and "group_vars" in names else 5

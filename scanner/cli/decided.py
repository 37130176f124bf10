"""What the commands for decisions share: their options, tables, and how remarks are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from scanner.cli import options
from scanner.errors import InvalidError, Problem, printable

if TYPE_CHECKING:
    from scanner.assess.decision_review import Remark
    from scanner.content.decisions import Entries
    from scanner.model.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


def with_decisions(command: F) -> F:
    """The options that name a site. The command gets `site`, what its people decided, and `lang`."""

    @options.inventory
    @options.report_language
    @options.home
    @options.settings
    @wraps(command)
    def read(
        *,
        inventories: tuple[Path, ...],
        limit: str | None,
        vault_password_file: Path | None,
        home: Path | None,
        settings: Settings,
        lang: str,
        **given: Any,
    ) -> Any:
        from scanner.model.base import Lang
        from scanner.reporting import decided
        from scanner.workspace import find

        site = decided(
            inventories,
            find(home),
            limit=limit,
            options=options.vault(vault_password_file),
            language=cast(Lang, lang),
            settings=settings,
        )
        return command(site=site, lang=lang, inventories=inventories, **given)

    return read  # type: ignore[return-value]  # it takes the options of a site, and gives what they name


def sound(entries: Entries[Any]) -> None:
    """InvalidError with all that is wrong in the file, where something is."""
    if entries.errors:
        raise InvalidError.of(entries.errors)


def tell(entries: Entries[Any], remarks: Iterable[Remark]) -> None:
    """Print what was found in a file; InvalidError with its errors where there are any."""
    errors = list(entries.errors)
    told: list[tuple[str, Problem]] = [("warning", each) for each in entries.warnings]
    for each in remarks:
        problem = entries.problem(each.number, each.fields, each.message)
        if each.weight == "error":
            errors.append(problem)
        else:
            told.append((each.weight.value, problem))
    for weight, problem in sorted(told, key=lambda each: _place(each[1])):
        click.echo(f"{weight}: {problem}")
    if errors:
        raise InvalidError.of(sorted(errors, key=_place))
    click.echo(f"{len(entries.entries)} {entries.key}, nothing wrong" if not told else f"{len(entries.entries)} read")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows in columns as wide as their widest cell, for a terminal."""
    cells = [[printable(cell) for cell in row] for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def beside(inventories: Sequence[Path], name: str) -> Path:
    """Where a file of decisions belongs: in the first inventory's folder, or beside it."""
    first = inventories[0]
    return first / name if first.is_dir() else first.parent / name


def _place(problem: Problem) -> tuple[str, list[int]]:
    file, *place = problem.where.rsplit(":", 2)
    return file, [int(part) for part in place if part.isdigit()]

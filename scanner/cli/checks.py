"""`eits-scan checks`: list, explain, check and document the checks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from scanner.cli.options import EDITION
from scanner.content.library import Library, check_folders, load_library
from scanner.errors import InvalidError, Problem, UsageError


@click.group("checks")
def command() -> None:
    """List, explain, and check the checks."""


@command.command("list")
@click.option("--severity", type=click.Choice(["low", "medium", "high", "critical"]), help="Only this severity.")
@click.option("--measure", metavar="CODE", help="Only checks that speak of this measure or clause, such as SYS.1.3.M8.")
def list_(severity: str | None, measure: str | None) -> None:
    """Print every check: id, severity, the good state."""
    loaded = load_library(EDITION)
    shown = 0
    for check in loaded.checks.values():
        if (severity and check.severity != severity) or (measure and not loaded.speaks_of(check.id, measure)):
            continue
        shown += 1
        click.echo(f"{check.id:45} {check.severity:9} {check.title.et}")
    click.echo(f"checks: {shown}", err=True)


@command.command()
@click.argument("id")
def show(id: str) -> None:  # noqa: A002  # the argument's name is what the help shows
    """Print all about one check: what it reads, what must hold, how to fix it."""
    loaded = load_library(EDITION)
    if id not in loaded.checks:
        raise UsageError(f"there is no check {id!r}", todo=_similar(id, loaded))
    click.echo(loaded.page(id), nl=False)


@command.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
def lint(files: tuple[Path, ...]) -> None:
    """Prove that checks are well formed, fit the facts, and that their examples hold.

    Without FILES, all checks and the coverage of E-ITS.
    """
    from scanner.assess.examples import run_example
    from scanner.content.checks import load_check
    from scanner.content.rule_data import shipped_rules
    from scanner.content.yaml_file import load
    from scanner.facts.registry import collectors

    problems: list[Problem] = []
    paths = sorted(path for file in files or check_folders() for path in _files(file))
    for path in paths:
        check, found = load_check(path)
        problems += found
        if not check or found:
            continue
        _, places, _ = load(path)
        for index, example in enumerate(check.examples):
            _, wrong = run_example(check, example, collectors(), shipped_rules().rules)
            if wrong:
                problems.append(places.problem(("examples", index), wrong))
    if problems:
        raise InvalidError.of(dict.fromkeys(problems))
    if not files and (stale := load_library(EDITION).stale):
        raise InvalidError.of(stale)
    click.echo(f"{len(paths)} check files, nothing wrong")


@command.command()
@click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=Path("docs/checks"), show_default=True
)
@click.option("--check", "only_compare", is_flag=True, help="Write nothing; fail when a page is not current.")
def docs(output: Path, only_compare: bool) -> None:
    """Write one page per check, their index, and the JSON schema for editors."""
    wanted = {output / name: text for name, text in load_library(EDITION).pages().items()}
    stale = [path for path, text in wanted.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    extra = [path for path in output.glob("*.md") if path not in wanted]
    if only_compare and (stale or extra):
        raise InvalidError.of(Problem("is not current", str(path), "run `make docs`") for path in [*stale, *extra])
    if not only_compare:
        output.mkdir(parents=True, exist_ok=True)
        for path in extra:
            path.unlink()
        for path in stale:
            path.write_text(wanted[path], encoding="utf-8")
    click.echo(f"{len(wanted)} pages, {len(stale)} changed")


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from path.rglob("*.yaml")
    else:
        yield path


def _similar(name: str, loaded: Library) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, loaded.checks, n=3)
    return f"did you mean {', '.join(near)}?" if near else "`eits-scan checks list` shows them"

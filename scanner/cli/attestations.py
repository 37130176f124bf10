"""`eits-scan attestations`: what people state about clauses – list and check it, and what waits for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.decided import beside, sound, table, tell, with_decisions

if TYPE_CHECKING:
    from scanner.assess.unanswered import Unanswered
    from scanner.model.base import Lang
    from scanner.render.say import Say
    from scanner.render.sheets.sheet import Value
    from scanner.reporting import Decided


@click.group("attestations")
def command() -> None:
    """List and check attestations (kinnitused), and show which clauses wait for a person's answer."""


@command.command("list")
@with_decisions
def list_(site: Decided, lang: Lang, inventories: tuple[Path, ...]) -> None:  # noqa: ARG001
    """Print every attestation, the one that ends first first."""
    from scanner.assess.decision_review import term
    from scanner.render.say import Say

    say = Say(lang)
    sound(site.reading.attestations)
    rows = [
        (
            each.clause,
            each.target or say.names(each.hosts, 3),
            say(f"stated_{each.state.name.lower()}"),
            each.by,
            say.date(each.valid_until),
            say(f"term_{term(each.stated_on, each.valid_until, site.site.as_of).value}"),
        )
        for _, each in sorted(
            site.reading.attestations.entries, key=lambda entry: (entry[1].valid_until, entry[1].clause)
        )
    ]
    head = (say("reg_clause"), *(say(f"d_{name}") for name in ("where", "stated", "by", "last", "state")))
    for row in table(head, rows) if rows else [say("attestations_none")]:
        click.echo(row)


@command.command()
@with_decisions
def lint(site: Decided, lang: Lang, inventories: tuple[Path, ...]) -> None:  # noqa: ARG001
    """Prove that attestations.yaml is well formed, and say which attestations have ended or soon end.

    Exit code 3: something is wrong, or a yes has ended and nobody gave a newer answer.
    """
    from scanner.assess.decision_review import review_attestations

    read = site.reading.attestations
    tell(read, review_attestations(read.entries, site.site))


@command.command()
@click.option(
    "--within", type=click.IntRange(0, 3660), default=30, show_default=True, help="Also answers that end in N days."
)
@click.option("--target", metavar="ID", help="Only this target object.")
@click.option("--owner", metavar="NAME", help="Only target objects of this owner.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "yaml", "csv"]),
    default="text",
    show_default=True,
    help="yaml: entries to be filled in. csv: a table to send to those who answer.",
)
@with_decisions
def due(
    within: int,
    target: str | None,
    owner: str | None,
    kind: str,
    site: Decided,
    lang: Lang,
    inventories: tuple[Path, ...],
) -> None:
    """Print the clauses that wait for a person: nobody answered, or the answer has ended or soon ends."""
    from scanner.assess.unanswered import unanswered
    from scanner.content.decisions import ATTESTATIONS
    from scanner.render.decision_forms import attestations_text
    from scanner.render.say import Say

    say = Say(lang)
    sound(site.reading.attestations)
    _known(site, target, owner)
    found = [
        each
        for each in unanswered(site.site, site.report.measures, within)
        if target in (None, each.target.id) and owner in (None, each.target.owner)
    ]
    if kind == "csv":
        _csv(found, site, say)
    elif kind == "yaml":
        file = site.reading.attestations.path or beside(inventories, ATTESTATIONS)
        head = [say("d_put_attestation", file=file)]
        click.echo(attestations_text(found, head, site.site.as_of, say), nl=False)
    else:
        for line in _lines(found, say):
            click.echo(line)


def _known(site: Decided, target: str | None, owner: str | None) -> None:
    """UsageError for a target object or an owner that is not there: an empty list would look like good news."""
    from scanner.content.decisions import near
    from scanner.errors import UsageError

    for what, name, known in (
        ("target object", target, {each.id for each in site.site.targets}),
        ("owner of a target object", owner, {each.owner for each in site.site.targets if each.owner}),
    ):
        if name is not None and name not in known:
            raise UsageError(f"there is no {what} {name!r}{near(name, known)}")


def _lines(found: Sequence[Unanswered], say: Say) -> Iterable[str]:
    from itertools import groupby

    from scanner.errors import printable
    from scanner.render.decision_forms import question

    if not found:
        yield say("d_nothing_due")
    for target, own in groupby(sorted(found, key=lambda each: each.target.id), key=lambda each: each.target):
        asked = list(own)
        owner = f" ({target.owner})" if target.owner else ""
        yield printable(f"{target.id} – {target.name}{owner}: {say.count(len(asked), 'question')}")
        for each in asked:
            where = f" [{say.names(each.hosts, 3)}]" if each.hosts else ""
            yield printable(f"  {each.clause:16} {_now(each, say)}{where}: {question(each, say)}")


def _csv(found: Sequence[Unanswered], site: Decided, say: Say) -> None:
    from scanner.render.csv import lines, row

    names = ("target", "target_name", "owner", "hosts", "title", "question", "now")
    asked = ("answer", "explained", "answered_by", "valid", "proof")
    head = (say("reg_clause"), *(say(f"d_{name}") for name in (*names, *asked)))
    rows = _rows(found, len(asked), say)
    marking = site.report.marking
    whole = (head, *rows) if marking is None else row(head, rows, say("marking_head"), say.marking(marking))
    for line in lines(whole):
        click.echo(line, nl=False)


def _rows(found: Iterable[Unanswered], blank: int, say: Say) -> Iterator[tuple[Value, ...]]:
    from scanner.render.decision_forms import question

    for each in found:
        told = (each.target.id, each.target.name, each.target.owner or "", ", ".join(each.hosts), each.measure.title)
        yield (each.clause, *told, question(each, say), _now(each, say), *("",) * blank)


def _now(each: Unanswered, say: Say) -> str:
    if each.until is None:
        return say("d_unanswered")
    return say("d_ended" if each.ended else "d_ends", date=say.date(each.until))

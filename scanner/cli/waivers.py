"""`eits-scan waivers`: why gaps are left as they are – list and check the decisions, and begin a new one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.decided import beside, sound, table, tell, with_decisions
from scanner.errors import UsageError

if TYPE_CHECKING:
    from scanner.model.base import Lang
    from scanner.model.catalogue import Measure
    from scanner.model.report import FindingInfo
    from scanner.reporting import Decided


@click.group("waivers")
def command() -> None:
    """List, check and begin waivers (erandid): decisions to leave a gap as it is."""


@command.command("list")
@with_decisions
def list_(site: Decided, lang: Lang, inventories: tuple[Path, ...]) -> None:  # noqa: ARG001
    """Print every waiver: what it is about, its last day, and how many gaps it covers now, wholly or in part."""
    from scanner.assess.decision_review import term, uses
    from scanner.render.say import Say

    say = Say(lang)
    read = site.reading.waivers
    sound(read)
    used = uses(read.entries, site.site, site.report.findings.by_check())
    rows = []
    for number, each in sorted(read.entries, key=lambda entry: (entry[1].expires, entry[1].id)):
        covered = used[number].gaps if each.valid(site.site.as_of) else 0
        where = [*each.groups, *each.hosts]
        rows.append(
            (
                each.id,
                each.kind.value,
                each.check or each.measure or "",
                say.names(where, 3) if where else say("everywhere"),
                say.date(each.expires),
                say(f"term_{term(each.approved_on, each.expires, site.site.as_of).value}"),
                say.number(covered) if site.scanned else "–",
            )
        )
    head = ("id", *(say(f"d_{name}") for name in ("kind", "about", "where", "last", "state", "gaps")))
    for row in table(head, rows) if rows else [say("waivers_none")]:
        click.echo(row)


@command.command()
@with_decisions
def lint(site: Decided, lang: Lang, inventories: tuple[Path, ...]) -> None:  # noqa: ARG001
    """Prove that waivers.yaml is well formed, and say which waivers have ended or do nothing.

    Exit code 3: something is wrong, or a waiver has ended. What only deserves a look is printed and is no error: names
    the inventory does not have, waivers that cover no gap or stand in each other's way, basic measures.
    """
    from scanner.assess.decision_review import review_waivers, uses

    read = site.reading.waivers
    used = uses(read.entries, site.site, site.report.findings.by_check()) if site.scanned else None
    tell(read, review_waivers(read.entries, site.site, used))


@command.command()
@click.argument("finding")
@click.argument("check", required=False)
@with_decisions
def template(finding: str, check: str | None, site: Decided, lang: Lang, inventories: tuple[Path, ...]) -> None:
    """Print a waiver of a finding, ready to be filled in.

    FINDING is a host followed by a CHECK, the key of a finding in JSON, SARIF and other formats, or the id of a gap in
    the report, which is its check: then all hosts with this gap are named.
    """
    from scanner.render.decision_forms import waiver_entry, waiver_text
    from scanner.render.say import Say

    if not site.scanned:
        raise UsageError("nothing was scanned yet, so there is no finding", todo="start with `eits-scan scan`")
    say = Say(lang)
    found = _found(site, finding, check)
    day = site.site.as_of
    objects = list(dict.fromkeys(judged.key for each in found for judged in each.objects if not judged.waived_by))
    name = _free_name(day.year, {each.id for _, each in site.reading.waivers.entries})
    entry = waiver_entry(name, found[0].check, [each.host for each in found], objects, day, say)
    click.echo(waiver_text(entry, _head(site, found, inventories, lang), say), nl=False)


def _found(site: Decided, finding: str, check: str | None) -> Sequence[FindingInfo]:
    """The failing findings meant, all of one check. UsageError where there is none."""
    from scanner.content.decisions import near
    from scanner.model.verdict import Verdict
    from scanner.render.identity import finding_key

    ids = {host.name: host.host_id for host in site.report.hosts}
    failing = [each for each in site.report.findings if each.verdict is Verdict.FAIL]
    if check is not None:
        name = next((name for name, id_ in ids.items() if finding in (name, id_)), None)
        if name is None:
            raise UsageError(f"the inventory has no host {finding!r}{near(finding, ids)}")
        if check not in site.report.checks:
            raise UsageError(f"there is no check {check!r}{near(check, site.report.checks)}")
        meant = [each for each in failing if (each.host, each.check) == (name, check)]
    elif re.fullmatch(r"[0-9a-f]{64}", finding):
        meant = [each for each in failing if finding_key(ids[each.host], each.check) == finding]
    else:
        meant = [each for each in failing if each.check == finding]
        if not meant and finding not in site.report.checks:
            todo = "name a host and a check, the key of a finding, or the id of a gap"
            raise UsageError(f"there is no finding {finding!r}{near(finding, site.report.checks)}", todo=todo)
    if not meant:
        raise UsageError(
            f"{' '.join(filter(None, (finding, check)))}: nothing fails there now", todo="`eits-scan report` shows gaps"
        )
    return meant


def _head(site: Decided, found: Sequence[FindingInfo], inventories: tuple[Path, ...], lang: Lang) -> Iterable[str]:
    from scanner.content.decisions import WAIVERS
    from scanner.model.catalogue import Level, measure_of
    from scanner.render.decision_forms import MOST_HOSTS, MOST_OBJECTS
    from scanner.render.say import Say

    say = Say(lang)
    check = site.report.checks[found[0].check]
    yield say("d_put_waiver", file=site.reading.waivers.path or beside(inventories, WAIVERS))
    yield say("d_gap", gap=say.text(check.gap))
    codes = {measure_of(clause) for clause in check.clauses}
    if named := sorted(f"{each.code} {each.title}" for each in _measures(site, codes)):
        yield say("d_measures", measures="; ".join(named))
    if any(each.level is Level.BASIC for each in _measures(site, codes)):
        yield say("d_basic")
    for waiver in sorted({each.waiver for each in found if each.waiver}):
        yield say("d_covered", waiver=waiver)
    if (left := len(found) - MOST_HOSTS) > 0:
        yield f"hosts: {say('p_left_out', n=say.number(left))}"
    keys = {judged.key for each in found for judged in each.objects}
    if keys:
        yield say("d_all_objects")
    if (left := len(keys) - MOST_OBJECTS) > 0:
        yield f"objects: {say('p_left_out', n=say.number(left))}"


def _measures(site: Decided, codes: set[str]) -> Sequence[Measure]:
    return [site.site.catalogue.by_code[code] for code in sorted(codes) if code in site.site.catalogue.by_code]


def _free_name(year: int, taken: set[str]) -> str:
    number = 1
    while f"E-{year}-{number}" in taken:
        number += 1
    return f"E-{year}-{number}"

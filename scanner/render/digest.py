"""The digest of a night as a mail says it: one subject, plain text and HTML, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from scanner import resources
from scanner.errors import printable
from scanner.model.base import Lang
from scanner.model.digest import Digest, GapChange, WaiverNotice
from scanner.model.verdict import HostState, Severity
from scanner.render.say import Say, clip, visible

LONGEST = 30
"""Lines of one section; the report has all of them."""
_CHANGES = ("new", "regressed", "worse", "fixed")


class Line(NamedTuple):
    """One entry: what, and a second line with where."""

    head: str
    rest: str = ""


class Section(NamedTuple):
    """Entries under a heading, and how many more there are."""

    title: str
    lines: tuple[Line, ...]
    more: str = ""


class Page(NamedTuple):
    """Everything the templates print."""

    incomplete: tuple[str, ...]
    sections: tuple[Section, ...]
    facts: tuple[tuple[str, str], ...]


class Written(NamedTuple):
    """The digest in words."""

    subject: str
    text: str
    html: str


def render(digest: Digest, lang: Lang) -> Written:
    """The mail's words. Names from the inventory are escaped, and nothing in them is obeyed or ends a line."""
    say = Say(lang)
    page = Page(tuple(_incomplete(digest, say)), tuple(_sections(digest, say)), tuple(_facts(digest, say)))
    values = {"digest": digest, "page": page, "say": say, "t": say.words}
    text, html = (_environment(say).get_template(f"digest.{kind}.j2").render(values) for kind in ("txt", "html"))
    return Written(_subject(digest, say), text.strip() + "\n", html)


def _environment(say: Say) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(resources.reports() / "mail"),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    environment.filters["moment"] = say.moment
    return environment


def _subject(digest: Digest, say: Say) -> str:
    counted = [
        *((sum(len(each.hosts) for each in getattr(digest, kind)), f"{kind}_gap") for kind in _CHANGES),
        (len(digest.unreachable), "lost_host"),
        (len(digest.reachable), "found_host"),
        (len(digest.waivers), "ending_waiver"),
    ]
    told = [] if digest.complete else [say("dg_incomplete")]
    told += [say.count(number, noun) for number, noun in counted if number]
    agency = f" – {_name(digest.agency)}" if digest.agency else ""
    marked = "[AK] " if digest.marking else ""
    what = ", ".join(told).replace("\u00a0", " ")
    return f"{marked}{say('dg_subject', what=what)}{agency}"


def _name(text: str) -> str:
    """A name from the inventory or from a file of the site, on one line."""
    return printable(clip(text, 120))


def _incomplete(digest: Digest, say: Say) -> Iterator[str]:
    if digest.complete:
        return
    if digest.run is None:
        yield say("dg_no_report")
    if digest.stopped:
        yield say(f"dg_stopped_{digest.stopped}")
    if seen := digest.completeness:
        yield say(
            "dg_seen",
            hosts=say.number(seen.hosts_seen),
            all_hosts=say.number(seen.hosts),
            pairs=say.number(seen.pairs_seen),
            all_pairs=say.number(seen.pairs),
            percent=digest.min_complete,
        )
    if digest.failed:
        yield say("dg_failed", steps=", ".join(say(f"step_{name}") for name in digest.failed))


def _sections(digest: Digest, say: Say) -> Iterator[Section]:
    for kind in _CHANGES:
        yield from _section(say(f"dg_{kind}"), (_gap(each, say) for each in getattr(digest, kind)), say)
    lost = (Line(_name(each.host), each.cause.words.in_(say.lang) if each.cause else "") for each in digest.unreachable)
    yield from _section(say("dg_unreachable"), lost, say)
    yield from _section(say("dg_reachable"), (Line(_name(name)) for name in digest.reachable), say)
    yield from _section(say("dg_waivers"), (_waiver(each, say) for each in digest.waivers), say)


def _section(title: str, lines: Iterable[Line], say: Say) -> Iterator[Section]:
    if every := tuple(lines):
        rest = len(every) - LONGEST
        yield Section(title, every[:LONGEST], say("and_more", n=say.number(rest)) if rest > 0 else "")


def _gap(change: GapChange, say: Say) -> Line:
    head = f"{say.sign(change.severity)} {say.word(change.severity)}: {say.text(change.title)}"
    return Line(
        head, f"{change.check} · {say.count(len(change.hosts), 'host')}: {say.names(map(printable, change.hosts), 10)}"
    )


def _waiver(notice: WaiverNotice, say: Say) -> Line:
    until = say("dg_expired" if notice.expired else "dg_expires", date=say.date(notice.expires))
    return Line(_name(f"{notice.id} ({notice.check or notice.measure})"), until)


def _facts(digest: Digest, say: Say) -> Iterator[tuple[str, str]]:
    if digest.run is None:
        return
    shown = reversed(Severity)
    yield say("dg_open"), " · ".join(f"{say.word(each)} {say.number(digest.gaps.get(each, 0))}" for each in shown)
    states = (f"{say.word(each)} {say.number(count)}" for each in HostState if (count := digest.hosts.get(each, 0)))
    yield say("dg_hosts"), " · ".join(states)
    yield say("dg_report"), digest.link or say("dg_on_server", run=digest.run)

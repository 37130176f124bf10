"""The self-contained HTML report: one file that opens offline, reads whole without JavaScript, and asks no network."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scanner import resources
from scanner.model.base import Lang
from scanner.model.catalogue import Level
from scanner.model.report import Marking, Report
from scanner.model.status import Change, ClauseStatus, MeasureStatus
from scanner.model.verdict import HostState, Severity, Verdict
from scanner.render import glossary, json
from scanner.render.say import Say, clip, visible
from scanner.render.view import page as view


def render(report: Report, lang: Lang = "et") -> str:
    """The specialist's page as text: everything there is."""
    return "".join(parts(report, lang))


def parts(report: Report, lang: Lang = "et") -> Iterator[str]:
    """The same text in pieces: of a large fleet it is long."""
    scripts = ("report.js", "review.js")
    page = view.page(report, lang)
    return document_parts("report.html.j2", report, lang, scripts=scripts, page=page, terms=glossary.terms(lang))


def document(
    template: str,
    report: Report,
    lang: Lang,
    *,
    style: str = "",
    scripts: Sequence[str] = ("report.js",),
    **content: object,
) -> str:
    """A whole page as text: what `document_parts` gives."""
    return "".join(document_parts(template, report, lang, style=style, scripts=scripts, **content))


def document_parts(
    template: str,
    report: Report,
    lang: Lang,
    *,
    style: str = "",
    scripts: Sequence[str] = ("report.js",),
    **content: object,
) -> Iterator[str]:
    """A whole page as text in pieces. The same report gives the same page; its id follows from the digest of its JSON.

    Whatever came from a host is escaped by the template engine and its control and direction characters are written
    out; nothing of it reaches a style, a script or the address. `style` and `scripts` name files of reports/assets, the
    style one that the document has beyond the common one.
    """
    digest = json.digest(report)
    identity = {"digest": digest, "report_id": uuid.uuid5(uuid.NAMESPACE_OID, digest)}
    content |= {"report": report, "run": report.run, **identity}
    return page_parts(template, report.marking, lang, style=style, scripts=scripts, **content)


def page_parts(
    template: str,
    marking: Marking | None,
    lang: Lang = "et",
    *,
    style: str = "",
    scripts: Sequence[str] = (),
    **content: object,
) -> Iterator[str]:
    """Any page of reports/html in pieces, marked, with its styles and scripts inside and nothing else allowed."""
    say = Say(lang)
    styles = _asset("report.css") + (_asset(style) if style else "") + _running(marking, say)
    code = "".join(map(_asset, scripts))
    allowed = _digest(code) if code else "'none'"
    stream = (
        _environment(say)
        .get_template(template)
        .stream(
            lang=lang,
            t=say.words,
            style=Markup(styles),  # noqa: S704  # our own files; the marking in it is escaped
            script=Markup(code),  # noqa: S704  # our own files
            csp=f"default-src 'none'; style-src {_digest(styles)}; script-src {allowed}; "
            "base-uri 'none'; form-action 'none'",
            **content,
        )
    )
    stream.enable_buffering(500)
    return stream


def _environment(say: Say) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(resources.reports() / "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    kinds = (ClauseStatus, MeasureStatus, Change, Verdict, HostState, Severity, Level)
    environment.globals |= {kind.__name__: kind for kind in kinds}
    environment.globals |= {
        "say": say,
        "address": view.address,
        "owner_name": lambda owner: view.owner_name(owner, say),
    }
    environment.globals["groups_of"] = lambda host: view.groups_of(host, say)
    environment.filters |= {
        "word": say.word,
        "sign": say.sign,
        "n": say.number,
        "moment": say.moment,
        "date": say.date,
        "text": say.text,
        "estonian": lambda text: _estonian(text, say.lang),
    }
    return environment


def _shown(value: Any) -> Any:
    """Every value a template prints passes here, before it is escaped."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _estonian(text: str, lang: Lang) -> str:
    """A title or text of E-ITS: it exists in Estonian only, so a page in another language says that it is."""
    return text if lang == "et" or not text else Markup('<span lang="et">{}</span>').format(visible(text))


def _running(marking: Marking | None, say: Say) -> str:
    """The style that prints the marking on top of every page; each character is escaped, so none can end the string."""
    if marking is None:
        return ""
    until = say("marking_until", date=say.date(marking.until))
    told = (marking.text, marking.agency, until)
    text = visible(clip(" · ".join(filter(None, told))))
    escaped = "".join(f"\\{ord(character):06x}" for character in text)
    return f'@page {{ @top-right {{ content: "{escaped}"; font-size: 7.5pt; color: #444; }} }}\n'


def _asset(name: str) -> str:
    return (resources.reports() / "assets" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

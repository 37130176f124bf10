"""The HTML report as text: self-contained, well-formed, and safe against whatever a host says."""

from __future__ import annotations

import base64
import hashlib
import json as standard
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError
from markupsafe import escape

from scanner.model.base import Lang
from scanner.model.report import Findings, Summary
from scanner.render import html, json
from tests.render import sample

VOID = {"meta", "input", "br", "wbr", "rect", "circle"}


class Reader(HTMLParser):
    """Collects tags, attributes and text, and checks that tags close in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def ids(self) -> list[str]:
        return [value for _, name, value in self.attributes if name == "id"]


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


@pytest.fixture(scope="module")
def full() -> str:
    return html.render(sample.report())


def test_tags_close_and_ids_are_unique(full: str) -> None:
    ids = read(full).ids()
    assert len(set(ids)) == len(ids)


def test_every_link_stays_in_the_page_and_has_a_target(full: str) -> None:
    reader = read(full)
    links = [value for _, name, value in reader.attributes if name in {"href", "src", "action", "srcset", "xlink:href"}]
    assert links
    assert all(link.startswith("#") and link[1:] in reader.ids() for link in links)


def test_the_policy_allows_exactly_our_style_and_script(full: str) -> None:
    policy = next(value for _, name, value in read(full).attributes if name == "content" and "default-src" in value)
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", full, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_nothing_runs_or_styles_from_an_attribute(full: str) -> None:
    names = {name for _, name, _ in read(full).attributes}
    assert not {name for name in names if name.startswith("on") or name in {"style", "src", "srcdoc"}}


def test_a_hostile_host_adds_no_tag(full: str) -> None:
    """The same report with harmless names has exactly the same tags."""
    assert sample.HOSTILE in "".join(read(full).text)
    harmless = sample.report().model_dump_json(by_alias=True)
    for bad in (sample.HOSTILE, sample.ESCAPES):
        harmless = harmless.replace(standard.dumps(bad, ensure_ascii=False)[1:-1], "ohutu")
    calm = html.render(type(sample.report()).model_validate_json(harmless))
    assert sample.HOSTILE not in calm
    assert read(calm).tags == read(full).tags


def test_control_and_direction_characters_are_written_out(full: str) -> None:
    assert all(character.isprintable() or character in "\n\t\u00a0\u202f" for character in full)
    assert "\\x1b]0;omastatud\\x07" in full
    assert "\\u202egnirts\\u2028rida" in full


def test_template_syntax_from_a_host_is_text(full: str) -> None:
    assert "{{7*7}}" in full


def test_a_hostile_marking_cannot_leave_the_style() -> None:
    report = sample.green()
    assert report.marking is not None
    marking = report.marking.model_copy(update={"text": '"; } </style><script>alert(1)</script>'})
    text = html.render(report.model_copy(update={"marking": marking}))
    assert read(text).tags["script"] == 1
    (style,) = re.findall("<style>(.*?)</style>", text, flags=re.DOTALL)
    assert "alert" not in style


def test_a_misspelt_name_in_a_template_is_an_error_not_an_empty_cell() -> None:
    from scanner.render.say import Say

    with pytest.raises(UndefinedError):
        html._environment(Say("et")).from_string("{{ t.puudub }}").render(t=Say("et").words)  # noqa: SLF001


@pytest.mark.parametrize(("lang", "title"), [("et", "Vastavuslünkade aruanne"), ("en", "Gap report")])
def test_the_page_says_its_language(lang: Lang, title: str) -> None:
    reader = read(html.render(sample.report(), lang))
    assert ("html", "lang", lang) in reader.attributes
    assert any(title in text for text in reader.text)


def test_the_english_page_keeps_no_estonian_interface() -> None:
    from scanner.render.words import UI

    page = re.sub(r'<small lang="et">.*?</small>', "", html.render(sample.report(), "en"))  # the glossary's other words
    text = " ".join(" ".join(read(page).text).split())
    left = [key for key, words in UI.items() if "{" not in words.et and len(words.et) > 14 and words.et in text]
    assert left == []


def test_titles_of_e_its_are_marked_as_estonian_on_the_english_page() -> None:
    report = sample.report()
    page = html.render(report, "en")
    elsewhere = re.sub(r'<span lang="et">.*?</span>', "", page)
    titles = {escape(title) for title in [m.title for m in report.measures] + [m.title for m in report.modules]}
    assert all(title in page for title in titles)
    assert not [title for title in titles if title in elsewhere]
    assert '<span lang="et">' not in html.render(report, "et")


def test_the_same_report_gives_the_same_page() -> None:
    assert html.render(sample.report()) == html.render(sample.report())


def test_another_report_has_another_id(full: str) -> None:
    def ids(text: str) -> set[str]:
        return set(re.findall(r"<code>([0-9a-f]{8}-[0-9a-f-]{27})</code>", text))

    assert len(ids(full)) == 1
    assert ids(full) == ids(html.render(sample.report(), "en"))
    assert ids(full) != ids(html.render(sample.green()))


def test_the_page_names_the_digest_of_the_json_beside_it(full: str) -> None:
    assert hashlib.sha256(json.render(sample.report()).encode()).hexdigest() in full


def test_every_host_is_named_however_many_values_there_are() -> None:
    text = "".join(read(html.render(sample.large(hosts=40, checks=12))).text)
    for host in sample.large(hosts=40, checks=12).hosts:
        assert text.count(host.name) > 3


def test_200_hosts_and_300_checks_fit_into_5_megabytes() -> None:
    report = sample.large(hosts=200, checks=300)
    assert len(report.findings) == 60_000
    assert len(html.render(report).encode()) < 5_000_000


@pytest.mark.parametrize(
    "change",
    [
        {"run": sample.report().run.model_copy(update={"kind": "current", "previous": None})},
        {"run": sample.report().run.model_copy(update={"approach": "muu", "agency": "", "area": "", "limit": "veeb*"})},
        {"marking": None, "commands": {}, "proposals": ()},
        {"modules": (), "measures": (), "targets": ()},
        {"findings": Findings.of(()), "measures": (), "modules": (), "hosts": (), "summary": Summary()},
    ],
    ids=["current state", "bare run", "no marking", "nothing modelled", "nothing at all"],
)
@pytest.mark.parametrize("lang", ["et", "en"])
def test_a_report_with_less_in_it_is_still_a_whole_page(change: dict[str, object], lang: Lang) -> None:
    reader = read(html.render(sample.report().model_copy(update=change), lang))
    assert reader.tags["h1"] == 1
    assert [value for _, name, value in reader.attributes if name == "href" and value[1:] not in reader.ids()] == []

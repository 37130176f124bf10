"""The interface's texts: all there, all used, in both languages; templates hold none of their own."""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from pathlib import Path

import scanner.render
from scanner import resources
from scanner.language.check import Disruption
from scanner.model.base import Text
from scanner.model.coverage import Says
from scanner.model.finding import ParamUse
from scanner.model.target import Need
from scanner.render.words import NOUNS, UI

SAME = {"host", "host 0", "formula_counts"}
"""Texts that are one in both languages."""
TEMPLATES = sorted(path for folder in ("html", "mail") for path in (resources.reports() / folder).glob("*.j2"))
SOURCES = [*sorted(Path(scanner.render.__file__).parent.rglob("*.py")), *TEMPLATES]
TEXTS = {**UI, **{f"{noun} {n}": text for noun, forms in NOUNS.items() for n, text in enumerate(forms)}}


def test_every_text_is_there_in_both_languages() -> None:
    assert [key for key, text in TEXTS.items() if not (text.et.strip() and text.en.strip())] == []
    assert {key for key, text in TEXTS.items() if text.et == text.en} == SAME


def test_both_languages_tell_the_same_values() -> None:
    assert [key for key, text in TEXTS.items() if fields(text.et) != fields(text.en)] == []


def test_estonian_quotes_and_dashes_are_estonian() -> None:
    assert [
        key for key, text in TEXTS.items() if '"' in text.et or " - " in text.et or "“" in text.et.split("„")[0]
    ] == []


def test_every_text_is_used() -> None:
    code = "\n".join(source.read_text(encoding="utf-8") for source in SOURCES if source.name != "words.py")
    used = set(re.findall(r"\bt\.(\w+)", code)) | set(re.findall(r"""["'](\w+)["']""", code))
    prefixes = set(re.findall(r"""["'](\w+_)["'] ~""", code)) | set(re.findall(r"""f["'](\w+_)\{""", code))
    assert [key for key in UI if key not in used and not key.startswith(tuple(prefixes))] == []


def test_every_template_is_without_words_of_its_own() -> None:
    for template in TEMPLATES:
        text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"<[^>]*>", "", text, flags=re.DOTALL)
        assert not re.search(r"[A-Za-zÕÄÖÜõäöü]{2}", text), f"{template.name} says something itself: {text.split()}"


def test_every_value_of_the_models_has_its_text() -> None:
    origins = ParamUse.model_fields["origin"].annotation
    wanted = [f"says_{value.value}" for value in Says] + [f"need_{value.value}" for value in Need]
    wanted += [f"origin_{value}" for value in origins.__args__]  # type: ignore[union-attr]  # a Literal
    wanted += [f"{kind}_{value}" for kind in ("action", "disruption") for value in Disruption.__args__]  # type: ignore[attr-defined]  # a Literal
    assert [key for key in wanted if not isinstance(UI.get(key), Text)] == []


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_no_text_takes_the_place_of_another() -> None:
    keys: list[str] = []
    for source in Path(scanner.render.__file__).parent.glob("words*.py"):
        for node in ast.parse(source.read_text(encoding="utf-8")).body:
            texts = node.value if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "UI" else None
            if isinstance(texts, ast.Dict):
                keys += [ast.literal_eval(key) for key in texts.keys if key is not None]
    assert len(keys) == len(UI)
    assert [key for key, times in Counter(keys).items() if times > 1] == []

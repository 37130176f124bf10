"""The glossary page."""

from __future__ import annotations

import os
from pathlib import Path

from scanner import resources
from scanner.render import glossary


def test_the_committed_page_is_the_glossarys() -> None:
    page = Path(resources.__file__).parent.parent / "docs" / "glossary.md"
    if os.environ.get("EITS_GOLDEN") == "write":
        page.write_text(glossary.markdown(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == glossary.markdown()


def test_no_term_is_told_twice() -> None:
    for names in ([term.name.et for term in glossary.TERMS], [term.name.en for term in glossary.TERMS]):
        assert len(set(names)) == len(names)

"""Text for a cell of a spreadsheet: nothing in it is a formula, a control character, or longer than a cell may be."""

from __future__ import annotations

import re

from scanner.model.plan_columns import formula
from scanner.render.say import clip, visible

LONGEST = 32_767
"""Characters a cell of a spreadsheet may hold."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def safe(text: str, longest: int = LONGEST) -> str:
    """The text as a cell shows it; an apostrophe before what would be a formula."""
    shown = visible(clip(text, longest)) if not text.isprintable() else text
    shown = f"'{shown}" if formula(shown) else shown
    return clip(shown, longest)


def xml_text(text: str) -> str:
    """A safe text for a workbook, where `_x0041_` would be read as an A."""
    shown = safe(text)
    return clip(_ESCAPE.sub("_x005F_", shown), LONGEST) if "_x" in shown else shown

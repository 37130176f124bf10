"""Names of the sheets and columns of the action plan that are read back: what is written is what is looked for."""

from __future__ import annotations

from scanner.model.base import Text

PLAN = Text(et="Tegevuskava", en="Action plan")
OBSERVATIONS = Text(et="Auditi tähelepanekud", en="Audit observations")
BASE = "_eits-scan"
"""The hidden sheet that keeps what was exported, by key, so that an edit is told apart from an old export."""

KEY = Text(et="Võti", en="Key")
CHECK = Text(et="Kontroll", en="Check")
RESPONSIBLE = Text(et="Vastutaja", en="Responsible")
DEADLINE = Text(et="Tähtaeg", en="Deadline")
STATUS = Text(et="Seis", en="Status")
COMMENT = Text(et="Märkus", en="Comment")
NUMBER = Text(et="Number", en="No.")
OBSERVATION = Text(et="Lahknevus", en="Nonconformity")

BASE_COLUMNS = (
    "key", "responsible", "deadline", "status", "comment",
    "decided_responsible", "decided_deadline", "decided_status", "decided_comment",
)  # fmt: skip
"""The hidden sheet: what the row showed, and what of it people had decided by then."""


def formula(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula when it is typed, pasted or read from a file."""
    return text.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r"))


def plain(text: str) -> str:
    """What a person meant by the text of a cell: without the apostrophe that keeps it from being a formula."""
    return text[1:] if text.startswith("'") and formula(text[1:]) else text

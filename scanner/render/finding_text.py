"""What a finding says in lines of plain text, for formats that other programs show."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.report import FindingInfo
from scanner.render.say import Say, harmless


def expected_and_found(finding: FindingInfo, say: Say) -> Iterator[str]:
    """What was expected and what was found, where the finding tells."""
    if finding.expected:
        yield f"{say('card_expected')}: {harmless(say.text(finding.expected))}"
        yield f"{say('card_found')}: {say('absent') if finding.actual is None else harmless(finding.actual)}"


def details(finding: FindingInfo, say: Say, *, clauses: bool = False) -> Iterator[str]:
    """All that stands behind the message; `clauses` for a format that has no place of its own for them."""
    yield from expected_and_found(finding, say)
    if finding.source:
        yield f"{say('card_where')}: {harmless(str(finding.source))}"
    if clauses and finding.measures:
        yield f"{say('clauses')}: {', '.join(finding.measures)}"
    if finding.waiver:
        yield f"{say('card_waiver')}: {harmless(finding.waiver)}"

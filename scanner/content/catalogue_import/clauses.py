"""Split a measure's text into its lettered clauses, and fingerprint their wording."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LETTERED = re.compile(r"([a-z])[.)]\s*(?=\S)")


def split(body: str) -> dict[str, str]:
    """The clauses of a measure by letter, each with its own text. Nothing of the text is dropped.

    A clause begins at a line that starts with a letter and a dot. Letters only run forward, but may leave gaps (a, b,
    d): a line whose letter is not after the last one belongs to the clause before it. So does a bullet, whatever it
    begins with. Text before the first letter opens the first clause; a text without letters is one clause, a.
    """
    clauses: dict[str, list[str]] = {}
    opening: list[str] = []
    last = ""
    for line in (line.strip() for line in body.splitlines()):
        start = _LETTERED.match(line)
        if start and start[1] > last:
            last = start[1]
            clauses[last] = [*opening, line[start.end() :]]
            opening = []
        elif line:
            clauses.get(last, opening).append(line)
    if opening:
        clauses["a"] = opening
    return {letter: "\n".join(lines) for letter, lines in clauses.items()}


def digest(text: str) -> str:
    """A fingerprint of the wording: 12 hex digits of SHA-256 over its words.

    Only words count. Sources of one edition differ in bullets, quotes, dashes, spaces and line breaks, and none of
    these changes what a clause demands.
    """
    words = " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text)))
    return hashlib.sha256(words.encode()).hexdigest()[:12]

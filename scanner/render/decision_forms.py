"""Decisions to be filled in: YAML in the form of waivers.yaml and attestations.yaml, with comments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import yaml

from scanner.assess.unanswered import Unanswered
from scanner.errors import printable
from scanner.render.say import Say, clip

MOST_HOSTS = 20
"""Hosts written out in a form; the rest is for the reader to add, since a decision is about what it names."""
MOST_OBJECTS = 40
WAIVER_DAYS = 90
ATTESTATION_DAYS = 365
"""How long a decision is proposed to count."""


def request(check: str, hosts: Sequence[str], say: Say) -> dict[str, object]:
    """The entry of a waiver somebody outside asks for: what is decided the agency fills in."""
    return {
        "id": f"taotlus-{check}",
        "kind": say("p_fill_kind"),
        "check": check,
        "hosts": list(hosts[:MOST_HOSTS]),
        "reason": say("p_fill_reason"),
        "approved_by": say("p_fill_approved"),
        "approved_by_role": say("p_fill_approved"),
        "approved_on": say("p_fill_approved"),
        "expires": say("p_fill_expires"),
    }


def waiver_entry(
    name: str, check: str, hosts: Sequence[str], objects: Sequence[str], day: date, say: Say
) -> dict[str, object]:
    """The same as the agency itself decides it, with dates proposed from a day on."""
    own = {
        "id": name,
        "kind": "ajutine_erand",
        "objects": list(objects[:MOST_OBJECTS]),
        "reason": say("d_fill_reason"),
        "approved_by": say("d_fill_by"),
        "approved_by_role": say("d_fill"),
        "approved_on": day,
        "expires": day + timedelta(days=WAIVER_DAYS),
        "document_ref": say("d_fill_document"),
        "risk_ref": say("d_fill_risk"),
    }
    asked = request(check, hosts, say)
    order = ["id", "kind", "check", "hosts", "objects", *own]
    entry = {**asked, **own}
    return {key: entry[key] for key in dict.fromkeys(order) if entry[key] != []}


def waiver_text(entry: Mapping[str, object], head: Iterable[str], say: Say) -> str:
    """A waiver with comments: `head` above it, and beside the fields what may stand there."""
    comments = {
        "kind": say("d_c_kind"),
        "approved_by_role": say("d_c_role"),
        "expires": say("d_c_last"),
        "document_ref": say("d_c_document"),
        "risk_ref": say("d_c_risk"),
    }
    return "".join([*_remarks(head), "waivers:\n", *_entry(entry, comments)])


def attestations_text(due: Iterable[Unanswered], head: Iterable[str], day: date, say: Say) -> str:
    """All that wait for an answer, each with its question above it."""
    comments = {"state": say("d_c_stated"), "valid_until": say("d_c_last"), "evidence": say("d_c_evidence")}
    parts = [*_remarks(head), "attestations:\n"]
    for each in due:
        where: dict[str, object] = {"hosts": list(each.hosts)} if each.hosts else {"target": each.target.id}
        entry = {
            "clause": each.clause,
            **where,
            "state": say("d_fill"),
            "statement": say("d_fill_statement"),
            "by": say("d_fill_by"),
            "stated_on": day,
            "valid_until": day + timedelta(days=ATTESTATION_DAYS),
            "evidence": say("d_fill_evidence"),
        }
        parts += [*(f"  {line}" for line in _remarks([question(each, say)])), *_entry(entry, comments)]
    return "".join(parts)


def question(each: Unanswered, say: Say) -> str:
    """What is asked about a clause."""
    if each.question:
        return say.text(each.question)
    return clip(f"{each.text or each.measure.title}: {say('d_organisational')}", 2000)


def _remarks(lines: Iterable[str]) -> list[str]:
    return [f"# {printable(line)}\n" for line in lines]


def _entry(entry: Mapping[str, object], comments: Mapping[str, str]) -> Iterable[str]:
    for number, (key, value) in enumerate(entry.items()):
        lines = _dumped({key: value}).splitlines()
        if key in comments:
            lines[0] += f"  # {comments[key]}"
        for place, line in enumerate(lines):
            yield f"{'  - ' if number == place == 0 else '    '}{line}\n"


def _dumped(field: Mapping[str, object]) -> str:
    """As YAML. What a terminal could obey is written as an escape that YAML reads back."""
    text: str = yaml.safe_dump(field, allow_unicode=True, sort_keys=False, width=10_000)
    if all(line.isprintable() for line in text.split("\n")):
        return text
    escaped: str = yaml.safe_dump(field, allow_unicode=False, sort_keys=False, width=10_000)
    return escaped

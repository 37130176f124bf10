"""Statuses of clauses, measures and findings over time: the one table of their words and signs."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from scanner.model.base import Text
from scanner.model.catalogue import Level
from scanner.model.verdict import HostState, Severity, Verdict


class ClauseStatus(StrEnum):
    """How a clause stands on one host or target object."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"
    WAIVED = "waived"


class MeasureStatus(StrEnum):
    """Rakendamise seis of a measure on a target object."""

    IMPLEMENTED = "implemented"
    PARTLY = "partly"
    NOT_IMPLEMENTED = "not_implemented"
    NOT_ASSESSED = "not_assessed"
    NOT_RELEVANT = "not_relevant"
    TO_CONSIDER = "to_consider"
    RISK_ACCEPTED = "risk_accepted"


class Change(StrEnum):
    """A finding against the previous observation of the same host and check."""

    NEW = "new"
    WORSE = "worse"
    FIXED = "fixed"
    PERSISTING = "persisting"
    REGRESSED = "regressed"
    GONE_UNKNOWN = "gone_unknown"
    NOT_SCANNED = "not_scanned"
    UNCHANGED = "unchanged"
    FIRST = "first"


class PlanStatus(StrEnum):
    """How far a row of the action plan is, in the words of who works on it."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    DONE = "done"
    WAIVER_ASKED = "waiver_asked"


class Word(NamedTuple):
    """How a status is shown: a sign, and its word. The word alone must do where a sign cannot be shown."""

    sign: str
    text: Text


WORDS: dict[type[StrEnum], dict[StrEnum, Word]] = {
    ClauseStatus: {
        ClauseStatus.MET: Word("✔", Text(et="Vastab", en="Met")),
        ClauseStatus.PARTLY: Word("◐", Text(et="Osaliselt", en="Partly")),
        ClauseStatus.NOT_MET: Word("✖", Text(et="Ei vasta", en="Not met")),
        ClauseStatus.UNKNOWN: Word("?", Text(et="Hindamata – andmed puuduvad", en="Not assessed – no data")),
        ClauseStatus.NOT_APPLICABLE: Word("–", Text(et="Ei kohaldu", en="Not applicable")),
        ClauseStatus.NOT_ASSESSED: Word("☐", Text(et="Käsitsi hinnata", en="To be assessed by hand")),
        ClauseStatus.WAIVED: Word("◇", Text(et="Erand", en="Waived")),
    },
    MeasureStatus: {
        MeasureStatus.IMPLEMENTED: Word("✔", Text(et="Täidetud", en="Implemented")),
        MeasureStatus.PARTLY: Word("◐", Text(et="Osaliselt täidetud", en="Partly implemented")),
        MeasureStatus.NOT_IMPLEMENTED: Word("✖", Text(et="Täitmata", en="Not implemented")),
        MeasureStatus.NOT_ASSESSED: Word("?", Text(et="Hindamata", en="Not assessed")),
        MeasureStatus.NOT_RELEVANT: Word("–", Text(et="Pole asjakohane", en="Not relevant")),
        MeasureStatus.TO_CONSIDER: Word("☐", Text(et="Kaalumiseks", en="To be considered")),
        MeasureStatus.RISK_ACCEPTED: Word("◇", Text(et="Risk aktsepteeritud", en="Risk accepted")),
    },
    Change: {
        Change.NEW: Word("▲", Text(et="uus", en="new")),
        Change.WORSE: Word("▲", Text(et="halvenenud", en="worse")),
        Change.FIXED: Word("▼", Text(et="parandatud", en="fixed")),
        Change.PERSISTING: Word("=", Text(et="püsib", en="persisting")),
        Change.REGRESSED: Word("↺", Text(et="taasilmnenud", en="regressed")),
        Change.GONE_UNKNOWN: Word("?", Text(et="enam ei nähtud", en="no longer seen")),
        Change.NOT_SCANNED: Word("·", Text(et="ei skannitud", en="not scanned")),
        Change.UNCHANGED: Word("=", Text(et="muutuseta", en="unchanged")),
        Change.FIRST: Word("•", Text(et="esimene vaatlus", en="first seen")),
    },
    PlanStatus: {
        PlanStatus.OPEN: Word("○", Text(et="avatud", en="open")),
        PlanStatus.IN_PROGRESS: Word("◐", Text(et="töös", en="in progress")),
        PlanStatus.WAITING: Word("…", Text(et="ootel", en="waiting")),
        PlanStatus.DONE: Word("●", Text(et="tehtud", en="done")),
        PlanStatus.WAIVER_ASKED: Word("◇", Text(et="erand taotletud", en="waiver asked for")),
    },
    Verdict: {
        Verdict.PASS: Word("✔", Text(et="Vastab", en="Met")),
        Verdict.FAIL: Word("✖", Text(et="Ei vasta", en="Not met")),
        Verdict.ERROR: Word("?", Text(et="Hindamata", en="Not assessed")),
        Verdict.NOT_APPLICABLE: Word("–", Text(et="Ei kohaldu", en="Not applicable")),
    },
    HostState: {
        HostState.ANSWERED: Word("✔", Text(et="vastas", en="answered")),
        HostState.PARTIAL: Word("◐", Text(et="vastas osaliselt", en="answered in part")),
        HostState.UNREACHABLE: Word("⊘", Text(et="kättesaamatu", en="unreachable")),
        HostState.FAILED: Word("!", Text(et="lugemine ebaõnnestus", en="reading failed")),
        HostState.NOT_SCANNED: Word("·", Text(et="ei skannitud", en="not scanned")),
    },
    Severity: {
        Severity.CRITICAL: Word("▰▰▰▰", Text(et="kriitiline", en="critical")),
        Severity.HIGH: Word("▰▰▰▱", Text(et="kõrge", en="high")),
        Severity.MEDIUM: Word("▰▰▱▱", Text(et="keskmine", en="medium")),
        Severity.LOW: Word("▰▱▱▱", Text(et="madal", en="low")),
    },
    Level: {
        Level.BASIC: Word("P", Text(et="põhimeede", en="basic measure")),
        Level.STANDARD: Word("S", Text(et="standardmeede", en="standard measure")),
        Level.HIGH: Word("K", Text(et="kõrgmeede", en="high measure")),
    },
}
"""Sign and words of every status, by kind: members of different kinds with one value are equal and would collide."""


def word(status: StrEnum) -> Word:
    """The sign and words of a status. Nothing else in the program invents words for them."""
    return WORDS[type(status)][status]

"""Statuses of clauses, measures and findings over time: the one table of their words and signs."""

from __future__ import annotations

from enum import StrEnum

from scanner.model.base import Text


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


WORDS: dict[StrEnum, tuple[str, Text]] = {
    ClauseStatus.MET: ("✔", Text(et="Vastab", en="Met")),
    ClauseStatus.PARTLY: ("◐", Text(et="Osaliselt", en="Partly")),
    ClauseStatus.NOT_MET: ("✖", Text(et="Ei vasta", en="Not met")),
    ClauseStatus.UNKNOWN: ("?", Text(et="Hindamata – andmed puuduvad", en="Not assessed – no data")),
    ClauseStatus.NOT_APPLICABLE: ("–", Text(et="Ei kohaldu", en="Not applicable")),
    ClauseStatus.NOT_ASSESSED: ("✋", Text(et="Käsitsi hinnata", en="To be assessed by hand")),
    ClauseStatus.WAIVED: ("ⓔ", Text(et="Erand", en="Waived")),
    MeasureStatus.IMPLEMENTED: ("✔", Text(et="Täidetud", en="Implemented")),
    MeasureStatus.PARTLY: ("◐", Text(et="Osaliselt täidetud", en="Partly implemented")),
    MeasureStatus.NOT_IMPLEMENTED: ("✖", Text(et="Täitmata", en="Not implemented")),
    MeasureStatus.NOT_ASSESSED: ("?", Text(et="Hindamata", en="Not assessed")),
    MeasureStatus.NOT_RELEVANT: ("–", Text(et="Pole asjakohane", en="Not relevant")),
    MeasureStatus.TO_CONSIDER: ("✋", Text(et="Kaalumiseks", en="To be considered")),
    Change.NEW: ("▲", Text(et="uus", en="new")),
    Change.WORSE: ("▲", Text(et="halvenenud", en="worse")),
    Change.FIXED: ("▼", Text(et="parandatud", en="fixed")),
    Change.PERSISTING: ("=", Text(et="püsib", en="persisting")),
    Change.REGRESSED: ("↺", Text(et="taasilmnenud", en="regressed")),
    Change.GONE_UNKNOWN: ("?", Text(et="enam ei näe", en="no longer seen")),
    Change.NOT_SCANNED: ("·", Text(et="ei skannitud", en="not scanned")),
    Change.UNCHANGED: ("=", Text(et="muutuseta", en="unchanged")),
    Change.FIRST: ("•", Text(et="esimene vaatlus", en="first seen")),
}
"""Sign and words of every status. Nothing else in the program invents words for them."""

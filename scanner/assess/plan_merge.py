"""Takes a workbook's edits into the plan: what was exported, what is planned now, and what was handed back.

Only what differs from the export is an edit. What changed on both sides is a conflict: both values are told, and the
plan's stands unless the sheet's is preferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scanner.model.action_plan import (
    FIELDS,
    Exported,
    FieldName,
    Handed,
    PlanChange,
    PlanEntry,
    Stated,
    gap_key,
    observation_key,
)

Value = Any
"""A field's value: text, a day, a status, or None."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One field of one row: what the plan said, and what the sheet says. `exported` is what the sheet said before."""

    place: str
    entry: PlanEntry
    name: str
    before: Value
    after: Value
    exported: Value = None


@dataclass(slots=True)
class Merged:
    """The plan with the edits taken, and what was not taken."""

    entries: tuple[PlanEntry, ...] = ()
    taken: list[Edit] = field(default_factory=list)
    conflicts: list[Edit] = field(default_factory=list)
    unknown: list[Handed] = field(default_factory=list)
    """Edited rows whose key names nothing there is."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """What a workbook holds."""

    rows: Iterable[Handed]
    observations: Iterable[Handed]
    base: Mapping[str, Exported]


def merge(
    planned: Iterable[PlanEntry],
    sheets: Sheets,
    gaps: Mapping[str, tuple[str, str]],
    change: PlanChange,
    *,
    prefer_sheet: bool = False,
) -> Merged:
    """The merged plan.

    gaps: check and owner by the key of their row. change: who hands in what, without `was`. prefer_sheet: conflicts are
    taken from the sheet; what the plan said stays in the row's history.
    """
    entries = {entry.key: entry for entry in planned}
    merged = Merged()
    for row in sheets.rows:
        exported = sheets.base.get(row.key)
        place = gaps.get(row.key)
        key = gap_key(*place) if place else row.key  # a check may have been renamed since
        entry = entries.get(key) or (PlanEntry(check=place[0], owner=place[1]) if place else None)
        if entry is None or exported is None:
            if exported is None or _edits(row, exported):
                merged.unknown.append(row)
            continue
        entries[entry.key] = _taken(entry, row, exported, change, merged, prefer_sheet=prefer_sheet)
    for row in sheets.observations:
        key = observation_key(row.number)
        entry = entries.get(key) or PlanEntry(number=row.number)
        # An auditor's own sheet was never exported: what it leaves empty says nothing.
        exported = sheets.base.get(key) or Exported(Stated(), Stated())
        entries[key] = _taken(entry, row, exported, change, merged, prefer_sheet=prefer_sheet)
    merged.entries = tuple(entry for entry in entries.values() if _says(entry))
    return merged


def _edits(row: Handed, exported: Exported) -> list[FieldName]:
    return [name for name in FIELDS if name in row.values and row.values[name] != getattr(exported.shown, name)]


def _taken(
    entry: PlanEntry, row: Handed, exported: Exported, change: PlanChange, merged: Merged, *, prefer_sheet: bool
) -> PlanEntry:
    new: dict[str, Value] = {}
    if row.text and row.text != entry.text:
        new["text"] = row.text
    for name in _edits(row, exported):
        now, then, handed = getattr(entry, name), getattr(exported.decided, name), row.values[name]
        if handed == now:
            continue
        if then == now or prefer_sheet:
            new[name] = handed
        else:
            edit = Edit(row.place, entry, name, now, handed, getattr(exported.shown, name))
            merged.conflicts.append(edit)
    if not new and (entry.check or entry.history):
        return entry
    was = {name: as_text(getattr(entry, name)) for name in new if getattr(entry, name) != _default(name)}
    merged.taken += [Edit(row.place, entry, name, getattr(entry, name), value) for name, value in new.items()]
    history = (*entry.history, change.model_copy(update={"was": was}))
    return PlanEntry.model_validate(entry.model_dump() | new | {"history": history})


def _default(name: str) -> Value:
    return PlanEntry.model_fields[name].get_default()


def _says(entry: PlanEntry) -> bool:
    return bool(entry.number or entry.history or entry.stated != Stated())


def as_text(value: Value) -> str:
    """A value as plan.yaml writes it."""
    return value.isoformat() if isinstance(value, date) else str(value or "")

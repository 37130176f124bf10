"""What people decided: `attestations.yaml` and `waivers.yaml`, each decision about something that exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from scanner.content.targets import find_beside
from scanner.content.yaml_file import Places, load, schema_problems
from scanner.errors import InvalidError, Problem
from scanner.model.base import Frozen
from scanner.model.catalogue import Catalogue, measure_of, module_of
from scanner.model.decision import Attestation, Waiver
from scanner.model.host import Host
from scanner.model.target import AREA, Scope

T = TypeVar("T", Attestation, Waiver)
Location = tuple[str | int, ...]


class AttestationFile(Frozen):
    """The content of attestations.yaml."""

    attestations: tuple[Attestation, ...] = ()


class WaiverFile(Frozen):
    """The content of waivers.yaml."""

    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of a site."""

    attestations: tuple[Attestation, ...] = ()
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Existing:
    """What a decision may speak of. `hosts` are all of the inventory."""

    scope: Scope
    hosts: Sequence[Host]
    catalogue: Catalogue
    checks: Mapping[str, str]
    """Ids of checks by what they are or were called."""


@dataclass(frozen=True, slots=True)
class _Read(Generic[T]):
    entries: tuple[T, ...]
    places: Places
    problems: list[Problem]


def load_decisions(inventories: Sequence[Path], existing: Existing) -> Decisions:
    """The decisions in or beside the inventories. InvalidError with all that is wrong in both files."""
    said: _Read[Attestation] = _read(find_beside(inventories, "attestations.yaml"), AttestationFile, "attestations")
    waived: _Read[Waiver] = _read(find_beside(inventories, "waivers.yaml"), WaiverFile, "waivers")
    problems = [
        *said.problems,
        *waived.problems,
        *(_placed(said.places, _wrong_attestations(said.entries, existing))),
        *(_placed(waived.places, _wrong_waivers(waived.entries, existing))),
    ]
    if problems:
        raise InvalidError.of(problems)
    renamed = (each.model_copy(update={"check": existing.checks.get(each.check or "")}) for each in waived.entries)
    return Decisions(said.entries, tuple(renamed))


def _read(path: Path | None, model: type[AttestationFile] | type[WaiverFile], field: str) -> _Read[Any]:
    if path is None:
        return _Read((), Places(f"{field}.yaml", None), [])
    data, places, problems = load(path)
    if data is None:
        return _Read((), places, problems)  # an empty file decides nothing
    if not isinstance(data, dict):
        return _Read((), places, problems or [places.problem((), f"is a mapping that begins with {field}:")])
    try:
        return _Read(getattr(model.model_validate(data), field), places, problems)
    except ValidationError as error:
        return _Read((), places, [*problems, *schema_problems(places, error, frozenset())])


def _placed(places: Places, found: Iterable[tuple[Location, str]]) -> Iterator[Problem]:
    yield from (places.problem(location, message) for location, message in found)


def _wrong_attestations(entries: Sequence[Attestation], existing: Existing) -> Iterator[tuple[Location, str]]:
    targets = {target.id: target.modules for target in existing.scope.targets}
    if existing.scope.process_modules:
        targets[AREA] = existing.scope.process_modules
    for index, each in enumerate(entries):
        at: Location = ("attestations", index)
        module = module_of(measure_of(each.clause))
        if existing.catalogue.digest_of(each.clause) is None:
            yield (*at, "clause"), f"edition {existing.catalogue.edition} has no clause {each.clause}"
        elif each.target in targets and module not in targets[each.target]:
            yield (*at, "target"), f"{module} is not applied to {each.target!r}"
        if each.target is not None and each.target not in targets:
            yield (*at, "target"), f"there is no target object {each.target!r}; there are: {', '.join(sorted(targets))}"
        yield from _unknown_hosts((*at, "hosts"), each.hosts, existing)


def _wrong_waivers(entries: Sequence[Waiver], existing: Existing) -> Iterator[tuple[Location, str]]:
    taken: set[str] = set()
    groups = {group for host in existing.hosts for group in host.groups}
    for index, each in enumerate(entries):
        at: Location = ("waivers", index)
        if each.id in taken:
            yield (*at, "id"), f"the id {each.id!r} stands here a second time"
        taken.add(each.id)
        if each.check is not None and each.check not in existing.checks:
            yield (*at, "check"), f"there is no check {each.check!r}"
        if each.measure is not None and each.measure not in existing.catalogue.by_code:
            yield (*at, "measure"), f"edition {existing.catalogue.edition} has no measure {each.measure}"
        yield from _unknown_hosts((*at, "hosts"), each.hosts, existing)
        for number, group in enumerate(each.groups):
            if group not in groups:
                yield (*at, "groups", number), f"the inventory has no group {group!r}"


def _unknown_hosts(at: Location, named: Sequence[str], existing: Existing) -> Iterator[tuple[Location, str]]:
    known = {name for host in existing.hosts for name in (host.name, host.host_id, *host.former_names)}
    for number, name in enumerate(named):
        if name not in known:
            yield (*at, number), f"the inventory has no host {name!r}"

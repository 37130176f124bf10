"""What people decided: `attestations.yaml` and `waivers.yaml`, each decision about something that exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from scanner.content.targets import find_beside
from scanner.content.yaml_file import Places, load, schema_problems
from scanner.errors import InvalidError, Problem
from scanner.model.base import Frozen
from scanner.model.catalogue import Catalogue, measure_of, module_of
from scanner.model.decision import Attestation, State, Waiver
from scanner.model.host import Host
from scanner.model.target import AREA, Scope

T = TypeVar("T", Attestation, Waiver)
ATTESTATIONS = "attestations.yaml"
WAIVERS = "waivers.yaml"


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
class Entries(Generic[T]):
    """The decisions of one file, each with its number there; those that are not well formed are left out."""

    key: str
    path: Path | None
    entries: tuple[tuple[int, T], ...]
    places: Places
    errors: tuple[Problem, ...]
    """Why the file cannot be used as it is."""
    warnings: tuple[Problem, ...] = ()
    """Names that are not there, where the decision then only counts for less."""

    def problem(self, number: int, fields: Sequence[str | int], message: str) -> Problem:
        """A problem at a field of a decision."""
        return self.places.problem((self.key, number, *fields), message)


@dataclass(frozen=True, slots=True)
class Reading:
    """Both files as they stand."""

    attestations: Entries[Attestation]
    waivers: Entries[Waiver]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Why they cannot be used as they are."""
        return (*self.attestations.errors, *self.waivers.errors)

    @property
    def decisions(self) -> Decisions:
        """The decisions that are well formed."""
        return Decisions(
            tuple(each for _, each in self.attestations.entries), tuple(each for _, each in self.waivers.entries)
        )


def load_decisions(inventories: Sequence[Path], existing: Existing) -> Decisions:
    """The decisions in or beside the inventories. InvalidError with all that is wrong in both files."""
    reading = read_decisions(inventories, existing)
    if reading.errors:
        raise InvalidError.of(reading.errors)
    return reading.decisions


def read_decisions(inventories: Sequence[Path], existing: Existing) -> Reading:
    """Both files with what is wrong in them. A check is told by its name of today."""
    said: Entries[Attestation] = _read(find_beside(inventories, ATTESTATIONS), AttestationFile, "attestations")
    waived: Entries[Waiver] = _read(find_beside(inventories, WAIVERS), WaiverFile, "waivers")
    renamed = tuple(
        (number, each.model_copy(update={"check": existing.checks.get(each.check or "", each.check)}))
        for number, each in waived.entries
    )
    judged = _judged(said, _wrong_attestations(said.entries, existing), said.entries)
    return Reading(judged, _judged(waived, _wrong_waivers(waived.entries, existing), renamed))


def _read(path: Path | None, model: type[AttestationFile] | type[WaiverFile], key: str) -> Entries[Any]:
    if path is None:
        return Entries(key, None, (), Places(f"{key}.yaml", None), ())
    data, places, problems = load(path)
    if data is None:
        return Entries(key, path, (), places, tuple(problems))  # an empty file decides nothing
    if not isinstance(data, dict):
        wrong = problems or [places.problem((), f"is a mapping that begins with {key}:")]
        return Entries(key, path, (), places, tuple(wrong))
    try:
        whole = getattr(model.model_validate(data), key)
        return Entries(key, path, tuple(enumerate(whole)), places, tuple(problems))
    except ValidationError as error:
        wrong = [*problems, *schema_problems(places, error, frozenset())]
        return Entries(key, path, tuple(_sound(model, key, data.get(key))), places, tuple(wrong))


def _sound(model: type[AttestationFile] | type[WaiverFile], key: str, raw: Any) -> Iterator[tuple[int, Any]]:
    """The entries that are well formed by themselves: what else is wrong with them is told in the same round."""
    for number, each in enumerate(raw if isinstance(raw, list) else ()):
        try:
            (entry,) = getattr(model.model_validate({key: [each]}), key)
        except ValidationError:
            continue
        yield number, entry


@dataclass(frozen=True, slots=True)
class _Wrong:
    number: int
    fields: tuple[str | int, ...]
    message: str
    error: bool = True


def _judged(read: Entries[T], wrong: Iterator[_Wrong], entries: tuple[tuple[int, T], ...]) -> Entries[T]:
    errors = list(read.errors)
    warnings: list[Problem] = []
    for each in wrong:
        problem = read.problem(each.number, each.fields, each.message)
        (errors if each.error else warnings).append(problem)
    return Entries(read.key, read.path, entries, read.places, tuple(errors), tuple(warnings))


def _wrong_attestations(entries: Sequence[tuple[int, Attestation]], existing: Existing) -> Iterator[_Wrong]:
    targets = {target.id: target.modules for target in existing.scope.targets}
    if existing.scope.process_modules:
        targets[AREA] = existing.scope.process_modules
    for number, each in entries:
        module = module_of(measure_of(each.clause))
        if existing.catalogue.digest_of(each.clause) is None:
            yield _Wrong(number, ("clause",), f"edition {existing.catalogue.edition} has no clause {each.clause}")
        elif each.target in targets and module not in targets[each.target]:
            yield _Wrong(number, ("target",), f"{module} is not applied to {each.target!r}")
        if each.target is not None and each.target not in targets:
            message = f"there is no target object {each.target!r}; there are: {', '.join(sorted(targets))}"
            yield _Wrong(number, ("target",), message)
        # A "no" about a host nobody knows would be lost, and a clause could look better than a person said it is.
        lost = each.state in (State.NOT_IMPLEMENTED, State.PARTLY)
        yield from _unknown_hosts(number, each.hosts, existing, error=lost)


def _wrong_waivers(entries: Sequence[tuple[int, Waiver]], existing: Existing) -> Iterator[_Wrong]:
    """A waiver of something that is not there covers nothing: it makes no gap vanish, and no night is lost for it."""
    taken: set[str] = set()
    groups = {group for host in existing.hosts for group in host.groups}
    for number, each in entries:
        if each.id in taken:
            yield _Wrong(number, ("id",), f"the id {each.id!r} stands here a second time")
        taken.add(each.id)
        if each.check is not None and each.check not in existing.checks:
            message = f"there is no check {each.check!r}{near(each.check, existing.checks)}"
            yield _Wrong(number, ("check",), message, error=False)
        if each.measure is not None and each.measure not in existing.catalogue.by_code:
            message = f"edition {existing.catalogue.edition} has no measure {each.measure}"
            yield _Wrong(number, ("measure",), message, error=False)
        yield from _unknown_hosts(number, each.hosts, existing, error=False)
        for place, group in enumerate(each.groups):
            if group not in groups:
                message = f"the inventory has no group {group!r}{near(group, groups)}"
                yield _Wrong(number, ("groups", place), message, error=False)


def _unknown_hosts(number: int, named: Sequence[str], existing: Existing, *, error: bool) -> Iterator[_Wrong]:
    known = {name for host in existing.hosts for name in (host.name, host.host_id, *host.former_names)}
    for place, name in enumerate(named):
        if name not in known:
            yield _Wrong(number, ("hosts", place), f"the inventory has no host {name!r}{near(name, known)}", error)


def near(name: str, known: Collection[str]) -> str:
    """A hint at what may have been meant, for the end of a message; empty where nothing is alike."""
    found = get_close_matches(name, known, n=3, cutoff=0.7)
    return f"; did you mean {' or '.join(found)}?" if found else ""

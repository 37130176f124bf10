"""What E-ITS is applied to: `targets.yaml`, and the short form in the inventory, made into one scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from scanner import resources
from scanner.content import catalogue as catalogues
from scanner.content.yaml_file import Places, load, schema_problems
from scanner.errors import InvalidError, Problem
from scanner.model.catalogue import Catalogue, Level, group_of, module_of
from scanner.model.host import UNASSIGNED, Host
from scanner.model.target import AREA, HighMeasure, Needs, Scope, Target

FILE = "targets.yaml"
PROCESS_GROUPS = frozenset({"ISMS", "ORP", "CON", "OPS", "DER", "GRC"})
"""Module groups about how the organisation works: they apply to the whole area, once."""


class Modelled(Protocol):
    """An inventory group that carries `eits_modules`."""

    @property
    def name(self) -> str: ...
    @property
    def hosts(self) -> tuple[str, ...]: ...
    @property
    def modules(self) -> tuple[str, ...]: ...
    @property
    def need(self) -> Needs | None: ...
    @property
    def owner(self) -> str | None: ...


class Listed(Protocol):
    """A host of the inventory with its own `eits_modules` and `eits_need`."""

    @property
    def host(self) -> Host: ...
    @property
    def modules(self) -> tuple[str, ...]: ...
    @property
    def need(self) -> Needs | None: ...


class Inventoried(Protocol):
    """An inventory: every host of it, whatever the limit, and its groups with `eits_modules`."""

    @property
    def everyone(self) -> Sequence[Listed]: ...
    @property
    def modelled(self) -> Sequence[Modelled]: ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A targets.yaml that is well formed; whether it fits the inventory and the edition is still to be seen."""

    scope: Scope
    places: Places

    def problem(self, location: Sequence[str | int], message: str, todo: str = "") -> Problem:
        """A problem at a place of the file."""
        found = self.places.problem(location, message)
        return Problem(found.message, found.where, todo)


def find_beside(inventories: Iterable[Path], name: str) -> Path | None:
    """The file of this name in or beside the inventories. InvalidError when there are several."""
    beside = (path / name if path.is_dir() else path.parent / name for path in inventories)
    found = list(dict.fromkeys(path for path in beside if path.is_file()))
    if len(found) > 1:
        raise InvalidError.of(Problem(f"there is more than one {name}", str(path), "keep one") for path in found)
    return found[0] if found else None


def read_targets(path: Path | None) -> Draft:
    """The file's content; without a file, a scope of nothing. InvalidError with everything that is wrong with it."""
    if path is None:
        return Draft(Scope(), Places(FILE, None))
    data, places, problems = load(path)
    if not problems and not isinstance(data, dict):
        problems = [places.problem((), "is a mapping with edition, approach and targets; docs/modelling.md shows one")]
    if problems:
        raise InvalidError.of(problems)
    try:
        return Draft(Scope.model_validate(data), places)
    except ValidationError as error:
        raise InvalidError.of(schema_problems(places, error, frozenset())) from None


def load_scope(inventories: Iterable[Path], inventory: Inventoried, *, workspace: Path | None = None) -> Scope:
    """What the targets.yaml of the inventories and the inventory's short form say; everything in it exists.

    workspace: where imported editions lie. InvalidError with all that is wrong, UsageError for an unknown edition.
    """
    draft = read_targets(find_beside(inventories, FILE))
    catalogue = catalogues.load(draft.scope.edition, checks=resources.checks(), workspace=workspace)
    return complete(draft, inventory, catalogue)


def complete(draft: Draft, inventory: Inventoried, catalogue: Catalogue) -> Scope:
    """The scope with the target objects of the inventory's short form. InvalidError with all that does not fit."""
    listed = inventory.everyone
    targets = (*draft.scope.targets, *_short_form(inventory.modelled, listed))
    scope = draft.scope.model_copy(update={"targets": targets})
    hosts = [each.host for each in listed]
    problems = [
        *_unknown_modules(draft, scope, catalogue),
        *_high_measures(draft, scope, catalogue),
        *_identities(draft, scope),
        *_overlaps(draft, scope, hosts),
        *_unknown_hosts(draft, hosts),
    ]
    if problems:
        raise InvalidError.of(problems)
    return scope


def _short_form(modelled: Iterable[Modelled], listed: Sequence[Listed]) -> Iterator[Target]:
    """Target objects of the inventory: groups with modules, hosts with more modules or a higher need than theirs."""
    owners = {each.host.name: each.host.owner for each in listed}
    by_group: defaultdict[str, set[str]] = defaultdict(set)
    needs: defaultdict[str, list[Needs]] = defaultdict(list)
    for group in modelled:
        need = group.need or Needs()
        shared = {owners.get(host) for host in group.hosts} - {UNASSIGNED}
        owner = group.owner or (shared.pop() if len(shared) == 1 else None)
        yield Target(id=group.name, name=group.name, hosts=group.hosts, modules=group.modules, need=need, owner=owner)
        for host in group.hosts:
            by_group[host] |= set(group.modules)
            needs[host].append(need)
    for each in listed:
        name = each.host.name
        modules = tuple(module for module in each.modules if module not in by_group[name])
        own = each.need is not None and each.need not in needs[name]
        if modules or (own and by_group[name]):
            owner = None if each.host.owner == UNASSIGNED else each.host.owner
            need = each.need or Needs()
            yield Target(id=name, name=name, hosts=(name,), modules=modules, need=need, owner=owner)


def _unknown_modules(draft: Draft, scope: Scope, catalogue: Catalogue) -> Iterator[Problem]:
    known = catalogue.modules_by_code
    missing = f"edition {catalogue.edition} has no such module"
    for location, code, process in _modules(scope):
        if code not in known:
            yield _at(draft, scope, location, f"{code}: {missing}", "`eits-scan catalogue coverage` lists the modules")
        elif process and group_of(code) not in PROCESS_GROUPS:
            yield _at(draft, scope, location, f"{code} is not about the whole area", "give it to a target object")
        elif not process and group_of(code) in PROCESS_GROUPS:
            todo = f"move it to process_modules of {FILE}"
            yield _at(draft, scope, location, f"{code} applies to the whole area, not to a target object", todo)


def _modules(scope: Scope) -> Iterator[tuple[tuple[str | int, ...], str, bool]]:
    for index, code in enumerate(scope.process_modules):
        yield ("process_modules", index), code, True
    for number, target in enumerate(scope.targets):
        for index, code in enumerate(target.modules):
            yield ("targets", number, "modules", index), code, False


def _high_measures(draft: Draft, scope: Scope, catalogue: Catalogue) -> Iterator[Problem]:
    chosen: list[tuple[tuple[str | int, ...], HighMeasure, tuple[str, ...]]] = [
        (("area_high_measures", index, "measure"), high, scope.process_modules)
        for index, high in enumerate(scope.area_high_measures)
    ]
    for number, target in enumerate(scope.targets):
        for index, high in enumerate(target.high_measures):
            chosen.append((("targets", number, "high_measures", index, "measure"), high, target.modules))
    for location, high, modules in chosen:
        measure = catalogue.by_code.get(high.measure)
        if measure is None:
            yield _at(draft, scope, location, f"{high.measure}: edition {catalogue.edition} has no such measure")
        elif measure.level is not Level.HIGH:
            yield _at(draft, scope, location, f"{high.measure} is not a high measure", "take it out: it counts anyway")
        elif module_of(high.measure) not in modules:
            yield _at(draft, scope, location, f"{high.measure} belongs to a module that is not applied here")


def _identities(draft: Draft, scope: Scope) -> Iterator[Problem]:
    taken: dict[str, str] = {AREA: "the whole area"}
    for number, target in enumerate(scope.targets):
        if target.id in taken:
            message = f"the id {target.id!r} already belongs to {taken[target.id]}"
            yield _at(draft, scope, ("targets", number, "id"), message, "give each target object its own id")
        taken.setdefault(target.id, f"the target object {target.name!r}")


def _overlaps(draft: Draft, scope: Scope, hosts: Sequence[Host]) -> Iterator[Problem]:
    """One module applied twice to one host would be counted twice."""
    first: dict[tuple[str, str], Target] = {}
    for number, target in enumerate(scope.targets):
        twice: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for host in filter(target.holds, hosts):
            for module in target.modules:
                other = first.setdefault((host.host_id, module), target)
                if other is not target:
                    twice[module, other.id].append(host.name)
        for (module, other_id), names in twice.items():
            message = f"{module} is applied to {', '.join(names)} here and in the target object {other_id!r}"
            location = ("targets", number, "modules", target.modules.index(module))
            yield _at(draft, scope, location, message, "leave it in one of them")


def _unknown_hosts(draft: Draft, hosts: Sequence[Host]) -> Iterator[Problem]:
    names = {name for host in hosts for name in (host.name, host.host_id)}
    groups = {group for host in hosts for group in host.groups}
    todo = "`eits-scan inventory list` shows the names"
    for number, target in enumerate(draft.scope.targets):
        for kind, given, known in (("host", target.hosts, names), ("group", target.groups, groups)):
            for index, name in enumerate(given):
                if name not in known:
                    location = ("targets", number, f"{kind}s", index)
                    yield draft.problem(location, f"the inventory has no {kind} {name!r}", todo)


def _at(draft: Draft, scope: Scope, location: tuple[str | int, ...], message: str, todo: str = "") -> Problem:
    """A problem in the file, or in the inventory where the target object comes from its short form."""
    if location[0] == "targets" and int(location[1]) >= len(draft.scope.targets):
        return Problem(message, f"inventory: eits_modules of {scope.targets[int(location[1])].id}", todo)
    return draft.problem(location, message, todo)

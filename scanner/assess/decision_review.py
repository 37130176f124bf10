"""What is to be said of decisions one by one: ended, ending, used for nothing, standing in each other's way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from scanner.assess.site import Site
from scanner.assess.waivers import meant
from scanner.model.catalogue import Level, measure_of
from scanner.model.decision import Attestation, State, Waiver, WaiverKind
from scanner.model.report import FindingInfo
from scanner.model.verdict import Verdict

SOON = timedelta(days=14)
"""How long before its end a decision is said to end soon."""
NOT_MET = (WaiverKind.TEMPORARY, WaiverKind.RISK_ACCEPTED)
"""Kinds of waivers that never make a basic measure implemented."""


class Term(StrEnum):
    """How a decision stands in time."""

    FUTURE = "future"
    IN_FORCE = "in_force"
    SOON = "soon"
    EXPIRED = "expired"


def term(first: date, last: date, day: date) -> Term:
    """On a day, of a decision that counts from its first day to its last, both included."""
    if day < first:
        return Term.FUTURE
    if last < day:
        return Term.EXPIRED
    return Term.SOON if last <= day + SOON else Term.IN_FORCE


class Weight(StrEnum):
    """How much a remark matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say of the decision with this number in its file, at one of its fields."""

    number: int
    fields: tuple[str | int, ...]
    message: str
    weight: Weight = Weight.WARNING


@dataclass
class Use:
    """What a waiver bears on now."""

    gaps: int = 0
    """Failing findings, covered wholly or in part."""
    keys: set[str] = field(default_factory=set)
    """Keys of the objects that any of its findings names, whatever their verdict."""
    unnamed: bool = False
    """Whether some finding has more failing objects than it names."""


def uses(
    waivers: Sequence[tuple[int, Waiver]], site: Site, findings: Iterable[tuple[str, Sequence[FindingInfo]]]
) -> Mapping[int, Use]:
    """Of each waiver what it bears on, whether or not it is in force. `findings`: check by check, as in a report."""
    hosts = {host.name: host for host in site.hosts}
    places = {number: frozenset(name for name, host in hosts.items() if meant(each, host)) for number, each in waivers}
    found = {number: Use() for number, _ in waivers}
    about: defaultdict[str, list[tuple[int, Waiver]]] = defaultdict(list)
    for number, each in waivers:
        for check in checks_of(each, site):
            about[check].append((number, each))
    for check, told in findings:
        for number, each in about.get(check, ()):
            for finding in told:
                if finding.host in places[number]:
                    _count(found[number], each, finding)
    return found


def _count(use: Use, waiver: Waiver, finding: FindingInfo) -> None:
    keys = {judged.key for judged in finding.objects}
    use.keys |= keys
    if finding.verdict is Verdict.FAIL:
        use.unnamed = use.unnamed or finding.judged > len(finding.objects)
        use.gaps += not waiver.objects or not keys.isdisjoint(waiver.objects)


def checks_of(waiver: Waiver, site: Site) -> frozenset[str]:
    """The checks whose findings a waiver is about."""
    if waiver.check:
        return frozenset({waiver.check})
    return frozenset(
        link.check
        for coverage in site.coverage.values()
        for code, clause in coverage.clauses.items()
        if measure_of(code) == waiver.measure
        for link in clause.links
    )


def review_waivers(
    waivers: Sequence[tuple[int, Waiver]], site: Site, used: Mapping[int, Use] | None
) -> Iterator[Remark]:
    """Everything to say of waivers; without `used`, nothing of what they cover: nothing was scanned yet."""
    for number, each in waivers:
        stands = term(each.approved_on, each.expires, site.as_of)
        yield from _in_time(number, "expires", "approved_on", each.approved_on, each.expires, stands)
        if used is not None and stands in (Term.IN_FORCE, Term.SOON):
            yield from _unused(number, each, used[number])
        if each.kind in NOT_MET and (basic := _basic(each, site)):
            message = (
                f"{', '.join(basic)}: a basic measure (põhimeede); {each.kind.value} never makes it implemented, "
                "the management decides"
            )
            yield Remark(number, ("kind",), message, Weight.NOTE)
    yield from _overlaps(waivers, site)


def _in_time(number: int, last_field: str, first_field: str, first: date, last: date, stands: Term) -> Iterator[Remark]:
    match stands:
        case Term.EXPIRED:
            yield Remark(number, (last_field,), f"expired: its last day was {last}; it counts no more", Weight.ERROR)
        case Term.SOON:
            yield Remark(number, (last_field,), f"ends soon: {last} is its last day")
        case Term.FUTURE:
            yield Remark(number, (first_field,), f"does not count yet: its first day is {first}")


def _unused(number: int, waiver: Waiver, use: Use) -> Iterator[Remark]:
    if not use.gaps:
        yield Remark(number, ("id",), f"{waiver.id} covers no gap now; take it out if the gap was closed")
    if use.unnamed or not use.keys:
        return  # an object may be among those that were not named
    for place, key in enumerate(waiver.objects):
        if key not in use.keys:
            known = ", ".join(sorted(use.keys)[:5])
            yield Remark(number, ("objects", place), f"no finding has an object {key!r}; there are: {known}")


def _basic(waiver: Waiver, site: Site) -> list[str]:
    """The basic measures it bears on, of the modules that are applied."""
    applied = {module for target in site.targets for module in target.modules}
    codes = {
        measure_of(code)
        for module, coverage in site.coverage.items()
        if module in applied
        for code, clause in coverage.clauses.items()
        if measure_of(code) == waiver.measure or any(link.check == waiver.check for link in clause.links)
    }
    return sorted(code for code in codes if site.catalogue.by_code[code].level is Level.BASIC)


def _overlaps(waivers: Sequence[tuple[int, Waiver]], site: Site) -> Iterator[Remark]:
    in_force = [
        (number, each, checks_of(each, site), frozenset(h.host_id for h in site.hosts if meant(each, h)))
        for number, each in waivers
        if each.valid(site.as_of)
    ]
    for place, (number, each, checks, hosts) in enumerate(in_force):
        for _, other, others_checks, others_hosts in in_force[:place]:
            objects = not each.objects or not other.objects or set(each.objects) & set(other.objects)
            if checks & others_checks and hosts & others_hosts and objects:
                yield Remark(number, ("id",), f"{each.id} and {other.id} are about the same finding; keep one")


def review_attestations(said: Sequence[tuple[int, Attestation]], site: Site) -> Iterator[Remark]:
    """Everything to say of attestations."""
    for number, each in said:
        newer = [
            other
            for _, other in said
            if (other.clause, other.target, set(other.hosts)) == (each.clause, each.target, set(each.hosts))
            and each.stated_on < other.stated_on <= site.as_of
        ]
        if newer:
            yield Remark(number, ("stated_on",), f"a newer statement of {max(each.stated_on for each in newer)} counts")
            continue
        stands = term(each.stated_on, each.valid_until, site.as_of)
        if stands is Term.EXPIRED and each.state in (State.NOT_IMPLEMENTED, State.PARTLY):
            message = f"its last day was {each.valid_until}; it still counts, because it is no yes"
            yield Remark(number, ("valid_until",), message)
        else:
            yield from _in_time(number, "valid_until", "stated_on", each.stated_on, each.valid_until, stands)

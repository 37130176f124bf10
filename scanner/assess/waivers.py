"""Which waiver, if any, covers a failing finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from scanner.model.decision import Waiver, WaiverKind
from scanner.model.finding import Finding
from scanner.model.host import Host
from scanner.model.verdict import Verdict

# How far a kind goes in clearing a finding. Where objects are covered by different kinds, the least decides.
_CLEARS = {
    WaiverKind.TEMPORARY: 0,
    WaiverKind.RISK_ACCEPTED: 1,
    WaiverKind.EQUIVALENT: 2,
    WaiverKind.FALSE_POSITIVE: 3,
}


class Waivers:
    """The waivers that count on one day, ready to be asked about findings."""

    def __init__(self, waivers: Iterable[Waiver], as_of: date) -> None:
        self._of: defaultdict[str, list[Waiver]] = defaultdict(list)
        for waiver in sorted(waivers, key=lambda waiver: waiver.id):
            if waiver.valid(as_of):
                self._of[waiver.check or waiver.measure or ""].append(waiver)

    def speak_of(self, check: str, measures: Iterable[str]) -> bool:
        """Whether any waiver is about a check or one of its measures, on whatever host."""
        return check in self._of or any(measure in self._of for measure in measures)

    def covering(self, finding: Finding, host: Host, measure: str | None = None) -> Waiver | None:
        """The waiver under which a failing finding stands, seen from a measure; None when some of it is not covered.

        Where several cover it, the one that clears most; where it takes several to cover all objects, the one among
        them that clears least.
        """
        return min(self._each(finding, host, measure).values(), key=_clears, default=None)

    def objects(self, finding: Finding, host: Host) -> dict[str, str]:
        """Waiver id by object key, for the objects covered whatever the measure, whether or not all are."""
        usable = self._usable(finding, host, None) if finding.verdict is Verdict.FAIL else []
        if not usable:
            return {}
        best = {judged.key: _best(usable, judged.key) for judged in finding.objects}
        return {key: waiver.id for key, waiver in best.items() if waiver}

    def _each(self, finding: Finding, host: Host, measure: str | None) -> dict[str, Waiver]:
        """For each failing object its best waiver; empty unless every object has one."""
        usable = self._usable(finding, host, measure) if finding.verdict is Verdict.FAIL else []
        if not usable:
            return {}
        keys = [judged.key for judged in finding.objects]
        if not keys or finding.judged > len(keys):  # objects nobody named can only be covered as a whole
            usable = [waiver for waiver in usable if not waiver.objects]
        best = {key: _best(usable, key) for key in keys or [""]}
        return {key: waiver for key, waiver in best.items() if waiver} if all(best.values()) else {}

    def _usable(self, finding: Finding, host: Host, measure: str | None) -> list[Waiver]:
        named = [*self._of.get(finding.check, ()), *(self._of.get(measure, ()) if measure else ())]
        return [waiver for waiver in named if meant(waiver, host)]


def _best(waivers: Sequence[Waiver], key: str) -> Waiver | None:
    return max((each for each in waivers if not each.objects or key in each.objects), key=_clears, default=None)


def _clears(waiver: Waiver) -> int:
    return _CLEARS[waiver.kind]


def meant(waiver: Waiver, host: Host) -> bool:
    """Whether a waiver speaks of a host."""
    if not waiver.hosts and not waiver.groups:
        return True
    return bool({host.name, host.host_id, *host.former_names} & set(waiver.hosts)) or bool(
        set(host.groups) & set(waiver.groups)
    )

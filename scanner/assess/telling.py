"""Makes the report's findings of what was observed: check by check, each time they are gone through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scanner.assess.waivers import Waivers
from scanner.model.base import unchecked
from scanner.model.catalogue import measure_of
from scanner.model.finding import Finding, Judged
from scanner.model.host import Host
from scanner.model.report import FindingInfo
from scanner.model.run import Conclusion, Observed
from scanner.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Telling:
    """Everything a finding of the report is made of. Hosts are by id, in the order of their names."""

    observed: Callable[[str], Iterable[Observed]]
    hosts: Mapping[str, Host]
    checks: Sequence[str]
    clauses: Mapping[str, Mapping[str, str]]
    waivers: Waivers

    def by_check(self) -> Iterator[tuple[str, tuple[FindingInfo, ...]]]:
        """The findings of each check that has any."""
        for check in self.checks:
            seen = {each.host: each for each in self.observed(check)}
            if found := tuple(self._told(check, [seen[host] for host in self.hosts if host in seen])):
                yield check, found

    def _told(self, check: str, observed: Iterable[Observed]) -> Iterator[FindingInfo]:
        """Hosts of which the same was concluded share all but a few fields, unless a waiver may tell them apart."""
        clauses = tuple(self.clauses.get(check, ()))
        measures = tuple(dict.fromkeys(map(measure_of, clauses)))
        waived = self.waivers.speak_of(check, measures)
        alike: dict[Conclusion, FindingInfo] = {}
        for each in observed:
            host = self.hosts[each.host]
            info = alike.get(each.said)
            if info is None or (waived and each.said.verdict is Verdict.FAIL):
                info = alike[each.said] = _finding(each.said.finding, host, clauses, measures, self.waivers)
            own = {"host": host.name, "change": each.change, "first_seen": each.since, "observed_at": each.observed_at}
            yield unchecked(FindingInfo, {**info.__dict__, **own})


def _finding(
    finding: Finding, host: Host, clauses: tuple[str, ...], measures: Sequence[str], waivers: Waivers
) -> FindingInfo:
    objects = _marked(finding, waivers.objects(finding, host))
    first = objects[0] if objects else None
    return FindingInfo(
        check=finding.check,
        host=host.name,
        verdict=finding.verdict,
        severity=finding.severity,
        cause=finding.cause,
        expected=first.expected if first else None,
        actual=first.actual if first else None,
        message=finding.message,
        source=first.source if first else None,
        objects=objects,
        judged=finding.judged,
        measures=clauses,
        observed_at=finding.observed_at,
        waiver=_waiver(finding, host, measures, waivers),
        params=finding.params,
    )


def _waiver(finding: Finding, host: Host, measures: Sequence[str], waivers: Waivers) -> str | None:
    """The waiver a gap is under: of the check itself, or of every measure it speaks of. One for some leaves a gap."""
    if finding.verdict is not Verdict.FAIL:
        return None
    if whole := waivers.covering(finding, host, None):
        return whole.id
    covering = [waivers.covering(finding, host, measure) for measure in measures]
    return next((each.id for each in covering if each), None) if covering and all(covering) else None


def _marked(finding: Finding, waived: Mapping[str, str]) -> tuple[Judged, ...]:
    """The objects, those under a waiver marked with it."""
    return tuple(
        each.model_copy(update={"waived_by": waived[each.key]}) if each.key in waived else each
        for each in finding.objects
    )

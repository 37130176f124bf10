"""What the roll-up needs of the findings: a verdict for each pair, and what waivers make of a fail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from scanner.assess.clause import Evidence
from scanner.assess.site import Site
from scanner.assess.waivers import Waivers
from scanner.model.catalogue import measure_of
from scanner.model.decision import WaiverKind
from scanner.model.host import Host
from scanner.model.run import Conclusion, Observed
from scanner.model.verdict import Verdict

EVIDENCE: tuple[Evidence | None, ...] = (
    None,
    *(Evidence(verdict) for verdict in Verdict),
    *(Evidence(Verdict.FAIL, kind) for kind in WaiverKind),
)
"""What a code stands for; 0 is a pair that was never scanned."""
_CODES = {evidence: code for code, evidence in enumerate(EVIDENCE)}


class Verdicts:
    """Verdicts by host and check, one byte each: a fleet has hundreds of thousands of pairs."""

    def __init__(self, site: Site, observed: Iterable[Observed] = ()) -> None:
        self._hosts = {host.host_id: (row, host) for row, host in enumerate(site.hosts)}
        self._codes: defaultdict[str, bytearray] = defaultdict(lambda: bytearray(len(self._hosts)))
        self._waived: defaultdict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        self._waivers = Waivers(site.waivers, site.as_of)
        self._measures = _measures(site)
        for each in observed:
            self.add(each.host, each.said)

    def add(self, host_id: str, said: Conclusion) -> None:
        """Take note of a finding; one of a host that left the inventory is nobody's."""
        row, host = self._hosts.get(host_id, (-1, None))
        if host is None:
            return
        self._codes[said.check][row] = _CODES[Evidence(said.verdict)]
        measures = self._measures.get(said.check, ())
        if said.verdict is Verdict.FAIL and self._waivers.speak_of(said.check, measures):
            for measure in measures:
                if waiver := self._waivers.covering(said.finding, host, measure):
                    self._waived[said.check, measure][row] = _CODES[Evidence(Verdict.FAIL, waiver.kind)]

    def codes(self, check: str, measure: str, hosts: Sequence[Host]) -> bytes:
        """Of a check on each of the hosts a code of EVIDENCE, with waivers as that measure sees them."""
        column, waived = self._codes[check], self._waived.get((check, measure), {})
        rows = [self._hosts[host.host_id][0] for host in hosts]
        return bytes([waived.get(row, column[row]) for row in rows] if waived else [column[row] for row in rows])


def _measures(site: Site) -> Mapping[str, tuple[str, ...]]:
    """The measures each check speaks of."""
    spoken: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for coverage in site.coverage.values():
        for code, clause in coverage.clauses.items():
            for link in clause.links:
                spoken[link.check][measure_of(code)] = None
    return {check: tuple(measures) for check, measures in spoken.items()}

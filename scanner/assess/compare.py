"""What changed: a finding against the previous observation of the same host and check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from scanner.model.finding import Finding
from scanner.model.run import Conclusion, Observed
from scanner.model.status import Change
from scanner.model.verdict import Verdict


class Past(NamedTuple):
    """What is known of a pair before the observation that is compared."""

    previous: Finding
    conclusive: Finding | None = None
    """The newest one that was not an error."""
    failed: bool = False
    """Whether it ever failed before."""


def change(now: Finding, past: Past | None) -> Change:
    """The change of one finding. A pair that could not be judged before is compared with when it last could be."""
    if past is None:
        return Change.FIRST
    before = past.conclusive
    if now.verdict is Verdict.ERROR:
        return Change.UNCHANGED if past.previous.verdict is Verdict.ERROR else Change.GONE_UNKNOWN
    if before is None:
        return Change.FIRST
    if now.verdict is Verdict.FAIL:
        if before.verdict is Verdict.FAIL:
            return Change.WORSE if grew(before, now) else Change.PERSISTING
        return Change.REGRESSED if past.failed else Change.NEW
    return Change.FIXED if before.verdict is Verdict.FAIL else Change.UNCHANGED


def settled(verdict: Verdict) -> Change:
    """The change of a finding that is the same as in the observation before."""
    return Change.PERSISTING if verdict is Verdict.FAIL else Change.UNCHANGED


def grew(before: Finding, now: Finding) -> bool:
    """Whether something fails now that did not fail before; by number where not all objects were kept."""
    return bool(_failing(now) - _failing(before)) or (len(now.objects) < now.judged and now.judged > before.judged)


def fold(observations: Iterable[Finding]) -> Past | None:
    """The past made of the observations of one pair, oldest first; None when there was none."""
    past: Past | None = None
    for each in observations:
        before = past.conclusive if past else None
        failed = (past.failed if past else False) or each.verdict is Verdict.FAIL
        past = Past(each, before if each.verdict is Verdict.ERROR else each, failed)
    return past


def between(before: Finding | None, after: Finding | None) -> Change:
    """What `runs diff` says of a pair: two observations side by side. One that is only before was not scanned."""
    return change(after, fold([before] if before else [])) if after else Change.NOT_SCANNED


def against(before: Iterable[Observed], now: Iterable[Observed]) -> Counter[Change]:
    """What changed in the observations of one check since earlier ones, in numbers of hosts."""
    old = {each.host: each.said for each in before}
    known: dict[tuple[Conclusion | None, Conclusion], Change] = {}
    counts: Counter[Change] = Counter()
    for each in now:
        pair = old.pop(each.host, None), each.said
        if pair not in known:
            known[pair] = _against(*pair)
        counts[known[pair]] += 1
    counts[Change.NOT_SCANNED] += len(old)
    return counts


def _against(before: Conclusion | None, now: Conclusion) -> Change:
    if before and before.verdict is now.verdict and now.verdict is not Verdict.FAIL:
        return Change.UNCHANGED
    return between(before.finding if before else None, now.finding)


def _failing(finding: Finding) -> set[tuple[str, str]]:
    return {(judged.at, judged.key) for judged in finding.objects if judged.verdict == "fail"}

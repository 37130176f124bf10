"""Judges one check on one host: platform, applicability, expectations; gives a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from scanner.language import paths
from scanner.language.check import Check, Param
from scanner.language.judge import Rules, compile_all, condition
from scanner.language.leaf import Judge, Scene
from scanner.language.outcome import NEUTRAL, Outcome, unknown
from scanner.language.params import Values, needed, resolve
from scanner.language.words import judged, lacking, message
from scanner.model.base import Text
from scanner.model.facts import HostFacts
from scanner.model.finding import Finding, ParamUse, concluded
from scanner.model.fleet import Fleet
from scanner.model.unknown import Cause, Unknown
from scanner.model.verdict import Verdict

SHOWN_PASSES = 20
SHOWN_OBJECTS = 1000
"""Objects a finding keeps at most; `judged` tells how many there were."""
_FAMILY = {"sles": ("sles", "sled", "suse", "opensuse"), "rhel": ("rhel", "centos", "fedora")}
_NOT_HERE = Text(et="Ei kohaldu sellele hostile.", en="Does not apply to this host.")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A check ready to be judged many times."""

    check: Check
    when: Judge | None
    expect: Judge


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What one host is judged with besides its facts: parameter layers by origin, and the site's policy lists."""

    layers: Mapping[str, Values] = field(default_factory=dict)
    policy: Values = field(default_factory=dict)
    scan_account: str | None = None
    """The account scans log in with, as the inventory declares it."""
    fleet: Fleet = field(default_factory=Fleet)


def compile_check(check: Check, rules: Rules) -> Compiled:
    """Make a check ready. Its content has been linted."""
    when = condition(check.applies.when, rules) if check.applies.when else None
    return Compiled(check, when, compile_all(check.expect, rules))


def evaluate(compiled: Compiled, host: str, facts: HostFacts, observed_at: datetime, around: Circumstances) -> Finding:
    """The finding of one check on one host. `layers` hold this check's parameter values."""
    check = compiled.check
    values, uses = resolve(check, around.layers, around.policy)
    scene = Scene(facts, observed_at, values, fleet=around.fleet)
    outcome = _outcome(compiled, scene)
    finding = _finding(check, host, outcome, observed_at, uses)
    if outcome.cause is Cause.NEEDS_POLICY and finding.verdict is Verdict.ERROR:
        unset = [param for name, param in check.params.items() if _unset(param, values[name])]
        finding = finding.model_copy(update={"message": lacking(unset)}) if unset else finding
    return _spared(finding, outcome, check, around.scan_account) if around.scan_account else finding


def _unset(param: Param, value: object) -> bool:
    """Whether only the site can give the value, and did not. A value of a wrong type has a detail that tells more."""
    return isinstance(value, Unknown) and value.detail == needed(param)


def unreached(check: Check, host: str, observed_at: datetime, why: Unknown) -> Finding:
    """The finding of a check on a host that gave no answer."""
    return _finding(check, host, unknown(why), observed_at, ())


def _outcome(compiled: Compiled, scene: Scene) -> Outcome:
    platform = _on_platform(compiled.check.applies.platforms, scene.facts)
    if isinstance(platform, Unknown):
        return unknown(platform)
    if not platform:
        return NEUTRAL
    if compiled.when:
        applies = compiled.when(scene)
        if applies.verdict is Verdict.ERROR:
            return applies
        if applies.verdict is not Verdict.PASS:
            return NEUTRAL
    return compiled.expect(scene)


def _on_platform(platforms: tuple[str, ...], facts: HostFacts) -> bool | Unknown:
    """Whether the host is one of the platforms. Derivatives count as what they are like: Ubuntu as Debian."""
    if "linux" in platforms:
        return True
    own, like = (paths.look(paths.parse(path), facts).value for path in ("os.id", "os.id_like"))
    if isinstance(own, Unknown):
        return own
    names = {str(own), *(like if isinstance(like, tuple | list) else getattr(like, "items", ()))}
    return any(names & set(_FAMILY.get(platform, (platform,))) for platform in platforms)


def _spared(finding: Finding, outcome: Outcome, check: Check, account: str) -> Finding:
    """Marks objects of the declared scan account; where the check exempts it and nothing else fails, a pass.

    It is an error where something else was not seen.
    """
    own = [each.key == account or each.key.startswith(f"{account}:") for each in finding.objects]
    if finding.verdict is not Verdict.FAIL or not any(own):
        return finding
    marked = tuple(
        each.model_copy(update={"detail": f"{account}: eits_scan_account"}) if mine else each
        for each, mine in zip(finding.objects, own, strict=True)
    )
    if not all(own) or finding.judged > len(own) or check.scan_account == "judged":
        return finding.model_copy(update={"objects": marked})
    if outcome.cause:
        unseen = Outcome(Verdict.ERROR, (), outcome.cause, outcome.detail)
        return _finding(check, finding.host, unseen, finding.observed_at, finding.params)
    said = Text(
        et=f"{check.title.et} – välja arvatud inventuuris deklareeritud skannimiskonto {account}",
        en=f"{check.title.en} – except the scan account {account} that the inventory declares",
    )
    passing = tuple(each.model_copy(update={"verdict": "pass"}) for each in marked)
    return finding.model_copy(update={"verdict": Verdict.PASS, "message": said, "objects": passing})


def _finding(check: Check, host: str, outcome: Outcome, observed_at: datetime, uses: tuple[ParamUse, ...]) -> Finding:
    kept = outcome.objects[: SHOWN_PASSES if outcome.verdict is Verdict.PASS else SHOWN_OBJECTS]
    said = _NOT_HERE if outcome.verdict is Verdict.NOT_APPLICABLE else message(outcome, check.gap, check.title)
    return concluded(
        host,
        check.id,
        outcome.verdict,
        check.severity,
        said,
        observed_at,
        outcome.cause if outcome.verdict is Verdict.ERROR else None,
        judged(kept),
        len(outcome.objects),
        uses,
    )

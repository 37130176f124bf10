"""Whether a release of an operating system still gets security updates, by the vendors' dates in checks/data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scanner.facts.os import Os
from scanner.facts.repos import Repos
from scanner.language.leaf import Scene
from scanner.language.outcome import Outcome, Trace, unknown
from scanner.language.rule import rule
from scanner.model.base import Frozen, Text
from scanner.model.facts import Items
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown
from scanner.model.verdict import Verdict


class Release(Frozen):
    """The last day of security updates for everybody, and for who paid for `paid`: seen by a `repository`."""

    until: date
    paid: date | None = None
    repository: str = ""


class SupportDates(Frozen):
    """checks/data/os-support.yaml: `releases` by os-release's ID and VERSION_ID; vendors' pages in `sources`."""

    as_of: date
    sources: Mapping[str, tuple[str, ...]]
    releases: Mapping[str, Mapping[str, Release]]


READS = ("os.id", "os.version_id", "repos.repositories")


@rule("os.supported", reads=READS, arguments=SupportDates, data="os-support")
def supported(scene: Scene, dates: SupportDates) -> Outcome:
    """The release gets security updates on the day of the observation. One that is not in the table is unknown."""
    os = scene.facts.get("os", NOT_COLLECTED)
    if not isinstance(os, Os):
        return unknown(os if isinstance(os, Unknown) else NOT_COLLECTED)
    for fact in (os.id, os.version_id):
        if isinstance(fact, Unknown):
            return unknown(fact)
    name = f"{os.id} {os.version_id or 'without a version'}"
    release = _release(dates, str(os.id), str(os.version_id))
    if release is None:
        return unknown(Unknown(cause=Cause.NOT_COLLECTED, detail=f"no support dates are known for {name[:80]}"))
    today = scene.now.date()
    until = release.until
    if today > until and release.paid and today <= release.paid:
        bought = _has_repository(scene.facts.get("repos", NOT_COLLECTED), release.repository)
        if isinstance(bought, Unknown):
            return unknown(bought)
        until = release.paid if bought else until
    verdict = Verdict.PASS if today <= until else Verdict.FAIL
    said = Text(
        et=f"turvauuendeid peab veel väljastatama; nende viimane päev: {until:%d.%m.%Y}",
        en=f"security updates must still be issued; their last day: {until}",
    )
    return Outcome(verdict, (Trace("os", "os.version_id", verdict, name, operator="support", expected=said),))


def _release(dates: SupportDates, system: str, version: str) -> Release | None:
    """`3.22.1` is found as such, as 3.22, or as 3."""
    known = dates.releases.get(system, {})
    parts = version.split(".")
    return next((known[start] for end in range(len(parts), 0, -1) if (start := ".".join(parts[:end])) in known), None)


def _has_repository(repos: object, wanted: str) -> bool | Unknown:
    """Whether an enabled repository's name or origin holds a word."""
    found = repos.repositories if isinstance(repos, Repos) else repos
    if not isinstance(found, Items):
        return found if isinstance(found, Unknown) else NOT_COLLECTED
    for each in found:
        origins = each.origins if isinstance(each.origins, tuple) else ()
        if each.enabled is True and any(wanted.lower() in word.lower() for word in (each.name, *origins)):
            return True
    return found.missing or False

"""Rules about SSH keys that look at more than one host."""

from __future__ import annotations

from scanner.facts.ssh_keys import AuthorizedKey, HostKey, SshKeys
from scanner.language.leaf import Scene
from scanner.language.outcome import NEUTRAL, Outcome, Trace, all_of, unknown
from scanner.language.rule import NoArguments, rule
from scanner.model.base import Text
from scanner.model.facts import HostFacts, Items
from scanner.model.unknown import NOT_COLLECTED, Unknown
from scanner.model.verdict import Verdict

_OWN = Text(et="peab olema ainult ühes hostis", en="must be on one host only")
_ONE_ACCOUNT = Text(et="tohib kehtida ainult ühenimelistel kontodel", en="may be valid for accounts of one name only")


@rule("ssh_keys.host_keys_unique", reads=("ssh_keys.host_keys",))
def host_keys_unique(scene: Scene, _: NoArguments) -> Outcome:
    """No host key is on two hosts of the fleet. Not applicable while only one host has answered.

    Compared are the hosts whose keys were seen, and the finding says how many; of others nothing is claimed.
    """
    if sum(1 for facts in scene.fleet.values() if facts) < 2:
        return NEUTRAL
    seen = scene.facts.get("ssh_keys", NOT_COLLECTED)
    keys = seen.host_keys if isinstance(seen, SshKeys) else NOT_COLLECTED
    if isinstance(seen, Unknown) or isinstance(keys, Unknown):
        return unknown(seen if isinstance(seen, Unknown) else NOT_COLLECTED)
    holders: dict[str, list[str]] = {}
    for host, facts in scene.fleet.items():
        for fingerprint in _fingerprints(facts):
            holders.setdefault(fingerprint, []).append(host)
    outcomes = [_judged(key, holders) for key in keys]
    outcome = all_of([*outcomes, *([unknown(keys.missing)] if keys.missing else [])])
    return outcome._replace(reach=_compared(scene, "host_keys"))


def _judged(key: HostKey, holders: dict[str, list[str]]) -> Outcome:
    if isinstance(key.fingerprint, Unknown):
        return unknown(key.fingerprint, Trace(key.path, "ssh_keys.host_keys", Verdict.ERROR, key.fingerprint))
    hosts = sorted(holders.get(key.fingerprint, ()))
    verdict = Verdict.FAIL if len(hosts) > 1 else Verdict.PASS
    actual = f"{key.fingerprint}: {', '.join(hosts)}"
    return Outcome(verdict, (Trace(key.path, "ssh_keys.host_keys", verdict, actual, expected=_OWN),))


def _fingerprints(facts: HostFacts) -> set[str]:
    seen = facts.get("ssh_keys")
    keys = seen.host_keys if isinstance(seen, SshKeys) else NOT_COLLECTED
    return set() if isinstance(keys, Unknown) else {key.fingerprint for key in keys if isinstance(key.fingerprint, str)}


def _compared(scene: Scene, what: str) -> Text | None:
    """How many hosts were compared, of how many in the run."""
    seen = sum(isinstance(getattr(facts.get("ssh_keys"), what, None), Items) for facts in scene.fleet.values())
    every = len(scene.fleet)
    if every < 2:
        return None
    return Text(
        et=f"võrreldi {seen} hosti võtmeid, skannimises oli {every} hosti",
        en=f"compared the keys of {seen} of the run's {every} hosts",
    )


@rule("ssh_keys.one_account_a_key", reads=("ssh_keys.authorized",))
def one_account_a_key(scene: Scene, _: NoArguments) -> Outcome:
    """No authorised key of this host lets in under two account names, here or on other hosts of the fleet.

    An account that only another host has is told as `account@host`.
    """
    seen = scene.facts.get("ssh_keys", NOT_COLLECTED)
    keys = seen.authorized if isinstance(seen, SshKeys) else seen
    if not isinstance(keys, Items):
        return unknown(keys if isinstance(keys, Unknown) else NOT_COLLECTED)
    accounts: dict[str, dict[str, str]] = {}
    for host, facts in (("", scene.facts), *scene.fleet.items()):
        for key in _authorized(facts):
            if isinstance(key.fingerprint, str):
                told = f"{key.account}@{host}" if host else key.account
                accounts.setdefault(key.fingerprint, {}).setdefault(key.account, told)
    outcomes = []
    for key in keys:
        if isinstance(key.fingerprint, Unknown):
            continue  # a line that is no key lets nobody in
        names = sorted(accounts[key.fingerprint].values())
        verdict = Verdict.FAIL if len(names) > 1 else Verdict.PASS
        trace = Trace(key.name, "ssh_keys.authorized", verdict, ", ".join(names), key.source, expected=_ONE_ACCOUNT)
        outcomes.append(Outcome(verdict, (trace,)))
    outcome = all_of([*outcomes, *([unknown(keys.missing)] if keys.missing else [])])
    return outcome._replace(reach=_compared(scene, "authorized"))


def _authorized(facts: HostFacts) -> tuple[AuthorizedKey, ...]:
    seen = facts.get("ssh_keys")
    return () if not isinstance(seen, SshKeys) or isinstance(seen.authorized, Unknown) else seen.authorized.items

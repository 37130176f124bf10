"""Rules about SSH keys that look at more than one host, and the index of keys they look into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scanner.facts.ssh_keys import HostKey, SshKeys
from scanner.language.leaf import Scene
from scanner.language.outcome import NEUTRAL, Outcome, Trace, all_of, unknown
from scanner.language.rule import NoArguments, rule
from scanner.model.base import Text
from scanner.model.facts import HostFacts, Items
from scanner.model.fleet import Fleet
from scanner.model.unknown import NOT_COLLECTED, Unknown
from scanner.model.verdict import Verdict

_OWN = Text(et="peab olema ainult ühes hostis", en="must be on one host only")
_ONE_ACCOUNT = Text(et="tohib kehtida ainult ühenimelistel kontodel", en="may be valid for accounts of one name only")


def fleet_of(hosts: Iterable[tuple[str, HostFacts]]) -> Fleet:
    """The index of the hosts of a run, by host id with what was seen: no facts of one that gave no answer.

    The hosts are gone through once, and nothing but the index is kept of them.
    """
    count = answered = host_keys_seen = authorized_seen = 0
    holders: dict[str, list[str]] = {}
    accounts: dict[str, dict[str, str]] = {}
    for host, facts in hosts:
        count += 1
        answered += bool(facts)
        seen = facts.get("ssh_keys")
        if not isinstance(seen, SshKeys):
            continue
        if isinstance(seen.host_keys, Items):
            prints = {key.fingerprint for key in seen.host_keys if isinstance(key.fingerprint, str)}
            unread = any(isinstance(key.fingerprint, Unknown) for key in seen.host_keys)
            host_keys_seen += seen.host_keys.missing is None and not unread
            for fingerprint in prints:
                holders.setdefault(fingerprint, []).append(host)
        if isinstance(seen.authorized, Items):
            authorized_seen += seen.authorized.missing is None
            for each in seen.authorized:
                if isinstance(each.fingerprint, str):
                    accounts.setdefault(each.fingerprint, {}).setdefault(each.account, host)
    return Fleet(count, answered, host_keys_seen, authorized_seen, holders, accounts)


@rule("ssh_keys.host_keys_unique", reads=("ssh_keys.host_keys",))
def host_keys_unique(scene: Scene, _: NoArguments) -> Outcome:
    """No host key is on two hosts of the fleet. Not applicable where the fleet is one host.

    Any key may be on a host whose keys were not seen: then a key that is on no other host is an error, no pass.
    """
    if scene.fleet.hosts < 2:
        return NEUTRAL
    seen = scene.facts.get("ssh_keys", NOT_COLLECTED)
    keys = seen.host_keys if isinstance(seen, SshKeys) else NOT_COLLECTED
    if isinstance(seen, Unknown) or isinstance(keys, Unknown):
        return unknown(seen if isinstance(seen, Unknown) else NOT_COLLECTED)
    outcomes = [_judged(key, scene.fleet.host_keys) for key in keys]
    outcome = all_of([*outcomes, *([unknown(keys.missing)] if keys.missing else [])])
    return _proven(outcome, scene.fleet.host_keys_seen, scene.fleet)


def _judged(key: HostKey, holders: Mapping[str, Sequence[str]]) -> Outcome:
    if isinstance(key.fingerprint, Unknown):
        return unknown(key.fingerprint, Trace(key.path, "ssh_keys.host_keys", Verdict.ERROR, key.fingerprint))
    hosts = sorted(holders.get(key.fingerprint, ()))
    verdict = Verdict.FAIL if len(hosts) > 1 else Verdict.PASS
    actual = f"{key.fingerprint}: {', '.join(hosts)}"
    return Outcome(verdict, (Trace(key.path, "ssh_keys.host_keys", verdict, actual, expected=_OWN),))


def _proven(outcome: Outcome, seen: int, fleet: Fleet) -> Outcome:
    """The outcome with how many hosts were compared, of how many in the run; a pass only where that is all."""
    if fleet.hosts < 2 or outcome.verdict is Verdict.ERROR:
        return outcome
    if outcome.verdict is Verdict.PASS and seen < fleet.hosts:
        outcome = unknown(NOT_COLLECTED)
    reach = Text(
        et=f"võrreldi {seen} hosti võtmeid, skannimises oli {fleet.hosts} hosti",
        en=f"compared the keys of {seen} of the run's {fleet.hosts} hosts",
    )
    return outcome._replace(reach=reach)


@rule("ssh_keys.one_account_a_key", reads=("ssh_keys.authorized",))
def one_account_a_key(scene: Scene, _: NoArguments) -> Outcome:
    """No authorised key of this host lets in under two account names, here or on other hosts of the fleet.

    An account that only another host has is told as `account@host`. A host whose accounts were not seen makes a pass
    an error, as any key may be there.
    """
    seen = scene.facts.get("ssh_keys", NOT_COLLECTED)
    keys = seen.authorized if isinstance(seen, SshKeys) else seen
    if not isinstance(keys, Items):
        return unknown(keys if isinstance(keys, Unknown) else NOT_COLLECTED)
    own: dict[str, set[str]] = {}
    for key in keys:
        if isinstance(key.fingerprint, str):
            own.setdefault(key.fingerprint, set()).add(key.account)
    outcomes = []
    for key in keys:
        if isinstance(key.fingerprint, Unknown):
            continue  # a line that is no key lets nobody in
        here, fleet = own[key.fingerprint], scene.fleet.authorized.get(key.fingerprint, {})
        elsewhere = (f"{account}@{host}" for account, host in fleet.items() if account not in here)
        names = sorted([*here, *elsewhere])
        verdict = Verdict.FAIL if len(names) > 1 else Verdict.PASS
        trace = Trace(key.name, "ssh_keys.authorized", verdict, ", ".join(names), key.source, expected=_ONE_ACCOUNT)
        outcomes.append(Outcome(verdict, (trace,)))
    outcome = all_of([*outcomes, *([unknown(keys.missing)] if keys.missing else [])])
    return _proven(outcome, scene.fleet.authorized_seen, scene.fleet)

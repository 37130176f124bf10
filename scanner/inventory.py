"""From an Ansible inventory to hosts: names, groups and `eits_*` variables, and nothing else.

Ansible itself reads the inventory (ini, YAML, folders, dynamic scripts, vault). Its answer also holds connection
variables and decrypted secrets; they are looked at for host-key checking here and go no further.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scanner import ansible_env
from scanner.errors import InvalidError, NothingToScanError, Problem, UsageError
from scanner.inventory_files import InventoryFiles
from scanner.inventory_variables import read_variables
from scanner.model.base import Frozen
from scanner.model.catalogue import ModuleCode
from scanner.model.host import Host
from scanner.model.target import Needs

_UNMATCHED = re.compile(r"Could not match supplied host pattern, ignoring: (.+)")
_PARSE_FAILED = re.compile(r"Failed to parse inventory with '(\w+)' plugin: (.+)")
_EVERY = ("all", "ungrouped")


class ListedHost(Frozen):
    """A host of the inventory. `connection` and `address` are for people to read only."""

    host: Host
    need: Needs | None = None
    modules: tuple[ModuleCode, ...] = ()
    connection: str = "ssh"
    address: str = ""


class ModelledGroup(Frozen):
    """An inventory group that carries `eits_modules`: the short form of a target object."""

    name: str
    hosts: tuple[str, ...]
    modules: tuple[ModuleCode, ...]
    need: Needs | None = None
    owner: str | None = None


class Inventory(Frozen):
    """Hosts in name order, those within the limit; and the modelled groups with all their hosts."""

    hosts: tuple[ListedHost, ...]
    outside: tuple[ListedHost, ...] = ()
    """Hosts beyond the limit: not scanned, but still part of their target objects."""
    modelled: tuple[ModelledGroup, ...] = ()

    @property
    def everyone(self) -> tuple[ListedHost, ...]:
        """All hosts of the inventory, in name order."""
        return tuple(sorted((*self.hosts, *self.outside), key=lambda each: each.host.name))


def digest(inventory: Inventory) -> str:
    """SHA-256 in hex of all that was read of an inventory, the same whatever the limit.

    What people decide beside it – target objects, waivers, attestations, the action plan – is not in it.
    """
    whole = Inventory(hosts=inventory.everyone, modelled=inventory.modelled)
    return hashlib.sha256(whole.model_dump_json().encode()).hexdigest()


def read(
    sources: Sequence[Path | str],
    *,
    limit: str | None = None,
    options: Sequence[str] = (),
    keep_env: Sequence[str] = (),
) -> Inventory:
    """Read and check the whole inventory; keep the hosts of the limit (an Ansible pattern).

    options: more words for Ansible, such as `--vault-password-file FILE`. keep_env: see ansible_env.
    Raises InvalidError with all problems at once, UsageError for an unknown host or group in the limit, and
    NothingToScanError when no host is left.
    """
    paths = [os.fspath(source) for source in sources]
    files = InventoryFiles(paths)
    with tempfile.TemporaryDirectory(prefix="eits-") as private:
        env = ansible_env.environment(Path(private), keep=keep_env)
        narrowed = ["--limit", limit] if limit is not None else []
        answer, complaints = _ask(paths, [*options, *narrowed], env, files)
    merged: dict[str, Any] = answer["merged"]
    hostvars: dict[str, dict[str, Any]] = merged.pop("_meta", {}).get("hostvars", {})
    members = _members(merged)
    groups = {host: tuple(sorted(name for name, hosts in members.items() if host in hosts)) for host in members["all"]}
    problems: list[Problem] = []
    listed = [
        _listed(name, hostvars.get(name, {}), groups.get(name, ()), files, problems) for name in sorted(members["all"])
    ]
    problems += _identity_problems([each.host for each in listed], files)
    modelled = list(_modelled(answer["vars"], members, files, problems))
    if problems:
        raise InvalidError.of(dict.fromkeys(problems))
    if limit is None:
        if not listed:
            raise NothingToScanError("the inventory has no hosts", where=", ".join(paths))
        return Inventory(hosts=tuple(listed), modelled=tuple(modelled))
    chosen = frozenset(answer["within"])
    unknown = ", ".join(_UNMATCHED.findall(complaints))
    if not chosen:
        raise NothingToScanError(
            f"the limit {limit!r} leaves no host" + (f"; unknown here: {unknown}" if unknown else ""),
            todo="`eits-scan inventory list` shows the names",
        )
    if unknown:
        raise UsageError(
            f"the limit {limit!r} names what the inventory does not have: {unknown}",
            todo="`eits-scan inventory list` shows the names",
        )
    return Inventory(
        hosts=tuple(each for each in listed if each.host.name in chosen),
        outside=tuple(each for each in listed if each.host.name not in chosen),
        modelled=tuple(modelled),
    )


def _ask(
    paths: Sequence[str], words: Sequence[str], env: dict[str, str], files: InventoryFiles
) -> tuple[dict[str, Any], str]:
    """What Ansible says of these sources, and what it complained about; see inventory_program."""
    sources = [word for path in paths for word in ("-i", path)]
    done = ansible_env.ask("scanner.inventory_program", ["--list", *sources, *words], env, ", ".join(paths))
    if done.returncode:
        raise InvalidError.of(list(files.yaml_problems()) or [_complaint(done.stderr, paths)])
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer, done.stderr


def _complaint(stderr: str, paths: Sequence[str]) -> Problem:
    """The one of Ansible's many messages that tells most."""
    said = dict(_PARSE_FAILED.findall(stderr))
    script = re.search(r"Standard error from inventory script:\n(.+)", stderr)
    if script and "script" in said:
        message = f"{said['script']} It said: {script[1]}"
    else:
        error = re.findall(r"\[ERROR\]: (.+)", stderr)
        message = said.get("ini") or next(iter(said.values()), "") or (error[-1] if error else stderr.strip()[-300:])
    failed = re.search(r"failed to parse inventory source (.+)", stderr)
    origin = re.search(r"^Origin: ((?!<).+)$", stderr, re.MULTILINE)
    place = origin[1] if origin else failed[1] if failed else ", ".join(paths)
    return Problem(f"Ansible cannot read the inventory: {message}", place)


def _members(groups: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """All hosts of each group, through its child groups."""

    def below(name: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
        group = groups.get(name, {})
        yield from group.get("hosts", ())
        for child in group.get("children", ()):
            if child not in seen:
                yield from below(child, seen | {child})

    names = {name for name in groups if name not in (*_EVERY, "_meta")}
    return {"all": frozenset(below("all")), **{name: frozenset(below(name)) for name in names}}


def _listed(
    name: str, variables: Mapping[str, Any], groups: tuple[str, ...], files: InventoryFiles, problems: list[Problem]
) -> ListedHost:
    groups = tuple(group for group in groups if group not in _EVERY)
    problems += _host_key_problems(name, variables, groups, files)
    known = read_variables(variables, files, problems, host=name, groups=groups)
    host = Host(
        name=name,
        host_id=known.host_id or name,
        former_names=known.former_names,
        groups=groups,
        owner=known.owner,
        roles=known.roles,
        policy=known.policy,
        params=known.params,
        scan_account=known.scan_account,
        platform=known.platform,
    )
    return ListedHost(
        host=host,
        need=known.need,
        modules=known.modules,
        connection=str(variables.get("ansible_connection", "ssh")),
        address=str(variables.get("ansible_host", name)),
    )


def _host_key_problems(
    host: str, variables: Mapping[str, Any], groups: tuple[str, ...], files: InventoryFiles
) -> Iterator[Problem]:
    """A scan trusts what a host says as far as it knows which host that is."""
    for name, value in variables.items():
        if ansible_env.unchecked_host_key(name, value):
            yield Problem(
                f"{name} switches host-key checking off",
                files.where(name, host, groups),
                "remove it, check the host's key fingerprint and put the key into known_hosts",
            )


def _identity_problems(hosts: Iterable[Host], files: InventoryFiles) -> Iterator[Problem]:
    """Two hosts with one identity would share one history."""
    names: defaultdict[str, list[Host]] = defaultdict(list)
    for host in hosts:
        for identity in {host.host_id, *host.former_names}:
            names[identity].append(host)
    for identity, sharing in names.items():
        if len(sharing) > 1:
            who = ", ".join(host.name for host in sharing)
            yield Problem(
                f"the hosts {who} share the identity {identity!r}",
                files.where("eits_host_id", sharing[-1].name, sharing[-1].groups),
                "give each host its own eits_host_id and eits_former_names",
            )


def _modelled(
    own: Mapping[str, Mapping[str, Any]],
    members: Mapping[str, frozenset[str]],
    files: InventoryFiles,
    problems: list[Problem],
) -> Iterator[ModelledGroup]:
    for name, variables in sorted(own.items()):
        if "eits_modules" not in variables:
            continue
        known = read_variables(variables, files, problems, groups=(name,))
        yield ModelledGroup(
            name=name,
            hosts=tuple(sorted(members.get(name, ()))),
            modules=known.modules,
            need=known.need,
            owner=None if known.owner == "unassigned" else known.owner,
        )

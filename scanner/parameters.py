"""Values a site gives for checks' parameters (`eits_params`, `--set`) and policies: what of them could not count."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scanner.errors import InvalidError, Problem
from scanner.inventory_files import InventoryFiles
from scanner.language.check import Check, Param
from scanner.model.host import Host


class Fault(NamedTuple):
    """A value that would be believed to count and does not. `key` is the check or policy it is for."""

    key: str
    message: str
    todo: str


def faults(values: Mapping[str, Mapping[str, Any]], checks: Mapping[str, Check]) -> Iterator[Fault]:
    """What is wrong with values by check id and parameter name."""
    renamed = {former: check.id for check in checks.values() for former in check.renamed_from}
    for name, given in values.items():
        if name not in checks:
            now = renamed.get(name)
            todo = f"it is called {now} now" if now else _nearest(name, checks, "`eits-scan checks list` shows them")
            yield Fault(name, f"there is no check {name}", todo)
            continue
        params = checks[name].params
        for param, value in given.items():
            if param not in params:
                has = f"it has: {', '.join(params)}" if params else "it has none"
                yield Fault(name, f"{name} has no parameter {param!r}", _nearest(param, params, has))
            elif not params[param].accepts(value):
                yield _unfit(name, f"{name}.{param}", params[param].type, value)


def refuse_faults(hosts: Iterable[Host], checks: Mapping[str, Check], sources: Sequence[str | Path]) -> None:
    """Raise InvalidError with all that is wrong in any host's `eits_params` and `eits_policy`, and where it stands."""
    files: InventoryFiles | None = None
    policies: dict[str, Param] = {}
    for check in checks.values():
        policies |= {param.policy: param for param in check.params.values() if param.policy}
    problems: list[Problem] = []
    for host in hosts:
        found = [("eits_params", fault) for fault in faults(host.params, checks)]
        for name, value in host.policy.items():
            if name not in policies:
                found.append(("eits_policy", _unknown_policy(name, policies)))
            elif not policies[name].accepts(value):
                found.append(("eits_policy", _unfit(name, name, policies[name].type, value)))
        for variable, fault in found:
            files = files or InventoryFiles([str(source) for source in sources])
            where = files.where(fault.key, host.name, host.groups)
            if where == f"host {host.name}":  # no file says it in so many words
                where = files.where(variable, host.name, host.groups)
            problems.append(Problem(f"{variable}: {fault.message}", where, fault.todo))
    if problems:
        raise InvalidError.of(dict.fromkeys(problems))


_LIKE = {
    "int": "a whole number such as 4",
    "str": "a text",
    "bool": "true or false",
    "list": "a list of texts such as [tcp/22]",
}


def _unfit(key: str, name: str, kind: str, value: Any) -> Fault:
    return Fault(key, f"{name} is of type {kind}, not {value!r}"[:300], f"give it as {_LIKE[kind]}")


def _unknown_policy(name: str, policies: Collection[str]) -> Fault:
    return Fault(
        name,
        f"no check asks for the policy {name}",
        _nearest(name, policies, f"there are: {', '.join(sorted(policies))}"),
    )


def _nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    near = difflib.get_close_matches(name, sorted(known), 3)
    return f"did you mean {' or '.join(near)}?" if near else otherwise

"""Runs the examples of a check: each is a claim about what the check concludes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from scanner.assess.evaluate import Circumstances, compile_check, evaluate
from scanner.language.check import Check, Example
from scanner.language.judge import Rules
from scanner.model.facts import HostFacts
from scanner.model.finding import Finding
from scanner.model.fleet import Fleet
from scanner.model.unknown import Unknown
from scanner.rules.ssh_keys import fleet_of

OBSERVED = datetime(2026, 1, 15, 2, 0, tzinfo=UTC)
"""When the facts of examples were observed; a date in an example is relative to it."""


def run_example(
    check: Check, example: Example, collectors: Mapping[str, Any], rules: Rules
) -> tuple[Finding | None, str]:
    """The finding an example leads to, and what is wrong with the example: empty when it holds."""
    try:
        facts = _facts(example.facts, collectors)
        others = {host: _facts(plain, collectors) for host, plain in example.fleet.items()}
    except KeyError as error:
        return None, f"there is no collector {error.args[0]!r}"
    except ValidationError as error:
        first = error.errors()[0]
        return None, f"facts do not fit: {'.'.join(map(str, first['loc']))}: {first['msg']}"
    fleet = fleet_of({"example": facts, **others}.items()) if check.scope == "fleet" else Fleet()
    around = Circumstances(
        layers={"command_line": example.params}, policy=example.policy, scan_account=example.scan_account, fleet=fleet
    )
    finding = evaluate(compile_check(check, rules), "example", facts, OBSERVED, around)
    if finding.verdict is not example.verdict:
        return finding, f"says {example.verdict}, the check concludes {finding.verdict} ({finding.message.en})"
    if example.cause and finding.cause is not example.cause:
        return finding, f"says cause {example.cause}, the check concludes {finding.cause}"
    found = tuple(sorted(judged.key for judged in finding.objects))
    if example.objects is not None and found != tuple(sorted(example.objects)):
        return finding, f"says objects {list(example.objects)}, the check found {list(found)}"
    return finding, ""


def _facts(plain: Mapping[str, Any], collectors: Mapping[str, Any]) -> HostFacts:
    return {name: _built(value, collectors[name]) for name, value in plain.items()}


def _built(plain: Any, kind: Any) -> Any:
    unseen = isinstance(plain, Mapping) and "unknown" in plain
    return TypeAdapter(Unknown if unseen else kind).validate_python(plain)

"""The replay's site: three hosts, six checks of its own, coverage of four clauses, one waiver."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from scanner import inventory as inventories
from scanner import resources
from scanner.assess.plan import make_plan
from scanner.content import catalogue as catalogues
from scanner.content.checks import load_checks
from scanner.content.decisions import Existing, load_decisions
from scanner.content.library import Library
from scanner.content.targets import load_scope
from scanner.content.yaml_file import load
from scanner.model.coverage import Coverage
from scanner.reporting import Ground
from scanner.rules import rules

HERE = Path(__file__).parent
EVIDENCE = HERE / "evidence"
CHECKS = load_checks([HERE / "checks"])
PLAN = make_plan((), CHECKS.checks, rules())
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def ground(workspace: Path) -> Ground:
    """What every report stands on, with the replay's own content and the shipped catalogue of facts."""
    sources = [HERE / "site" / "hosts.yml"]
    inventory = inventories.read(sources)
    scope = load_scope(sources, inventory, workspace=workspace)
    catalogue = catalogues.load(scope.edition, checks=resources.checks(), workspace=workspace, language="et")
    coverage = Coverage.model_validate(load(HERE / "coverage.yaml")[0])
    library = Library(
        checks=CHECKS.checks,
        areas=dict.fromkeys(CHECKS.checks, "replay"),
        catalogue=catalogue,
        coverage={coverage.module: coverage},
        stale=(),
        proofs={},
        unproven={},
        rules=rules(),
        content_sha256="c" * 64,
        catalogue_sha256="e" * 64,
    )
    existing = Existing(
        scope, [each.host for each in inventory.everyone], catalogue, {name: name for name in CHECKS.checks}
    )
    return Ground(inventory, scope, library, load_decisions(sources, existing))

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scanner import inventory, resources
from scanner.content import catalogue as catalogues
from scanner.content.checks import load_checks
from scanner.content.decisions import Existing, read_decisions
from scanner.content.library import check_folders
from scanner.content.targets import load_scope

CHECKOUT = resources.checkout()


@pytest.mark.skipif(CHECKOUT is None, reason="the documentation is read from a checkout")
def test_the_files_of_the_documentation_fit_the_example_inventory(tmp_path: Path) -> None:
    assert CHECKOUT
    text = "".join((CHECKOUT / "docs" / name).read_text(encoding="utf-8") for name in ("modelling.md", "decisions.md"))
    blocks = re.findall(r"```yaml\n# (\S+)\n(.*?)```", text, re.DOTALL)
    assert [name for name, _ in blocks] == ["targets.yaml", "waivers.yaml", "attestations.yaml"]
    for name, block in blocks:
        (tmp_path / name).write_text(block, encoding="utf-8")
    found = inventory.read([CHECKOUT / "inventories" / "example"])
    scope = load_scope([tmp_path], found)
    assert {target.id for target in scope.targets} == {"veebiteenus", "web", "database"}
    checks = {name: name for name in load_checks(check_folders()).checks}
    hosts = [each.host for each in found.everyone]
    catalogue = catalogues.load(scope.edition, checks=resources.checks())
    reading = read_decisions([tmp_path], Existing(scope, hosts, catalogue, checks))
    assert (reading.errors, reading.attestations.warnings, reading.waivers.warnings) == ((), (), ())
    assert (len(reading.decisions.attestations), len(reading.decisions.waivers)) == (1, 2)

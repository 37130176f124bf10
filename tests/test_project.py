"""What pyproject.toml promises: all that the package imports is declared."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))


def _imports(folder: Path) -> Iterator[tuple[str, Path]]:
    """The top package of every import, absolute ones only, and the file it stands in."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((alias.name.partition(".")[0], path) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0], path


def _declared(*lists: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(each).name) for requirements in lists for each in requirements}


def _undeclared(folders: list[str], declared: set[str]) -> set[str]:
    """Imports that no declared distribution brings, as `module in file`."""
    brought_by = packages_distributions()
    return {
        f"{module} in {path.relative_to(TOP)}"
        for folder in folders
        for module, path in _imports(TOP / folder)
        if module not in sys.stdlib_module_names
        and module not in ("scanner", "tests")
        and not {canonicalize_name(name) for name in brought_by.get(module, ())} & declared
    }


RUNTIME = _declared(PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"].values())
DEVELOPMENT = _declared([each for each in PROJECT["dependency-groups"]["dev"] if isinstance(each, str)])


def test_every_package_that_the_scanner_imports_is_declared() -> None:
    assert _undeclared(["scanner", "playbooks"], RUNTIME) == set()


def test_every_package_that_the_tests_import_is_declared() -> None:
    assert _undeclared(["tests"], RUNTIME | DEVELOPMENT) == set()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_every_declared_package_with_its_hash_and_no_address(lock: str) -> None:
    text = (TOP / lock).read_text(encoding="utf-8")
    pins = {
        canonicalize_name(block.partition("==")[0].strip()): "--hash=sha256:" in block
        for block in text.replace("\\\n", "").splitlines()
        if "==" in block and not block.startswith("#")
    }
    wanted = _declared(PROJECT["project"]["dependencies"]) | (DEVELOPMENT if "dev" in lock else set())
    assert wanted <= set(pins)
    assert all(pins.values())
    assert "://" not in text

"""All content a run uses, loaded together: checks, rules, coverage, catalogue, proofs; and the digest that names it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scanner import resources
from scanner.content import catalogue as catalogues
from scanner.content import docs
from scanner.content.checks import load_checks
from scanner.content.coverage import folder, load_coverage
from scanner.content.rule_data import shipped_rules
from scanner.content.yaml_file import load
from scanner.errors import InvalidError, Problem
from scanner.language.check import Check
from scanner.language.judge import Rules
from scanner.model.base import Lang
from scanner.model.catalogue import Catalogue
from scanner.model.coverage import Coverage

PLATFORM_FOLDERS = ("linux", "windows", "network", "services")


@dataclass(frozen=True, slots=True)
class Library:
    """Checks by id with the area folder each lies in, coverage by module, and what of it was proven on real hosts."""

    checks: Mapping[str, Check]
    areas: Mapping[str, str]
    catalogue: Catalogue
    coverage: Mapping[str, Coverage]
    stale: tuple[Problem, ...]
    """Where coverage no longer fits the edition's wording or the checks: an error in lint, not in a scan."""
    proofs: Mapping[str, tuple[str, ...]]
    """Platforms on which each check was seen to fail and to pass."""
    unproven: Mapping[str, str]
    """Why a check was not."""
    rules: Rules
    content_sha256: str
    catalogue_sha256: str

    def clauses_of(self, check: str) -> dict[str, str]:
        """The clauses a check speaks of, with what it says of each."""
        return {
            code: link.says.value
            for coverage in self.coverage.values()
            for code, clause in coverage.clauses.items()
            for link in clause.links
            if link.check == check
        }

    def speaks_of(self, check: str, code: str) -> bool:
        """Whether a check speaks of this clause, or of a clause of this measure."""
        return any(clause == code or clause.startswith(f"{code}.") for clause in self.clauses_of(check))

    def page(self, check: str) -> str:
        """The generated page of a check, in Markdown."""
        return docs.page(
            self.checks[check],
            self.areas[check],
            self.rules,
            self.clauses_of(check),
            self.proofs.get(check, ()),
            self.unproven.get(check, ""),
        )

    def pages(self) -> dict[str, str]:
        """Every generated file of docs/checks by its name."""
        rows = [
            docs.Row(
                id=check.id,
                area=self.areas[check.id],
                severity=check.severity,
                title=check.title.en,
                proven=", ".join(self.proofs.get(check.id, ())) or "not proven",
            )
            for check in self.checks.values()
        ]
        pages = {f"{name}.md": self.page(name) for name in self.checks}
        return {**pages, "README.md": docs.index(rows), "check.schema.json": docs.schema()}


def check_folders(own: Path | None = None) -> list[Path]:
    """Where checks lie: ours by platform, then the site's own."""
    shipped = [resources.checks() / name for name in PLATFORM_FOLDERS]
    return [path for path in (*shipped, *((own,) if own else ())) if path.is_dir()]


def load_library(edition: str, *, workspace: Path | None = None, language: Lang = "et") -> Library:
    """Everything, or InvalidError with all that is wrong in any file."""
    own = workspace / "checks" if workspace else None
    folders = check_folders(own)
    checks = load_checks(folders)
    catalogue = catalogues.load(edition, checks=resources.checks(), workspace=workspace, language=language)
    coverage = load_coverage(folder(resources.checks(), edition), catalogue, checks.checks)
    proofs, unproven, wrong = _proofs()
    loaded = shipped_rules()
    problems = [*checks.problems, *coverage.problems, *wrong, *loaded.problems]
    if problems:
        raise InvalidError.of(problems)
    files = sorted({path for directory in folders for path in directory.rglob("*.yaml")})
    return Library(
        checks=dict(sorted(checks.checks.items())),
        areas={path.stem: path.parent.name for path in files},
        catalogue=catalogue,
        coverage=coverage.coverage,
        stale=tuple(coverage.stale),
        proofs=proofs,
        unproven=unproven,
        rules=loaded.rules,
        content_sha256=_digest([*files, *loaded.files, *sorted(folder(resources.checks(), edition).glob("*.yaml"))]),
        catalogue_sha256=hashlib.sha256(catalogues.dumps(catalogue).encode()).hexdigest(),
    )


def _digest(files: list[Path]) -> str:
    """One digest over files, by name and content; where they lie does not matter."""
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _proofs() -> tuple[dict[str, tuple[str, ...]], dict[str, str], list[Problem]]:
    path = resources.checks() / "proofs.yaml"
    if not path.is_file():
        return {}, {}, []
    data, _, problems = load(path)
    if problems or not isinstance(data, dict):
        return {}, {}, problems or [Problem("is not a mapping", str(path))]
    proven = {name: tuple(platforms) for name, platforms in (data.get("proven") or {}).items()}
    return proven, dict(data.get("not_proven") or {}), []

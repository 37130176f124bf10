"""Load coverage files and prove that each answers every clause of its module, as the edition words it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from scanner.content.yaml_file import Places, load, schema_problems
from scanner.errors import Problem
from scanner.model.catalogue import Catalogue, module_of
from scanner.model.coverage import ClauseCoverage, Coverage, Says


@dataclass(frozen=True, slots=True)
class Loaded:
    """Coverage by module, and everything that is wrong with the files."""

    coverage: dict[str, Coverage]
    problems: list[Problem]


def folder(checks: Path, edition: str) -> Path:
    """Where the coverage files of an edition lie among the content."""
    return checks / "eits" / edition / "coverage"


def load_coverage(directory: Path, catalogue: Catalogue, checks: Collection[str]) -> Loaded:
    """All coverage files of a folder, judged against the edition and the ids of the checks that exist.

    The file's name is the module's code. A module without a file simply is not covered.
    """
    coverage: dict[str, Coverage] = {}
    problems: list[Problem] = []
    for path in sorted(directory.glob("*.yaml")):
        loaded, found = _load_file(path, catalogue, checks)
        problems += found
        if loaded:
            coverage[loaded.module] = loaded
    return Loaded(coverage, problems)


def _load_file(path: Path, catalogue: Catalogue, checks: Collection[str]) -> tuple[Coverage | None, list[Problem]]:
    data, places, problems = load(path)
    if problems:
        return None, problems
    try:
        coverage = Coverage.model_validate(data)
    except ValidationError as error:
        return None, schema_problems(places, error, frozenset())
    return coverage, list(_lint(coverage, path.stem, catalogue, checks, places))


def _lint(
    coverage: Coverage, name: str, catalogue: Catalogue, checks: Collection[str], places: Places
) -> Iterator[Problem]:
    if coverage.module != name:
        yield places.problem(("module",), f"the file's name says {name}")
    if coverage.edition != catalogue.edition:
        yield places.problem(("edition",), f"the catalogue at hand is edition {catalogue.edition}")
        return
    expected = [code for measure in catalogue.of_module(coverage.module) for code in measure.clause_codes]
    if not expected:
        yield places.problem(("module",), f"edition {catalogue.edition} has no module {coverage.module}")
        return
    if missing := [code for code in expected if code not in coverage.clauses]:
        yield places.problem(("clauses",), f"no entry for {', '.join(missing)}: every clause needs one")
    for code, clause in coverage.clauses.items():
        yield from _lint_clause(code, clause, catalogue, checks, places)


def _lint_clause(
    code: str, clause: ClauseCoverage, catalogue: Catalogue, checks: Collection[str], places: Places
) -> Iterator[Problem]:
    here = ("clauses", code)
    wording = catalogue.digest_of(code)
    if wording is None:
        yield places.problem(here, f"edition {catalogue.edition} has no clause {code} in {module_of(code)}")
    elif wording != clause.digest:
        yield places.problem(
            (*here, "digest"),
            f"{code} reads differently in edition {catalogue.edition} (digest {wording}):"
            " read the clause again, judge its links, then put the new digest here",
        )
    for number, link in enumerate(clause.links):
        if link.check not in checks:
            yield places.problem(
                (*here, "links", number, "check"), f"there is no check {link.check}: move the link to planned"
            )
    for number, link in enumerate(clause.planned):
        if link.check in checks:
            yield places.problem(
                (*here, "planned", number, "check"), f"the check {link.check} exists now: move the link to links"
            )
    proof = any(link.says is Says.PROVES for link in (*clause.links, *clause.planned))
    if not (proof or clause.attest or clause.organisational):
        yield places.problem(here, f"nothing can ever show that {code} is met: add attest or organisational")

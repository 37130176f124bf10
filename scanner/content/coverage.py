"""Load coverage files and prove that each answers every clause of its module, as the edition words it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from scanner.content.coverage_fit import fit
from scanner.content.yaml_file import Places, load, schema_problems
from scanner.errors import Problem
from scanner.model.catalogue import Catalogue, measure_of, module_of
from scanner.model.coverage import Coverage, Says


@dataclass(frozen=True, slots=True)
class Loaded:
    """Coverage by module, what is wrong with the files, and what no longer fits the edition or the checks at hand.

    `stale` does not stop a scan: an agency may have imported a later wording, or brought a check of its own. It is an
    error where content is made, that is in lint. Coverage borrowed from another edition is never stale.
    """

    coverage: dict[str, Coverage]
    problems: list[Problem]
    stale: list[Problem]


def folder(checks: Path, edition: str) -> Path:
    """Where the coverage files for an edition lie: its own, else those of the last edition before it, else the first.

    So an edition an agency imports is covered wherever its wording is that of an edition we have judged.
    """
    held = {path.parent.name: path for path in sorted((checks / "eits").glob("*/coverage"))}
    nearest = max((name for name in held if name <= edition), default=min(held, default=edition))
    return held.get(nearest, checks / "eits" / edition / "coverage")


def load_coverage(directory: Path, catalogue: Catalogue, checks: Collection[str]) -> Loaded:
    """All coverage files of a folder, fitted to the edition and judged against the ids of the checks that exist.

    The file's name is the module's code. A module without a file simply is not covered.
    """
    loaded = Loaded({}, [], [])
    for path in sorted(directory.glob("*.yaml")):
        data, places, problems = load(path)
        if problems:
            loaded.problems.extend(problems)
            continue
        try:
            coverage = Coverage.model_validate(data)
        except ValidationError as error:
            loaded.problems.extend(schema_problems(places, error, frozenset()))
            continue
        if misplaced := list(_misplaced(coverage, path.stem, places)):
            loaded.problems.extend(misplaced)
            continue
        loaded.problems.extend(_wrong(coverage, checks, places))
        if coverage.edition == catalogue.edition:
            loaded.stale.extend(_stale(coverage, catalogue, checks, places))
        loaded.coverage[coverage.module] = fit(coverage, catalogue)
    return loaded


def _misplaced(coverage: Coverage, name: str, places: Places) -> Iterator[Problem]:
    if coverage.module != name:
        yield places.problem(("module",), f"the file's name says {name}")
    for code in coverage.clauses:
        if module_of(measure_of(code)) != coverage.module:
            yield places.problem(("clauses", code), f"{code} is no clause of module {coverage.module}")


def _wrong(coverage: Coverage, checks: Collection[str], places: Places) -> Iterator[Problem]:
    for code, clause in coverage.clauses.items():
        for number, link in enumerate(clause.links):
            if link.check not in checks:
                here = ("clauses", code, "links", number, "check")
                yield places.problem(here, f"there is no check {link.check}: move the link to planned")
        proof = any(link.says is Says.PROVES for link in (*clause.links, *clause.planned))
        if not (proof or clause.attest or clause.organisational):
            yield places.problem(
                ("clauses", code), f"nothing can ever show that {code} is met: add attest or organisational"
            )


def _stale(coverage: Coverage, catalogue: Catalogue, checks: Collection[str], places: Places) -> Iterator[Problem]:
    expected = [code for measure in catalogue.of_module(coverage.module) for code in measure.clause_codes]
    if missing := [code for code in expected if code not in coverage.clauses]:
        yield places.problem(("clauses",), f"no entry for {', '.join(missing)}: every clause needs one")
    for code, clause in coverage.clauses.items():
        if catalogue.digest_of(code) is None:
            yield places.problem(("clauses", code), f"edition {catalogue.edition} has no clause {code}")
        elif coverage.language == catalogue.language and catalogue.digest_of(code) != clause.digest:
            yield places.problem(
                ("clauses", code, "digest"),
                f"{code} reads differently in edition {catalogue.edition} (digest {catalogue.digest_of(code)}):"
                " read the clause again, judge its links, then put the new digest here",
            )
        for number, link in enumerate(clause.planned):
            if link.check in checks:
                here = ("clauses", code, "planned", number, "check")
                yield places.problem(here, f"the check {link.check} exists now: move the link to links")

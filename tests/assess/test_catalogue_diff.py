import os
from pathlib import Path

import pytest

from scanner import resources
from scanner.assess.catalogue_diff import CatalogueDiff, Relettered, Touched, diff
from scanner.content import catalogue
from scanner.content.catalogue_import.importer import import_edition
from scanner.model.catalogue import Catalogue, Level, Measure
from scanner.model.coverage import ClauseCoverage, Coverage

CHECKS = resources.checks()
ONE, TWO, THREE, FOUR = (letter * 12 for letter in "1234")


def edition(name: str, *measures: dict[str, object], language: str = "et") -> Catalogue:
    """An edition of basic measures given by what matters to the test."""
    defaults: dict[str, object] = {"title": "Pealkiri", "level": "basic", "clauses": {"a": ONE}}
    return Catalogue.model_validate(
        {
            "edition": name,
            "language": language,
            "source": "proov",
            "modules": (),
            "measures": [Measure.model_validate(defaults | measure) for measure in measures],
        }
    )


def covered(*clauses: str) -> Coverage:
    """Coverage with an entry for each clause."""
    entry = ClauseCoverage(digest=ONE, organisational=True)
    return Coverage(edition="1", module="SYS.9.1", clauses=dict.fromkeys(clauses, entry))


@pytest.fixture(scope="module")
def shipped() -> CatalogueDiff:
    return diff(catalogue.load("2023", checks=CHECKS), catalogue.load("2024", checks=CHECKS))


def test_the_shipped_editions_differ_as_the_standard_does(shipped: CatalogueDiff) -> None:
    counts = (len(shipped.removed), len(shipped.added), len(shipped.relevelled))
    assert counts == (11, 42, 13)
    assert (len(shipped.relettered), len(shipped.reworded), len(shipped.retitled)) == (21, 57, 12)


def test_new_modules_are_wholly_added(shipped: CatalogueDiff) -> None:
    new = [code for code in shipped.added if code.startswith(("SYS.2.5.", "APP.EE.2."))]
    assert len(new) == 40


def test_a_clause_that_moved_to_another_letter_is_followed(shipped: CatalogueDiff) -> None:
    (logging,) = (each for each in shipped.relettered if each.code == "OPS.1.1.5.M3")
    assert logging.moved == {"b": "c", "c": "e"}


def test_the_originals_differ_as_the_shipped_facts_do(shipped: CatalogueDiff) -> None:
    folder = os.environ.get("EITS_CATALOGUE_DIR")
    if not folder:
        pytest.skip("EITS_CATALOGUE_DIR names no folder with the catalogues")
    old, new = (
        import_edition(str(Path(folder) / f"catalogue-{name}.json"), edition=name, texts=False)
        for name in ("2023", "2024")
    )
    assert diff(old, new) == shipped


def test_an_edition_does_not_differ_from_itself() -> None:
    facts = catalogue.load("2024", checks=CHECKS)
    assert not any(value for name, value in diff(facts, facts, [covered("SYS.1.3.M8.c")]) if isinstance(value, tuple))


def test_added_removed_and_relevelled_measures_are_told() -> None:
    old = edition("1", {"code": "SYS.9.1.M1"}, {"code": "SYS.9.1.M2"}, {"code": "SYS.9.1.M4", "marks": ["C"]})
    new = edition("2", {"code": "SYS.9.1.M2", "level": "high"}, {"code": "SYS.9.1.M3"}, {"code": "SYS.9.1.M4"})
    result = diff(old, new)
    assert (result.added, result.removed) == (("SYS.9.1.M3",), ("SYS.9.1.M1",))
    assert [(each.code, each.old, each.new) for each in result.relevelled] == [("SYS.9.1.M2", Level.BASIC, Level.HIGH)]
    assert [(each.code, each.old, each.new) for each in result.remarked] == [("SYS.9.1.M4", ("C",), ())]


def test_a_clause_inserted_in_front_moves_the_others() -> None:
    old = edition("1", {"code": "SYS.9.1.M1", "clauses": {"a": ONE, "b": TWO}})
    new = edition("2", {"code": "SYS.9.1.M1", "clauses": {"a": THREE, "b": ONE, "c": TWO}})
    result = diff(old, new, [covered("SYS.9.1.M1.a", "SYS.9.1.M1.b", "SYS.9.1.M1.c")])
    assert result.relettered == (
        Relettered(code="SYS.9.1.M1", old=("a", "b"), new=("a", "b", "c"), moved={"a": "b", "b": "c"}),
    )
    assert result.touched == (
        Touched(clause="SYS.9.1.M1.a", why="moved", moved_to="SYS.9.1.M1.b"),
        Touched(clause="SYS.9.1.M1.b", why="moved", moved_to="SYS.9.1.M1.c"),
        Touched(clause="SYS.9.1.M1.c", why="clause_added"),
    )


def test_coverage_of_removed_reworded_and_relevelled_clauses_is_touched() -> None:
    old = edition(
        "1",
        {"code": "SYS.9.1.M1"},
        {"code": "SYS.9.1.M2", "clauses": {"a": ONE, "b": TWO, "c": FOUR}},
        {"code": "SYS.9.1.M3"},
    )
    new = edition(
        "2",
        {"code": "SYS.9.1.M2", "clauses": {"a": THREE, "c": FOUR}},
        {"code": "SYS.9.1.M3", "level": "standard"},
    )
    clauses = ("SYS.9.1.M1.a", "SYS.9.1.M2.a", "SYS.9.1.M2.b", "SYS.9.1.M2.c", "SYS.9.1.M3.a")
    assert [(each.clause, each.why) for each in diff(old, new, [covered(*clauses)]).touched] == [
        ("SYS.9.1.M1.a", "measure_removed"),
        ("SYS.9.1.M2.a", "reworded"),
        ("SYS.9.1.M2.b", "clause_removed"),
        ("SYS.9.1.M3.a", "relevelled"),
    ]


def test_wording_is_not_compared_across_languages() -> None:
    old = edition("1", {"code": "SYS.9.1.M1", "title": "Pealkiri", "clauses": {"a": ONE}})
    new = edition("2", {"code": "SYS.9.1.M1", "title": "Title", "clauses": {"a": TWO, "b": ONE}}, language="en")
    result = diff(old, new, [covered("SYS.9.1.M1.a")])
    assert not result.wording_compared
    assert (result.reworded, result.retitled, result.touched) == ((), (), ())
    assert result.relettered[0].moved == {}


def test_quotes_and_spaces_do_not_make_another_title() -> None:
    old, new = (edition("1", {"code": "SYS.9.1.M1", "title": title}) for title in ("Pod’ ide kaitse", "Pod'ide kaitse"))
    assert diff(old, new).retitled == ()

import os
import re
from pathlib import Path

import pytest

from scanner import resources
from scanner.content import catalogue
from scanner.content.catalogue_import.importer import import_edition, known_titles
from scanner.errors import InvalidError, UsageError
from scanner.model.base import Lang
from scanner.model.catalogue import Catalogue, Level, Measure, Module

CHECKS = resources.checks()
SHIPPED = {"2023": (107, 588, 786, 397), "2024": (109, 618, 781, 403)}


def edition(**measure: object) -> Catalogue:
    """An edition with one measure."""
    given = {"code": "SYS.1.3.M8", "title": "SSH", "level": "standard", "clauses": {"a": "0" * 12}} | measure
    return Catalogue(
        edition="2099",
        source="proov",
        modules=(Module(code="SYS.1.3", title=""),),
        measures=(Measure.model_validate(given),),
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_facts_hold_the_whole_edition(name: str) -> None:
    facts = catalogue.load(name, checks=CHECKS)
    levels = [sum(measure.level is level for measure in facts.measures) for level in Level]
    assert (len(facts.modules), *levels) == SHIPPED[name]
    assert {measure.module for measure in facts.measures} == set(facts.modules_by_code)
    assert len(facts.by_code) == len(facts.measures)
    assert all(module.title for module in facts.modules)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_facts_hold_no_clause_text(name: str) -> None:
    facts = catalogue.load(name, checks=CHECKS)
    assert not any(measure.texts for measure in facts.measures)
    assert all(measure.clauses and measure.responsible for measure in facts.measures)
    longest = max((text for m in facts.measures for text in (m.title, *m.tags, *m.iso, *m.threats)), key=len)
    assert len(longest) < 130  # a title at most, never a sentence of a clause


def test_known_facts_of_a_measure_are_there() -> None:
    measure = catalogue.load("2024", checks=CHECKS).by_code["ISMS.1.M1"]
    assert (measure.level, measure.lifecycle, measure.responsible) == (Level.BASIC, "Kavandamine", "Infoturbejuht")
    assert measure.co_responsible == ("Organisatsiooni juhtkond",)
    assert measure.profiles == {"stardi": "P1", "kov": "P1", "edu": "P1", "doc": "P2", "water": "P1", "heat": "P1"}
    assert (measure.iso, measure.threats, measure.tags) == (
        ("5.1", "5.3", "7.1", "A5.4"),
        ("G 0.18", "G 0.27"),
        ("proc:isms",),
    )
    assert list(measure.clauses) == ["a", "b", "c", "d"]


def test_every_high_measure_carries_its_marks() -> None:
    for name in SHIPPED:
        high = [m for m in catalogue.load(name, checks=CHECKS).measures if m.level is Level.HIGH]
        assert [measure.code for measure in high if not measure.marks] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_file_is_what_the_writer_writes(name: str) -> None:
    path = catalogue.shipped_path(CHECKS, name)
    assert catalogue.dumps(catalogue.read(path)) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_file_comes_from_the_importer(name: str) -> None:
    folder = os.environ.get("EITS_CATALOGUE_DIR")
    if not folder:
        pytest.skip("EITS_CATALOGUE_DIR names no folder with the catalogues")
    made = import_edition(
        f"{folder}/catalogue-{name}.json",
        edition=name,
        texts=False,
        extra=Path(folder) / "profiles-2024.json",
        module_titles=known_titles(CHECKS),
    )
    assert made == catalogue.load(name, checks=CHECKS)


def test_a_written_edition_reads_back_the_same_one_line_per_measure(tmp_path: Path) -> None:
    original = edition(texts={"a": "tekst\nkahel real"}, profiles={}, marks=["C"])
    path = catalogue.workspace_path(tmp_path, "2099", "et")
    catalogue.write(original, path)
    assert catalogue.read(path) == original
    assert len([line for line in path.read_text(encoding="utf-8").splitlines() if "SYS.1.3.M8" in line]) == 1
    assert [child.name for child in path.parent.iterdir()] == ["et.json"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "catalogue").write_text("a file where a folder should be")
    with pytest.raises(InvalidError, match="cannot be written"):
        catalogue.write(edition(), catalogue.workspace_path(tmp_path, "2099", "et"))


def test_an_imported_edition_is_found_and_wins_over_the_shipped_one(tmp_path: Path) -> None:
    own = edition(texts={"a": "Oma tekst"}).model_copy(update={"edition": "2024"})
    catalogue.write(own, catalogue.workspace_path(tmp_path, "2024", "et"))
    loaded = catalogue.load("2024", checks=CHECKS, workspace=tmp_path)
    assert list(loaded.by_code) == ["SYS.1.3.M8"]
    assert loaded.text_of("SYS.1.3.M8.a") == "Oma tekst"


def test_what_an_import_does_not_state_comes_from_the_shipped_facts(tmp_path: Path) -> None:
    own = edition(responsible="Oma talitus").model_copy(update={"edition": "2024"})
    catalogue.write(own, catalogue.workspace_path(tmp_path, "2024", "et"))
    loaded = catalogue.load("2024", checks=CHECKS, workspace=tmp_path)
    measure = loaded.by_code["SYS.1.3.M8"]
    assert (measure.lifecycle, measure.threats[0], measure.responsible) == ("Käitus", "G 0.14", "Oma talitus")
    assert loaded.modules_by_code["SYS.1.3"].title == "Linuxi ja Unixi server"


def test_editions_and_languages_live_side_by_side(tmp_path: Path) -> None:
    languages: tuple[Lang, ...] = ("et", "en")
    for language in languages:
        named = edition(title=language).model_copy(update={"language": language})
        catalogue.write(named, catalogue.workspace_path(tmp_path, "2099", language))
    assert catalogue.editions(CHECKS, tmp_path) == ("2023", "2024", "2099")
    assert catalogue.load("2099", checks=CHECKS, workspace=tmp_path, language="en").measures[0].title == "en"


def test_an_edition_imported_in_one_language_serves_for_the_other(tmp_path: Path) -> None:
    catalogue.write(edition(title="Oma"), catalogue.workspace_path(tmp_path, "2099", "et"))
    assert catalogue.load("2099", checks=CHECKS, workspace=tmp_path, language="en").measures[0].title == "Oma"


def test_an_unknown_edition_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="2023, 2024"):
        catalogue.load("1999", checks=CHECKS)


def test_a_broken_file_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "et.json"
    path.write_text('{"schema": "eits-scan/catalogue/1", "edition": "2024", "modules": [], "measures": [{}]}')
    with pytest.raises(InvalidError) as caught:
        catalogue.read(path)
    said = [problem.message for problem in caught.value.problems]
    assert any(re.match(r"measures\.0\.code: ", line) for line in said)
    assert any(line.startswith("source: ") for line in said)
    with pytest.raises(InvalidError, match="cannot be read"):
        catalogue.read(tmp_path / "puudub.json")

import json
from pathlib import Path
from typing import Any

import pytest

from scanner import resources
from scanner.content.catalogue_import.importer import import_edition, known_titles
from scanner.errors import InvalidError, UsageError
from scanner.model.catalogue import Level
from tests.content.catalogue_import.edition import LINUX, RISK

FLAT = [
    {
        "mid": "SYS.1.3.M2",
        "pid": "SYS.1.3",
        "level": "Põhimeede",
        "responsible": "IT-talitus",
        "lifecycle": "Evitus",
        "assignee": "Arhitekt; Kasutaja",
        "cia": "C; A",
        "title": "Kontod (C-A)",
        "content": "a. Nimed:[NL]* <em>üks</em>;[NL]* kaks.[NL]b. Rühmad &quot;x&quot;.",
    }
]
NESTED = [
    {
        "code": "SYS.1.3",
        "title": "SYS.1.3: Linuxi server",
        "measures": [
            {
                "code": "SYS.1.3.M2",
                "title": "SYS.1.3.M2: Kontod",
                "group": "Kõrgmeede",
                "description": "a.\tNimed:\n\nüks;\nkaks.\n\nb.Rühmad „x“.",
                "security_code": "CA",
                "assignees": ["Arhitekt", "IT-talitus"],
                "lifecycle": None,
                "risks": ["G 0.14"],
            }
        ],
    }
]
EXTRA = [
    {
        "measure": "SYS.1.3.M2",
        "tags": "srv:linux; os:linux",
        "stardi": "P1",
        "kov": "",
        "iso": "5.1; A5.4\u00a0Juhtkonna kohustused",
        "threats": "G 0.18, G 0.27",
        "lifecycle": "Käitus",
    }
]


def save(path: Path, data: Any) -> str:
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


def test_a_flat_list_of_measures_becomes_a_catalogue(tmp_path: Path) -> None:
    catalogue = import_edition(
        save(tmp_path / "list.json", FLAT), edition="2024", module_titles={"SYS.1.3": "Linuxi server"}
    )
    (measure,) = catalogue.measures
    assert catalogue.modules_by_code["SYS.1.3"].title == "Linuxi server"
    assert (measure.title, measure.level, measure.marks) == ("Kontod", Level.BASIC, ("C", "A"))
    assert (measure.responsible, measure.co_responsible, measure.lifecycle) == (
        "IT-talitus",
        ("Arhitekt", "Kasutaja"),
        "Evitus",
    )
    assert measure.texts == {"a": "Nimed:\n* üks;\n* kaks.", "b": 'Rühmad "x".'}


def test_both_saved_forms_give_one_digest_for_one_wording(tmp_path: Path) -> None:
    flat = import_edition(save(tmp_path / "flat.json", FLAT), edition="2024").measures[0]
    nested = import_edition(save(tmp_path / "nested.json", NESTED), edition="2023").measures[0]
    assert flat.clauses == nested.clauses
    assert (nested.level, nested.marks, nested.threats) == (Level.HIGH, ("C", "A"), ("G 0.14",))
    assert (nested.responsible, nested.co_responsible) == ("IT-talitus", ("Arhitekt",))


def test_facts_only_holds_no_word_of_the_clauses(tmp_path: Path) -> None:
    catalogue = import_edition(save(tmp_path / "list.json", FLAT), edition="2024", texts=False)
    assert catalogue.measures[0].texts == {}
    assert "Nimed" not in catalogue.model_dump_json()


def test_extra_facts_fill_only_what_the_edition_does_not_state(tmp_path: Path) -> None:
    extra = tmp_path / "extra.json"
    save(extra, EXTRA)
    measure = import_edition(save(tmp_path / "list.json", FLAT), edition="2024", extra=extra).measures[0]
    assert (measure.tags, measure.profiles, measure.lifecycle) == (
        ("srv:linux", "os:linux"),
        {"stardi": "P1"},
        "Evitus",
    )
    assert (measure.iso, measure.threats) == (("5.1", "A5.4"), ("G 0.18", "G 0.27"))


def test_a_measure_the_extra_facts_do_not_know_has_no_profiles_at_all(tmp_path: Path) -> None:
    extra = tmp_path / "extra.json"
    save(extra, [EXTRA[0] | {"measure": "SYS.1.3.M3"}])
    assert import_edition(save(tmp_path / "list.json", FLAT), edition="2024", extra=extra).measures[0].profiles is None


def test_a_priority_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    extra = tmp_path / "extra.json"
    save(extra, [EXTRA[0] | {"kov": "P4"}])
    with pytest.raises(InvalidError, match=r"SYS\.1\.3\.M2: priority 'P4' of profile kov"):
        import_edition(save(tmp_path / "list.json", FLAT), edition="2024", extra=extra)


def test_a_folder_of_portal_answers_becomes_a_catalogue(tmp_path: Path) -> None:
    save(tmp_path / "1.json", RISK)
    save(tmp_path / "2.json", LINUX)
    catalogue = import_edition(str(tmp_path))
    assert (catalogue.edition, list(catalogue.by_code)) == ("2026", ["GRC.6.M1", "SYS.1.3.M17"])
    risk, kernel = catalogue.measures
    assert risk.clause_codes == ("GRC.6.M1.a", "GRC.6.M1.b", "GRC.6.M1.d")
    assert (kernel.level, kernel.marks) == (Level.HIGH, ("C", "I"))


def test_one_file_of_gathered_portal_answers_names_its_own_edition(tmp_path: Path) -> None:
    assert import_edition(save(tmp_path / "all.json", {"modules": {"1": RISK, "2": LINUX}})).edition == "2026"


def test_a_file_that_does_not_state_its_edition_needs_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--edition"):
        import_edition(save(tmp_path / "list.json", FLAT))


@pytest.mark.parametrize("data", [{}, [], "tekst", [{"muu": 1}], [{"mid": "SYS.1.3.M2"}], [{"measures": 3}]])
def test_json_of_another_form_is_refused(tmp_path: Path, data: Any) -> None:
    with pytest.raises(InvalidError, match="no catalogue in a known form"):
        import_edition(save(tmp_path / "list.json", data), edition="2024")


def test_every_measure_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    rows = [
        FLAT[0] | {"level": "Erimeede"},
        FLAT[0] | {"mid": "SYS.1.3.M3", "content": " "},
        FLAT[0] | {"mid": "x"},
    ]
    with pytest.raises(InvalidError) as caught:
        import_edition(save(tmp_path / "list.json", rows), edition="2024")
    assert [problem.message.split(":")[0] for problem in caught.value.problems] == [
        "measure 'SYS.1.3.M2'",
        "measure 'SYS.1.3.M3'",
        "measure 'x'",
    ]


@pytest.mark.parametrize("edition", ["../2024", "20/24", ".", ""])
def test_an_edition_that_could_leave_the_workspace_is_refused(tmp_path: Path, edition: str) -> None:
    with pytest.raises(InvalidError, match="edition"):
        import_edition(save(tmp_path / "list.json", FLAT), edition=edition)


def test_a_source_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"):
        import_edition(str(tmp_path / "puudub"))


def test_titles_are_known_for_every_shipped_module() -> None:
    titles = known_titles(resources.checks())
    assert titles["SYS.1.3"] == "Linuxi ja Unixi server"
    assert titles["APP.EE.2"] == "Tehisintellektisüsteemid"

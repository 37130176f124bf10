import copy

import pytest

from scanner.content.catalogue_import.portal_answers import is_module, read_module
from scanner.errors import InvalidError
from tests.content.catalogue_import.edition import LINUX, MODULES, RISK


def test_a_module_is_read_with_all_it_states() -> None:
    answer = read_module(RISK, "GRC.6")
    assert (answer.edition, answer.language, answer.module.code, answer.module.title) == (
        "2026",
        "et",
        "GRC.6",
        "Riskihaldus",
    )
    (measure,) = answer.module.measures
    assert measure.code == "GRC.6.M1"
    assert measure.title == "Riskihalduse kord"
    assert measure.level == "3.2 Põhimeetmed"
    assert measure.responsible == "Infoturbejuht"
    assert measure.co_responsible == ("Organisatsiooni juhtkond", "Ülemus")
    assert measure.lifecycle == "Kavandamine"


def test_the_body_begins_after_the_labelled_paragraphs() -> None:
    (measure,) = read_module(RISK, "GRC.6").module.measures
    assert measure.body.splitlines() == [
        "a. Kord on olemas:",
        "* a. esimene osa;",
        "* c. teine osa.",
        "b. Korda järgitakse.",
        "d. Kord vaadatakse üle.",
    ]


def test_marks_come_from_the_title_and_scripts_are_not_text() -> None:
    (measure,) = read_module(LINUX, "SYS.1.3").module.measures
    assert (measure.marks, measure.title, measure.body) == ("CI", "Tuuma kaitse", "a. Tuum on kaitstud.")


def test_a_group_whose_title_is_unknown_is_known_by_its_code() -> None:
    answer = copy.deepcopy(LINUX)
    answer["measureDetails"][0]["groupTitle"] = "Advanced"  # type: ignore[index]
    assert read_module(answer, "SYS.1.3").module.measures[0].level == "3.4"


def test_english_labels_are_known_and_an_unknown_label_is_text() -> None:
    answer = copy.deepcopy(LINUX)
    answer["measureDetails"][0]["measures"][0]["body"] = (  # type: ignore[index]
        "<p><b>Responsible:</b> IT</p><p><b>Life cycle phase:</b> Operation</p><p><b>Note:</b> new</p><p>a. One</p>"
    )
    (measure,) = read_module(answer, "SYS.1.3").module.measures
    assert (measure.responsible, measure.lifecycle, measure.body) == ("IT", "Operation", "Note: new\na. One")


def test_marks_and_roles_may_come_as_objects() -> None:
    answer = copy.deepcopy(LINUX)
    (raw,) = answer["measureDetails"][0]["measures"]  # type: ignore[index]
    raw |= {
        "measureTitle": "Tuuma kaitse",
        "body": "<p>a. Üks</p>",
        "securityCodes": [{"code": "A"}, {"code": "C"}],
        "assignees": [{"name": "Arhitekt"}],
    }
    (measure,) = read_module(answer, "SYS.1.3").module.measures
    assert (measure.marks, measure.co_responsible) == ("CA", ("Arhitekt",))


@pytest.mark.parametrize("name", ["version", "moduleTitle", "measureDetails"])
def test_a_missing_field_is_named(name: str) -> None:
    answer = {key: value for key, value in RISK.items() if key != name}
    with pytest.raises(InvalidError, match=name):
        read_module(answer, "GRC.6")


def test_a_measure_without_a_code_is_refused() -> None:
    answer = copy.deepcopy(LINUX)
    answer["measureDetails"][0]["measures"][0] |= {"measureCode": "?", "measureTitle": "?"}  # type: ignore[index]
    with pytest.raises(InvalidError, match="does not begin with a measure code"):
        read_module(answer, "SYS.1.3")


def test_a_list_of_modules_is_no_module() -> None:
    assert not is_module({"modules": MODULES})
    assert not is_module([RISK])
    assert is_module(RISK)

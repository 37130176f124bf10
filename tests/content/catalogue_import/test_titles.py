import pytest

from scanner.content.catalogue_import.titles import heading, level, marks, measure_code, module_code, split_roles
from scanner.model.catalogue import Level


@pytest.mark.parametrize("code", ["SYS.1.3.M8", "GRC.6.M1", "OPS.1.1.5.ME1", "APP.EE.1.M12"])
def test_a_measure_code_is_found_before_trailing_text(code: str) -> None:
    assert measure_code(f" {code} (I)") == code


@pytest.mark.parametrize("text", ["", "Meetme kood", "SYS.1.3", "M8"])
def test_other_text_holds_no_measure_code(text: str) -> None:
    assert measure_code(text) is None


@pytest.mark.parametrize("code", ["SYS.1.3", "GRC.6", "APP.EE.1", "CON.10"])
def test_a_module_code_is_found_before_trailing_text(code: str) -> None:
    assert module_code(f"{code}: Pealkiri") == code


def test_a_measure_code_is_no_module_code() -> None:
    assert module_code("SYS.1.3.M8") is None


@pytest.mark.parametrize(
    "text",
    [
        "SYS.1.3.M17 Tuuma kaitse (C-I) [Arhitekt, IT-talitus]",
        "SYS.1.3.M17: Tuuma kaitse [Arhitekt; IT-talitus] (C; I)",
        "Tuuma  kaitse (I-C) [Arhitekt, IT-talitus.]",
    ],
)
def test_a_heading_is_taken_apart(text: str) -> None:
    parts = heading(text, "SYS.1.3.M17")
    assert (parts.title, parts.marks, parts.roles) == ("Tuuma kaitse", "CI", ("Arhitekt", "IT-talitus"))


def test_brackets_that_hold_no_marks_stay_in_the_title() -> None:
    assert heading("Puhvertoiteallikas (UPS)", "INF.2.M3").title == "Puhvertoiteallikas (UPS)"
    assert heading("Pilvteenus (CIA)", "X.1.M1").title == "Pilvteenus (CIA)"


def test_marks_have_one_order() -> None:
    assert marks("A; I; C") == "CIA"
    assert marks("") == ""


def test_roles_are_divided_by_commas_and_semicolons() -> None:
    assert split_roles("Arhitekt;  Ülemus, Kasutaja.") == ("Arhitekt", "Ülemus", "Kasutaja")


@pytest.mark.parametrize("text", ["Põhimeede", "3.2 Põhimeetmed", "3.2. põhimeetmed", "3.2", "Basic measures"])
def test_a_level_is_known_by_its_names(text: str) -> None:
    assert level(text) is Level.BASIC


@pytest.mark.parametrize("text", ["", "3.1", "Erimeede", "3.2 Muud"])
def test_any_other_text_is_no_level(text: str) -> None:
    assert level(text) is None

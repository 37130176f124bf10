from collections.abc import Sequence
from pathlib import Path

import pytest

from scanner import resources
from scanner.content import catalogue, coverage
from scanner.content.coverage import Loaded
from scanner.model.catalogue import Catalogue, Measure, Module, letter_of, measure_of, module_of
from scanner.model.coverage import Says
from scanner.model.target import Need

CHECKS = resources.checks()
NAMES = {path.stem for path in CHECKS.rglob("*.yaml") if CHECKS / "eits" not in path.parents}
EDITION = Catalogue(
    edition="2099",
    source="proov",
    modules=(Module(code="SYS.9.1", title="Proov"),),
    measures=(
        Measure.model_validate(
            {"code": "SYS.9.1.M1", "title": "x", "level": "basic", "clauses": {"a": "a" * 12, "b": "b" * 12}}
        ),
    ),
)
HEAD = 'schema: eits-scan/coverage/1\nedition: "2099"\nmodule: SYS.9.1\nclauses:\n'
A = '  SYS.9.1.M1.a:\n    digest: "aaaaaaaaaaaa"\n    links:\n      - {check: linux-x-y, says: proves}\n'
B = '  SYS.9.1.M1.b:\n    digest: "bbbbbbbbbbbb"\n    organisational: true\n'


@pytest.fixture(scope="module")
def shipped() -> Loaded:
    return coverage.load_coverage(coverage.folder(CHECKS, "2024"), catalogue.load("2024", checks=CHECKS), NAMES)


def lint(tmp_path: Path, text: str, checks: Sequence[str] = ("linux-x-y",), name: str = "SYS.9.1") -> list[str]:
    """What is wrong with one file, without the folder in front."""
    (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    loaded = coverage.load_coverage(tmp_path, EDITION, checks)
    return [str(problem).removeprefix(f"{tmp_path}/") for problem in (*loaded.problems, *loaded.stale)]


def test_the_shipped_coverage_has_nothing_wrong(shipped: Loaded) -> None:
    assert [str(problem) for problem in (*shipped.problems, *shipped.stale)] == []
    assert set(shipped.coverage) >= {"SYS.1.1", "SYS.1.3", "ORP.4", "OPS.1.1.3"}


def test_every_shipped_file_lies_under_its_edition() -> None:
    for path in (CHECKS / "eits").glob("*/coverage/*.yaml"):
        assert f'edition: "{path.parent.parent.name}"' in path.read_text(encoding="utf-8")


def test_every_clause_of_a_covered_module_has_an_entry(shipped: Loaded) -> None:
    facts = catalogue.load("2024", checks=CHECKS)
    for module, covered in shipped.coverage.items():
        expected = [code for measure in facts.of_module(module) for code in measure.clause_codes]
        assert list(covered.clauses) == expected, module


@pytest.mark.parametrize(
    "code",
    # Clauses about what was decided, laid down, written, reviewed or practised.
    [
        *("SYS.1.1.M6.d", "SYS.1.1.M10.a", "SYS.1.1.M10.b", "SYS.1.1.M11.d", "SYS.1.1.M19.e", "SYS.1.1.M22.e"),
        *("SYS.1.1.M24.a", "SYS.1.1.M24.b", "SYS.1.1.M24.c", "SYS.1.1.M27.b", "SYS.1.1.M33.a", "SYS.1.3.M16.b"),
        *("ORP.4.M3.a", "ORP.4.M8.a", "ORP.4.M22.a", "OPS.1.1.3.M1.a", "OPS.1.1.3.M15.b", "OPS.1.1.3.M15.d"),
    ],
)
def test_no_check_proves_a_decision_a_document_or_a_habit(shipped: Loaded, code: str) -> None:
    entry = shipped.coverage[module_of(measure_of(code))].clauses[code]
    assert not any(link.says is Says.PROVES for link in (*entry.links, *entry.planned))
    assert entry.organisational or entry.attest


def test_a_local_packet_filter_binds_at_high_need_only(shipped: Loaded) -> None:
    assert shipped.coverage["SYS.1.1"].clauses["SYS.1.1.M19.a"].when_need is Need.HIGH


def test_only_the_multi_factor_part_of_user_authentication_waits_for_high_need(shipped: Loaded) -> None:
    entry = shipped.coverage["SYS.1.1"].clauses["SYS.1.1.M2.c"]
    needs = {link.check: link.when_need for link in (*entry.links, *entry.planned)}
    assert entry.when_need is None
    assert (needs["linux-sshd-mfa"], needs["linux-sshd-empty-passwords"]) == (Need.HIGH, None)


def test_multi_factor_checks_speak_of_fitting_authentication_at_high_need_only(shipped: Loaded) -> None:
    entry = shipped.coverage["ORP.4"].clauses["ORP.4.M13.a"]
    needs = {link.check: link.when_need for link in entry.links}
    assert (needs["linux-sshd-mfa"], needs["linux-sshd-host-based-trust"]) == (Need.HIGH, None)


def test_geographic_redundancy_binds_at_very_high_availability_need(shipped: Loaded) -> None:
    entry = shipped.coverage["SYS.1.1"].clauses["SYS.1.1.M28.e"]
    assert (entry.when_need, entry.need_of) == (Need.VERY_HIGH, ("A",))


def test_every_question_is_one_question_in_both_languages(shipped: Loaded) -> None:
    for module in shipped.coverage.values():
        for code, entry in module.clauses.items():
            if entry.attest:
                assert entry.attest.et.startswith("Kas "), code
                assert entry.attest.et.count("?") == entry.attest.en.count("?") == 1, code
                assert entry.attest.et.endswith("?"), code
                assert entry.attest.en.endswith("?"), code


def test_a_whole_file_is_loaded(tmp_path: Path) -> None:
    assert lint(tmp_path, HEAD + A + B) == []


def test_a_clause_without_an_entry_is_named(tmp_path: Path) -> None:
    (said,) = lint(tmp_path, HEAD + A)
    assert said.startswith("SYS.9.1.yaml:5:3: no entry for SYS.9.1.M1.b")


def test_an_entry_for_a_clause_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    (said,) = lint(tmp_path, HEAD + A + B + B.replace("M1.b", "M1.c"))
    assert "no clause SYS.9.1.M1.c" in said
    assert said.startswith("SYS.9.1.yaml:13:5:")


def test_a_clause_that_reads_differently_now_is_to_be_judged_again(tmp_path: Path) -> None:
    (said,) = lint(tmp_path, HEAD + A.replace("aaaaaaaaaaaa", "cccccccccccc") + B)
    assert said.startswith("SYS.9.1.yaml:6:13: SYS.9.1.M1.a reads differently")


def test_a_link_to_a_check_that_does_not_exist_belongs_to_planned(tmp_path: Path) -> None:
    (said,) = lint(tmp_path, HEAD + A + B, checks=())
    assert said.startswith("SYS.9.1.yaml:8:17: there is no check linux-x-y")
    assert lint(tmp_path, HEAD + A.replace("links", "planned") + B, checks=()) == []


def test_a_planned_link_to_a_check_that_exists_belongs_to_links(tmp_path: Path) -> None:
    (said,) = lint(tmp_path, HEAD + A.replace("links", "planned") + B)
    assert "the check linux-x-y exists now" in said


@pytest.mark.parametrize("says", ["supports", "refutes"])
def test_a_clause_that_nothing_could_show_to_be_met_is_an_error(tmp_path: Path, says: str) -> None:
    (said,) = lint(tmp_path, HEAD + A.replace("proves", says) + B)
    assert "nothing can ever show" in said
    question = "    attest: {et: Kas nii on?, en: Is it so?}\n"
    assert lint(tmp_path, HEAD + A.replace("proves", says) + question + B) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("says: proves", "says: shows", "'proves', 'supports' or 'refutes'"),
        ("{check: linux-x-y, says: proves}", "{check: linux-x-y, says: proves}\n" * 2, "named twice"),
        (
            "    organisational: true",
            "    organisational: true\n    attest: {et: Kas?, en: Is?}",
            "organisational clause",
        ),
        ("    organisational: true", "    organisational: true\n    need_of: [C]", "when_need is not set"),
        ("    organisational: true", "    organisational: true\n    when_need: normal", "leave when_need out"),
        ("    organisational: true", "    organisational: true\n    note: x", "not a field here"),
        ('"bbbbbbbbbbbb"', "xyz", "String should match"),
        ("module: SYS.9.1", "module: SYS.9.2", "the file's name says SYS.9.1"),
    ],
)
def test_a_wrong_entry_is_said_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (HEAD + A + B).replace(old, new.replace("\n{", "\n      - {"))
    problems = lint(tmp_path, text)
    assert any(said in problem and problem.startswith("SYS.9.1.yaml:") for problem in problems), problems


def test_broken_yaml_and_repeated_keys_are_said_with_their_place(tmp_path: Path) -> None:
    assert lint(tmp_path, HEAD + A + B + B)[0].startswith("SYS.9.1.yaml:12:3:")
    assert lint(tmp_path, "a: [")[0].startswith("SYS.9.1.yaml:")
    assert lint(tmp_path, "- x")[0].startswith("SYS.9.1.yaml:1:1")


def test_what_is_borrowed_from_another_edition_is_not_stale(tmp_path: Path) -> None:
    assert lint(tmp_path, (HEAD + A).replace('"2099"', '"2024"')) == []


def test_an_edition_without_files_borrows_those_of_the_nearest(tmp_path: Path) -> None:
    for name in ("2024", "2027"):
        (tmp_path / "eits" / name / "coverage").mkdir(parents=True)
    (tmp_path / "eits" / "2023").mkdir()
    nearest = {name: coverage.folder(tmp_path, name).parent.name for name in ("2023", "2024", "2026", "2027", "2028")}
    assert nearest == {"2023": "2024", "2024": "2024", "2026": "2024", "2027": "2027", "2028": "2027"}
    assert not coverage.folder(tmp_path / "empty", "2024").exists()


def test_edition_2023_is_covered_where_it_reads_as_2024() -> None:
    old = catalogue.load("2023", checks=CHECKS)
    loaded = coverage.load_coverage(coverage.folder(CHECKS, "2023"), old, NAMES)
    assert loaded.stale == []
    assert {name: len(loaded.coverage[name].clauses) for name in ("SYS.1.1", "SYS.1.3")} == {
        "SYS.1.1": 100,
        "SYS.1.3": 27,
    }


def test_a_module_the_edition_lacks_has_no_clauses(tmp_path: Path) -> None:
    text = (HEAD + A).replace("SYS.9.1", "SYS.9.2")
    assert "has no clause SYS.9.2.M1.a" in lint(tmp_path, text, name="SYS.9.2")[0]


def test_a_clause_of_another_module_is_an_error(tmp_path: Path) -> None:
    assert "SYS.9.3.M1.a is no clause of module SYS.9.1" in lint(tmp_path, HEAD + A.replace("SYS.9.1", "SYS.9.3"))[0]


def test_clause_codes_come_apart() -> None:
    assert (measure_of("SYS.1.3.M8.c"), letter_of("SYS.1.3.M8.c")) == ("SYS.1.3.M8", "c")

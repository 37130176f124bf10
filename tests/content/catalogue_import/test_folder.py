import json
from pathlib import Path
from typing import Any

import pytest

from scanner.content.catalogue_import import build, folder
from scanner.errors import InvalidError, UsageError
from tests.content.catalogue_import.edition import LINUX, RISK


def save(path: Path, answer: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(answer), encoding="utf-8")


def test_every_answer_in_the_folder_is_read_whatever_its_name(tmp_path: Path) -> None:
    save(tmp_path / "1.json", RISK)
    save(tmp_path / "deep" / "anything.json", LINUX)
    save(tmp_path / "list.json", {"modules": [{"moduleCode": "GRC.6"}, {"moduleCode": "SYS.1.3"}]})
    source = folder.read(tmp_path, edition=None, language="et")
    assert (source.edition, [module.code for module in source.modules]) == ("2026", ["GRC.6", "SYS.1.3"])


@pytest.mark.parametrize("gathered", [[RISK, LINUX], {"version": "2026", "modules": {"7": RISK, "s-13": LINUX}}])
def test_one_file_may_gather_many_answers(tmp_path: Path, gathered: Any) -> None:
    save(tmp_path / "all.json", gathered)
    source = folder.read(tmp_path, edition=None, language="et")
    assert [module.code for module in source.modules] == ["GRC.6", "SYS.1.3"]


def test_a_module_named_by_the_list_but_not_saved_is_an_error(tmp_path: Path) -> None:
    save(tmp_path / "1.json", RISK)
    groups = [{"moduleSubgroups": [{"modules": [{"moduleCode": "SYS.1.3"}, {"moduleCode": "GRC.6"}]}]}]
    save(tmp_path / "groups.json", {"moduleGroups": groups})
    with pytest.raises(InvalidError, match=r"SYS\.1\.3, but"):
        folder.read(tmp_path, edition=None, language="et")


def test_two_editions_in_one_folder_need_a_choice(tmp_path: Path) -> None:
    save(tmp_path / "1.json", RISK)
    save(tmp_path / "2.json", LINUX | {"version": "2025"})
    with pytest.raises(UsageError, match="2025, 2026"):
        folder.read(tmp_path, edition=None, language="et")
    assert folder.read(tmp_path, edition="2025", language="et").modules[0].code == "SYS.1.3"


def test_a_folder_without_answers_in_the_language_says_so(tmp_path: Path) -> None:
    save(tmp_path / "1.json", RISK)
    with pytest.raises(UsageError, match="no module's answer in this language"):
        folder.read(tmp_path, edition="2026", language="en")


def test_every_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{")
    (tmp_path / "b.json").write_text("[" * 100_000)
    with pytest.raises(InvalidError) as caught:
        folder.read(tmp_path, edition=None, language="et")
    assert [Path(problem.where).name for problem in caught.value.problems] == ["a.json", "b.json"]


def test_an_answer_saved_twice_is_one_module_but_two_that_differ_are_refused(tmp_path: Path) -> None:
    save(tmp_path / "1.json", LINUX)
    save(tmp_path / "copy.json", LINUX)
    assert len(folder.read(tmp_path, edition=None, language="et").modules) == 1
    save(tmp_path / "copy.json", LINUX | {"moduleTitle": "Muu"})
    with pytest.raises(InvalidError, match=r"SYS\.1\.3\.M17 occurs 2 times"):
        build.catalogue(folder.read(tmp_path, edition=None, language="et"), texts=True)

"""A mistake in a check file is found before any host is touched, and named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.content.checks import load_check, load_checks

GOOD = """\
title: {et: Hea, en: Good}
gap: {et: Halb, en: Bad}
why: {et: Sest, en: Because}
severity: high
applies: {platforms: [linux]}
expect:
  - {at: os.kernel, equals: "6.1"}
remediation: {et: Tehke, en: Do, disruption: none}
examples:
  - {facts: {os: {kernel: "6.1"}}, verdict: pass}
  - {facts: {os: {kernel: "5.1"}}, verdict: fail}
  - {facts: {os: {kernel: {unknown: cut}}}, verdict: error}
"""


def problems(folder: Path, text: str, name: str = "linux-x.yaml") -> list[str]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return [str(problem).removeprefix(f"{path}:") for problem in load_check(path)[1]]


def test_a_good_check_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        (
            'at: os.kernel, equals: "6.1"',
            'at: os.kernal, equals: "6.1"',
            "7:10",
            "has no fact 'kernal'; it has: architecture",
        ),
        ('at: os.kernel, equals: "6.1"', "at: os.kernel, equals: 6", "7:29", "is str, compared with 6"),
        (
            'at: os.kernel, equals: "6.1"',
            "at: os.kernel, at_most: 6",
            "7:30",
            "at_most does not apply to os.kernel of type str",
        ),
        ('at: os.kernel, equals: "6.1"', "at: os.kernel, at_mots: 6", "7:", "'at_mots' is not a field here"),
        ('at: os.kernel, equals: "6.1"', "at: os.kernel", "7:5", "needs exactly one operator, has none"),
        ('at: os.kernel, equals: "6.1"', 'at: oss.kernel, equals: "6.1"', "7:10", "no collector 'oss'"),
        ('at: os.kernel, equals: "6.1"', 'at: os..kernel, equals: "6.1"', "7:10", "not a path"),
        ('at: os.kernel, equals: "6.1"', 'at: .kernel, equals: "6.1"', "7:10", "only has a meaning inside every"),
        ('equals: "6.1"}', 'equals: "6.1", if_absent: pass}', "7:5", "is never absent; take if_absent away"),
        ("at: os.kernel,", "at: os.version_id,", "7:5", "may be absent: say if_absent"),
        ('equals: "6.1"}', 'matches: "6.*"}', "7:30", "a pattern is no sentence"),
        ('equals: "6.1"}', 'matches: "6(", says: {et: a, en: b}}', "7:30", "unterminated"),
        ('equals: "6.1"}', "equals: {param: none}}", "7:29", "there is no parameter 'none'"),
        ("severity: high", "severity: hihg", "4:11", "low"),
        ("severity: high\n", "", "1:1", "severity: Field required"),
        ("title: {et: Hea, en: Good}", "title: {et: Hea}", "1:8", "en: Field required"),
        ("severity: high", "severity: high\nseverity: low", "5:1", "stands here a second time"),
        ("severity: high", "severity: high\nid: linux-y", "5:5", "the file's name is the id"),
        (", verdict: pass}", ", verdict: fail}", "10:3", "no example for pass"),
        ("expect:\n", "expect:\n  - {rule: no.such}\n", "7:12", "there is no rule 'no.such'"),
        ("severity: high", "severity: [", "6:1", "while parsing a flow sequence"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, old: str, new: str, where: str, said: str) -> None:
    assert old in GOOD
    found = problems(tmp_path, GOOD.replace(old, new, 1))
    assert any(each.startswith(where) and said in each for each in found), found


def test_an_id_is_given_once(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        problems(tmp_path / folder, GOOD)
    loaded = load_checks([tmp_path])
    assert list(loaded.checks) == ["linux-x"]
    assert "already taken by" in str(loaded.problems[0])


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("severity: high", "severity: hihg").replace("disruption: none", "disruption: a bit")
    assert len(problems(tmp_path, text)) == 2

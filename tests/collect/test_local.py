"""The tool for who writes a collector: it runs one here, and what it records is a case that passes."""

from __future__ import annotations

import json

import pytest
import yaml

from scanner.collect.local import main


def test_the_facts_of_this_machine_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["os"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["system"] == "Linux"
    assert "# stream kernel: " in printed.err


def test_a_recorded_case_gives_the_facts_it_was_recorded_with(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--case", "os"]) == 0
    case = yaml.safe_load(capsys.readouterr().out)
    assert case["facts"]["system"] == "Linux"
    assert case["streams"]["kernel"]["text"].startswith("Linux ")


def test_without_a_name_it_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "NAME" in capsys.readouterr().out

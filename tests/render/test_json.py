"""The published JSON and its schema."""

from __future__ import annotations

import json as standard
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

import scanner.render
from scanner.model.report import Report
from scanner.render import json
from tests.render import sample

SCHEMA = Path(scanner.render.__file__).parent / "schema" / "run-1.schema.json"


def test_the_committed_schema_is_the_models() -> None:
    if os.environ.get("EITS_GOLDEN") == "write":
        SCHEMA.write_text(json.schema_text(), encoding="utf-8")
    assert SCHEMA.read_text(encoding="utf-8") == json.schema_text(), (
        "the model changed: run with EITS_GOLDEN=write, and mind that a published field never goes away"
    )


@pytest.mark.parametrize("report", [sample.report, sample.green, sample.unreachable_only])
def test_what_is_written_fits_the_schema_and_reads_back(report: Callable[[], Report]) -> None:
    text = json.render(report())
    jsonschema.Draft202012Validator(standard.loads(SCHEMA.read_text(encoding="utf-8"))).validate(standard.loads(text))
    assert Report.model_validate_json(text) == report()


def test_the_pieces_make_the_text_that_the_model_gives_as_a_whole() -> None:
    report = sample.green()
    pieces = list(json.parts(report))
    assert len(pieces) > len(report.findings)
    assert "".join(pieces) == report.model_dump_json(by_alias=True, indent=1) + "\n"


def test_a_field_nobody_published_is_refused_by_the_schema() -> None:
    data = standard.loads(json.render(sample.green()))
    data["run"]["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError, match="surprise"):
        jsonschema.validate(data, json.schema())


def test_the_schema_names_the_format() -> None:
    assert standard.loads(json.render(sample.green()))["schema"] == "eits-scan/run/1"


def test_counts_are_those_of_the_findings() -> None:
    data = standard.loads(json.render(sample.report()))
    assert Counter(finding["verdict"] for finding in data["findings"]) == data["summary"]["verdicts"]
    assert Counter(host["state"] for host in data["hosts"]) == data["summary"]["hosts"]


def test_the_text_is_safe_to_print_and_keeps_every_character() -> None:
    text = json.render(sample.report())
    assert all(character.isprintable() or character == "\n" for character in text)
    assert "\\u001b]0;omastatud\\u0007" in text
    assert "\\u202e" in text
    assert "\\u2028" in text
    assert "sisevõrk" in text
    assert any(judged["actual"] == sample.ESCAPES for f in standard.loads(text)["findings"] for judged in f["objects"])


def test_the_language_changes_nothing() -> None:
    assert json.render(sample.report(), "en") == json.render(sample.report(), "et")

"""Attestations from the command line. Nothing needs to be scanned to answer a question."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from scanner.errors import ExitCode
from tests.cli.conftest import Command

TODAY = datetime.now(UTC).astimezone(ZoneInfo("Europe/Tallinn")).date()
CLAUSE = "SYS.1.3.M2.a"


@pytest.fixture
def modelled(tmp_path: Path) -> Path:
    """An inventory with a target object whose name and owner a spreadsheet would calculate."""
    path = tmp_path / "hosts.yml"
    path.write_text("all: {hosts: {www1: {ansible_connection: local}}}\n", encoding="utf-8")
    target = {"id": "veeb", "name": "=HYPERLINK(1)", "hosts": ["www1"], "owner": "+veebitiim", "modules": ["SYS.1.3"]}
    other = {"id": "muu", "name": "Muu", "hosts": ["www1"], "owner": "muu tiim", "modules": ["SYS.1.1"]}
    (tmp_path / "targets.yaml").write_text(yaml.safe_dump({"targets": [target, other]}), encoding="utf-8")
    return path


def write(inventory: Path, *entries: dict[str, object]) -> None:
    text = yaml.safe_dump({"attestations": list(entries)}, allow_unicode=True, sort_keys=False)
    (inventory.parent / "attestations.yaml").write_text(text, encoding="utf-8")


def said(clause: str = CLAUSE, days: int = 300, **more: object) -> dict[str, object]:
    """A yes that counts for so many days more."""
    return {
        "clause": clause,
        "target": "veeb",
        "state": "rakendatud",
        "statement": "Nimed antakse kesksest registrist.",
        "by": "IT-juht",
        "stated_on": TODAY - timedelta(days=60),
        "valid_until": TODAY + timedelta(days=days),
        **more,
    }


def test_the_list_says_who_stated_what_and_until_when(eits: Command, modelled: Path) -> None:
    write(modelled, said(), said("SYS.1.3.M2.d", -1, state="ei ole rakendatud"), said("SYS.1.3.M2.e", 14))
    rows = [re.split(r"  +", line) for line in eits("attestations", "list", "-i", modelled).stdout.splitlines()[1:]]
    assert [(row[0], row[2], row[5]) for row in rows] == [
        ("SYS.1.3.M2.d", "ei ole rakendatud", "aegunud"),
        ("SYS.1.3.M2.e", "rakendatud", "aegub 14 päeva jooksul"),
        (CLAUSE, "rakendatud", "kehtib"),
    ]


def test_lint_has_an_expired_yes_as_an_error(eits: Command, modelled: Path) -> None:
    write(modelled, said(days=-1), said("SYS.1.3.M2.d", -1, state="osaliselt"))
    linted = eits("attestations", "lint", "-i", modelled)
    assert linted.returncode == ExitCode.INVALID
    assert f"attestations.yaml:8:16: expired: its last day was {TODAY - timedelta(days=1)}" in linted.stderr
    assert "it still counts" in linted.stdout
    write(modelled, said())
    linted = eits("attestations", "lint", "-i", modelled)
    assert (linted.returncode, linted.stdout) == (ExitCode.OK, "1 attestations, nothing wrong\n")


def test_what_is_due_are_the_questions_nobody_answered_and_the_answers_that_end(eits: Command, modelled: Path) -> None:
    write(modelled, said(), said("SYS.1.3.M2.d", -1), said("SYS.1.3.M2.e", 20))
    told = eits("attestations", "due", "-i", modelled, "--target", "veeb").stdout
    assert f"  {CLAUSE} " not in told
    assert re.search(r"  SYS\.1\.3\.M2\.d +aegus \S+: \w+", told)
    assert re.search(r"  SYS\.1\.3\.M2\.e +aegub \S+: \w+", told)
    assert re.search(r"  SYS\.1\.3\.M6\.a +vastamata: \w+", told)
    assert "SYS.1.1" not in told
    assert "SYS.1.3.M2.e" not in eits("attestations", "due", "-i", modelled, "--within", "19").stdout
    assert eits("attestations", "due", "-i", modelled, "--owner", "muu tiim").stdout.startswith(
        "muu – Muu (muu tiim): "
    )
    refused = eits("attestations", "due", "-i", modelled, "--target", "veb")
    assert (refused.returncode, "did you mean veeb?" in refused.stderr) == (ExitCode.USAGE, True)


def test_due_as_yaml_answers_every_question_when_it_is_filled_in(eits: Command, modelled: Path) -> None:
    form = eits("attestations", "due", "-i", modelled, "--target", "veeb", "--format", "yaml").stdout
    path = modelled.parent / "attestations.yaml"
    path.write_text(form, encoding="utf-8")
    assert "is still to be filled in" in eits("attestations", "lint", "-i", modelled).stderr
    path.write_text(re.sub(r"'?TÄITA[^#\n]*", "rakendatud ", form), encoding="utf-8")
    linted = eits("attestations", "lint", "-i", modelled)
    assert linted.returncode == ExitCode.OK, linted.stderr
    assert "ei oota" in eits("attestations", "due", "-i", modelled, "--target", "veeb").stdout


def test_due_as_csv_is_safe_to_open_and_has_room_for_the_answers(eits: Command, modelled: Path) -> None:
    made = eits("attestations", "due", "-i", modelled, "--target", "veeb", "--format", "csv").stdout
    head, *rows = csv.reader(io.StringIO(made.removeprefix("\ufeff")), delimiter=";")
    assert head[:4] == ["Punkt", "Sihtobjekt", "Nimi", "Vastutaja"]
    assert rows[0][:4] == [CLAUSE, "veeb", "'=HYPERLINK(1)", "'+veebitiim"]
    blank = [head.index(name) for name in ("Vastus", "Selgitus", "Vastaja", "Kehtib kuni", "Tõend")]
    assert all(row[place] == "" for row in rows for place in blank)
    assert all("AK" in row[-1] for row in rows)

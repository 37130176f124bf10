"""One settings file for every command: found, obeyed, explained."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from scanner.content.settings import digest
from scanner.errors import ExitCode
from scanner.model.settings import Settings
from tests.cli.conftest import QUICK, Command

SETTINGS = """
[marking]
agency = "Näidislinn"
years = 1
[deadlines]
critical = 3
[report]
language = "en"
formats = ["json", "html", "sarif"]
url = "https://aruanded.example.ee/eits/"
"""


def test_a_scan_obeys_the_settings_beside_its_inventory(eits: Command, local: Path, tmp_path: Path) -> None:
    (tmp_path / "eits-scan.toml").write_text(SETTINGS, encoding="utf-8")
    done = eits("scan", "-i", local, *QUICK)
    assert done.returncode == ExitCode.OK, done.stderr
    assert done.stdout.startswith("ASUTUSESISESEKS KASUTAMISEKS (AK) · Näidislinn · Marked on: ")
    *_, data, at_json, page, _, sarif, at_sarif = done.stdout.splitlines()
    assert [Path(name).suffix for name in (data, page, sarif)] == [".json", ".html", ".sarif"]
    assert [at_json, at_sarif] == [f"https://aruanded.example.ee/eits/{Path(name).name}" for name in (data, sarif)]
    assert '<html lang="en"' in Path(page).read_text(encoding="utf-8")
    report = json.loads(Path(data).read_text(encoding="utf-8"))
    made, until = (date_.split("-") for date_ in (report["marking"]["made"], report["marking"]["until"]))
    assert int(until[0]) - int(made[0]) == 1
    assert report["deadlines"]["critical"] == 3
    with sqlite3.connect(tmp_path / "home" / "store.sqlite") as database:
        (kept,) = database.execute("SELECT settings_sha256 FROM runs").fetchone()
    assert kept == report["run"]["settings_sha256"]
    assert len(kept) == 64
    assert kept != digest(Settings())

    (tmp_path / "other.toml").write_text("[marking]\nenabled = false\n", encoding="utf-8")
    again = eits("report", "latest", "-i", local, "--settings", "other.toml", "--format", "json", "-o", "-")
    assert json.loads(again.stdout)["marking"] is None
    in_estonian = eits("report", "latest", "-i", local, "--lang", "et", "-o", "-")
    assert '<html lang="et"' in in_estonian.stdout


@pytest.mark.parametrize("words", [("scan", *QUICK), ("report",), ("evaluate", "latest"), ("doctor",)])
def test_wrong_settings_stop_every_command_with_all_that_is_wrong(
    eits: Command, local: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "eits-scan.toml").write_text('[markings]\n[report]\nformats = ["htm"]\nurl = 3\n', encoding="utf-8")
    done = eits(*words, "-i", local)
    assert done.returncode == ExitCode.INVALID
    for said in ("eits-scan.toml:1:1", "did you mean marking?", "eits-scan.toml:3:1", "sarif", "eits-scan.toml:4:1"):
        assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "home").glob("runs/*"))


def test_a_settings_file_that_is_named_must_be_there(eits: Command, local: Path) -> None:
    done = eits("scan", "-i", local, "--settings", "missing.toml", *QUICK)
    assert done.returncode == ExitCode.USAGE
    assert "missing.toml" in done.stderr


def test_init_writes_settings_that_doctor_reads(eits: Command, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert eits("init", site).returncode == ExitCode.OK
    checked = eits("doctor", "--home", site)
    assert f"settings: {site / 'eits-scan.toml'}" in checked.stdout
    assert "marking" not in checked.stderr
    assert "[deadlines]" in (site / "eits-scan.toml").read_text(encoding="utf-8")


def test_init_leaves_settings_that_are_there(eits: Command, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir(mode=0o700)
    (tmp_path / "site" / "eits-scan.toml").write_text(SETTINGS, encoding="utf-8")
    assert eits("init", tmp_path / "site").returncode == ExitCode.OK
    assert (tmp_path / "site" / "eits-scan.toml").read_text(encoding="utf-8") == SETTINGS


def test_doctor_says_that_a_marking_without_an_agency_is_incomplete(eits: Command, local: Path, tmp_path: Path) -> None:
    lacking = eits("doctor", "-i", local)
    assert lacking.returncode == ExitCode.INVALID
    assert "does not name the holder of the information" in lacking.stderr
    (tmp_path / "targets.yaml").write_text("agency: Näidisasutus\n", encoding="utf-8")
    assert "the holder of the information" not in eits("doctor", "-i", local).stderr


def test_doctor_says_for_whom_nothing_would_be_written(eits: Command, local: Path, tmp_path: Path) -> None:
    text = '[report]\nformats = ["json"]\naudiences = ["management"]\n'
    (tmp_path / "eits-scan.toml").write_text(text, encoding="utf-8")
    done = eits("doctor", "-i", local)
    assert done.returncode == ExitCode.INVALID
    assert "none of report.formats has a document for management" in done.stderr
    assert "add one of: html" in done.stderr

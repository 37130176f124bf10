"""`report --host` and `--target`: one host or target object, and the acceptance report of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.errors import ExitCode
from tests.cli.conftest import QUICK, Command
from tests.render.available import PDF_HERE


def test_a_host_is_reported_alone_and_its_acceptance_is_refused_while_checks_are_not_done(
    eits: Command, local: Path
) -> None:
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    run = eits("runs", "list").stdout.split()[0]
    made = eits("report", run, "-i", local, "--audience", "acceptance", "--host", "here")
    assert made.returncode == ExitCode.OK, made.stderr
    page = Path(made.stdout.strip())
    assert page.name == f"{run}-acceptance-here.html"
    assert page.stat().st_mode & 0o777 == 0o600
    text = page.read_text(encoding="utf-8")
    assert "Vastuvõtukontroll: here" in text
    assert "Mitte vastu võtta" in text
    assert "jäi tegemata" in text
    assert "there" not in text
    data = eits("report", run, "-i", local, "--format", "json", "--host", "here", "-o", "-").stdout
    assert '"there"' not in data


def test_words_that_do_not_go_together_are_wrong_usage(eits: Command, local: Path) -> None:
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    wrong = {
        "name it: --host NAME or --target ID": ("--audience", "acceptance"),
        "--host and --target do not go together": ("--host", "here", "--target", "x"),
        "the report has no host 'her'": ("--host", "her"),
        "the report has no target object 'x'": ("--target", "x"),
        "leave --owner, --host": ("--format", "evidence", "--measure", "SYS.1.3.M8", "--host", "here"),
    }
    for message, words in wrong.items():
        told = eits("report", "-i", local, *words)
        assert (told.returncode, message in told.stderr) == (ExitCode.USAGE, True), told.stderr


@pytest.mark.skipif(not PDF_HERE, reason="needs WeasyPrint and Pango (docs/formats.md)")
def test_it_is_written_as_pdf_too(eits: Command, local: Path) -> None:
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    made = eits("report", "latest", "-i", local, "--audience", "acceptance", "--host", "here", "--format", "pdf")
    assert made.returncode == ExitCode.OK, made.stderr
    assert made.stderr == ""
    path = Path(made.stdout.strip())
    assert path.name.endswith("-acceptance-here.pdf")
    assert path.read_bytes().startswith(b"%PDF")

"""One run, three documents: the options of `report` that choose whom it is for and whose hosts it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.errors import ExitCode
from tests.cli.conftest import QUICK, Command

TWO_OWNERS = """
all:
  vars: {ansible_connection: local}
  hosts:
    minu: {eits_owner: IT-partner OÜ}
    voeras: {eits_owner: Naabri AS}
"""


@pytest.fixture
def owned(tmp_path: Path) -> Path:
    path = tmp_path / "hosts.yml"
    path.write_text(TWO_OWNERS, encoding="utf-8")
    return path


def test_a_run_is_reported_for_each_reader_and_owner(eits: Command, owned: Path) -> None:
    assert eits("scan", "-i", owned, *QUICK).returncode == ExitCode.OK
    run = eits("runs", "list").stdout.split()[0]
    words = ("report", run, "-i", owned)
    for audience, title in (("management", "Infoturbe vastavuse kokkuvõte"), ("partner", "Tööde nimekiri")):
        made = eits(*words, "--audience", audience)
        assert made.returncode == ExitCode.OK, made.stderr
        page = Path(made.stdout.strip())
        assert page.name == f"{run}-{audience}.html"
        assert title in page.read_text(encoding="utf-8")
        assert page.stat().st_mode & 0o777 == 0o600
    made = eits(*words, "--audience", "partner", "--owner", "IT-partner OÜ")
    page = Path(made.stdout.strip())
    assert page.name == f"{run}-partner-IT-partner_OÜ.html"
    text = page.read_text(encoding="utf-8")
    assert "Tööde nimekiri: IT-partner OÜ" in text
    assert not {"voeras", "Naabri AS"} & set(text.split())
    data = eits(*words, "--format", "json", "--owner", "IT-partner OÜ", "-o", "-").stdout
    assert '"minu"' in data
    assert "voeras" not in data
    assert "Naabri" not in data


def test_an_audience_a_format_does_not_have_and_an_owner_nobody_is_are_wrong_usage(eits: Command, owned: Path) -> None:
    assert eits("scan", "-i", owned, *QUICK).returncode == ExitCode.OK
    asked = eits("report", "-i", owned, "--format", "json", "--audience", "partner")
    assert asked.returncode == ExitCode.USAGE
    assert "--format json has no edition for --audience partner" in asked.stderr
    assert "use --format html" in asked.stderr
    asked = eits("report", "-i", owned, "--owner", "Keegi")
    assert asked.returncode == ExitCode.USAGE
    assert "'Keegi'" in asked.stderr
    assert "IT-partner OÜ, Naabri AS" in asked.stderr

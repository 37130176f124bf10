"""The schedule that `init` writes: units that systemd takes, and a cron line that a shell takes, whatever the path."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from scanner.errors import ExitCode
from tests.cli.conftest import Command


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "a b 100%"


def test_the_units_are_without_fault_and_may_write_the_workspace_and_what_the_settings_name(
    eits: Command, home: Path, tmp_path: Path
) -> None:
    assert eits("init", home).returncode == ExitCode.OK
    (home / "eits-scan.toml").write_text('[metrics]\nfile = "/var/lib/node/eits.prom"\n', encoding="utf-8")
    done = eits("init", home, "--schedule", "systemd")
    assert done.returncode == ExitCode.OK, done.stderr
    service, timer = (home / "schedule" / f"eits-scan-nightly.{kind}" for kind in ("service", "timer"))
    text = service.read_text(encoding="utf-8")
    assert f'ReadWritePaths="{tmp_path}/a b 100%%" "/var/lib/node"' in text
    assert "OnCalendar=*-*-* 02:00:00" in timer.read_text(encoding="utf-8")
    if analyze := shutil.which("systemd-analyze"):
        for path in (service, timer):  # systemd-analyze takes no unit from a folder with a space in its name
            shutil.copy(path, tmp_path)
        words = [analyze, "verify", str(tmp_path / service.name), str(tmp_path / timer.name)]
        checked = subprocess.run(words, capture_output=True, text=True, check=False)
        assert [line for line in checked.stderr.splitlines() if "eits-scan-nightly" in line] == []


def test_the_cron_line_is_a_command_that_names_the_workspace(eits: Command, home: Path) -> None:
    done = eits("init", home, "--schedule", "cron")
    assert done.returncode == ExitCode.OK, done.stderr
    line = (home / "schedule" / "eits-scan-nightly").read_text(encoding="utf-8").splitlines()[-1]
    minute, hour, _, _, _, _, words = line.split(" ", 6)
    assert (minute, hour) == ("0", "2")
    program, rest = words.replace(r"\%", "%").split(" ", 1)  # as cron does it
    shown = f"show() {{ printf '%s\\n' \"$@\"; }}\nshow {rest.partition(' 2>>')[0]}"
    said = subprocess.run(["/bin/sh", "-c", shown], capture_output=True, text=True, check=True).stdout.splitlines()
    assert program.endswith("/eits-scan")
    assert said == ["nightly", "-i", str(home / "inventory"), "--home", str(home)]


def test_an_inventory_that_is_there_is_left_as_it_is(eits: Command, home: Path) -> None:
    assert eits("init", home).returncode == ExitCode.OK
    (home / "inventory" / "hosts.yml").write_text("all: {}\n", encoding="utf-8")
    assert eits("init", home, "--schedule", "cron").returncode == ExitCode.OK
    assert (home / "inventory" / "hosts.yml").read_text(encoding="utf-8") == "all: {}\n"
    assert eits("init", home).returncode == ExitCode.USAGE

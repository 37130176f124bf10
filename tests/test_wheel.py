"""What a user gets from `pip install`: the wheel is built, looked into, installed and run away from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from scanner import __version__
from scanner.errors import ExitCode

TOP = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.xdist_group("wheel")  # one worker, so that the wheel is built once


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(TOP)]
    subprocess.run(build, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`eits-scan` in a venv of its own that holds the locked packages and the wheel, and nothing of the checkout."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False, symlinks=True)
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install", "-qq"]
    subprocess.run([*pip, "--require-hashes", "-r", str(TOP / "requirements.lock")], check=True, capture_output=True)
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)
    return home / "bin" / "eits-scan"


def run(command: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(cwd)}
    return subprocess.run([command, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_the_top_level_is_the_package_and_its_metadata(names: list[str]) -> None:
    assert {name.split("/")[0] for name in names} == {"scanner", f"eits_scanner-{__version__}.dist-info"}


def test_the_licence_and_the_types_marker_are_in(names: list[str]) -> None:
    assert "scanner/py.typed" in names
    assert f"eits_scanner-{__version__}.dist-info/licenses/LICENSE" in names


@pytest.mark.parametrize("folder", ["checks", "playbooks", "reports", "inventories/example"])
def test_every_content_file_is_in(names: list[str], folder: str) -> None:
    in_wheel = {name.removeprefix("scanner/_data/") for name in names if name.startswith(f"scanner/_data/{folder}/")}
    on_disk = {
        path.relative_to(TOP).as_posix()
        for path in (TOP / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert in_wheel == on_disk
    assert in_wheel


def test_nothing_of_the_checkout_beside_content_is_in(names: list[str]) -> None:
    data = {name.split("/")[2] for name in names if name.startswith("scanner/_data/")}
    assert data <= {"checks", "playbooks", "reports", "inventories"}
    assert not [name for name in names if name.endswith((".pyc", ".lock")) or "/tests/" in name]


def test_the_command_runs_from_another_directory(command: Path, tmp_path: Path) -> None:
    answer = run(command, "--version", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert __version__ in answer.stdout


def test_the_installed_package_reads_the_content_it_brought(command: Path, tmp_path: Path) -> None:
    ask = "from scanner import resources as r; print(r.checkout(), r.checks(), r.playbooks(), r.reports(), sep='\\n')"
    answer = run(command.with_name("python"), "-c", ask, cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    checkout, *folders = answer.stdout.splitlines()
    assert checkout == "None"
    assert all(folder.startswith(f"{command.parent.parent}/") for folder in folders), folders


def test_a_scan_from_the_installed_wheel_ends_with_a_report(command: Path, tmp_path: Path) -> None:
    words = "all: {vars: {eits_modules: [SYS.1.1, SYS.1.3]}, hosts: {here: {ansible_connection: local}}}\n"
    (tmp_path / "hosts.yml").write_text(words, encoding="utf-8")
    chosen = ("--check", "linux-account-uid0-only-root", "--check", "linux-os-supported")
    answer = run(command, "scan", "-i", "hosts.yml", *chosen, "--fail-on", "never", cwd=tmp_path)
    assert answer.returncode in (ExitCode.OK, ExitCode.UNSEEN), answer.stderr
    page, data = (Path(line) for line in answer.stdout.splitlines()[-2:])
    assert page.parent == data.parent == tmp_path / "eits-scan" / "reports"
    assert "<html" in page.read_text(encoding="utf-8")
    report = json.loads(data.read_text(encoding="utf-8"))
    assert [host["state"] for host in report["hosts"]] == ["answered"]
    verdicts = {finding["check"]: finding["verdict"] for finding in report["findings"]}
    assert verdicts.keys() == set(chosen[1::2])
    assert verdicts["linux-account-uid0-only-root"] in ("pass", "fail")
    assert report["measures"], "the installed catalogue and coverage gave no measure"

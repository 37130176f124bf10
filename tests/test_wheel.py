"""What a user gets from `pip install`: the wheel is built, looked into, installed and run away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from scanner import __version__

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
    """`eits-scan` in a venv that holds the wheel; the packages it depends on are those this test runs with."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-qq", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    (site,) = home.glob("lib/python3*/site-packages")
    # A copy without the checkout's own .pth, which would put the checkout's scanner beside the wheel's.
    (site / "dependencies.pth").write_text(
        "".join(f"{path}\n" for path in sys.path if path.endswith("site-packages") and Path(path).is_dir())
    )
    return home / "bin" / "eits-scan"


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
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    answer = subprocess.run([command, "--version"], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    assert __version__ in answer.stdout


def test_the_installed_package_is_the_wheel_with_its_content(command: Path, tmp_path: Path) -> None:
    ask = "from scanner import resources as r; print(r.checkout(), r.checks(), r.playbooks(), r.reports(), sep='\\n')"
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    python = command.with_name("python")
    answer = subprocess.run([python, "-c", ask], cwd=tmp_path, env=environment, capture_output=True, text=True)
    checkout, *folders = answer.stdout.split()
    assert checkout == "None"
    assert all(folder.startswith(f"{command.parent.parent}/") for folder in folders), folders


# --- the scan from the installed wheel comes here: `eits-scan scan -i …` with `command`, cwd=tmp_path ---

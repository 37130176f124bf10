"""Every collector's script: portable, read-only by its looks, and answering under every shell of this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from scanner import resources
from scanner.collect.evidence import decode
from scanner.collect.script import assemble, collector
from scanner.facts.raw import Raw

FOLDER = resources.playbooks() / "collectors" / "linux"
FILES = sorted(FOLDER.glob("*.sh"))
NAMES = [file.stem for file in FILES if not file.stem.startswith("_")]
SHELLS = [shell for shell in ("/bin/dash", "/bin/bash", "/bin/busybox sh") if Path(shell.split()[0]).exists()]
SHELLCHECK = shutil.which("shellcheck", path=f"{sysconfig.get_path('scripts')}:{os.environ.get('PATH', '')}")
FORBIDDEN = {
    "<<": "a here-document may be written to a file",
    r"(^|[;&|({])\s*local\s": "not in POSIX",
    r"\b(python3?|perl)\s": "not on every host",
    r"(?<![0-9&>-])>(?! ?/dev/null|&[0-9]| ?\")": "writes to a file",
    r"(^|[;&|({]|run \S+)\s*(mktemp|tee|timeout)\s": "no temporary files, no timeout(1)",
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_script_passes_shellcheck(file: Path) -> None:
    assert SHELLCHECK, "shellcheck is missing: it comes with the development dependencies"
    done = subprocess.run([SHELLCHECK, file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_parses_under_every_shell(file: Path, shell: str) -> None:
    done = subprocess.run([*shell.split(), "-n", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_script_uses_nothing_that_writes_or_is_not_everywhere(file: Path) -> None:
    found = []
    for number, line in enumerate(file.read_text().splitlines(), 1):
        code = re.sub(r"(^|\s)#.*", "", line)
        code = re.sub(r"'[^']*'", "''", code)  # awk and sed programs are checked by being run
        reasons = [why for pattern, why in FORBIDDEN.items() if re.search(pattern, code)]
        found += [f"{file.name}:{number}: {why}: {line}" for why in reasons]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shell", SHELLS)
def test_a_collector_answers_whole_under_every_shell(name: str, shell: str) -> None:
    keys = {"paths": ("/etc/passwd", "/no/such", "/etc/*.conf"), "names": ("a", "b*"), "none": ()}[collector(name).keys]
    script = assemble([(name, keys)], shell=shell)
    done = subprocess.run(["env", "-i", *shell.split(), "-s"], input=script.encode(), capture_output=True, check=False)
    evidence = decode(done.stdout)
    assert evidence.cause is None, done.stderr.decode()
    raw = evidence.raw(name)
    assert isinstance(raw, Raw)
    assert raw.cause is None
    assert not raw.broken
    assert "_stderr" not in raw.streams, raw.streams["_stderr"].data.decode()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shell", SHELLS)
def test_a_collector_answers_whole_without_root_too(name: str, shell: str) -> None:
    keys = {"paths": ("/etc/shadow", "/root/*", "/root/x"), "names": ("a", "b*"), "none": ()}[collector(name).keys]
    script = assemble([(name, keys)], shell=shell)
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    done = subprocess.run(
        [*nobody, "env", "-i", *shell.split(), "-s"], input=script.encode(), capture_output=True, check=False, cwd="/"
    )
    raw = decode(done.stdout).raw(name)
    assert isinstance(raw, Raw), done.stderr.decode()
    assert (raw.cause, raw.exit) == (None, 0), raw.streams.get("_stderr")
    assert not raw.broken

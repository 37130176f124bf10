"""A play that is told to stop keeps what it has and leaves nothing running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from scanner.collect import ansible
from scanner.collect.ansible import Limits, NotAsked, Receipt, Started, collect
from scanner.model.failure import Failure
from tests.collect.sites import CHECKOUT, LOCAL, SCRIPT, Site, gone, wait_for


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_stopping_keeps_what_was_collected_and_says_who_was_not_asked(site: Site) -> None:
    pid_file = site.folder / "pid"
    hang = f"echo $$ > {pid_file}; exec sleep 3600\n"
    stop = threading.Event()
    receipts: dict[str, Receipt] = {}
    not_asked: list[NotAsked] = []
    scripts = {"first": SCRIPT, "hang": hang, "later": SCRIPT}
    inventory = site.inventory(dict.fromkeys(scripts, LOCAL))
    for event in collect([inventory], scripts, site.archive, limits=Limits(forks=1), stop=stop):
        if isinstance(event, Receipt):
            receipts[event.host] = event
            wait_for(pid_file)
            stop.set()
        elif isinstance(event, NotAsked):
            not_asked.append(event)
    assert {name: receipt.cause for name, receipt in receipts.items()} == {"first": None, "hang": Failure.STOPPED}
    assert not_asked == [NotAsked(hosts=("later",), cause=Failure.STOPPED)]
    assert "EITS-EVIDENCE" in site.evidence("first")
    gone(int(pid_file.read_text(encoding="ascii")))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_no_process_and_no_private_folder(site: Site, number: signal.Signals) -> None:
    pid_file, temporary = site.folder / "pid", site.folder / "temporary"
    temporary.mkdir()
    program = site.folder / "program.py"
    program.write_text(
        "import sys\nfrom pathlib import Path\n"
        "from scanner.collect.ansible import collect, stopping\nfrom scanner.collect.archive import Archive\n"
        "with stopping() as stop:\n"
        "    for event in collect([sys.argv[1]], {'a': sys.argv[2]}, Archive(Path(sys.argv[3])), stop=stop):\n"
        "        print(event, flush=True)\n",
        encoding="utf-8",
    )
    hang = f"echo $$ > {pid_file}; exec sleep 3600\n"
    arguments = [str(site.inventory({"a": LOCAL})), hang, str(site.archive.folder)]
    env = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": CHECKOUT}
    command = [sys.executable, str(program), *arguments]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        wait_for(pid_file)
        process.send_signal(number)
        output, _ = process.communicate(timeout=180)
    assert "stopped" in output
    assert process.returncode == 0
    assert list(temporary.iterdir()) == []
    gone(int(pid_file.read_text(encoding="ascii")))


def test_an_ansible_that_does_not_listen_is_killed_and_its_worker_ends_by_its_own_limit(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ansible, "_PATIENCE", 0.1)
    pid_file = site.folder / "pid"
    hang = f"echo $$ > {pid_file}; exec sleep 3600\n"
    stop = threading.Event()
    causes = []
    for event in collect(
        [site.inventory({"a": LOCAL})], {"a": hang}, site.archive, limits=Limits(seconds=20), stop=stop
    ):
        if isinstance(event, Started):
            wait_for(pid_file)
            os.kill(_playbook(site), signal.SIGSTOP)
            stop.set()
        elif isinstance(event, Receipt):
            causes.append(event.cause)
    assert causes == [Failure.STOPPED]
    gone(int(pid_file.read_text(encoding="ascii")))


def _playbook(site: Site) -> int:
    """The pid of the ansible-playbook that this process started for this site; its workers have the same words."""
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    pids = [pid for path in children for pid in path.read_text(encoding="ascii").split()]
    (found,) = [pid for pid in pids if str(site.folder).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return int(found)

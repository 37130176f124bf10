"""Runs the play over the hosts and hands on what happens to each, as it happens.

The evidence itself goes from the action plugin straight to the archive; Ansible's events carry receipts only.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import queue
import re
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from ansible_runner.config.runner import RunnerConfig
from ansible_runner.runner import Runner

from scanner import ansible_env, resources
from scanner.collect.archive import Archive, file_name
from scanner.collect.causes import detail
from scanner.errors import InvalidError
from scanner.model.base import Frozen
from scanner.model.failure import Failure

MEBIBYTE = 1 << 20
_PATIENCE = 10  # seconds for Ansible to end its connections
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


class Limits(Frozen):
    """What one host may cost, and how many are asked at a time."""

    forks: int = 20
    seconds: float = 180
    max_bytes: int = 32 * MEBIBYTE


class Started(Frozen):
    """A host is being asked."""

    host: str


class Receipt(Frozen):
    """What became of one host. `sha256` and `bytes` are those of its evidence, when there is any."""

    host: str
    cause: Failure | None = None
    detail: str = ""
    rc: int | None = None
    bytes: int = 0
    sha256: str | None = None
    seconds: float = 0.0
    escalated: bool = False
    why: Failure | None = None
    """Why it did not become root although it tried; None where it did, or was root already."""


class NotAsked(Frozen):
    """Hosts that the play did not get to before it ended, and why it ended."""

    hosts: tuple[str, ...]
    cause: Failure
    detail: str = ""


Event = Started | Receipt | NotAsked


def collect(
    inventory: Sequence[Path | str],
    scripts: Mapping[str, str],
    archive: Archive,
    *,
    limits: Limits | None = None,
    stop: threading.Event | None = None,
    options: Sequence[str] = (),
    keep_env: Sequence[str] = (),
) -> Iterator[Event]:
    """Run each host's script on that host; yield Started when one begins and one Receipt for every host that began.

    scripts: host name to shell script. stop: set it to end early; hosts that have begun and are not done get
    Failure.STOPPED. The last event is NotAsked where the play ended before it had begun with every host.
    options: more words for ansible-playbook, such as `--vault-password-file`. keep_env: see ansible_env.environment.
    Raises InvalidError when Ansible could not start the play at all.
    """
    limits = limits or Limits()
    stop = stop or threading.Event()
    archive.create()
    waiting, begun = set(scripts), set[str]()
    events: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
    with _private_folder() as private:
        _write_scripts(private / "scripts", scripts)
        play = _Play(_config(private, inventory, scripts, archive, limits, options, keep_env), events, stop)
        with play:
            complaint = ""
            while (event := events.get()) is not None:
                complaint = _complaint(event) or complaint
                happened = _event(event)
                if happened is None or happened.host not in waiting:
                    continue
                begun.add(happened.host)
                if isinstance(happened, Receipt):
                    waiting.discard(happened.host)
                yield happened
    if waiting and len(waiting) == len(scripts) and not stop.is_set():
        raise InvalidError(f"Ansible did not run the scan: {complaint or 'it said nothing'}")
    cause, told = (Failure.STOPPED, "") if stop.is_set() else (Failure.UNKNOWN, complaint)
    for host in sorted(waiting & begun):
        yield Receipt(host=host, cause=cause, detail=told)
    if waiting - begun:
        yield NotAsked(hosts=tuple(sorted(waiting - begun)), cause=cause, detail=told)


class _Play:
    """ansible-runner in a thread. Leaving the block ends the play and all its processes, whatever the reason."""

    def __init__(
        self, config: RunnerConfig, events: queue.SimpleQueue[dict[str, Any] | None], stop: threading.Event
    ) -> None:
        self._events = events
        self._stop = stop
        self._pid: int | None = None
        self._deaf = False
        self._done = threading.Event()
        self._command = Path(config.artifact_dir) / "command"
        self._runner = Runner(
            config, event_handler=self._keep, status_handler=self._forget, cancel_callback=self._cancelled
        )
        self._thread = threading.Thread(target=self._run, name="ansible-runner")
        self._watcher = threading.Thread(target=self._watch, name="ansible-stop")

    def __enter__(self) -> None:
        self._thread.start()
        self._watcher.start()

    def __exit__(self, *_: object) -> None:
        if not self._done.is_set():
            self._stop.set()
        self._thread.join()
        self._watcher.join()

    def _run(self) -> None:
        try:
            self._runner.run()
        finally:
            self._done.set()
            self._events.put(None)

    def _keep(self, event: dict[str, Any]) -> bool:
        self._pid = self._pid or event.get("pid")
        self._events.put(event)
        return False  # ansible-runner then writes no file for it

    def _forget(self, *_: object, **__: object) -> None:
        """ansible-runner writes the whole environment into a file before it starts; it may hold a token."""
        self._command.unlink(missing_ok=True)

    def _cancelled(self) -> bool:
        """Kill it the hard way only where it has not said its process id, or does not listen; see _watch."""
        return self._stop.is_set() and (self._pid is None or self._deaf)

    def _watch(self) -> None:
        """On stop, ask Ansible to end: it passes the signal to its workers, which end their connections.

        ansible-runner's own way kills ansible-playbook alone; workers have sessions of their own and would go on.
        """
        while not self._done.wait(0.2):
            if self._stop.is_set() and self._pid is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._pid, signal.SIGTERM)
                self._deaf = not self._done.wait(_PATIENCE)
                self._done.wait()


@contextlib.contextmanager
def stopping() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set, for `collect`. A second Ctrl-C interrupts as usual."""
    stop = threading.Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _private_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="eits-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write_scripts(folder: Path, scripts: Mapping[str, str]) -> None:
    """One name per host, one file per different script."""
    folder.mkdir(mode=0o700)
    for host, script in scripts.items():
        text = script.encode()
        shared = folder / f"~{hashlib.sha256(text).hexdigest()}"
        if not shared.exists():
            shared.write_bytes(text)
        (folder / file_name(host)).hardlink_to(shared)


def _config(
    private: Path,
    inventory: Sequence[Path | str],
    scripts: Mapping[str, str],
    archive: Archive,
    limits: Limits,
    options: Sequence[str],
    keep_env: Sequence[str],
) -> RunnerConfig:
    """What ansible-runner runs. Everything it writes lies in the private folder and holds no secret."""
    words = list(options)
    if all(_PLAIN_NAME.fullmatch(host) for host in scripts):  # a pattern could select others; then the plugin skips
        limit = private / "hosts"
        limit.write_text("\n".join(scripts), encoding="utf-8")
        words += ["--limit", f"@{limit}"]
    config = RunnerConfig(
        private_data_dir=str(private),
        playbook=str(resources.playbooks() / "scan.yml"),
        inventory=[os.fspath(source) for source in inventory],
        extravars={
            "eits_run_scripts": str(private / "scripts"),
            "eits_run_evidence": str(archive.folder.absolute()),
            "eits_run_max_bytes": limits.max_bytes,
            "eits_run_seconds": limits.seconds,
        },
        forks=limits.forks,
        quiet=True,
        suppress_env_files=True,
        settings={"pexpect_timeout": 1},
    )
    config.prepare()
    config.command[0] = ansible_env.program(config.command[0])
    config.command[1:1] = words
    config.suppress_output_file = True
    config.cwd = str(Path.cwd())
    needed = {name: value for name, value in config.env.items() if name.startswith(("AWX_", "RUNNER_", "ANSIBLE_"))}
    config.env = {
        **{name: value for name, value in needed.items() if name not in os.environ},
        **ansible_env.environment(private, keep=keep_env),
    }
    return config


def _event(event: Mapping[str, Any]) -> Started | Receipt | None:
    """Ansible's event as ours; None when it is about no host."""
    data = event.get("event_data", {})
    match event.get("event"):
        case "runner_on_start":
            return Started(host=data["host"])
        case "runner_on_ok" if "receipt" in data["res"]:
            return Receipt(host=data["host"], **data["res"]["receipt"])
        case "runner_on_failed" | "runner_on_unreachable":
            return Receipt(host=data["host"], cause=Failure.UNKNOWN, detail=detail(str(data["res"].get("msg", ""))))
        case _:
            return None


def _complaint(event: Mapping[str, Any]) -> str:
    """The line in which Ansible says why it cannot start or go on."""
    lines = re.sub(r"\x1b\[[0-9;]*m", "", str(event.get("stdout", ""))).splitlines()
    return detail(next((line for line in lines if "[ERROR]: " in line), "").replace("[ERROR]: ", ""))

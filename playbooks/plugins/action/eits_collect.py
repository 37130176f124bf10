"""The one task of a scan: sends a script to one shell over one connection and files the answer on the controller.

Nothing but a receipt goes back through Ansible's events. No module runs, so the host needs no Python and no temporary
folder. The script and the answer are text to this plugin; it judges neither.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleConnectionFailure, AnsibleError
from ansible.plugins.action import ActionBase

from scanner.ansible_env import STRICT, unchecked_host_key
from scanner.collect import causes
from scanner.collect.archive import Archive, file_name
from scanner.collect.budget import FloodedError, HungError, kill_children, memory_limit, time_limit
from scanner.model.failure import Failure

HEADER = "EITS-EVIDENCE "
TRAILER = "\n@eof "
# Ansible holds an answer this many times over while it reads and decodes it.
COPIES = 5


class NotEscalatedError(Exception):
    """The script never spoke under become."""


class ActionModule(ActionBase):  # type: ignore[misc]
    """Collects from one host. It does not fail the task: what went wrong is in the receipt."""

    TRANSFERS_FILES = False
    _VALID_ARGS = frozenset(("scripts", "evidence", "max_bytes", "seconds"))

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        super().run(tmp, task_vars)
        host = (task_vars or {})["inventory_hostname"]
        script = Path(self._task.args["scripts"]) / file_name(host)
        if not script.exists():
            return {"changed": False, "skipped": True}
        if not self._checks_host_key():
            return done({"cause": Failure.HOST_KEY_UNCHECKED})
        receipt: dict[str, Any] = {"escalated": False}
        start = time.monotonic()
        try:
            with time_limit(float(self._task.args["seconds"])):
                answer = self._ask(script.read_bytes(), receipt)
                self._file(host, answer, receipt)
        except HungError:
            receipt["cause"] = Failure.HUNG
        except FloodedError:
            receipt["cause"] = Failure.FLOODED
        except AnsibleError as error:
            receipt.update(cause=causes.connection_failure(str(error)), detail=causes.detail(str(error)))
        except OSError as error:
            receipt.update(cause=Failure.UNKNOWN, detail=causes.detail(str(error)))
        receipt["seconds"] = round(time.monotonic() - start, 2)
        return done(receipt)

    def _ask(self, script: bytes, receipt: dict[str, Any]) -> dict[str, Any]:
        """The host's answer: as root where that is possible, else as the scan account, with the reason noted."""
        if self._connection.become:
            try:
                answer = self._escalated(script)
            except NotEscalatedError as error:
                kill_children()
                receipt["why"] = causes.escalation_failure(str(error))
            else:
                # Ansible leaves become out where the user is the same already.
                receipt["escalated"] = bool(self._connection.become.success)
                return answer
        return self._run_script(script, become=False)

    def _escalated(self, script: bytes) -> dict[str, Any]:
        try:
            answer = self._run_script(script, become=True)
        except AnsibleConnectionFailure as error:
            if "waiting for" not in str(error):
                raise
            raise NotEscalatedError(str(error)) from None
        except (AnsibleError, OSError) as error:
            if causes.connection_failure(str(error)) is Failure.HOST_KEY_UNKNOWN:  # when a password would log in
                raise
            raise NotEscalatedError(str(error)) from None
        if HEADER not in answer["stdout"] and self._connection.become.success:
            raise NotEscalatedError(said(answer))
        return answer

    def _run_script(self, script: bytes, *, become: bool) -> dict[str, Any]:
        command = "/bin/sh -s"
        if self._connection.transport == "local":
            # The limit is meant for this worker, not for what the script runs.
            command = f'ulimit -S -v "$(ulimit -H -v)"; {command}'
        with memory_limit(COPIES * int(self._task.args["max_bytes"])):
            answer: dict[str, Any] = self._low_level_execute_command(command, in_data=script, sudoable=become)
        return answer

    def _file(self, host: str, answer: dict[str, Any], receipt: dict[str, Any]) -> None:
        text = answer["stdout"]
        receipt["rc"] = answer["rc"]
        if HEADER not in text:
            receipt.pop("why", None)  # it did not come to that
            receipt.update(cause=causes.session_failure(said(answer)), detail=causes.detail(said(answer)))
        elif len(text) > int(self._task.args["max_bytes"]):
            receipt["cause"] = Failure.FLOODED
        else:
            try:
                saved = Archive(Path(self._task.args["evidence"])).write(host, text.encode("utf-8", "surrogateescape"))
            except OSError as error:
                receipt.update(cause=Failure.NOT_SAVED, detail=causes.detail(str(error)))
                return
            receipt.update(bytes=saved.bytes, sha256=saved.sha256)
            if TRAILER not in text[-200:]:
                receipt["cause"] = Failure.CUT

    def _checks_host_key(self) -> bool:
        """The last guard, with templated values: the inventory reader refuses the plain ones with file and line."""
        if self._connection.transport == "local":
            return True
        options = ("ssh_args", "ssh_common_args", "ssh_extra_args", "host_key_checking")
        if any(unchecked_host_key(f"ansible_{name}", self.get_connection_option(name, "")) for name in options):
            return False
        if self._connection.transport == "ssh":
            # First, so that it wins over the arguments of the inventory and over the user's ssh configuration.
            strict = f"{STRICT} {self.get_connection_option('ssh_args') or ''}"
            self._connection.set_option("ssh_args", strict)
        return True


def done(receipt: dict[str, Any]) -> dict[str, Any]:
    """The task's result: plain values only."""
    plain = {key: str(value) if isinstance(value, Failure) else value for key, value in receipt.items()}
    return {"changed": False, "failed": False, "receipt": plain}


def said(answer: dict[str, Any]) -> str:
    """The end of what came instead of evidence."""
    return f"{answer['stdout'][-2000:]}\n{answer['stderr'][-2000:]}"

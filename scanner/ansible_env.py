"""How this project runs Ansible's commands: which program, which environment, which settings.

The user's and the working directory's ansible.cfg are ignored, and so is every ANSIBLE_* variable: a scan must mean
the same on every controller. Shared by the inventory and by collecting, which may not import each other.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import scanner
from scanner import resources
from scanner.errors import InvalidError

# What Ansible and ssh need from the user's session. LANG is left out: messages are read by programs.
_KEPT = ("PATH", "HOME", "USER", "LOGNAME", "TZ", "SSH_AUTH_SOCK", "KRB5CCNAME")


def program(name: str) -> str:
    """The path of one of Ansible's commands, from the environment this program itself runs in."""
    return str(Path(sys.executable).parent / name)


def environment(private: Path, *, keep: Iterable[str] = ()) -> dict[str, str]:
    """The whole environment of an Ansible command.

    private: a folder of this run alone; everything temporary goes there.
    keep: more variables to hand on, such as the token that a dynamic inventory script reads.
    """
    kept = {name: os.environ[name] for name in (*_KEPT, *keep) if name in os.environ}
    return {
        "PATH": os.defpath,
        **kept,
        "LC_ALL": "C.UTF-8",
        "TMPDIR": str(private),
        "PYTHONPATH": str(Path(scanner.__file__).parents[1]),  # the action plugin shares code with us
        "PYTHONDONTWRITEBYTECODE": "1",
        "ANSIBLE_CONFIG": str(resources.playbooks() / "ansible.cfg"),
        "ANSIBLE_HOME": str(private / "home"),
        "ANSIBLE_LOCAL_TEMP": str(private / "tmp"),
        # ansible-runner turns host-key checking off unless this is set.
        "ANSIBLE_HOST_KEY_CHECKING": "True",
    }


SECONDS = 300
"""For an answer of Ansible that waits for a dynamic inventory, which may ask a slow service."""


def ask(program: str, words: Sequence[str], env: Mapping[str, str], where: str) -> subprocess.CompletedProcess[str]:
    """What a program of this project that runs Ansible within answers; it ends by itself or in SECONDS.

    program: the module's name. where: what was asked, for a message. Raises InvalidError when no answer comes.
    """
    try:
        return subprocess.run(
            [sys.executable, "-P", "-m", program, *words],
            env=env,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise InvalidError(f"the inventory gave no answer in {SECONDS} s", where=where) from None


STRICT = "-o StrictHostKeyChecking=yes -o NoHostAuthenticationForLocalhost=no"
"""Words for ssh that come before all others: its first word of a kind counts, over the user's ssh configuration too."""

_UNCHECKED = re.compile(
    r"NoHostAuthenticationForLocalhost[\s=]+[\"']?(yes|true)\b"
    r"|StrictHostKeyChecking[\s=]+[\"']?(no|off|accept-new)\b"
    r"|UserKnownHostsFile[\s=]+[\"']?(/dev/null|none)(?![\w./-])",
    re.IGNORECASE,
)
_ARGUMENTS = ("ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args")
_SWITCHES = ("ansible_host_key_checking", "ansible_ssh_host_key_checking", "ansible_paramiko_host_key_checking")


def unchecked_host_key(variable: str, value: object) -> bool:
    """True when this inventory variable lets ssh connect to a host whose key is not known."""
    if variable in _ARGUMENTS:
        return bool(_UNCHECKED.search(str(value)))
    if variable == "ansible_paramiko_host_key_auto_add":
        return str(value).lower() in ("true", "yes", "on", "1")
    return variable in _SWITCHES and str(value).lower() in ("false", "no", "off", "0")

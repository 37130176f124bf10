"""What the ssh client itself makes of its arguments and of the user's ssh configuration: asked with `ssh -G`."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from scanner.model.base import Frozen
from scanner.preflight.connections import Ssh
from scanner.preflight.readiness import Step, StumbleError

_SECONDS = 15  # `Match exec` in a configuration may run programs
_NONE = ("", "none")
_YES = ("yes", "true")


class Client(Frozen):
    """Where ssh would connect, as whom, with which keys, and whom it would trust."""

    address: str
    port: int
    user: str
    key_names: tuple[str, ...]
    """The names under which the host's key may stand in known_hosts; the first is the one to write."""
    known_hosts: tuple[Path, ...]
    """The user's own files first; new keys go into the first of all."""
    hash_names: bool = False
    identity_files: tuple[Path, ...] = ()
    identities_only: bool = False
    agent: str | None = None
    """The agent's socket; None means SSH_AUTH_SOCK, `none` means no agent."""
    proxy: str | None = None
    """The command that stands for the connection, as with a jump host."""
    kerberos: bool = False
    trusts_more: tuple[str, ...] = ()
    """Settings by which ssh also trusts keys that are in no known_hosts."""


def ask(ssh: Ssh, address: str) -> Client:
    """Raises StumbleError at the step INVENTORY when ssh does not understand what it is given."""
    try:
        done = subprocess.run(
            ["ssh", "-G", *ssh.arguments, "--", address],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise StumbleError(
            Step.INVENTORY, None, "the program ssh is missing here", todo="install openssh-client"
        ) from None
    except subprocess.TimeoutExpired:
        raise StumbleError(Step.INVENTORY, None, f"ssh -G gave no answer in {_SECONDS} s") from None
    if done.returncode:
        todo = "correct ansible_ssh_common_args, ansible_ssh_extra_args, ansible_ssh_args or ~/.ssh/config"
        raise StumbleError(Step.INVENTORY, None, done.stderr, todo=todo)
    return _client(done.stdout, _configuration(ssh.arguments))


def trusts_more() -> tuple[str, ...]:
    """Settings of this user's ssh configuration, for hosts of any name, by which ssh trusts more than known_hosts."""
    return ask(Ssh(arguments=()), "any-host.invalid").trusts_more


def _configuration(arguments: Sequence[str]) -> tuple[str, ...]:
    """The words that name another configuration file; ssh hands them on to a jump host's client."""
    for number, word in enumerate(arguments):
        if word.startswith("-F"):
            return ("-F", word[2:]) if word[2:] else tuple(arguments[number : number + 2])
    return ()


def _client(text: str, configuration: Sequence[str]) -> Client:
    said: defaultdict[str, list[str]] = defaultdict(list)
    for line in text.splitlines():
        key, _, value = line.partition(" ")
        said[key.lower()].append(value)

    def one(key: str) -> str:
        return next(iter(said[key]), "")

    name, port = one("hostname"), int(one("port") or 22)
    alias = one("hostkeyalias")
    plain = alias if alias not in _NONE else name
    named = plain.lower() if port == 22 or alias not in _NONE else f"[{plain.lower()}]:{port}"
    files = [*one("userknownhostsfile").split(), *one("globalknownhostsfile").split()]
    command = one("knownhostscommand")
    more = [f"KnownHostsCommand {command}"] if command not in _NONE else []
    more += ["VerifyHostKeyDNS yes"] if one("verifyhostkeydns") in _YES else []
    agent = one("identityagent")
    return Client(
        address=name,
        port=port,
        user=one("user"),
        # ssh looks for the name without its port too, where the one with it is not there.
        key_names=tuple(dict.fromkeys((named, plain.lower()))),
        known_hosts=tuple(Path(file).expanduser() for file in files if file not in _NONE),
        hash_names=one("hashknownhosts") in _YES,
        identity_files=tuple(Path(file).expanduser() for file in said["identityfile"] if file not in _NONE),
        identities_only=one("identitiesonly") in _YES,
        agent=None if agent in ("", "SSH_AUTH_SOCK") else agent,
        proxy=_proxy(one("proxycommand"), one("proxyjump"), name, port, one("user"), configuration),
        kerberos=one("gssapiauthentication") in _YES,
        trusts_more=tuple(more),
    )


def _proxy(command: str, jump: str, host: str, port: int, user: str, configuration: Sequence[str]) -> str | None:
    """The shell command ssh would run. A jump host is reached by ssh itself, which checks that host's key."""
    if command not in _NONE:
        name, who = shlex.quote(host), shlex.quote(user)  # plain names stay as they are; a shell reads no others
        values = {"%h": name, "%p": str(port), "%r": who, "%n": name, "%%": "%"}
        return re.sub(r"%.", lambda found: values.get(found[0], found[0]), command)
    if jump in _NONE:
        return None
    before, _, last = jump.rpartition(",")
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    words = ["ssh", *configuration, "-o", "BatchMode=yes", *(["-J", before] if before else []), "-W", target]
    return shlex.join([*words, "--", last if last.startswith("ssh://") else f"ssh://{last}"])

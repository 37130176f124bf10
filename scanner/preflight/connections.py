"""How a scan would connect to each host: address, account, keys, arguments of ssh, how it becomes root."""

from __future__ import annotations

import json
import os
import re
import shlex
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from scanner import ansible_env
from scanner.errors import InvalidError
from scanner.model.base import Frozen


class Become(Frozen):
    """How the scan account becomes root. `method` other than sudo is not tried."""

    method: str
    user: str = "root"
    exe: str = "sudo"
    flags: str = ""
    password: SecretStr | None = None


class Ssh(Frozen):
    """What Ansible hands to the ssh client. `arguments` are in its order: the first of a kind counts for ssh."""

    arguments: tuple[str, ...]
    user: str | None = None
    password: SecretStr | None = None
    program: str = "ssh"
    checked: bool = True
    """False where the arguments switch host-key checking off: such a host is never scanned."""
    key_in_inventory: bool = False
    """The private key itself stands in a variable (`ansible_private_key`), not its file."""


class Windows(Frozen):
    """What Ansible hands to WinRM. Ports: 5986 over TLS, 5985 without."""

    port: int
    tls: bool
    path: str
    transport: str
    user: str | None = None
    password: SecretStr | None = None
    checked: bool = True
    """False where the certificate is not to be looked at."""
    authorities: str | None = None
    """File or folder of trusted certificates; None means those of this machine."""


class Connection(Frozen):
    """One host's. `error` says why Ansible cannot tell how to connect, as with a template that cannot be filled in."""

    host: str
    plugin: str = "ssh"
    address: str = ""
    ssh: Ssh | None = None
    windows: Windows | None = None
    become: Become | None = None
    error: str = ""


def read(
    sources: Sequence[Path | str],
    *,
    limit: str | None = None,
    options: Sequence[str] = (),
    keep_env: Sequence[str] = (),
) -> tuple[Connection, ...]:
    """The connections of the hosts of the limit, by name.

    The inventory is taken to be readable: scanner.inventory.read tells its problems with file and line.
    options: more words for Ansible, such as `--vault-password-file FILE`. keep_env: see ansible_env.environment.
    Raises InvalidError when Ansible gives no answer, as with a vault password that does not fit.
    """
    where = ", ".join(map(str, sources))
    words = [word for source in sources for word in ("-i", os.fspath(source))]
    words += [*options, *(["--limit", limit] if limit is not None else [])]
    with tempfile.TemporaryDirectory(prefix="eits-") as private:
        env = ansible_env.environment(Path(private), keep=keep_env)
        done = ansible_env.ask("scanner.preflight.connections_program", ["--list", *words], env, where)
    if done.returncode:
        said = re.findall(r"\[ERROR\]: (.+)", done.stderr) or [done.stderr.strip()[-300:]]
        raise InvalidError(f"Ansible cannot tell how to connect: {said[-1]}", where=where)
    answer: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return tuple(_connection(host, answer[host]) for host in sorted(answer))


def _connection(host: str, told: Mapping[str, Any]) -> Connection:
    if "error" in told:
        return Connection(host=host, error=told["error"])
    plugin, options = told["plugin"], told.get("options", {})
    return Connection(
        host=host,
        plugin=plugin,
        address=str(options.get("host") or options.get("remote_addr") or told["address"]),
        ssh=_ssh(options) if plugin == "ssh" else None,
        windows=_windows(options, told.get("extras", {})) if plugin in ("winrm", "psrp") else None,
        become=_become(told["become"]) if "become" in told else None,
    )


def _ssh(options: Mapping[str, Any]) -> Ssh:
    """The words of Ansible's ssh plugin, with those that our action plugin puts before them."""
    own = ("ssh_args", "ssh_common_args", "ssh_extra_args", "host_key_checking")
    password = options.get("password")
    words = [*shlex.split(ansible_env.STRICT), *shlex.split(options.get("ssh_args") or "")]
    if options.get("port") is not None:
        words += ["-o", f"Port={options['port']}"]
    if options.get("private_key_file"):
        words += ["-o", f'IdentityFile="{Path(options["private_key_file"]).expanduser()}"']
    if password is None:
        words += ["-o", "KbdInteractiveAuthentication=no", "-o", "PasswordAuthentication=no"]
    if options.get("remote_user"):
        words += ["-o", f'User="{options["remote_user"]}"']
    words += shlex.split(options.get("ssh_common_args") or "") + shlex.split(options.get("ssh_extra_args") or "")
    return Ssh(
        arguments=tuple(words),
        user=options.get("remote_user"),
        password=password,
        program=options.get("ssh_executable") or "ssh",
        checked=not any(ansible_env.unchecked_host_key(f"ansible_{name}", options.get(name, "")) for name in own),
        key_in_inventory=bool(options.get("private_key")),
    )


def _windows(options: Mapping[str, Any], extras: Mapping[str, Any]) -> Windows:
    """Ansible's two plugins name the same things differently; defaults are theirs."""
    port = int(options.get("port") or 5986)
    scheme = options.get("scheme") or options.get("protocol") or ("http" if port == 5985 else "https")
    user = options.get("remote_user")
    asked = options.get("auth") or options.get("transport")
    method = str(asked[0] if isinstance(asked, list) else asked or ("kerberos" if "@" in (user or "") else "basic"))
    validation = options.get("cert_validation") or extras.get("server_cert_validation")
    trusted = options.get("ca_cert") or extras.get("ca_trust_path")
    return Windows(
        port=port,
        tls=scheme == "https",
        path="/" + str(options.get("path") or "wsman").lstrip("/"),
        transport={"ssl": "basic", "plaintext": "basic", "negotiate": "ntlm"}.get(method, method),
        user=user,
        password=options.get("remote_password"),
        checked=str(validation).lower() not in ("ignore", "false"),
        authorities=None if trusted in (None, "legacy_requests") else trusted,
    )


def _become(options: Mapping[str, Any]) -> Become:
    return Become(
        method=options["method"],
        user=options.get("become_user") or "root",
        exe=options.get("become_exe") or "sudo",
        flags=options.get("become_flags") or "",
        password=options.get("become_pass") or None,
    )

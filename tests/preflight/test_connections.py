"""How Ansible itself would connect, from real inventories; and the hosts of one, tried."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from scanner.model.failure import Failure
from scanner.preflight.connections import Connection, read
from scanner.preflight.readiness import State, Step
from tests.preflight.conftest import Place
from tests.preflight.sshd import Sshd

CANARY = "canary-77aa-password"


def connections(folder: Path, text: str, **more: object) -> dict[str, Connection]:
    path = folder / "hosts.yml"
    path.write_text(text, encoding="utf-8")
    return {each.host: each for each in read([path], **more)}  # type: ignore[arg-type]


def test_variables_are_those_of_ansible_templates_included(tmp_path: Path) -> None:
    found = connections(
        tmp_path,
        "all:\n  vars: {net: 192.0.2, ansible_user: eits-scan, ansible_port: 2222}\n  hosts:\n"
        '    web: {ansible_host: "{{ net }}.1", ansible_ssh_common_args: -o Compression=yes,'
        " ansible_become_password: x y}\n"
        "    db: {ansible_become: false, ansible_ssh_private_key_file: ~/key}\n"
        "    here: {ansible_connection: local}\n",
    )
    web, db = found["web"], found["db"]
    assert (web.address, web.plugin) == ("192.0.2.1", "ssh")
    assert web.ssh
    assert web.ssh.arguments[:4] == (
        "-o", "StrictHostKeyChecking=yes", "-o", "NoHostAuthenticationForLocalhost=no"
    )  # fmt: skip
    for word in ("Port=2222", 'User="eits-scan"', "Compression=yes", "PasswordAuthentication=no"):
        assert word in web.ssh.arguments
    assert web.become
    assert web.become.password
    assert (web.become.password.get_secret_value(), web.become.flags) == ("x y", "-H -S -n")
    assert db.become is None
    assert db.ssh
    assert f'IdentityFile="{Path.home()}/key"' in db.ssh.arguments
    assert (found["here"].plugin, found["here"].ssh) == ("local", None)


def test_windows_hosts_are_read_as_their_two_plugins_say(tmp_path: Path) -> None:
    found = connections(
        tmp_path,
        "all:\n  vars: {ansible_user: u, ansible_password: p}\n  hosts:\n"
        "    a: {ansible_connection: winrm}\n    b: {ansible_connection: winrm, ansible_port: 5985}\n"
        "    c: {ansible_connection: psrp, ansible_psrp_cert_validation: ignore}\n"
        "    d: {ansible_connection: winrm, ansible_user: u@site, ansible_winrm_server_cert_validation: ignore}\n",
    )
    told = {
        host: (each.windows.port, each.windows.tls, each.windows.transport, each.windows.checked)
        for host, each in found.items()
        if each.windows
    }
    assert told == {
        "a": (5986, True, "basic", True),
        "b": (5985, False, "basic", True),
        "c": (5986, True, "ntlm", False),
        "d": (5986, True, "kerberos", False),
    }


def test_a_vault_is_opened_and_what_is_in_it_shows_nowhere(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("vault-password", encoding="ascii")
    words = [sys.executable, "-m", "ansible.cli.vault", "encrypt_string", "--vault-password-file"]
    encrypted = subprocess.run(
        [*words, str(tmp_path / "password"), CANARY], capture_output=True, text=True, check=True, cwd=tmp_path
    ).stdout
    indented = "".join(f"        {line}\n" for line in encrypted.splitlines())
    text = f"all:\n  hosts:\n    web:\n      ansible_password: {indented.strip()}\n"
    found = connections(tmp_path, text, options=["--vault-password-file", str(tmp_path / "password")])["web"]
    assert found.ssh
    assert found.ssh.password
    assert found.ssh.password.get_secret_value() == CANARY
    assert CANARY not in f"{found!r} {found} {found.model_dump_json()}"
    closed = connections(tmp_path, text)["web"]
    assert "vault" in closed.error.lower()


def test_options_that_switch_checking_off_are_told_where_only_a_template_shows_them(place: Place, sshd: Sshd) -> None:
    tried = place.tried(
        no=place.ansible(sshd, off="no", ansible_ssh_extra_args="-o StrictHostKeyChecking={{ off }}"),
        null=place.ansible(sshd, file="/dev/null", ansible_ssh_common_args="-o UserKnownHostsFile={{ file }}"),
        loop=place.ansible(sshd, on="yes", ansible_ssh_args="-o NoHostAuthenticationForLocalhost={{ on }}"),
        switch=place.ansible(sshd, off=False, ansible_host_key_checking="{{ off }}"),
    )
    for each in tried.values():
        told = (each.state, each.step, each.cause)
        assert told == (State.NOT_READY, Step.INVENTORY, Failure.HOST_KEY_UNCHECKED), each


def test_what_is_wrong_with_one_host_costs_only_that_host(
    place: Place, sshd: Sshd, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tried = place.tried(
        bad=place.ansible(sshd, ansible_password="{{ nowhere }}"),
        broken=place.ansible(sshd, ansible_ssh_extra_args="-o NoSuchOption=1"),
        denied=place.ansible(sshd, ansible_password=CANARY, ansible_ssh_private_key_file="/nowhere"),
        here={"ansible_connection": "local", "ansible_become": False},
        box={"ansible_connection": "community.docker.docker"},
        web=place.ansible(sshd, ansible_become=False),
    )
    assert "nowhere" in tried["bad"].detail
    assert "nosuchoption" in tried["broken"].detail.lower()
    assert {host: (each.state, each.step) for host, each in tried.items()} == {
        "bad": (State.NOT_READY, Step.INVENTORY),
        "box": (State.NOT_TRIED, Step.INVENTORY),
        "broken": (State.NOT_READY, Step.INVENTORY),
        "denied": (State.NOT_READY, Step.LOGIN),
        "here": (State.READY, None),
        "web": (State.READY, None),
    }
    assert "no connection" in tried["here"].notes[0]
    assert CANARY not in caplog.text + "".join(each.model_dump_json() for each in tried.values())

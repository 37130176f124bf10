"""What Ansible's commands are given of the world around them, and which options would let any host in."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner import ansible_env


def test_the_environment_is_a_list_of_what_is_allowed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("ANSIBLE_HOST_KEY_CHECKING", "ANSIBLE_SSH_ARGS", "SSH_ASKPASS", "AWS_SECRET_ACCESS_KEY", "LANG"):
        monkeypatch.setenv(name, "canary")
    monkeypatch.setenv("NETBOX_TOKEN", "asked for")
    env = ansible_env.environment(tmp_path, keep=["NETBOX_TOKEN", "NOT_SET"])
    assert "canary" not in env.values()
    assert (env["NETBOX_TOKEN"], env["ANSIBLE_HOST_KEY_CHECKING"]) == ("asked for", "True")
    assert Path(env["ANSIBLE_CONFIG"]).is_file()
    assert "NOT_SET" not in env


def test_everything_temporary_goes_into_the_private_folder(tmp_path: Path) -> None:
    env = ansible_env.environment(tmp_path)
    assert all(env[name].startswith(str(tmp_path)) for name in ("TMPDIR", "ANSIBLE_HOME", "ANSIBLE_LOCAL_TEMP"))


@pytest.mark.parametrize("command", ["ansible-playbook", "ansible-inventory"])
def test_ansible_comes_from_the_same_environment_as_we_do(command: str) -> None:
    assert Path(ansible_env.program(command)).is_file()


@pytest.mark.parametrize(
    ("variable", "value", "unchecked"),
    [
        ("ansible_ssh_common_args", "-o StrictHostKeyChecking=no", True),
        ("ansible_ssh_common_args", "-ostricthostkeychecking=NO -C", True),
        ("ansible_ssh_extra_args", "-o 'UserKnownHostsFile /dev/null'", True),
        ("ansible_ssh_args", '-o UserKnownHostsFile="none"', True),
        ("ansible_ssh_args", "-o UserKnownHostsFile=/nonexistent/known_hosts", False),
        ("ansible_ssh_args", "-o UserKnownHostsFile=/dev/null.d/known", False),
        ("ansible_ssh_args", "-o StrictHostKeyChecking=yes -o GlobalKnownHostsFile=/dev/null", False),
        ("ansible_ssh_args", "-o NoHostAuthenticationForLocalhost=yes", True),
        ("ansible_ssh_args", "-o NoHostAuthenticationForLocalhost=no", False),
        ("ansible_ssh_args", None, False),
        ("ansible_host_key_checking", False, True),
        ("ansible_host_key_checking", "True", False),
        ("ansible_ssh_host_key_checking", 0, True),
        ("ansible_paramiko_host_key_auto_add", True, True),
        ("description", "StrictHostKeyChecking=no", False),
    ],
)
def test_options_that_let_any_host_in_are_known(variable: str, value: object, unchecked: bool) -> None:
    assert ansible_env.unchecked_host_key(variable, value) is unchecked

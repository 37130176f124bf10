"""One play over real connections: local, and the real ssh client against a server on loopback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest

from scanner.collect.ansible import NotAsked, Receipt, Started, collect
from scanner.errors import InvalidError
from scanner.model.failure import Failure
from tests.collect.sites import CHECKOUT, LOCAL, MEBIBYTE, SCRIPT, Site, closed_port, gone
from tests.collect.ssh_server import SshServer

needs_ssh = pytest.mark.skipif(shutil.which("ssh") is None, reason="the ssh client is not installed")
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user")
needs_sudo = pytest.mark.skipif(shutil.which("sudo") is None, reason="sudo is not installed")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
def server(site: Site) -> Iterator[SshServer]:
    with SshServer(site.key) as server:
        site.known_hosts.write_text(server.known_hosts, encoding="utf-8")
        yield server


def test_each_host_gets_its_own_script_and_files_its_own_answer(site: Site) -> None:
    scripts = {name: SCRIPT.replace("@host", f"@host name={name}") for name in ("a", "b")}
    inventory = site.inventory({"a": LOCAL, "b": LOCAL, "unplanned": LOCAL})
    events = list(collect([inventory], scripts, site.archive))
    assert {event.host for event in events if isinstance(event, Started)} == {"a", "b"}
    receipts = {event.host: event for event in events if isinstance(event, Receipt)}
    assert {name: receipt.cause for name, receipt in receipts.items()} == {"a": None, "b": None}
    for name, receipt in receipts.items():
        assert f"name={name} " in site.evidence(name)
        assert receipt.bytes == len(site.archive.read(name, receipt.sha256))


def test_a_host_name_cannot_leave_the_evidence_folder(site: Site) -> None:
    name = "../../etc/$(id);x y"
    assert site.scan({name: LOCAL})[name].cause is None
    assert "EITS-EVIDENCE" in site.evidence(name)
    assert [path.parent for path in site.folder.rglob("*.evidence.gz")] == [site.archive.folder]


def test_the_script_is_read_whole_before_a_tool_can_eat_it(site: Site) -> None:
    script = "main() { echo 'EITS-EVIDENCE 1'; cat; echo '@eof collectors=0'; }\nmain </dev/null\n"
    assert site.scan({"a": LOCAL}, script)["a"].cause is None


def test_a_host_that_answers_300_mebibytes_costs_only_itself_and_little_memory(site: Site) -> None:
    program = (
        "import json, resource, sys\nfrom pathlib import Path\n"
        "from scanner.collect.ansible import Receipt, collect\nfrom scanner.collect.archive import Archive\n"
        "events = collect([sys.argv[1]], json.loads(sys.argv[2]), Archive(Path(sys.argv[3])))\n"
        "causes = {event.host: event.cause for event in events if isinstance(event, Receipt)}\n"
        "print(json.dumps([causes, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))\n"
    )
    flood = f"echo 'EITS-EVIDENCE 1'; head -c {300 * MEBIBYTE} /dev/zero | tr '\\0' 'a'\n"
    scripts = json.dumps({"flood": flood, "good": SCRIPT})
    inventory = site.inventory({"flood": LOCAL, "good": LOCAL})
    command = [sys.executable, "-c", program, str(inventory), scripts, str(site.archive.folder)]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": CHECKOUT}
    )
    causes, kibibytes = json.loads(done.stdout)
    assert causes == {"flood": "flooded", "good": None}
    assert kibibytes < 400 * 1024  # of the largest process; a plain one has 80 MiB, the cap is 32 MiB
    assert not site.archive.path("flood").exists()


@needs_ssh
def test_a_host_that_floods_over_ssh_is_told_apart(site: Site, server: SshServer) -> None:
    flood = "echo 'EITS-EVIDENCE 1'; yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
    receipt = site.scan({"flood": site.ssh(server.port)}, flood, max_bytes=4 * MEBIBYTE)["flood"]
    assert (receipt.cause, receipt.sha256) == (Failure.FLOODED, None)


def test_the_memory_limit_does_not_reach_the_script(site: Site) -> None:
    script = "echo 'EITS-EVIDENCE 1'; echo \"@host limit=$(ulimit -S -v)\"; echo '@eof collectors=0'\n"
    site.scan({"a": LOCAL}, script)
    assert "limit=unlimited" in site.evidence("a")


def test_an_answer_just_below_the_cap_is_kept(site: Site) -> None:
    line = "a" * 75
    script = f"echo 'EITS-EVIDENCE 1'; yes {line} | head -c {30 * MEBIBYTE}; echo; echo '@eof collectors=0'\n"
    receipt = site.scan({"a": LOCAL}, script)["a"]
    assert (receipt.cause, receipt.bytes > 30 * MEBIBYTE) == (None, True)


def test_a_hanging_host_is_ended_and_costs_only_itself(site: Site) -> None:
    pid_file = site.folder / "pid"
    hang = f"echo 'EITS-EVIDENCE 1'; echo $$ > {pid_file}; exec sleep 3600\n"
    receipts = site.scan({"hang": LOCAL, "good": LOCAL}, {"hang": hang, "good": SCRIPT}, seconds=10)
    assert receipts["hang"].cause is Failure.HUNG
    assert receipts["good"].cause is None
    gone(int(pid_file.read_text(encoding="ascii")))


def test_an_answer_that_stops_before_its_end_is_kept_and_called_cut(site: Site) -> None:
    receipt = site.scan({"a": LOCAL}, "echo 'EITS-EVIDENCE 1'; echo '@collector x'; exit 3\n")["a"]
    assert (receipt.cause, receipt.rc) == (Failure.CUT, 3)
    assert "@collector x" in site.evidence("a")


def test_a_host_that_says_something_else_gives_no_evidence(site: Site) -> None:
    receipt = site.scan({"a": LOCAL}, "printf 'Welcome\\n\\033]0;pwned\\007 to my host\\n' >&2; exit 1\n")["a"]
    assert receipt.cause is Failure.UNKNOWN
    assert receipt.detail == "\\x1b]0;pwned\\x07 to my host"
    assert not site.archive.path("a").exists()


@needs_ssh
def test_one_connection_carries_one_command_and_nothing_is_put_on_the_host(site: Site, server: SshServer) -> None:
    receipt = site.scan({"a": site.ssh(server.port, ansible_become=False)})["a"]
    assert (receipt.cause, receipt.escalated, receipt.why) == (None, False, None)
    assert server.commands == ["/bin/sh -c '/bin/sh -s && sleep 0'"]


@needs_ssh
@needs_root
@needs_sudo
def test_the_script_runs_as_root_where_sudo_allows_it(site: Site, server: SshServer) -> None:
    receipt = site.scan({"a": site.ssh(server.port)})["a"]
    assert (receipt.cause, receipt.escalated, receipt.why) == (None, True, None)
    assert "@host uid=0" in site.evidence("a")
    assert len(server.commands) == 1


@needs_ssh
@needs_root
@needs_sudo
def test_without_sudo_rights_it_collects_as_the_account_and_says_why(site: Site, server: SshServer) -> None:
    server.user = "nobody"
    receipt = site.scan({"a": site.ssh(server.port)})["a"]
    assert (receipt.cause, receipt.escalated, receipt.why) == (None, False, Failure.SUDO_PASSWORD_MISSING)
    assert "@host uid=65534" in site.evidence("a")


@needs_ssh
@pytest.mark.parametrize(
    ("given", "escalated", "why"),
    [("right canary", True, None), ("wrong canary", False, Failure.SUDO_PASSWORD_WRONG)],
)
def test_the_sudo_password_of_the_inventory_is_given_once(
    site: Site, server: SshServer, given: str, escalated: bool, why: Failure | None
) -> None:
    sudo = site.folder / "sudo"  # it asks as sudo asks
    sudo.write_text(
        '#!/bin/sh\nwhile [ "$1" != -p ]; do shift; done\nprintf "%s" "$2" >&2; IFS= read -r answer\n'
        'echo x >> "$0.asked"\n[ "$answer" = "right canary" ] || { echo "Sorry, try again." >&2; sleep 60; exit 1; }\n'
        'shift 4; exec "$@"\n',
        encoding="utf-8",
    )
    sudo.chmod(0o700)
    variables = site.ssh(server.port, ansible_become_exe=str(sudo), ansible_become_password=given)
    receipt = site.scan({"a": variables})["a"]
    assert (receipt.cause, receipt.escalated, receipt.why) == (None, escalated, why)
    assert (site.folder / "sudo.asked").read_text(encoding="ascii") == "x\n"


@needs_ssh
def test_a_host_whose_sudo_is_missing_is_read_as_the_account(site: Site, server: SshServer) -> None:
    receipt = site.scan({"a": site.ssh(server.port, ansible_become_exe="/nonexistent/sudo")})["a"]
    assert (receipt.cause, receipt.escalated, receipt.why) == (None, False, Failure.SUDO_DENIED)


@needs_ssh
def test_an_account_without_a_shell_is_told_apart(site: Site, server: SshServer) -> None:
    server.shell = "/bin/false"
    assert site.scan({"a": site.ssh(server.port)})["a"].cause is Failure.NO_SHELL


@needs_ssh
def test_a_connection_that_breaks_half_way_is_cut(site: Site, server: SshServer) -> None:
    server.drop_after = 100
    flow = "echo 'EITS-EVIDENCE 1'; while echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; do :; done\n"
    assert site.scan({"a": site.ssh(server.port, ansible_become=False)}, flow)["a"].cause is Failure.CUT


@needs_ssh
def test_each_way_of_not_getting_in_has_its_own_cause(site: Site, server: SshServer) -> None:
    other_key = site.folder / "other"
    paramiko.ECDSAKey.generate().write_private_key_file(str(other_key))
    changed, unknown = site.folder / "changed", site.folder / "unknown"
    impostor = paramiko.ECDSAKey.generate()
    changed.write_text(server.known_hosts.split()[0] + f" {impostor.get_name()} {impostor.get_base64()}\n")
    unknown.touch()

    def trusting(known_hosts: Path) -> dict[str, object]:
        return site.ssh(server.port, ansible_ssh_common_args=f"-F none -o UserKnownHostsFile={known_hosts}")

    with closed_port() as closed:
        receipts = site.scan(
            {
                "dns": site.ssh(server.port, ansible_host="no-such-host.invalid"),
                "refused": site.ssh(closed),
                "host_key_changed": trusting(changed),
                "host_key_unknown": trusting(unknown),
                "auth_denied": site.ssh(server.port, ansible_ssh_private_key_file=str(other_key)),
                "host_key_unchecked": site.ssh(server.port, ansible_ssh_args="-o StrictHostKeyChecking={{ 'no' }}"),
            }
        )
    assert {name: str(receipt.cause) for name, receipt in receipts.items()} == {name: name for name in receipts}
    assert len(receipts) == 6
    assert all(receipt.sha256 is None for receipt in receipts.values())
    assert server.commands == []


@needs_ssh
def test_a_users_ssh_configuration_cannot_switch_host_key_checking_off(site: Site, server: SshServer) -> None:
    site.known_hosts.write_text("", encoding="ascii")
    configuration = site.folder / "config"
    configuration.write_text("NoHostAuthenticationForLocalhost yes\nStrictHostKeyChecking no\n", encoding="ascii")
    arguments = f"-F {configuration} -o UserKnownHostsFile={site.known_hosts}"
    receipt = site.scan({"a": site.ssh(server.port, ansible_ssh_common_args=arguments)})["a"]
    assert receipt.cause is Failure.HOST_KEY_UNKNOWN
    assert server.commands == []


@needs_ssh
def test_no_secret_and_no_evidence_is_left_in_any_file(
    site: Site, server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("EITS_TEST_ENVIRONMENT", "canary-environment")
    seen: list[str] = []
    variables = site.ssh(server.port, ansible_become_password="canary-password", some_token="canary-token")
    inventory = site.inventory({"a": variables})
    script = "echo 'EITS-EVIDENCE 1'; echo canary-evidence; echo canary-stderr >&2; echo '@eof collectors=0'\n"
    for event in collect([inventory], {"a": script}, site.archive):
        seen.append(_everything(temporary))
        assert "canary" not in repr(event)
    inventory.unlink()
    assert seen  # the private folder was looked at while it was in use
    assert not [text for text in seen if "canary-" in text.replace("echo canary-", "")]
    assert list(temporary.iterdir()) == []
    assert "canary" not in _everything(tmp_path)  # the evidence itself is compressed
    assert "canary-evidence" in site.evidence("a")


def test_a_token_in_the_environment_is_in_no_file_either(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = site.folder / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("NETBOX_TOKEN", "canary-token")
    events = collect([site.inventory({"a": LOCAL})], {"a": SCRIPT}, site.archive, keep_env=["NETBOX_TOKEN"])
    assert not [event for event in events if "canary" in _everything(temporary)]
    assert site.archive.path("a").exists()


def _everything(folder: Path) -> str:
    return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file())


def test_a_disk_that_takes_no_evidence_costs_the_answer_and_says_so(site: Site) -> None:
    site.archive.create()
    (site.archive.path("a")).mkdir()
    receipt = site.scan({"a": LOCAL, "b": LOCAL})
    assert (receipt["a"].cause, receipt["a"].sha256) == (Failure.NOT_SAVED, None)
    assert receipt["b"].cause is None


def test_evidence_is_readable_by_its_owner_alone(site: Site) -> None:
    site.scan({"a": LOCAL})
    assert site.archive.folder.stat().st_mode & 0o777 == 0o700
    assert site.archive.path("a").stat().st_mode & 0o777 == 0o600


def test_the_users_own_ansible_settings_are_ignored(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    config = site.folder / "ansible.cfg"
    config.write_text("[defaults]\nexecutable = /bin/false\n", encoding="utf-8")
    monkeypatch.setenv("ANSIBLE_CONFIG", str(config))
    monkeypatch.setenv("ANSIBLE_EXECUTABLE", "/bin/false")
    monkeypatch.chdir(site.folder)
    assert site.scan({"a": LOCAL})["a"].cause is None


def test_an_inventory_that_ansible_refuses_stops_the_scan(site: Site) -> None:
    broken = site.folder / "broken.yml"
    broken.write_text("all: [\n", encoding="utf-8")
    with pytest.raises(InvalidError, match=r"broken\.yml"):
        list(collect([broken], {"a": SCRIPT}, site.archive))


def test_a_value_that_ansible_cannot_template_costs_only_its_host(site: Site) -> None:
    hosts: dict[str, dict[str, object]] = {"bad": {"ansible_connection": "{{ no_such }}"}, "good": LOCAL}
    receipts = site.scan(hosts)
    assert receipts["bad"].cause is Failure.UNKNOWN
    assert "no_such" in receipts["bad"].detail
    assert receipts["good"].cause is None


def test_a_host_that_the_inventory_does_not_have_any_more_is_told_as_not_asked(site: Site) -> None:
    events = list(collect([site.inventory({"a": LOCAL})], {"a": SCRIPT, "gone": SCRIPT}, site.archive))
    assert [(event.host, event.cause) for event in events if isinstance(event, Receipt)] == [("a", None)]
    assert events[-1] == NotAsked(hosts=("gone",), cause=Failure.UNKNOWN)

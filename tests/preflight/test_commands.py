"""`eits-scan inventory preflight` and `trust`, run as an administrator runs them."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from scanner.errors import ExitCode
from tests.cli.conftest import command
from tests.preflight.conftest import Place
from tests.preflight.sshd import Sshd
from tests.preflight.winrm_server import WinrmServer, certificate

CANARY = "canary-0b6e-secret"
LOCAL: dict[str, object] = {"ansible_connection": "local", "ansible_become": False}


def inventory(*words: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """`eits-scan inventory` with these words; nobody can be asked."""
    settings: dict[str, object] = {
        "capture_output": True,
        "text": True,
        "timeout": 120,
        "check": False,
        "stdin": subprocess.DEVNULL,
    }
    done: subprocess.CompletedProcess[str] = subprocess.run(
        command("inventory", *words),
        **(settings | options),  # type: ignore[call-overload]
    )
    return done


def test_exit_codes_tell_whether_all_some_or_none_are_ready(place: Place) -> None:
    hosts = place.inventory({"here": LOCAL, "there": place.ssh(1)})
    some = inventory("preflight", "-i", hosts)
    here, there = some.stdout.splitlines()
    assert here == "here: ready: local: this machine, no connection"
    assert there.startswith("there: NOT READY at tcp (refused): The host refused the connection")
    assert " → check that the service runs" in there
    assert some.stderr == "hosts: 2; ready: 1, NOT READY: 1\n"
    codes = [some.returncode] + [inventory("preflight", "-i", hosts, "-l", one).returncode for one in ("here", "there")]
    assert codes == [ExitCode.UNSEEN, ExitCode.OK, ExitCode.NOTHING]
    assert inventory("preflight", "-i", hosts, "-l", "nobody").returncode == ExitCode.NOTHING


def test_json_tells_the_same(place: Place) -> None:
    done = inventory("preflight", "--json", "-i", place.inventory({"here": LOCAL, "there": place.ssh(1)}))
    told = json.loads(done.stdout)
    assert (told["schema"], told["summary"]) == (
        "eits-scan/preflight/1",
        {"hosts": 2, "ready": 1, "not_ready": 1, "not_tried": 0},
    )
    there = told["hosts"][1]
    assert (there["host"], there["state"], there["step"], there["cause"]) == ("there", "not_ready", "tcp", "refused")
    assert there["passed"] == ["name"]


def test_an_inventory_that_switches_checking_off_is_refused_with_its_line(place: Place) -> None:
    hosts = place.inventory({"web": place.ssh(1, ansible_ssh_extra_args="-o NoHostAuthenticationForLocalhost=yes")})
    done = inventory("preflight", "-i", hosts)
    assert done.returncode == ExitCode.INVALID
    assert f"{hosts}:1: ansible_ssh_extra_args switches host-key checking off" in done.stderr


def test_no_secret_is_printed_or_left_anywhere(place: Place, sshd: Sshd) -> None:
    left = place.folder / "left"
    left.mkdir()
    pem = certificate(place.folder)
    more = {"ansible_password": CANARY, "ansible_become_password": CANARY}
    with WinrmServer(pem) as server:
        win = {
            "ansible_connection": "winrm",
            "ansible_host": "127.0.0.1",
            "ansible_port": server.port,
            "ansible_user": "scan",
            "ansible_winrm_ca_trust_path": str(pem),
            "ansible_password": CANARY,
        }
        hosts = place.inventory(
            {
                "in": place.ansible(sshd, **more),
                "out": place.ansible(sshd, **more, ansible_ssh_private_key_file="/nowhere"),
                "win": win,
            }
        )
        env = {**os.environ, "TMPDIR": str(left), "ANSIBLE_DEBUG": "1", "PYTHONWARNINGS": "always"}
        for words in (["preflight"], ["preflight", "--json"], ["trust"]):
            done = inventory(*words, "-i", hosts, env=env)
            assert CANARY not in done.stdout + done.stderr
            assert done.returncode in (ExitCode.UNSEEN, ExitCode.OK), done
    assert [path for path in left.rglob("*") if path.is_file()] == []
    assert CANARY not in sshd.log()


def test_a_host_cannot_speak_to_the_terminal(place: Place, sshd: Sshd) -> None:
    name = "web\u202e"
    place.known_hosts.write_text("", encoding="ascii")
    done = inventory("preflight", "-i", place.inventory({name: place.ansible(sshd)}))
    assert "\u202e" not in done.stdout
    assert r"web\u202e: NOT READY at host_key (host_key_unknown)" in done.stdout


def test_trust_writes_only_what_a_list_confirms_where_nobody_is_asked(place: Place, sshd: Sshd) -> None:
    place.known_hosts.write_text("", encoding="ascii")
    hosts = place.inventory({"web": place.ansible(sshd, ansible_become=False), "here": LOCAL})
    shown = inventory("trust", "-i", hosts)
    assert shown.returncode == ExitCode.NOTHING
    assert f"web: ssh-ed25519 {sshd.fingerprint('ed25519')} new" in shown.stdout
    assert "here: no host key: connection local" in shown.stdout
    assert "not written; nobody can be asked" in shown.stderr
    assert inventory("trust", "-i", hosts, "--yes").returncode == ExitCode.USAGE
    assert place.known_hosts.read_text(encoding="ascii") == ""
    listed = place.folder / "list"
    listed.write_text(f"web {sshd.fingerprint('ecdsa')}\n", encoding="ascii")
    done = inventory("trust", "-i", hosts, "--yes", "--fingerprints", listed)
    assert (done.returncode, done.stderr) == (ExitCode.OK, "hosts: 2; trusted: 1 of 1 reached by SSH\n")
    assert place.known_hosts.read_text(encoding="ascii") == sshd.known_hosts("ecdsa")
    assert inventory("preflight", "-i", hosts).returncode == ExitCode.OK


@pytest.mark.parametrize(("answer", "written"), [("y", 3), ("n", 0), ("", 0)])
def test_trust_asks_a_person_and_takes_silence_for_no(place: Place, sshd: Sshd, answer: str, written: int) -> None:
    place.known_hosts.write_text("", encoding="ascii")
    hosts = place.inventory({"web": place.ansible(sshd)})
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    done = inventory("trust", "-i", hosts, stdin=theirs)
    os.close(ours)
    os.close(theirs)
    assert "are these the host's own keys? [y/N]" in done.stdout
    assert len(place.known_hosts.read_text(encoding="ascii").splitlines()) == written
    assert done.returncode == (ExitCode.OK if written else ExitCode.NOTHING)


def test_ctrl_c_waits_for_no_host(request: pytest.FixtureRequest, place: Place) -> None:
    # A background job begins with SIGINT ignored, and hands that on.
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hosts = place.inventory({"web": place.ssh(silent.getsockname()[1])})
        words = command("inventory", "preflight", "-i", hosts, "--timeout", "300")
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            connection, _ = silent.accept()
            with connection:
                process.send_signal(signal.SIGINT)
                assert process.wait(timeout=180) == ExitCode.INTERRUPTED

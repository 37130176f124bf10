"""Preflight against a real OpenSSH server, and against servers that misbehave, all on loopback."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest
from pydantic import SecretStr

from scanner.model.failure import Failure
from scanner.preflight.connections import Become
from scanner.preflight.examine import preflight
from scanner.preflight.readiness import Readiness, State, Step
from tests.collect.sites import closed_port
from tests.collect.ssh_server import SshServer
from tests.preflight.conftest import SECONDS, Place, readiness
from tests.preflight.sshd import PROGRAM, Sshd, run

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="logs in as another user")
needs_sudo = pytest.mark.skipif(shutil.which("sudo") is None, reason="sudo is not installed")
needs_sshd = pytest.mark.skipif(PROGRAM is None, reason="sshd is not installed")
SUDO = Become(method="sudo", flags="-H -S -n")
CANARY = "canary-5f1e-password"
SSH_STEPS = (Step.NAME, Step.TCP, Step.BANNER, Step.HOST_KEY, Step.LOGIN, Step.SHELL)


def failed(each: Readiness) -> tuple[State, Step | None, Failure | None]:
    return each.state, each.step, each.cause


def not_ready(step: Step, cause: Failure | None) -> tuple[State, Step, Failure | None]:
    return State.NOT_READY, step, cause


def test_a_host_that_lets_the_account_in_is_ready(place: Place, sshd: Sshd) -> None:
    ready = readiness(place.at(sshd))
    assert (ready.state, ready.passed) == (State.READY, SSH_STEPS), ready
    assert ready.address == "127.0.0.1"
    assert "Accepted publickey" in sshd.log()


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_a_host_of_which_one_key_is_known_is_asked_for_that_one(place: Place, sshd: Sshd, kind: str) -> None:
    place.known_hosts.write_text(sshd.known_hosts(kind), encoding="ascii")
    assert readiness(place.at(sshd)).state is State.READY


def test_a_hashed_name_and_a_name_without_its_port_are_known(place: Place, sshd: Sshd) -> None:
    for command in (
        f"ssh-keygen -q -H -f {place.known_hosts}",
        f"sed -i 's/^.* ssh/127.0.0.1 ssh/' {place.known_hosts}",
    ):
        place.known_hosts.write_text(sshd.known_hosts("ed25519"), encoding="ascii")
        assert os.system(f"{command} 2>/dev/null") == 0  # noqa: S605  # no host's words
        assert readiness(place.at(sshd)).state is State.READY


def test_an_unknown_key_stops_before_the_login(place: Place, sshd: Sshd) -> None:
    place.known_hosts.write_text("", encoding="ascii")
    each = readiness(place.at(sshd, password=CANARY))
    assert failed(each) == not_ready(Step.HOST_KEY, Failure.HOST_KEY_UNKNOWN)
    assert sshd.fingerprint("ed25519") in each.detail
    assert "inventory trust" in each.todo
    assert "Failed" not in sshd.log()


def test_a_changed_key_is_told_with_the_line_that_is_trusted(
    place: Place, sshd: Sshd, other_key: paramiko.PKey
) -> None:
    line = f"[127.0.0.1]:{sshd.port} {other_key.get_name()} {other_key.get_base64()}\n"
    place.known_hosts.write_text(f"# trusted\n{line}", encoding="ascii")
    each = readiness(place.at(sshd, password=CANARY))
    assert failed(each) == not_ready(Step.HOST_KEY, Failure.HOST_KEY_CHANGED)
    assert f"{place.known_hosts}:2" in each.detail
    assert f"ssh-keygen -R '[127.0.0.1]:{sshd.port}' -f {place.known_hosts}" in each.todo
    assert "Failed" not in sshd.log()


def test_a_revoked_key_is_never_accepted(place: Place, sshd: Sshd) -> None:
    lines = sshd.known_hosts("ed25519")
    place.known_hosts.write_text(f"{lines}@revoked * {lines.split(' ', 1)[1]}", encoding="ascii")
    each = readiness(place.at(sshd))
    assert failed(each) == not_ready(Step.HOST_KEY, Failure.HOST_KEY_CHANGED)
    assert "revoked" in each.detail


def test_a_host_that_certificates_are_trusted_for_is_not_judged(place: Place, sshd: Sshd) -> None:
    key = sshd.known_hosts("rsa").split(" ", 1)[1]
    place.known_hosts.write_text(f"@cert-authority * {key}", encoding="ascii")
    each = readiness(place.at(sshd))
    assert failed(each) == (State.NOT_TRIED, Step.HOST_KEY, None)


def test_a_key_that_the_host_does_not_know_is_told(place: Place, sshd: Sshd) -> None:
    wrong = place.folder / "wrong"
    paramiko.ECDSAKey.generate().write_private_key_file(str(wrong))
    each = readiness(place.at(sshd, key=wrong))
    assert failed(each) == not_ready(Step.LOGIN, Failure.AUTH_DENIED)
    assert str(wrong) in each.detail
    assert "publickey" in each.detail


def test_a_key_that_is_locked_or_no_key_is_told_by_its_file(place: Place, sshd: Sshd) -> None:
    old, new, none = (place.folder / name for name in ("old", "new", "none"))
    paramiko.ECDSAKey.generate().write_private_key_file(str(old), password=CANARY)
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", CANARY, "-f", new)
    none.write_text("no key", encoding="ascii")
    for file, said in {old: "has a passphrase", new: "has a passphrase", none: "is not a key"}.items():
        each = readiness(place.at(sshd, key=file))
        assert failed(each) == not_ready(Step.LOGIN, Failure.AUTH_DENIED)
        assert f"{file} {said}" in each.detail


def test_a_wrong_password_is_told_and_not_shown(place: Place, sshd: Sshd) -> None:
    wrong = place.folder / "none"
    each = readiness(place.at(sshd, password=CANARY, key=wrong))
    assert failed(each) == not_ready(Step.LOGIN, Failure.AUTH_DENIED)
    assert "the password" in each.detail
    assert "Failed password" in sshd.log()
    assert CANARY not in each.model_dump_json()


@needs_sshd
def test_a_forced_command_is_no_shell(place: Place, host_keys: Path) -> None:
    with Sshd(place.folder / "forced", host_keys, place.key_file, "ForceCommand cat") as server:
        place.known_hosts.write_text(server.known_hosts(), encoding="ascii")
        each = readiness(place.at(server))
    assert failed(each) == not_ready(Step.SHELL, Failure.NO_SHELL)


@needs_sshd
def test_text_before_the_answer_is_a_note(place: Place, host_keys: Path) -> None:
    command = r'''ForceCommand printf 'Welcome\033[31m\n'; sh -c "$SSH_ORIGINAL_COMMAND"'''
    with Sshd(place.folder / "noisy", host_keys, place.key_file, command) as server:
        place.known_hosts.write_text(server.known_hosts(), encoding="ascii")
        each = readiness(place.at(server))
    assert each.state is State.READY
    assert any(r"Welcome\x1b[31m" in note for note in each.notes)


@needs_sshd
@needs_root
def test_an_account_with_nologin_has_no_shell(place: Place, host_keys: Path) -> None:
    if "nologin" not in pwd.getpwnam("nobody").pw_shell:
        pytest.skip("nobody can log in here")
    with (
        tempfile.TemporaryDirectory() as readable,  # sshd reads the keys as nobody, who may not enter the test's folder
        Sshd(Path(readable) / "server", host_keys, place.key_file) as server,
    ):
        Path(readable).chmod(0o755)
        place.known_hosts.write_text(server.known_hosts(), encoding="ascii")
        each = readiness(place.at(server, user="nobody"))
        assert failed(each) == not_ready(Step.SHELL, Failure.NO_SHELL), server.log()
    assert "not available" in each.detail


@needs_root
@needs_sudo
def test_an_account_without_sudo_is_told_after_its_shell(place: Place) -> None:
    with SshServer(place.key, user="nobody") as server:
        place.known_hosts.write_text(server.known_hosts, encoding="ascii")
        none = readiness(place.at(server, become=SUDO))
        assert failed(none) == not_ready(Step.ESCALATION, Failure.SUDO_PASSWORD_MISSING), none
        wrong = readiness(place.at(server, become=SUDO.model_copy(update={"password": SecretStr(CANARY)})))
        assert failed(wrong)[:2] == (State.NOT_READY, Step.ESCALATION)
        assert wrong.cause in (Failure.SUDO_PASSWORD_WRONG, Failure.SUDO_DENIED)
        assert not any(CANARY in command for command in server.commands)
    assert CANARY not in wrong.model_dump_json()


@needs_root
def test_another_way_to_become_root_is_not_tried(place: Place) -> None:
    with SshServer(place.key, user="nobody") as server:
        place.known_hosts.write_text(server.known_hosts, encoding="ascii")
        each = readiness(place.at(server, become=Become(method="doas")))
    assert failed(each) == (State.NOT_TRIED, Step.ESCALATION, None)


def test_a_name_that_nobody_knows_and_a_port_where_nobody_listens(place: Place) -> None:
    with closed_port() as port:
        nameless = place.at(port).model_copy(update={"address": "no-such-host.invalid"})
        assert failed(readiness(nameless)) == not_ready(Step.NAME, Failure.DNS)
        assert failed(readiness(place.at(port))) == not_ready(Step.TCP, Failure.REFUSED)


@contextlib.contextmanager
def says(first: bytes, *, close: bool) -> Iterator[int]:
    """A port that says this and then nothing, or goes away."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        kept = []

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    connection.sendall(first)
                    if close:
                        connection.close()
                    else:
                        kept.append(connection)

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        for connection in kept:
            connection.close()


def test_a_silent_host_holds_nobody_up(place: Place, sshd: Sshd) -> None:
    with says(b"", close=False) as port:
        silent = [place.at(port) for _ in range(3)]
        *others, last = preflight([*silent, place.at(sshd)], forks=4, seconds=15)
    assert {failed(each) for each in others} == {not_ready(Step.BANNER, Failure.TIMEOUT)}
    assert Step.BANNER in last.passed, last


@pytest.mark.parametrize(
    ("first", "close", "step", "cause"),
    [
        (b"", True, Step.BANNER, Failure.REFUSED),
        (b"Not allowed at this time\r\n", True, Step.BANNER, Failure.REFUSED),
        (b"220 mail\x1b[2J ready\r\n" * 1000, False, Step.BANNER, Failure.REFUSED),
        (b"SSH-2.0-broken\r\n", True, Step.HOST_KEY, Failure.CUT),
        (b"SSH-2.0-broken\r\n\x00\x00\x00\x0c\xff" + b"\xff" * 64, True, Step.HOST_KEY, Failure.CUT),
        (b"SSH-2.0-mute\r\n", False, Step.HOST_KEY, None),
    ],
)
def test_whatever_answers_is_told_and_breaks_nothing(
    place: Place, first: bytes, close: bool, step: Step, cause: Failure | None
) -> None:
    with says(first, close=close) as port:
        each = readiness(place.at(port), seconds=SECONDS if cause else 5)
    assert (each.state, each.step) == (State.NOT_READY, step), each
    assert each.cause is cause or (cause is None and each.cause in (Failure.CUT, Failure.TIMEOUT)), each
    assert each.detail.isprintable()


def test_a_jump_host_is_passed_through_and_told_of_where_it_fails(place: Place, sshd: Sshd) -> None:
    arguments = f"-F none -o BatchMode=yes -i {place.key_file} -o UserKnownHostsFile={place.known_hosts}"
    proxy = f"ProxyCommand=ssh {arguments} -p {sshd.port} -W %h:%p {sshd.user}@127.0.0.1"
    through = readiness(place.at(sshd, "-o", proxy))
    assert through.state is State.READY, through
    assert "through a jump host" in through.notes
    with closed_port() as port:
        dead = readiness(place.at(port, "-o", proxy))
    assert (dead.state, dead.step) == (State.NOT_READY, Step.TCP), dead
    assert "refused" in dead.detail.lower(), dead
    none = readiness(place.at(sshd, "-o", "ProxyCommand=exit 3"))
    assert (none.state, none.step) == (State.NOT_READY, Step.TCP), none


def test_jump_hosts_in_a_row_are_reached_with_the_configuration_that_is_named(place: Place, sshd: Sshd) -> None:
    configuration = place.folder / "config"
    configuration.write_text(
        f"Host one two\nHostName 127.0.0.1\nPort {sshd.port}\nHost *\nUser {sshd.user}\n"
        f"UserKnownHostsFile {place.known_hosts}\nIdentityFile {place.key_file}\n",
        encoding="ascii",
    )
    connection = place.at(sshd)
    assert connection.ssh
    words = ("-F", str(configuration), "-o", f"ProxyJump=one,{sshd.user}@two", "-o", f"Port={sshd.port}")
    ssh = connection.ssh.model_copy(update={"arguments": words})
    each = readiness(connection.model_copy(update={"ssh": ssh}))
    assert each.state is State.READY, each
    assert sshd.log().count("Accepted publickey") == 3


def test_other_ways_to_trust_a_key_are_told(place: Place, sshd: Sshd) -> None:
    words = ("-o", "KnownHostsCommand=/bin/echo %H %t %K")
    each = readiness(place.at(sshd, *words))
    assert each.state is State.READY
    assert "ssh also trusts keys by KnownHostsCommand /bin/echo %H %t %K" in each.notes
    place.known_hosts.write_text("", encoding="ascii")
    assert failed(readiness(place.at(sshd, *words))) == (State.NOT_TRIED, Step.HOST_KEY, None)


def test_the_agents_key_lets_in(place: Place, sshd: Sshd, monkeypatch: pytest.MonkeyPatch) -> None:
    socket_path = place.folder / "agent"
    with subprocess.Popen(["ssh-agent", "-D", "-a", str(socket_path)], stdout=subprocess.DEVNULL) as agent:
        try:
            monkeypatch.setenv("SSH_AUTH_SOCK", str(socket_path))
            while subprocess.run(["ssh-add", str(place.key_file)], capture_output=True, check=False).returncode:
                assert agent.poll() is None
            each = readiness(place.at(sshd, "-o", "IdentitiesOnly=no", key=place.folder / "none"))
            assert each.state is State.READY, each
        finally:
            agent.terminate()

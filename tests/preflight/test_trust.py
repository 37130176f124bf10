"""Trusting hosts by the keys that a real OpenSSH server shows."""

from __future__ import annotations

import base64
from pathlib import Path

import paramiko
import pytest

from scanner.errors import InvalidError
from scanner.model.failure import Failure
from scanner.preflight.connections import Connection
from scanner.preflight.fingerprints import Fingerprints, Listed, read
from scanner.preflight.known_hosts import Trust
from scanner.preflight.shown import key_lines
from scanner.preflight.trust import HostKeys, accept, fetch
from tests.preflight.conftest import SECONDS, Place, readiness
from tests.preflight.sshd import Sshd, run


def keys_of(connection: Connection, listed: Fingerprints | None = None) -> HostKeys:
    (only,) = fetch([connection], listed or Fingerprints(), seconds=SECONDS)
    return only


def listing(folder: Path, text: str) -> Fingerprints:
    (folder / "list").write_text(text, encoding="utf-8")
    return read(folder / "list")


def changed(server: Sshd) -> str:
    other = paramiko.ECDSAKey.generate()
    return f"[127.0.0.1]:{server.port} {other.get_name()} {other.get_base64()}\n"


def test_new_keys_of_all_types_are_shown_written_and_then_trusted_by_ssh(place: Place, sshd: Sshd) -> None:
    place.known_hosts.unlink()
    found = keys_of(place.at(sshd))
    assert [(each.key.type, each.key.fingerprint, each.trust) for each in found.keys] == [
        ("ssh-ed25519", sshd.fingerprint("ed25519"), Trust.NEW),
        ("ecdsa-sha2-nistp256", sshd.fingerprint("ecdsa"), Trust.NEW),
        ("ssh-rsa", sshd.fingerprint("rsa"), Trust.NEW),
    ]
    assert not found.trusted
    assert accept(found, found.addable(confirmed=False)) == place.known_hosts
    assert place.known_hosts.stat().st_mode & 0o777 == 0o600
    run("ssh", "-F", "none", "-p", str(sshd.port), "-o", f"UserKnownHostsFile={place.known_hosts}", "-o",
        "StrictHostKeyChecking=yes", "-o", "BatchMode=yes", "-i", place.key_file,
        f"{sshd.user}@127.0.0.1", "true")  # fmt: skip
    again = keys_of(place.at(sshd))
    assert again.trusted
    assert again.addable(confirmed=False) == ()
    assert accept(found, [each.key for each in found.keys]) is None


def test_a_list_confirms_keys_by_fingerprint_or_by_line(place: Place, sshd: Sshd) -> None:
    place.known_hosts.write_text("", encoding="ascii")
    for text in (
        f"# from the console\nweb {sshd.fingerprint('ed25519')}\n",
        f"127.0.0.1 ssh-ed25519 {sshd.fingerprint('ed25519')}\n",
        sshd.known_hosts("ed25519"),
        sshd.known_hosts("ed25519").replace(f"[127.0.0.1]:{sshd.port}", "web"),
    ):
        found = keys_of(place.at(sshd), listing(place.folder, text))
        assert [each.listed for each in found.keys] == [Listed.CONFIRMED, Listed.ABSENT, Listed.ABSENT]
        assert [key.type for key in found.addable(confirmed=True)] == ["ssh-ed25519"]


def test_a_list_with_another_key_stops_everything_of_that_host(place: Place, sshd: Sshd) -> None:
    place.known_hosts.write_text("", encoding="ascii")
    digest = base64.b64encode(bytes(32)).decode("ascii").rstrip("=")
    key = sshd.known_hosts("ecdsa").split(" ", 1)[1]
    for text in (
        f"web SHA256:{digest}\n",
        f"web ssh-ed25519 SHA256:{digest}\nweb ecdsa-sha2-nistp256 {sshd.fingerprint('ecdsa')}\n",
        changed(sshd),
        f"@revoked web {key}",
    ):
        found = keys_of(place.at(sshd), listing(place.folder, text))
        assert found.suspicious, text
        assert found.addable(confirmed=False) == ()
        assert any("NOTHING IS WRITTEN" in line for line in key_lines(found))
    other = keys_of(place.at(sshd), listing(place.folder, f"web2 SHA256:{digest}\n"))
    assert {each.listed for each in other.keys} == {Listed.ABSENT}


def test_a_changed_key_is_never_written_even_where_a_list_confirms_it(place: Place, sshd: Sshd) -> None:
    place.known_hosts.write_text(changed(sshd), encoding="ascii")
    before = place.known_hosts.read_bytes()
    found = keys_of(place.at(sshd), listing(place.folder, sshd.known_hosts()))
    assert [each.trust for each in found.keys] == [Trust.OTHER_TYPE, Trust.CHANGED, Trust.OTHER_TYPE]
    assert found.addable(confirmed=True) == ()
    told = "\n".join(key_lines(found))
    assert "CHANGED: NOT THE TRUSTED KEY" in told
    assert "ssh-keygen -R" in told
    with pytest.raises(InvalidError, match="meanwhile"):
        accept(found, [each.key for each in found.keys])
    assert place.known_hosts.read_bytes() == before


def test_hosts_that_show_no_key_say_why(place: Place, sshd: Sshd) -> None:
    assert keys_of(place.at(1)).cause is Failure.REFUSED
    local = keys_of(Connection(host="here", plugin="local"))
    assert (local.speaks_ssh, local.keys) == (False, ())
    assert "vault" in keys_of(Connection(host="web", error="no vault password")).detail
    nowhere = keys_of(place.at(sshd, "-o", "UserKnownHostsFile=/dev/null"))
    with pytest.raises(InvalidError, match="no known hosts"):
        accept(nowhere, nowhere.addable(confirmed=False))


def test_asking_for_keys_logs_nobody_in(place: Place, sshd: Sshd) -> None:
    keys_of(place.at(sshd, password="canary"))
    assert "Accepted" not in sshd.log()
    assert "Failed" not in sshd.log()
    assert readiness(place.at(sshd)).state == "ready"


def test_every_bad_line_of_a_list_is_told(tmp_path: Path) -> None:
    text = "web SHA256:short\n\n# fine\nweb MD5:aa:bb\nweb\n"
    with pytest.raises(InvalidError) as caught:
        listing(tmp_path, text)
    assert [str(problem).split(": ")[0] for problem in caught.value.problems] == [
        f"{tmp_path}/list:{number}" for number in (1, 4, 5)
    ]

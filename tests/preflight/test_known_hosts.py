"""Files of known hosts are read as OpenSSH's own ssh-keygen reads them."""

from __future__ import annotations

import base64
import stat
import subprocess
from pathlib import Path

import paramiko
import pytest

from scanner.errors import InvalidError
from scanner.preflight.known_hosts import HostKey, KnownHosts, Trust, add, parse_line
from tests.preflight.sshd import run


def key(of: paramiko.PKey | None = None) -> HostKey:
    made = of or paramiko.ECDSAKey.generate()
    return HostKey(type=made.get_name(), blob=made.asbytes())


def line(name: str, of: HostKey) -> str:
    return f"{name} {of.type} {base64.b64encode(of.blob).decode('ascii')}\n"


@pytest.mark.parametrize(
    ("written", "name", "found"),
    [
        ("web1", "web1", True),
        ("WEB1,192.0.2.1", "192.0.2.1", True),
        ("web1", "web10", False),
        ("web?", "web1", True),
        ("*.example.ee,!db.example.ee", "www.example.ee", True),
        ("*.example.ee,!db.example.ee", "db.example.ee", False),
        ("[web1]:2222", "[web1]:2222", True),
        ("[web1]:2222", "web1", False),
        ("web1", "[web1]:2222", False),
        ("[*]:2222", "[web1]:2222", True),
    ],
)
def test_names_match_as_for_ssh_keygen(tmp_path: Path, written: str, name: str, found: bool) -> None:
    file = tmp_path / "known_hosts"
    file.write_text(line(written, key()), encoding="ascii")
    assert bool(KnownHosts([file]).about([name])) is found
    theirs = subprocess.run(["ssh-keygen", "-F", name, "-f", str(file)], capture_output=True, check=False)
    assert (theirs.returncode == 0) is found


def test_hashed_names_match_and_those_written_here_are_found_by_ssh_keygen(tmp_path: Path) -> None:
    file, ours = tmp_path / "known_hosts", key()
    file.write_text(line("[web1]:2222", ours), encoding="ascii")
    run("ssh-keygen", "-q", "-H", "-f", file)
    assert "web1" not in file.read_text(encoding="ascii")
    assert KnownHosts([file]).judge(ours, ["[web1]:2222"])[0] is Trust.SAME
    add(file, "web2", [ours], hashed=True)
    assert "web2" not in file.read_text(encoding="ascii")
    assert "found" in run("ssh-keygen", "-F", "web2", "-f", file)


def test_a_key_is_the_same_another_of_another_type_or_revoked(tmp_path: Path) -> None:
    file, ours, rsa = tmp_path / "known_hosts", key(), key(paramiko.RSAKey.generate(2048))
    revoked = key()
    file.write_text(
        f"# {line('web1', key())}{line('web1', ours)}not a line\nweb1 ssh-rsa !!!\n@revoked {line('*', revoked)}",
        encoding="ascii",
    )
    known = KnownHosts([file, tmp_path / "none"])
    told = {each: known.judge(each, ["web1"]) for each in (ours, rsa, revoked, key())}
    assert [trust for trust, _ in told.values()] == [Trust.SAME, Trust.OTHER_TYPE, Trust.REVOKED, Trust.CHANGED]
    assert told[ours][1][0].where == f"{file}:2"
    assert known.judge(key(), ["web2"])[0] is Trust.NEW


def test_a_fingerprint_is_that_of_ssh_keygen(tmp_path: Path) -> None:
    ours = key()
    (tmp_path / "key.pub").write_text(line("web1", ours).split(" ", 1)[1], encoding="ascii")
    assert ours.fingerprint in run("ssh-keygen", "-l", "-f", tmp_path / "key.pub")


def test_adding_keeps_what_was_there_makes_the_file_private_and_follows_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "known_hosts"
    before = f"# by hand\n{line('old', key())}".rstrip("\n")
    real.write_text(before, encoding="ascii")
    real.chmod(0o644)
    link.symlink_to(real)
    ours = key()
    add(link, "web1", [ours])
    assert link.is_symlink()
    assert real.read_text(encoding="ascii") == f"{before}\n{line('web1', ours)}"
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["known_hosts", "real"]
    add(tmp_path / "new" / "known_hosts", "web1", [ours])
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_what_cannot_be_written_is_told_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InvalidError, match="cannot be written"):
        add(tmp_path / "file" / "known_hosts", "web1", [key()])


def test_a_line_that_is_no_entry_is_none() -> None:
    assert [parse_line(text, "x:1") for text in ("", "# web1 ssh-rsa AAAA", "web1", "web1 ssh-rsa")] == [None] * 4

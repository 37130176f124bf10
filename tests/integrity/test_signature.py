"""Signatures by OpenSSH itself, with keys in files and in an agent."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner.integrity.signature import checker, sign_new
from scanner.model.settings_proof import IntegritySettings
from scanner.store.history import History
from tests.integrity.conftest import Site

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH is not installed")
WHO = "skanner@asutus.example.ee"


def key(folder: Path, name: str, passphrase: str = "") -> Path:
    """A new key."""
    path = folder / name
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f", str(path)]
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
    return path


@pytest.fixture
def settings(tmp_path: Path) -> IntegritySettings:
    """A key that signs, and its owner as the only one who may."""
    path = key(tmp_path, "sign")
    allowed = tmp_path / "allowed_signers"
    allowed.write_text(f'{WHO} namespaces="eits-scan" {path.with_suffix(".pub").read_text()}')
    return IntegritySettings(sign_key=str(path), allowed_signers=str(allowed))


def sign(site: Site, settings: IntegritySettings) -> str:
    """Sign what is new; what went wrong."""
    with History(site.store) as history:
        return str(sign_new(history, settings) or "")


def faults(site: Site, settings: IntegritySettings) -> list[str]:
    """What verify says of all runs."""
    return [fault for run in site.proof(signed=checker(settings)).runs for fault in run.faults]


def test_what_is_signed_holds_and_the_signatures_are_private(site: Site, settings: IntegritySettings) -> None:
    assert sign(site, settings) == ""
    assert faults(site, settings) == []
    found = sorted(site.runs.glob("*/*.sig"))
    assert len(found) == 4
    assert {path.stat().st_mode & 0o777 for path in found} == {0o600}
    words = ["ssh-keygen", "-Y", "verify", "-f", settings.allowed_signers, "-I", WHO, "-n", "eits-scan", "-s"]
    with (site.folder(0) / "manifest.json").open("rb") as message:
        done = subprocess.run([*words, str(site.folder(0) / "manifest.json.sig")], stdin=message, check=False)
    assert done.returncode == 0


def test_a_manifest_without_a_signature_is_named_where_signatures_are_expected(
    site: Site, settings: IntegritySettings
) -> None:
    missing = ["assessment-4.json", "manifest.json", "manifest.json", "manifest.json"]
    assert sorted(faults(site, settings)) == [f"{name}: it is not signed" for name in missing]
    sign(site, settings)
    (site.folder(1) / "assessment-4.json.sig").unlink()
    assert faults(site, settings) == ["assessment-4.json: it is not signed"]


def test_a_changed_exchanged_or_foreign_signature_is_named(
    site: Site, settings: IntegritySettings, tmp_path: Path
) -> None:
    sign(site, settings)
    first, second, third = (site.folder(number) / "manifest.json.sig" for number in range(3))
    shutil.copy(second, first)
    second.write_bytes(second.read_bytes().replace(b"A", b"B"))
    third.unlink()
    sign(site, settings.model_copy(update={"sign_key": str(key(tmp_path, "other"))}))
    one, two, three = faults(site, settings)
    assert one.startswith("manifest.json: its signature does not fit")
    assert two.startswith("manifest.json: its signature ")
    assert three.startswith("manifest.json: its signature is by nobody in")


def test_a_chain_rewritten_whole_is_caught_by_its_signatures(site: Site, settings: IntegritySettings) -> None:
    sign(site, settings)
    site.sql("DELETE FROM chain", "UPDATE findings SET verdict = 'pass'")
    for path in site.runs.glob("*/*.json"):
        path.unlink()
    with History(site.store) as history:
        history.bury("run-0000", history.runs()[0].started, "mallory", "to begin the chain anew")
    assert site.proof("run-0001", "run-0002").holds
    said = [fault for fault in faults(site, settings) if "signature" in fault or "signed" in fault]
    assert len(said) == 5


def test_a_manifest_that_was_changed_is_never_signed(site: Site, settings: IntegritySettings) -> None:
    path = site.folder(1) / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b"pass", b"fail"))
    assert sign(site, settings) == ""
    assert not path.with_name("manifest.json.sig").exists()
    assert len(list(site.runs.glob("*/*.sig"))) == 3


def test_a_key_with_a_passphrase_is_refused_at_once_without_asking(
    site: Site, settings: IntegritySettings, tmp_path: Path
) -> None:
    locked = settings.model_copy(update={"sign_key": str(key(tmp_path, "locked", "a long passphrase"))})
    said = sign(site, locked)
    assert "is not signed" in said
    assert "ssh-agent" in said
    assert not list(site.runs.glob("*/*.sig*"))
    assert site.proof().holds


@pytest.fixture
def agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The socket of an agent of our own."""
    socket = tmp_path / "agent"
    with subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()  # it says where it listens once it does
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        yield socket
        process.terminate()


@pytest.mark.usefixtures("agent")
def test_a_key_in_an_agent_signs_by_its_public_half(site: Site, settings: IntegritySettings, tmp_path: Path) -> None:
    private = Path(settings.sign_key)
    subprocess.run(["ssh-add", "-q", str(private)], check=True, env=os.environ)
    private.rename(tmp_path / "away")
    assert sign(site, settings.model_copy(update={"sign_key": f"{private}.pub"})) == ""
    assert faults(site, settings) == []


def test_a_signature_made_for_something_else_does_not_count(site: Site, settings: IntegritySettings) -> None:
    path = site.folder(0) / "manifest.json"
    words = ["ssh-keygen", "-q", "-Y", "sign", "-f", settings.sign_key, "-n", "file", str(path)]
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    sign(site, settings)
    (said,) = faults(site, settings)
    assert said.startswith("manifest.json: its signature ")


def test_signatures_that_nobody_can_judge_are_no_pass(site: Site, settings: IntegritySettings) -> None:
    sign(site, settings)
    only_key = IntegritySettings(sign_key=settings.sign_key)
    assert len(faults(site, only_key)) == 4
    assert "allowed_signers is not set" in faults(site, only_key)[0]
    assert checker(IntegritySettings()) is None
    assert site.proof().holds

"""Evidence is there whole or not at all, private, and known by its digest."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scanner.collect.archive import Archive, file_name
from scanner.errors import UnseenError


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path / "run" / "evidence")
    archive.create()
    return archive


def test_what_is_written_is_read_back_with_its_digest(archive: Archive) -> None:
    text = b"EITS-EVIDENCE 1\n\xff\x00\n"
    saved = archive.write("www1", text)
    assert (saved.bytes, saved.sha256) == (len(text), hashlib.sha256(text).hexdigest())
    assert archive.read("www1", saved.sha256) == text


def test_folder_and_files_are_private_and_no_part_is_left(archive: Archive) -> None:
    archive.write("www1", b"a")
    assert archive.folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in archive.folder.iterdir()} == {"www1.evidence.gz": 0o600}


def test_the_same_text_gives_the_same_file(archive: Archive) -> None:
    archive.write("a", b"text")
    archive.write("b", b"text")
    assert archive.path("a").read_bytes() == archive.path("b").read_bytes()


def test_a_second_answer_replaces_the_first_whole(archive: Archive) -> None:
    archive.write("a", b"first" * 1000)
    archive.write("a", b"second")
    assert archive.read("a") == b"second"


def test_a_link_in_the_way_is_not_followed(archive: Archive, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"mine")
    archive.path("a").symlink_to(elsewhere)
    archive.write("a", b"text")
    assert elsewhere.read_bytes() == b"mine"
    assert not archive.path("a").is_symlink()


def test_nothing_is_left_when_it_cannot_be_written(archive: Archive) -> None:
    archive.path("a").mkdir()
    with pytest.raises(OSError, match=r"a\.evidence\.gz"):
        archive.write("a", b"text")
    assert list(archive.folder.iterdir()) == [archive.path("a")]


def test_missing_evidence_names_the_host(archive: Archive) -> None:
    with pytest.raises(UnseenError, match=r"www2.*no evidence"):
        archive.read("www2")


@pytest.mark.parametrize(
    "damage",
    [b"", b"no gzip at all", gzip.compress(b"text", mtime=0)[:-4], b"\x1f\x8b\x08" + b"\xff" * 40],
    ids=["empty", "other", "cut", "garbage"],
)
def test_damaged_evidence_is_refused(archive: Archive, damage: bytes) -> None:
    archive.path("a").write_bytes(damage)
    with pytest.raises(UnseenError, match="cannot be read"):
        archive.read("a")


def test_changed_evidence_is_refused(archive: Archive) -> None:
    saved = archive.write("a", b"PermitRootLogin yes")
    archive.path("a").write_bytes(gzip.compress(b"PermitRootLogin no"))
    with pytest.raises(UnseenError, match="digest differs"):
        archive.read("a", saved.sha256)


@given(st.text(min_size=1, max_size=300))
@example("..")
@example(".hidden")
@example("a/../../etc/passwd")
@example("www1.example.ee")
@example("ä" * 250)
@example("\ud800")
def test_any_host_name_makes_a_plain_file_name(host: str) -> None:
    name = file_name(host)
    assert len(name) <= 200
    assert name.isascii()
    assert "/" not in name
    assert "\0" not in name
    assert not name.startswith(".")


@given(st.text(min_size=1), st.text(min_size=1))
@example("a~b", "a%7Eb")
@example("A", "a")
def test_two_hosts_never_share_a_file_name(one: str, other: str) -> None:
    assert (file_name(one) == file_name(other)) == (one == other)


def test_an_ordinary_name_stays_readable() -> None:
    assert file_name("www1.example.ee") == "www1.example.ee"

"""Waivers from the command line, over one scan of this machine."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from scanner.errors import ExitCode
from tests.cli.conftest import FAILING, Command

CHECK = "site-account-ada"
TODAY = datetime.now(UTC).astimezone(ZoneInfo("Europe/Tallinn")).date()


@pytest.fixture
def scanned(eits: Command, local: Path, tmp_path: Path) -> Path:
    """The inventory, after a scan that found one gap on each of its hosts."""
    own = tmp_path / "home" / "checks" / f"{CHECK}.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(FAILING, encoding="utf-8")
    assert eits("scan", "-i", local, "--check", CHECK).returncode == ExitCode.FINDINGS
    return local


def waiver(name: str, **more: object) -> dict[str, object]:
    """A waiver of that gap, in force for a year."""
    return {
        "id": name,
        "kind": "asendusmeede",
        "check": CHECK,
        "reason": "Kontod on kataloogis.",
        "approved_by": "IT-juht",
        "approved_by_role": "owner",
        "approved_on": TODAY - timedelta(days=30),
        "expires": TODAY + timedelta(days=335),
        **more,
    }


def write(inventory: Path, *waivers: dict[str, object]) -> None:
    text = yaml.safe_dump({"waivers": list(waivers)}, allow_unicode=True, sort_keys=False)
    (inventory.parent / "waivers.yaml").write_text(text, encoding="utf-8")


def test_the_list_says_how_each_waiver_stands_and_what_it_covers(eits: Command, scanned: Path) -> None:
    write(
        scanned,
        waiver("E-1", hosts=["here"]),
        waiver("E-2", hosts=["there"], expires=TODAY),
        waiver("E-3", expires=TODAY - timedelta(days=1)),
        waiver("E-4", approved_on=TODAY + timedelta(days=1)),
    )
    listed = eits("waivers", "list", "-i", scanned)
    assert listed.returncode == ExitCode.OK, listed.stderr
    rows = {cells[0]: cells[1:] for cells in (re.split(r"  +", line) for line in listed.stdout.splitlines())}
    assert {name: (cells[4], cells[5]) for name, cells in rows.items() if name != "id"} == {
        "E-1": ("kehtib", "1"),
        "E-2": ("aegub 14 päeva jooksul", "1"),
        "E-3": ("aegunud", "0"),
        "E-4": ("ei kehti veel", "0"),
    }
    assert "in force" in eits("waivers", "list", "-i", scanned, "--lang", "en").stdout


def test_before_the_first_scan_nothing_is_counted(eits: Command, local: Path) -> None:
    write(local, waiver("E-1", check="linux-account-uid0-only-root"))
    listed = eits("waivers", "list", "-i", local)
    assert listed.stdout.splitlines()[1].endswith("–"), listed.stderr
    linted = eits("waivers", "lint", "-i", local)
    assert (linted.returncode, linted.stdout) == (ExitCode.OK, "1 waivers, nothing wrong\n")


def test_lint_tells_everything_at_once_and_an_expired_waiver_is_an_error(eits: Command, scanned: Path) -> None:
    write(
        scanned,
        waiver("E-1", hosts=["here", "hree"]),
        waiver("E-2", expires=TODAY - timedelta(days=1)),
        waiver("E-3", hosts=["here"], objects=["no such thing"]),
    )
    linted = eits("waivers", "lint", "-i", scanned)
    assert linted.returncode == ExitCode.INVALID
    place = re.escape(f"{scanned.parent}/waivers.yaml") + r":\d+:\d+: "
    assert re.search(rf"^eits-scan: {place}expired: its last day was ", linted.stderr)
    told = linted.stdout.splitlines()
    assert re.match(rf"warning: {place}the inventory has no host 'hree'; did you mean ", told[0])
    assert re.match(rf"warning: {place}E-3 covers no gap now", told[1])
    # A night is not lost for any of it.
    assert eits("scan", "-i", scanned, "--check", CHECK).returncode == ExitCode.FINDINGS


def test_a_template_becomes_a_waiver_when_it_is_filled_in(eits: Command, scanned: Path) -> None:
    made = eits("waivers", "template", CHECK, "-i", scanned)
    assert made.returncode == ExitCode.OK, made.stderr
    path = scanned.parent / "waivers.yaml"
    assert str(path) in made.stdout
    (entry,) = yaml.safe_load(made.stdout)["waivers"]
    assert (entry["id"], entry["check"], entry["hosts"]) == (f"E-{TODAY.year}-1", CHECK, ["here", "there"])
    assert (entry["approved_on"], entry["expires"]) == (TODAY, TODAY + timedelta(days=90))
    path.write_text(made.stdout, encoding="utf-8")
    assert eits("waivers", "lint", "-i", scanned).stderr.count("is still to be filled in") == 4
    path.write_text(re.sub(r"'?TÄITA[^#\n]*", "owner ", made.stdout), encoding="utf-8")
    linted = eits("waivers", "lint", "-i", scanned)
    assert linted.returncode == ExitCode.OK, linted.stderr
    assert eits("waivers", "list", "-i", scanned).stdout.split()[-1] == "2"


def test_a_finding_can_be_named_by_host_and_check_or_by_its_key(eits: Command, scanned: Path) -> None:
    key = hashlib.sha256(f"here\0{CHECK}".encode()).hexdigest()
    by_name, by_key = (eits("waivers", "template", *words, "-i", scanned).stdout for words in (("here", CHECK), (key,)))
    assert by_name == by_key
    assert yaml.safe_load(by_key)["waivers"][0]["hosts"] == ["here"]


def test_a_template_of_nothing_that_fails_is_refused_with_what_was_meant(eits: Command, scanned: Path) -> None:
    for words, message in (
        (("hree", CHECK), "the inventory has no host 'hree'; did you mean "),
        (("here", "site-account-eve"), f"there is no check 'site-account-eve'; did you mean {CHECK}?"),
        (("here", "linux-account-uid0-only-root"), "nothing fails there now"),
        (("0" * 64,), "nothing fails there now"),
        (("SYS",), "there is no finding 'SYS'"),
    ):
        refused = eits("waivers", "template", *words, "-i", scanned)
        assert refused.returncode == ExitCode.USAGE
        assert message in refused.stderr

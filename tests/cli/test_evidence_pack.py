"""The pack of one measure's evidence, made of a real scan of this machine."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from scanner.collect.evidence import decode
from scanner.errors import ExitCode
from tests.cli.conftest import command

HOSTS = 'all:\n  hosts:\n    here: {ansible_connection: local}\n    "=2+2": {ansible_connection: local}\n'
CHECK = "linux-account-uid0-only-root"
MEASURE = "SYS.1.1.M2"
WAIVERS = f"""waivers:
  - {{id: E-1, kind: ajutine_erand, check: {CHECK}, reason: vana konto, approved_by: Turbejuht,
     approved_by_role: security_officer, approved_on: 2020-01-01, expires: 2020-12-31}}
  - {{id: E-2, kind: ajutine_erand, check: linux-account-uid-unique, reason: muu, approved_by: Turbejuht,
     approved_by_role: security_officer, approved_on: 2020-01-01, expires: 2020-12-31}}
"""

pytestmark = pytest.mark.xdist_group("evidence_pack")  # they share one scan


class Pack:
    """A pack as an auditor opens it."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            self.files = {name: archive.read(name) for name in archive.namelist()}

    def json(self, name: str) -> Any:
        return json.loads(self.files[name])

    def evidence(self) -> list[dict[str, Any]]:
        return list(self.json("manifest.json")["evidence"])


class Site:
    """An inventory that was scanned, with its workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.inventory = folder, folder / "hosts.yml"

    def __call__(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        name, *rest = words
        told = command(name, *rest, "-i", self.inventory, "--home", self.folder / "home")
        return subprocess.run(told, capture_output=True, text=True, cwd=self.folder, check=False, timeout=300)

    def pack(self, *run: str, name: str = "pack.zip") -> Pack:
        done = self("report", *run, "--format", "evidence", "--measure", MEASURE, "-o", self.folder / name)
        assert done.returncode == ExitCode.OK, done.stderr
        return Pack(self.folder / name)

    def sent(self) -> list[Path]:
        return sorted((self.folder / "home" / "runs").rglob("*.evidence.gz"))

    def copy(self, folder: Path) -> Site:
        shutil.copytree(self.folder, folder)
        return Site(folder)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site that was scanned once for one check."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.inventory.write_text(HOSTS, encoding="utf-8")
    (site.folder / "waivers.yaml").write_text(WAIVERS, encoding="utf-8")
    done = site("scan", "--check", CHECK)
    assert done.returncode == ExitCode.OK, done.stderr
    return site


@pytest.fixture(scope="module")
def pack(site: Site) -> Pack:
    """The pack of its run."""
    return site.pack("latest")


def test_a_pack_holds_what_its_sums_say_and_says_how_it_was_made(pack: Pack) -> None:
    lines = [line.split("  ") for line in pack.files["SHA256SUMS"].decode().splitlines()]
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in pack.files.items() if name != "SHA256SUMS"}
    assert {name: digest for digest, name in lines} == digests
    readme = pack.files["LOEMIND.txt"].decode()
    assert MEASURE in readme
    assert "{" not in readme
    assert f"checks/{CHECK}.yaml" in pack.files


def test_its_findings_are_those_of_the_report_and_no_cell_is_a_formula(site: Site, pack: Pack) -> None:
    report = json.loads(site("report", "latest", "--format", "json", "-o", "-").stdout)
    told = [each for each in report["findings"] if any(code.startswith(f"{MEASURE}.") for code in each["measures"])]
    assert pack.json("findings.json")["findings"] == told
    assert len(told) == 2
    table = list(csv.DictReader(io.StringIO(pack.files["findings.csv"].decode("utf-8-sig")), delimiter=";"))
    assert [(row["host"], row["verdict"]) for row in table] == [("'=2+2", "pass"), ("here", "pass")]
    assert pack.json("measure.json")["measure"]["code"] == MEASURE


def test_its_evidence_is_what_the_hosts_sent_and_no_more_than_the_checks_read(site: Site, pack: Pack) -> None:
    collectors = set(pack.json("manifest.json")["collectors"])
    assert "accounts" in collectors
    assert {each["host"] for each in pack.evidence()} == {"here", "=2+2"}
    texts = [gzip.decompress(path.read_bytes()) for path in site.sent()]
    sent = {hashlib.sha256(text).hexdigest(): text for text in texts}
    for each in pack.evidence():
        part = pack.files[each["file"]]
        assert decode(part).cause is None
        assert set(decode(part).collectors) <= collectors
        assert set(part.splitlines()[:-1]) <= set(sent[each["whole_sha256"]].splitlines())


def test_the_same_run_gives_the_same_bytes(site: Site, pack: Pack) -> None:
    assert site.pack("latest", name="again.zip").files == pack.files
    assert (site.folder / "again.zip").read_bytes() == (site.folder / "pack.zip").read_bytes()


def test_the_current_state_is_packed_with_the_evidence_of_the_runs_that_saw_it(site: Site, pack: Pack) -> None:
    assert site.pack(name="current.zip").evidence() == pack.evidence()


def test_what_people_decided_of_the_measure_is_in_it_and_nothing_else(pack: Pack) -> None:
    decided = pack.json("decisions.json")
    assert [each["id"] for each in decided["waivers"]] == ["E-1"]
    assert decided["attestations"] == []


def test_evidence_that_was_changed_or_is_gone_is_told_and_not_packed(site: Site, pack: Pack, tmp_path: Path) -> None:
    damaged = site.copy(tmp_path / "damaged")
    changed, gone = damaged.sent()
    changed.write_bytes(gzip.compress(gzip.decompress(changed.read_bytes()) + b"x"))
    gone.unlink()
    poor = damaged.pack("latest")
    assert [each["whole_sha256"] for each in poor.evidence()] == [each["whole_sha256"] for each in pack.evidence()]
    assert [each["file"] for each in poor.evidence()] == [None, None]
    assert all(each["missing"] for each in poor.evidence())
    assert not any(name.startswith("evidence/") for name in poor.files)
    assert "puudu 2" in poor.files["LOEMIND.txt"].decode()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--format", "evidence"), "--measure"),
        (("--format", "evidence", "--measure", "SYS.9.9.M9"), "no measure SYS.9.9.M9"),
        (("--format", "evidence", "--measure", MEASURE, "--owner", "keegi"), "--owner"),
        (("--format", "evidence", "--measure", MEASURE, "--audience", "partner"), "--audience"),
        (("--measure", MEASURE), "--format evidence"),
    ],
)
def test_a_pack_nobody_can_make_is_wrong_usage(site: Site, words: tuple[str, ...], told: str) -> None:
    done = site("report", *words, "-o", site.folder / "none")
    assert done.returncode == ExitCode.USAGE
    assert told in done.stderr
    assert not (site.folder / "none").exists()

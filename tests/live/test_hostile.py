"""One scan over hosts that lie, flood, hang or die: each costs only itself, and nothing they say breaks anything."""

from __future__ import annotations

import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.live.commands import must
from tests.live.fleet import Fleet
from tests.live.hosts import Host

pytestmark = pytest.mark.live
CHECKOUT = Path(__file__).parents[2]
SETUPS = Path(__file__).parent / "hostile"
HOST_TIMEOUT = 60
ODD_NAME = "../../x \"õ' <script>alert(7)</script> m1{{ 7*7 }}m2"
UNSEEN_NAMES = ("../../../../etc/x", "a b", "=cmd|' /C calc'", "\u202egnp.exe", "$(touch x)", "ööbik")


class Scanned(NamedTuple):
    code: int
    report: dict[str, Any]
    said: str
    html: str
    folder: Path


@pytest.fixture(scope="module")
def hosts(fleet: Fleet, debian_tree: Path) -> dict[str, Host]:
    setups = {path.stem: path.read_text(encoding="utf-8") for path in sorted(SETUPS.glob("*.sh"))}
    booted = {name: fleet.boot(debian_tree, name) for name in ("clean", *setups)}
    for name, setup in setups.items():
        booted[name].run(f"set -e\n{setup}")
    return booted


@pytest.fixture(scope="module")
def scanned(fleet: Fleet, hosts: dict[str, Host], tmp_path_factory: pytest.TempPathFactory) -> Scanned:
    folder = tmp_path_factory.mktemp("hostile")
    for name in ("here", "temporary", "home"):
        (folder / name).mkdir()
    inventory = fleet.inventory(folder / "hosts.yml")
    told = yaml.safe_load(inventory.read_text(encoding="utf-8"))["all"]["hosts"]
    told[ODD_NAME] = told["clean"]
    told |= {name: {**told["clean"], "ansible_port": 1} for name in UNSEEN_NAMES}
    inventory.write_text(yaml.safe_dump({"all": {"hosts": told}}, allow_unicode=True), encoding="utf-8")

    argv = [sys.executable, "-m", "scanner", "scan", "-i", str(inventory), "--home", str(folder / "var"),
            "--host-timeout", str(HOST_TIMEOUT), "--forks", "6"]  # fmt: skip
    env = {**os.environ, "PYTHONPATH": str(CHECKOUT), "HOME": str(folder / "home"), "COLUMNS": "200",
           "TMPDIR": str(folder / "temporary")}  # fmt: skip
    with ThreadPoolExecutor() as beside:
        cut = beside.submit(_power_cut, hosts["dying"])
        done = fleet.controller(argv, cwd=folder / "here", env=env, errors="surrogateescape")
    assert not (failed := cut.exception()), f"{failed}\n{done.stderr}"
    reports = folder / "var" / "reports"
    written = [*reports.glob("*.json"), *(page for page in reports.glob("*.html") if page.name != "index.html")]
    assert [path.suffix for path in written] == [".json", ".html"], done.stderr
    report, html = (path.read_text(encoding="utf-8") for path in written)
    return Scanned(done.returncode, json.loads(report), done.stdout + done.stderr, html, folder)


def _power_cut(host: Host) -> None:
    """Once the scan is in the middle of this host, it is off, and no packet of its last moment comes through."""
    host.run("for _ in $(seq 2400); do [ ! -e /run/reached ] || exit 0; sleep 0.1; done; exit 1")
    must("ip", "-n", host.namespace, "link", "set", "eth0", "down")
    host.stop()


def judged(scanned: Scanned, host: str) -> dict[str, tuple[str, str | None]]:
    """Verdict and cause by check."""
    found = (each for each in scanned.report["findings"] if each["host"] == host)
    return {each["check"]: (each["verdict"], each["cause"]) for each in found}


STATES = {
    "clean": ("answered", None),
    ODD_NAME: ("answered", None),
    "babbling": ("answered", None),
    "clinging": ("partial", "hung"),
    "cutting": ("partial", "cut"),
    "dying": ("failed", "hung"),
    "eating": ("failed", "no_shell"),
    "lying": ("partial", "damaged"),
    "naming": ("partial", "damaged"),
    **dict.fromkeys(UNSEEN_NAMES, ("unreachable", "refused")),
}


def test_every_host_is_in_the_report_with_its_state_and_cause(scanned: Scanned, hosts: dict[str, Host]) -> None:
    seen = {each["name"]: (each["state"], each["cause"]) for each in scanned.report["hosts"]}
    assert seen.keys() == {*hosts, ODD_NAME, *UNSEEN_NAMES}
    assert {name: state for name, state in seen.items() if name in STATES} == STATES
    # Ansible reads such a flood slowly: which limit ends it first, that of memory or that of time, is the machine's.
    assert seen["pouring"] in (("failed", "flooded"), ("failed", "hung"))
    assert scanned.code == 1
    pairs = len(scanned.report["hosts"]) * len(scanned.report["checks"])
    assert len(scanned.report["findings"]) == pairs == scanned.report["run"]["planned_pairs"]


def test_a_host_among_them_is_judged_as_if_alone(scanned: Scanned) -> None:
    for name in ("clean", ODD_NAME):
        errors = {check: cause for check, (verdict, cause) in judged(scanned, name).items() if verdict == "error"}
        checks = scanned.report["checks"]
        alone = {cause for check, cause in errors.items() if checks[check]["scope"] == "host"}
        assert alone <= {"needs_policy"}, "hosts that were not seen leave checks that compare hosts open, and no other"
    assert judged(scanned, "clean") == judged(scanned, ODD_NAME)


@pytest.mark.parametrize("host", ["dying", "eating", "lying", "pouring", *UNSEEN_NAMES])
def test_nothing_is_concluded_about_a_host_whose_answer_counts_for_nothing(scanned: Scanned, host: str) -> None:
    assert {verdict for verdict, _ in judged(scanned, host).values()} == {"error"}


def test_noise_full_disks_and_a_wrong_clock_change_no_conclusion(scanned: Scanned) -> None:
    clean = judged(scanned, "clean")
    differing = {check for check, found in judged(scanned, "babbling").items() if found != clean[check]}
    assert differing <= {"linux-mount-readonly-system", "linux-pkg-security-updates", "linux-sshd-hostkey-unique"}
    (host,) = (each for each in scanned.report["hosts"] if each["name"] == "babbling")
    assert "5138-11-16" in host["detail"]


@pytest.mark.parametrize(
    ("host", "check", "causes"),
    [
        ("clinging", "linux-sysctl-redirects", ("timeout",)),
        ("cutting", "linux-server-no-desktop", ("cut",)),
        # Collectors have a low priority: where the machine is busy, a flood may take all the time there is.
        ("flooding", "linux-pkg-build-tools", ("cut", "timeout")),
        ("flooding", "linux-sshd-permit-root-login", ("cut", "timeout")),
    ],
)
def test_what_depends_on_the_damaged_part_is_an_error(
    scanned: Scanned, host: str, check: str, causes: tuple[str, ...]
) -> None:
    verdict, cause = judged(scanned, host)[check]
    assert verdict == "error"
    assert cause in causes


@pytest.mark.parametrize("host", ["clinging", "crowded", "cutting", "flooding"])
def test_what_was_seen_whole_is_judged_all_the_same(scanned: Scanned, host: str) -> None:
    assert judged(scanned, host)["linux-account-uid0-only-root"] == ("pass", None)


def test_what_is_concluded_about_a_damaged_host_is_what_a_clean_one_shows(scanned: Scanned) -> None:
    clean = judged(scanned, "clean")
    for host in ("clinging", "cutting", "flooding"):
        for check, (verdict, _) in judged(scanned, host).items():
            same = verdict in ("error", clean[check][0]) or check == "linux-sshd-hostkey-unique"
            assert same, (host, check)


def test_forged_frames_after_the_answer_give_nothing(scanned: Scanned) -> None:
    assert judged(scanned, "naming")["linux-account-uid0-only-root"] == ("fail", None)


def test_nothing_a_host_says_reaches_a_terminal_as_control(scanned: Scanned) -> None:
    controls = r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ud800-\udfff]"
    assert not set(re.findall(controls, scanned.said))


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the text of its scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.attributes: set[str] = set()
        self.scripts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes |= {name for name, _ in attrs}
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and self.scripts:
            self.scripts[-1] += data


def test_what_a_host_says_is_text_in_the_page(scanned: Scanned) -> None:
    assert "m1{{ 7*7 }}m2" in scanned.html
    assert "&lt;script&gt;alert(7)" in scanned.html
    for said in (scanned.html, scanned.said, json.dumps(scanned.report)):
        assert "m149m2" not in said
    elements = Elements(scanned.html)
    assert not [script for script in elements.scripts if script.startswith("alert(7)")]
    assert not [name for name in elements.attributes if name.startswith("on")]
    assert not set(re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", scanned.html))


def test_a_scan_writes_nothing_outside_its_workspace(scanned: Scanned) -> None:
    assert sorted(path.name for path in scanned.folder.iterdir()) == ["here", "home", "hosts.yml", "temporary", "var"]
    for name in ("here", "home", "temporary"):
        assert not list((scanned.folder / name).iterdir())


def test_no_process_of_a_scan_is_left(fleet: Fleet, hosts: dict[str, Host], scanned: Scanned) -> None:
    assert scanned.code == 1
    assert not fleet.processes()
    for name in hosts.keys() - {"dying", "cutting"}:  # where the script itself was killed, its last job ends by its own
        assert not [line for line in map(_words, hosts[name].processes()) if _of_a_scan(line)], name


def _words(pid: int) -> tuple[bytes, bytes]:
    try:
        return tuple(Path(f"/proc/{pid}/{name}").read_bytes() for name in ("cmdline", "environ"))  # type: ignore[return-value]
    except OSError:
        return b"", b""


def _of_a_scan(process: tuple[bytes, bytes]) -> bool:
    words, environment = process
    return words.startswith(b"/bin/sh\0-s") or b"clinging-child" in words or b"EITS_MARK=" in environment

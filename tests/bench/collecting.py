"""What a scan costs the controller and the host, beside Ansible's and ssh's own ways."""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from scanner.assess.plan import make_plan
from scanner.collect.archive import Archive
from scanner.collect.script import assemble
from scanner.content.checks import load_checks
from scanner.content.library import check_folders
from scanner.rules import rules
from tests.bench.table import Row, Section, at_most, number
from tests.bench.target import RECORDED_PORT, Cost, Target

HOSTS = 100
REAL_HOSTS = 20
NAIVE_TASKS = 40
_BIN = Path(sys.executable).parent


def scan(
    target: Target, hosts: int, *, recorded: bool, watch: Callable[[int, tuple[int, ...]], None] | None = None
) -> Cost:
    """A whole scan with all checks: collecting, judging, storing and the report."""
    inventory = target.inventory(hosts, recorded=recorded)
    home = target.fleet.folder / f"home-{hosts}-{recorded}"
    argv = [sys.executable, "-m", "scanner", "scan", "-i", str(inventory), "--home", str(home), "--fail-on", "never"]
    cost = target.controller(argv, watch)
    if cost.code not in (0, 1, 4):
        raise RuntimeError(f"the scan ended with {cost.code}:\n{cost.output[-2000:]}")
    return cost


def evidence(target: Target) -> bytes:
    """What the host answers to a scan with all checks."""
    scan(target, 1, recorded=False)
    (run,) = (target.fleet.folder / "home-1-False" / "runs").iterdir()
    return Archive(run / "evidence").read("host000")


def fleet(target: Target) -> Section:
    """Scan, ping and ssh over the same hosts. The pair that has targets is measured in turns, twice."""
    real, stored = target.inventory(REAL_HOSTS), target.inventory(HOSTS, recorded=True)
    scans, pings = [], []
    for _ in range(2):
        pings.append(_ping(target, stored))
        scans.append(scan(target, HOSTS, recorded=True))
    ping, ours = _median(pings), _median(scans)
    real_ping = _ping(target, real)
    before = target.host_cpu()
    whole = scan(target, REAL_HOSTS, recorded=False)
    on_hosts = target.host_cpu() - before
    ssh = _ssh(target)
    naive = _naive(target, real)
    rows = [
        _row(f"plain `ssh host true`, {HOSTS} hosts", ssh, HOSTS),
        _row(f"`ansible -m ping`, {HOSTS} hosts", ping, HOSTS),
        _row(f"scan, {HOSTS} hosts that answer from a record", ours, HOSTS),
        _row(f"`ansible -m ping`, {REAL_HOSTS} hosts", real_ping, REAL_HOSTS),
        _row(f"scan, {REAL_HOSTS} hosts on these cores (their own CPU: {number(on_hosts)} s)", whole, REAL_HOSTS),
        _row(f"{NAIVE_TASKS} command tasks the naive way, {REAL_HOSTS} hosts", naive, REAL_HOSTS),
        at_most(f"wall of the scan : wall of ping, {HOSTS} recorded hosts", ours.wall / ping.wall, "×", 1),
        at_most(
            f"wall of the scan : wall of ping, {REAL_HOSTS} hosts on these cores", whole.wall / real_ping.wall, "×", 1
        ),
        at_most(f"controller CPU of the scan : that of ping, {HOSTS} hosts", ours.cpu / ping.cpu, "×", 1.3),
        Row("controller CPU per host, naive way : scan", f"{number(naive.cpu / REAL_HOSTS / (ours.cpu / HOSTS))} ×"),
    ]
    about = (
        f"{HOSTS} inventory names, each with an address of its own, lead to one booted Debian 12 container (real "
        "OpenSSH, a Python for Ansible's modules) whose processes run on the same cores as the controller. A scan of "
        "that many real hosts would spread their CPU over them, so the scan is also measured with a host that answers "
        f"with recorded evidence (port {RECORDED_PORT}): the controller's work is the same, the hosts' is left out. "
        "Scan and ping were run in turns, twice; the means are shown. A scan is all of it: inventory, "
        "collecting, judging, storing, report. Ansible runs with its own defaults and 20 forks."
    )
    return Section("A fleet", about, rows)


def host(target: Target) -> Section:
    """What the script costs on the host: with and without the query for pending updates."""
    plan = make_plan((), load_checks(check_folders()).checks, rules())
    names = list(plan.collectors.items())
    rest, memory, services = _on_host(target, [each for each in names if each[0] != "updates"])
    updates, update_memory, update_services = _on_host(target, [each for each in names if each[0] == "updates"])
    rows = [
        at_most(f"CPU, {len(names) - 1} collectors", rest.cpu, "s", 1),
        Row("CPU that systemd spent on answering them", f"{number(services)} s"),
        Row(f"wall, {len(names) - 1} collectors", f"{number(rest.wall)} s"),
        at_most("memory, all processes together at the peak", memory, "MB", 32),
        at_most("CPU, pending updates", updates.cpu + update_services, "s", 3),
        at_most("memory, pending updates", update_memory, "MB", 128),
    ]
    about = (
        "The script as a scan sends it, run as root in the container past SSH; CPU of all its processes. Median of "
        "three. Memory is the largest sum of PSS over all its processes, sampled 20 times a second. The "
        "container's package lists hold what is installed and no more, so pending updates cost less than elsewhere."
    )
    return Section("On the host", about, rows)


def memory(target: Target) -> Section:
    """Peak memory of our process and of the largest of Ansible's, at three sizes of the fleet."""
    rows, ours, theirs = [], {}, {}
    for hosts in (50, 200, 600):
        peak = {"own": 0.0, "ansible": 0.0}

        def look(pid: int, pids: tuple[int, ...], peak: dict[str, float] = peak) -> None:
            peak["own"] = max(peak["own"], _status(pid, "VmHWM"))
            for each in pids:
                if each != pid and b"ansible-playbook" in Path(f"/proc/{each}/cmdline").read_bytes():
                    peak["ansible"] = max(peak["ansible"], _status(each, "VmHWM"))

        scan(target, hosts, recorded=True, watch=look)
        ours[hosts], theirs[hosts] = peak["own"], peak["ansible"]
        text = f"{number(peak['own'])} MB; {number(peak['ansible'])} MB"
        rows.append(Row(f"{hosts} hosts: our process; largest of Ansible's", text))
    growth = (ours[600] - ours[50]) / 550
    rows.append(at_most("growth of our process per host, 50 to 600", growth * 1024, "kB", 10))
    rows.append(Row("growth of Ansible's per host, 50 to 600", f"{number((theirs[600] - theirs[50]) / 550 * 1024)} kB"))
    about = (
        "Resident memory at the peak (VmHWM) while scanning hosts that answer with recorded evidence. Flat is taken as "
        "at most 10 kB per host: the names and the outcome of each host are kept, its facts and evidence are not."
    )
    return Section("Memory of the controller", about, rows)


def _on_host(target: Target, collectors: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[Cost, float, float]:
    """The median cost, the peak memory in MB, and the seconds of CPU of the host's own processes."""
    peaks = [0.0]

    def look(_: int, pids: tuple[int, ...]) -> None:
        peaks[0] = max(peaks[0], sum(_pss(pid) for pid in pids))

    script = assemble(collectors)
    target.on_host(script, look)
    before = target.host_cpu()
    costs = [target.on_host(script) for _ in range(3)]
    return _median(costs), peaks[0], (target.host_cpu() - before) / len(costs)


def _ping(target: Target, inventory: Path) -> Cost:
    return _ansible(target, ["ansible", "-i", str(inventory), "all", "-m", "ping", "-f", "20"])


def _naive(target: Target, inventory: Path) -> Cost:
    tasks = [{"command": "cat /etc/hostname"} for _ in range(NAIVE_TASKS)]
    play = target.fleet.folder / "naive.yml"
    hosts = ",".join(f"host{n:03}" for n in range(REAL_HOSTS))
    play.write_text(yaml.safe_dump([{"hosts": hosts, "gather_facts": False, "become": True, "tasks": tasks}]))
    return _ansible(target, ["ansible-playbook", "-i", str(inventory), "-f", "20", str(play)])


def _ansible(target: Target, argv: list[str]) -> Cost:
    settings = target.fleet.folder / "plain.cfg"
    settings.write_text("")
    home = target.fleet.folder / "ansible"
    words = ["env", f"ANSIBLE_CONFIG={settings}", f"ANSIBLE_HOME={home}", "PYTHONDONTWRITEBYTECODE=1"]
    cost = target.controller([*words, str(_BIN / argv[0]), *argv[1:]])
    if cost.code:
        raise RuntimeError(f"{argv[0]} ended with {cost.code}:\n{cost.output[-2000:]}")
    return cost


def _ssh(target: Target) -> Cost:
    addresses = target.inventory(HOSTS).read_text()
    options = f"-F none -i {target.fleet.key} -o BatchMode=yes -o UserKnownHostsFile={target.known_hosts} -l scan"
    listed = " ".join(re.findall(r"ansible_host: (\S+)", addresses))
    cost = target.controller(["sh", "-c", f"printf '%s\\n' {listed} | xargs -P 20 -I@ ssh {options} @ true"])
    if cost.code:
        raise RuntimeError(f"ssh ended with {cost.code}:\n{cost.output[-2000:]}")
    return cost


def _row(what: str, cost: Cost, hosts: int) -> Row:
    return Row(
        what, f"{number(cost.wall)} s wall, {number(cost.cpu)} s CPU ({number(cost.cpu / hosts * 1000)} ms a host)"
    )


def _median(costs: Sequence[Cost]) -> Cost:
    wall, cpu = (statistics.median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu"))
    return Cost(wall, cpu, costs[0].code, costs[0].output)


def _status(pid: int, field: str) -> float:
    found = re.search(rf"^{field}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _pss(pid: int) -> float:
    try:
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0

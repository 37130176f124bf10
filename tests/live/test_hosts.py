"""The hosts are what the other live tests take them for: real, small, cut off from the world, and gone afterwards."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.cgroups import HIERARCHIES
from tests.live.commands import HostError
from tests.live.fleet import RUN, Fleet, remove_leftovers
from tests.live.hosts import Host
from tests.live.trees import RECIPES, RELEASES, tree

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("live hosts")]


@pytest.fixture(scope="module")
def web(fleet: Fleet, debian_tree: Path) -> Host:
    return fleet.boot(debian_tree, "web")


@pytest.fixture(scope="module")
def database(fleet: Fleet, debian_tree: Path) -> Host:
    return fleet.boot(debian_tree, "database", setup="echo staged >/etc/staged\n")


@pytest.fixture
def own_fleet() -> Iterator[Fleet]:
    with Fleet() as fleet:
        yield fleet


@pytest.mark.parametrize("release", RELEASES)
def test_each_release_boots_and_its_systemd_runs_without_a_failed_unit(release: str, own_fleet: Fleet) -> None:
    host = own_fleet.boot(tree(release), release)
    assert host.run("systemctl --failed --plain --no-legend").stdout == ""
    assert host.run("systemctl is-system-running").stdout == "running\n"
    assert f"VERSION_CODENAME={release}" in host.run("cat /etc/os-release").stdout
    assert own_fleet.ssh(host, "sudo -n id -u").stdout == "0\n"


def test_the_scan_account_becomes_root_without_a_password(fleet: Fleet, web: Host) -> None:
    assert fleet.ssh(web, "id -un; sudo -n id -un").stdout == "scan\nroot\n"


def test_the_scanpw_account_becomes_root_with_its_password_only(fleet: Fleet, web: Host) -> None:
    refused = fleet.ssh(web, "sudo -n id -un", "scanpw")
    allowed = fleet.ssh(web, f"echo '{web.scanpw_password}' | sudo -S -p '' id -un", "scanpw")
    assert refused.returncode == 1
    assert "password is required" in refused.stderr
    assert allowed.stdout == "root\n"


def test_the_plain_account_logs_in_and_cannot_become_root(fleet: Fleet, web: Host) -> None:
    answer = fleet.ssh(web, "id -un; sudo -n id -un", "plain")
    assert (answer.returncode, answer.stdout) == (1, "plain\n")


def test_a_host_has_no_python(web: Host) -> None:
    assert web.run("command -v python python2 python3", check=False).stdout == ""
    assert web.run("find / -xdev -name 'python*' -perm /111 ! -type d").stdout == ""
    assert "python" not in web.run("dpkg-query --show").stdout


def test_each_host_has_keys_and_an_id_of_its_own_that_the_controller_knows(
    fleet: Fleet, web: Host, database: Host
) -> None:
    assert not set(web.public_keys) & set(database.public_keys)
    assert web.run("cat /etc/machine-id").stdout != database.run("cat /etc/machine-id").stdout
    known = fleet.known_hosts.read_text()
    fleet.known_hosts.write_text(known.replace(web.address, "192.0.2.99"))
    try:
        assert "Host key verification failed" in fleet.ssh(web, "true").stderr
    finally:
        fleet.known_hosts.write_text(known)


def test_hosts_reach_the_controller_and_neither_each_other_nor_the_world(
    fleet: Fleet, web: Host, database: Host
) -> None:
    def knock(address: str, seconds: int = 60) -> str:
        return web.run(f"timeout {seconds} bash -c ': </dev/tcp/{address}/22'; echo $?", check=False).stderr

    # A refusal is an answer: the packet got there and back. (Nothing listens at the controller.)
    assert "Connection refused" in knock("192.0.2.1")
    assert "Connection refused" not in knock(database.address, 2)
    assert web.run(f"timeout 2 bash -c ': </dev/tcp/{database.address}/22'", check=False).returncode != 0
    assert "Network is unreachable" in knock("198.51.100.1")
    assert web.run("ip route show default; ip -6 route show default").stdout == ""
    assert fleet.controller(["ip", "route", "show", "default"]).stdout == ""
    assert fleet.ssh(database, "cat /etc/staged").stdout == "staged\n"


def test_the_inventory_lets_ansible_in(fleet: Fleet, web: Host, database: Host, tmp_path: Path) -> None:
    inventory = fleet.inventory(tmp_path / "hosts.yml", variables={"web": {"eits_owner": "veebitiim"}})
    ansible = Path(sys.executable).with_name("ansible")
    command = [str(ansible), "-i", str(inventory), "all", "-b", "-m", "raw", "-a", "hostname; id -un"]
    answer = fleet.controller(command, cwd=tmp_path)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stdout.count("root") == len(fleet.hosts)
    assert {web.name, database.name} <= fleet.hosts.keys()


def test_an_upgrade_can_be_simulated_without_a_network(web: Host) -> None:
    assert "0 upgraded" in web.run("apt-get --simulate upgrade").stdout


def test_a_busybox_host_has_no_other_shell_behind_sh(fleet: Fleet, debian_tree: Path) -> None:
    with fleet.boot(debian_tree, "busybox", setup=(RECIPES / "busybox.sh").read_text()) as host:
        assert fleet.ssh(host, "readlink -f /bin/sh; sed --version 2>&1 | head -n 1").stdout.startswith(
            "/usr/bin/busybox"
        )
        assert fleet.ssh(host, "readlink /proc/$$/exe; sudo -n sh -c 'readlink /proc/$$/exe'").stdout.split() == [
            "/usr/bin/busybox"
        ] * 2  # fmt: skip


def test_a_frozen_host_hangs_and_then_goes_on(fleet: Fleet, web: Host) -> None:
    probe = ["bash", "-c", f"exec 3<>/dev/tcp/{web.address}/22; read -rt 2 banner <&3; echo $banner"]
    with web.frozen():
        assert fleet.controller(probe).stdout == "\n"
    assert fleet.controller(probe).stdout.startswith("SSH-2.0")


def test_a_setup_that_fails_says_what_it_said(own_fleet: Fleet, debian_tree: Path) -> None:
    with pytest.raises(HostError, match="no-such-file"):
        own_fleet.boot(debian_tree, "broken", setup="cat /no-such-file\n")


def traces(name: str) -> list[str]:
    """All that a fleet of this name has on the machine."""
    places = [path / name for path in (*HIERARCHIES, RUN) if (path / name).exists()]
    places += [*Path("/run/netns").glob(f"{name}*"), *Path("/run/systemd/nspawn").glob(f"*/{name}*")]
    mounts = [line for line in Path("/proc/self/mountinfo").read_text().splitlines() if name in line]
    commands = subprocess.run(["ps", "-e", "-o", "args="], capture_output=True, text=True, check=True).stdout
    return [*map(str, places), *mounts, *(line for line in commands.splitlines() if name in line)]


def alive(pid: int) -> bool:
    """A dead process that nobody has asked about yet is not alive."""
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_closing_leaves_no_process_mount_namespace_or_group(debian_tree: Path) -> None:
    fleet = Fleet()
    with fleet:
        host = fleet.boot(debian_tree, "passing")
        fleet.controller(["sh", "-c", "setsid sleep 1000 >/dev/null 2>&1 </dev/null &"])
        processes = [*host.processes(), *fleet.processes()]
        assert len(processes) > 5
        assert traces(fleet.name)
    assert traces(fleet.name) == []
    assert [pid for pid in processes if alive(pid)] == []


def test_the_next_fleet_removes_what_a_killed_run_left_and_nothing_of_the_living(
    fleet: Fleet, web: Host, debian_tree: Path
) -> None:
    program = f"""
from pathlib import Path
from tests.live.fleet import Fleet
fleet = Fleet()
fleet.boot(Path({str(debian_tree)!r}), "orphan")
print(fleet.name, flush=True)
input()
"""
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=RECIPES.parents[2]) as run:
        assert run.stdout
        name = run.stdout.readline().strip()
        remove_leftovers()
        assert traces(name)
        run.send_signal(signal.SIGKILL)
    assert traces(name)
    remove_leftovers()
    assert traces(name) == []
    assert fleet.ssh(web, "true").returncode == 0

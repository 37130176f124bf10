"""A guest shows what a container cannot: a kernel of its own."""

import shutil
from pathlib import Path

import pytest

from tests.live.fleet import Fleet
from tests.live.guests import Guest

pytestmark = [
    pytest.mark.live,
    pytest.mark.xdist_group("live guest"),
    pytest.mark.skipif(not shutil.which("qemu-system-x86_64"), reason="virtual machines need qemu-system-x86_64"),
]


@pytest.fixture(scope="module")
def guest(fleet: Fleet, debian_tree: Path) -> Guest:
    return fleet.boot_guest(debian_tree, "guest", setup="echo staged >/etc/staged\n")


def test_a_guest_runs_without_a_failed_unit_and_is_reached_like_a_host(fleet: Fleet, guest: Guest) -> None:
    assert guest.run("systemctl --failed --plain --no-legend").stdout == ""
    assert fleet.ssh(guest, "sudo -n cat /etc/staged", "scan").stdout == "staged\n"
    assert "password is required" in fleet.ssh(guest, "sudo -n true", "scanpw").stderr


def test_a_guest_has_apparmor_audit_and_kernel_settings_of_its_own(guest: Guest) -> None:
    assert "profiles are in enforce mode" in guest.run("aa-status").stdout
    assert "enabled 1" in guest.run("auditctl -s").stdout
    assert guest.run("systemctl is-active auditd apparmor").stdout.split() == ["active", "active"]
    assert guest.run("sysctl -qw kernel.kptr_restrict=2; sysctl -n kernel.kptr_restrict").stdout == "2\n"
    assert guest.run("nft add table inet one; nft list tables").stdout == "table inet one\n"
    assert guest.run("ip route show default").stdout == ""

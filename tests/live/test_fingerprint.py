"""A fingerprint is still while nobody writes, and shows each kind of change."""

from pathlib import Path

import pytest

from tests.live import fingerprint
from tests.live.fleet import Fleet
from tests.live.hosts import Host

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("live fingerprint")]


@pytest.fixture(scope="module")
def host(fleet: Fleet, debian_tree: Path) -> Host:
    host = fleet.boot(debian_tree, "still")
    fleet.ssh(host, "sudo -n true")
    fingerprint.quiet(host)
    return host


def test_logging_in_and_reading_as_root_changes_nothing(fleet: Fleet, host: Host) -> None:
    before = fingerprint.take(host)
    assert fleet.ssh(host, "sudo -n sh -c 'sshd -T; cat /etc/shadow; dpkg -l; ss -tulpn'").returncode == 0
    assert fingerprint.changes(before, fingerprint.take(host)) == []
    assert len(before.files) > 5000
    assert all(before.state[name] for name in ("listening", "unit files", "units", "packages", "mounts", "processes"))


CHANGES = {
    "changed /etc/issue.net: mode, mtime, ctime": "touch -d @1 /etc/issue.net; chmod 600 /etc/issue.net",
    "changed /etc/motd: owner, ctime": "chown 1:1 /etc/motd",
    "changed /etc/issue: ctime, sha256": "cd /etc; touch -r issue /tmp/t; printf X | dd of=issue conv=notrunc;"
    "touch -r /tmp/t issue",
    "changed /etc/ld.so.cache: mtime, ctime": "touch /etc/ld.so.cache",
    "added /tmp/left": "echo >/tmp/left",
    "added /dev/shm/left": "echo >/dev/shm/left",
    "removed /etc/host.conf": "rm /etc/host.conf",
    "listening: gone: tcp": "systemctl stop ssh",
    "unit files: new: cron.service disabled": "systemctl disable --quiet cron",
    "units: gone: dbus.service": "systemctl stop dbus.socket dbus.service",
    "firewall: new: table inet extra": "nft add table inet extra",
    "mounts: new: /mnt": "mount -t tmpfs none /mnt",
    "processes: new: root": "setsid sleep 1000 >/dev/null 2>&1 </dev/null &",
    "packages: gone: kmod": "dpkg --force-depends --purge kmod",
}


def test_each_kind_of_change_is_seen(host: Host) -> None:
    before = fingerprint.take(host)
    for script in CHANGES.values():
        host.run(script)
    found = fingerprint.changes(before, fingerprint.take(host))
    assert [expected for expected in CHANGES if not any(line.startswith(expected) for line in found)] == [], found

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


@pytest.mark.parametrize(
    ("script", "seen"),
    [
        ("touch -d @1 /etc/issue.net; chmod 600 /etc/issue.net", "changed /etc/issue.net: mode, mtime, ctime"),
        ("chown 1:1 /etc/motd", "changed /etc/motd: owner, ctime"),
        (
            "cd /etc; touch -r issue /tmp/t; printf X | dd of=issue conv=notrunc status=none; touch -r /tmp/t issue",
            "changed /etc/issue: ctime, sha256",
        ),
        ("touch /etc/ld.so.cache", "changed /etc/ld.so.cache: mtime, ctime"),
        ("echo >/tmp/left", "added /tmp/left"),
        ("echo >/dev/shm/left", "added /dev/shm/left"),
        ("rm /etc/host.conf", "removed /etc/host.conf"),
        ("systemctl stop ssh", "listening: gone: tcp"),
        ("systemctl disable --quiet cron", "unit files: new: cron.service"),
        ("nft add table inet extra", "firewall: new: table inet extra"),
        ("mount -t tmpfs none /mnt", "mounts: new: /mnt"),
        ("setsid sleep 1000 >/dev/null 2>&1 </dev/null &", "processes: new: root"),
        ("dpkg --force-depends --purge kmod", "packages: gone: kmod"),
    ],
)
def test_each_kind_of_change_is_seen(host: Host, script: str, seen: str) -> None:
    before = fingerprint.take(host)
    host.run(script)
    found = fingerprint.changes(before, fingerprint.take(host))
    assert any(line.startswith(seen) for line in found), found

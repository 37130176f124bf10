"""The state of a host, so that a test can prove that a scan changed nothing on it.

Files are read from outside, through the host's own mounts: taking a fingerprint runs nothing that could write there.
Take the first one after a login with each account used, for a first login creates logs and directories; and on a host
that quiet() has stilled, for timers do honest work of their own.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from tests.live.hosts import Host

# The kernel's views and what lives only until the next boot. /tmp and /dev/shm are watched: files are forgotten there.
VOLATILE = ("proc", "sys", "dev", "run")
# What a read-only visit may touch: log lines, and the note that sudo has told an account its rules.
LOGS = (
    "var/log/auth.log",
    "var/log/btmp",
    "var/log/daemon.log",
    "var/log/journal",
    "var/log/kern.log",
    "var/log/lastlog",
    "var/log/messages",
    "var/log/syslog",
    "var/log/user.log",
    "var/log/wtmp",
    "var/lib/lastlog",
    "var/lib/sudo/lectured",
    "var/lib/wtmpdb",
)
# One shell command for each further part of the state; sessions, and helpers that a question over D-Bus wakes and that
# end by themselves, come and go with any login.
_PASSING = r"session-|user@|user-|systemd-(hostnamed|localed|timedated)|run-user|packagekit"
COMMANDS = {
    "listening": "ss --tcp --udp --listening --numeric --no-header --processes | sort",
    "unit files": f"systemctl list-unit-files --no-legend --no-pager | grep -Ev '^({_PASSING})'"
    " | awk '{ print $1, $2 }'",
    # What runs or failed. systemd also lists what somebody merely asked for or named, and forgets it when it likes.
    "units": f"systemctl list-units --plain --full --no-legend --no-pager | grep -Ev '^({_PASSING})'"
    " | awk '{ print $1, $2, $3, $4 }'",
    "packages": "dpkg-query --show --showformat '${binary:Package} ${Version} ${db:Status-Status}\\n'",
    "firewall": "nft list ruleset",
    "mounts": "cut -d ' ' -f 5-6 /proc/self/mountinfo | grep -v /run/user | sort",
    "processes": r"ps -e -o user:32=,args= | grep -Ev "
    r"' (sshd[:-]|/usr/lib/openssh/sshd-session|/lib/systemd/systemd --user|/usr/lib/systemd/systemd --user|\(sd-pam\)"
    r"|[^ ]*/systemd-(hostnamed|localed|timedated|userwork)|(/bin/sh -c )?ps -e |grep -Ev |sort$)' | sort",
}


@dataclass(frozen=True)
class Entry:
    """One file: times in nanoseconds, sha256 of a regular file's content or of a link's target."""

    type: str
    mode: str
    owner: str
    size: int
    mtime: int
    ctime: int
    sha256: str


@dataclass(frozen=True)
class Fingerprint:
    """`files` by path from the root; `state` holds the sorted lines of each of COMMANDS."""

    files: dict[str, Entry]
    state: dict[str, tuple[str, ...]]


def quiet(host: Host) -> None:
    """Stops what would change the host on its own while a test watches it. Nothing is disabled."""
    host.run("systemctl stop '*.timer' cron.service")


def take(host: Host) -> Fingerprint:
    """The state of a running host now; reads its whole disk, about a second."""
    state = {name: tuple(host.run(command).stdout.splitlines()) for name, command in COMMANDS.items()}
    root = host.process_root
    files = {str(path.relative_to(root)): _entry(path) for path in _walk(root, root)}
    shared_memory = {str(path.relative_to(root)): _entry(path) for path in _walk(root / "dev/shm", root)}
    return Fingerprint(files | shared_memory, state)


def changes(before: Fingerprint, after: Fingerprint) -> list[str]:
    """One line for each difference; an empty list proves that nothing changed."""
    lines = [f"removed /{path}" for path in sorted(before.files.keys() - after.files.keys())]
    lines += [f"added /{path}" for path in sorted(after.files.keys() - before.files.keys())]
    for path in sorted(before.files.keys() & after.files.keys()):
        old, new = before.files[path], after.files[path]
        differing = [field.name for field in fields(Entry) if getattr(old, field.name) != getattr(new, field.name)]
        if differing:
            lines.append(f"changed /{path}: {', '.join(differing)}")
    for name in COMMANDS:
        lines += [f"{name}: gone: {line}" for line in before.state[name] if line not in after.state[name]]
        lines += [f"{name}: new: {line}" for line in after.state[name] if line not in before.state[name]]
    return lines


def _walk(directory: Path, root: Path) -> Iterator[Path]:
    yield directory
    with os.scandir(directory) as entries:
        for entry in entries:
            path = directory / entry.name
            name = str(path.relative_to(root))
            if name in VOLATILE or name in LOGS:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(path, root)
            else:
                yield path


def _entry(path: Path) -> Entry:
    status = path.lstat()
    digest = hashlib.sha256()
    if stat.S_ISLNK(status.st_mode):
        digest.update(os.fsencode(path.readlink()))
    elif stat.S_ISREG(status.st_mode):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
    permissions = stat.filemode(status.st_mode)
    return Entry(
        type=permissions[0],
        mode=permissions[1:],
        owner=f"{status.st_uid}:{status.st_gid}",
        size=status.st_size,
        mtime=status.st_mtime_ns,
        ctime=status.st_ctime_ns,
        sha256=digest.hexdigest(),
    )

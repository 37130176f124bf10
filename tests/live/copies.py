"""A host's own copy of a tree: what it writes lies in memory, over the tree that all hosts share."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.live.cgroups import Cgroup
from tests.live.commands import HostError, must
from tests.live.trees import cache_directory

_KEY_TYPES = ("rsa", "ecdsa", "ed25519")

# Without the first, a systemd of our days waits for the old control groups where the machine mounts both kinds, and
# logins hang.
ENVIRONMENT = {
    "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1",
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
}


def lay(folder: Path, trees: Sequence[Path], name: str, authorized_key: str, scanpw_password: str) -> tuple[str, ...]:
    """Mounts a copy of `trees`, the first over the others, at `folder`/root; gives it its name, keys and accounts.

    Returns the public host keys.
    """
    layer, root = folder / "layer", folder / "root"
    for directory in (layer, root):
        directory.mkdir(parents=True)
    must("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", layer)
    (layer / "upper").mkdir()
    (layer / "work").mkdir()
    options = f"lowerdir={':'.join(map(str, trees))},upperdir={layer}/upper,workdir={layer}/work"
    must("mount", "-t", "overlay", "-o", options, "overlay", root)
    machine_id = hashlib.sha256(name.encode()).hexdigest()[:32]
    (root / "etc/machine-id").write_text(f"{machine_id}\n")
    (root / "etc/hostname").write_text(f"{name}\n")
    (root / "etc/hosts").write_text(f"127.0.0.1 localhost\n127.0.1.1 {name}\n192.0.2.1 controller\n")
    for account in ("scan", "scanpw", "plain"):
        home = root / "home" / account
        keys = home / ".ssh/authorized_keys"
        keys.write_text(authorized_key)
        os.chown(keys, home.stat().st_uid, home.stat().st_gid)
        keys.chmod(0o600)
    hashed = must("openssl", "passwd", "-6", "-stdin", stdin=scanpw_password).strip()
    must("usermod", "-R", root, "-p", hashed, "scanpw")
    return tuple(_host_key(root, name, kind) for kind in _KEY_TYPES)


def lift(folder: Path) -> None:
    """Unmounts the copy, and what was written there is gone. Does nothing when it is not mounted."""
    for mount in (folder / "root", folder / "layer"):
        if os.path.ismount(mount):
            must("umount", mount)


def nspawn(root: Path, machine: str, name: str) -> list[str]:
    """The start of a systemd-nspawn command that touches nothing of the copy's own settings."""
    return ["systemd-nspawn", "--quiet", f"--directory={root}", f"--machine={machine}", f"--hostname={name}",
            "--register=no", "--keep-unit", "--resolv-conf=off", "--timezone=off", "--link-journal=no"]  # fmt: skip


def run_setup(root: Path, machine: str, name: str, cgroup: Cgroup, script: str) -> None:
    """Runs shell text as root in the copy, not booted and without a network. Raises HostError with what it said."""
    argv = [*nspawn(root, machine, name), "--pipe", "--as-pid2", "--private-network", "/bin/sh", "-es"]
    environment = [f"{key}={value}" for key, value in ENVIRONMENT.items()]
    try:
        must("env", "-i", *environment, *cgroup.enter(argv), stdin=script)
    except OSError as error:
        raise HostError(f"{name}: its setup failed: {error}") from error


def _host_key(root: Path, name: str, kind: str) -> str:
    """Puts this host's key in place, the same for the same name in every run, and returns its public part."""
    kept = cache_directory() / "host-keys" / name / f"ssh_host_{kind}_key"
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.with_suffix(".pub").exists():
            kept.unlink(missing_ok=True)
            must("ssh-keygen", "-q", "-t", kind, "-N", "", "-C", f"root@{name}", "-f", kept)
    for file in (kept.name, f"{kept.name}.pub"):
        shutil.copy(kept.with_name(file), root / "etc/ssh" / file)
    return kept.with_suffix(".pub").read_text().rsplit(" ", 1)[0]

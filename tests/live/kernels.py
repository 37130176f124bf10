"""A Debian kernel for virtual machines, from this machine's own apt sources, and an initrd that finds the disk.

The cloud kernel has ext4, AppArmor and audit built in; the three drivers below are modules, so a bare tree needs the
initrd. It is small: a static busybox, the modules and the script that hands over to systemd.
"""

import fcntl
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from tests.live.commands import must
from tests.live.trees import TreeError, cache_directory

_DRIVERS = ("virtio_pci", "virtio_blk", "virtio_net")
_INIT = """#!/bin/busybox sh
b=/bin/busybox
$b mount -t proc proc /proc
$b mount -t devtmpfs dev /dev
for module in /modules/*; do $b insmod $module; done
$b ip link set lo up
$b ip link set eth0 up
$b ip address add 10.0.2.15/24 dev eth0
$b mount -t ext4 /dev/vda /new
$b umount /proc
$b mount -o move /dev /new/dev
exec $b switch_root /new /sbin/init
"""


def kernel(tree: Path) -> Path:
    """A folder with `vmlinuz`, `initrd` and `layer`, a tree of the modules. `tree` lends its busybox and depmod.

    Raises TreeError on other processors than x86-64, and OSError when apt has no such kernel.
    """
    if platform.machine() != "x86_64":
        raise TreeError(f"virtual machines need an x86-64 machine, but this is {platform.machine()}")
    listed = re.search(r"Depends: (linux-image-\S+)", must("apt-cache", "depends", "linux-image-cloud-amd64"))
    if not listed:
        raise TreeError("apt knows no linux-image-cloud-amd64; try apt-get update")
    package = listed[1]
    cache = cache_directory()
    finished = cache / package
    with (cache / "kernel.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.is_dir():
            unfinished = finished.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            _unpack(package, unfinished)
            _initrd(tree, unfinished)
            unfinished.rename(finished)
    return finished


def _unpack(package: str, folder: Path) -> None:
    subprocess.run(["apt-get", "download", "-q", package], cwd=folder, check=True, capture_output=True)
    (archive,) = folder.glob("*.deb")
    must("dpkg-deb", "--extract", archive, folder / "package")
    archive.unlink()
    (image,) = (folder / "package/boot").glob("vmlinuz-*")
    image.rename(folder / "vmlinuz")
    (folder / "layer/usr").mkdir(parents=True)
    # The tree keeps /lib as a link to /usr/lib.
    (folder / "package/lib").rename(folder / "layer/usr/lib")
    (folder / "layer/lib").symlink_to("usr/lib")
    shutil.rmtree(folder / "package")


def _initrd(tree: Path, folder: Path) -> None:
    (modules,) = (folder / "layer/usr/lib/modules").iterdir()
    must("unshare", "--mount", "sh", "-c", f'mount --bind "$1" "$2/mnt" && chroot "$2" depmod -b /mnt {modules.name}',
         "sh", folder / "layer", tree)  # fmt: skip
    # "a.ko: b.ko c.ko" says that a needs b, which needs c: the last goes in first.
    needs = dict(line.split(":", 1) for line in (modules / "modules.dep").read_text().splitlines())
    paths = {Path(path).stem: path for path in needs}
    ordered = [path for driver in _DRIVERS for path in [*reversed(needs[paths[driver]].split()), paths[driver]]]
    root = folder / "initrd.d"
    for directory in ("bin", "proc", "dev", "new", "modules"):
        (root / directory).mkdir(parents=True)
    shutil.copy(tree / "usr/bin/busybox", root / "bin/busybox")
    for number, path in enumerate(dict.fromkeys(ordered), start=10):
        shutil.copy(modules / path, root / f"modules/{number}-{Path(path).name}")
    (root / "init").write_text(_INIT)
    (root / "init").chmod(0o755)
    names = "\n".join(str(path.relative_to(root)) for path in sorted(root.rglob("*")))
    with (folder / "initrd").open("wb") as initrd:
        subprocess.run([tree / "usr/bin/busybox", "cpio", "-o", "-H", "newc"], input=os.fsencode(names), stdout=initrd,
                       stderr=subprocess.DEVNULL, cwd=root, check=True)  # fmt: skip
    shutil.rmtree(root)

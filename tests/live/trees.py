"""Debian trees to boot: built once per content by mmdebstrap, kept in a cache, never written to afterwards."""

import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from tests.live.commands import must

RECIPES = Path(__file__).parent / "tree"
RELEASES = ("bookworm", "bullseye", "trixie")
# Enough to stage checks on SSH, PAM, sudo, audit, logging, firewall, time and packages. No package here needs Python.
PACKAGES = (
    "apparmor",
    "auditd",
    "busybox-static",
    "ca-certificates",
    "cron",
    "cryptsetup-bin",
    "dbus",
    "iproute2",
    "kmod",
    "libpam-pwquality",
    "libpam-systemd",
    "logrotate",
    "nftables",
    "openssh-server",
    "procps",
    "rsyslog",
    "sudo",
    "systemd-sysv",
    "systemd-timesyncd",
)


class TreeError(RuntimeError):
    """A tree could not be built; the text says why and shows the end of the builder's own words."""


def cache_directory() -> Path:
    """Where trees and host keys are kept: EITS_LIVE_CACHE, else ~/.cache/eits-scan/live."""
    return Path(os.environ.get("EITS_LIVE_CACHE") or Path.home() / ".cache/eits-scan/live")


def apt_sources(release: str) -> str:
    """This machine's own Debian sources as one-line entries for `release`, so that its mirror serves the trees too.

    Raises TreeError when this machine is no Debian or has no source for its own release.
    """
    system = platform.freedesktop_os_release()
    codename = system.get("VERSION_CODENAME", "")
    if system["ID"] != "debian" or not codename:
        raise TreeError(f"trees are built from this machine's Debian sources, but this is {system['ID']}")
    listing = ("apt-get", "indextargets", "--format", "$(RELEASE) $(COMPONENT) $(REPO_URI)", "Created-By: Packages")
    rows = must(*listing)
    if not rows:  # A fresh machine has never fetched its lists, and apt names only sources that it has lists of.
        must("apt-get", "-qq", "update")
        rows = must(*listing)
    entries = []
    for row in sorted(set(rows.splitlines())):
        suite, component, uri = row.split(" ")
        if re.fullmatch(rf"{codename}(-updates|-security)?", suite) and component == "main":
            entries.append(f"deb {uri} {suite.replace(codename, release)} main")
    if not entries:
        raise TreeError(f"no Debian source for {codename} among this machine's apt sources")
    return "\n".join(entries) + "\n"


def tree(release: str = RELEASES[0]) -> Path:
    """The path of the tree of `release`, built now if the cache has none of this content. Treat it as read only.

    The digest covers the recipe and the sources, not the mirror's day: delete the cache to get newer packages.
    """
    recipe = (RECIPES / "customize.sh").read_text()
    sources = apt_sources(release)
    digest = hashlib.sha256("\0".join((release, *PACKAGES, recipe, sources)).encode()).hexdigest()[:16]
    cache = cache_directory()
    cache.mkdir(parents=True, exist_ok=True)
    finished = cache / f"{release}-{digest}"
    with (cache / f"{release}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.is_dir():
            _build(release, sources, finished)
    return finished


def _build(release: str, sources: str, finished: Path) -> None:
    unfinished = finished.with_suffix(".unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    built = subprocess.run(
        ["mmdebstrap", "--mode=root", "--variant=minbase", "--skip=cleanup/apt",
         f"--include={','.join(PACKAGES)}", f"--customize-hook=upload {RECIPES / 'customize.sh'} /tmp/customize.sh",
         '--customize-hook=chroot "$1" sh /tmp/customize.sh', '--customize-hook=rm "$1/tmp/customize.sh"',
         '--customize-hook=chroot "$1" apt-get clean',
         release, str(unfinished), "-"],
        input=sources, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    if built.returncode:
        raise TreeError(f"mmdebstrap could not build {release}:\n{built.stderr[-3000:]}")
    unfinished.rename(finished)

"""What a collector runs on a host, read off its script, for the report's list of what was run."""

from __future__ import annotations

import re

_RUN = re.compile(r"\brun (?:-c \d+ )?[a-z0-9_.-]+ ([^\n]+)")
_FUNCTION = re.compile(r"^\s*([a-z_]+)\(\)", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
# fmt: off
_PROGRAMS = frozenset({
    "apk", "apt-config", "apt-get", "auditctl", "awk", "blkid", "cat", "chronyc", "cryptsetup", "cut", "date",
    "dmsetup", "dnf", "dpkg-query", "find", "findmnt", "firewall-cmd", "getent", "getfacl", "getenforce", "grep",
    "head", "hostname", "id", "ip", "iptables-save", "iptables-legacy-save", "iptables-nft-save", "ip6tables-save",
    "ls", "lsblk", "lsmod", "modinfo", "mokutil", "needs-restarting", "nft", "ntpq", "od", "openssl", "ps",
    "readlink", "rpm", "sed", "sestatus", "sort", "sshd", "ssh-keygen", "stat", "sysctl", "systemctl",
    "systemd-analyze", "systemd-detect-virt", "timedatectl", "tr", "ufw", "uname", "update-crypto-policies",
    "visudo", "zfs", "zypper",
})
# fmt: on
"""Programs a collector may run; what the shell itself does is not counted."""
_PRELUDE = {"plain": {"awk"}, "systemd_files": {"awk", "cut", "sort"}}
"""The programs behind words of the prelude."""


def commands(script: str) -> tuple[str, ...]:
    """Whole commands where they stand in one line of the script, then the other programs by name."""
    code = "\n".join(line for line in script.splitlines() if not line.lstrip().startswith("#"))
    own = set(_FUNCTION.findall(code))
    whole = [found.rstrip(" \\") for found in _RUN.findall(code) if found.split()[0] in _PROGRAMS - own]
    words = set(_WORD.findall(code)) - own
    behind = set().union(*(programs for word, programs in _PRELUDE.items() if word in words))
    named = (_PROGRAMS & words | behind) - {line.split()[0] for line in whole}
    return (*dict.fromkeys(whole), *sorted(named))

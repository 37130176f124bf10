"""The schedule of nights: a hardened systemd service with its timer, or a line for cron."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable
from pathlib import Path

from scanner.model.settings import Settings

NAME = "eits-scan-nightly"

_SERVICE = """\
[Unit]
Description=E-ITS configuration scan of the night
Wants=network-online.target
After=network-online.target time-sync.target

[Service]
Type=oneshot
User={user}
WorkingDirectory={home_plain}
ExecStart={program} nightly -i {inventory} --home {home}
# Passwords for mail and webhook may stand there as NAME=value (mode 0600); see password_env in the settings.
EnvironmentFile=-{environment}
# SIGTERM goes to the scan alone: it ends its connections, judges and saves what it has, and ends with exit code 4.
KillMode=mixed
TimeoutStopSec=15min
Nice=10
UMask=0077

# It reads everything it needs and writes nothing but the workspace, the metrics and the log.
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={writable}
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
LockPersonality=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
SystemCallArchitectures=native
# Where the inventory holds this very machine (ansible_connection: local), sudo needs the next three taken out, and
# the machine is seen as this service sees it. Better: reach it over ssh as any other host.
CapabilityBoundingSet=
NoNewPrivileges=yes
RestrictSUIDSGID=yes
"""

_TIMER = f"""\
[Unit]
Description=Every night: {NAME}.service

[Timer]
OnCalendar=*-*-* 02:00:00
RandomizedDelaySec=10min
# A night that the machine was switched off for is made up for when it starts.
Persistent=true

[Install]
WantedBy=timers.target
"""

_CRON = """\
# /etc/cron.d/{name} – cron mails only what the last command says: that a night was not complete.
# A night that is still going on is left alone: the second one ends with exit code 6.
SHELL=/bin/sh
0 2 * * * {user} {program} nightly -i {inventory} --home {home} 2>>{log} || echo "eits-scan nightly: exit $?, see "{log}
"""


def systemd(home: Path, settings: Settings) -> dict[str, str]:
    """The unit files by name, for this workspace and its owner."""
    files = (settings.metrics.file, settings.nightly.log)
    writable = dict.fromkeys([str(home), *(str(Path(file).parent) for file in files if file)])
    service = _SERVICE.format(
        user=home.owner(),
        program=_words([_program()]),
        home=_words([str(home)]),
        home_plain=str(home).replace("%", "%%"),
        inventory=_words([str(home / "inventory")]),
        environment=str(home / "nightly.env").replace("%", "%%"),
        writable=_words(writable),
    )
    return {f"{NAME}.service": service, f"{NAME}.timer": _TIMER}


def cron(home: Path) -> dict[str, str]:
    """A file for /etc/cron.d, by name."""
    words = {"program": _program(), "inventory": home / "inventory", "home": home, "log": home / "nightly.log"}
    quoted = {name: shlex.quote(str(word)).replace("%", r"\%") for name, word in words.items()}
    return {NAME: _CRON.format(name=NAME, user=home.owner(), **quoted)}


def advice(kind: str, folder: Path) -> list[str]:
    """What an administrator does with the files."""
    if kind == "cron":
        return [f"install as root: install -m 0644 {shlex.quote(str(folder / NAME))} /etc/cron.d/"]
    return [
        f"install as root: install -m 0644 {shlex.quote(str(folder))}/{NAME}.* /etc/systemd/system/",
        f"then: systemctl daemon-reload && systemctl enable --now {NAME}.timer",
        f"try it now: systemctl start {NAME}.service; journalctl -u {NAME}.service",
    ]


def _program() -> str:
    return str(Path(sys.executable).parent / "eits-scan")


def _words(paths: Iterable[str]) -> str:
    """Paths as systemd reads them: between quotes, and nothing in them expanded."""
    escaped = (path.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") for path in paths)
    return " ".join(f'"{path}"' for path in escaped)

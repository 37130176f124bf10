"""Modelling proposals: modules that speak of what runs on a host, for a person to apply or to turn down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from scanner.facts.sockets import Socket
from scanner.language import paths
from scanner.model.base import Text
from scanner.model.facts import HostFacts, Items, Table
from scanner.model.host import Host
from scanner.model.report import Proposal
from scanner.model.target import Scope
from scanner.model.unknown import NOT_COLLECTED, Unknown


@dataclass(frozen=True, slots=True)
class Sign:
    """What speaks for a module.

    Units in use and packages installed (globs); processes that listen, as a host without systemd has them; and ports
    open to other hosts, where the program alone says too little.
    """

    module: str
    what: Text
    units: tuple[str, ...]
    packages: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()


_CONTAINERS = Text(et="konteinerite käitamine", en="running containers")
SIGNS = (
    Sign("APP.3.2", Text(et="veebiserver", en="a web server"), (
        "nginx.service", "apache2.service", "httpd.service", "lighttpd.service", "caddy.service", "haproxy.service",
        "tomcat*.service",
    ), processes=("nginx", "apache2", "httpd", "lighttpd", "caddy", "haproxy")),
    Sign("APP.4.3", Text(et="andmebaasisüsteem", en="a database system"), (
        "postgresql*.service", "mysql*.service", "mariadb*.service", "mongod.service", "redis*.service",
        "valkey*.service", "oracle*.service", "mssql-server.service",
    ), processes=("postgres", "mysqld", "mariadbd", "mongod", "redis-server", "valkey-server", "sqlservr")),
    Sign("SYS.1.6", _CONTAINERS, (
        "docker.service", "docker.socket", "containerd.service", "podman.socket", "podman.service", "crio.service",
        "lxc.service", "lxd.service", "incus.service",
    )),
    Sign("APP.4.4", Text(et="Kubernetes", en="Kubernetes"), ("kubelet.service", "k3s*.service", "rke2*.service")),
    Sign("SYS.1.5", Text(et="virtualiseerimine", en="virtualisation"), (
        "libvirtd.service", "virtqemud.service", "virtqemud.socket", "pve-cluster.service", "xen*.service",
    )),
    Sign("APP.3.3", Text(et="failiserver", en="a file server"), (
        "smbd.service", "smb.service", "samba.service", "nfs-server.service", "nfs-kernel-server.service",
        "vsftpd.service", "proftpd.service",
    ), processes=("smbd", "vsftpd", "proftpd")),
    Sign("APP.3.4", Text(et="Samba", en="Samba"), (
        "smbd.service", "smb.service", "nmbd.service", "winbind.service", "samba.service", "samba-ad-dc.service",
    ), processes=("smbd", "nmbd", "winbindd")),
    Sign("APP.3.6", Text(et="DNS-server", en="a DNS server"), (
        "named.service", "named-chroot.service", "bind9.service", "unbound.service", "pdns*.service", "nsd.service",
        "knot.service", "dnsmasq.service",
    ), processes=("named", "unbound", "pdns_server", "nsd", "knotd")),
    Sign("APP.5.3", Text(et="e-posti server", en="a mail server"), (
        "dovecot.service", "cyrus-imapd.service", "rspamd.service",
    ), processes=("dovecot",), ports=("tcp/25", "tcp/110", "tcp/143", "tcp/465", "tcp/587", "tcp/993", "tcp/995")),
    Sign("APP.2.3", Text(et="OpenLDAP", en="OpenLDAP"), ("slapd.service",)),
    Sign("NET.3.3", Text(et="virtuaalne privaatvõrk", en="a virtual private network"), (
        "openvpn*.service", "strongswan*.service", "ipsec.service", "wg-quick@*.service",
    )),
    Sign("SYS.EE.1", Text(et="X-tee turvaserver", en="an X-Road security server"), (
        "xroad-proxy.service", "xroad-base.service", "xroad-signer.service",
    ), packages=("xroad-securityserver*", "xroad-proxy")),
    Sign("SYS.1.9", Text(et="terminaliserver", en="a terminal server"), ("xrdp.service", "x2goserver.service")),
)  # fmt: skip
_UNITS, _PACKAGES, _LISTENING = (paths.parse(p) for p in ("units.units", "packages.installed", "sockets.listening"))


def signs(facts: HostFacts) -> dict[str, str]:
    """What on a host speaks for a module: by module the unit, package, process or port seen first.

    What is unknown says nothing. A local mail program (Postfix on the loopback address alone) makes no mail server, so
    mail goes by open ports too.
    """
    units = [name for name, unit in _rows(_UNITS, facts) if getattr(unit, "in_use", None) is True]
    packages = [name for name, package in _rows(_PACKAGES, facts) if not isinstance(package, Unknown)]
    sockets = _sockets(facts)
    ports = sorted({socket.port for socket in sockets if socket.exposed is True})
    processes = sorted({socket.process for socket in sockets if isinstance(socket.process, str)})
    found: dict[str, str] = {}
    for sign in SIGNS:
        seen = [
            *(name for name in units if _matches(name, sign.units)),
            *(name for name in packages if _matches(name, sign.packages)),
            *(name for name in processes if name in sign.processes),
            *(port for port in ports if port in sign.ports),
        ]
        if seen:
            found[sign.module] = seen[0]
    return found


def propose(found: Mapping[str, Mapping[str, str]], hosts: Iterable[Host], scope: Scope) -> tuple[Proposal, ...]:
    """Proposals from the signs of each host (by id), less what is applied to the host already."""
    ordered = sorted(hosts, key=lambda host: host.name)
    applied: defaultdict[str, set[str]] = defaultdict(set)
    for target in scope.targets:
        for host in filter(target.holds, ordered):
            applied[host.host_id] |= set(target.modules)
    proposals = []
    for sign in SIGNS:
        speaking = {
            host.name: found[host.host_id][sign.module]
            for host in ordered
            if sign.module in found.get(host.host_id, {}) and sign.module not in applied[host.host_id]
        }
        if speaking:
            names = ", ".join(sorted(set(speaking.values())))
            reason = Text(et=f"Leitud: {sign.what.et} ({names})", en=f"Found: {sign.what.en} ({names})")
            proposals.append(Proposal(module=sign.module, hosts=tuple(speaking), reason=reason))
    return tuple(proposals)


def _rows(path: paths.Path, facts: HostFacts) -> list[tuple[str, object]]:
    table = _seen(path, facts)
    rows = table.rows if isinstance(table, Table) else {}
    return [(name, row) for name, row in sorted(rows.items()) if row is not None]


def _sockets(facts: HostFacts) -> list[Socket]:
    listening = _seen(_LISTENING, facts)
    return [each for each in listening.items if isinstance(each, Socket)] if isinstance(listening, Items) else []


def _seen(path: paths.Path, facts: HostFacts) -> object:
    """What stands at a path; Unknown where something else bears the collector's name."""
    try:
        return paths.look(path, facts).value
    except AttributeError:
        return NOT_COLLECTED


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)

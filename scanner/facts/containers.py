"""Container engines that run, where they listen, and with which rights Docker's containers run."""

from __future__ import annotations

import json
import re
from typing import ClassVar

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_ENGINES = frozenset({"docker", "podman", "containerd", "crio", "kubelet", "lxd", "incusd", "lxc-start"})
_SOCKETS = re.compile(
    r"/(docker|podman|containerd|crio)\.sock$|^/(var/)?run(/docker|/podman|/containerd)?/?$|^/(var/?)?$"
)
_LAYERS = ("seccomp", "apparmor", "label", "systempaths")


class Endpoint(Item):
    """A network address an engine is told to listen on. `verified`: it asks for a client's certificate."""

    KEY: ClassVar[str] = "address"
    address: str
    verified: bool | Unknown = NOT_COLLECTED


class Container(Item):
    """A running container of Docker. `unconfined` are the layers taken off: seccomp, apparmor, label, systempaths.

    `capabilities` are those added, without CAP_. `engine_socket`: it can reach the engine, and so become root.
    """

    name: str
    privileged: bool | Unknown = NOT_COLLECTED
    host_pid: bool | Unknown = NOT_COLLECTED
    host_ipc: bool | Unknown = NOT_COLLECTED
    unconfined: tuple[str, ...] | Unknown = NOT_COLLECTED
    capabilities: tuple[str, ...] | Unknown = NOT_COLLECTED
    engine_socket: bool | Unknown = NOT_COLLECTED


class Containers(Facts):
    """`engines` that run now: docker, podman, containerd, crio, kubelet, lxd, incusd, lxc-start.

    Only Docker is asked for its containers; where another engine runs, `containers` says that there may be more.
    """

    engines: tuple[str, ...] | Unknown = NOT_COLLECTED
    endpoints: Items[Endpoint] | Unknown = NOT_COLLECTED
    containers: Items[Container] | Unknown = NOT_COLLECTED


FACTS = Containers


def parse(raw: Raw) -> Containers:
    """The facts of the `containers` collector."""
    lines = raw.lines("engines")
    if isinstance(lines, Unknown):
        return Containers(engines=lines, endpoints=lines, containers=lines)
    engines = tuple(sorted({line.split("\t")[0] for line in lines} & _ENGINES))
    return Containers(engines=engines, endpoints=_endpoints(raw), containers=_containers(raw, engines))


def _endpoints(raw: Raw) -> Items[Endpoint]:
    lines, missing = raw.seen("endpoints")
    told = [line.partition("\t")[::2] for line in lines]
    verified = any(word == "tlsverify" for word, _ in told)
    addresses = dict.fromkeys(text for word, text in told if word in ("argument", "file") and text.startswith("tcp:"))
    denied = next((Unknown(cause=Cause.PERMISSION, detail=text) for word, text in told if word == "denied"), None)
    doubt = denied or missing
    items = tuple(Endpoint(address=each, verified=True if verified else doubt or False) for each in addresses)
    return Items[Endpoint](items=items, missing=doubt)


def _containers(raw: Raw, engines: tuple[str, ...]) -> Items[Container] | Unknown:
    others = [name for name in engines if name not in ("docker", "containerd")]
    if "docker" not in engines and "containerd" in engines:
        others.append("containerd")
    missing = None
    if others:
        missing = Unknown(cause=Cause.MISSING_TOOL, detail=f"containers of {', '.join(others)} are not asked for")
    if "docker" not in engines:
        return Items[Container](missing=missing)
    lines, cut = raw.seen("docker")
    stream = raw.stream("docker")
    if cut is None and stream is not None and stream.exit != 0:
        cut = Unknown(cause=Cause.UNPARSED, detail=stream.error.strip().split("\n")[0][:200])
    found = []
    for line in lines:
        container = _container(line)
        if isinstance(container, Unknown):
            cut = cut or container
        else:
            found.append(container)
    return Items[Container](items=tuple(found), missing=cut or missing)


def _container(line: str) -> Container | Unknown:
    fields = line.split("\t")
    bad = Unknown(cause=Cause.UNPARSED, detail=line[:80])
    if len(fields) != 7:
        return bad
    try:
        name, privileged, pid, ipc, options, added = (json.loads(field) for field in fields[:6])
        mounts = [json.loads(word) for word in re.findall(r'"(?:[^"\\]|\\.)*"', fields[6])]
    except (ValueError, RecursionError):
        return bad
    if not isinstance(name, str) or not isinstance(privileged, bool):
        return bad
    words = [str(each).lower().replace(":", "=", 1) for each in options] if isinstance(options, list) else []
    unconfined = {word.split("=")[0] for word in words if word.endswith(("=unconfined", "=disable"))} & set(_LAYERS)
    capabilities = [str(each).upper().removeprefix("CAP_")[:40] for each in added] if isinstance(added, list) else []
    return Container(
        name=name.lstrip("/")[:120],
        privileged=privileged,
        host_pid=pid == "host",
        host_ipc=ipc == "host",
        unconfined=tuple(sorted(unconfined)),
        capabilities=tuple(sorted(capabilities)),
        engine_socket=any(_SOCKETS.search(str(mount)) for mount in mounts),
    )

"""Who reaches the administration ports through the packet filter."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence

from scanner.facts.firewall import Opening
from scanner.facts.sockets import Socket
from scanner.language.leaf import Scene
from scanner.language.outcome import NEUTRAL, Outcome, Trace, all_of, unknown
from scanner.language.paths import look, parse
from scanner.language.rule import rule
from scanner.language.syntax import ParamRef
from scanner.model.base import Frozen, Text
from scanner.model.facts import Items
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown
from scanner.model.verdict import Verdict

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_OPENINGS, _LISTENING = "firewall.openings", "sockets.listening"


class Scope(Frozen):
    """The ports that are for administrators, such as `tcp/22`, and the networks that may reach them."""

    ports: ParamRef
    networks: ParamRef


@rule("firewall.ports_scoped", reads=(_OPENINGS, _LISTENING), arguments=Scope)
def ports_scoped(scene: Scene, arguments: Scope) -> Outcome:
    """Each administration port that listens is open only to these networks. One that no rule opens is closed."""
    openings, listening = (look(parse(path), scene.facts).value for path in (_OPENINGS, _LISTENING))
    for seen in (openings, listening):
        if not isinstance(seen, Items):
            return unknown(seen if isinstance(seen, Unknown) else NOT_COLLECTED)
    ports, allowed = scene.params[arguments.ports.param], scene.params[arguments.networks.param]
    meant = {socket.port: socket for socket in listening if socket.port in ports and socket.exposed is not False}
    missing = [unknown(why) for why in (listening.missing, openings.missing if meant else None) if why]
    if not meant:
        return missing[0] if missing else NEUTRAL
    if isinstance(allowed, Unknown):
        return unknown(allowed)
    try:
        nets = [ipaddress.ip_network(text, strict=False) for text in allowed]
    except ValueError as error:
        return unknown(Unknown(cause=Cause.NEEDS_POLICY, detail=f"{arguments.networks.param}: {error}"[:200]))
    return all_of([*missing, *(outcome for port in sorted(meant) for outcome in _port(meant[port], openings, nets))])


def _port(socket: Socket, openings: Items[Opening], allowed: Sequence[Network]) -> Iterator[Outcome]:
    said = Text(
        et=f"tohib olla avatud ainult võrkudele {', '.join(map(str, allowed))}",
        en=f"may be open only to the networks {', '.join(map(str, allowed))}",
    )
    found = False
    for opening in openings:
        if opening.protocol != socket.protocol or not opening.first <= socket.number <= opening.last:
            continue
        found = True
        key = " ".join(filter(None, (opening.family, socket.port, opening.interface)))
        if isinstance(socket.exposed, Unknown):
            yield unknown(socket.exposed)
        elif isinstance(opening.sources, Unknown):
            trace = Trace(key, _OPENINGS, Verdict.ERROR, opening.sources, opening.source, expected=said)
            yield unknown(opening.sources, trace)
        else:
            within = all(_within(source, allowed) for source in opening.sources)
            verdict = Verdict.PASS if within else Verdict.FAIL
            yield Outcome(verdict, (Trace(key, _OPENINGS, verdict, opening.sources, opening.source, expected=said),))
    if not found:
        yield Outcome(Verdict.PASS, (Trace(socket.port, _OPENINGS, Verdict.PASS, "-", expected=said),))


def _within(source: str, allowed: Sequence[Network]) -> bool:
    network = ipaddress.ip_network(source)
    if network.is_link_local:
        return True
    return any(network.version == net.version and network.subnet_of(net) for net in allowed)  # type: ignore[arg-type]  # versions are equal

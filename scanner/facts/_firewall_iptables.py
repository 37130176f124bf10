"""Reads what iptables-save and ip6tables-save print."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable

from scanner.facts._firewall_rule import Draft, port
from scanner.facts._firewall_walk import Action, Base, Rule
from scanner.model.facts import Source

_HOOKS = {"PREROUTING": "prerouting", "INPUT": "input", "FORWARD": "forward"}
_TABLES = ("raw", "mangle", "filter", "security")
_VERDICTS: dict[str, Action] = {
    "ACCEPT": "accept", "DROP": "drop", "REJECT": "drop", "RETURN": "return", "TARPIT": "drop", "QUEUE": "queue",
    "NFQUEUE": "queue", "SYNPROXY": "queue",
}  # fmt: skip
_GO_ON = frozenset(
    (
        "LOG", "NFLOG", "ULOG", "MARK", "CONNMARK", "CT", "NOTRACK", "TCPMSS", "TOS", "DSCP", "TTL", "HL", "SET",
        "CLASSIFY", "TRACE", "CHECKSUM", "AUDIT", "SECMARK", "CONNSECMARK", "TCPOPTSTRIP", "RATEEST", "LED",
    )
)  # fmt: skip
_RATES = frozenset(("limit", "hashlimit", "recent", "connlimit", "quota", "statistic", "connbytes"))
_NOT_FIRST = frozenset(("rt", "ipv6header", "frag", "dst", "hbh", "ah", "esp"))
_QUIET = frozenset(("comment", "tcp", "udp", "icmp", "icmp6", "state", "conntrack", "multiport", "addrtype", "iprange",
                    "pkttype", "policy", "rpfilter", "standard"))  # fmt: skip
_FLAGS = {"ALL": "fin,syn,rst,psh,ack,urg", "NONE": ""}
_VALUES = frozenset(("--comment", "--reject-with", "--ctdir", "--dir", "--state", "--ctstate"))


def tables(text: str, version: int, tool: str) -> list[Base]:
    """The base chains of an answer that new packets meet. Tables with no chain of interest are left out."""
    bases: list[Base] = []
    table = ""
    chains: dict[str, list[Rule]] = {}
    policies: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("*"):
            table, chains, policies = line[1:].strip(), {}, {}
        elif line.startswith(":"):
            name, _, rest = line[1:].partition(" ")
            chains[name] = []
            policies[name] = rest.split(" ")[0]
        elif line.startswith("-A ") or re.match(r"\[\d+:\d+\] -A ", line):
            words = _words(line)
            chain = words[words.index("-A") + 1] if len(words) > words.index("-A") + 1 else ""
            source = Source(file=f"{tool} {table} {chain}", line=number, text=line[:200])
            chains.setdefault(chain, []).append(_rule(words[words.index("-A") + 2 :], version, source, chains))
        elif line.startswith("COMMIT") and table in _TABLES:
            bases += [
                Base(
                    name, hook, (version,), "drop" if policies[name] == "DROP" else "accept", chains,
                    Source(file=f"{tool} {table} {name}", text=f"policy {policies[name]}"),
                )
                for name, hook in _HOOKS.items()
                if name in policies
            ]  # fmt: skip
    return bases


def names(text: str) -> frozenset[str]:
    """The tables an answer holds."""
    return frozenset(line[1:].strip() for line in text.split("\n") if line.startswith("*"))


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def _rule(words: list[str], version: int, source: Source, chains: Iterable[str]) -> Rule:
    draft = Draft()
    draft.of_version(version)
    action: Action = "continue"
    target = ""
    negated = False
    rest = iter(words)
    for word in rest:
        if word == "!":
            negated = True
            continue
        if word in ("-j", "-g", "--jump", "--goto"):
            target = next(rest, "")
            action = _VERDICTS.get(target) or _named(target, word, chains)
            if action == "queue":  # a target that is not understood may do anything
                draft.certain = draft.certain and target in _VERDICTS
            if action != "jump" and action != "goto":
                break  # what follows are the target's own options
        else:
            _condition(draft, word, rest, negated)
        negated = False
    return draft.rule(action, target, source)


def _named(target: str, word: str, chains: Iterable[str]) -> Action:
    if target in chains:
        return "goto" if word in ("-g", "--goto") else "jump"
    return "continue" if target in _GO_ON else "queue"


def _condition(draft: Draft, word: str, rest: Iterable[str], negated: bool) -> None:
    take = iter(rest)
    match word:
        case "-s" | "--source":
            draft.from_addresses(next(take, "").split(","), negated)
        case "--src-range":
            draft.from_addresses([next(take, "")], negated)
        case "-d" | "--destination" | "--dst-range":
            draft.to_addresses(next(take, "").split(","), negated)
        case "-i" | "--in-interface":
            draft.from_interface([_pattern(next(take, ""))], negated)
        case "-o" | "--out-interface":
            draft.to_interface([_pattern(next(take, ""))], negated)
        case "-p" | "--protocol":
            draft.of_protocol([next(take, "")], negated)
        case "--dport" | "--dports" | "--destination-port" | "--destination-ports":
            draft.to_ports([port(span) for span in next(take, "").split(",")], negated)
        case "--sport" | "--sports" | "--source-port" | "--source-ports":
            next(take, "")
            draft.partial = True
        case "--state" | "--ctstate":
            draft.of_state(next(take, "").split(","), negated)
        case "--syn":
            draft.with_flags(("fin", "syn", "rst", "ack"), ("syn",), negated)
        case "--tcp-flags":
            mask, flags = (_FLAGS.get(text, text).split(",") for text in (next(take, ""), next(take, "")))
            draft.with_flags(mask, [flag for flag in flags if flag], negated)
        case "--dst-type":
            draft.never = draft.never or ("LOCAL" in next(take, "").split(",")) == negated
        case "--pkt-type":
            draft.never = draft.never or (next(take, "") in ("unicast", "host")) == negated
        case "--pol":
            draft.never = draft.never or (next(take, "") == "none") == negated
        case "--ctstatus":
            draft.never = draft.never or (next(take, "").upper() == "NONE") == negated
        case "--icmp-type" | "--icmpv6-type":
            next(take, "")
        case "--invert":  # of rpfilter: packets with a forged source
            draft.never = True
        case "-f" | "--fragment":
            draft.never = draft.never or not negated
        case "-m" | "--match":
            _module(draft, next(take, ""))
        case _ if word in _VALUES:
            next(take, "")
        case _ if word.startswith("--") and draft.certain and not draft.limited and not draft.never:
            draft.certain = word in ("--validmark", "--loose", "--accept-local", "--strict")


def _module(draft: Draft, name: str) -> None:
    if name in _RATES:
        draft.limited = True
    elif name in _NOT_FIRST:
        draft.never = True
    elif name not in _QUIET:
        draft.certain = False


def _pattern(name: str) -> str:
    return f"{name[:-1]}*" if name.endswith("+") else name

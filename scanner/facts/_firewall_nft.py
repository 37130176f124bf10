"""Reads what `nft -j list ruleset` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from scanner.facts._firewall_rule import Draft, port
from scanner.facts._firewall_walk import Action, Base, Rule
from scanner.model.facts import Source

_VERSIONS = {"ip": (4,), "ip6": (6,), "inet": (4, 6), "netdev": (4, 6)}
_VERDICTS: dict[str, Action] = {
    "accept": "accept", "drop": "drop", "reject": "drop", "return": "return", "continue": "continue",
    "queue": "queue", "fwd": "queue", "synproxy": "queue", "tproxy": "queue",
}  # fmt: skip
_QUIET = frozenset(("counter", "log", "comment", "notrack", "mangle", "dup", "flow", "ct helper", "ct timeout",
                    "ct expectation", "secmark", "reset", "last"))  # fmt: skip
_RATES = frozenset(("limit", "quota", "ct count", "meter", "set", "map"))
_MOST = 20_000
"""Rules a single one may stand for, when it looks up combinations in a set."""
Key = tuple[str, str]


class Ruleset:
    """The tables of an answer. Raises ValueError, TypeError or KeyError when it is not what nft prints."""

    def __init__(self, text: str) -> None:
        document = json.loads(text)
        objects = document["nftables"] if isinstance(document, dict) else None
        if not isinstance(objects, list):
            raise TypeError("no list named nftables")
        found = [(kind, body) for each in objects for kind, body in each.items() if isinstance(body, dict)]
        self.dormant = {_key(body) for kind, body in found if kind == "table" and _is_dormant(body)}
        self.sets = {(*_table(b), str(b["name"])): b for kind, b in found if kind in ("set", "map")}
        self.chains: dict[Key, dict[str, list[Rule]]] = {}
        heads = [body for kind, body in found if kind == "chain"]
        self.foreign = {_table(b) for kind, b in found if kind == "rule" and _names_xt(b.get("expr"))}
        self.foreign |= {_table(head) for head in heads if _is_of_iptables(head)}
        """Tables that iptables made or may have made, with conditions nft has no words for."""
        told = next((str(body.get("version", "")) for kind, body in found if kind == "metainfo"), "")
        numbers = [int(number) for number in told.split(".") if number.isascii() and number.isdigit()]
        self.shows_foreign = numbers >= [1, 0, 6]
        """Whether this nft names such conditions; 0.9.8 leaves them out, and a rule looks wider than it is."""
        for head in heads:
            self.chains.setdefault(_table(head), {}).setdefault(str(head["name"]), [])
        for kind, body in found:
            if kind == "rule":
                chain = self.chains.setdefault(_table(body), {}).setdefault(str(body["chain"]), [])
                chain.extend(self._rules(body))
        self.heads = [head for head in heads if head.get("type") == "filter" and head.get("hook")]

    def bases(self) -> Iterator[tuple[Key, Base]]:
        """The base chains that filter IP packets, each with its table."""
        for head in self.heads:
            table = _table(head)
            if head["family"] not in _VERSIONS or table in self.dormant:
                continue
            devices = head.get("dev", ())
            place = f"nft {head['family']} {head['table']} {head['name']}"
            policy = "drop" if head.get("policy") == "drop" else "accept"
            yield (
                table,
                Base(
                    name=str(head["name"]),
                    hook=str(head["hook"]),
                    versions=_VERSIONS[head["family"]],
                    policy="drop" if policy == "drop" else "accept",
                    chains=self.chains[table],
                    source=Source(file=place, text=f"policy {policy}"),
                    devices=(devices,) if isinstance(devices, str) else tuple(map(str, devices)),
                ),
            )

    def _rules(self, body: Mapping[str, Any]) -> list[Rule]:
        """The rule; more than one where it looks up combinations or a table of verdicts."""
        source = Source(
            file=f"nft {body['family']} {body['table']} {body['chain']}", text=f"handle {body.get('handle', '?')}"
        )
        drafts = [Draft()]
        rules: list[Rule] = []
        for statement in body.get("expr", ()):
            kind, value = _split(statement)
            if kind == "match":
                drafts = [after for draft in drafts for after in self._match(draft, value, _table(body))]
            elif kind == "vmap":
                for key, verdict in self._elements(value["data"], _table(body)):
                    match = {"op": "==", "left": value["key"], "right": key}
                    action, target = _verdict(verdict)
                    rules += [
                        after.rule(action, target, source)
                        for draft in drafts
                        for after in self._match(draft, match, _table(body))
                    ]
            elif kind in _VERDICTS or kind in ("jump", "goto"):
                action, target = _verdict(statement)
                rules += [draft.rule(action, target, source) for draft in drafts]
            elif kind == "xt":
                for draft in drafts:
                    draft.certain = False
            elif kind in _RATES:
                for draft in drafts:
                    draft.limited = True
            elif kind not in _QUIET:
                for draft in drafts:
                    draft.certain = False
            if len(drafts) + len(rules) > _MOST:
                raise ValueError("a rule that stands for too many")
        if not rules and _names_xt(body.get("expr")):  # its target may be among what is not shown
            rules = [draft.rule("queue", "", source) for draft in drafts]
        return rules

    def _match(self, draft: Draft, match: Mapping[str, Any], table: Key) -> list[Draft]:
        negated = match.get("op") in ("!=", "!")
        left, right = match["left"], match["right"]
        if isinstance(left, dict) and "concat" in left:
            if negated:
                return [replace(draft, certain=False)]
            drafts = []
            for element in self._members(right, table):
                parts = element.get("concat") if isinstance(element, dict) else None
                if not isinstance(parts, list) or len(parts) != len(left["concat"]):
                    drafts.append(replace(draft, certain=False))
                    continue
                each = replace(draft)
                for field, value in zip(left["concat"], parts, strict=True):
                    _condition(each, field, [value], False, match.get("op"))
                drafts.append(each)
            return drafts
        draft = replace(draft)
        _condition(draft, left, self._members(right, table), negated, match.get("op"))
        return [draft]

    def _members(self, right: Any, table: Key) -> list[Any]:
        """The values of the right-hand side: of a literal, of a set in place, or of a named set."""
        if isinstance(right, str) and right.startswith("@"):
            named = self.sets.get((*table, right[1:]))
            right = {"set": named.get("elem", [])} if named is not None else [right]
        if isinstance(right, dict) and "set" in right:
            right = right["set"]
        values = right if isinstance(right, list) else [right]
        return [each["elem"]["val"] if isinstance(each, dict) and "elem" in each else each for each in values]

    def _elements(self, data: Any, table: Key) -> Iterator[tuple[Any, Any]]:
        if isinstance(data, str) and data.startswith("@"):
            data = {"set": self.sets[(*table, data[1:])].get("elem", [])}
        for key, verdict in data["set"]:
            yield (key["elem"]["val"] if isinstance(key, dict) and "elem" in key else key), verdict


def _condition(draft: Draft, left: Any, values: list[Any], negated: bool, op: Any) -> None:
    body: Any
    kind, body = next(iter(left.items())) if isinstance(left, dict) and left else ("", None)
    field = str(body.get("key") or body.get("field") or "") if isinstance(body, dict) else ""
    protocol = str(body.get("protocol", "")) if isinstance(body, dict) else ""
    words = [str(value) for value in values]
    match kind, protocol, field:
        case "meta", _, "iif" | "iifname":
            draft.from_interface(words, negated)
        case "meta", _, "oif" | "oifname":
            draft.to_interface(words, negated)
        case ("meta", _, "l4proto") | ("payload", "ip", "protocol") | ("payload", "ip6", "nexthdr"):
            draft.of_protocol(words, negated)
        case ("meta", _, "nfproto" | "protocol") | ("payload", "ether", "type"):
            versions = {{"ipv4": 4, "ip": 4, "ipv6": 6, "ip6": 6}.get(word) for word in words}
            if len(versions) == 1 and (version := versions.pop()) is not None:
                draft.of_version(version, negated)
            elif versions <= {None} or None in versions:
                draft.never = draft.never or not negated  # ARP and the like
        case "meta", _, "pkttype":
            draft.never = draft.never or bool({"host", "unicast"} & set(words)) == negated
        case "payload", "ip" | "ip6", "saddr":
            draft.of_version(4 if protocol == "ip" else 6)
            draft.from_addresses(_addresses(values), negated)
        case "payload", "ip" | "ip6", "daddr":
            draft.of_version(4 if protocol == "ip" else 6)
            draft.to_addresses(_addresses(values), negated)
        case "payload", "tcp" | "udp" | "th", "dport":
            draft.of_protocol(("tcp", "udp") if protocol == "th" else (protocol,), False)
            draft.to_ports([_span(value) for value in values], negated)
            if op in ("<", ">", "<=", ">="):
                draft.certain = False
        case "payload", "tcp" | "udp" | "th", "sport":
            draft.of_protocol(("tcp", "udp") if protocol == "th" else (protocol,), False)
            draft.partial = True
        case "payload", "tcp", "flags" if len(words) == 1 and op == "==":
            draft.with_flags(("fin", "syn", "rst", "psh", "ack", "urg"), words, negated)
        case "payload", "tcp", "flags" if op == "in":
            draft.of_protocol(("tcp",), False)
            draft.never = draft.never or ("syn" in words) == negated
        case "payload", "tcp", _:
            draft.of_protocol(("tcp",), False)
            draft.certain = False
        case "payload", "icmp" | "icmpv6", _:
            draft.of_protocol(("icmp",), False)
            draft.of_version(4 if protocol == "icmp" else 6)
        case "payload", "sctp" | "dccp" | "udplite" | "esp" | "ah" | "comp", _:
            draft.of_protocol(("other",), False)
        case "ct", _, "state":
            draft.of_state(words, negated)
        case "ct", _, "status":
            draft.never = draft.never or not negated
        case "ct", _, "direction":
            draft.never = draft.never or ("original" in words) == negated
        case "fib", _, _ if body.get("result") == "type":
            draft.never = draft.never or ("local" in words) == negated
        case "fib", _, _ if "saddr" in body.get("flags", ()) and values in ([False], ["missing"], [0]):
            draft.never = draft.never or not negated  # no way back to the source: forged
        case ("exthdr" | "rt" | "ipsec" | "tcp option", _, _):
            draft.never = draft.never or not negated
        case "&", _, _ if "frag-off" in str(body):
            draft.never = draft.never or negated == (values == [0])
        case "&", _, _ if "'flags'" in str(body):
            draft.with_flags(_flags(body[1]), [] if values == [0] else [f for v in values for f in _flags(v)], negated)
        case _:
            draft.certain = False


def _flags(value: Any) -> list[str]:
    if isinstance(value, dict) and "|" in value:
        return [flag for part in value["|"] for flag in _flags(part)]
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _span(value: Any) -> tuple[int, int] | None:
    if isinstance(value, dict) and isinstance(value.get("range"), list) and len(value["range"]) == 2:
        return port(f"{value['range'][0]}-{value['range'][1]}")
    return port(str(value))


def _addresses(values: list[Any]) -> list[str]:
    """Addresses as text; what is none stays as it is, and will not be read as one."""
    texts = []
    for value in values:
        if isinstance(value, dict) and isinstance(value.get("prefix"), dict):
            texts.append(f"{value['prefix'].get('addr')}/{value['prefix'].get('len')}")
        elif isinstance(value, dict) and isinstance(value.get("range"), list):
            texts.append("-".join(map(str, value["range"])))
        else:
            texts.append(str(value))
    return texts


def _split(statement: Any) -> tuple[str, Any]:
    """The kind of a statement and its value; a bare word has none."""
    if isinstance(statement, dict):
        ((kind, value),) = statement.items()
        return kind, value
    return str(statement), None


def _verdict(statement: Any) -> tuple[Action, str]:
    kind, value = _split(statement)
    if kind in ("jump", "goto"):
        return ("jump" if kind == "jump" else "goto"), str(value["target"])
    return _VERDICTS.get(kind, "queue"), ""


def _is_dormant(table: Mapping[str, Any]) -> bool:
    """Raises ValueError where nft 1.0 prints the table's name in place of its flags, as it does by mistake."""
    flags = table.get("flags", [])
    words = {flags} if isinstance(flags, str) else set(map(str, flags))
    if not words <= {"dormant", "owner", "persist"}:
        raise ValueError(f"the flags of table {table.get('name')} are not told")
    return "dormant" in words


def _is_of_iptables(head: Mapping[str, Any]) -> bool:
    known = head["family"] in ("ip", "ip6") and head["table"] in ("filter", "mangle", "raw", "security", "nat")
    return known and head.get("hook") is not None and str(head["name"]).isupper()


def _names_xt(expression: Any) -> bool:
    return isinstance(expression, list) and any(isinstance(each, dict) and "xt" in each for each in expression)


def _table(body: Mapping[str, Any]) -> Key:
    return str(body["family"]), str(body.get("table") or body.get("name"))


def _key(body: Mapping[str, Any]) -> Key:
    return str(body["family"]), str(body["name"])

"""The value of a parameter on a host: check < profile < inventory < command line; and whether it is weaker."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from scanner.language.check import Check, Param
from scanner.model.finding import ParamUse
from scanner.model.unknown import Cause, Unknown

Values = Mapping[str, Any]


def resolve(check: Check, layers: Mapping[str, Values], policy: Values) -> tuple[dict[str, Any], tuple[ParamUse, ...]]:
    """Values by name, and how each came about. `layers` maps an origin (profile, inventory, command_line) to values.

    A parameter that only a site's policy can give and nobody gave is Unknown(needs_policy) with the YAML to add.
    """
    values: dict[str, Any] = {}
    uses: list[ParamUse] = []
    for name, param in check.params.items():
        value: Any = param.default
        origin = "check"
        if param.policy and param.policy in policy:
            value, origin = policy[param.policy], "inventory"
        for layer in ("profile", "inventory", "command_line"):
            if name in layers.get(layer, {}):
                value, origin = layers[layer][name], layer
        if value is None:
            values[name] = Unknown(cause=Cause.NEEDS_POLICY, detail=needed(param))
            continue
        value = tuple(value) if isinstance(value, list) else value
        if not param.accepts(value):
            detail = f"{name} must be of type {param.type}, is {value!r}"[:200]
            values[name] = Unknown(cause=Cause.NEEDS_POLICY, detail=detail)
            continue
        values[name] = value
        shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        uses.append(_use(name, shown, origin, relaxed(param, value)))
    return values, tuple(uses)


@lru_cache(maxsize=4096)
def _use(name: str, value: str, origin: Any, relaxed: bool) -> ParamUse:
    """Most hosts have the same values."""
    return ParamUse(name=name, value=value, origin=origin, relaxed=relaxed)


def needed(param: Param) -> str:
    """The YAML to add to the inventory."""
    return f"eits_policy: {{{param.policy}: […]}}"


def relaxed(param: Param, value: Any) -> bool:
    """Whether a value is weaker than the check's default."""
    if param.default is None or value == param.default:
        return False
    match param.stricter:
        case "lower":
            return bool(value > param.default)
        case "higher":
            return bool(value < param.default)
        case "fewer":
            return not set(value) <= set(param.default)  # type: ignore[arg-type]  # lists by type
        case "more":
            return not set(value) >= set(param.default)  # type: ignore[arg-type]  # lists by type
        case "none":
            return False

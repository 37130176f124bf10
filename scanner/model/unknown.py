"""What could not be seen, and why. Unknown is never a pass."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, final

from pydantic import model_serializer, model_validator

from scanner.model.base import Frozen


class Cause(StrEnum):
    """Why something is unknown. The values are part of the published JSON."""

    PERMISSION = "permission"
    TIMEOUT = "timeout"
    CUT = "cut"
    FLOODED = "flooded"
    MISSING_TOOL = "missing_tool"
    UNPARSED = "unparsed"
    NOT_COLLECTED = "not_collected"
    NEEDS_POLICY = "needs_policy"
    UNREACHABLE = "unreachable"


@final
class Unknown(Frozen):
    """A fact that could not be learned. In YAML and JSON: `{unknown: permission, detail: "…"}`."""

    cause: Cause
    detail: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_plain(cls, data: Any) -> Any:
        if isinstance(data, dict) and "unknown" in data:
            return {"cause": data["unknown"], **{key: value for key, value in data.items() if key != "unknown"}}
        return data

    @model_serializer
    def _to_plain(self) -> dict[str, str]:
        return {"unknown": self.cause.value, **({"detail": self.detail} if self.detail else {})}


NOT_COLLECTED = Unknown(cause=Cause.NOT_COLLECTED)
"""The default of every fact: what nobody set was not seen."""

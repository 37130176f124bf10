"""What nights remember from one to the next, in the folder `nightly` of the workspace."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from scanner.model.base import Frozen
from scanner.model.night import Night
from scanner.render.files import write


class Last(Frozen):
    """The last night, and when the last complete one ended."""

    night: Night
    success: datetime | None = None


class Record:
    """Files in one folder, each written whole or not at all. One that cannot be read counts as missing."""

    def __init__(self, folder: Path) -> None:
        self._last = folder / "last.json"

    def last_success(self) -> datetime | None:
        """When the last complete night ended; None where none is known."""
        try:
            return Last.model_validate_json(self._last.read_bytes()).success
        except (OSError, ValidationError):
            return None

    def keep(self, night: Night) -> None:
        """Remember a night. Raises UnseenError where it cannot be written."""
        success = night.finished if night.complete else self.last_success()
        write(self._last, Last(night=night, success=success).model_dump_json(indent=1))

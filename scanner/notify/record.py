"""What nights remember from one to the next, in the folder `nightly` of the workspace."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from scanner.errors import UnseenError
from scanner.model.base import Frozen
from scanner.model.digest import Told
from scanner.model.night import Night
from scanner.notify.outbox import Outbox
from scanner.whole_file import write


class Last(Frozen):
    """The last night, and when the last complete one ended."""

    night: Night
    success: datetime | None = None


class Record:
    """Files in one folder, each written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._last, self._told, self._outbox = folder / "last.json", folder / "told.json", folder / "outbox"

    def outbox(self, channel: str) -> Outbox:
        """What waits to be sent over one channel."""
        return Outbox(self._outbox, channel)

    def last_success(self) -> datetime | None:
        """When the last complete night ended; None where none is known or the file cannot be read."""
        try:
            return Last.model_validate_json(self._last.read_bytes()).success
        except (OSError, ValidationError):
            return None

    def keep(self, night: Night) -> None:
        """Remember a night. Raises OSError where it cannot be written."""
        success = night.finished if night.complete else self.last_success()
        write(self._last, [Last(night=night, success=success).model_dump_json(indent=1).encode()])

    def told(self) -> Told:
        """What people know; nothing before the first digest. UnseenError for a file that is damaged."""
        try:
            return Told.model_validate_json(self._told.read_bytes())
        except FileNotFoundError:
            return Told()
        except (OSError, ValidationError):
            raise UnseenError(
                "what people were told last cannot be read",
                where=str(self._told),
                todo="remove it: the next digest then tells every open gap once more",
            ) from None

    def keep_told(self, told: Told) -> None:
        """Remember what people know now. Raises OSError where it cannot be written."""
        write(self._told, [told.model_dump_json().encode()])

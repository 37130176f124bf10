"""Where a site keeps what is its own: the store, evidence, reports, imported catalogues."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from scanner import resources, whole_file
from scanner.errors import InvalidError


@dataclass(frozen=True, slots=True)
class Workspace:
    """One folder. Nothing in it is readable by others: it holds facts about how servers can be attacked."""

    home: Path

    @property
    def store(self) -> Path:
        """The history of findings."""
        return self.home / "store.sqlite"

    @property
    def reports(self) -> Path:
        """Finished reports."""
        return self.home / "reports"

    @property
    def catalogues(self) -> Path:
        """Editions of E-ITS the site imported, with their texts."""
        return self.home / "catalogue"

    @property
    def own_checks(self) -> Path:
        """The site's own checks."""
        return self.home / "checks"

    def evidence(self, run: str) -> Path:
        """The evidence of one run."""
        return self.home / "runs" / run / "evidence"

    def begun(self, run: str) -> Path:
        """What a run wrote down before it asked anybody."""
        return self.home / "runs" / run / "begun.json"

    def make(self, run: str | None = None, begun: str = "") -> None:
        """Create it, and what a run needs, private from the first moment. InvalidError where nothing can be written.

        begun: what the run writes down before it asks anybody.
        """
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self.reports, self.home / "runs", *((self.home / "runs" / run,) if run else ())):
                folder.mkdir(mode=0o700, exist_ok=True)
            if run and begun:
                # An empty one, after a power cut, could not be gone on with.
                whole_file.write(self.begun(run), [begun.encode()])
        except OSError as error:
            raise InvalidError(
                f"the workspace cannot be written: {error.strerror}",
                where=str(error.filename or self.home),
                todo="make room or give it the right owner, or name another with --home",
            ) from error


def find(home: Path | None) -> Workspace:
    """The workspace asked for; else EITS_HOME; else `var` in a checkout; else `eits-scan` in the current folder."""
    if home is None and (named := os.environ.get("EITS_HOME")):
        home = Path(named)
    if home is None:
        checkout = resources.checkout()
        home = checkout / "var" if checkout else Path("eits-scan")
    return Workspace(home.absolute())

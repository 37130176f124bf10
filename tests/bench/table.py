"""What was measured, and the page it is written to."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "bench.md"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. `met` is None where there is no target."""

    what: str
    measured: str
    target: str = ""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        """Whether the target is met, in a word."""
        return {True: "met", False: "**missed**", None: ""}[self.met]


@dataclass(frozen=True, slots=True)
class Section:
    """A table with what one must know to read it."""

    title: str
    about: str
    rows: Sequence[Row]


def at_most(what: str, measured: float, unit: str, target: float) -> Row:
    """A row with a target that is an upper limit in the same unit."""
    return Row(what, f"{number(measured)} {unit}", f"≤ {number(target)} {unit}", measured <= target)


def number(value: float) -> str:
    """Three significant figures."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def write(sections: Sequence[Section], seconds: float) -> Path:
    """Write the page."""
    lines = [
        "# Speed and memory",
        "",
        "Written by `make bench`. One run measured all of it, on one machine, so compare rows with each other and not",
        "with other machines. A target that is missed is shown as missed.",
        "",
        f"{_machine()}; {datetime.now(UTC):%d.%m.%Y}; the bench took {seconds:.0f} s.",
    ]
    for section in sections:
        lines += [
            "",
            f"## {section.title}",
            "",
            section.about,
            "",
            "| what | measured | target | |",
            "|---|---|---|---|",
        ]
        lines += [f"| {row.what} | {row.measured} | {row.target} | {row.verdict} |" for row in section.rows]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return PAGE


def _machine() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = names[0].partition(":")[2].strip() if names else platform.machine()
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores ({model}), {pages / 2**30:.0f} GB, Linux {platform.release()}, "
        f"Python {platform.python_version()}, load when written {load:.1f}"
    )

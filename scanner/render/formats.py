"""The formats a report can be written in, by the name `--format` takes."""

from __future__ import annotations

from collections.abc import Callable

from scanner.model.base import Lang
from scanner.model.report import Report
from scanner.render import html, json

FORMATS: dict[str, Callable[[Report, Lang], str]] = {"html": html.render, "json": json.render}
"""Each gives the whole file as text."""

"""Named predicates for what the operators cannot say. One file an area; each file's rules are found by themselves."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from scanner.language.rule import REGISTERED, Rule


@cache
def rules() -> dict[str, Rule[Any]]:
    """Every rule by its name."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return dict(REGISTERED)

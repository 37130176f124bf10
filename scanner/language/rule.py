"""How a named Python predicate joins the check language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from scanner.language.leaf import Scene
from scanner.language.outcome import Outcome
from scanner.model.base import Frozen

A = TypeVar("A", bound=Frozen)


@dataclass(frozen=True, slots=True)
class Rule(Generic[A]):
    """A predicate: pure, total, three-valued. `reads` are the paths of the facts it looks at, for the plan.

    `data` names the reference data it judges by, such as `os-support`: its arguments then come from there. `given` is
    that data, once it was read.
    """

    name: str
    reads: tuple[str, ...]
    arguments: type[A]
    predicate: Callable[[Scene, A], Outcome]
    data: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)

    def bind(self, given: Mapping[str, Any]) -> Callable[[Scene], Outcome]:
        """The predicate with its arguments checked. Raises ValueError when they do not fit."""
        try:
            arguments = self.arguments.model_validate({**self.given, **given})
        except ValidationError as error:
            said = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
            raise ValueError("; ".join(said)) from None
        return lambda scene: self.predicate(scene, arguments)


REGISTERED: dict[str, Rule[Any]] = {}


class NoArguments(Frozen):
    """For a rule that takes none."""


def rule(
    name: str,
    reads: tuple[str, ...],
    arguments: type[A] = NoArguments,  # type: ignore[assignment]  # the default fits rules without arguments
    data: str = "",
) -> Callable[[Callable[[Scene, A], Outcome]], Callable[[Scene, A], Outcome]]:
    """Register the predicate below under a name such as `sshd.strong_ciphers`."""

    def register(predicate: Callable[[Scene, A], Outcome]) -> Callable[[Scene, A], Outcome]:
        if name in REGISTERED:
            raise ValueError(f"two rules are named {name}")
        REGISTERED[name] = Rule(name, reads, arguments, predicate, data)
        return predicate

    return register

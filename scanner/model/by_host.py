"""A status for each host, kept small: there is one of these for every clause of every target object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from scanner.model.status import ClauseStatus

_STATUSES = tuple(ClauseStatus)
_CODES = {status: code for code, status in enumerate(_STATUSES)}


class HostNames:
    """Names of hosts in order, with the place of each; shared by all mappings over the same hosts."""

    __slots__ = ("order", "places")

    def __init__(self, names: Iterable[str]) -> None:
        self.order = tuple(names)
        self.places = {name: place for place, name in enumerate(self.order)}


class ByHost(Mapping[str, ClauseStatus]):
    """Status by host name, one byte a host. In JSON an object like any other."""

    __slots__ = ("_codes", "_names")

    def __init__(self, names: HostNames, statuses: Sequence[ClauseStatus]) -> None:
        """statuses: in the order of the names; none at all for an empty mapping."""
        self._names = names if statuses else HostNames(())
        self._codes = bytes(map(_CODES.__getitem__, statuses))

    @classmethod
    def of(cls, statuses: Mapping[str, ClauseStatus]) -> ByHost:
        """The same as an ordinary mapping."""
        return cls(HostNames(statuses), list(statuses.values()))

    def __getitem__(self, host: str) -> ClauseStatus:
        return _STATUSES[self._codes[self._names.places[host]]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names.order)

    def __len__(self) -> int:
        return len(self._codes)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """To pydantic it is a dict."""

        def made(value: Any, validate: core_schema.ValidatorFunctionWrapHandler) -> ByHost:
            return value if isinstance(value, ByHost) else cls.of(validate(value))

        held = handler.generate_schema(dict[str, ClauseStatus])
        written = core_schema.plain_serializer_function_ser_schema(dict, return_schema=held)
        return core_schema.no_info_wrap_validator_function(made, held, serialization=written)

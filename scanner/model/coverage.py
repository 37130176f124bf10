"""What answers each clause of a module: checks, an attestation, or the organisation itself."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from scanner.model.base import Frozen, Lang, Text
from scanner.model.catalogue import ClauseCode, Digest, Mark, ModuleCode
from scanner.model.target import Need


class Says(StrEnum):
    """How much a check says about a clause.

    PROVES: a pass shows the whole clause is met, a fail that it is not. SUPPORTS: the check sees part of the clause, so
    a pass is a hint and a fail means "partly". REFUTES: a fail shows the clause is broken, a pass says next to nothing.
    """

    PROVES = "proves"
    SUPPORTS = "supports"
    REFUTES = "refutes"


def _binding(need: Need) -> Need:
    if need is Need.NORMAL:
        raise ValueError("a clause that binds at normal need always binds: leave when_need out")
    return need


BindingNeed = Annotated[Need, AfterValidator(_binding)]


class Link(Frozen):
    """One check and what it says about the clause; with `when_need` it counts only from that need on."""

    check: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)+$")
    says: Says
    when_need: BindingNeed | None = None


class ClauseCoverage(Frozen):
    """How one clause is answered.

    `digest` is that of the wording it was judged against. `links` name checks that exist, `planned` checks that are
    still to be written: they count for nothing. `when_need` is set where the whole clause binds only from that need on,
    `need_of` names the security goals whose need decides (none: any of the three). `attest` is the question a person
    answers in an attestation, beside or instead of checks. `organisational` marks what is a plan, a procedure, a
    contract or a room: it is answered by a document and never by a scan.
    """

    digest: Digest
    links: tuple[Link, ...] = ()
    planned: tuple[Link, ...] = ()
    when_need: BindingNeed | None = None
    need_of: tuple[Mark, ...] = ()
    attest: Text | None = None
    organisational: bool = False

    @model_validator(mode="after")
    def _whole(self) -> Self:
        names = [link.check for link in (*self.links, *self.planned)]
        if repeated := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"a check is named twice: {', '.join(repeated)}")
        if self.need_of and self.when_need is None and not any(link.when_need for link in (*self.links, *self.planned)):
            raise ValueError("need_of says whose need decides, but when_need is not set")
        if self.organisational and (self.links or self.planned or self.attest):
            raise ValueError("an organisational clause has neither checks nor a question of its own")
        return self

    @property
    def proven(self) -> bool:
        """True when an existing check alone can show that the clause is met: nothing is left to ask."""
        return self.attest is None and any(link.says is Says.PROVES for link in self.links)


class Coverage(Frozen):
    """The coverage of one module in one edition; every clause of the module has an entry.

    `language` is the one whose wording the digests are of.
    """

    format: Literal["eits-scan/coverage/1"] = Field(default="eits-scan/coverage/1", alias="schema")
    edition: str
    language: Lang = "et"
    module: ModuleCode
    clauses: dict[ClauseCode, ClauseCoverage]

"""The formats a report can be written in, by the name `--format` takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from scanner.model.base import Lang
from scanner.model.report import Report
from scanner.render import acceptance, csv, hdf, html, json, junit, management, oscal, partner, pdf, sarif, xlsx

Audience = Literal["specialist", "partner", "management", "acceptance"]
"""Whom a document is for: one data set, several documents. The acceptance report is of one host or target object."""
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

Render: TypeAlias = Callable[[Report, Lang], str | bytes | Iterable[str]]
"""Gives the whole file: as text, as bytes, or as text in pieces."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `suffix` has its dot; `audiences` are the documents it has for others than the specialist."""

    suffix: str
    render: Render
    audiences: Mapping[Audience, Render] = field(default_factory=dict)

    def document(self, audience: Audience) -> Render | None:
        """What renders the document for an audience; None where the format has none."""
        if audience == "specialist":
            return self.render
        return self.audiences.get(audience)


FORMATS: dict[str, Format] = {
    "html": Format(
        ".html",
        html.parts,
        {"partner": partner.render, "management": management.render, "acceptance": acceptance.render},
    ),
    "pdf": Format(
        ".pdf",
        pdf.specialist,
        {"partner": pdf.partner, "management": pdf.management, "acceptance": pdf.acceptance},
    ),
    "json": Format(".json", lambda report, _: json.parts(report)),
    "xlsx": Format(".xlsx", xlsx.render),
    "csv": Format(".csv", csv.parts),
    "sarif": Format(".sarif", sarif.parts),
    "junit": Format(".junit.xml", junit.parts),
    "oscal": Format(".oscal.json", oscal.parts),
    "hdf": Format(".hdf.json", hdf.parts),
}

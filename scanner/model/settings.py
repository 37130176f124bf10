"""The settings of a site, `eits-scan.toml`: one model for each section, all of it optional.

A new section is one class here and one field of `Settings`. Every field carries its description as `About`, from
which the example file and docs/settings.md are written.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from scanner.model.base import Frozen, Lang
from scanner.model.section import About, Line, Section
from scanner.model.settings_night import MailSettings, MetricsSettings, NightlySettings, WebhookSettings
from scanner.model.settings_proof import IntegritySettings, RetentionSettings
from scanner.model.verdict import Severity

LONGEST_RESTRICTION = 5
"""Years from the making of a document: what AvTS § 40 lg 1 allows without an extension by the head of the agency."""


def _years(years: int) -> int:
    if not 1 <= years <= LONGEST_RESTRICTION:
        raise ValueError(f"an access restriction holds 1 to {LONGEST_RESTRICTION} years from its making")
    return years


def _address(text: str) -> str:
    if text and (not text.startswith(("https://", "http://")) or set(text) & set('?#<>"\\ ')):
        raise ValueError("is an address that begins with https:// and has neither ? nor #")
    return text.rstrip("/")


def _format(name: str, info: ValidationInfo) -> str:
    """Which formats there are, only the renderers know; whoever reads a file hands their names in as context."""
    known = (info.context or {}).get("formats") or (name,)
    if name not in known:
        raise ValueError(f"there is no format {name}; there are: {', '.join(known)}")
    return name


Days = Annotated[int, Field(ge=1, le=3650)]


class MarkingSettings(Section):
    """The access restriction printed on every page and in every exported file."""

    ABOUT = About(
        et="Juurdepääsupiirangu märge igal leheküljel ja igas eksporditud failis.",
        en="The access restriction on every page and in every exported file.",
    )

    enabled: Annotated[bool, About(et="kas dokumendid saavad märke", en="whether documents are marked")] = True
    text: Annotated[Line, Field(min_length=1), About(et="märke tekst", en="the text of the marking")] = (
        "ASUTUSESISESEKS KASUTAMISEKS (AK)"
    )
    agency: Annotated[
        Line,
        Field(examples=["Näidisvalla Valitsus"]),
        About(
            et="teabevaldaja nimi, kui see erineb failis targets.yaml nimetatud asutusest",
            en="the holder of the information, where it is not the agency named in targets.yaml",
        ),
    ] = ""
    years: Annotated[
        int,
        AfterValidator(_years),
        Field(json_schema_extra={"minimum": 1, "maximum": LONGEST_RESTRICTION}),
        About(
            et="mitu aastat piirang skannimise kuupäevast arvates kehtib",
            en="how many years the restriction holds from the date of the run",
        ),
    ] = LONGEST_RESTRICTION
    basis: Annotated[
        tuple[Annotated[Line, Field(min_length=1)], ...],
        Field(min_length=1),
        About(
            et="piirangu alused; lisage teine, kui aruanne sisaldab isikuandmeid, näiteks nimelisi kontosid",
            en="the legal bases; add a second one where reports hold personal data, such as people's accounts",
        ),
    ] = ("AvTS § 35 lg 1 p 9",)


class Deadlines(Section):
    """By when a gap is to be fixed, in calendar days from when it was first seen. The defaults are a proposal."""

    ABOUT = About(
        et="Mitme kalendripäeva jooksul leidmisest arvates tuleb lünk kõrvaldada. "
        "Vaikeväärtused on eits-scani ettepanek, mitte E-ITS-i nõue.",
        en="In how many calendar days a gap is to be fixed, from when it was first seen. "
        "The defaults are a proposal of eits-scan, not a requirement of E-ITS.",
    )

    critical: Annotated[Days, About(et="kriitiline raskusaste", en="critical severity")] = 7
    high: Annotated[Days, About(et="kõrge raskusaste", en="high severity")] = 30
    medium: Annotated[Days, About(et="keskmine raskusaste", en="medium severity")] = 90
    low: Annotated[Days, About(et="madal raskusaste", en="low severity")] = 180
    move_to_working_day: Annotated[
        bool,
        About(
            et="kas nädalavahetusele või riigipühale langev tähtaeg nihkub järgmisele tööpäevale",
            en="whether a deadline on a weekend or an Estonian public holiday moves to the next working day",
        ),
    ] = True

    @model_validator(mode="after")
    def _shorter_for_the_more_severe(self) -> Self:
        if not self.critical <= self.high <= self.medium <= self.low:
            raise ValueError("a more severe gap may not have a longer deadline than a less severe one")
        return self

    def days(self, severity: Severity) -> int:
        """Calendar days for a gap of this severity."""
        return {
            Severity.CRITICAL: self.critical,
            Severity.HIGH: self.high,
            Severity.MEDIUM: self.medium,
            Severity.LOW: self.low,
        }[severity]


class ReportSettings(Section):
    """Which documents are written after a scan, in which language, and where they can be read."""

    ABOUT = About(et="Skannimise järel kirjutatavad dokumendid.", en="The documents written after each scan.")

    language: Annotated[
        Lang,
        About(
            et="aruannete keel, kui käsureal valikut --lang ei ole", en="language of reports where --lang is not given"
        ),
    ] = "et"
    formats: Annotated[
        tuple[Annotated[Line, AfterValidator(_format)], ...],
        Field(min_length=1),
        About(et="failivormingud, nagu valikul --format", en="formats, as --format takes them"),
    ] = ("html", "json")
    audiences: Annotated[
        tuple[Literal["specialist", "partner", "management"], ...],
        Field(min_length=1),
        About(
            et="lugejad, nagu valikul --audience; vorming, milles lugejale dokumenti ei ole, jäetakse vahele",
            en="for whom, as --audience takes them; a format that has no document for a reader is left out",
        ),
    ] = ("specialist",)
    url: Annotated[
        Line,
        AfterValidator(_address),
        Field(examples=["https://aruanded.example.ee/eits"]),
        About(
            et="veebiaadress, millelt aruannete kaust on loetav; seda kasutatakse linkides",
            en="the address at which the folder of reports can be read, for links",
        ),
    ] = ""


class Settings(Frozen):
    """The whole file. The agency's name and area are not here: targets.yaml has them."""

    marking: MarkingSettings = MarkingSettings()
    deadlines: Deadlines = Deadlines()
    report: ReportSettings = ReportSettings()
    nightly: NightlySettings = NightlySettings()
    mail: MailSettings = MailSettings()
    webhook: WebhookSettings = WebhookSettings()
    metrics: MetricsSettings = MetricsSettings()
    integrity: IntegritySettings = IntegritySettings()
    retention: RetentionSettings = RetentionSettings()

"""The terms of the report in Estonian and English, each with what it means here. docs/glossary.md shows the same."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.model.base import Lang, Text


@dataclass(frozen=True, slots=True)
class Term:
    """A term and its meaning."""

    name: Text
    meaning: Text


def _term(et: str, en: str, meaning_et: str, meaning_en: str) -> Term:
    return Term(Text(et=et, en=en), Text(et=meaning_et, en=meaning_en))


TERMS: tuple[Term, ...] = (
    _term("moodul", "module", "E-ITS-i kataloogi osa, mis käsitleb üht teemat, nt SYS.1.3.",
          "A part of the E-ITS catalogue about one subject, such as SYS.1.3."),
    _term("meede", "measure", "Mooduli nõue oma koodi ja pealkirjaga, nt SYS.1.3.M8.",
          "A requirement of a module with its code and title, such as SYS.1.3.M8."),
    _term("punkt", "clause", "Meetme tähega tähistatud osa, nt SYS.1.3.M8.c.",
          "A lettered part of a measure, such as SYS.1.3.M8.c."),
    _term("põhi-, standard-, kõrgmeede", "basic, standard, high measure",
          "Meetme tase; kõrgmeede tuleb kaalumisele, kui kaitsetarve on suur.",
          "The level of a measure; high measures are considered where the protection need is high."),
    _term("turbeviis", "security approach", "Kas asutus rakendab põhi-, standard- või tuumikuturvet.",
          "Whether the agency applies basic, standard or core security."),
    _term("kaitsetarve", "protection need",
          "Kui tähtis on sihtobjekti konfidentsiaalsus (C), terviklus (I) ja käideldavus (A).",
          "How much confidentiality (C), integrity (I) and availability (A) of a target object matter."),
    _term("kaitseala", "scope", "Asutuse osa, millele E-ITS-i rakendatakse.",
          "The part of the agency E-ITS is applied to."),
    _term("sihtobjekt", "target object", "Hostide kogum, millele samad moodulid kehtivad.",
          "A set of hosts to which the same modules apply."),
    _term("modelleerimine", "modelling", "Otsus, millised moodulid millisele sihtobjektile kehtivad.",
          "The decision which modules apply to which target object."),
    _term("kontroll", "check", "Üks omadus, mille kohta skanner ütleb, kas see on hostis korras.",
          "One thing the scanner can tell to be right or wrong on a host."),
    _term("koguja", "collector", "Käskude kogum, mis loeb hostist ühe valdkonna andmed.",
          "A set of commands that reads one subject's facts from a host."),
    _term("faktid", "facts", "Hostist loetud andmed, mille põhjal kontroll otsustab.",
          "What was read from a host and what a check judges by."),
    _term("tõendusmaterjal", "evidence", "Hosti vastus nii, nagu see säilitati; räsi näitab, et seda ei ole muudetud.",
          "A host's answer as it was kept; its digest shows that nobody changed it."),
    _term("vaatlus", "observation", "Ühe kontrolli tulemus ühes hostis ühel ajal.",
          "The result of one check on one host at one time."),
    _term("hinnang", "verdict", "Kontrolli järeldus hosti kohta: vastab, ei vasta, hindamata või ei kohaldu.",
          "A check's conclusion about a host: met, not met, not assessed or not applicable."),
    _term("leid", "finding", "Ühe kontrolli hinnang ühe hosti kohta koos põhjendusega.",
          "The verdict of one check about one host, with its reason."),
    _term("lünk", "gap", "Leid, mille järgi host nõudele ei vasta; auditis lahknevus.",
          "A finding that a host does not meet a requirement."),
    _term("rakendamise seis", "measure status", "Kui suures osas on meede sihtobjektil täidetud.",
          "How far a measure is implemented on a target object."),
    _term("rakendusplaan (IMR)", "implementation plan", "Infoturbe meetmete rakendusplaan, mida asutus peab.",
          "The plan in which the agency keeps the status of its measures."),
    _term("ei kohaldu", "not applicable", "Kontrollil ei ole hostis midagi hinnata, nt programmi ei ole paigaldatud.",
          "The check has nothing to judge on the host, for example the program is not installed."),
    _term("pole asjakohane", "not relevant", "Inimese põhjendatud otsus, et meede sihtobjektile ei kehti.",
          "A person's reasoned decision that a measure does not apply to a target object."),
    _term("hindamata", "not assessed", "Andmed puuduvad või keegi ei ole vastanud; ei tähenda vastavust.",
          "Data or a person's answer are missing; it does not mean that the requirement is met."),
    _term("täielikkus", "completeness", "Kui suur osa kavandatust nähti.", "How much of what was planned was seen."),
    _term("katvus", "coverage", "Milliste punktide kohta automaatkontrollid midagi ütlevad.",
          "Of which clauses the automatic checks say something."),
    _term("erand", "waiver", "Tähtajaga otsus, et leid jäetakse esialgu parandamata; leid jääb nähtavaks.",
          "A decision with an end date to leave a finding as it is; the finding stays visible."),
    _term("valeleid", "false positive", "Leid, mis on tõendatult ekslik.", "A finding proven to be wrong."),
    _term("samaväärne asendusmeede", "equivalent measure", "Muu lahendus, mis kaitseb sama hästi.",
          "Another solution that protects as well."),
    _term("riski aktsepteerimine", "risk acceptance", "Juhtkonna dokumenteeritud otsus riskiga leppida.",
          "Management's documented decision to live with a risk."),
    _term("vastutaja kinnitus", "attestation", "Inimese vastus küsimusele, mida skanner näha ei saa.",
          "A person's answer to what a scanner cannot see."),
    _term("vastutaja", "owner", "Kes hosti või sihtobjekti eest vastutab.", "Who answers for a host or target object."),
    _term("skannimine", "run", "Üks kord, mil skanner hostid läbi luges.", "One time the scanner read the hosts."),
    _term("võrdlusalus", "baseline", "Skannimine, millega tulemusi võrreldakse.", "The run results are compared with."),
    _term("raskusaste", "severity", "Kui oluline on lünk iseenesest, sõltumata hostist.",
          "How much a gap matters, whatever the host."),
)  # fmt: skip


def markdown() -> str:
    """docs/glossary.md."""
    rows = [f"| {t.name.et} | {t.name.en} | {t.meaning.et} | {t.meaning.en} |" for t in TERMS]
    return "\n".join(
        [
            "# Glossary",
            "",
            "The terms of the reports and of the code. This page is written from `scanner/render/glossary.py`.",
            "",
            "| Eesti keeles | in English | tähendus | meaning |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def terms(lang: Lang) -> list[tuple[str, str, str]]:
    """Term, its name in the other language, and its meaning, sorted by term."""
    other: Lang = "en" if lang == "et" else "et"
    return sorted((t.name.in_(lang), t.name.in_(other), t.meaning.in_(lang)) for t in TERMS)

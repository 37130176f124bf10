"""The texts of the workbook (XLSX) and the table (CSV). Names of what is read back: `scanner.model.plan_columns`."""

from __future__ import annotations

from scanner.model.base import Text

UI: dict[str, Text] = {
    "x_overview": Text(et="Ülevaade", en="Overview"),
    "x_subject": Text(et="Näitaja", en="Subject"),
    "x_value": Text(et="Väärtus", en="Value"),
    "x_gaps": Text(et="Lüngad", en="Gaps"),
    "x_findings": Text(et="Leiud", en="Findings"),
    "x_protection": Text(et="Logimine ja kaitse", en="Logging and protection"),
    "x_accounts": Text(et="Kontode leiud", en="Account findings"),
    "x_account": Text(et="Konto, rühm või reegel", en="Account, group or rule"),
    "x_accounts_told": Text(
        et="Leht „Kontode leiud“ ei ole kontode täielik loend: seal on kontod, mille kohta kontroll leidis lünga, ja "
        "hostid, kus seda hinnata ei saanud. Viimaseid sisselogimisi skannimine ei loe.",
        en="The sheet “Account findings” is no list of all accounts: it has the accounts a check found a gap with, and "
        "the hosts where it could not be judged. A scan does not read when accounts last logged in.",
    ),
    "x_gaps_of": Text(et="lünki raskusastmega „{severity}“", en="gaps of severity “{severity}”"),
    "x_percent": Text(et="Vastavus", en="Met"),
    "x_how": Text(et="Kuidas tegevuskava kasutada", en="How to use the action plan"),
    "x_how_edit": Text(
        et="Lehel „Tegevuskava“ täitke veerge „Vastutaja“, „Tähtaeg“, „Seis“ ja „Märkus“ (kollase päisega). Ridu võib "
        "sortida ja filtrida; veergu „Võti“ ärge muutke. Auditi tähelepanekud lisage nende lehele.",
        en="On the sheet “Action plan” fill in Responsible, Deadline, Status and Comment (yellow headers). Rows may be "
        "sorted and filtered; leave the column Key as it is. Add audit observations on their sheet.",
    ),
    "x_how_import": Text(
        et="Muudatused loeb tagasi käsk: eits-scan plan import FAIL.xlsx -i INVENTUUR",
        en="The changes are read back by: eits-scan plan import FILE.xlsx -i INVENTORY",
    ),
    "x_how_done": Text(
        et="Seis „tehtud“ ei sulge lünka: selle sulgeb skannimine, mis lünka enam ei leia.",
        en="The status “done” closes no gap: a scan that no longer finds it does.",
    ),
    "x_verdict": Text(et="Hinnang", en="Verdict"),
    "x_level": Text(et="Tase", en="Level of measure"),
    "x_waived": Text(et="Neist erandiga", en="Of these waived"),
    "x_new": Text(et="Uusi või halvenenud", en="New or worse"),
    "x_late": Text(et="Üle tähtaja", en="Overdue"),
    "x_overdue": Text(et="Hilinenud", en="Late"),
    "x_host_owner": Text(et="Hostide omanik", en="Owner of the hosts"),
    "x_open": Text(et="Hoste", en="Number of hosts"),
    "x_seen_now": Text(et="Skannimisel", en="In the scan"),
    "x_gap_open": Text(et="lünk leiti", en="gap found"),
    "x_gap_unseen": Text(et="hindamata", en="not assessed"),
    "x_gap_waived": Text(et="erandiga kaetud", en="waived"),
    "x_gap_gone": Text(et="lünka ei leitud", en="no gap found"),
    "x_what": Text(et="Mis leiti", en="What was found"),
    "x_target": Text(et="Sihtobjekt", en="Target object"),
    "x_targets": Text(et="Sihtobjektid", en="Target objects"),
    "x_unmodelled": Text(et="modelleerimata", en="not modelled"),
    "x_measure_title": Text(et="Meetme nimetus", en="Title of the measure"),
    "x_seen": Text(et="Skannimise järgi", en="By the scan"),
    "x_described": Text(et="Rakendamise kirjeldus", en="Description of the implementation"),
    "x_partly": Text(et="Osalise rakendamise täpsustus", en="What is missing of a partial implementation"),
    "x_reason": Text(et="Mitterakendamise põhjendus", en="Reason for not implementing"),
    "x_priority": Text(et="Prioriteet", en="Priority"),
    "x_evidence": Text(et="Tõendusmaterjal", en="Evidence"),
    "x_reviewed": Text(et="Ülevaatuse kuupäev", en="Date of review"),
    "x_met": Text(et="Täidetud punktid: {letters}.", en="Clauses met: {letters}."),
    "x_lacking": Text(et="Punkt {letter}: {status}.", en="Clause {letter}: {status}."),
    "x_lacking_on": Text(
        et="Punkt {letter}: täitmata või osaliselt täidetud ({hosts}).",
        en="Clause {letter}: not or partly met ({hosts}).",
    ),
    "x_awaiting": Text(
        et="Punkt {letter}: lünka ei leitud, vastutaja kinnitus puudub.",
        en="Clause {letter}: no gap was found, but nobody has attested it.",
    ),
    "x_area": Text(et="Valdkond", en="Area"),
    "x_logging": Text(et="Logimine", en="Logging"),
    "x_monitoring": Text(et="Seire ja terviklus", en="Monitoring and integrity"),
    "x_malware": Text(et="Kahjurvaratõrje", en="Malware protection"),
    "x_time": Text(et="Kellaaja sünkroonimine", en="Time synchronisation"),
    "x_failing_hosts": Text(et="Hostid, mis ei vasta", en="Hosts that do not meet it"),
    "x_checks": Text(et="Kontrollid", en="Checks"),
    "x_system": Text(et="Operatsioonisüsteem", en="Operating system"),
    "x_root": Text(et="Juurõigustega", en="As root"),
    "x_seconds": Text(et="Kestus (s)", en="Took (s)"),
    "x_host_id": Text(et="Hosti tunnus", en="Host id"),
    "yes": Text(et="jah", en="yes"),
    "no": Text(et="ei", en="no"),
    "x_cut": Text(
        et="Lehele ei mahtunud {left} rida: kõik leiud on CSV- ja JSON-failis.",
        en="{left} rows did not fit on this sheet: the CSV and JSON files have them all.",
    ),
}

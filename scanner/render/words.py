"""The texts of the interface in Estonian and English. Status words are not here: `scanner.model.status` has them.

`{name}` marks a value. A noun is told by its count (`NOUNS`): one, and the form that stands after every other number.
"""

from __future__ import annotations

from scanner.model.base import Text
from scanner.render import (
    words_acceptance,
    words_decisions,
    words_digest,
    words_index,
    words_management,
    words_partner,
    words_registers,
    words_sheets,
)

NOUNS: dict[str, tuple[Text, Text]] = {
    "host": (Text(et="host", en="host"), Text(et="hosti", en="hosts")),
    "check": (Text(et="kontroll", en="check"), Text(et="kontrolli", en="checks")),
    "finding": (Text(et="leid", en="finding"), Text(et="leidu", en="findings")),
    "gap": (Text(et="lünk", en="gap"), Text(et="lünka", en="gaps")),
    "measure": (Text(et="meede", en="measure"), Text(et="meedet", en="measures")),
    "clause": (Text(et="punkt", en="clause"), Text(et="punkti", en="clauses")),
    "value": (Text(et="eri väärtus", en="other value"), Text(et="eri väärtust", en="other values")),
    "cut_answer": (
        Text(et="kärbitud vastus", en="answer cut short"),
        Text(et="kärbitud vastust", en="answers cut short"),
    ),
    "unmodelled_host": (
        Text(et="modelleerimata host", en="host not modelled"),
        Text(et="modelleerimata hosti", en="hosts not modelled"),
    ),
    "term": (Text(et="mõiste", en="term"), Text(et="mõistet", en="terms")),
    "question": (Text(et="küsimus", en="question"), Text(et="küsimust", en="questions")),
}

UI: dict[str, Text] = {
    # the page
    "title": Text(et="Vastavuslünkade aruanne", en="Gap report"),
    "skip": Text(et="Otse lünkade juurde", en="Skip to the gaps"),
    "contents": Text(et="Sisukord", en="Contents"),
    "marking_made": Text(et="Märge tehtud: {date}", en="Marked on: {date}"),
    "marking_until": Text(et="Juurdepääsupiirang kehtib kuni: {date}", en="Access restricted until: {date}"),
    "marking_basis": Text(et="Alus: {basis}", en="Basis: {basis}"),
    "marking_no_agency": Text(
        et="Märkes puudub teabevaldaja nimi: lisage see faili targets.yaml (agency).",
        en="The marking names no holder of the information: add agency to targets.yaml.",
    ),
    # header
    "edition": Text(et="E-ITS versioon", en="E-ITS edition"),
    "approach": Text(et="Turbeviis", en="Security approach"),
    "approach_basic": Text(et="põhiturve", en="basic security"),
    "approach_standard": Text(et="standardturve", en="standard security"),
    "approach_core": Text(et="tuumikuturve", en="core security"),
    "profile": Text(et="RIA profiil", en="RIA profile"),
    "need": Text(et="Kaitsetarve", en="Protection need"),
    "need_normal": Text(et="normaalne", en="normal"),
    "need_high": Text(et="suur", en="high"),
    "need_very_high": Text(et="väga suur", en="very high"),
    "scanned": Text(et="Skannitud", en="Scanned"),
    "took": Text(et="kestus {duration}", en="took {duration}"),
    "zone": Text(
        et="Kõik kellaajad on Eesti aja järgi (Europe/Tallinn).", en="All times are Estonian (Europe/Tallinn)."
    ),
    "run": Text(et="Skannimine", en="Run"),
    "current": Text(et="hetkeseis mitme skannimise põhjal", en="current state from several runs"),
    "previous": Text(et="Võrreldud skannimisega", en="Compared with run"),
    "report_id": Text(et="Aruande tunnus", en="Report id"),
    "version": Text(et="eits-scani versioon", en="eits-scan version"),
    "identity": Text(et="Tunnused ja räsid", en="Ids and digests"),
    "digest_report": Text(et="Aruande andmed (JSON), SHA-256", en="Report data (JSON), SHA-256"),
    "digest_manifest": Text(et="Terviklusmanifest, SHA-256", en="Integrity manifest, SHA-256"),
    "digest_content": Text(et="Kontrollide sisu, SHA-256", en="Content of the checks, SHA-256"),
    "digest_catalogue": Text(et="E-ITS kataloog, SHA-256", en="E-ITS catalogue, SHA-256"),
    "digest_inventory": Text(et="Inventuur, SHA-256", en="Inventory, SHA-256"),
    "digest_settings": Text(et="Seaded, SHA-256", en="Settings, SHA-256"),
    "digest_evidence": Text(et="Tõendusmaterjali SHA-256", en="SHA-256 of the evidence"),
    # completeness
    "completeness": Text(et="Andmete täielikkus", en="Completeness of the data"),
    "complete": Text(
        et="Andmed on täielikud: kõik hostid vastasid ja kõik kontrollid said hinnangu.",
        en="The data are complete: every host answered and every check has a verdict.",
    ),
    "incomplete": Text(
        et="Andmed on puudulikud. Nähtamata jäänu ei ole vastav ega mittevastav: see on hindamata.",
        en="The data are incomplete. What was not seen neither meets nor fails a requirement: it is not assessed.",
    ),
    "hosts_answered": Text(et="hostist vastas", en="hosts answered"),
    "findings_unjudged": Text(et="leiust jäi hindamata", en="findings not assessed"),
    "silent_hosts": Text(
        et="Hostid, mis ei vastanud või vastasid osaliselt", en="Hosts that did not answer, or only in part"
    ),
    "unjudged_causes": Text(et="Miks leiud jäid hindamata", en="Why findings were not assessed"),
    "policy_title": Text(et="Asutuse otsust ootavad kontrollid", en="Checks that wait for the site's decision"),
    "policy_told": Text(
        et="Hindamata jäi {findings}, sest asutus ei ole kirjeldanud, mis on lubatud. "
        "Lisage inventuuri (nt faili group_vars/all.yml) ja täitke loendid:",
        en="{findings} not assessed, because the site has not said what is allowed. "
        "Add this to the inventory (such as group_vars/all.yml) and fill in the lists:",
    ),
    "cut_title": Text(et="Kärbitud vastusega hostid", en="Hosts whose answer was cut short"),
    "root_title": Text(et="Juurõigusteta loetud hostid", en="Hosts read without root"),
    "not_scanned_title": Text(et="Skannimata hostid", en="Hosts not scanned"),
    "unsupported_title": Text(
        et="Skannimata hostid, mille platvormi (eits_platform) see versioon ei skanni",
        en="Hosts not scanned: this version does not scan their platform (eits_platform)",
    ),
    "hardly_title": Text(
        et="Hostid, kus üle 90 % kontrollidest ei kohaldu: kas platvorm on õigesti tuvastatud?",
        en="Hosts to which over 90% of the checks do not apply: was the platform recognised?",
    ),
    "unmodelled_title": Text(
        et="Modelleerimata hostid (ei kuulu ühtegi sihtobjekti, protsentides ei kajastu)",
        en="Hosts not modelled (in no target object, in no percentage)",
    ),
    "missing": Text(
        et="Kavandatud hinnangutest puudub {n}: skannimine ei jõudnud nendeni.",
        en="{n} of the planned verdicts are missing: the run did not get to them.",
    ),
    "stopped": Text(
        et="Skannimine katkes enne lõppu: {hosts} jäi skannimata. Varasem teave nende kohta jääb kehtima.",
        en="The run ended early: {hosts} not scanned. What was known of them before still stands.",
    ),
    "narrowed": Text(
        et="Hinnati ainult osa kontrollidest ({names}).", en="Only some of the checks were judged ({names})."
    ),
    "limited": Text(
        et="Skanniti ainult osa inventuurist (piirang: {limit}).",
        en="Only part of the inventory was scanned ({limit}).",
    ),
    "unproven": Text(
        et="Päris hostis tõendamata kontrollid ({n}): nende läbimist ja läbikukkumist ei ole katsetes nähtud",
        en="Checks not proven on a real host ({n}): no test has seen them both pass and fail",
    ),
    "never_seen": Text(et="teadmata", en="not known"),
    # changes
    "changes": Text(et="Mis muutus", en="What changed"),
    "no_previous": Text(
        et="Võrdlus puudub: varasemat skannimist ei ole.", en="Nothing to compare with: no earlier run."
    ),
    "no_changes": Text(
        et="Eelmise skannimisega võrreldes ei muutunud midagi.", en="Nothing changed since the last run."
    ),
    "more_checks": Text(et="ja veel {checks}", en="and {checks} more"),
    # modules
    "modules": Text(et="Kokkuvõte moodulite kaupa", en="Summary by module"),
    "modules_told": Text(
        et="Loendatud on punkti ja hosti paarid: iga punkti seis igas hostis, kus see kehtib.",
        en="Pairs of clause and host are counted: the status of each clause on each host it applies to.",
    ),
    "all_modules": Text(et="Kokku", en="Total"),
    "waiting": Text(
        et="Osaliselt täidetutest {n}: lünka ei leitud, kuid vastutaja kinnitus on andmata.",
        en="Of those partly met, {n}: no gap was found, but the owner has not answered yet.",
    ),
    "formula": Text(et="vastab ÷ (vastab + ei vasta + osaliselt)", en="met ÷ (met + not met + partly)"),
    "formula_counts": Text(et="{met} ÷ ({met} + {not_met} + {partly})", en="{met} ÷ ({met} + {not_met} + {partly})"),
    "basic_gaps": Text(et="põhimeetmete lünki: {n}", en="gaps in basic measures: {n}"),
    "share": Text(et="vastavus", en="met"),
    "no_modules": Text(
        et="Ühtegi moodulit ei ole modelleeritud. Kirjeldage sihtobjektid inventuuri failis targets.yaml.",
        en="No module is modelled. Describe the target objects in the inventory's targets.yaml.",
    ),
    "proposals": Text(et="Modelleerimise ettepanekud", en="Modelling proposals"),
    # matrix
    "matrix": Text(et="Meetmed ja hostirühmad", en="Measures and host groups"),
    "matrix_told": Text(
        et="Lahtris on lünkade arv ja hinnatud punkti ja hosti paaride arv. Mitmesse rühma kuuluv host on igas neist.",
        en="A cell holds the gaps and the judged clause × host pairs. A host in several groups is in each of them.",
    ),
    "matrix_hidden": Text(
        et="Tabelist on välja jäetud {measures}, mille kohta ükski kontroll midagi ei ütle.",
        en="{measures} that no check speaks of are left out.",
    ),
    "all_hosts": Text(et="Kõik hostid", en="All hosts"),
    "gaps_of": Text(et="lünki {gaps}, hinnatud {judged}", en="gaps: {gaps}, judged: {judged}"),
    # gaps
    "gaps": Text(et="Lüngad ja hindamata kontrollid", en="Gaps and checks not assessed"),
    "gaps_failing": Text(et="Lünga leidis {checks}.", en="{checks} found a gap."),
    "gaps_unknown": Text(
        et="Lünka leidmata, kuid vähemalt ühes hostis hindamata jäi {checks}.",
        en="{checks} found no gap but could not be judged everywhere.",
    ),
    "no_gaps": Text(
        et="Ükski kontroll ei leidnud lünka ja kõik said hinnangu.", en="No check found a gap, and all were judged."
    ),
    "no_gaps_unreached": Text(
        et="Hostides, mis vastasid, ei leitud lünka. Kättesaamatute hostide kohta ei ole midagi teada.",
        en="No gap was found on the hosts that answered. Of the unreachable hosts nothing is known.",
    ),
    "col_measure": Text(et="Meede", en="Measure"),
    "col_gap": Text(et="Lünk", en="Gap"),
    "col_severity": Text(et="Raskusaste ja tase", en="Severity and level"),
    "col_hosts": Text(et="Hoste", en="Hosts"),
    "col_change": Text(et="Muutus", en="Change"),
    "col_action": Text(et="Tegevus", en="Action"),
    "of_judged": Text(et="hinnatud hostist", en="hosts judged"),
    "and_unseen": Text(et="hindamata {n}", en="{n} not assessed"),
    "details": Text(et="Tõendid ja parandamine", en="Evidence and remedy"),
    "card_clauses": Text(et="E-ITS nõue", en="E-ITS requirement"),
    "not_modelled_here": Text(et="ei ole siin modelleeritud", en="not modelled here"),
    "says_proves": Text(et="kontroll tõendab punkti täitmist", en="the check proves the clause"),
    "says_supports": Text(et="kontroll näitab punkti täitmist osaliselt", en="the check shows part of the clause"),
    "says_refutes": Text(et="kontroll näitab ainult punkti rikkumist", en="the check can only show a breach"),
    "card_expected": Text(et="Oodatud", en="Expected"),
    "card_found": Text(et="Tegelik väärtus", en="Value found"),
    "card_where": Text(et="Kus see on määratud", en="Where it is set"),
    "card_hosts": Text(et="Hostid", en="Hosts"),
    "card_same": Text(et="Mis hostidest leiti", en="What was found on the hosts"),
    "param_empty": Text(et="tühi", en="empty"),
    "card_params": Text(et="Parameeter", en="Parameter"),
    "card_why": Text(et="Miks see on oluline", en="Why it matters"),
    "card_fix": Text(et="Kuidas parandada", en="How to fix"),
    "card_disruption": Text(et="Katkestus", en="Disruption"),
    "card_verify": Text(et="Kontrollimiseks hostis", en="To verify on the host"),
    "card_unseen": Text(et="Hindamata hostid", en="Hosts not assessed"),
    "card_since": Text(et="Alates", en="Since"),
    "card_waiver": Text(et="Erand", en="Waiver"),
    "card_check": Text(et="Kontrolli tunnus", en="Check id"),
    "none_found": Text(et="ei leitud ühtegi", en="none found"),
    "absent": Text(et="puudub", en="absent"),
    "set_nowhere": Text(et="vaikeväärtus (kuskil määramata)", en="built-in default (set nowhere)"),
    "no_source": Text(
        et="ei ole failis määratud (programmi vaikeväärtus või süsteemi hetkeseis)",
        en="in no file (built-in default or runtime state)",
    ),
    "more_values": Text(et="Veel {values} on täies mahus JSON-failis", en="{values} more are in the JSON file"),
    "objects_shown": Text(et="näidatud {shown}, kokku {total} objekti", en="{shown} of {total} objects shown"),
    "more_hosts": Text(et="veel {hosts}", en="{hosts} more"),
    "and_more": Text(et="ja veel {n}", en="and {n} more"),
    "since_range": Text(et="{first} – {last}, hostiti erinevalt", en="{first} – {last}, differs by host"),
    "origin_check": Text(et="kontrolli vaikeväärtus", en="the check's default"),
    "origin_profile": Text(et="asutuse profiilist", en="from the profile"),
    "origin_inventory": Text(et="inventuurist", en="from the inventory"),
    "origin_command_line": Text(et="käsurealt", en="from the command line"),
    "relaxed": Text(et="leebem kui kontrolli vaikeväärtus", en="relaxed against the check's default"),
    "action_none": Text(et="Parandada, katkestust ei teki", en="Fix; nothing is interrupted"),
    "action_service_restart": Text(et="Parandada ja teenus taaskäivitada", en="Fix and restart the service"),
    "action_reboot": Text(et="Parandada ja host taaskäivitada", en="Fix and reboot the host"),
    "action_lockout_risk": Text(
        et="Parandada ettevaatlikult: võib end hostist välja lukustada", en="Fix with care: you may lock yourself out"
    ),
    "action_policy": Text(et="Kirjeldada, mis on lubatud", en="Say what is allowed"),
    "action_unseen": Text(et="Kõrvaldada takistus ja skannida uuesti", en="Remove the obstacle and scan again"),
    "action_waived": Text(et="Jälgida erandi kehtivust", en="Mind when the waiver ends"),
    "disruption_none": Text(et="ei ole", en="none"),
    "disruption_service_restart": Text(et="teenus tuleb taaskäivitada", en="the service must be restarted"),
    "disruption_reboot": Text(et="host tuleb taaskäivitada", en="the host must be rebooted"),
    "disruption_lockout_risk": Text(
        et="vigane muudatus võib juurdepääsu hostile katkestada; hoidke teine seanss avatuna",
        en="a wrong change may cut off access to the host; keep a second session open",
    ),
    # filters
    "filters": Text(et="Filtrid", en="Filters"),
    "facet_status": Text(et="Seis", en="Status"),
    "facet_severity": Text(et="Raskusaste", en="Severity"),
    "facet_level": Text(et="Tase", en="Level"),
    "facet_module": Text(et="Moodul", en="Module"),
    "facet_group": Text(et="Hostirühm", en="Host group"),
    "facet_owner": Text(et="Vastutaja", en="Owner"),
    "facet_change": Text(et="Muutus", en="Change"),
    "facet_measure": Text(et="Meede", en="Measure"),
    "any": Text(et="kõik", en="all"),
    "search": Text(et="Otsi tekstist", en="Search the text"),
    "sort": Text(et="Järjestus", en="Sort by"),
    "sort_severity": Text(et="seis ja raskusaste", en="status and severity"),
    "sort_hosts": Text(et="hostide arv", en="number of hosts"),
    "sort_measure": Text(et="meetme kood", en="code of the measure"),
    "clear": Text(et="Tühista filtrid", en="Clear filters"),
    "expand": Text(et="Laienda kõik", en="Expand all"),
    "collapse": Text(et="Ahenda kõik", en="Collapse all"),
    "export": Text(et="Ekspordi see vaade:", en="Export this view:"),
    "export_csv": Text(et="CSV-fail", en="CSV file"),
    "export_md": Text(et="Markdown-fail", en="Markdown file"),
    "facet_viewed": Text(et="Ülevaatus", en="Review"),
    "viewed": Text(et="üle vaadatud", en="reviewed"),
    "viewed_no": Text(et="üle vaatamata", en="not reviewed"),
    "viewed_yes": Text(et="üle vaadatud", en="reviewed"),
    "viewed_save": Text(et="Salvesta ülevaatuse märked", en="Save the review marks"),
    "viewed_load": Text(et="Ava salvestatud märked", en="Open saved marks"),
    "viewed_problem": Text(
        et="Need märked ei ole selle aruande omad või on fail vigane.",
        en="These marks are of another report, or the file is damaged.",
    ),
    "progress": Text(et="Üle vaadatud:", en="Reviewed:"),
    "keys": Text(et="Kiirklahvid", en="Keyboard shortcuts"),
    "keys_told": Text(
        et="j – järgmine lünk, k – eelmine, Enter – ava, x – märgi üle vaadatuks, / – otsi",
        en="j – next gap, k – previous, Enter – open, x – mark as reviewed, / – search",
    ),
    "col_failed": Text(et="Hoste, mis ei vasta", en="Hosts that fail"),
    "col_judged": Text(et="Hinnatud hoste", en="Hosts judged"),
    "col_unseen": Text(et="Hindamata hoste", en="Hosts not assessed"),
    "marking_head": Text(et="Märge", en="Marking"),
    "matches": Text(et="Näidatud ridu: {shown}/{all}", en="Rows shown: {shown}/{all}"),
    "copy": Text(et="Kopeeri", en="Copy"),
    "copied": Text(et="Kopeeritud", en="Copied"),
    "permalink": Text(et="Püsilink", en="Permalink"),
    "no_group": Text(et="rühmata", en="no group"),
    "unassigned": Text(et="määramata", en="unassigned"),
    # measures
    "measures": Text(et="Meetmed", en="Measures"),
    "measures_told": Text(
        et="Automaatkontroll üksi ei tee meedet täidetuks: selleks peab iga punkt olema tõendatud või kinnitatud.",
        en="Automatic checks alone do not make a measure implemented: every clause must be proven or attested.",
    ),
    "automatic": Text(et="Automaatkontrollid läbitud", en="Automatic checks passed"),
    "status": Text(et="Rakendamise seis", en="Status"),
    "suggestion": Text(et="Ettepanek rakendusplaani", en="For the implementation plan"),
    "suggestion_O": Text(et="O – osaliselt", en="O – partly"),
    "suggestion_E": Text(et="E – ei ole rakendatud", en="E – not implemented"),
    "clauses": Text(et="Punktid", en="Clauses"),
    "question": Text(et="Vastutaja kinnitus:", en="To be attested:"),
    "organisational": Text(
        et="korralduslik: tõendab dokument, mitte skannimine", en="organisational: proven by a document, not by a scan"
    ),
    "no_checks": Text(et="kontrollid puuduvad", en="no checks"),
    "uncovered": Text(et="Mida see ei kata", en="What this does not cover"),
    "uncovered_told": Text(
        et="Nende punktide kohta ei ütle ükski automaatkontroll midagi. Neid hindab inimene.",
        en="No automatic check says anything of these clauses. A person assesses them.",
    ),
    "uncovered_of": Text(et="automaatkontrollita: {clauses}", en="without automatic checks: {clauses}"),
    "nothing_uncovered": Text(et="Iga punkti kohta on vähemalt üks kontroll.", en="Every clause has a check."),
    # hosts and checks
    "hosts": Text(et="Hostid", en="Hosts"),
    "host": Text(et="Host", en="Host"),
    "state": Text(et="Seisund", en="State"),
    "cause": Text(et="Põhjus", en="Cause"),
    "last_seen": Text(et="Viimati nähtud", en="Last seen"),
    "groups": Text(et="Rühmad", en="Groups"),
    "owner": Text(et="Vastutaja", en="Owner"),
    "observed": Text(et="Vaadeldud", en="Observed"),
    "without_root": Text(et="juurõigusteta", en="without root"),
    "checks": Text(et="Kõik kontrollid", en="All checks"),
    "check": Text(et="Kontroll", en="Check"),
    "severity": Text(et="Raskusaste", en="Severity"),
    "proven_on": Text(et="Tõendatud platvormil", en="Proven on"),
    "virtual_machine": Text(et="virtuaalmasin", en="virtual machine"),
    "not_proven": Text(et="tõendamata", en="not proven"),
    # method
    "method": Text(et="Metoodika ja piirid", en="Method and limits"),
    "method_1": Text(
        et="Skanner luges hostide tegelikke seadeid ega muutnud neis midagi. Hostide logides on jälg sisselogimisest.",
        en="The scanner read the hosts' effective settings and changed nothing. Their logs hold the logins.",
    ),
    "method_2": Text(
        et="Mida ei nähtud, seda ei loeta vastavaks: selline leid on „Hindamata“ ja selle põhjus on aruandes.",
        en="What was not seen is never a pass: such a finding is “Not assessed”, and the report says why.",
    ),
    "method_3": Text(
        et="Protsent arvestab ainult hinnatud punkti ja hosti paare. Erandid, mittekohalduvad, hindamata, käsitsi "
        "hinnatavad ja kättesaamatud näidatakse protsendist eraldi.",
        en="A percentage counts judged clause × host pairs only. Waived, not applicable, unknown, to be assessed by "
        "hand and unreachable stand beside it, never inside.",
    ),
    "method_4": Text(
        et="Aruanne ei asenda vastavusauditit. Meetme rakendatuks tunnistamise otsustab inimene.",
        en="The report does not replace an audit. A person decides that a measure is implemented.",
    ),
    "method_formula": Text(et="Vastavuse valem", en="The formula"),
    "statuses": Text(et="Seisude tähised", en="Signs of the statuses"),
    "commands": Text(et="Hostides käivitatud käsud", en="Commands run on the hosts"),
    "commands_told": Text(
        et="Koguja ja selle käsud; kõik ainult loevad.", en="Each collector and its commands; all only read."
    ),
    "glossary": Text(et="Mõisted", en="Glossary"),
}

NOUNS |= words_digest.NOUNS | words_index.NOUNS | words_management.NOUNS | words_partner.NOUNS
UI |= (
    words_acceptance.UI
    | words_digest.UI
    | words_decisions.UI
    | words_index.UI
    | words_management.UI
    | words_partner.UI
    | words_registers.UI
    | words_sheets.UI
)

"""The texts of the management summary (kokkuvõte)."""

from __future__ import annotations

from scanner.model.base import Text

NOUNS: dict[str, tuple[Text, Text]] = {
    "waiver": (Text(et="erand", en="waiver"), Text(et="erandit", en="waivers")),
}

UI: dict[str, Text] = {
    "m_title": Text(et="Infoturbe vastavuse kokkuvõte", en="Information security summary"),
    "m_asked": Text(et="Juhtkonnale", en="For the management"),
    # three sentences
    "m_status": Text(et="Seis", en="Status"),
    "m_change": Text(et="Muutus", en="Change"),
    "m_risk": Text(et="Suurim risk", en="Largest risk"),
    "m_nothing": Text(
        et="Ühtegi hosti ei skannitud, seega seis ei ole teada.",
        en="No host was scanned, so the status is not known.",
    ),
    "m_silent_one": Text(
        et="Skannitud host ei vastanud, seega selle seis ei ole teada.",
        en="The scanned host did not answer, so its status is not known.",
    ),
    "m_silent_all": Text(
        et="Ükski {n} hostist ei vastanud, seega nende seis ei ole teada.",
        en="None of the {n} hosts answered, so their status is not known.",
    ),
    "m_hosts_one": Text(et="Skannitud host vastas", en="The scanned host answered"),
    "m_hosts_all": Text(et="Kõik {n} hosti vastasid", en="All {n} hosts answered"),
    "m_hosts_some": Text(et="{n} hostist vastas {answered}", en="{answered} of {n} hosts answered"),
    "m_gaps_none": Text(et="lünki ei leitud", en="no gaps were found"),
    "m_gaps_one": Text(et="leiti 1 lünk, selle raskusaste on {severity}", en="1 gap of {severity} severity was found"),
    "m_gaps_many": Text(et="leiti {gaps}, {severe}", en="{gaps} were found, {severe}"),
    "m_severe_both": Text(
        et="neist kriitilisi {critical} ja kõrge raskusastmega {high}",
        en="of which {critical} critical and {high} of high severity",
    ),
    "m_severe_critical": Text(et="neist kriitilisi {critical}", en="of which {critical} critical"),
    "m_severe_high": Text(et="neist kõrge raskusastmega {high}", en="of which {high} of high severity"),
    "m_severe_none": Text(
        et="ükski neist ei ole kriitiline ega kõrge raskusastmega", en="none of them critical or of high severity"
    ),
    "m_unseen": Text(et="hindamata jäi {findings}", en="{findings} could not be assessed"),
    "m_uncompared": Text(
        et="Varasemat skannimist ei ole, seega muutust veel näidata ei saa.",
        en="There is no earlier run, so no change can be shown yet.",
    ),
    "m_same": Text(
        et="Eelmise vaatlusega võrreldes uusi lünki ei lisandunud ja ühtegi ei kõrvaldatud",
        en="Compared with the previous observation no gap was added and none was closed",
    ),
    "m_more_fewer": Text(
        et="Eelmise vaatlusega võrreldes lisandus {added} ja kõrvaldati {fixed}",
        en="Compared with the previous observation {added} appeared and {fixed} closed",
    ),
    "m_more": Text(
        et="Eelmise vaatlusega võrreldes lisandus {added}, ühtegi ei kõrvaldatud",
        en="Compared with the previous observation {added} appeared and none was closed",
    ),
    "m_fewer": Text(
        et="Eelmise vaatlusega võrreldes kõrvaldati {fixed}, uusi ei lisandunud",
        en="Compared with the previous observation {fixed} closed and none appeared",
    ),
    "m_waived": Text(et="erandiga on neist kaetud {n}", en="{n} of them under a waiver"),
    "m_worse": Text(et="varasematest lünkadest süvenes {n}", en="of the earlier gaps {n} got worse"),
    "m_gone": Text(
        et="varem hinnatud leidudest jäi nüüd hindamata {n}",
        en="of the findings assessed before, {n} could not be assessed now",
    ),
    "m_risk_unknown": Text(
        et="Suurimat riski ei saa nimetada, sest hostidest ei ole andmeid.",
        en="The largest risk cannot be named, because there are no data from the hosts.",
    ),
    "m_risk_unseen": Text(
        et="Suurim risk on see, mida ei nähtud: hindamata jäi {findings}.",
        en="The largest risk is what was not seen: {findings} could not be assessed.",
    ),
    "m_risk_none": Text(
        et="Automaatkontroll lünki ei leidnud. Käsitsi hinnatavate meetmete kohta see midagi ei ütle.",
        en="The automatic checks found no gap. They say nothing of the measures that people assess.",
    ),
    "m_risk_waived": Text(
        et="Kõik leitud lüngad on erandiga kaetud; jälgida tuleb erandite tähtaegu.",
        en="Every gap that was found is under a waiver; mind when the waivers end.",
    ),
    "m_risk_gap": Text(et="{gap} – {hosts}.", en="{gap} – on {hosts}."),
    "m_in_host": Text(et="{n} hostis", en="{n} host"),
    "m_in_hosts": Text(et="{n} hostis", en="{n} hosts"),
    "m_gap_is": Text(
        et="Lünk on ühe kontrolli mittevastav leid ühes hostis.",
        en="A gap is one check that one host does not meet.",
    ),
    # measures
    "m_measures": Text(et="Meetmete rakendamise seis", en="Status of the measures"),
    "m_level": Text(et="Meetmed", en="Measures"),
    "m_level_basic": Text(et="Põhimeetmed", en="Basic measures"),
    "m_level_standard": Text(et="Standardmeetmed", en="Standard measures"),
    "m_level_high": Text(et="Kõrgmeetmed", en="High measures"),
    "m_total": Text(et="Kokku", en="Total"),
    "m_since": Text(
        et="Sulgudes on muutus võrreldes skannimisega {date}.", en="In brackets: the change since the run of {date}."
    ),
    "m_unmoved": Text(
        et="Skannimisega {date} võrreldes muutust ei ole.", en="Nothing has changed since the run of {date}."
    ),
    "m_counted": Text(
        et="Loendatud on meede igal sihtobjektil, millele see kehtib.",
        en="A measure is counted on each target object it applies to.",
    ),
    "m_share": Text(et="Hinnatud punktidest vastab", en="Of the clauses judged, met:"),
    "m_share_beside": Text(et="Protsendist jäävad välja: {rest}.", en="Not in the percentage: {rest}."),
    # top gaps
    "m_top": Text(et="Olulisemad lüngad", en="The most important gaps"),
    "m_top_none": Text(et="Lünki, mis ei ole erandiga kaetud, ei leitud.", en="No gap that is not under a waiver."),
    "m_top_rest": Text(
        et="Kokku leidis lünga {checks}; ülejäänud on infoturbespetsialisti aruandes.",
        en="In all {checks} found a gap; the rest are in the specialist's report.",
    ),
    "m_top_unknown": Text(
        et="Hostidest ei ole andmeid, seega lünki nimetada ei saa.",
        en="There are no data from the hosts, so no gap can be named.",
    ),
    "m_gap": Text(et="Lünk ja miks see on oluline", en="Gap, and why it matters"),
    "m_hosts": Text(et="Hoste", en="Hosts"),
    "m_owner": Text(et="Vastutaja", en="Owner"),
    "m_due": Text(et="Tähtaeg", en="Deadline"),
    "m_overdue": Text(et="üle tähtaja", en="overdue"),
    # trend
    "m_trend": Text(et="Lünkade arv skannimiste kaupa", en="Gaps over the runs"),
    "m_trend_none": Text(
        et="Varasemaid kogu inventuuri skannimisi ei ole; areng on näha järgmisest skannimisest alates.",
        en="There are no earlier runs over the whole inventory; a trend shows from the next run on.",
    ),
    "m_date": Text(et="Kuupäev", en="Date"),
    "m_answered": Text(et="Vastanud hoste", en="Hosts answered"),
    "m_all_gaps": Text(et="Lünki kokku", en="All gaps"),
    "m_trend_told": Text(
        et="Arvud on võrreldavad ainult siis, kui vastanud hoste on sama palju.",
        en="The numbers compare only where as many hosts answered.",
    ),
    # overdue and waivers
    "m_terms": Text(et="Tähtajad ja erandid", en="Deadlines and waivers"),
    "m_late": Text(et="Tähtaja on ületanud {gaps} ({severities}).", en="Past the deadline: {gaps} ({severities})."),
    "m_late_none": Text(et="Ühegi lünga tähtaeg ei ole möödas.", en="No gap is past its deadline."),
    "m_deadlines": Text(
        et="Tähtaeg päevades avastamisest: kriitiline {critical}, kõrge {high}, keskmine {medium}, madal {low}.",
        en="Deadline in days from when a gap was first seen: critical {critical}, high {high}, medium {medium}, "
        "low {low}.",
    ),
    "m_waiver": Text(et="Erand", en="Waiver"),
    "m_waiver_of": Text(et="Mille kohta", en="Of"),
    "m_waiver_ends": Text(et="Kehtib kuni", en="Valid until"),
    "m_waiver_gaps": Text(et="Lünki", en="Gaps"),
    "m_waiver_expired": Text(et="aegunud", en="expired"),
    "m_waivers_none": Text(
        et="Ükski erand ei ole aegunud ega aegu 90 päeva jooksul.",
        en="No waiver has expired or expires within 90 days.",
    ),
    "m_waiver_basic": Text(et="põhimeede rakendamata", en="basic measure not implemented"),
    "kind_valeleid": Text(et="valeleid", en="false positive"),
    "kind_asendusmeede": Text(et="samaväärne asendusmeede", en="equivalent measure"),
    "kind_ajutine_erand": Text(et="ajutine erand", en="temporary exception"),
    "kind_riski_aktsepteerimine": Text(et="riski aktsepteerimine", en="risk acceptance"),
    # limits
    "m_limits": Text(et="Mida see kokkuvõte ei näita", en="What this summary does not show"),
    "m_limit_measures": Text(
        et="Automaatselt on vähemalt osaliselt kontrollitav {all} meetmest {covered} ja {every} punktist {clauses}. "
        "Ülejäänut hindab inimene.",
        en="{covered} of {all} measures and {clauses} of {every} clauses can be checked automatically, at least in "
        "part. People assess the rest.",
    ),
    "m_limit_none": Text(
        et="Ühtegi sihtobjekti ei ole modelleeritud, seega meetmete seisu selles kokkuvõttes ei ole.",
        en="No target object is modelled, so this summary has no status of measures.",
    ),
    "m_limit_audit": Text(
        et="See kokkuvõte ei asenda vastavusauditit ega kasutajate infosüsteemide sihipärase kasutamise kontrolle. "
        "Meetme rakendatuks tunnistamise otsustab inimene.",
        en="This summary replaces neither an audit nor the controls of how users use the information systems. "
        "A person decides that a measure is implemented.",
    ),
    "m_limit_data": Text(et="Andmed on puudulikud: {what}.", en="The data are incomplete: {what}."),
    "m_lack_hosts": Text(et="vastamata jättis {hosts}", en="{hosts} did not answer"),
    "m_lack_not_scanned": Text(et="skannimata on {hosts}", en="{hosts} not scanned"),
    "m_lack_findings": Text(et="hindamata jäi {findings}", en="{findings} not assessed"),
    "m_lack_unmodelled": Text(et="ühtegi sihtobjekti ei kuulu {hosts}", en="{hosts} in no target object"),
    "m_lack_missing": Text(et="kavandatud hinnangutest puudub {n}", en="{n} of the planned verdicts are missing"),
    "m_lack_limit": Text(et="skanniti ainult osa inventuurist", en="only part of the inventory was scanned"),
    # decisions
    "m_lack_checks": Text(et="hinnati ainult osa kontrollidest", en="only some of the checks were judged"),
    "m_decisions": Text(et="Otsused, mida palume", en="Decisions we ask for"),
    "m_decide_late": Text(
        et="Määrata uus tähtaeg ja vahendid tähtaja ületanud lünkade kõrvaldamiseks või otsustada nende riskide üle "
        "({gaps}).",
        en="Give a new deadline and means for the gaps past their deadline, or decide on their risks ({gaps}).",
    ),
    "m_decide_basic": Text(
        et="Kinnitada põhimeetmete lünkade kõrvaldamise kava ({measures}).",
        en="Approve the plan for closing the gaps in basic measures ({measures}).",
    ),
    "m_decide_owner": Text(
        et="Määrata vastutaja hostidele, millel vastutajat ei ole ({hosts}).",
        en="Name an owner for the hosts that have none ({hosts}).",
    ),
    "m_decide_window": Text(
        et="Kinnitada hooldusaken parandustele, mis nõuavad taaskäivitamist ({checks}).",
        en="Approve a maintenance window for fixes that need a restart ({checks}).",
    ),
    "m_decide_waivers": Text(
        et="Otsustada, kas aegunud või aeguvaid erandeid pikendada ({waivers}).",
        en="Decide whether to extend the waivers that have expired or will ({waivers}).",
    ),
    "m_decide_policy": Text(
        et="Kinnitada, mis on asutuses lubatud: seda ootab {checks}.",
        en="Approve what the agency allows (waiting for it: {checks}).",
    ),
    "m_decide_consider": Text(
        et="Otsustada kõrgmeetmete kohaldamine suure kaitsetarbega sihtobjektidele ({measures}).",
        en="Decide on applying high measures to target objects of high protection need ({measures}).",
    ),
    "m_decide_model": Text(
        et="Kinnitada modelleerimine: sihtobjektita hostide seis protsentides ei kajastu ({hosts}).",
        en="Approve the modelling: hosts in no target object are in no percentage ({hosts}).",
    ),
    "m_decide_none": Text(et="Otsust ootavaid küsimusi ei ole.", en="Nothing waits for a decision."),
    "m_decision": Text(et="Küsimus", en="Question"),
    "m_decided": Text(et="Otsus, tähtaeg, dokumendi nr", en="Decision, deadline, document no."),
    "m_sign_made": Text(et="Koostas", en="Prepared by"),
    "m_sign_approved": Text(et="Otsustas", en="Decided by"),
    "m_sign_line": Text(et="nimi, ametikoht, kuupäev, allkiri", en="name, position, date, signature"),
}

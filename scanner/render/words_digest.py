"""The texts of a night's digest (öine kokkuvõte)."""

from __future__ import annotations

from scanner.model.base import Text

NOUNS: dict[str, tuple[Text, Text]] = {
    "new_gap": (Text(et="uus lünk", en="new gap"), Text(et="uut lünka", en="new gaps")),
    "worse_gap": (Text(et="halvenenud lünk", en="gap that grew"), Text(et="halvenenud lünka", en="gaps that grew")),
    "regressed_gap": (
        Text(et="taasilmnenud lünk", en="gap that came back"),
        Text(et="taasilmnenud lünka", en="gaps that came back"),
    ),
    "fixed_gap": (Text(et="kõrvaldatud lünk", en="fixed gap"), Text(et="kõrvaldatud lünka", en="fixed gaps")),
    "lost_host": (
        Text(et="vastuseta host", en="host without an answer"),
        Text(et="vastuseta hosti", en="hosts without an answer"),
    ),
    "found_host": (
        Text(et="taas vastav host", en="host that answers again"),
        Text(et="taas vastavat hosti", en="hosts that answer again"),
    ),
    "ending_waiver": (
        Text(et="lõppev erand", en="waiver at its end"),
        Text(et="lõppevat erandit", en="waivers at their end"),
    ),
}

UI: dict[str, Text] = {
    "dg_title": Text(et="Öise skannimise kokkuvõte", en="Digest of the nightly scan"),
    "dg_subject": Text(et="E-ITS-i skannimine: {what}", en="E-ITS scan: {what}"),
    "dg_incomplete": Text(et="öine skannimine jäi puudulikuks", en="the night was not complete"),
    "dg_not_complete": Text(et="Öine skannimine jäi puudulikuks", en="The night was not complete"),
    "dg_seen": Text(
        et="Hostidest vastas {hosts}/{all_hosts}, kavandatud hinnangutest saadi {pairs}/{all_pairs}; "
        "mõlemast on nõutav vähemalt {percent} %.",
        en="{hosts} of {all_hosts} hosts answered and {pairs} of {all_pairs} checks on them could be judged; "
        "at least {percent}% of both is wanted.",
    ),
    "dg_no_report": Text(
        et="Aruannet sel ööl ei tekkinud ja lünkade kohta midagi uut ei selgunud. Põhjus on skannimisserveri logis.",
        en="This night made no report, and nothing new is known of gaps. The scan server's log says why.",
    ),
    "dg_failed": Text(
        et="Ebaõnnestunud sammud: {steps}. Põhjus on skannimisserveri logis.",
        en="Steps that failed: {steps}. The scan server's log says why.",
    ),
    "dg_stopped_time_limit": Text(
        et="Ajapiirang (nightly.time_limit) sai täis ja ülejäänud hoste ei küsitud; juba kogutu on alles.",
        en="The time limit (nightly.time_limit) was reached and the other hosts were not asked; what was collected "
        "is kept.",
    ),
    "dg_stopped_signal": Text(
        et="Skannimine peatati ja ülejäänud hoste ei küsitud; juba kogutu on alles.",
        en="The scan was stopped and the other hosts were not asked; what was collected is kept.",
    ),
    "dg_new": Text(et="Uued lüngad", en="New gaps"),
    "dg_worse": Text(et="Halvenenud lüngad", en="Gaps that grew"),
    "dg_regressed": Text(et="Taasilmnenud lüngad", en="Gaps that came back"),
    "dg_fixed": Text(et="Kõrvaldatud lüngad", en="Fixed gaps"),
    "dg_unreachable": Text(et="Hostid, millelt enam vastust ei saada", en="Hosts that give no answer any more"),
    "dg_reachable": Text(et="Hostid, mis taas vastavad", en="Hosts that answer again"),
    "dg_waivers": Text(et="Lõppevad erandid", en="Waivers at their end"),
    "dg_expires": Text(et="kehtib kuni {date}", en="holds until {date}"),
    "dg_expired": Text(et="kehtivus lõppes {date}; lünk on jälle avatud", en="ended on {date}; the gap is open again"),
    "dg_open": Text(et="Avatud lüngad raskusastme järgi", en="Open gaps by severity"),
    "dg_hosts": Text(et="Hostid", en="Hosts"),
    "dg_report": Text(et="Aruanne", en="Report"),
    "dg_on_server": Text(
        et="skannimisserveri aruannete kaustas, tunnus {run}",
        en="in the folder of reports on the scan server, id {run}",
    ),
    "dg_why": Text(
        et="Kiri tuleb ainult siis, kui midagi muutus või öine skannimine jäi puudulikuks. Seadete väärtusi ja "
        "tõendeid selles ei ole: need on aruandes.",
        en="This mail comes only when something changed or the night was not complete. It holds no values of settings "
        "and no evidence: the report does.",
    ),
    "step_clock": Text(et="kella kontrollimine", en="checking the clock"),
    "step_scan": Text(et="skannimine", en="the scan"),
    "step_reports": Text(et="aruannete kirjutamine", en="writing the reports"),
    "step_owners": Text(et="vastutajate väljaannete kirjutamine", en="writing the owners' editions"),
    "step_digest": Text(et="kokkuvõtte koostamine", en="writing the digest"),
    "step_state": Text(et="hetkeseisu koostamine", en="making the current state"),
    "step_index": Text(et="aruannete loendi kirjutamine", en="writing the index of reports"),
    "step_sign": Text(et="tõendite allkirjastamine", en="signing the evidence"),
    "step_prune": Text(et="vanade tõendite kustutamine", en="removing old evidence"),
    "step_recover": Text(et="katkenud öö taastamine", en="recovering a night that broke off"),
}

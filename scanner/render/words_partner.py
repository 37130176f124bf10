"""The texts of the IT partner's work list (tööde nimekiri)."""

from __future__ import annotations

from scanner.model.base import Text

NOUNS: dict[str, tuple[Text, Text]] = {
    "task": (Text(et="töö", en="task"), Text(et="tööd", en="tasks")),
}

UI: dict[str, Text] = {
    "p_title": Text(et="Tööde nimekiri", en="Work list"),
    "p_for": Text(et="IT-partnerile", en="For the IT partner"),
    "p_skip": Text(et="Otse tööde juurde", en="Skip to the tasks"),
    "p_none": Text(et="Ühtegi tööd ei ole: lünki ei leitud.", en="There is nothing to do: no gap was found."),
    "p_none_seen": Text(
        et="Ühtegi tööd ei ole: nähtud seadetes lünki ei leitud. Hindamata leidude kohta see midagi ei ütle.",
        en="There is nothing to do: no gap in what was seen. It says nothing of what was not assessed.",
    ),
    "p_waived_out": Text(
        et="Nimekirjast on välja jäetud {gaps}, mis on erandiga kaetud.", en="Left out: {gaps} under a waiver."
    ),
    "p_unseen": Text(et="Mida ei nähtud", en="What was not seen"),
    "p_unseen_told": Text(
        et="Lünka ei pruugi olla, kuid hinnata ei saanud. Kõrvaldage takistus ja skannige uuesti.",
        en="There may be no gap, but it could not be judged. Remove the obstacle and scan again.",
    ),
    "p_section_none": Text(et="Ilma katkestuseta", en="Without interruption"),
    "p_section_service_restart": Text(et="Teenuse taaskäivitusega", en="With a restart of the service"),
    "p_section_reboot": Text(et="Hosti taaskäivitusega", en="With a reboot of the host"),
    "p_section_lockout_risk": Text(et="Väljalukustumise ohuga", en="With a risk of locking yourself out"),
    "p_about_none": Text(et="Võib teha tööajal.", en="Can be done in working hours."),
    "p_about_service_restart": Text(
        et="Vajab hooldusakent: teenus katkeb taaskäivitamise ajaks.",
        en="Needs a maintenance window: the service stops while it restarts.",
    ),
    "p_about_reboot": Text(
        et="Vajab hooldusakent: hosti töö katkeb taaskäivitamise ajaks.", en="Needs a maintenance window."
    ),
    "p_about_lockout_risk": Text(
        et="Hoidke teine seanss avatuna ja proovige uut sisselogimist enne selle sulgemist.",
        en="Keep a second session open, and try a new login before you close it.",
    ),
    "p_due": Text(et="Tähtaeg", en="Deadline"),
    "p_overdue": Text(et="üle tähtaja", en="overdue"),
    "p_why": Text(et="Miks", en="Why"),
    "p_do": Text(et="Mida teha", en="What to do"),
    "p_recheck": Text(
        et="Järelkontroll: skannib ainult neid hoste ja kontrolle", en="Check again: scans these hosts and checks only"
    ),
    "p_after": Text(et="Oodatud", en="Expected"),
    "p_where": Text(et="Kus see on määratud", en="Where it is set"),
    "p_dispute": Text(et="Vaidlusta leid või küsi erandit", en="Dispute the finding, or ask for a waiver"),
    "p_dispute_told": Text(
        et="Kui leid on vale, täitke see ja saatke infoturbespetsialistile. Räsi seob vaidlustuse tõendusmaterjaliga.",
        en="If the finding is wrong, fill this in and send it to the security specialist. The digest ties it to the "
        "evidence.",
    ),
    "p_waiver_told": Text(
        et="Kui lünka praegu kõrvaldada ei saa, täitke erandi taotlus. Asutus kinnitab selle ja lisab faili "
        "waivers.yaml.",
        en="If the gap cannot be closed now, fill in this request. The agency approves it and adds it to waivers.yaml.",
    ),
    "p_dispute_head": Text(et="Vaidlustus", en="Dispute"),
    "p_waiver_head": Text(et="Erandi taotlus", en="Request for a waiver"),
    "p_fill_reason": Text(et="TÄITA: põhjendus ja tõend", en="FILL IN: the reason and the proof"),
    "p_fill_name": Text(et="TÄITA: nimi, ettevõte", en="FILL IN: name, company"),
    "p_fill_kind": Text(
        et="valeleid, asendusmeede või ajutine_erand",
        en="valeleid (false positive), asendusmeede (equivalent measure) or ajutine_erand (temporary exception)",
    ),
    "p_fill_expires": Text(et="TÄITA: kuupäev, AAAA-KK-PP", en="FILL IN: a date, YYYY-MM-DD"),
    "p_fill_approved": Text(et="täidab asutus", en="filled in by the agency"),
    "p_left_out": Text(
        et="ja veel {n}: lisage siia need, mida taotlus puudutab", en="and {n} more: add those you mean"
    ),
    "p_done": Text(et="Tehtud pärast eelmist skannimist", en="Done since the last scan"),
    "p_done_none": Text(
        et="Eelmisest vaatlusest alates ei ole ühtegi lünka kõrvaldatud.", en="No gap has been closed since last time."
    ),
    "p_now": Text(et="Praegu", en="Now"),
    "p_order": Text(
        et="Igas jaos on ees varasema tähtajaga tööd.", en="In each part tasks with the earlier deadline come first."
    ),
}

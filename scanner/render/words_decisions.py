"""Words of the forms and lists of what people decide."""

from __future__ import annotations

from scanner.model.base import Text

UI: dict[str, Text] = {
    # lists
    "d_kind": Text(et="liik", en="kind"),
    "d_about": Text(et="mille kohta", en="about"),
    "d_where": Text(et="kus", en="where"),
    "d_last": Text(et="kehtib kuni", en="last day"),
    "d_state": Text(et="seis", en="state"),
    "d_gaps": Text(et="lünki", en="gaps"),
    "d_stated": Text(et="kinnitatud", en="stated"),
    "d_by": Text(et="kinnitaja", en="by"),
    "term_in_force": Text(et="kehtib", en="in force"),
    "term_soon": Text(et="aegub 14 päeva jooksul", en="ends within 14 days"),
    "term_expired": Text(et="aegunud", en="expired"),
    "term_future": Text(et="ei kehti veel", en="not yet"),
    # the form of a waiver
    "d_put_waiver": Text(
        et="Täitke väljad TÄITA ja lisage kirje faili {file} võtme waivers alla. Kontrollige: eits-scan waivers lint",
        en="Fill in the fields FILL IN and add the entry to {file} under waivers. Then run: eits-scan waivers lint",
    ),
    "d_gap": Text(et="Lünk: {gap}", en="Gap: {gap}"),
    "d_measures": Text(et="Meetmed: {measures}", en="Measures: {measures}"),
    "d_basic": Text(
        et="Põhimeede: ajutine erand ega riski aktsepteerimine seda rakendatuks ei muuda, vaja on juhtkonna otsust.",
        en="A basic measure: a temporary exception or an accepted risk never makes it implemented; the management "
        "decides.",
    ),
    "d_covered": Text(
        et="Kehtiv erand {waiver} katab selle lünga juba.", en="The waiver {waiver} in force already covers this gap."
    ),
    "d_all_objects": Text(
        et="objects: jätke alles ainult need, mida erand puudutab; ilma väljata puudutab erand tervet leidu",
        en="objects: keep only those the waiver is about; without the field it is about the whole finding",
    ),
    "d_c_kind": Text(
        et="valeleid, asendusmeede, ajutine_erand või riski_aktsepteerimine",
        en="valeleid (false positive), asendusmeede (equivalent measure), ajutine_erand (temporary exception) or "
        "riski_aktsepteerimine (accepted risk)",
    ),
    "d_c_role": Text(
        et="management (juhtkond), security_officer (infoturbejuht) või owner (vastutaja)",
        en="management, security_officer or owner",
    ),
    "d_c_last": Text(et="viimane päev, mil see kehtib", en="the last day on which it counts"),
    "d_c_document": Text(
        et="valeleiu ja riski aktsepteerimise korral kohustuslik", en="needed for valeleid and riski_aktsepteerimine"
    ),
    "d_c_risk": Text(
        et="riski aktsepteerimise korral kohustuslik; muidu kustutage rida",
        en="needed for riski_aktsepteerimine; otherwise take the line out",
    ),
    "d_fill": Text(et="TÄITA", en="FILL IN"),
    "d_fill_reason": Text(et="TÄITA: põhjendus", en="FILL IN: the reason"),
    "d_fill_by": Text(et="TÄITA: nimi ja amet", en="FILL IN: name and position"),
    "d_fill_document": Text(et="TÄITA: dokumendi viit", en="FILL IN: reference to the document"),
    "d_fill_risk": Text(et="TÄITA: riskianalüüsi viit", en="FILL IN: reference to the risk analysis"),
    # the form of an attestation, and what waits for one
    "d_put_attestation": Text(
        et="Täitke väljad TÄITA ja lisage kirjed faili {file} võtme attestations alla. Kontrollige: eits-scan "
        "attestations lint",
        en="Fill in the fields FILL IN and add the entries to {file} under attestations. Then run: eits-scan "
        "attestations lint",
    ),
    "d_c_stated": Text(
        et="rakendatud, osaliselt, ei ole rakendatud või pole asjakohane",
        en="rakendatud (implemented), osaliselt (partly), ei ole rakendatud (not implemented) or pole asjakohane (not "
        "relevant)",
    ),
    "d_fill_statement": Text(et="TÄITA: kuidas see on tagatud", en="FILL IN: how it is done"),
    "d_fill_evidence": Text(et="TÄITA: tõendi viit", en="FILL IN: reference to the evidence"),
    "d_c_evidence": Text(et="võib ka kustutada", en="may be taken out"),
    "d_organisational": Text(
        et="Kas see on korraldatud ja dokumenteeritud? Skanner seda ei näe.",
        en="Is this organised and documented? The scanner cannot see it.",
    ),
    "d_unanswered": Text(et="vastamata", en="no answer"),
    "d_ended": Text(et="aegus {date}", en="expired {date}"),
    "d_ends": Text(et="aegub {date}", en="expires {date}"),
    "d_nothing_due": Text(et="Ükski punkt ei oota vastust.", en="No clause waits for an answer."),
    "d_target": Text(et="Sihtobjekt", en="Target object"),
    "d_target_name": Text(et="Nimi", en="Name"),
    "d_owner": Text(et="Vastutaja", en="Owner"),
    "d_hosts": Text(et="Hostid", en="Hosts"),
    "d_title": Text(et="Meede", en="Measure"),
    "d_question": Text(et="Küsimus", en="Question"),
    "d_now": Text(et="Praegu", en="Now"),
    "d_answer": Text(et="Vastus", en="Answer"),
    "d_explained": Text(et="Selgitus", en="Explanation"),
    "d_answered_by": Text(et="Vastaja", en="Answered by"),
    "d_valid": Text(et="Kehtib kuni", en="Valid until"),
    "d_proof": Text(et="Tõend", en="Evidence"),
}

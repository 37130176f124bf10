"""Words of the registers, and of how old the gaps are."""

from __future__ import annotations

from scanner.model.base import Text

UI: dict[str, Text] = {
    "waivers": Text(et="Erandite register", en="Register of waivers"),
    "waivers_none": Text(et="Erandeid ei ole.", en="There are no waivers."),
    "waivers_told": Text(
        et="Kehtiva erandiga lünk jääb nähtavaks, kuid seda arvestatakse eraldi. Aegunud erand lünka enam ei kata.",
        en="A waiver in force leaves the gap visible and counts it apart. One that has expired covers nothing.",
    ),
    "everywhere": Text(et="kõik hostid", en="all hosts"),
    "reg_why": Text(et="Põhjendus", en="Reason"),
    "reg_by": Text(et="Otsustaja", en="Decided by"),
    "reg_decision": Text(et="vajab juhtkonna otsust", en="needs a decision of the management"),
    "ends_soon": Text(et="aegub 14 päeva jooksul", en="expires within 14 days"),
    "attestations": Text(et="Kinnituste register", en="Register of attestations"),
    "attestations_none": Text(
        et="Ühegi punkti kohta ei ole vastutaja kinnitust.", en="No clause has been attested by a person."
    ),
    "attestations_told": Text(
        et="Nende punktide rakendamise seisu on kinnitanud inimene, mitte skannimine. Aegunud kinnitus enam ei kehti.",
        en="A person, not a scan, stated how these clauses stand. An attestation that has expired does not count.",
    ),
    "reg_clause": Text(et="Punkt", en="Clause"),
    "reg_where": Text(et="Sihtobjekt või hostid", en="Target object or hosts"),
    "reg_state": Text(et="Kinnitatud seis", en="Stated status"),
    "reg_statement": Text(et="Kinnitus", en="Statement"),
    "reg_evidence": Text(et="tõendusmaterjal", en="evidence"),
    "stated_implemented": Text(et="rakendatud", en="implemented"),
    "stated_partly": Text(et="osaliselt", en="partly"),
    "stated_not_implemented": Text(et="ei ole rakendatud", en="not implemented"),
    "stated_not_relevant": Text(et="pole asjakohane", en="not relevant"),
    "as_of": Text(et="seis {date} päeva lõpus", en="as it was at the end of {date}"),
    "observations": Text(et="Audiitori tähelepanekud", en="The auditor's observations"),
    "obs_number": Text(et="Number", en="No."),
    "obs_text": Text(et="Lahknevus", en="Nonconformity"),
    "obs_comment": Text(et="Märkus", en="Comment"),
    "card_plan": Text(et="Tegevuskavas", en="In the action plan"),
    "baseline": Text(et="Võrreldes kinnitatud võrdlusalusega", en="Compared with the approved baseline"),
    "baseline_told": Text(
        et="Võrdlusalus on skannimine {run} ({finished}), kinnitatud {approved}, kinnitaja {by}: {reason}",
        en="The baseline is run {run} ({finished}), approved on {approved} by {by}: {reason}",
    ),
    "baseline_other": Text(
        et="Võrdlusalust hinnati kontrollide muu versiooniga: muutus võib tuleneda kontrollidest, mitte hostidest.",
        en="The baseline was judged by other content: a change may come from the checks and not from a host.",
    ),
    "ages": Text(et="Lüngad vanuse järgi", en="Gaps by age"),
    "age": Text(et="Vanus", en="Age"),
    "age_to": Text(et="{start}–{end} päeva", en="{start}–{end} days"),
    "age_over": Text(et="{start} päeva või rohkem", en="{start} days or more"),
    "ages_told": Text(
        et="Loendatud on lüngad, mida ükski erand ei kata; vanus on avastamisest aruande päevani.",
        en="Counted are gaps that no waiver covers, from when they were first seen to the day of the report.",
    ),
    "ages_late": Text(et="Üle tähtaja: {gaps}.", en="Past the deadline: {gaps}."),
    "facet_due": Text(et="Tähtaeg", en="Deadline"),
    "due_late": Text(et="üle tähtaja", en="overdue"),
    "due_open": Text(et="tähtaja sees", en="within the deadline"),
}

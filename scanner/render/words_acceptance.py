"""The texts of the acceptance report (vastuvõtukontroll)."""

from __future__ import annotations

from scanner.model.base import Text

UI: dict[str, Text] = {
    "a_title": Text(et="Vastuvõtukontroll", en="Acceptance report"),
    "a_proposal": Text(et="Ettepanek", en="Proposal"),
    "a_accept": Text(et="Võtta vastu", en="Accept"),
    "a_conditions": Text(et="Võtta vastu tingimustega", en="Accept with conditions"),
    "a_refuse": Text(et="Mitte vastu võtta", en="Do not accept"),
    "a_all_good": Text(
        et="Kõik kontrollid on tehtud; avatud lünki, erandeid ega vastamata küsimusi ei ole.",
        en="Every check was done; there is no open gap, waiver or unanswered question.",
    ),
    "a_why_refuse": Text(et="Takistab vastuvõtmist", en="Stands in the way"),
    "a_why_conditions": Text(et="Tingimused", en="Conditions"),
    "a_reason_nothing": Text(
        et="Ükski kontroll ei andnud hinnangut: tõenäoliselt jäi hosti platvorm tuvastamata.",
        en="No check gave a verdict: most likely the host was not recognised.",
    ),
    "a_reason_silent": Text(
        et="{hosts} ei vastanud või vastas ainult osaliselt.", en="{hosts} did not answer, or only in part."
    ),
    "a_reason_unmodelled": Text(
        et="{hosts} ei kuulu ühtegi sihtobjekti: ei ole teada, millised meetmed kehtivad.",
        en="{hosts} in no target object: which measures hold is not known.",
    ),
    "a_reason_missing": Text(et="{checks} jäi tegemata.", en="{checks} not done."),
    "a_reason_unjudged": Text(et="{findings} on hindamata.", en="{findings} not assessed."),
    "a_reason_stale": Text(
        et="{findings} põhineb üle {days} päeva vanal vaatlusel: skannige uuesti.",
        en="{findings} from an observation older than {days} days: scan again.",
    ),
    "a_reason_blocking": Text(
        et="{gaps} puudutab põhimeedet või on kriitilise või kõrge raskusastmega.",
        en="{gaps} of a basic measure, or of critical or high severity.",
    ),
    "a_reason_open": Text(
        et="{gaps} (keskmine või madal raskusaste) tuleb kõrvaldada tähtajaks.",
        en="{gaps} of medium or low severity to be closed by the deadline.",
    ),
    "a_reason_waived": Text(
        et="{gaps} on kaetud erandiga: erandi tingimused peavad püsima ja erand tuleb enne lõppu uuendada.",
        en="{gaps} under a waiver: its conditions must hold, and it must be renewed before it ends.",
    ),
    "a_reason_questions": Text(
        et="Vastutaja kinnitust ootab {questions}.", en="{questions} for the responsible person to answer."
    ),
    "a_what": Text(et="Mida kontrolliti", en="What was checked"),
    "a_targets": Text(et="Sihtobjekt", en="Target object"),
    "a_no_target": Text(et="puudub", en="none"),
    "a_need": Text(et="kaitsetarve", en="protection need"),
    "a_id": Text(et="hosti tunnus", en="host id"),
    "a_system": Text(et="Süsteem", en="System"),
    "a_system_unknown": Text(et="teadmata", en="unknown"),
    "a_never": Text(et="ei ole nähtud", en="never seen"),
    "a_digest": Text(et="Tõendusmaterjali räsi (SHA-256)", en="Digest of the evidence (SHA-256)"),
    "a_no_digest": Text(et="tõendusmaterjali ei ole", en="no evidence"),
    "a_verdicts": Text(et="Kontrollide tulemus", en="Result of the checks"),
    "a_blocking": Text(et="Lüngad, mis takistavad vastuvõtmist", en="Gaps that stand in the way"),
    "a_blocking_none": Text(
        et="Nähtu põhjal ei puuduta ükski avatud lünk põhimeedet ega ole kriitilise või kõrge raskusastmega.",
        en="In what was seen there is no open gap of a basic measure, or of critical or high severity.",
    ),
    "a_blocking_unseen": Text(
        et="Midagi ei nähtud, seega ei ole lünkade kohta midagi teada.",
        en="Nothing was seen, so nothing is known of gaps.",
    ),
    "a_more_gaps": Text(
        et="Lisaks ({checks}); üksikasjad on infoturbespetsialisti aruandes:",
        en="Besides these ({checks}); the whole cards are in the specialist's report:",
    ),
    "a_open": Text(et="Tähtajaks kõrvaldatavad lüngad", en="Gaps to be closed by a deadline"),
    "a_open_until": Text(et="hiljemalt {date}", en="by {date}"),
    "a_waived": Text(et="Erandid", en="Waivers"),
    "a_waived_until": Text(et="kehtib kuni {date}", en="until {date}"),
    "a_waived_basic": Text(
        et="põhimeede rakendamata – vajab juhtkonna otsust",
        en="a basic measure is not implemented – needs a decision of the management",
    ),
    "a_unseen": Text(et="Mida ei nähtud ja miks", en="What was not seen, and why"),
    "a_unseen_none": Text(
        et="Kõik hostid vastasid täielikult ja iga kontroll andis hinnangu.",
        en="Every host answered in full and every check gave a verdict.",
    ),
    "a_unseen_missing": Text(
        et="{checks} jäi tegemata: skannimine oli kitsendatud, katkes või ei jõudnud hostini.",
        en="{checks} not done: the scan was narrowed, stopped or did not get to the host.",
    ),
    "a_policy": Text(et="Lisage asutuse otsus inventuuri:", en="Add the site's decision to the inventory:"),
    "a_questions": Text(et="Vastamata kinnituse küsimused", en="Questions that wait for an attestation"),
    "a_questions_none": Text(et="Vastamata küsimusi ei ole.", en="No question is unanswered."),
    "a_questions_unknown": Text(
        et="Ei ole teada: sihtobjektita hostil ei ole mooduleid, mille kohta küsida.",
        en="Not known: a host in no target object has no modules to ask about.",
    ),
    "a_questions_more": Text(
        et="Lisaks {questions}: {codes}. Need on infoturbespetsialisti aruandes.",
        en="Besides these {questions}: {codes}. They are in the specialist's report.",
    ),
    "a_rule": Text(et="Otsustusreegel", en="The rule"),
    "a_rule_refuse": Text(
        et="avatud lünk puudutab põhimeedet või on kriitilise või kõrge raskusastmega; host ei kuulu ühtegi "
        "sihtobjekti; või midagi jäi nägemata: host ei vastanud täielikult, leid on hindamata, kontroll on tegemata "
        "või vaatlus on üle {days} päeva vana.",
        en="an open gap is of a basic measure, or of critical or high severity; a host is in no target object; or "
        "something was not seen: a host did not answer in full, a finding is not assessed, a check was not done, or "
        "the observation is older than {days} days.",
    ),
    "a_rule_conditions": Text(
        et="alles on ainult keskmise või madala raskusastmega lüngad, erandiga kaetud lüngad või vastamata küsimused.",
        en="only gaps of medium or low severity, gaps under a waiver or unanswered questions are left.",
    ),
    "a_rule_accept": Text(et="midagi eelnevast ei ole.", en="none of these is left."),
    "a_rule_told": Text(
        et="See on eits-scani ettepanek. Otsustab vastuvõtja.", en="This is a proposal. Who takes over decides."
    ),
    "a_decision": Text(et="Otsus", en="Decision"),
    "a_remarks": Text(et="Märkused ja tingimused", en="Remarks and conditions"),
    "a_handed": Text(et="Üleandja", en="Handed over by"),
    "a_taken": Text(et="Vastuvõtja", en="Taken over by"),
}

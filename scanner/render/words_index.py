"""The texts of the page that lists the runs."""

from __future__ import annotations

from scanner.model.base import Text

NOUNS: dict[str, tuple[Text, Text]] = {
    "run": (Text(et="skannimine", en="run"), Text(et="skannimist", en="runs")),
}

UI: dict[str, Text] = {
    "i_title": Text(et="Skannimised ja aruanded", en="Runs and reports"),
    "i_runs": Text(et="Skannimised", en="Runs"),
    "i_run": Text(et="Skannimine", en="Run"),
    "i_scope": Text(et="Ulatus", en="Scope"),
    "i_hosts": Text(et="Vastanud hoste", en="Hosts answered"),
    "i_gaps": Text(et="Lünki", en="Gaps"),
    "i_none": Text(et="lünki ei ole", en="no gaps"),
    "i_partly": Text(et="nähtud osas lünki ei ole", en="no gaps in what was seen"),
    "i_nothing": Text(et="midagi ei nähtud", en="nothing was seen"),
    "i_unseen": Text(et="lünki ei leitud; {findings} hindamata", en="no gaps found; {findings} not assessed"),
    "i_changes": Text(et="Muutused", en="Changes"),
    "i_first": Text(et="esimene vaatlus", en="first observation"),
    "i_unchanged": Text(et="muutusteta", en="no changes"),
    "i_complete": Text(et="Täielikkus", en="Completeness"),
    "i_whole": Text(et="täielik", en="complete"),
    "i_stopped": Text(et="katkes", en="stopped early"),
    "i_pairs": Text(et="hinnatud {judged}/{planned}", en="judged {judged}/{planned}"),
    "i_unjudged": Text(et="hindamata {n}", en="not assessed {n}"),
    "i_files": Text(et="Aruanded", en="Reports"),
    "i_no_files": Text(et="Aruannet siin kaustas ei ole. Selle teeb:", en="No report in this folder. This makes one:"),
    "i_everything": Text(et="kogu inventuur", en="the whole inventory"),
    "i_limit": Text(et="ainult {limit}", en="only {limit}"),
    "i_narrowed": Text(et="ainult kontrollid: {names}", en="only the checks: {names}"),
    "i_current": Text(et="Hetkeseisu aruanded", en="Reports of the current state"),
    "i_older": Text(
        et="Näidatud on {shown} viimast. Varasemad: eits-scan runs list.",
        en="The last {shown} are shown. Earlier ones: eits-scan runs list.",
    ),
    "i_trend_few": Text(
        et="Muutuste joonis tekib, kui kogu inventuur on skannitud vähemalt kaks korda.",
        en="The trend appears once the whole inventory was scanned twice.",
    ),
    "i_updated": Text(et="Uuendatud {moment}", en="Updated {moment}"),
    "i_audience_specialist": Text(et="lünkade aruanne", en="gap report"),
    "i_audience_partner": Text(et="tööde nimekiri", en="work list"),
    "i_audience_management": Text(et="kokkuvõte", en="summary"),
    "i_audience_acceptance": Text(et="vastuvõtukontroll", en="acceptance report"),
    "i_evidence": Text(et="tõendusmaterjal {measure}", en="evidence {measure}"),
    "i_data": Text(et="andmed", en="data"),
}

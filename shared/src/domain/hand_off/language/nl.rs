//! Dutch.

use super::{Phrases, Reason};

pub(super) const PHRASES: Phrases = Phrases {
    heading: "Overgedragen door Nexora",
    ask: "Vraag",
    most_recently: "meest recent",
    no_text: "het bericht bevat geen tekst",
    why: "Reden van de overdracht",
    intent: "onderwerp",
    sure: |percent| format!("{percent} % zeker"),
    tried: "Al geprobeerd",
    answered: "de agent heeft geantwoord",
    nothing_tried: "nog niets; de agent heeft in dit gesprek niet geantwoord",
    captured: "Genoteerd",
    facts: "Bekend",
    plan: "abonnement",
    segments: "segmenten",
    role: "rol",
    page: "pagina",
    language: "taal",
    waiting_since: "Wacht sinds",
    night: "Buiten openingstijden",
    waited,
    others: "Ook binnengekomen",
    came_in,
    more: |count| format!("en nog {count}"),
    conversation: "gesprek",
    came: "Route hierheen",
    steps: "deze stappen waren beslissend",
    colon: ":",
    quotes: ["“", "”"],
    reason,
};

fn waited(until: &str, told: bool) -> String {
    if told {
        format!("wachtte tot het team er op {until} weer was; dat is gemeld")
    } else {
        format!("wachtte tot het team er op {until} weer was; dat is niet gemeld")
    }
}

fn came_in(count: u32, team: Option<&str>) -> String {
    let for_team = team.map(|team| format!(" voor {team}")).unwrap_or_default();
    match count {
        1 => format!("nog 1 gesprek{for_team} buiten openingstijden"),
        count => format!("nog {count} gesprekken{for_team} buiten openingstijden"),
    }
}

fn reason(reason: &Reason) -> String {
    match reason {
        Reason::AskedForPerson => "er is om een medewerker gevraagd",
        Reason::Unsure => "de agent weet het antwoord niet",
        Reason::Intent(name) => return format!("“{name}” wordt door het team behandeld"),
        Reason::Rule(name) => return format!("de regel “{name}” stuurt dit naar het team"),
        Reason::Ordered => "iemand van het team heeft erom gevraagd",
        Reason::AgentFailed => "er is een fout opgetreden bij de agent",
        Reason::AgentSlow => "de agent kon niet op tijd antwoorden",
        Reason::AgentUnreachable => "de agent was niet bereikbaar",
        Reason::AgentUnreadable => "het antwoord van de agent was niet leesbaar",
        Reason::NoKnowledge => "de kennisbron van de agent was niet leesbaar",
        Reason::TooLong => "het antwoord van de agent was te lang om te versturen",
        Reason::Repeating => "de agent zou zichzelf hebben herhaald",
        Reason::TurnLimit => "de agent heeft het toegestane aantal antwoorden bereikt",
        Reason::Refused => "Intercom heeft het antwoord van de agent geweigerd",
        Reason::Unreadable => "het bericht kon niet worden gelezen",
        Reason::Unconfirmed => "er kon niet worden bevestigd of een antwoord is aangekomen",
        Reason::Paused => "de agent is gepauzeerd en had dit gesprek onder zich",
        Reason::NotPickedUp => "niemand heeft het op tijd opgepakt",
        Reason::LastResort => "er is aan onze kant iets misgegaan; graag controleren",
    }
    .to_owned()
}

//! German.

use super::{Phrases, Reason};

pub(super) const PHRASES: Phrases = Phrases {
    heading: "Übergabe durch Nexora",
    ask: "Anliegen",
    most_recently: "zuletzt",
    no_text: "die Nachricht enthält keinen Text",
    why: "Grund der Übergabe",
    intent: "Thema",
    sure: |percent| format!("{percent} % sicher"),
    tried: "Bisher versucht",
    answered: "der Agent hat geantwortet",
    nothing_tried: "noch nichts; der Agent hat in dieser Unterhaltung nicht geantwortet",
    captured: "Erfasst",
    facts: "Bekannt",
    plan: "Tarif",
    segments: "Segmente",
    role: "Rolle",
    page: "Seite",
    language: "Sprache",
    waiting_since: "Wartet seit",
    night: "Außerhalb der Öffnungszeiten",
    waited,
    others: "Ebenfalls eingegangen",
    came_in,
    more: |count| format!("und {count} weitere"),
    conversation: "Unterhaltung",
    came: "Weg hierher",
    steps: "diese Schritte haben entschieden",
    colon: ":",
    quotes: ["„", "“"],
    reason,
};

fn waited(until: &str, told: bool) -> String {
    if told {
        format!("hat auf das Team gewartet, das ab {until} wieder da ist; das wurde mitgeteilt")
    } else {
        format!(
            "hat auf das Team gewartet, das ab {until} wieder da ist; das wurde nicht mitgeteilt"
        )
    }
}

fn came_in(count: u32, team: Option<&str>) -> String {
    let for_team = team.map(|team| format!(" für {team}")).unwrap_or_default();
    match count {
        1 => format!("1 weitere Unterhaltung{for_team} außerhalb der Öffnungszeiten"),
        count => format!("{count} weitere Unterhaltungen{for_team} außerhalb der Öffnungszeiten"),
    }
}

fn reason(reason: &Reason) -> String {
    match reason {
        Reason::AskedForPerson => "es wurde nach einem Menschen gefragt",
        Reason::Unsure => "der Agent kennt die Antwort nicht",
        Reason::Intent(name) => return format!("„{name}“ wird vom Team bearbeitet"),
        Reason::Rule(name) => return format!("laut der Regel „{name}“ ist das Team zuständig"),
        Reason::Ordered => "jemand aus dem Team hat die Übergabe angefordert",
        Reason::AgentFailed => "beim Agenten ist ein Fehler aufgetreten",
        Reason::AgentSlow => "der Agent konnte nicht rechtzeitig antworten",
        Reason::AgentUnreachable => "der Agent war nicht erreichbar",
        Reason::AgentUnreadable => "die Antwort des Agenten war nicht lesbar",
        Reason::NoKnowledge => "die Wissensquelle des Agenten war nicht lesbar",
        Reason::TooLong => "die Antwort des Agenten war zu lang zum Senden",
        Reason::Repeating => "der Agent hätte sich wiederholt",
        Reason::TurnLimit => "der Agent hat so oft geantwortet, wie er darf",
        Reason::Refused => "Intercom hat die Antwort des Agenten abgelehnt",
        Reason::Unreadable => "die Nachricht konnte nicht gelesen werden",
        Reason::Unconfirmed => "es ließ sich nicht klären, ob eine Antwort angekommen ist",
        Reason::Paused => "der Agent ist pausiert, und die Unterhaltung war ihm zugewiesen",
        Reason::NotPickedUp => "niemand hat sie rechtzeitig übernommen",
        Reason::LastResort => "auf unserer Seite ist etwas schiefgegangen; bitte ansehen",
    }
    .to_owned()
}

//! Italian.

use super::{Phrases, Reason};

pub(super) const PHRASES: Phrases = Phrases {
    heading: "Passaggio da Nexora",
    ask: "Richiesta",
    most_recently: "più di recente",
    no_text: "il messaggio non contiene testo",
    why: "Motivo del passaggio",
    intent: "argomento",
    sure: |percent| format!("certezza {percent} %"),
    tried: "Già tentato",
    answered: "l’agente ha risposto",
    nothing_tried: "ancora nulla; l’agente non ha risposto in questa conversazione",
    captured: "Dati rilevati",
    facts: "Contesto",
    plan: "piano",
    segments: "segmenti",
    role: "ruolo",
    page: "pagina",
    language: "lingua",
    waiting_since: "In attesa da",
    night: "Fuori orario",
    waited,
    others: "Arrivate anche",
    came_in,
    more: |count| format!("e altre {count}"),
    conversation: "conversazione",
    came: "Percorso",
    steps: "questi passaggi sono stati decisivi",
    colon: ":",
    quotes: ["«", "»"],
    reason,
};

fn waited(until: &str, told: bool) -> String {
    if told {
        format!("in attesa del ritorno del team il {until}; è stato comunicato")
    } else {
        format!("in attesa del ritorno del team il {until}; non è stato comunicato")
    }
}

fn came_in(count: u32, team: Option<&str>) -> String {
    let for_team = team.map(|team| format!(" per {team}")).unwrap_or_default();
    match count {
        1 => format!("1 altra conversazione{for_team} fuori orario"),
        count => format!("{count} altre conversazioni{for_team} fuori orario"),
    }
}

fn reason(reason: &Reason) -> String {
    match reason {
        Reason::AskedForPerson => "è stato chiesto di parlare con una persona",
        Reason::Unsure => "l’agente non conosce la risposta",
        Reason::Intent(name) => return format!("«{name}» è gestito dal team"),
        Reason::Rule(name) => {
            return format!("la regola «{name}» assegna la conversazione al team");
        }
        Reason::Ordered => "è stato richiesto da un membro del team",
        Reason::AgentFailed => "si è verificato un errore dell’agente",
        Reason::AgentSlow => "l’agente non è riuscito a rispondere in tempo",
        Reason::AgentUnreachable => "l’agente non era raggiungibile",
        Reason::AgentUnreadable => "la risposta dell’agente non era leggibile",
        Reason::NoKnowledge => "la fonte di conoscenza dell’agente non era leggibile",
        Reason::TooLong => "la risposta dell’agente era troppo lunga per essere inviata",
        Reason::Repeating => "l’agente si sarebbe ripetuto",
        Reason::TurnLimit => "l’agente ha raggiunto il numero di risposte consentito",
        Reason::Refused => "Intercom ha rifiutato la risposta dell’agente",
        Reason::Unreadable => "non è stato possibile leggere il messaggio",
        Reason::Unconfirmed => "non è stato possibile confermare se una risposta sia arrivata",
        Reason::Paused => "l’agente è in pausa e aveva in carico questa conversazione",
        Reason::NotPickedUp => "nessuno l’ha presa in carico in tempo",
        Reason::LastResort => "qualcosa è andato storto da parte nostra; si prega di verificare",
    }
    .to_owned()
}

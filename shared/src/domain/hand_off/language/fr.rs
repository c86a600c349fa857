//! French.

use super::{Phrases, Reason};

pub(super) const PHRASES: Phrases = Phrases {
    heading: "Transmis par Nexora",
    ask: "Demande\u{a0}",
    most_recently: "en dernier lieu",
    no_text: "le message ne contient pas de texte",
    why: "Motif du transfert\u{a0}",
    intent: "sujet",
    sure: |percent| format!("sûr à {percent}\u{a0}%"),
    tried: "Déjà tenté\u{a0}",
    answered: "l’agent a répondu",
    nothing_tried: "rien pour l’instant\u{a0}; l’agent n’a pas répondu dans cette conversation",
    captured: "Relevé\u{a0}",
    facts: "Contexte\u{a0}",
    plan: "offre",
    segments: "segments",
    role: "rôle",
    page: "page",
    language: "langue",
    waiting_since: "En attente depuis\u{a0}",
    night: "Hors horaires\u{a0}",
    waited,
    others: "Également reçu\u{a0}",
    came_in,
    more: |count| format!("et {count} de plus"),
    conversation: "conversation",
    came: "Parcours\u{a0}",
    steps: "ces étapes ont été décisives",
    colon: "\u{a0}:",
    quotes: ["«\u{a0}", "\u{a0}»"],
    reason,
};

fn waited(until: &str, told: bool) -> String {
    if told {
        format!("en attente du retour de l’équipe le {until}\u{a0}; cela a été annoncé")
    } else {
        format!("en attente du retour de l’équipe le {until}\u{a0}; cela n’a pas été annoncé")
    }
}

fn came_in(count: u32, team: Option<&str>) -> String {
    let for_team = team.map(|team| format!(" pour {team}")).unwrap_or_default();
    match count {
        1 => format!("1 autre conversation{for_team} hors horaires"),
        count => format!("{count} autres conversations{for_team} hors horaires"),
    }
}

fn reason(reason: &Reason) -> String {
    match reason {
        Reason::AskedForPerson => "une personne a été demandée",
        Reason::Unsure => "l’agent ne connaît pas la réponse",
        Reason::Intent(name) => {
            return format!("les demandes «\u{a0}{name}\u{a0}» sont traitées par l’équipe");
        }
        Reason::Rule(name) => {
            return format!("la règle «\u{a0}{name}\u{a0}» confie la conversation à l’équipe");
        }
        Reason::Ordered => "un membre de l’équipe l’a demandé",
        Reason::AgentFailed => "l’agent a rencontré une erreur",
        Reason::AgentSlow => "l’agent n’a pas pu répondre à temps",
        Reason::AgentUnreachable => "l’agent était injoignable",
        Reason::AgentUnreadable => "la réponse de l’agent était illisible",
        Reason::NoKnowledge => "la source de connaissances de l’agent était illisible",
        Reason::TooLong => "la réponse de l’agent était trop longue pour être envoyée",
        Reason::Repeating => "l’agent se serait répété",
        Reason::TurnLimit => "l’agent a atteint le nombre de réponses autorisé",
        Reason::Refused => "Intercom a refusé la réponse de l’agent",
        Reason::Unreadable => "le message n’a pas pu être lu",
        Reason::Unconfirmed => "impossible de confirmer qu’une réponse est bien arrivée",
        Reason::Paused => "l’agent est en pause, et cette conversation lui était confiée",
        Reason::NotPickedUp => "personne ne l’a prise en charge à temps",
        Reason::LastResort => "un problème est survenu de notre côté\u{a0}; merci de vérifier",
    }
    .to_owned()
}

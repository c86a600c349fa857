//! Spanish.

use super::{Phrases, Reason};

pub(super) const PHRASES: Phrases = Phrases {
    heading: "Transferido por Nexora",
    ask: "Consulta",
    most_recently: "lo más reciente",
    no_text: "el mensaje no contiene texto",
    why: "Motivo de la transferencia",
    intent: "tema",
    sure: |percent| format!("{percent} % de certeza"),
    tried: "Ya se intentó",
    answered: "el agente respondió",
    nothing_tried: "nada todavía; el agente no ha respondido en esta conversación",
    captured: "Datos recogidos",
    facts: "Contexto",
    plan: "plan",
    segments: "segmentos",
    role: "rol",
    page: "página",
    language: "idioma",
    waiting_since: "En espera desde",
    night: "Fuera de horario",
    waited,
    others: "También recibido",
    came_in,
    more: |count| format!("y {count} más"),
    conversation: "conversación",
    came: "Recorrido",
    steps: "estos pasos fueron decisivos",
    colon: ":",
    quotes: ["«", "»"],
    reason,
};

fn waited(until: &str, told: bool) -> String {
    if told {
        format!("esperó a que volviera el equipo el {until}; se avisó de ello")
    } else {
        format!("esperó a que volviera el equipo el {until}; no se avisó de ello")
    }
}

fn came_in(count: u32, team: Option<&str>) -> String {
    let for_team = team.map(|team| format!(" para {team}")).unwrap_or_default();
    match count {
        1 => format!("1 conversación más{for_team} fuera de horario"),
        count => format!("{count} conversaciones más{for_team} fuera de horario"),
    }
}

fn reason(reason: &Reason) -> String {
    match reason {
        Reason::AskedForPerson => "se ha pedido hablar con una persona",
        Reason::Unsure => "el agente no conoce la respuesta",
        Reason::Intent(name) => {
            return format!("las consultas sobre «{name}» las atiende el equipo");
        }
        Reason::Rule(name) => return format!("la regla «{name}» asigna la conversación al equipo"),
        Reason::Ordered => "alguien del equipo lo ha solicitado",
        Reason::AgentFailed => "se ha producido un error en el agente",
        Reason::AgentSlow => "el agente no pudo responder a tiempo",
        Reason::AgentUnreachable => "no se pudo contactar con el agente",
        Reason::AgentUnreadable => "no se pudo leer la respuesta del agente",
        Reason::NoKnowledge => "no se pudo leer la fuente de conocimiento del agente",
        Reason::TooLong => "la respuesta del agente era demasiado larga para enviarla",
        Reason::Repeating => "el agente se habría repetido",
        Reason::TurnLimit => "el agente ha alcanzado el número de respuestas permitido",
        Reason::Refused => "Intercom rechazó la respuesta del agente",
        Reason::Unreadable => "no se pudo leer el mensaje",
        Reason::Unconfirmed => "no se pudo confirmar si llegó una respuesta",
        Reason::Paused => "el agente está en pausa y tenía asignada esta conversación",
        Reason::NotPickedUp => "nadie la atendió a tiempo",
        Reason::LastResort => "algo ha fallado por nuestra parte; conviene revisarlo",
    }
    .to_owned()
}

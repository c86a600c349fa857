//! Portuguese, as it is written in Brazil.

use super::{Phrases, Reason};

pub(super) const PHRASES: Phrases = Phrases {
    heading: "Transferido pelo Nexora",
    ask: "Pedido",
    most_recently: "mais recentemente",
    no_text: "a mensagem não contém texto",
    why: "Motivo da transferência",
    intent: "assunto",
    sure: |percent| format!("{percent} % de certeza"),
    tried: "Já tentado",
    answered: "o agente respondeu",
    nothing_tried: "nada ainda; o agente não respondeu nesta conversa",
    captured: "Dados coletados",
    facts: "Contexto",
    plan: "plano",
    segments: "segmentos",
    role: "função",
    page: "página",
    language: "idioma",
    waiting_since: "Aguardando desde",
    night: "Fora do horário",
    waited,
    others: "Também recebido",
    came_in,
    more: |count| format!("e mais {count}"),
    conversation: "conversa",
    came: "Percurso",
    steps: "estas etapas foram decisivas",
    colon: ":",
    quotes: ["“", "”"],
    reason,
};

fn waited(until: &str, told: bool) -> String {
    if told {
        format!("aguardou o retorno da equipe em {until}; isso foi informado")
    } else {
        format!("aguardou o retorno da equipe em {until}; isso não foi informado")
    }
}

fn came_in(count: u32, team: Option<&str>) -> String {
    let for_team = team.map(|team| format!(" para {team}")).unwrap_or_default();
    match count {
        1 => format!("mais 1 conversa{for_team} fora do horário"),
        count => format!("mais {count} conversas{for_team} fora do horário"),
    }
}

fn reason(reason: &Reason) -> String {
    match reason {
        Reason::AskedForPerson => "foi pedido o atendimento por uma pessoa",
        Reason::Unsure => "o agente não sabe a resposta",
        Reason::Intent(name) => {
            return format!("as solicitações “{name}” são atendidas pela equipe");
        }
        Reason::Rule(name) => {
            return format!("a regra “{name}” encaminha a conversa para a equipe");
        }
        Reason::Ordered => "alguém da equipe solicitou",
        Reason::AgentFailed => "ocorreu um erro no agente",
        Reason::AgentSlow => "o agente não conseguiu responder a tempo",
        Reason::AgentUnreachable => "não foi possível acessar o agente",
        Reason::AgentUnreadable => "não foi possível ler a resposta do agente",
        Reason::NoKnowledge => "não foi possível ler a fonte de conhecimento do agente",
        Reason::TooLong => "a resposta do agente era longa demais para ser enviada",
        Reason::Repeating => "o agente teria se repetido",
        Reason::TurnLimit => "o agente atingiu o número de respostas permitido",
        Reason::Refused => "a Intercom recusou a resposta do agente",
        Reason::Unreadable => "não foi possível ler a mensagem",
        Reason::Unconfirmed => "não foi possível confirmar se uma resposta chegou",
        Reason::Paused => "o agente está em pausa e tinha esta conversa atribuída",
        Reason::NotPickedUp => "ninguém a assumiu a tempo",
        Reason::LastResort => "algo deu errado do nosso lado; favor verificar",
    }
    .to_owned()
}

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
    came: "Percurso",
    steps: "estas etapas foram decisivas",
    colon: ":",
    quotes: ["“", "”"],
    reason,
};

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

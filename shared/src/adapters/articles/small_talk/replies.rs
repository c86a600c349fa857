//! What is said to small talk.

use bm25::Language;

use super::SmallTalk;

pub(super) const fn reply(says: SmallTalk, language: &Language) -> &'static str {
    match (says, language) {
        (SmallTalk::Thanks, Language::German) => {
            "Sehr gerne! Fragen Sie einfach, wenn noch etwas offen ist."
        }
        (SmallTalk::Thanks, Language::French) => {
            "Avec plaisir ! N’hésitez pas si vous avez une autre question."
        }
        (SmallTalk::Thanks, Language::Spanish) => "¡De nada! Si tiene otra pregunta, aquí estoy.",
        (SmallTalk::Thanks, _) => "You're welcome! Just ask if there is anything else.",
        (SmallTalk::Goodbye, Language::German) => "Auf Wiedersehen und einen schönen Tag!",
        (SmallTalk::Goodbye, Language::French) => "Au revoir et bonne journée !",
        (SmallTalk::Goodbye, Language::Spanish) => "¡Hasta luego y que tenga un buen día!",
        (SmallTalk::Goodbye, _) => "Goodbye, and have a nice day!",
        (SmallTalk::Greeting, Language::German) => "Hallo! Was möchten Sie wissen?",
        (SmallTalk::Greeting, Language::French) => "Bonjour ! Que souhaitez-vous savoir ?",
        (SmallTalk::Greeting, Language::Spanish) => "¡Hola! ¿Qué le gustaría saber?",
        (SmallTalk::Greeting, _) => "Hello! What would you like to know?",
        (SmallTalk::Declined | SmallTalk::Agreed, Language::German) => {
            "Alles klar. Ich bin hier, wenn noch etwas ist."
        }
        (SmallTalk::Declined | SmallTalk::Agreed, Language::French) => {
            "Très bien. Je suis là si vous avez une autre question."
        }
        (SmallTalk::Declined | SmallTalk::Agreed, Language::Spanish) => {
            "De acuerdo. Aquí estoy si necesita algo más."
        }
        (SmallTalk::Declined | SmallTalk::Agreed, _) => {
            "All right. I'm here if anything else comes up."
        }
        (SmallTalk::WhoSpeaks, Language::German) => {
            "Ich bin ein automatischer Assistent und antworte aus unserem Hilfe-Center. Möchten Sie lieber mit einem Menschen sprechen?"
        }
        (SmallTalk::WhoSpeaks, Language::French) => {
            "Je suis un assistant automatique et je réponds à partir de notre centre d’aide. Préférez-vous parler à une personne ?"
        }
        (SmallTalk::WhoSpeaks, Language::Spanish) => {
            "Soy un asistente automático y respondo con nuestro centro de ayuda. ¿Prefiere hablar con una persona?"
        }
        (SmallTalk::WhoSpeaks, _) => {
            "I'm an automated assistant, and I answer from our Help Center. Would you rather talk to a person?"
        }
        (SmallTalk::Unclear, Language::German) => {
            "Können Sie mir in einem Satz sagen, was Sie wissen möchten?"
        }
        (SmallTalk::Unclear, Language::French) => {
            "Pouvez-vous me dire en une phrase ce que vous souhaitez savoir ?"
        }
        (SmallTalk::Unclear, Language::Spanish) => {
            "¿Puede decirme en una frase qué le gustaría saber?"
        }
        (SmallTalk::Unclear, _) => "Could you tell me in a sentence what you would like to know?",
    }
}

pub(super) const fn other_question(language: &Language) -> &'static str {
    match language {
        Language::German => "Zu Ihrer anderen Frage habe ich nichts gefunden.",
        Language::French => "Je n’ai rien trouvé concernant votre autre question.",
        Language::Spanish => "No he encontrado nada sobre su otra pregunta.",
        _ => "I found nothing on your other question.",
    }
}

//! Whether the visitor wants a person.

use super::pattern::{Choice, Slot, clauses, find, is_of};

mod patterns;
mod vocabulary;

/// Whether `text` asks for a person, or says yes to the agent's own offer of one.
///
/// `said_before` is the agent's line right before `text`, if the agent spoke last.
pub(super) fn is_for_a_person(text: &str, said_before: Option<&str>) -> bool {
    asks_for_a_person(text) || (said_before.is_some_and(offers_a_person) && accepts(text))
}

/// Whether a line of the agent offers a person: it asks something, and names one.
pub(super) fn offers_a_person(line: &str) -> bool {
    let names_one =
        |clause: &Vec<String>| clause.iter().any(|word| is_of(word, vocabulary::OFFERED));
    line.contains('?') && clauses(line).iter().any(names_one)
}

/// Whether a clause asks whom the visitor is talking to, which is no wish.
pub(super) fn asks_who_speaks(clause: &[String]) -> bool {
    patterns::WHO_SPEAKS
        .iter()
        .any(|pattern| find(pattern, clause) == Some(0))
}

fn asks_for_a_person(text: &str) -> bool {
    clauses(text).iter().any(|clause| {
        !asks_who_speaks(clause) && (names_only_a_person(clause) || has_a_wish(clause))
    })
}

/// “A real person, please”: nothing else is said.
fn names_only_a_person(clause: &[String]) -> bool {
    let names_one = clause.iter().any(|word| is_of(word, vocabulary::PERSON));
    names_one
        && clause
            .iter()
            .all(|word| is_of(word, vocabulary::PERSON) || is_of(word, vocabulary::AROUND_PERSON))
}

fn has_a_wish(clause: &[String]) -> bool {
    let wished = |pattern: &&[Slot]| {
        find(pattern, clause)
            .is_some_and(|at| !is_refused(&clause[..at]) && !is_about_others(&clause[..at]))
    };
    patterns::WISHES.iter().any(wished)
        || patterns::NO_BOT
            .iter()
            .any(|pattern| find(pattern, clause).is_some())
}

/// “I don't (think I want to) …”.
fn is_refused(before: &[String]) -> bool {
    last_beyond(before, vocabulary::WANTING).is_some_and(|word| is_of(word, vocabulary::REFUSAL))
}

/// “How can my customers …”.
fn is_about_others(before: &[String]) -> bool {
    last_beyond(before, vocabulary::WANTING).is_some_and(|word| is_of(word, vocabulary::OTHERS))
}

/// The last word of `before` that is not one of `passed`.
fn last_beyond(before: &[String], passed: Choice) -> Option<&str> {
    before
        .iter()
        .rev()
        .map(String::as_str)
        .find(|word| !is_of(word, passed))
}

/// “Yes please”: all of it agrees.
fn accepts(text: &str) -> bool {
    if text.trim().starts_with('\u{1f44d}') {
        return true;
    }
    let words = clauses(text).concat();
    words.iter().any(|word| is_of(word, vocabulary::YES))
        && words
            .iter()
            .all(|word| is_of(word, vocabulary::YES) || is_of(word, vocabulary::AROUND_YES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_wanted_when_one_is_asked_for() {
        for text in [
            "talk to a human",
            "Can I speak with someone?",
            "agent please",
            "real person",
            "Human!!!",
            "yes, a person please",
            "I want to talk to a person",
            "representative",
            "Could you connect me to one of your agents?",
            "I'd rather speak to a real human being",
            "I don't understand can i speak to a person",
            "This is useless. Get me a human now",
            "I need an agent to help me with this",
            "Why can't I talk to a real person?",
            "I don't want to talk to a bot",
            "Is there a human there?",
            "Please have someone call me",
            "No bots please, but a customer service agent",
            "customer support please",
            "Ich möchte mit einem Menschen sprechen",
            "Kann ich bitte mit jemandem aus dem Team reden?",
            "Verbinden Sie mich bitte mit einem Mitarbeiter",
            "einen Mitarbeiter bitte",
            "Je voudrais parler à un humain",
            "Puis-je parler à quelqu’un ?",
            "un conseiller s'il vous plaît",
            "Quiero hablar con una persona",
            "Necesito un agente por favor",
        ] {
            assert!(is_for_a_person(text, None), "{text}");
        }
    }

    #[test]
    fn a_person_that_is_refused_or_something_else_is_no_wish() {
        for text in [
            "I don't need a person",
            "I don't think I need to talk to a human",
            "No need to speak to an agent, thanks",
            "how do I invite a person to my team?",
            "add a human readable name",
            "what does an agent do",
            "How do my customers talk to an agent?",
            "Can someone help me change my address?",
            "I want a person added to my plan",
            "I want to give my colleague a person to person gift",
            "Are you a real person?",
            "Am I talking to a human?",
            "How do I contact the delivery company?",
            "Is tea good for a person with allergies?",
            "Ich brauche keinen Menschen",
            "Ich möchte nicht mit einem Menschen sprechen",
            "Je ne veux pas parler à un humain",
            "No quiero hablar con una persona",
            "yes please",
        ] {
            assert!(!is_for_a_person(text, None), "{text}");
        }
    }

    #[test]
    fn yes_is_a_wish_right_after_an_offer() {
        let offer = "I don't have an answer to that. Shall I bring in a colleague? Just say “yes, a person please”.";
        for text in [
            "yes",
            "Yes please!",
            "ok",
            "sure, that would be great",
            "ja bitte",
            "oui s'il vous plaît",
            "sí, por favor",
            "👍",
        ] {
            assert!(is_for_a_person(text, Some(offer)), "{text}");
            assert!(
                !is_for_a_person(text, Some("Delivery takes 2 to 4 days.")),
                "{text}"
            );
        }
        for text in [
            "no thanks",
            "yes, how do I cancel?",
            "thanks",
            "nein danke",
            "?",
        ] {
            assert!(!is_for_a_person(text, Some(offer)), "{text}");
        }
        assert!(is_for_a_person(
            "ja",
            Some("Soll ich eine Kollegin dazuholen?")
        ));
    }
}

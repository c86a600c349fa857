//! Words that occur in questions about everything, without accents.

use bm25::Language;

use crate::adapters::articles::pattern::Choice;

/// Words of asking and of politeness, without accents, beyond the crate's stop words.
pub(super) const fn courtesy(language: &Language) -> Choice {
    match language {
        Language::English => {
            "
            able actually also anyone could dear explain get getting got gonna hello help hey hi
            im kindly know let like may maybe might must need ok okay please possible question
            questions really shall somehow tell thank thanks us wanna want wanted wonder wondering
            would yes
        "
        }
        Language::German => {
            "
            bitte brauche brauchte danke darf durfen frage gern gerne geht gibt hallo hilfe ja
            kannst konnen konnte konnt mal mochte mochten sagen wann warum wer wieso wissen
        "
        }
        Language::French => {
            "
            aimerais besoin bonjour comment faire faut merci ou peut peux plait possible pouvez
            puis quand quel quelle quelles quels quoi salut savoir si souhaite veux voudrais
        "
        }
        Language::Spanish => {
            "
            ayuda como cual donde favor gracias hacer hola necesito podria posible puede puedo
            quiero quisiera saber
        "
        }
        _ => "",
    }
}

/// Words that go with every subject.
pub(super) const fn light(language: &Language) -> Choice {
    match language {
        Language::English => {
            "
            accept accepted already anything best bit bring come comes currently different
            directly easily find first give go goes going good happen happens last later long look
            looking lot made make many method methods month much new next old one people person
            put right say see set show someone something soon still sure take takes thing things
            today together tomorrow try trying use used using usually way week without work works
            yet
        "
        }
        Language::German => {
            "
            finde finden heute immer komme kommt lange mache macht morgen neu neue neuen schon
        "
        }
        Language::French => "encore nouveau nouvelle toujours trouver trouve",
        Language::Spanish => "encuentro nueva nuevo siempre todavia",
        _ => "",
    }
}

//! What is said at night where the configuration has no words of its own.
//!
//! The time stands where no grammar bends it, and nothing says whether the agent or the visitor is a man or a woman, or how
//! formally they are spoken to.

/// The built-in texts in one language.
#[derive(Debug)]
pub(super) struct Phrases {
    /// The language's code (ISO 639-1).
    pub code: &'static str,
    /// That it waits, and when people are back: `{opens}`.
    pub closed: &'static str,
    /// That it waits, where it is not known until when.
    pub unknown: &'static str,
    /// That it waits, beside what Intercom says of the hours.
    pub beside: &'static str,
    /// That what they wrote more is with it.
    pub again: &'static str,
    /// A question for `{field}`.
    pub ask: &'static str,
    /// What an e-mail address is called.
    pub email: &'static str,
    /// What a phone number is called, in the form it is recognised in.
    pub phone: &'static str,
}

/// The texts of a locale's language; none where they are not written in it.
pub(super) fn of(locale: &str) -> Option<&'static Phrases> {
    let language = locale.split(['-', '_']).next().unwrap_or_default();
    let language = match language.to_lowercase().as_str() {
        "no" => "nb".to_owned(),
        language => language.to_owned(),
    };
    ALL.iter().find(|phrases| phrases.code == language)
}

/// Every language, English first.
pub(super) static ALL: [Phrases; 11] = [
    Phrases {
        code: "en",
        closed: "I've noted everything for the team. They're back {opens}.",
        unknown: "I've noted everything for the team. They'll get back to you as soon as they're here.",
        beside: "I've left this with the team, with everything you wrote.",
        again: "I've added that.",
        ask: "So that the team can get back to you: what is your {field}?",
        email: "e-mail address",
        phone: "phone number, beginning with + and the country code",
    },
    Phrases {
        code: "de",
        closed: "Ich habe alles für das Team notiert. Es ist wieder da: {opens}.",
        unknown: "Ich habe alles für das Team notiert. Es meldet sich, sobald es wieder da ist.",
        beside: "Das liegt jetzt beim Team, mit allem, was hier steht.",
        again: "Das habe ich ergänzt.",
        ask: "Damit das Team antworten kann, fehlt noch eine Angabe: {field}?",
        email: "E-Mail-Adresse",
        phone: "Telefonnummer, mit + und Landesvorwahl",
    },
    Phrases {
        code: "fr",
        closed: "J'ai tout noté pour l'équipe. Elle sera de retour : {opens}.",
        unknown: "J'ai tout noté pour l'équipe. Elle répondra dès son retour.",
        beside: "C'est transmis à l'équipe, avec tout ce qui est écrit ici.",
        again: "C'est ajouté.",
        ask: "Pour que l'équipe puisse répondre, il manque une information : {field} ?",
        email: "adresse e-mail",
        phone: "numéro de téléphone, avec + et l'indicatif du pays",
    },
    Phrases {
        code: "es",
        closed: "Está todo anotado para el equipo. Estará de vuelta: {opens}.",
        unknown: "Está todo anotado para el equipo. Responderá en cuanto esté de vuelta.",
        beside: "Queda en manos del equipo, con todo lo escrito aquí.",
        again: "Queda añadido.",
        ask: "Para que el equipo pueda responder, falta un dato: ¿{field}?",
        email: "dirección de correo electrónico",
        phone: "número de teléfono, con + y el prefijo del país",
    },
    Phrases {
        code: "it",
        closed: "È tutto annotato per il team. Sarà di nuovo qui: {opens}.",
        unknown: "È tutto annotato per il team. Risponderà appena sarà di nuovo qui.",
        beside: "Ora è nelle mani del team, con tutto ciò che è scritto qui.",
        again: "Aggiunto.",
        ask: "Perché il team possa rispondere, manca ancora un dato: {field}?",
        email: "indirizzo e-mail",
        phone: "numero di telefono, con + e il prefisso del paese",
    },
    Phrases {
        code: "nl",
        closed: "Alles is genoteerd voor het team. Het is er weer vanaf {opens}.",
        unknown: "Alles is genoteerd voor het team. Het reageert zodra het er weer is.",
        beside: "Dit ligt nu bij het team, met alles wat hier staat.",
        again: "Dat is toegevoegd.",
        ask: "Zodat het team kan antwoorden, ontbreekt nog één gegeven: {field}?",
        email: "e-mailadres",
        phone: "telefoonnummer, met + en landnummer",
    },
    Phrases {
        code: "pt",
        closed: "Está tudo anotado para os meus colegas. Estarão de volta: {opens}.",
        unknown: "Está tudo anotado para os meus colegas. Responderão assim que estiverem de volta.",
        beside: "Fica com os meus colegas, com tudo o que está escrito aqui.",
        again: "Fica acrescentado.",
        ask: "Para que os meus colegas possam responder, falta uma informação: {field}?",
        email: "endereço de e-mail",
        phone: "número de telefone, com + e o código do país",
    },
    Phrases {
        code: "pl",
        closed: "Wszystko jest zapisane dla zespołu. Zespół wraca: {opens}.",
        unknown: "Wszystko jest zapisane dla zespołu. Zespół odpowie, gdy tylko wróci.",
        beside: "Sprawa czeka na zespół, razem ze wszystkim, co tu napisano.",
        again: "Dopisane do sprawy.",
        ask: "Aby zespół mógł odpowiedzieć, brakuje jeszcze jednej informacji: {field}?",
        email: "adres e-mail",
        phone: "numer telefonu, ze znakiem + i numerem kierunkowym kraju",
    },
    Phrases {
        code: "sv",
        closed: "Allt är antecknat åt teamet. De är tillbaka {opens}.",
        unknown: "Allt är antecknat åt teamet. De hör av sig så snart de är tillbaka.",
        beside: "Det ligger nu hos teamet, med allt som står här.",
        again: "Det är tillagt.",
        ask: "För att teamet ska kunna svara saknas en uppgift: {field}?",
        email: "e-postadress",
        phone: "telefonnummer, med + och landsnummer",
    },
    Phrases {
        code: "da",
        closed: "Alt er noteret til teamet. De er tilbage {opens}.",
        unknown: "Alt er noteret til teamet. De svarer, så snart de er tilbage.",
        beside: "Det ligger nu hos teamet med alt, hvad der står her.",
        again: "Det er tilføjet.",
        ask: "For at teamet kan svare, mangler der én oplysning: {field}?",
        email: "e-mailadresse",
        phone: "telefonnummer med + og landekode",
    },
    Phrases {
        code: "nb",
        closed: "Alt er notert til teamet. De er tilbake {opens}.",
        unknown: "Alt er notert til teamet. De svarer så snart de er tilbake.",
        beside: "Det ligger nå hos teamet, med alt som står her.",
        again: "Det er lagt til.",
        ask: "For at teamet skal kunne svare, mangler én opplysning: {field}?",
        email: "e-postadresse",
        phone: "telefonnummer, med + og landskode",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::office_hours;

    #[test]
    fn there_are_texts_in_every_language_whose_days_are_known() {
        let codes: Vec<_> = ALL.iter().map(|phrases| phrases.code).collect();
        assert_eq!(codes, office_hours::languages().collect::<Vec<_>>());
        for (locale, code) in [("de_AT", "de"), ("no", "nb"), ("EN", "en")] {
            assert_eq!(of(locale).unwrap().code, code);
        }
        assert!(of("fi").is_none() && of("").is_none());
    }

    #[test]
    fn every_text_has_its_own_placeholder_and_no_other() {
        for phrases in &ALL {
            let braces = |text: &str| text.matches(['{', '}']).count();
            assert!(
                phrases.closed.contains("{opens}") && braces(phrases.closed) == 2,
                "{phrases:?}"
            );
            assert!(
                phrases.ask.contains("{field}") && braces(phrases.ask) == 2,
                "{phrases:?}"
            );
            let plain = [
                phrases.unknown,
                phrases.beside,
                phrases.again,
                phrases.email,
                phrases.phone,
            ];
            assert!(
                plain
                    .iter()
                    .all(|text| !text.is_empty() && braces(text) == 0)
            );
            assert!(
                phrases.phone.contains('+'),
                "it is recognised with a + alone"
            );
        }
    }
}

//! Texts that tell a visitor that people are away, or when they are back, whoever wrote them.
//!
//! Intercom's Messenger says that the team is back in 30 minutes, in 3 hours, later, tomorrow or on a day, where somebody
//! writes outside office hours; workflows say what a workspace wrote. How fast people usually reply, and that replies come by
//! e-mail too, is said at any time of the day and tells nothing.

/// What is said in one language. Each is found as whole words, whatever signs stand between.
struct Tongue {
    /// That people are away: enough by itself.
    away: &'static [&'static str],
    /// That they come back: with any time.
    back: &'static [&'static str],
    /// That they write: with a day or a clock's time, but not with how long it takes.
    reply: &'static [&'static str],
    /// A day, by the beginnings of words.
    days: &'static [&'static str],
    /// How long something takes, or a time that is no day.
    later: &'static [&'static str],
}

/// Whether a text tells the hours, by these words or by those of the workspace's own.
pub(super) fn are_told(text: &str, own: &[String]) -> bool {
    let words = plain(text);
    let has = |phrase: &str| words.contains(&plain(phrase));
    let any = |phrases: &[&str]| phrases.iter().any(|phrase| has(phrase));
    if own
        .iter()
        .any(|phrase| !phrase.trim().is_empty() && has(phrase))
    {
        return true;
    }
    let clock = has_clock(text);
    TONGUES.iter().any(|tongue| {
        let begins = |day: &&str| words.contains(plain(day).trim_end());
        let day = || clock || tongue.days.iter().any(&begins);
        any(tongue.away)
            || any(tongue.back) && (day() || any(tongue.later))
            || any(tongue.reply) && day()
    })
}

/// The words of a text in small letters, with one blank before, between and behind them.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .fold(" ".to_owned(), |plain, word| plain + word + " ")
}

/// Whether a text has a time of a clock: `9:00`, `09.30`, `9am`, `9 p.m.`, `9 Uhr`, `9h30`, `à 9h`, `om 9 uur`.
fn has_clock(text: &str) -> bool {
    let text = text.to_lowercase();
    let is_digit = |letter: char| letter.is_ascii_digit();
    let mut from = 0;
    while let Some(begin) = text[from..].find(is_digit).map(|at| from + at) {
        let number = text[begin..].chars().take_while(char::is_ascii_digit);
        let end = begin + number.count();
        from = end;
        let (before, behind) = (&text[..begin], &text[end..]);
        let is_part = before.ends_with(|letter: char| {
            letter.is_alphanumeric() || matches!(letter, '.' | ',' | ':' | '/' | '-' | '+')
        });
        let hour = text[begin..end].parse::<u8>();
        if !is_part && hour.is_ok_and(|hour| hour <= 24) && is_hour(before, behind) {
            return true;
        }
    }
    false
}

/// Whether what stands around a number of hours makes it a time of a clock.
fn is_hour(before: &str, behind: &str) -> bool {
    let is_digit = |letter: char| letter.is_ascii_digit();
    if let Some(minutes) = behind.strip_prefix([':', '.', 'h']) {
        let digits = minutes.chars().take_while(char::is_ascii_digit).count();
        let behind = minutes.get(2..).unwrap_or_default();
        // A date goes on, `24.12.2026`, and so does a version; a share or a price is no time.
        let goes_on = behind
            .strip_prefix(['.', ':', '-'])
            .is_some_and(|rest| rest.starts_with(is_digit));
        let is_amount = behind.trim_start().starts_with(['%', '€', '$', '£']);
        if digits == 2 && minutes < "6" && !goes_on && !is_amount {
            return true;
        }
    }
    let word = behind.trim_start();
    let letters = |letter: char| letter.is_alphabetic() || letter == '.' || letter == '\'';
    let word = &word[..word.find(|letter| !letters(letter)).unwrap_or(word.len())];
    match word.trim_end_matches('.') {
        "am" | "pm" | "a.m" | "p.m" | "uhr" | "o'clock" => true,
        // Alone it is how long something takes.
        "h" | "uur" => {
            let word = before.split_whitespace().next_back();
            word.is_some_and(|word| matches!(word, "à" | "às" | "dès" | "om" | "vanaf"))
        }
        _ => false,
    }
}

static TONGUES: [Tongue; 10] = [
    // English.
    Tongue {
        away: &[
            "out of office",
            "out of the office",
            "outside office hours",
            "outside of office hours",
            "outside our office hours",
            "outside of our office hours",
            "outside business hours",
            "outside of business hours",
            "outside our business hours",
            "outside of our business hours",
            "outside working hours",
            "outside of working hours",
            "outside our working hours",
            "outside of our working hours",
            "outside our opening hours",
            "outside of our opening hours",
            "outside our support hours",
            "outside of our support hours",
            "outside of our normal hours",
            "our office hours are",
            "our business hours are",
            "our working hours are",
            "our opening hours are",
            "our support hours are",
            "office is closed",
            "office is currently closed",
            "we're closed",
            "we are closed",
            "we're currently closed",
            "we are currently closed",
            "we're now closed",
            "we are now closed",
            "currently offline",
            "we're offline",
            "we are offline",
            "team is offline",
            "team is away",
            "team is currently away",
            "everyone is away",
            "away from the office",
            "away right now",
            "away at the moment",
            "no one is available right now",
            "nobody is available right now",
        ],
        back: &[
            "be back",
            "they're back",
            "we're back",
            "we are back",
            "are back",
            "is back",
            "back online",
            "back in",
            "back at",
            "back on",
            "back tomorrow",
            "back later",
            "return",
            "reopen",
            "open again",
            "we open",
        ],
        reply: &[
            "reply",
            "respond",
            "answer",
            "get back to you",
            "be in touch",
            "hear from us",
        ],
        days: &[
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "tomorrow",
        ],
        later: &[
            "hours",
            "hour",
            "minutes",
            "later",
            "later today",
            "next week",
            "next business day",
            "next working day",
        ],
    },
    // German.
    Tongue {
        away: &[
            "außerhalb unserer öffnungszeiten",
            "außerhalb der öffnungszeiten",
            "außerhalb unserer geschäftszeiten",
            "außerhalb der geschäftszeiten",
            "außerhalb unserer bürozeiten",
            "außerhalb der bürozeiten",
            "außerhalb unserer servicezeiten",
            "außerhalb unserer supportzeiten",
            "außerhalb unserer arbeitszeiten",
            "unsere öffnungszeiten sind",
            "unsere geschäftszeiten sind",
            "unsere servicezeiten sind",
            "nicht im büro",
            "büro ist geschlossen",
            "wir haben geschlossen",
            "haben wir geschlossen",
            "derzeit nicht erreichbar",
            "zurzeit nicht erreichbar",
            "momentan nicht erreichbar",
            "gerade nicht erreichbar",
            "gerade nicht da",
            "zurzeit nicht da",
            "derzeit offline",
            "abwesend",
        ],
        back: &[
            "wieder da",
            "wieder hier",
            "wieder zurück",
            "zurück",
            "wieder online",
            "wieder erreichbar",
            "wieder für dich da",
            "wieder für sie da",
            "wieder geöffnet",
        ],
        reply: &[
            "antworten",
            "antwort",
            "melden uns",
            "meldet sich",
            "melden sich",
        ],
        days: &[
            "montag",
            "dienstag",
            "mittwoch",
            "donnerstag",
            "freitag",
            "samstag",
            "sonnabend",
            "sonntag",
            "ab morgen",
            "morgen um",
            "morgen früh",
            "sind morgen",
            "uns morgen",
            "ist morgen",
            "sich morgen",
        ],
        later: &[
            "stunde",
            "stunden",
            "minuten",
            "später",
            "nächste woche",
            "nächsten werktag",
            "nächsten arbeitstag",
        ],
    },
    // French.
    Tongue {
        away: &[
            "en dehors de nos horaires",
            "en dehors des horaires",
            "en dehors de nos heures",
            "en dehors des heures",
            "hors de nos horaires",
            "hors horaires",
            "nos horaires d'ouverture",
            "nos bureaux sont fermés",
            "notre bureau est fermé",
            "nous sommes fermés",
            "nous sommes actuellement fermés",
            "absente pour le moment",
            "absents pour le moment",
            "actuellement absente",
            "actuellement hors ligne",
            "équipe est absente",
            "équipe est hors ligne",
        ],
        back: &[
            "de retour",
            "serons de retour",
            "revient",
            "reviendrons",
            "reviendra",
            "à nouveau disponible",
            "rouvrons",
            "rouvrira",
        ],
        reply: &[
            "répondrons",
            "répondra",
            "répondre",
            "réponse",
            "recontacterons",
            "recontactera",
        ],
        days: &[
            "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "demain",
        ],
        later: &[
            "heure",
            "heures",
            "minutes",
            "plus tard",
            "semaine prochaine",
            "prochain jour ouvré",
        ],
    },
    // Spanish.
    Tongue {
        away: &[
            "fuera de nuestro horario",
            "fuera del horario",
            "fuera de horario",
            "fuera de la oficina",
            "nuestro horario de atención",
            "nuestro horario es",
            "oficina está cerrada",
            "estamos cerrados",
            "en este momento no estamos",
            "ahora mismo no estamos",
            "no estamos disponibles",
            "equipo no está disponible",
        ],
        back: &[
            "de vuelta",
            "volveremos",
            "volverá",
            "vuelve",
            "regresaremos",
            "regresará",
            "de regreso",
            "abrimos",
        ],
        reply: &[
            "responderemos",
            "responderá",
            "responder",
            "respuesta",
            "contestaremos",
            "contactaremos",
        ],
        days: &[
            "lunes",
            "martes",
            "miércoles",
            "jueves",
            "viernes",
            "sábado",
            "domingo",
            "mañana",
        ],
        later: &[
            "hora",
            "horas",
            "minutos",
            "más tarde",
            "próxima semana",
            "siguiente día laborable",
            "próximo día hábil",
        ],
    },
    // Italian.
    Tongue {
        away: &[
            "fuori dall'orario",
            "fuori orario",
            "al di fuori dell'orario",
            "al di fuori dei nostri orari",
            "fuori ufficio",
            "i nostri orari sono",
            "il nostro orario è",
            "ufficio è chiuso",
            "uffici sono chiusi",
            "siamo chiusi",
            "al momento non siamo",
            "attualmente offline",
            "team non è disponibile",
        ],
        back: &[
            "torneremo",
            "tornerà",
            "torna",
            "saremo di nuovo",
            "sarà di nuovo",
            "di ritorno",
            "riapriamo",
            "riapriremo",
        ],
        reply: &[
            "risponderemo",
            "risponderà",
            "rispondere",
            "risposta",
            "ricontatteremo",
        ],
        days: &[
            "lunedì",
            "martedì",
            "mercoledì",
            "giovedì",
            "venerdì",
            "sabato",
            "domenica",
            "domani",
        ],
        later: &[
            "ora",
            "ore",
            "minuti",
            "più tardi",
            "prossima settimana",
            "prossimo giorno lavorativo",
        ],
    },
    // Dutch.
    Tongue {
        away: &[
            "buiten onze openingstijden",
            "buiten openingstijden",
            "buiten onze kantooruren",
            "buiten kantooruren",
            "buiten onze kantoortijden",
            "buiten kantoortijden",
            "onze openingstijden zijn",
            "niet op kantoor",
            "kantoor is gesloten",
            "we zijn gesloten",
            "wij zijn gesloten",
            "momenteel gesloten",
            "momenteel niet bereikbaar",
            "momenteel offline",
            "momenteel afwezig",
            "team is afwezig",
        ],
        back: &[
            "terug",
            "weer online",
            "weer bereikbaar",
            "weer beschikbaar",
            "weer open",
            "er weer",
        ],
        reply: &[
            "antwoorden",
            "beantwoorden",
            "reageren",
            "antwoord",
            "reactie",
        ],
        days: &[
            "maandag",
            "dinsdag",
            "woensdag",
            "donderdag",
            "vrijdag",
            "zaterdag",
            "zondag",
            "morgen",
        ],
        later: &[
            "uur",
            "minuten",
            "later",
            "volgende week",
            "volgende werkdag",
        ],
    },
    // Portuguese.
    Tongue {
        away: &[
            "fora do nosso horário",
            "fora do horário",
            "fora de horário",
            "fora do escritório",
            "nosso horário de atendimento",
            "nosso horário de funcionamento",
            "o nosso horário é",
            "escritório está fechado",
            "estamos fechados",
            "não estamos disponíveis",
            "equipe está ausente",
            "equipa está ausente",
            "estamos offline",
            "estamos ausentes",
        ],
        back: &[
            "de volta",
            "voltaremos",
            "voltará",
            "volta",
            "voltamos",
            "regressamos",
            "regressaremos",
            "reabrimos",
        ],
        reply: &[
            "responderemos",
            "responderá",
            "responder",
            "resposta",
            "retornaremos",
            "entraremos em contato",
            "entraremos em contacto",
        ],
        days: &[
            "segunda feira",
            "terça feira",
            "quarta feira",
            "quinta feira",
            "sexta feira",
            "sábado",
            "domingo",
            "amanhã",
            "na segunda",
            "na terça",
            "na quarta",
            "na quinta",
            "na sexta",
        ],
        later: &[
            "hora",
            "horas",
            "minutos",
            "mais tarde",
            "próxima semana",
            "próximo dia útil",
        ],
    },
    // Polish.
    Tongue {
        away: &[
            "poza godzinami",
            "nasze godziny pracy",
            "biuro jest zamknięte",
            "biuro jest nieczynne",
            "jesteśmy nieobecni",
            "jesteśmy offline",
            "obecnie niedostępni",
            "jesteśmy niedostępni",
            "zespół jest niedostępny",
        ],
        back: &[
            "wrócimy",
            "wróci",
            "wraca",
            "wracamy",
            "będziemy z powrotem",
            "z powrotem",
            "znów dostępni",
            "ponownie dostępni",
        ],
        reply: &[
            "odpowiemy",
            "odpowie",
            "odpowiedź",
            "odezwiemy się",
            "odezwie się",
        ],
        days: &[
            "poniedział",
            "wtorek",
            "środ",
            "czwartek",
            "piątek",
            "sobot",
            "niedziel",
            "jutro",
        ],
        later: &[
            "godzin",
            "godziny",
            "godzinę",
            "minut",
            "później",
            "przyszłym tygodniu",
            "następnym dniu roboczym",
        ],
    },
    // Swedish.
    Tongue {
        away: &[
            "utanför våra öppettider",
            "utanför öppettiderna",
            "utanför våra kontorstider",
            "utanför kontorstid",
            "våra öppettider är",
            "kontoret är stängt",
            "vi har stängt",
            "inte på kontoret",
            "inte tillgängliga just nu",
        ],
        back: &["tillbaka", "åter", "öppnar"],
        reply: &["svarar", "svara", "svar", "återkommer", "hör av oss"],
        days: &[
            "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag", "i morgon",
            "imorgon",
        ],
        later: &[
            "timme",
            "timmar",
            "minuter",
            "senare",
            "nästa vecka",
            "nästa arbetsdag",
        ],
    },
    // Danish and Norwegian, which share most of it.
    Tongue {
        away: &[
            "uden for vores åbningstid",
            "udenfor vores åbningstid",
            "uden for åbningstiden",
            "udenfor åbningstiden",
            "vores åbningstider er",
            "kontoret er lukket",
            "vi har lukket",
            "utenfor våre åpningstider",
            "utenfor åpningstiden",
            "utenfor åpningstid",
            "våre åpningstider er",
            "kontoret er stengt",
            "vi har stengt",
            "ikke på kontoret",
        ],
        back: &["tilbage", "tilbake", "åbner", "åpner"],
        reply: &["svarer", "svare", "svar", "vender tilbage"],
        days: &[
            "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag", "i morgen",
            "i morgon",
        ],
        later: &[
            "time",
            "timer",
            "minutter",
            "senere",
            "næste uge",
            "neste uke",
            "næste hverdag",
            "neste virkedag",
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said outside office hours: by the Messenger, and by workflows people wrote.
    const TELLING: &[&str] = &[
        "We'll be back online in 3 hours.",
        "The team will be back 🕒 Tomorrow at 9:00am",
        "We’ll be back online later today.\nYou'll get replies here and in your email: ✉️ ana@lind.example",
        "Back in 30 minutes",
        "Our team is away until Monday. They'll be back on Monday.",
        "Hi there 👋 You've reached us outside of our business hours. Leave a message!",
        "Thanks for reaching out! Our office hours are Monday to Friday, 9 to 5.",
        "We're closed for the holidays.",
        "We are currently offline, but leave your question.",
        "We'll reply tomorrow morning.",
        "Someone will get back to you on Monday.",
        "We will respond at 9 a.m.",
        "Wir sind am Montag um 9 Uhr wieder da.",
        "Du erreichst uns außerhalb unserer Geschäftszeiten.",
        "Wir melden uns morgen früh bei Ihnen.",
        "Das Team ist in 3 Stunden wieder online.",
        "Nous serons de retour demain à 9h30.",
        "Vous nous écrivez en dehors de nos horaires d’ouverture.",
        "Notre équipe vous répondra lundi.",
        "Estamos fuera de nuestro horario de atención.",
        "Volveremos mañana a las 9:00.",
        "Torneremo lunedì alle 9:00.",
        "Siamo chiusi, ti risponderemo domani.",
        "We zijn maandag weer bereikbaar.",
        "Je bereikt ons buiten kantooruren.",
        "Voltaremos na segunda-feira às 9h.",
        "Estamos fora do horário de atendimento.",
        "Wrócimy w środę o 9:00.",
        "Odpowiemy w poniedziałek.",
        "Vi är tillbaka på måndag.",
        "Vi er tilbage mandag kl. 9.00.",
        "Vi er tilbake i morgen.",
    ];

    /// What says nothing of them, though it comes close.
    const SILENT: &[&str] = &[
        "",
        "You'll get replies here and in your email:\n✉️ ana@lind.example",
        "The team typically replies in a few minutes.",
        "Acme Tea will reply as soon as they can.",
        "The team typically replies in under 2 hours.",
        "Our usual reply time 🕒 1 day",
        "We usually respond within 24 hours.",
        "Give the team a way to reach you:",
        "Get notified by email",
        "How would you rate this conversation?",
        "Hi 👋 How can we help you today?",
        "This answers most questions: Change your delivery day (Mondays only)",
        "Our sale ends on Sunday at 23:59!",
        "Your order 1000-5 has shipped, it takes 3 hours.",
        "You can return it within 30 days.",
        "We answer 24/7.",
        "I'll connect you with the team, they will answer shortly.",
        "Version 9.30.1 is here. Reply with your account's name.",
        "Save 9.30% and reply to this message.",
        "Sie erhalten Antworten hier und per E-Mail.",
        "Das Team antwortet in der Regel innerhalb von 2 Stunden.",
        "Guten Morgen! Wie können wir helfen?",
        "Vous recevrez les réponses ici et par e-mail.",
        "L'équipe répond généralement en quelques heures.",
        "Recibirás las respuestas aquí y por correo.",
        "Riceverai le risposte qui e via e-mail.",
        "Je ontvangt antwoord hier en per e-mail.",
        "Você receberá as respostas aqui e por e-mail.",
        "Odpowiedzi otrzymasz tutaj i e-mailem.",
        "Du får svar här och via e-post.",
        "We reageren binnen 2 uur.",
        "Nous répondons en 24 h. Merci de répondre ici.",
    ];

    #[test]
    fn texts_that_tell_the_hours_are_told_from_those_that_come_close() {
        let told = |text: &&&str| are_told(text, &[]);
        let missed: Vec<_> = TELLING.iter().filter(|text| !told(text)).collect();
        let wrong: Vec<_> = SILENT.iter().filter(told).collect();
        assert!(
            missed.is_empty() && wrong.is_empty(),
            "missed {missed:#?}\nwrong {wrong:#?}"
        );
    }

    #[test]
    fn a_workspace_has_words_of_its_own() {
        let own = ["The kettle is off".to_owned(), " ".to_owned()];
        assert!(are_told("Shh … the kettle, is OFF!", &own));
        assert!(!are_told("The kettle is offered at half price.", &own));
        assert!(!are_told("The kettle is on.", &own));
    }
}

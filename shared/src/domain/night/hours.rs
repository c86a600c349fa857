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
        let day = || clock || tongue.days.iter().any(|day| begins(&day));
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

/// Whether a text has a time of a clock: `9:00`, `09.30`, `9am`, `9 p.m.`, `9 Uhr`, `9h`, `9h30`.
fn has_clock(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut rest = lower.as_str();
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let before = rest[..at].chars().next_back();
        let digits = rest[at..]
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(rest.len() - at);
        let (number, behind) = rest[at..].split_at(digits);
        rest = behind;
        let starts =
            !before.is_some_and(|letter| letter.is_alphanumeric() || ".,:/-+".contains(letter));
        if starts && number.parse::<u8>().is_ok_and(|hour| hour <= 24) && is_hour(behind) {
            return true;
        }
    }
    false
}

/// Whether what stands behind a number of hours makes it a time of a clock.
fn is_hour(behind: &str) -> bool {
    let minutes = behind.strip_prefix([':', '.', 'h']).is_some_and(|minutes| {
        let digits = minutes.chars().take_while(char::is_ascii_digit).count();
        // A date goes on: `24.12.2026`. A number of two digits before a full stop is one all the same.
        digits == 2 && minutes[..1] < *"6" && !minutes[2..].starts_with(['.', ':', '%', '€', '$'])
    });
    let word: String = behind
        .trim_start()
        .chars()
        .take_while(|letter| letter.is_alphabetic() || *letter == '.')
        .collect();
    minutes
        || matches!(
            word.trim_end_matches('.'),
            "am" | "pm" | "a.m" | "p.m" | "uhr" | "h" | "o" | "uur"
        ) && !(word == "o" && !behind.trim_start().starts_with("o'clock"))
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

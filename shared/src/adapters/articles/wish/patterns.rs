//! How visitors ask for a person, in English, German, French and Spanish. Words have no accents.

use crate::adapters::articles::pattern::Choice;
use crate::adapters::articles::pattern::Slot::{self, Any, Ends, One};

const A: Choice = "
    a an the your one of real live actual living human support service customer care sales proper
    some any member on from
";
const LIVING: Choice = "
    person human humans someone somebody anyone anybody agent agents representative
    representatives rep operator advisor adviser staff manager supervisor team support service
    care employee teammate
";
const NAMED: Choice = "person human agent representative rep operator";
const END: Choice = "
    please pls now here who that on instead asap immediately today right and because
";
const ASSIST: Choice = "
    help talk speak look call answer contact take chat handle assist solve fix check come reply
";
const BOT: Choice = "bot bots robot robots machine chatbot chatbots ai computer";

const MIT: Choice = "
    einem einer einen dem der echten echter richtigen menschlichen eurem euren ihrem ihren
";
const MENSCH: Choice = "
    menschen mensch person mitarbeiter mitarbeiterin kollegen kollegin jemandem jemand berater
    beraterin support kundendienst kundenservice team
";
const SPRECHEN: Choice = "
    sprechen reden chatten telefonieren verbunden verbinden verbinde schreiben
";
const UN: Choice = "un une le votre vrai vraie de d service";
const HUMAIN: Choice = "
    humain personne conseiller conseillere agent quelqu operateur equipe client
";
const UNA: Choice = "un una el la de su alguna verdadera";
const PERSONA: Choice = "
    persona humano agente alguien asesor asesora representante operador soporte
";

/// The wishes.
pub(super) const WISHES: &[&[Slot]] = &[
    &[
        One("talk speak chat talking speaking chatting transferred escalated forwarded"),
        Any("me this directly please live over up"),
        One("to with"),
        Any(A),
        One(LIVING),
    ],
    &[
        One("connect connected transfer forward escalate pass hand put"),
        One("me us this it"),
        Any("over on through please straight directly up"),
        One("to with"),
        Any(A),
        One(LIVING),
    ],
    &[
        One("connected escalated"),
        One("to with"),
        Any(A),
        One(LIVING),
    ],
    &[
        One("want need like prefer request require demand"),
        Any(A),
        One(NAMED),
        Ends(END),
    ],
    &[
        One("want need like prefer"),
        Any(A),
        One(NAMED),
        One("to for"),
        One(ASSIST),
    ],
    &[
        One("reach contact get bring find give send fetch"),
        Any("me us in hold of to"),
        Any(A),
        One(NAMED),
        Ends(END),
    ],
    &[
        One("can could may will"),
        Any("a real actual live"),
        One("
        person human
    "),
        Any("
        please
    "),
        One(ASSIST),
    ],
    &[
        One("is are"),
        Any("not"),
        One("there"),
        Any("a an any real live actual"),
        One("person human humans someone anyone somebody anybody"),
        One("here there available around i online"),
    ],
    &[
        One("someone somebody person agent anyone"),
        Any("to please from your team can could"),
        One("call phone ring"),
        One("me us"),
    ],
    &[
        One("customer live"),
        One("service support care agent"),
        Ends("please now"),
    ],
    &[
        One("mit"),
        Any(MIT),
        One(MENSCH),
        Any("
        aus vom von dem eurem ihrem team support am telefon zu
    "),
        One(SPRECHEN),
    ],
    &[
        One(SPRECHEN),
        Any("sie mich bitte ich jetzt gerne"),
        One("mit"),
        Any(MIT),
        One(MENSCH),
    ],
    &[
        One("mochte will brauche hatte"),
        Any("bitte gern gerne jetzt lieber ich einen eine ein echten echte richtigen"),
        One("menschen mensch person mitarbeiter mitarbeiterin ansprechpartner"),
        Ends("bitte sprechen jetzt der die am"),
    ],
    &[
        One("parler discuter echanger"),
        Any("directement"),
        One("a au avec"),
        Any(UN),
        One(HUMAIN),
    ],
    &[
        One("veux voudrais souhaite besoin"),
        Any(UN),
        One("
        humain conseiller conseillere agent
    "),
        Ends(
            "
        s svp maintenant pour
    ",
        ),
    ],
    &[
        One("hablar chatear comunicarme contactar"),
        One("con"),
        Any(UNA),
        One(PERSONA),
    ],
    &[
        One("quiero necesito quisiera"),
        Any(UNA),
        One("persona humano agente asesor"),
        Ends(
            "
        real humana humano por ahora
    ",
        ),
    ],
];

/// Refusals of a bot.
pub(super) const NO_BOT: &[&[Slot]] = &[
    &[
        One("not stop hate"),
        Any("really want to like rather"),
        One("talk talking speak speaking chat chatting"),
        Any("with to a an this the your more"),
        One(BOT),
    ],
    &[One("no"), Any("more"), One(BOT), Ends("please anymore")],
];

const YOU: Choice = "
    a an real actual just actually human live ai ein eine echter echte un une una vrai real
";
const SPEAKER: Choice = "
    person human bot robot chatbot ai machine computer assistant mensch roboter maschine humain
    machine persona humano maquina ki ia
";

/// Questions about who the agent is.
pub(super) const WHO_SPEAKS: &[&[Slot]] = &[
    &[
        One("are r"),
        One("you u"),
        Any(YOU),
        One(SPEAKER),
        Ends("or"),
    ],
    &[
        One("am"),
        One("i"),
        Any("talking speaking chatting really actually"),
        One("
        to with
    "),
        Any(YOU),
        One(SPEAKER),
        Ends(
            "
        or
    ",
        ),
    ],
    &[
        One("is"),
        One("this it"),
        Any(YOU),
        One(SPEAKER),
        Ends("or"),
    ],
    &[One("who what"), One("are is"), One("you this"), Ends("")],
    &[One("what"), One("can do"), One("you"), One("do"), Ends("")],
    &[
        One("bist sind"),
        One("du sie"),
        Any(YOU),
        One(SPEAKER),
        Ends("oder"),
    ],
    &[One("wer"), One("bist sind"), One("du sie"), Ends("")],
    &[
        One("es etes"),
        One("tu vous"),
        Any(YOU),
        One(SPEAKER),
        Ends("ou"),
    ],
    &[One("eres es"), Any(YOU), One(SPEAKER), Ends("o")],
];

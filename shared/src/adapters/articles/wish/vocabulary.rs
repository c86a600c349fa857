//! Words around the wish for a person, in English, German, French and Spanish, without accents.

use crate::adapters::articles::pattern::Choice;

/// Who is asked for.
pub(super) const PERSON: Choice = "
    person human humans agent representative rep operator mensch menschen mitarbeiter
    mitarbeiterin humain conseiller conseillere personne persona humano agente asesor
    representante
";

/// What may stand around the person when nothing else is said.
pub(super) const AROUND_PERSON: Choice = "
    a an the real live actual human being support service customer please pls yes ok now just
    instead ja bitte ein eine einen einem echte echten echter jetzt un une oui svp s il vous te
    plait vrai vraie una si por favor real humana
";

/// Whom an offer of the agent names.
pub(super) const OFFERED: Choice = "
    person human colleague teammate agent someone representative mensch menschen mitarbeiter
    mitarbeiterin kollege kollegen kollegin jemand jemanden collegue humain conseiller personne
    persona humano companero companera agente alguien
";

/// Words that agree.
pub(super) const YES: Choice = "
    yes yeah yep yup sure ok okay absolutely definitely please ja gern gerne klar oui volontiers
    accord si claro vale
";

/// What may stand around them.
pub(super) const AROUND_YES: Choice = "
    of course do it so that go ahead d i would like be great good nice perfect lovely thanks thank
    you bitte danke das ware gut toll s il vous te plait merci por favor gracias
";

/// What may stand between a refusal, or whoever acts, and the wish.
pub(super) const WANTING: Choice = "
    i want wanted wanting need needed to really have like wish think even be would d necessarily
    going can could able directly will ich mochte brauche unbedingt je veux voudrais souhaite
    quiero necesito
";

/// Words that refuse.
pub(super) const REFUSAL: Choice = "not no never without dont nicht pas nein";

/// Whoever acts and is not the visitor.
pub(super) const OTHERS: Choice = "
    customers customer clients client visitors visitor users user guests they he she people agents
    members employees them kunden clientes
";

//! The words of small talk, lower case and without accents, in English, German, French and Spanish.

use super::{Kind, SmallTalk};
use crate::adapters::articles::pattern::Choice;

/// The kinds, tried in order: “thanks, bye” is a goodbye, “no thanks” is no thanks.
pub(super) const KINDS: &[Kind] = &[
    Kind {
        says: SmallTalk::Goodbye,
        core: "bye goodbye byebye cya tschuss wiedersehen revoir adios ciao weekend",
        around: "
            good see you have a nice great lovely day evening later thanks thank ok for your help
            auf danke schonen tag noch au merci bonne journee hasta luego gracias
        ",
    },
    Kind {
        says: SmallTalk::Declined,
        core: "no nope nah nein non nothing",
        around: "
            thanks thank you that s is was all it else for now i m am good fine ok okay danke das
            ist war alles nur merci c est tout gracias eso es todo not need do a person
        ",
    },
    Kind {
        says: SmallTalk::Thanks,
        core: GRATEFUL,
        around: "
            you so very much a lot lots many again i really that this it is s was works has have
            the for your all help answer quick wonderful amazing nice good cool ok okay yes now
            got hi ja vielen sehr schon lieben herzlichen fur die hilfe das hat geholfen beaucoup
            bien bcp muchas mil por la ayuda ha es jetzt nun wieder wunderbar ca c est a me ya
            todo ahora maintenant vraiment tout
        ",
    },
    Kind {
        says: SmallTalk::Greeting,
        core: "
            hi hello hey hiya heya howdy yo morning afternoon evening greetings hallo servus moin
            gruezi guten bonjour bonsoir salut hola buenos buenas coucou
        ",
        around: "
            good there everyone all team how are you doing is it going today dear tag morgen abend
            zusammen wie geht s es ihnen dir ca va comment vous dias tardes noches que tal como
            estas
        ",
    },
    Kind {
        says: SmallTalk::Agreed,
        core: "
            ok okay k okey alright right understood fine sense see sure got cool nice good yes
            yeah yep ja klar verstanden gut accord oui compris vale entendido bien si
        ",
        around: "
            i it get that s makes sounds all now then well will ll try do alles sehr ich habe das
            d j ai muy please bitte
        ",
    },
];

/// Words of who is content.
pub(super) const GRATEFUL: Choice = "
    thanks thank thx ty cheers appreciated appreciate great perfect awesome excellent
    brilliant helpful helped worked danke dank dankeschon merci gracias super perfekt
    parfait perfecto geholfen geklappt funktioniert marche fonctionne funciona funciono sirvio
    ayudo
";

/// Those of them that may ask as well whether it does.
pub(super) const WORKED: Choice = "
    helpful helped worked geholfen geklappt funktioniert marche fonctionne funciona funciono
    sirvio ayudo
";

/// What a “no” has beside it that means: nothing more.
pub(super) const ALL: Choice = "thanks thank danke merci gracias all alles tout todo fine else";

/// Words that only say yes.
pub(super) const BARE_YES: Choice = "yes yeah yep sure please ja bitte oui si";

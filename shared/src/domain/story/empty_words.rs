//! Words that say nothing about what somebody wants: greetings, thanks, the wish for a person, and what holds sentences together.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Whether a word, in small letters, carries no meaning of its own.
pub(super) fn is_empty_word(word: &str) -> bool {
    static WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
        let languages = [ENGLISH, GERMAN, FRENCH, SPANISH, DUTCH, ITALIAN, PORTUGUESE];
        languages
            .into_iter()
            .flat_map(str::split_whitespace)
            .collect()
    });
    WORDS.contains(word)
}

const ENGLISH: &str = "
    hi hello hey hiya there dear good morning afternoon evening day greetings everyone all team sir
    madam thanks thank thx ty cheers appreciated advance please pls plz sorry ok okay yes yeah yep no
    nope bye goodbye great cool nice perfect fine sure right really exactly well anyway again
    best regards kind sincerely sent from my iphone
    human person people agent representative rep operator someone somebody anyone anybody real live
    actual colleague support service customer talk speak chat connect transfer contact reach call me
    want wanted would like need now asap immediately urgent urgently help helping assist assistance
    question quick issue problem something wrong bot robot
    a an the this that these those it its is are was were be been am i you he she we they your our
    their mine of to in on at by for with about from into as and or but if so because then than
    not don t s m re ve ll d can could will shall should may might must do does did have has had
    what when where which who why how here there just only also too still any some one get got
    let know tell ask waiting wait anyway hope doing today
";

const GERMAN: &str = "
    hallo hi moin servus guten tag morgen abend grüß gott liebes liebe lieber team zusammen sehr geehrte
    geehrter damen herren danke dank vielen herzlichen schön schonmal vorab bitte gerne gern ja nein
    ok okay gut super tschüss mit freundlichen grüßen gruß grüße lg mfg viele
    mensch menschen mitarbeiter mitarbeiterin mitarbeitende jemand jemanden person echten echter echte
    berater beraterin kundenservice kundendienst support sprechen reden verbinden möchte will würde
    brauche hilfe helfen frage kurze problem anliegen dringend sofort jetzt
    ich du er sie es wir ihr mich mir dich dir sich uns euch ihnen ihm ihre ihren mein meine meinen
    meinem meiner dein deine sein seine unser unsere der die das den dem des ein eine einen einem
    einer eines und oder aber denn weil dass ob wenn als wie was wo wer wann warum welche welcher
    ist sind war waren bin bist sei habe haben hat hatte wird werden kann kannst können könnte könnten
    muss soll sollte darf nicht kein keine noch schon auch nur doch mal da hier dann so zu zum zur von
    vom bei beim für auf an am in im aus nach über unter vor um mit bis seit
";

const FRENCH: &str = "
    bonjour bonsoir salut coucou madame monsieur équipe merci beaucoup avance svp stp plaît plait s il
    vous te oui non ok okay d accord très bien parfait bonne journée cordialement au revoir
    humain humaine personne quelqu un une conseiller conseillère agent vrai vraie parler service client
    support veux voudrais souhaite souhaiterais aimerais besoin aide aider question problème urgent
    maintenant
    je j tu il elle on nous ils elles me m te t se mon ma mes ton ta tes son sa ses notre nos votre vos
    leur le la les l des du de et ou mais donc car que qu qui quoi quel quelle quels quelles où quand
    comment pourquoi est es suis sont était être ai as a avons avez ont avoir peux peut pouvez pouvoir
    pourriez ne n pas plus ce cet cette ces c ça en y à aux dans sur sous avec sans pour par chez
    toujours encore aussi
";

const SPANISH: &str = "
    hola buenas buenos días dias tardes noches estimado estimada estimados equipo gracias muchas
    antemano favor sí si no ok vale bien perfecto adiós saludos cordiales
    humano humana persona alguien agente asesor asesora representante real hablar atención cliente
    soporte quiero quisiera querría gustaría necesito ayuda ayudar ayudarme pregunta duda problema
    urgente ahora
    yo tú él ella usted ustedes nosotros ellos me te se le les lo la los las mi mis tu tus su sus
    nuestro nuestra el un una unos unas de del al y o pero que qué quién cuál cuándo cuando cómo como
    dónde donde por porque para con sin en a es son era soy está están estoy ser estar he ha han hay
    haber tengo tiene puede puedo pueden podría ya muy más todavía aún también esto este esta eso
";

const DUTCH: &str = "
    hallo hoi hey goedemorgen goedemiddag goedenavond goededag dag beste team bedankt dank dankjewel
    dankuwel je u wel alvast alsjeblieft alstublieft graag ja nee oké ok prima groet groeten
    vriendelijke met
    mens persoon medewerker iemand echt echte spreken praten klantenservice wil wilt zou willen heb
    nodig hulp helpen vraag vraagje probleem dringend nu
    ik jij hij zij ze wij we jullie mij me jou hem haar ons mijn jouw zijn uw onze de het een en of
    maar want omdat dat die dit deze als dan wat waar wie wanneer waarom hoe welke is was waren ben
    bent hebben heeft had kan kunt kunnen kon moet mag niet geen nog al ook maar eens er hier zo te
    van voor op aan in uit bij naar over om tot sinds
";

const ITALIAN: &str = "
    ciao salve buongiorno buonasera buon giorno gentile gentili team grazie mille molte anticipo prego
    per favore cortesia sì si no ok va bene perfetto arrivederci saluti cordiali distinti
    umano persona qualcuno operatore operatrice agente reale vera vero parlare assistenza servizio
    clienti vorrei voglio ho bisogno aiuto aiutare aiutarmi domanda problema urgente adesso ora
    io tu lui lei noi voi loro mi ti ci vi lo la li le gli mio mia miei mie tuo sua suo nostro il i un
    uno una di del della dei delle a al alla da dal in nel nella con su sul per tra fra e o ma che chi
    cosa quale quando come dove perché è sono era sei siamo essere ha hai abbiamo hanno avere può posso
    potete potrei non più ancora già anche questo questa quello
";

const PORTUGUESE: &str = "
    olá ola oi bom boa dia tarde noite prezado prezada prezados equipe equipa obrigado obrigada muito
    desde já por favor sim não nao ok tudo bem perfeito tchau adeus atenciosamente cumprimentos
    humano humana pessoa alguém atendente agente real falar atendimento suporte cliente quero queria
    gostaria preciso ajuda ajudar pergunta dúvida problema urgente agora
    eu tu você vocês ele ela nós eles elas me te se lhe meu minha meus minhas seu sua seus suas nosso
    nossa o a os as um uma de do da dos das no na nos nas ao à em com sem para pra pelo pela e ou mas
    que quem qual quando como onde porque é são era sou está estão estou ser estar tenho tem têm ter
    pode posso podem poderia já ainda também mais isto isso este esta esse essa
";

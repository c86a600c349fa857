//! What is answered to what, row by row.

use super::answer;

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
enum Ended {
    /// Answered from this article, with a text that has these words.
    From(&'static str, &'static str),
    /// Left to the caller.
    Unknown,
    /// A person is wanted.
    Person,
    /// Small talk, or a question back.
    Talk,
}

use Ended::{From, Person, Talk, Unknown};

const TABLE: &[(&[&str], Ended)] = &[
    // In the words of the Help Center.
    (&["v: How do I change my delivery address?"], From("Change your delivery address", "Account > Addresses")),
    (&["v: Can I skip a delivery?"], From("Skip or pause a delivery", "choose Skip")),
    (&["v: how can i pause my subscription"], From("Skip or pause a delivery", "up to three months")),
    (&["v: I want to cancel my subscription"], From("Cancel your subscription", "ancel")),
    (&["v: How do I redeem a gift card?"], From("Gift cards", "Enter the code")),
    (&["v: Where can I download an invoice?"], From("Invoices and payment", "Choose PDF")),
    (&["v: How do I add a colleague to the team plan?"], From("The team plan", "Add colleague")),
    (&["v: Which teas contain caffeine?"], From("Allergens and ingredients", "Rooibos")),
    (&["v: Do you ship to Switzerland?"], From("Shipping times and costs", "Switzerland")),
    (&["v: Is the barley tea free of gluten?"], From("Allergens and ingredients", "roasted barley")),
    (&["v: refunds"], From("Refunds and returns", "")),
    // In their own.
    (&["v: Hi, how do I stop my subscription please?"], From("Cancel your subscription", "ancel")),
    (&["v: My grandma moved, how can I update the delivery address?"], From("Change your delivery address", "Account > Addresses")),
    (&["v: How much does the team plan cost?"], From("The team plan", "9 EUR")),
    (&["v: How long does a refund take?"], From("Refunds and returns", "5 to 7 working days")),
    (&["v: How long does shipping to Germany take?"], From("Shipping times and costs", "2 to 3 working days")),
    (&["v: I'm allergic to nuts, is the masala chai ok?"], From("Allergens and ingredients", "almonds")),
    (&["v: my tea arrived broken, can I get my money back?"], From("Refunds and returns", "photo within 14 days")),
    (&["v: How do I invite a coworker?"], From("The team plan", "Add colleague")),
    (&["v: Can I delete a team member from our plan?"], From("The team plan", "Remove")),
    (&["v: What temperature for green tea?"], From("How to brew your tea", "70 to 80")),
    (&["v: where do I add our VAT number"], From("Invoices and payment", "VAT number")),
    (&["v: Can I pay with PayPal?"], From("Invoices and payment", "PayPal")),
    (&["v: can i return opened tea"], From("Refunds and returns", "hygiene")),
    (&["v: What are the shipping costs for Austria?"], From("Shipping times and costs", "5.90 EUR")),
    (&["v: Is there a tracking link for my parcel?"], From("Shipping times and costs", "tracking link")),
    (&["v: Hello", "v: I bought a gift card", "v: how do I send a gift card to my mother?"], From("Gift cards", "whoever receives it")),
    (&["v: where is my receipt??"], From("Invoices and payment", "Choose PDF")),
    // Follow-ups.
    (&["v: How do I send a gift card?", "a: Choose an amount.", "v: and how much does it cost?"], From("Gift cards", "20, 50 or 100 EUR")),
    (&["v: Do you ship to Austria?", "a: Yes.", "v: What about France?"], From("Shipping times and costs", "France")),
    (&["v: I'd like to pause my subscription", "a: Gladly.", "v: How long can I do that?"], From("Skip or pause a delivery", "three months")),
    // In other languages.
    (&["v: Wie kann ich mein Abo kündigen?"], From("Abo kündigen", "kündigen")),
    (&["v: Ich möchte das Abo gerne beenden"], From("Abo kündigen", "kündigen")),
    (&["v: Quels sont les délais de livraison en France ?"], From("Livraison : délais et frais", "4 à 6 jours")),
    (&["v: Combien coûte la livraison ?"], From("Livraison : délais et frais", "7,90 EUR")),
    (&["v: ¿Cómo puedo canjear mi tarjeta regalo?"], From("Tarjetas regalo", "Introduzca el código")),
    // Not in the Help Center.
    (&["v: What is the capital of France?"], Unknown),
    (&["v: Can you write me a poem?"], Unknown),
    (&["v: Do you sell cars?"], Unknown),
    (&["v: Who won the football match yesterday?"], Unknown),
    (&["v: What is the weather like in Switzerland today?"], Unknown),
    (&["v: Do you have a job for me?"], Unknown),
    (&["v: How do I reset my password?"], Unknown),
    (&["v: Can I export my data as CSV with your API?"], Unknown),
    (&["v: Do you offer student discounts?"], Unknown),
    (&["v: How do I cancel my gym membership?"], Unknown),
    (&["v: Is your packaging compostable?"], Unknown),
    (&["v: My cat knocked over the teapot"], Unknown),
    (&["v: Wie ist das Wetter in Berlin?"], Unknown),
    (&["v: Puis-je payer en bitcoin ?"], Unknown),
    (&["v: asdkjh qwe zxcmn"], Unknown),
    (&["v: How do I send a gift card?", "a: Choose an amount.", "v: and what colour does it have?"], Unknown),
    (&["v: How do I send a gift card?", "a: Choose an amount.", "v: that's wrong"], Unknown),
    // A person.
    (&["v: talk to a human"], Person),
    (&["v: Can I speak with someone about my order?"], Person),
    (&["v: How do I cancel?", "v: or just let me talk to an agent"], Person),
    (&["v: Ich möchte mit einem Mitarbeiter sprechen"], Person),
    (&["v: Do you sell cars?", "a: I don't know. Shall I bring in a colleague?", "v: yes please"], Person),
    (&["v: are you a bot?", "a: Yes. Would you rather talk to a person?", "v: ok"], Person),
    // Not a person.
    (&["v: I don't need a person, how do I skip a delivery?"], From("Skip or pause a delivery", "choose Skip")),
    (&["v: How do I invite a person to my team?"], From("The team plan", "Add colleague")),
    (&["v: Do you sell cars?", "a: I don't know. Shall I bring in a colleague?", "v: no thanks"], Talk),
    (&["v: Do you sell cars?", "a: I don't know. Shall I bring in a colleague?", "t: Hi, Ann here!", "v: yes please"], Talk),
    (&["v: Are you human?"], Talk),
    // Small talk.
    (&["v: Hi there"], Talk),
    (&["v: Thanks, that was helpful!"], Talk),
    (&["v: ok"], Talk),
    (&["v: 🙂"], Talk),
    (&["v: ???"], Talk),
    (&["v: Can you help me please?"], Talk),
    (&["v: I have a question"], Talk),
    (&["v: Danke schön"], Talk),
    (&["v: \u{200b}"], Talk),
];

#[tokio::test]
async fn every_row_ends_as_it_should() {
    let mut wrong = Vec::new();
    let (mut least_sure_answered, mut surest_unknown) = (100, 0);
    for (lines, expected) in TABLE {
        let answer = answer(lines).await;
        let ended = if answer.wants_person {
            "person".to_owned()
        } else if let Some(source) = answer.sources.first() {
            format!("{}: {}", source.title, answer.text)
        } else if answer.text.is_empty() {
            "unknown".to_owned()
        } else {
            "talk".to_owned()
        };
        let fits = match expected {
            From(title, words) => ended.starts_with(&format!("{title}: ")) && answer.text.contains(words) && answer.confidence >= super::Articles::FLOOR,
            Unknown => ended == "unknown" && answer.confidence < super::Articles::FLOOR,
            Person => ended == "person",
            Talk => ended == "talk",
        };
        match expected {
            From(..) => least_sure_answered = answer.confidence.min(least_sure_answered),
            Unknown => surest_unknown = answer.confidence.max(surest_unknown),
            Person | Talk => {}
        }
        if !fits {
            wrong.push(format!("{lines:?}: expected {expected:?}, was {} {ended}", answer.confidence));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), TABLE.len(), wrong.join("\n"));
    // The floor lies between the two, with room on either side.
    assert_eq!((surest_unknown, least_sure_answered), (0, 0));
}

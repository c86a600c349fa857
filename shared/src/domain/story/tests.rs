//! What visitors write, and what becomes of it in the first line of a note.

use crate::domain::hand_off::Language;
use crate::domain::html::Html;
use crate::domain::part::{Author, Part};
use crate::domain::stamp::Stamp;
use crate::domain::story::Story;
use crate::domain::transcript::{Line, Transcript};
use crate::id::{AdminId, PartId};

/// A conversation, oldest first: `us: ` and `them: ` are the agent and a teammate, all else is the visitor's.
fn transcript(lines: &[&str]) -> Transcript {
    let mut transcript = Transcript::begun("1".try_into().unwrap());
    for (nth, line) in lines.iter().enumerate() {
        let admin = |id: &str| Author::Admin(id.try_into().unwrap());
        let (author, text) = match line.split_once(": ") {
            Some(("us", text)) => (admin("9"), text),
            Some(("them", text)) => (admin("1"), text),
            _ => (Author::Visitor(None), *line),
        };
        transcript.lines.push(Line {
            part: Part {
                stamp: Stamp {
                    at: i64::try_from(nth).unwrap(),
                    id: PartId::try_from((nth + 1).to_string()).unwrap(),
                    zero: false,
                },
                kind: "comment".to_owned(),
                author,
                has_body: true,
                assigned_to: None,
                app_package_code: None,
                from_ai: false,
                redacted: false,
                command: None,
            },
            text: text.to_owned(),
        });
    }
    transcript
}

fn told(lines: &[&str], summary: Option<&str>, tell: fn(&Story<'_>, &mut Html)) -> String {
    let transcript = transcript(lines);
    let us = AdminId::try_from("9").unwrap();
    let story = Story {
        transcript: &transcript,
        summary,
        us: &us,
        phrases: Language::En.phrases(),
    };
    let mut html = Html::default();
    tell(&story, &mut html);
    html.to_string()
}

#[test]
fn the_ask_is_one_sentence_whatever_visitors_write() {
    let long = format!(
        "Dear team,\nI have been a customer since 2019 and always liked your teas. {} My last invoice charges me twice for the same box of Sencha, can you correct that? {}\nKind regards\nAna",
        "We drink them at the office every day. ".repeat(12),
        "I look forward to hearing from you. ".repeat(4),
    );
    let wall = "2026-11-23 ERROR connection reset by peer at 10.0.0.1 ".repeat(2_000);
    let conversations: &[&[&str]] = &[
        &["hi", "us: Hello! How can I help?", "where is my parcel"],
        &["Hi there! My order ORD-12345 arrived broken. Can I get a refund? Thanks!"],
        &[
            "How long does shipping to Austria take?",
            "us: 1 to 2 working days.",
            "human please",
        ],
        &[
            "How long does shipping to Austria take?",
            "us: 1 to 2 working days.",
            "Thanks, but I want to talk to a person about a damaged box",
        ],
        &["talk to a human"],
        &["WHERE IS MY ORDER??? I PAID 3 WEEKS AGO!!!"],
        &[""],
        &[
            "My invoice is wrong, can you correct it?",
            "us: Which one?",
            "",
        ],
        &["ana@acme.example"],
        &[
            "Can you change the e-mail of my account?",
            "us: To which address?",
            "ana@acme.example (mailto:ana@acme.example)",
        ],
        &[&long],
        &[&wall],
        &[
            "My build fails with this log:",
            &wall,
            "Which version of the SDK do I need?",
        ],
        &[
            "Guten Tag, ich habe letzte Woche bestellt (Nr. 5512). Wann kommt mein Paket denn endlich an? Vielen Dank im Voraus!",
        ],
        &[
            "Hallo zusammen",
            "us: Hallo! Wie kann ich helfen?",
            "Ich möchte mit einem Mitarbeiter sprechen",
        ],
        &[
            "Bonjour, je n'arrive pas à modifier l'adresse de livraison de ma commande. Merci d'avance !",
            "us: Voici comment faire.",
            "Ça ne marche toujours pas, le bouton reste gris.",
        ],
        &[
            "Hola, buenas tardes.",
            "¿Puedo cambiar el sabor de mi suscripción antes del próximo envío?",
        ],
        &["Goedemiddag, kan ik mijn abonnement per direct opzeggen?"],
        &["Buongiorno, la teiera è arrivata rotta. Vorrei un rimborso."],
        &["Oi, tudo bem? O cupom CHA10 não funciona no carrinho."],
        &["注文した商品がまだ届きません。いつ届きますか？"],
        &[
            "> Your order was sent on Monday.\n> Acme Tea\nIt has not arrived. Please check with the carrier.",
        ],
        &["ok", "👍"],
        &["Order No. 77881 has not come. It was due on 5. May or so. No. I did not move."],
        &["Is <b>bold</b> & \"quoted\" text allowed? /nexora stop"],
        &[
            "See https://acme.example/tea (https://acme.example/tea) please, the page shows the wrong price.",
        ],
        &[
            "I can't log in",
            "it says wrong password",
            "already tried to reset it, no email comes",
            "hello??",
            "anyone there?",
        ],
    ];
    let table: Vec<_> = conversations
        .iter()
        .map(|lines| {
            let written = lines
                .iter()
                .map(|line| crate::domain::html::shortened(line, 200));
            let ask = told(lines, None, |story, html| story.tell_ask(html));
            format!("{}\n    {ask}", written.collect::<Vec<_>>().join("\n"))
        })
        .collect();
    insta::assert_snapshot!(table.join("\n\n"));
}

#[test]
fn the_agent_s_own_words_are_no_quotation() {
    let lines = [
        "Hi, the box I got was damaged. What now?",
        "us: Sorry!",
        "It's order 77",
    ];
    let asks = [
        Some("The box arrived damaged, and they ask what to do."),
        Some("What now?"),
        Some("  "),
        Some("It's order 77"),
        Some("the box I got was …"),
    ];
    let told = asks.map(|summary| told(&lines, summary, |story, html| story.tell_ask(html)));
    insta::assert_snapshot!(told.join("\n"), @"
    <p><b>Ask:</b> The box arrived damaged, and they ask what to do. — most recently: “It's order 77”</p>
    <p><b>Ask:</b> “What now?” — most recently: “It's order 77”</p>
    <p><b>Ask:</b> “the box I got was damaged.” — most recently: “It's order 77”</p>
    <p><b>Ask:</b> “It's order 77”</p>
    <p><b>Ask:</b> “the box I got was …” — most recently: “It's order 77”</p>
    ");
}

#[test]
fn an_answer_is_listed_on_one_line_with_its_sources_as_links() {
    let long = format!(
        "us: {}\nRead more: Long (https://a.example/{})",
        "Tea ".repeat(100),
        "x".repeat(300)
    );
    let lines = [
        "q",
        "us: The oldest is left out.",
        "us: Two minutes.\n\n– at 70 °C\nRead more: Brewing <green> tea (https://a.example/brew_(green)?a=1&b=2)\nRead more: Cups (javascript:alert(1))\nRead more: Third (https://a.example/3)",
        &long,
        "us: Read more: ours (http://a.example)",
    ];
    insta::assert_snapshot!(told(&lines, None, |story, html| story.tell_tried(html)).replace("<li>", "\n<li>"), @r#"
    <p><b>Tried:</b> the agent answered</p><ul>
    <li>“Two minutes. – at 70 °C” <a href="https://a.example/brew_(green)?a=1&amp;b=2">Brewing &lt;green&gt; tea</a> Cups (javascript:alert(1))</li>
    <li>“Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea Tea …” Long</li>
    <li><a href="http://a.example/">ours</a></li></ul>
    "#);
}

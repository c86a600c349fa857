use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn of_any_words_a_value_is_a_part_and_stands_for_itself(words in "[a-z@.+0-9 ()/äß<>-]{0,80}") {
        let said = [Said { by_visitor: true, text: &words }];
        let all = captures(r#"{"email":"email","number":{"pattern":"[0-9]{3}"}}"#);
        for (name, value) in all.found(&said) {
            prop_assert!(words.contains(&value));
            // Found again where it stands alone.
            let again = all.found(&[Said { by_visitor: true, text: &value }]);
            prop_assert!(again.contains(&(name, value)));
        }
    }
}

fn captures(json: &str) -> Captures {
    serde_json::from_str(json).unwrap()
}

/// A conversation, oldest first; what begins with `us: ` is not the visitor's.
fn found(json: &str, lines: &[&str]) -> String {
    let said: Vec<_> = lines
        .iter()
        .map(|line| match line.strip_prefix("us: ") {
            Some(text) => Said {
                by_visitor: false,
                text,
            },
            None => Said {
                by_visitor: true,
                text: line,
            },
        })
        .collect();
    let found = captures(json).found(&said);
    let told: Vec<_> = found
        .iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    if told.is_empty() {
        return "nothing".to_owned();
    }
    told.join("; ")
}

#[test]
fn an_address_is_found_however_people_write_it() {
    let table = [
        "ana@acme.example",
        "My mail is ana@acme.example.",
        "ana@acme.example, or call me",
        "<ana@acme.example>",
        "Ana Diaz <ana.diaz@mail.acme.example>;",
        "mailto:ana@acme.example?subject=Tea",
        "ana@acme.example (mailto:ana@acme.example)",
        "(ana+tea_2@acme.example)",
        "e-mail:ana@acme.example!",
        "'ana@acme.example'",
        "“o'brien@acme.example”",
        "email=ana@acme.example&x=1",
        "jürgen@bücher.example",
        "ana@xn--bcher-kva.example",
        "ana@acme.example...",
        "ANA@ACME.EXAMPLE?",
        "ana@acme-tea.co.uk - thanks",
        "ana@acme.example/ben@acme.example",
        "no address @ana",
        "ana@acme",
        "ana@acme.1",
        "logo@2x.png",
        "ana@ acme.example",
        "ana..diaz@acme.example",
        "https://ada:secret@acme.example/tea",
        "a@b",
        "@",
        "me@@acme.example",
    ];
    let told = table.map(|line| format!("{line} → {}", found(r#"{"e":"email"}"#, &[line])));
    insta::assert_snapshot!(told.join("\n"), @"
    ana@acme.example → e: ana@acme.example
    My mail is ana@acme.example. → e: ana@acme.example
    ana@acme.example, or call me → e: ana@acme.example
    <ana@acme.example> → e: ana@acme.example
    Ana Diaz <ana.diaz@mail.acme.example>; → e: ana.diaz@mail.acme.example
    mailto:ana@acme.example?subject=Tea → e: ana@acme.example
    ana@acme.example (mailto:ana@acme.example) → e: ana@acme.example
    (ana+tea_2@acme.example) → e: ana+tea_2@acme.example
    e-mail:ana@acme.example! → e: ana@acme.example
    'ana@acme.example' → e: ana@acme.example
    “o'brien@acme.example” → e: o'brien@acme.example
    email=ana@acme.example&x=1 → e: ana@acme.example
    jürgen@bücher.example → e: jürgen@bücher.example
    ana@xn--bcher-kva.example → e: ana@xn--bcher-kva.example
    ana@acme.example... → e: ana@acme.example
    ANA@ACME.EXAMPLE? → e: ANA@ACME.EXAMPLE
    ana@acme-tea.co.uk - thanks → e: ana@acme-tea.co.uk
    ana@acme.example/ben@acme.example → e: ana@acme.example
    no address @ana → nothing
    ana@acme → nothing
    ana@acme.1 → nothing
    logo@2x.png → nothing
    ana@ acme.example → nothing
    ana..diaz@acme.example → nothing
    https://ada:secret@acme.example/tea → nothing
    a@b → nothing
    @ → nothing
    me@@acme.example → nothing
    ");
}

#[test]
fn a_phone_number_is_found_with_its_plus_and_written_alike() {
    let table = [
        "+49 89 1234567",
        "Call me: +49 (0)89 / 123 45-67.",
        "+1 (415) 555-0100, please",
        "(+33 6 12 34 56 78)",
        "tel:+4989123456",
        "+49 89 1234567 at 10",
        "089 1234567",
        "0049 89 1234567",
        "+0 89 1234567",
        "C++11 and 3+12345678",
        "+1234567",
        "+1234567890123456",
        "+12345678abc",
    ];
    let told = table.map(|line| format!("{line} → {}", found(r#"{"p":"phone"}"#, &[line])));
    insta::assert_snapshot!(told.join("\n"), @"
    +49 89 1234567 → p: +49891234567
    Call me: +49 (0)89 / 123 45-67. → p: +49891234567
    +1 (415) 555-0100, please → p: +14155550100
    (+33 6 12 34 56 78) → p: +33612345678
    tel:+4989123456 → p: +4989123456
    +49 89 1234567 at 10 → p: +49891234567
    089 1234567 → nothing
    0049 89 1234567 → nothing
    +0 89 1234567 → nothing
    C++11 and 3+12345678 → nothing
    +1234567 → nothing
    +1234567890123456 → nothing
    +12345678abc → nothing
    ");
}

#[test]
fn a_pattern_finds_values_that_stand_alone() {
    let table = [
        (r"ORD-\d{4,}", "It is ord-12345, I think"),
        (r"ORD-\d{4,}", "FORD-12345"),
        (r"ORD-\d{4,6}", "ORD-1234567"),
        (r"\d{6}", "12345678 or 123456"),
        (
            r"order (?:no\.? ?|number )?#?(\d{5,})",
            "my Order No. 77881 is late",
        ),
        (r"(?-i)[A-Z]{2}\d{3}", "ab123"),
    ];
    let told = table.map(|(pattern, line)| {
        let json = serde_json::json!({ "nr": { "pattern": pattern } }).to_string();
        format!("{pattern} in “{line}” → {}", found(&json, &[line]))
    });
    insta::assert_snapshot!(told.join("\n"), @r#"
    ORD-\d{4,} in “It is ord-12345, I think” → nr: ord-12345
    ORD-\d{4,} in “FORD-12345” → nothing
    ORD-\d{4,6} in “ORD-1234567” → nothing
    \d{6} in “12345678 or 123456” → nr: 123456
    order (?:no\.? ?|number )?#?(\d{5,}) in “my Order No. 77881 is late” → nr: 77881
    (?-i)[A-Z]{2}\d{3} in “ab123” → nothing
    "#);
}

#[test]
fn the_newest_value_of_the_visitor_s_own_counts() {
    let all = r#"{"e-mail":"email","order":{"pattern":"ORD-\\d{4,}"}}"#;
    let table: [&[&str]; 6] = [
        &["ORD-1111, ana@acme.example", "Sorry, ORD-2222!", "thanks"],
        &["first ORD-1111, then ORD-2222"],
        &[
            "us: Write to help@shop.example about ORD-1111.",
            "help@shop.example? I am ana@acme.example",
        ],
        &["> Mail help@shop.example\nI am ana@acme.example"],
        &[
            "I am ana@acme.example",
            "us: ana@acme.example, is that right?",
            "yes, ana@acme.example",
        ],
        &["us: ORD-9999 was sent"],
    ];
    let told = table.map(|lines| format!("{} → {}", lines.join(" | "), found(all, lines)));
    insta::assert_snapshot!(told.join("\n"), @"
    ORD-1111, ana@acme.example | Sorry, ORD-2222! | thanks → e-mail: ana@acme.example; order: ORD-2222
    first ORD-1111, then ORD-2222 → order: ORD-1111
    us: Write to help@shop.example about ORD-1111. | help@shop.example? I am ana@acme.example → e-mail: ana@acme.example
    > Mail help@shop.example
    I am ana@acme.example → e-mail: ana@acme.example
    I am ana@acme.example | us: ana@acme.example, is that right? | yes, ana@acme.example → e-mail: ana@acme.example
    us: ORD-9999 was sent → nothing
    ");
}

#[test]
fn long_messages_are_searched_in_part_and_a_value_is_whole_or_none() {
    let long = "ä".repeat(60_000);
    let late = format!("{long} ana@acme.example");
    assert_eq!(
        found(r#"{"e":"email"}"#, &["I am ben@acme.example", &late]),
        "e: ben@acme.example"
    );
    let wide = "x".repeat(Captures::LONGEST + 1);
    assert_eq!(found(r#"{"x":{"pattern":"x+"}}"#, &[&wide]), "nothing");
}

#[test]
fn what_is_written_is_what_was_read() {
    for json in [
        r#"{"email":"email"}"#,
        r#"{"email":"email","order number":{"pattern":"ORD-\\d{4,}"},"phone":"phone"}"#,
        "{}",
    ] {
        assert_eq!(serde_json::to_string(&captures(json)).unwrap(), json);
    }
    assert_eq!(captures(r#"{"email":"email"}"#), Captures::default());
}

#[test]
fn a_pattern_that_cannot_work_is_told_what_is_wrong() {
    let long = "x".repeat(201);
    let table = [
        "",
        " ",
        r"ORD-(\d+",
        r"\p{L}+",
        r"(?=x)y",
        r"(a)\1",
        "x*",
        r"\d{999}\d{999}",
        "[z-a]",
        &long,
    ];
    let told = table.map(|pattern| Pattern::read(pattern).unwrap_err());
    insta::assert_snapshot!(told.join("\n"), @r#"
    a pattern is a regular expression, and this one is empty; write one such as `'ORD-\d{4,}'`
    a pattern is a regular expression, and this one is empty; write one such as `'ORD-\d{4,}'`
    this pattern cannot be read: found open group without closing ')'
    this pattern cannot be read: Unicode character classes are not supported
    this pattern cannot be read: look-around is not supported
    this pattern cannot be read: backreferences are not supported
    this pattern fits where nothing is written; let it ask for one character at least
    this pattern repeats too much; allow fewer repetitions
    this pattern cannot be read: invalid range in character class
    this pattern is longer than 200 characters; keep what only such a value has
    "#);
}

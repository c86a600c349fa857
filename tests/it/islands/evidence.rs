//! Everything a bundle left behind, each piece with the workspace it says it belongs to.

use std::collections::BTreeSet;

use harness::Desk;

use super::island::Island;

/// One thing that was said, sent, called or stored.
pub(super) struct Piece {
    /// What it is.
    kind: &'static str,
    /// Whose it says it is.
    of: Option<String>,
    text: String,
}

/// What is kept of both islands.
pub(super) async fn all(desk: &Desk) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut found = |kind, of: Option<&str>, text| {
        let of = of.map(str::to_owned);
        pieces.push(Piece { kind, of, text });
    };
    let snapshot = desk.intercom.snapshot();
    for (id, workspace) in snapshot["workspaces"].as_object().unwrap() {
        found("workspace at Intercom", Some(id), workspace.to_string());
    }
    let calls = desk.intercom.exchanges();
    assert_eq!(calls[0].seq, 1, "the oldest calls are no longer kept");
    // A call is its token's workspace's.
    for call in calls {
        let text = serde_json::to_string(&call).unwrap();
        found("call", call.workspace.as_deref(), text);
    }
    for entry in desk.entries() {
        let of = entry.workspace.as_ref().map(|id| id.as_str());
        found("journal entry", of, format!("{entry:?}"));
    }
    for letter in desk.letters() {
        let body: serde_json::Value = serde_json::from_str(&letter.body).unwrap();
        found("letter", body["workspace"].as_str(), format!("{letter:?}"));
    }
    for (table, key) in TABLES {
        let scan = desk.database.scan().table_name(table).send().await.unwrap();
        assert!(scan.last_evaluated_key().is_none(), "{table} goes on");
        for item in scan.items() {
            let key = item[key].as_s().unwrap();
            // Without a workspace in it, a conversation's key would be nobody's.
            let of = match table {
                "conversations" => key.split_once('#').map(|(workspace, _)| workspace),
                "follow-ups" => key.split('#').nth(1),
                _ => Some(key.as_str()),
            };
            found(table, of, format!("{item:?}"));
        }
    }
    let known = TABLES.map(|(table, _)| table.to_owned());
    let tables = desk.database.list_tables().send().await.unwrap();
    let unread: Vec<_> = tables
        .table_names()
        .iter()
        .filter(|table| !known.contains(table) && !WITHOUT_A_WORKSPACE.contains(&table.as_str()))
        .collect();
    assert!(unread.is_empty(), "look into {unread:?} too");
    pieces
}

/// The tables, and where the workspace stands in each.
const TABLES: [(&str, &str); 8] = [
    ("installations", "workspace"),
    ("configurations", "workspace"),
    ("readings", "workspace"),
    ("secrets", "workspace"),
    ("decisions", "workspace"),
    ("tallies", "workspace"),
    ("conversations", "pk"),
    ("follow-ups", "due"),
];

/// Nonces belong to a browser, and counts of calls to the app.
const WITHOUT_A_WORKSPACE: [&str; 2] = ["allowances", "oauth-states"];

/// Whatever of one island is with the other, or with nobody.
pub(super) fn crossings(pieces: &[Piece], islands: [&Island; 2]) -> Vec<String> {
    let strays = |piece: &&Piece| {
        islands.iter().any(|island| {
            let is_theirs = piece.of.as_deref() == Some(island.id);
            !is_theirs && (island.is_in(&piece.text) || piece.text.contains(island.id))
        })
    };
    let told = |piece: &Piece| format!("a {} of {:?}: {}", piece.kind, piece.of, piece.text);
    pieces.iter().filter(strays).map(told).collect()
}

/// The kinds of things that were found of an island; a search that finds nothing would prove nothing.
pub(super) fn kinds(pieces: &[Piece], island: &Island) -> String {
    let ours = |piece: &&Piece| piece.of.as_deref() == Some(island.id);
    let kinds: BTreeSet<_> = pieces
        .iter()
        .filter(ours)
        .map(|piece| {
            let says = if island.is_in(&piece.text) {
                "with"
            } else {
                "without"
            };
            format!("{} {says} its words", piece.kind)
        })
        .collect();
    kinds.into_iter().collect::<Vec<_>>().join("\n")
}

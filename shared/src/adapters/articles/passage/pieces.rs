//! A long section, cut.

use crate::adapters::articles::text::{sentences, shortened};

/// Lines together as far as they fit into `room`, cut at sentences where a line alone does not.
pub(super) fn pieces(lines: Vec<String>, room: usize) -> Vec<String> {
    let length = |text: &str| text.chars().count();
    let mut pieces: Vec<String> = Vec::new();
    let mut piece = String::new();
    for (part, joint) in lines.iter().flat_map(|line| parts(line, room)) {
        if !piece.is_empty() && length(&piece) + 1 + length(&part) > room {
            let full = std::mem::take(&mut piece);
            match full.rsplit_once('\n') {
                // What introduces a list stays with it, where both fit.
                Some((before, last))
                    if last.ends_with(':') && length(last) + 1 + length(&part) <= room =>
                {
                    pieces.push(before.to_owned());
                    last.clone_into(&mut piece);
                }
                _ => pieces.push(full),
            }
        }
        if !piece.is_empty() {
            piece.push(joint);
        }
        piece += &part;
    }
    pieces.push(piece);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// A line, or its sentences where it is longer than `room`, each with what joins it to the one before.
fn parts(line: &str, room: usize) -> Vec<(String, char)> {
    if line.chars().count() <= room {
        return vec![(line.to_owned(), '\n')];
    }
    sentences(line)
        .enumerate()
        .map(|(at, sentence)| (shortened(sentence, room), if at == 0 { '\n' } else { ' ' }))
        .collect()
}

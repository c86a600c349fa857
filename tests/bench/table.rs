//! The figures as Markdown.

use std::time::Duration;

use crate::figures::Figures;
use crate::process;
use crate::start::WARM;
use crate::subject::{Language, Subject};

const HEAD: &str = "\
| function | | init | CPU of it | first invocation | warm, median | warm, 90 % | peak memory | binary or bundle | zip |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
";

/// One row's figures; a dash stands for what was not measured.
struct Row([Option<f64>; 8]);

/// What the figures of a row are counted in, and with how many decimals.
const UNITS: [(&str, usize); 8] = [
    ("ms", 1),
    ("ms", 1),
    ("ms", 1),
    ("ms", 1),
    ("ms", 1),
    ("MB", 0),
    ("MB", 2),
    ("MB", 2),
];

impl Row {
    fn of(subject: &Subject, figures: &Figures) -> Self {
        Self([
            Some(millis(figures.init())),
            Some(millis(figures.init_cpu())),
            figures.first().map(millis),
            figures.warm(50).map(millis),
            figures.warm(90).map(millis),
            Some(megabytes(figures.peak_memory())),
            Some(megabytes(subject.size())),
            Some(megabytes(subject.zip_size())),
        ])
    }

    fn cells(&self) -> String {
        let cells = self.0.iter().zip(UNITS).map(|(value, (unit, decimals))| {
            value.map_or("–".to_owned(), |value| {
                format!("{value:.decimals$} {unit}")
            })
        });
        cells.collect::<Vec<_>>().join(" | ")
    }

    fn ratios(&self, rust: &Self) -> String {
        let ratios = self.0.iter().zip(&rust.0).map(|ratio| match ratio {
            (Some(node), Some(rust)) if node < rust => format!("{:.2} ×", node / rust),
            (Some(node), Some(rust)) => format!("{:.1} ×", node / rust),
            _ => "–".to_owned(),
        });
        ratios.collect::<Vec<_>>().join(" | ")
    }
}

pub(crate) fn markdown(measured: &[(Subject, Figures)], starts: u32) -> String {
    let mut text = HEAD.to_owned();
    let mut rust = None;
    for (subject, figures) in measured {
        let row = Row::of(subject, figures);
        let (function, language) = (subject.function, subject.language);
        text += &format!("| {function} | {language} | {} |\n", row.cells());
        match (language, &rust) {
            (Language::Rust, _) => rust = Some(row),
            (Language::Node, Some(rust)) => {
                text += &format!("| | Node ÷ Rust | {} |\n", row.ratios(rust));
            }
            (Language::Node, None) => {}
        }
    }
    let (warm, load) = (starts * WARM, process::load());
    text += &format!(
        "\nMedians of {starts} starts and {warm} warm invocations, in turns, on this machine's full cores (load {load}) \
         with an emulated AWS on its loopback interface: ratios between two programs on one machine, and not what a cold \
         start on AWS takes. Invocations hold the emulator's time too. Node's zip has no Node in it; Lambda brings it.\n"
    );
    text
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

#[expect(clippy::cast_precision_loss, reason = "sizes here are far below 2^52")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

//! The report for spreadsheets.

use csv::WriterBuilder;
use shared::domain::ending::Ending;
use shared::domain::figures::Figures;

use super::By;
use super::line;
use super::view::View;

/// A row for each rule or day, with the names of the columns above.
pub(super) fn told(view: &View) -> String {
    let outcomes = &view.outcomes;
    let (head, lines): (Vec<_>, Vec<(Vec<String>, Figures)>) = match view.by {
        By::Rule => {
            let lines = outcomes.rules.iter().map(|rule| {
                let (name, is) = line::named(rule);
                let labels = vec![name.unwrap_or_default().to_owned(), is.to_owned()];
                (labels, line::of_rule(outcomes, rule))
            });
            (vec!["rule", "is"], lines.collect())
        }
        By::Day => {
            let (length, lines) = line::of_days(outcomes);
            let lines = lines.into_iter();
            let lines = lines.map(|line| (vec![line.label], line.figures));
            (vec![length.name()], lines.collect())
        }
    };
    let mut rows = WriterBuilder::new().from_writer(Vec::new());
    let mut row = |cells: Vec<String>| {
        rows.write_record(cells)
            .expect("rows of one width fit into memory");
    };
    let columns = cells(&Figures::default());
    let columns = columns.into_iter().map(|(name, _)| name);
    row(head.into_iter().chain(columns).map(str::to_owned).collect());
    for (mut labels, figures) in lines {
        labels.extend(cells(&figures).into_iter().map(|(_, cell)| cell));
        row(labels);
    }
    let bytes = rows.into_inner().expect("memory is always written");
    String::from_utf8(bytes).expect("names and numbers are text")
}

fn cells(figures: &Figures) -> Vec<(&'static str, String)> {
    let mut cells = vec![
        ("involved", figures.involved().to_string()),
        ("resolved", figures.resolved().to_string()),
    ];
    cells.extend(Ending::ALL.map(|ending| (ending.name(), figures.count(ending).to_string())));
    let share = figures.handled().map(|share| share.of(1000));
    let ratings = figures.ratings();
    let average = ratings.map(|ratings| ratings.tenths());
    cells.extend([
        (
            "share_handled_percent",
            share.map_or_else(String::new, decimal),
        ),
        (
            "ratings",
            ratings.map_or(0, |ratings| ratings.count).to_string(),
        ),
        ("rating_average", average.map_or_else(String::new, decimal)),
    ]);
    cells
}

/// Tenths as a number with one digit behind the point.
fn decimal(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

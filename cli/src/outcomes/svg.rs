//! The picture as SVG, to be pasted into a page: a column for each day, and the band.

use std::fmt;

use shared::domain::figures::TARGET;

use super::line::{self, percent};
use super::view::View;

/// The picture of a report.
pub(super) struct Picture<'p>(pub(super) &'p View);

/// In pixels: of the whole, and of the plot in it.
const WIDTH: usize = 760;
const HEIGHT: usize = 300;
const LEFT: usize = 48;
const TOP: usize = 48;
const PLOT_WIDTH: usize = WIDTH - LEFT - 16;
const PLOT_HEIGHT: usize = 200;

/// A column is no broader than this.
const BROADEST: usize = 48;

impl fmt::Display for Picture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(view) = self;
        let (length, lines) = line::of_days(&view.outcomes);
        let all = line::of_all(&view.outcomes).figures;
        let title = format!(
            "Share handled by {}, {} to {} (UTC): {} of {} conversations",
            length.unit(),
            view.outcomes.since,
            view.outcomes.until,
            percent(all.handled(), view.glyphs),
            all.involved()
        );
        let (bottom, right) = (TOP + PLOT_HEIGHT, LEFT + PLOT_WIDTH);
        let y = |percent: u64| bottom - height(percent);
        let (from, to) = TARGET;
        write!(
            f,
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="#334">
<title>{title}</title>
<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>
<text x="{LEFT}" y="24" font-size="15">{title}</text>
<rect x="{LEFT}" y="{}" width="{PLOT_WIDTH}" height="{}" fill="#dff0e2"/>
"##,
            y(to),
            height(to) - height(from),
        )?;
        for percent in [0, from, to, 100] {
            writeln!(
                f,
                r##"<line x1="{LEFT}" y1="{0}" x2="{right}" y2="{0}" stroke="#ccd"/><text x="{1}" y="{2}" text-anchor="end">{percent}</text>"##,
                y(percent),
                LEFT - 8,
                y(percent) + 4,
            )?;
        }
        let step = PLOT_WIDTH / lines.len().max(1);
        let column = (step * 4 / 5).clamp(1, BROADEST);
        for (nth, line) in lines.iter().enumerate() {
            let Some(share) = line.figures.handled() else {
                continue;
            };
            let height = height(share.of(100));
            writeln!(
                f,
                r##"<rect x="{}" y="{}" width="{column}" height="{height}" fill="#4a7dc9"><title>{}: {} % of {}</title></rect>"##,
                LEFT + nth * step + (step - column) / 2,
                bottom - height,
                line.label,
                share.of(100),
                line.figures.involved(),
            )?;
        }
        let below = bottom + 18;
        if let [first, .., last] = lines.as_slice() {
            let begins = LEFT + (lines.len() - 1) * step;
            writeln!(
                f,
                r#"<text x="{LEFT}" y="{below}">{}</text><text x="{}" y="{below}" text-anchor="end">{}</text>"#,
                first.label,
                begins + step,
                last.label,
            )?;
        }
        writeln!(
            f,
            r#"<text x="{LEFT}" y="{}">Share handled = resolved / (resolved + handed off + taken over + abandoned); the band is {from} to {to} %.</text>
</svg>"#,
            below + 20,
        )
    }
}

/// How high a percentage is.
fn height(percent: u64) -> usize {
    usize::try_from(percent).unwrap_or(0) * PLOT_HEIGHT / 100
}

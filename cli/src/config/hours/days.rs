//! The days of a timetable, a line each.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use shared::domain::office_hours::{On, Opening, Timetable};

/// What is said of a day's hours, with this many characters: `09:00-12:00, 13:00-18:00`.
const WIDTH: usize = 24;

/// The hours of some days, and what is open at the first moment of them.
pub(super) fn shown(
    title: &str,
    table: &Timetable,
    opening: &Opening,
    at: Timestamp,
    days: u16,
) -> String {
    let zone = table.zone.rules();
    let now = at.to_zoned(zone.clone());
    let name = zone.iana_name().unwrap_or("its own zone");
    let state = match opening {
        Opening::Now => "open".to_owned(),
        Opening::At(opens) => format!("closed, opens {}", opens.strftime("%a %Y-%m-%d %H:%M")),
        Opening::Never | Opening::Unknown => "closed, and does not open within 400 days".to_owned(),
    };
    let mut shown = format!(
        "{title}\n  {name}, {}: {state}\n",
        now.strftime("%a %Y-%m-%d %H:%M")
    );
    for date in now.date().series(1.day()).take(usize::from(days)) {
        let on = table.on(date);
        let spans: Vec<_> = on.spans().iter().map(ToString::to_string).collect();
        let hours = if spans.is_empty() {
            "closed".to_owned()
        } else {
            spans.join(", ")
        };
        let remarks: Vec<_> = reason(on).into_iter().chain(changes(zone, date)).collect();
        let line = format!(
            "  {}  {hours:<WIDTH$}  {}",
            date.strftime("%a %Y-%m-%d"),
            remarks.join("; ")
        );
        shown.push_str(line.trim_end());
        shown.push('\n');
    }
    shown
}

/// Why the hours of a date are not those of the week.
fn reason(on: On<'_>) -> Option<String> {
    match on {
        On::Week(_) => None,
        On::Closed(dates) => Some(format!("closed: {dates}")),
        On::Special(dates, _) => Some(format!("special: {dates}")),
        On::Holiday(region, name) => Some(format!("holiday: {name} ({})", region.code())),
    }
}

/// How clocks change on a date.
fn changes(zone: &TimeZone, date: Date) -> Vec<String> {
    let (Ok(begins), Ok(ends)) = (
        date.to_zoned(zone.clone()),
        date.tomorrow().and_then(|next| next.to_zoned(zone.clone())),
    ) else {
        return Vec::new();
    };
    // A change at midnight is the day's that begins.
    let eve = begins.timestamp() - jiff::SignedDuration::from_nanos(1);
    let changes = zone
        .following(eve)
        .take_while(|change| change.timestamp() < ends.timestamp());
    let changes = changes.filter_map(|change| {
        let before = zone.to_offset(change.timestamp() - jiff::SignedDuration::from_nanos(1));
        let by = change.offset().seconds() - before.seconds();
        let (way, by) = match by {
            0 => return None,
            1.. => ("forward", by),
            _ => ("back", -by),
        };
        let shown = before.to_datetime(change.timestamp());
        Some(format!(
            "clocks go {way} by {} min at {}",
            by / 60,
            shown.strftime("%H:%M")
        ))
    });
    changes.collect()
}

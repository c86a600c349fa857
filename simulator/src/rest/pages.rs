use std::cmp::Reverse;

use serde_json::{Value, json};

use crate::refusal::Refusal;
use crate::rest::call::Call;

/// Where an entry stands: lists go down from the highest. A cursor is the place of the last entry shown,
/// so entries that move to the top while a client pages make it miss none of the others.
type Place = (i64, String);

/// Which page is wanted.
pub(crate) struct Wanted {
    per_page: usize,
    after: Option<Place>,
}

/// One page of many.
pub(crate) struct Page<T> {
    pub(crate) entries: Vec<T>,
    pub(crate) total: usize,
    pub(crate) pages: Value,
}

impl Wanted {
    pub(crate) fn from_query(call: &Call, default: usize) -> Result<Self, Refusal> {
        let per_page = call
            .query("per_page")
            .map(|number| number.parse().unwrap_or(0));
        Self::checked(per_page, call.query("starting_after"), default)
    }

    pub(crate) fn from_body(call: &Call, default: usize) -> Result<Self, Refusal> {
        let pagination = &call.body["pagination"];
        let per_page = pagination["per_page"]
            .as_u64()
            .and_then(|number| usize::try_from(number).ok());
        Self::checked(per_page, pagination["starting_after"].as_str(), default)
    }

    fn checked(
        per_page: Option<usize>,
        after: Option<&str>,
        default: usize,
    ) -> Result<Self, Refusal> {
        let per_page = per_page.unwrap_or(default);
        if !(1..=150).contains(&per_page) {
            return Err(Refusal::invalid(
                "per_page",
                "per_page must be between 1 and 150",
            ));
        }
        let invalid = || Refusal::invalid("starting_after", "Invalid cursor");
        let after = after
            .map(|cursor| read_cursor(cursor).ok_or_else(invalid))
            .transpose()?;
        Ok(Self { per_page, after })
    }

    pub(crate) fn cut<T>(&self, mut all: Vec<T>, place: impl Fn(&T) -> Place) -> Page<T> {
        all.sort_by_cached_key(|entry| Reverse(place(entry)));
        let total = all.len();
        let start = self.after.as_ref().map_or(0, |after| {
            all.partition_point(|entry| place(entry) >= *after)
        });
        let end = (start + self.per_page).min(total);
        let mut pages = json!({
            "type": "pages",
            "page": start / self.per_page + 1,
            "per_page": self.per_page,
            "total_pages": total.div_ceil(self.per_page),
        });
        if end < total {
            let cursor = write_cursor(&place(&all[end - 1]));
            pages["next"] = json!({ "per_page": self.per_page, "starting_after": cursor });
        }
        Page {
            entries: all.drain(start..end).collect(),
            total,
            pages,
        }
    }
}

/// The whole list on page one of one, as the lists that number their pages write it.
pub(crate) fn only_page(total: usize, per_page: usize) -> Value {
    json!({ "type": "pages", "next": null, "page": 1, "per_page": per_page, "total_pages": total.div_ceil(per_page) })
}

fn write_cursor((rank, id): &Place) -> String {
    hex::encode(format!("{rank} {id}"))
}

fn read_cursor(cursor: &str) -> Option<Place> {
    let cursor = String::from_utf8(hex::decode(cursor).ok()?).ok()?;
    let (rank, id) = cursor.split_once(' ')?;
    Some((rank.parse().ok()?, id.to_owned()))
}

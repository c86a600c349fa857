//! The way through the past: a page is read, decided and written down, and then the next.

use std::path::Path;
use std::time::Duration;

use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;
use shared::adapters::intercom::{Grant, Illegible, PER_PAGE, Pace, Past, PastPage, Span};
use shared::id::ConversationId;
use shared::ports::Clock;
use shared::ports::intercom::Error;

use super::cost::{Calls, Cost};
use super::failure::Failure;
use super::judge::{Judge, Judged};
use super::progress::Progress;
use super::sheet::{Rows, Sheet};
use super::slice::{Next, Slice};
use super::state::State;

/// How many conversations are decided at once. A call to Intercom takes a tenth of a second or two; the pace sees to it that
/// no more of the rate limit is used because of it.
const AT_ONCE: usize = 8;

/// A run, with what it needs.
pub(crate) struct Course<'c> {
    pub(crate) grant: &'c Grant,
    pub(crate) judge: Judge<'c>,
    pub(crate) state: State,
    /// Where the state is written down.
    pub(crate) file: &'c Path,
    /// Where the rows go.
    pub(crate) sheet: Option<(Sheet, &'c Path)>,
    pub(crate) spent: Spent<'c>,
    pub(crate) progress: Progress,
}

/// What keeps account.
pub(crate) struct Spent<'c> {
    pub(crate) clock: &'c dyn Clock,
    pub(crate) begun: Timestamp,
    pub(crate) calls: &'c Calls,
    pub(crate) pace: &'c Pace,
    /// What the run had cost when this process went on with it.
    pub(crate) before: Cost,
}

/// A conversation of a page, as it could be read.
type Item = Result<Past, Illegible>;

impl Course<'_> {
    /// Writes down that there is a run.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub(crate) fn begin(&mut self) -> Result<(), Failure> {
        if let Some((sheet, _)) = &self.sheet {
            self.state.csv_bytes = sheet.length();
        }
        self.state.write(self.file)
    }

    /// Goes on to the end. What is counted is written down at every page, so that it can be stopped anywhere.
    ///
    /// # Errors
    ///
    /// When Intercom does not answer, or a file cannot be written.
    pub(crate) async fn run(&mut self) -> Result<(), Stop> {
        while let Some(slice) = &self.state.slice {
            let page = self.read(slice).await?;
            let (next, total) = (page.next, page.total);
            let mut items = page.conversations;
            items.retain(|item| !slice.knows(id(item)));
            let most = self
                .state
                .left()
                .and_then(|left| usize::try_from(left).ok());
            let span = slice.span();
            let mut kept = 0;
            items.retain(|item| {
                let is_of_it = is_in(item, span) && most.is_none_or(|most| kept < most);
                kept += usize::from(is_of_it);
                // What is in no span of ours was asked for all the same, and is remembered as read.
                is_of_it || !is_in(item, span)
            });
            let judged = stream::iter(&items)
                .map(|item| self.judged(item, span))
                .buffered(AT_ONCE)
                .try_collect::<Vec<_>>()
                .await?;
            // From here on nothing is waited for: whoever stops the run stops it before or behind this.
            self.take(&items, judged, next, total)?;
        }
        Ok(())
    }

    /// A page. One that is too large to be read is asked for in smaller ones.
    async fn read(&self, slice: &Slice) -> Result<PastPage, Error> {
        let left = self.state.left().and_then(|left| u8::try_from(left).ok());
        let mut per_page = left.map_or(PER_PAGE, |left| left.clamp(1, PER_PAGE));
        loop {
            let page = self
                .grant
                .past_conversations(slice.span(), slice.cursor(), per_page)
                .await;
            match page {
                Err(Error::Unreadable { .. }) if per_page > 1 => per_page /= 2,
                page => return page,
            }
        }
    }

    /// What was decided about a conversation; nothing about one that cannot be read, in which nobody wrote, or that is not
    /// of this day.
    async fn judged(&self, item: &Item, span: Span) -> Result<Option<Judged>, Error> {
        match item {
            Ok(past) if past.asked_at.is_some() && span.contains(past.created_at) => {
                self.judge.judge(past).await.map(Some)
            }
            Ok(_) | Err(_) => Ok(None),
        }
    }

    fn take(
        &mut self,
        items: &[Item],
        judged: Vec<Option<Judged>>,
        next: Option<String>,
        total: u64,
    ) -> Result<(), Failure> {
        let State {
            slice,
            tally,
            span,
            cost,
            csv_bytes,
            ..
        } = &mut self.state;
        let Some(day) = slice else {
            return Ok(());
        };
        let mut rows = Rows::default();
        let own = day.span();
        for (item, judged) in items.iter().zip(judged) {
            if !day.remember(id(item)) || !is_in(item, own) {
                continue;
            }
            match (item, judged) {
                (Ok(past), Some(judged)) => {
                    tally.count(&past.transcript.id, &judged);
                    rows.judged(past, &judged);
                }
                (Ok(past), None) => {
                    tally.silent += 1;
                    rows.silent(past);
                }
                (Err(illegible), _) => {
                    tally.count_illegible(illegible);
                    rows.illegible(illegible);
                }
            }
        }
        if let Next::Done { missed } = day.turn(next, total) {
            tally.missed += missed;
            *slice = day.before(*span);
        }
        *cost = self.spent.so_far();
        if let Some((sheet, path)) = &mut self.sheet {
            sheet.append(rows).map_err(|source| Failure::Csv {
                file: path.to_owned(),
                source,
            })?;
            *csv_bytes = sheet.length();
        }
        if self.state.left() == Some(0) {
            self.state.slice = None;
        }
        let waited = self.spent.pace.rested().time.as_secs();
        self.progress.at(self.state.tally.met(), waited);
        self.state.write(self.file)
    }
}

impl Spent<'_> {
    fn so_far(&self) -> Cost {
        let took = self.clock.now().duration_since(self.begun);
        let took = Duration::try_from(took).unwrap_or_default();
        self.calls.added_to(&self.before, took, self.pace.rested())
    }
}

/// Why a run stopped before its end.
#[derive(Debug)]
pub(crate) enum Stop {
    Intercom(Error),
    File(Failure),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Intercom(error)
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::File(failure)
    }
}

fn id(item: &Item) -> Option<&ConversationId> {
    match item {
        Ok(past) => Some(&past.transcript.id),
        Err(illegible) => illegible.id.as_ref(),
    }
}

/// When it cannot be read when it began, it is taken for what was asked for.
fn is_in(item: &Item, span: Span) -> bool {
    item.as_ref()
        .map_or(true, |past| span.contains(past.created_at))
}

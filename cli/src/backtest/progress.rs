//! How far it is, for whoever waits at a terminal. Elsewhere nothing is said.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar on standard error. It goes when it is dropped.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Of so many conversations, of which some were read before.
    pub(crate) fn of(wanted: u64, done: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(wanted), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template(
            "{wide_bar} {pos} of {len} conversations, {msg}{elapsed} so far, about {eta} left",
        );
        bar.set_style(style.expect("the template is one"));
        bar.set_position(done);
        // What was read before took no time now.
        bar.reset_eta();
        Self(bar)
    }

    pub(crate) fn at(&self, done: u64, waited_s: u64) {
        self.0.set_position(done);
        if waited_s > 0 {
            self.0
                .set_message(format!("{waited_s} s waited for the rate limit, "));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

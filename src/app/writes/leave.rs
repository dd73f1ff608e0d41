//! Quitting while something is being changed: what has not left never does, what is on its way is waited for.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::effect::Effect;
use crate::app::state::AppState;
use crate::app::update::Effects;

/// No exchange of a write takes longer.
const LONGEST: TimeDelta = TimeDelta::seconds(60);

impl AppState {
    /// A person quits: at once, or when what is on its way has ended. The second time leaves it to the next start, which
    /// finds it in the journal.
    pub(crate) fn quit(&mut self, effects: &mut Effects) {
        self.take_batch_requests_back(effects);
        if self.writes.leaving.is_some() || self.is_nothing_on_its_way() {
            return effects.push(Effect::Quit);
        }
        self.writes.leaving = Some(self.now);
        self.take_all_back("the program ends", effects);
    }

    /// A person stays after all; false when the program was not about to end.
    pub(crate) fn stay(&mut self) -> bool {
        let was_leaving = self.writes.leaving.take().is_some();
        if was_leaving {
            let text = "not quitting; what had not left was not sent";
            self.notices.info(self.now, text);
        }
        was_leaving
    }

    /// Until when the program waits for writes on their way at most, before it ends.
    pub fn leaving_until(&self) -> Option<DateTime<Utc>> {
        self.writes.leaving.map(|since| since + LONGEST)
    }

    /// Whether no write is on its way, nor any request of a batch on the wire.
    fn is_nothing_on_its_way(&self) -> bool {
        self.writes.batches.is_empty() && self.batches.sending() == 0
    }

    /// Ends the program when nothing is on its way any more, or when it has been waited for long enough.
    pub(super) fn plan_leaving(&mut self, effects: &mut Effects) {
        let is_over = |until| self.is_nothing_on_its_way() || until <= self.now;
        if self.leaving_until().is_some_and(is_over) {
            effects.push(Effect::Quit);
        }
    }
}

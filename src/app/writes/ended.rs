//! What the engine tells of a write, and what that means for the ones behind it.
//!
//! Each end is said in plain words with what to press next. Nothing is said to have happened that the journal does not
//! hold: the engine tells an outcome only after it is committed there.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

use super::lookback::NO_READING_TELLS;
use super::verdict::can_be_read_back;
use super::{Stage, words};
use crate::app::event::WriteMove;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::journal::{FRESH_INTENT_AFTER, Refusal, WriteId};
use crate::domain::request::RateClass;
use crate::domain::write::{Intent, Outcome, Receipt, Write};

/// A write that would wait longer than this for its slot is not sent: what was seen would be old by then.
const PATIENCE: TimeDelta = TimeDelta::seconds(60);
/// How long a 429 without a time closes its class (G10), with the guard the engine adds.
const WINDOW: TimeDelta = TimeDelta::seconds(62);
/// The guard the engine adds to a time the server names.
const GUARD: TimeDelta = TimeDelta::seconds(2);

/// Which of the intents behind one that ended still go.
enum Rest {
    /// All.
    Goes,
    /// Those on other targets.
    ElsewhereGoes,
    /// None.
    Stays,
}

impl AppState {
    /// A write came further.
    pub(crate) fn write_moved(&mut self, id: WriteId, moved: &WriteMove, effects: &mut Effects) {
        let is_it = |batch: &&mut super::Batch| match batch.stage {
            Stage::Handed { id: handed, .. } | Stage::Sending { id: handed, .. } => handed == id,
            Stage::Held(_) | Stage::Looking { .. } => false,
        };
        let Some(batch) = self.writes.batches.iter_mut().find(is_it) else {
            return self.batch_write_moved(id, moved, effects);
        };
        let number = batch.number;
        let Some(intent) = batch.intents.front().cloned() else {
            return;
        };
        self.jobs_told(id, &intent, moved, effects);
        self.form_write_moved(&intent.write, moved);
        match moved {
            WriteMove::Waiting(until) => self.write_waits(number, &intent, *until, effects),
            WriteMove::Cancelled => self.write_taken_back(number),
            WriteMove::Refused(refusal) => {
                self.write_not_remembered(number, &intent, refusal, effects);
            }
            WriteMove::Sending(_) => self.write_sending(number, id),
            WriteMove::Ended(_, outcome) => self.write_ended(number, &intent, outcome, effects),
        }
    }

    fn write_waits(
        &mut self,
        number: u64,
        intent: &Intent,
        until: DateTime<Utc>,
        effects: &mut Effects,
    ) {
        if let Some(batch) = self.writes.batch(number)
            && let Stage::Handed { slot_at, .. } = &mut batch.stage
        {
            *slot_at = Some(until);
        }
        // Exports are few and wait out their window.
        let is_patient = intent.write.rate_class() != RateClass::Writes;
        if !is_patient && until - self.now > PATIENCE {
            let at = words::second(until, &self.zone);
            let again = self.press_again(&intent.write);
            let why = format!("Covage wants fewer requests; {again} at {at}");
            self.take_back(number, &why, effects);
        }
    }

    fn write_taken_back(&mut self, number: u64) {
        if let Some(batch) = self.writes.take_batch(number) {
            let why = match batch.stage {
                Stage::Handed {
                    taken_back: Some(why),
                    ..
                } => why,
                _ => "everything ends".to_owned(),
            };
            self.drop_rest(&batch.intents, &why);
        }
    }

    /// The journal did not take it: nothing was sent.
    fn write_not_remembered(
        &mut self,
        number: u64,
        intent: &Intent,
        refusal: &Refusal,
        effects: &mut Effects,
    ) {
        let (why, rest) = match refusal {
            Refusal::InProgress {
                since, is_unknown, ..
            } => {
                let since = words::second(*since, &self.zone);
                let how = if *is_unknown {
                    ", outcome unknown: do not redo"
                } else {
                    ""
                };
                let why = format!("already in progress since {since}{how}");
                (why, Rest::ElsewhereGoes)
            }
            Refusal::NotDurable(why) => (why.clone(), Rest::Stays),
        };
        self.not_sent(intent, &why);
        self.go_on(number, &rest, &why, effects);
    }

    fn write_sending(&mut self, number: u64, id: WriteId) {
        let since = self.now;
        let Some(batch) = self.writes.batch(number) else {
            return;
        };
        let was = std::mem::replace(&mut batch.stage, Stage::Sending { id, since });
        if let Stage::Handed {
            taken_back: Some(_),
            ..
        } = was
        {
            let rest = batch.intents.split_off(1);
            let late = batch.intents.front().map(words::brief).unwrap_or_default();
            self.drop_rest(&rest, "taken back");
            let text = format!("too late to take back: {late} is on its way");
            self.notices.lasting_problem(self.now, text);
        }
    }

    fn write_ended(
        &mut self,
        number: u64,
        intent: &Intent,
        outcome: &Outcome,
        effects: &mut Effects,
    ) {
        let brief = words::brief(intent);
        let rest = match outcome {
            Outcome::Applied(receipt) => {
                self.write_applied(intent, receipt, effects);
                Rest::Goes
            }
            Outcome::NotSent(failure) => {
                let again = self.press_again(&intent.write);
                self.not_sent(intent, &format!("{}; {again}", cause(failure)));
                Rest::Stays
            }
            Outcome::Refused(failure) => self.write_refused(intent, failure),
            Outcome::Unknown(failure) => {
                let then = if can_be_read_back(&intent.write) {
                    "read back, do not redo".to_owned()
                } else {
                    let from = words::second(self.now + FRESH_INTENT_AFTER, &self.zone);
                    format!("{NO_READING_TELLS}, do not redo before {from}")
                };
                let text = format!("{brief}: OUTCOME UNKNOWN, {then} ({})", cause(failure));
                self.notices.problem(self.now, text);
                Rest::ElsewhereGoes
            }
        };
        let why = match outcome {
            Outcome::Unknown(_) => format!("the outcome of {brief} is unknown"),
            _ => format!("{brief} was not sent"),
        };
        self.go_on(number, &rest, &why, effects);
    }

    fn write_applied(&mut self, intent: &Intent, receipt: &Receipt, effects: &mut Effects) {
        self.receipt_came(&intent.write, receipt);
        self.reread(&intent.write, Some(receipt), effects);
        let brief = words::brief(intent);
        let text = match (&intent.write, receipt) {
            (Write::Accept(key), receipt) => {
                let session = match receipt {
                    Receipt::Accepted {
                        session: Some(session),
                        ..
                    } => format!(" (session {})", session.line()),
                    _ => String::new(),
                };
                self.follow(&key.line, words::about(intent), effects);
                format!("{brief}: order line created; its order is looked for{session}")
            }
            (Write::Decline(..), _) => {
                let back = self.keymap.tell("{undo} or {bring_back} brings it back");
                format!("{brief}: done; {back}")
            }
            (Write::CreateBasket(_), _) => match self.on_to_the_line() {
                Some(then) => format!("{brief}: done; {then}"),
                None => format!("{brief}: done"),
            },
            (Write::Qualify(_), receipt) => format!("{brief}: {}", checked(receipt)),
            _ => format!("{brief}: done"),
        };
        self.notices.info(self.now, text);
    }

    fn write_refused(&mut self, intent: &Intent, failure: &Failure) -> Rest {
        let again = self.press_again(&intent.write);
        match failure.kind {
            FailureKind::TokenRefused => {
                self.not_sent(intent, &format!("the token was refused; {again}"));
                Rest::Stays
            }
            FailureKind::Throttled { retry_after } => {
                let asked = retry_after.and_then(|asked| TimeDelta::from_std(asked).ok());
                let at = self.now + asked.map_or(WINDOW, |asked| asked + GUARD);
                let when = words::second(at, &self.zone);
                self.not_sent(
                    intent,
                    &format!("too many requests (429); {again} at {when}"),
                );
                let text = format!("{} not sent: {again}", words::brief(intent));
                self.writes.reminders.push((at, text));
                Rest::Stays
            }
            _ => {
                let back = self.way_back_to_form(&intent.write);
                let back = back.map_or_else(String::new, |back| format!("; {back}"));
                let text = format!(
                    "{} refused by Covage: {}{back}",
                    words::brief(intent),
                    cause(failure)
                );
                self.notices.lasting_problem(self.now, text);
                Rest::Goes
            }
        }
    }

    /// Goes on with what comes behind the first intent of a batch, which has ended.
    fn go_on(&mut self, number: u64, rest: &Rest, why: &str, effects: &mut Effects) {
        let Some(batch) = self.writes.batch(number) else {
            return;
        };
        let ended = batch.intents.pop_front();
        let target = ended.map(|intent| intent.write.target());
        let stays = |intent: &Intent| match rest {
            Rest::Goes => false,
            Rest::ElsewhereGoes => Some(intent.write.target()) == target,
            Rest::Stays => true,
        };
        let intents = std::mem::take(&mut batch.intents);
        let (dropped, left): (VecDeque<_>, VecDeque<_>) = intents.into_iter().partition(stays);
        batch.intents = left;
        self.drop_rest(&dropped, why);
        self.look_or_send(number, effects);
    }
}

/// What the answer to a check told: from a synchronous one the end of it, else that it was taken in.
fn checked(receipt: &Receipt) -> String {
    let Receipt::Qualification(request) = receipt else {
        return "done".to_owned();
    };
    let Some(state) = request.state.as_ref().filter(|state| state.is_final()) else {
        return "taken in; its answer is looked for".to_owned();
    };
    let items = request.items.as_deref().unwrap_or_default();
    let offers = items.iter().flat_map(|item| item.offers.iter().flatten());
    match offers.count() {
        0 => state.word().to_owned(),
        1 => format!("{}, 1 offer", state.word()),
        offers => format!("{}, {offers} offers", state.word()),
    }
}

/// Why, with the server's own words where there are any.
fn cause(failure: &Failure) -> String {
    let status = failure.status.map(|status| format!(" {status}"));
    let words = failure.detail.as_ref().map(|it| format!(": {}", it.line()));
    let (status, words) = (status.unwrap_or_default(), words.unwrap_or_default());
    format!("{}{status}{words}", failure.cause())
}

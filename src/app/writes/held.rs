//! From the confirmation to the engine: the send delay, the second look, one intent after the other.
//!
//! An intent that is held can be taken back by a key and by quitting. When the delay ends its target is read again; what
//! differs from what the person confirmed, and a look that fails or takes too long, means that nothing is sent.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Batch, Stage, seen, words};
use crate::app::dialog::Confirm;
use crate::app::effect::Effect;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::failure::Failure;
use crate::domain::journal::WriteId;
use crate::domain::request::{Lane, Read, Reply, RequestId};
use crate::domain::write::{Intent, Write};

/// A second look that is not answered within this is none: a write must not leave minutes later by surprise.
pub(super) const LOOK_WITHIN: TimeDelta = TimeDelta::seconds(15);
/// What was due longer ago than this is not sent: the program was suspended, or the clock jumped, and nobody watched.
const TOO_LATE: TimeDelta = TimeDelta::seconds(10);

impl AppState {
    /// Takes in what a person confirmed in a dialog: holds what must be held, sends the rest, one after the other.
    pub(crate) fn hand_in(&mut self, confirm: Confirm, effects: &mut Effects) {
        effects.dirty();
        let mut intents = VecDeque::new();
        for mut intent in confirm.intents {
            let is_ending = self.writes.leaving.is_some();
            let why = is_ending.then(|| "the program ends".to_owned());
            if let Some(why) = why.or_else(|| self.why_not_write(&intent.write)) {
                self.not_sent(&intent, &why);
            } else {
                self.plant_mark(&mut intent.write);
                intents.push_back(intent);
            }
        }
        self.eligibility_confirmed(intents.iter());
        let Some(first) = intents.front() else {
            return;
        };
        let delay = self.writes.send_delay.max(TimeDelta::zero());
        let delay = if first.write.is_delayed() {
            delay
        } else {
            TimeDelta::zero()
        };
        let number = self.writes.next_number();
        self.writes.batches.push(Batch {
            number,
            intents,
            stage: Stage::Held(self.now + delay),
        });
        if delay.is_zero() {
            self.look_or_send(number, effects);
        }
    }

    /// Gives a create the mark it can be found again by, if it has no reference of its own. Before a dialog that shows
    /// what will be sent; twice does no harm.
    pub(crate) fn plant_mark(&mut self, write: &mut Write) {
        let id = WriteId(self.writes.next_number());
        let salt = format!("{} {}", self.session.api_url, self.session.username);
        write.plant_mark(self.now, id, &salt);
    }

    /// Takes back the latest write that has not left; false when there is none.
    pub(crate) fn cancel_held(&mut self, effects: &mut Effects) -> bool {
        let mut latest = self.writes.batches.iter().rev();
        let Some(batch) = latest.find(|batch| !batch.is_on_its_way() || batch.intents.len() > 1)
        else {
            return false;
        };
        let number = batch.number;
        self.take_back(number, "taken back", effects);
        true
    }

    /// Takes back what has not left of every batch.
    pub(super) fn take_all_back(&mut self, why: &str, effects: &mut Effects) {
        let numbers: Vec<_> = self.writes.batches.iter().map(|it| it.number).collect();
        for number in numbers {
            self.take_back(number, why, effects);
        }
    }

    /// Takes back what has not left of a batch.
    pub(super) fn take_back(&mut self, number: u64, why: &str, effects: &mut Effects) {
        effects.dirty();
        let Some(batch) = self.writes.batch(number) else {
            return;
        };
        match &mut batch.stage {
            Stage::Held(_) => {}
            Stage::Looking { request, .. } => effects.push(Effect::Cancel(*request)),
            // It may have begun: what became of it is told.
            Stage::Handed { id, taken_back, .. } => {
                effects.push(Effect::CancelWrite(*id));
                *taken_back = Some(why.to_owned());
                return;
            }
            Stage::Sending { .. } => {
                let rest = batch.intents.split_off(1);
                return self.drop_rest(&rest, why);
            }
        }
        if let Some(batch) = self.writes.take_batch(number) {
            self.drop_rest(&batch.intents, why);
        }
    }

    /// Says that intents which had not left are not sent.
    pub(super) fn drop_rest(&mut self, intents: &VecDeque<Intent>, why: &str) {
        let Some(first) = intents.front() else {
            return;
        };
        let more = match intents.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let text = format!("{}{more} not sent: {why}", words::brief(first));
        self.notices.info(self.now, text);
    }

    /// Begins with the first intent of a batch: a second look at what may have changed while it was held, else the
    /// sending.
    pub(super) fn look_or_send(&mut self, number: u64, effects: &mut Effects) {
        effects.dirty();
        let Some(batch) = self.writes.batch(number) else {
            return;
        };
        let Some(intent) = batch.intents.front() else {
            self.writes.take_batch(number);
            return;
        };
        let Some(read) = second_look(&intent.write) else {
            return self.send(number, effects);
        };
        let request = self.next_request();
        let until = self.now + LOOK_WITHIN;
        effects.push(Effect::Submit {
            id: request,
            read,
            lane: Lane::User,
        });
        if let Some(batch) = self.writes.batch(number) {
            batch.stage = Stage::Looking { request, until };
        }
    }

    /// Hands the first intent of a batch to the engine. The only place that does.
    fn send(&mut self, number: u64, effects: &mut Effects) {
        let id = WriteId(self.writes.next_number());
        let Some(batch) = self.writes.batch(number) else {
            return;
        };
        let Some(intent) = batch.intents.front().cloned() else {
            return;
        };
        batch.stage = Stage::Handed {
            id,
            slot_at: None,
            taken_back: None,
        };
        // What another copy of the program began meanwhile the journal knows, and refuses.
        let open = self.open_entry_for(&intent.write.target());
        let supersedes = open
            .filter(|entry| self.gives_way(entry))
            .map(|entry| entry.id);
        effects.push(Effect::Write {
            id,
            intent,
            supersedes,
        });
    }

    /// Takes in the answer to a second look; false when it is not one.
    pub(super) fn look_answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        effects: &mut Effects,
    ) -> bool {
        let is_it =
            |batch: &&Batch| matches!(batch.stage, Stage::Looking { request, .. } if request == id);
        let Some(batch) = self.writes.batches.iter().find(is_it) else {
            return false;
        };
        let number = batch.number;
        let Some(intent) = batch.intents.front() else {
            return true;
        };
        let differences = match result {
            Ok(reply) => seen::differences(intent, reply),
            Err(failure) => Err(failure.line()),
        };
        let why = match differences {
            Ok(differences) if differences.is_empty() => {
                self.send(number, effects);
                return true;
            }
            Ok(differences) => format!(
                "it changed while it was held: {}",
                words::differences(&differences)
            ),
            Err(why) => format!("the second look failed: {why}"),
        };
        self.refuse(number, &why);
        true
    }

    /// Drops a batch, for a reason that stays until it was read.
    pub(super) fn refuse(&mut self, number: u64, why: &str) {
        let Some(batch) = self.writes.take_batch(number) else {
            return;
        };
        if let Some(intent) = batch.intents.front() {
            self.not_sent(intent, why);
        }
        let rest = batch.intents.into_iter().skip(1).collect();
        self.drop_rest(&rest, "the one before was not sent");
    }

    /// Second looks that were asked for are never answered.
    pub(super) fn looks_unanswered(&mut self) {
        let lost =
            |batch: &Batch| matches!(batch.stage, Stage::Looking { .. }).then_some(batch.number);
        let lost: Vec<_> = self.writes.batches.iter().filter_map(lost).collect();
        for number in lost {
            self.refuse(
                number,
                "the second look failed: the engine was started anew",
            );
        }
    }

    /// Goes on with what is due.
    pub(super) fn plan_batches(&mut self, effects: &mut Effects) {
        let now = self.now;
        let is_due = |batch: &&Batch| batch.due().is_some_and(|due| due <= now);
        let due: Vec<_> = self
            .writes
            .batches
            .iter()
            .filter(is_due)
            .map(|it| it.number)
            .collect();
        for number in due {
            let Some(batch) = self.writes.batch(number) else {
                continue;
            };
            effects.dirty();
            match &mut batch.stage {
                Stage::Held(until) if now - *until > TOO_LATE => {
                    self.refuse(number, "the program stood still when it was due");
                }
                Stage::Held(_) => self.look_or_send(number, effects),
                Stage::Looking { request, .. } => {
                    effects.push(Effect::Cancel(*request));
                    self.refuse(number, "the second look was not answered in time");
                }
                Stage::Handed { .. } | Stage::Sending { .. } => {}
            }
        }
    }

    /// When a batch is due.
    pub(super) fn batches_wake(&self) -> Option<DateTime<Utc>> {
        self.writes.batches.iter().filter_map(Batch::due).min()
    }
}

impl Batch {
    /// Whether its first intent cannot be taken back any more.
    fn is_on_its_way(&self) -> bool {
        matches!(self.stage, Stage::Sending { .. })
    }

    /// When something is to be done about it although nothing happens.
    fn due(&self) -> Option<DateTime<Utc>> {
        match &self.stage {
            Stage::Held(until) | Stage::Looking { until, .. } => Some(*until),
            Stage::Handed { .. } | Stage::Sending { .. } => None,
        }
    }
}

/// What is read again before a write that was held is sent.
fn second_look(write: &Write) -> Option<Read> {
    match write {
        Write::Accept(key) => Some(Read::Line(key.line.clone())),
        Write::Terminate(action) | Write::Change(action) => Some(Read::Order(action.order.clone())),
        _ => None,
    }
}

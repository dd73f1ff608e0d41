//! What is being changed at Covage: held, on its way, and what became of it.
//!
//! ```text
//!   dialog --hand_in--> Held --delay over--> Looking --nothing differs--> Handed --> Sending --> ended
//!                        | u, quit             | differs, unread           | u, quit            |
//!                        '--------------------- not sent ------------------'          unknown: read back
//! ```
//!
//! Every write of the product comes through here, after a dialog. What is decided here: how long a write is held and
//! whether what was seen still holds when that ends; when to read back what is unknown, and what that tells. Never: a
//! second send. An intent leaves in exactly one [`Effect::Write`](crate::app::effect::Effect::Write), and once it has it
//! is never looked at again but to be told of.

mod ended;
mod follow;
mod held;
mod hooks;
mod leave;
pub mod lookback;
pub mod seen;
pub mod verdict;
pub mod words;

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::gauges::Login;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::failure::Failure;
use crate::domain::journal::{Entry, FRESH_INTENT_AFTER, Journal, Stage as Written, WriteId};
use crate::domain::request::{Reply, RequestId};
use crate::domain::write::{Intent, Way, Write};

pub use follow::Followed;

/// How long an accept, a termination or a change is held, unless configured.
pub const SEND_DELAY: TimeDelta = TimeDelta::seconds(5);

/// How long a write is waited for before its outcome is unknown (safety rules, section 2.1).
pub const LONGEST: TimeDelta = TimeDelta::seconds(60);

/// The writes of this run, and the journal.
#[derive(Debug)]
pub struct Writes {
    /// How long an accept, a termination or a change is held.
    pub send_delay: TimeDelta,
    /// What is remembered, of this run and others.
    pub journal: Journal,
    /// What was confirmed and is not over, the latest last.
    batches: Vec<Batch>,
    looks: lookback::LookBacks,
    follows: follow::Follows,
    rereads: hooks::Rereads,
    reminders: Vec<(DateTime<Utc>, String)>,
    /// Since when the program waits for writes on their way, to end then.
    leaving: Option<DateTime<Utc>>,
    numbers: u64,
}

/// What one dialog confirmed, and has not ended: sent one after the other.
#[derive(Debug)]
struct Batch {
    number: u64,
    /// The first is the one the stage is about.
    intents: VecDeque<Intent>,
    stage: Stage,
}

/// How far the first intent of a batch has come.
#[derive(Debug)]
enum Stage {
    /// It waits out the send delay.
    Held(DateTime<Utc>),
    /// Its target is read again before it is sent.
    Looking {
        request: RequestId,
        until: DateTime<Utc>,
    },
    /// It was handed to the engine, which has not begun to send it.
    Handed {
        id: WriteId,
        /// When its slot is free, where that is told.
        slot_at: Option<DateTime<Utc>>,
        /// Why it was asked back, if it was.
        taken_back: Option<String>,
    },
    /// It is remembered and on its way.
    Sending { id: WriteId, since: DateTime<Utc> },
}

/// A write that is not over, as the screen tells of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnderWay<'a> {
    /// What.
    pub intent: &'a Intent,
    /// How many more come after it from the same dialog.
    pub more: usize,
    /// How far it is.
    pub progress: Progress,
}

impl UnderWay<'_> {
    /// Whether its answer may take up to [`LONGEST`]: a check of eligibility that is waited for.
    pub fn is_long(&self) -> bool {
        matches!(&self.intent.write, Write::Qualify(asked) if asked.way == Way::Sync)
    }
}

/// How far a write that is not over is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It is held until then, and can be taken back.
    Held(DateTime<Utc>),
    /// Its target is read again, and it can be taken back.
    Looking,
    /// It waits for its slot, where known until then, and can be taken back.
    Waiting(Option<DateTime<Utc>>),
    /// It is on its way since then.
    Sending(DateTime<Utc>),
}

impl Writes {
    /// None yet.
    pub fn new(send_delay: TimeDelta) -> Self {
        Self {
            send_delay,
            journal: Journal::default(),
            batches: Vec::new(),
            looks: lookback::LookBacks::default(),
            follows: follow::Follows::default(),
            rereads: hooks::Rereads::default(),
            reminders: Vec::new(),
            leaving: None,
            numbers: 0,
        }
    }

    /// Everything that was confirmed and is not over, the latest last.
    pub fn under_way(&self) -> impl DoubleEndedIterator<Item = UnderWay<'_>> {
        self.batches.iter().filter_map(|batch| {
            let progress = match &batch.stage {
                Stage::Held(until) => Progress::Held(*until),
                Stage::Looking { .. } => Progress::Looking,
                Stage::Handed { slot_at, .. } => Progress::Waiting(*slot_at),
                Stage::Sending { since, .. } => Progress::Sending(*since),
            };
            Some(UnderWay {
                intent: batch.intents.front()?,
                more: batch.intents.len() - 1,
                progress,
            })
        })
    }

    /// Whether seconds are told of: a countdown, or the wait for an answer that takes long.
    pub fn is_counting_down(&self) -> bool {
        let counts = |it: UnderWay<'_>| match it.progress {
            Progress::Held(_) | Progress::Waiting(Some(_)) => true,
            Progress::Sending(_) => it.is_long(),
            Progress::Looking | Progress::Waiting(None) => false,
        };
        self.leaving.is_some() || self.under_way().any(counts)
    }

    fn next_number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    fn batch(&mut self, number: u64) -> Option<&mut Batch> {
        self.batches.iter_mut().find(|batch| batch.number == number)
    }

    fn take_batch(&mut self, number: u64) -> Option<Batch> {
        let at = self.batches.iter().position(|it| it.number == number)?;
        Some(self.batches.remove(at))
    }
}

impl AppState {
    /// Why nothing may be changed at Covage now, if so: read-only, offline, a journal that cannot be kept. `{refresh_row}`
    /// stands for the key of that action.
    pub fn why_no_writes(&self) -> Option<String> {
        if self.session.is_read_only {
            return Some("read-only: nothing is changed at Covage".to_owned());
        }
        if let Some(off) = &self.writes.journal.off {
            return Some(off.clone());
        }
        let gauges = &self.gauges;
        match gauges.login {
            Login::Refused => return Some("login refused: nothing can be sent".to_owned()),
            Login::NoPassword => return Some("no password: nothing can be sent".to_owned()),
            Login::Expired => {
                return Some("login expired: {refresh_row} tries a new one".to_owned());
            }
            Login::None | Login::Valid { .. } => {}
        }
        let offline = gauges.offline.is_some();
        offline.then(|| "offline: nothing can be sent; {refresh_row} tries now".to_owned())
    }

    /// Why this write may not be sent now, if so: whatever [`Self::why_no_writes`] says, or another write on its target.
    pub fn why_not_write(&self, write: &Write) -> Option<String> {
        if let Some(why) = self.why_no_writes() {
            return Some(self.keymap.tell(&why));
        }
        let target = write.target();
        let is_it = |intent: &Intent| intent.write.target() == target;
        for batch in &self.writes.batches {
            if let Some(other) = batch.intents.iter().find(|intent| is_it(intent)) {
                return Some(format!("{} is under way", words::brief(other)));
            }
        }
        let open = self.open_entry_for(&target)?;
        (!self.gives_way(open)).then(|| self.in_progress(open))
    }

    /// The write on a target that is on its way or of unknown outcome, of whatever copy of the program.
    pub fn open_entry_for(&self, target: &str) -> Option<&Entry> {
        let is_it = |entry: &&Entry| {
            let intent = entry.intent.as_ref();
            intent.is_ok_and(|intent| intent.write.target() == target)
        };
        self.open_entries().find(is_it)
    }

    /// Writes of this account whose outcome only reading back or a person can tell, the oldest first.
    pub fn unknown_entries(&self) -> impl Iterator<Item = &Entry> {
        let entries = self.writes.journal.entries.iter().rev();
        entries.filter(|entry| entry.is_unknown() && self.is_my_entry(entry))
    }

    fn open_entries(&self) -> impl Iterator<Item = &Entry> {
        let entries = self.writes.journal.entries.iter();
        entries.filter(|entry| entry.is_open() && self.is_my_entry(entry))
    }

    /// Whether an entry is about the account and the server of this run. Another one's cannot be read back from here.
    fn is_my_entry(&self, entry: &Entry) -> bool {
        let session = &self.session;
        let behind = session.api_url.strip_prefix(&entry.account.origin);
        entry.account.username == session.username
            && behind.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether a person may confirm anew what an entry tried: it is unknown for long enough, and what was found by then
    /// was still the old state.
    fn gives_way(&self, entry: &Entry) -> bool {
        let from = entry.staged_at + FRESH_INTENT_AFTER;
        let has_looked = entry.look.as_ref().is_some_and(|look| look.at >= from);
        entry.is_unknown() && self.now >= from && has_looked
    }

    /// Does what is due: second looks, sends, read-backs.
    pub(crate) fn plan_writes(&mut self, effects: &mut Effects) {
        self.plan_batches(effects);
        self.plan_looks(effects);
        self.plan_follows(effects);
        self.plan_reminders(effects);
        self.plan_leaving(effects);
    }

    /// When something is due.
    pub(crate) fn writes_wake(&self) -> Option<DateTime<Utc>> {
        [
            self.batches_wake(),
            self.looks_wake(),
            self.follows_wake(),
            self.writes.reminders.iter().map(|(at, _)| *at).min(),
            self.leaving_until(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Takes in an answer, if a second look, a read-back or what follows a write asked for it.
    pub(crate) fn writes_answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        effects: &mut Effects,
    ) {
        let is_ours = self.look_answered(id, result, effects)
            || self.look_back_answered(id, result, effects)
            || self.follow_answered(id, result, effects)
            || self.reread_answered(id, result);
        if is_ours {
            effects.dirty();
            if let Ok(reply) = result {
                self.told_by_a_write(reply);
            }
        }
    }

    /// What was asked will not be answered any more.
    pub(crate) fn writes_unanswered(&mut self) {
        self.looks_unanswered();
        self.writes.looks.unanswered();
        self.writes.follows.unanswered();
        self.writes.rereads = hooks::Rereads::default();
    }

    /// The clock was set back: what waits for a moment would wait too long.
    pub(crate) fn writes_clock_set_back(&mut self) {
        let (now, latest) = (self.now, self.now + self.writes.send_delay);
        for batch in &mut self.writes.batches {
            match &mut batch.stage {
                Stage::Held(until) => *until = (*until).min(latest),
                Stage::Looking { until, .. } => *until = (*until).min(now + held::LOOK_WITHIN),
                Stage::Handed { .. } => {}
                Stage::Sending { since, .. } => *since = (*since).min(now),
            }
        }
        self.writes.leaving = self.writes.leaving.map(|since| since.min(now));
    }

    /// The journal differs.
    pub(crate) fn journal_changed(&mut self, journal: Journal, effects: &mut Effects) {
        effects.dirty();
        let was = std::mem::replace(&mut self.writes.journal, journal);
        self.tell_of_settled(&was, effects);
        self.tell_of_found(&was);
        self.batches_follow_journal(effects);
        let entries = &self.writes.journal.entries;
        let is_unknown = |id| {
            let mut unknown = entries.iter().filter(|entry| entry.is_unknown());
            unknown.any(|entry| entry.id == id)
        };
        self.writes.looks.retain(is_unknown);
    }

    fn plan_reminders(&mut self, effects: &mut Effects) {
        let now = self.now;
        let due = |(at, _): &mut (DateTime<Utc>, String)| *at <= now;
        let due: Vec<_> = self.writes.reminders.extract_if(.., due).collect();
        for (_, text) in due {
            effects.dirty();
            self.notices.lasting(now, text);
        }
    }
}

/// Whether an entry was settled between two journals.
fn is_settled(entry: &Entry) -> bool {
    matches!(entry.stage, Written::Settled(_))
}

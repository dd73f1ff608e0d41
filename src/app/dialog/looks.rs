//! The second look of a dialog: its targets read again, and whether they still are what was shown.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::dialog::{Confirm, Dialog, Recheck};
use crate::app::effect::Effect;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::writes::seen::{Difference, differences};
use crate::domain::failure::Failure;
use crate::domain::request::{Lane, Read, Reply, RequestId};
use crate::domain::text::Text;
use crate::domain::write::{Intent, Write};

/// What was read longer ago than this is read once more before it counts.
pub const FRESH_FOR: TimeDelta = TimeDelta::seconds(60);

/// The targets of a dialog and how reading them stands.
#[derive(Clone, Debug, Default)]
pub struct Looks(Vec<Look>);

#[derive(Clone, Debug)]
struct Look {
    recheck: Recheck,
    stage: Stage,
}

#[derive(Clone, Debug)]
enum Stage {
    ToAsk,
    Asked(RequestId),
    Read(Box<Reply>, DateTime<Utc>),
    Failed(Failure),
}

/// What the second look says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Answers are awaited; so many are in, of so many.
    Reading(usize, usize),
    /// A target could not be read; why, safe for one line.
    Failed(String),
    /// Something is not as it was shown: of what, and how it differs.
    Differs(Vec<(Text, Difference)>),
    /// All is as it was shown; when the oldest answer came, `None` where there is nothing to read.
    Same(Option<DateTime<Utc>>),
}

impl Verdict {
    /// Whether all is as it was shown.
    pub fn is_same(&self) -> bool {
        matches!(self, Self::Same(_))
    }
}

impl Looks {
    /// Looks at these targets, each once.
    pub(super) fn of(targets: impl IntoIterator<Item = Recheck>) -> Self {
        let mut looks: Vec<Look> = Vec::new();
        for recheck in targets {
            if looks.iter().all(|look| look.recheck != recheck) {
                looks.push(Look {
                    recheck,
                    stage: Stage::ToAsk,
                });
            }
        }
        Self(looks)
    }

    /// What they say of what is asked.
    pub fn verdict(&self, confirm: &Confirm) -> Verdict {
        let mut done = 0;
        for look in &self.0 {
            match &look.stage {
                Stage::Failed(failure) => return Verdict::Failed(failure.cause().to_owned()),
                Stage::Read(..) => done += 1,
                Stage::ToAsk | Stage::Asked(_) => {}
            }
        }
        if done < self.0.len() {
            return Verdict::Reading(done, self.0.len());
        }
        let mut all = Vec::new();
        for intent in &confirm.intents {
            let Some(reply) = self.reply_about(intent) else {
                continue;
            };
            match differences(intent, reply) {
                Ok(found) => all.extend(found.into_iter().map(|it| (intent.subject.clone(), it))),
                Err(why) => return Verdict::Failed(why),
            }
        }
        if all.is_empty() {
            Verdict::Same(self.read_at())
        } else {
            Verdict::Differs(all)
        }
    }

    /// The answer that tells of the target of an intent.
    pub fn reply_about(&self, intent: &Intent) -> Option<&Reply> {
        let tells = |look: &&Look| match (&intent.write, &look.recheck) {
            (
                Write::Accept(key) | Write::Decline(key, _) | Write::Restore(key),
                Recheck::Line(line),
            ) => key.line == *line,
            _ => true,
        };
        match &self.0.iter().find(tells)?.stage {
            Stage::Read(reply, _) => Some(reply),
            _ => None,
        }
    }

    /// When the oldest answer came, once all are in.
    fn read_at(&self) -> Option<DateTime<Utc>> {
        let at = |look: &Look| match look.stage {
            Stage::Read(_, at) => Some(at),
            _ => None,
        };
        self.0.iter().filter_map(at).min()
    }

    /// Whether an answer is in whose age is shown.
    pub(super) fn counts(&self) -> bool {
        self.read_at().is_some()
    }

    /// Whether something was read too long ago.
    pub(super) fn is_old(&self, now: DateTime<Utc>) -> bool {
        self.read_at().is_some_and(|at| now - at > FRESH_FOR)
    }

    /// Forgets what failed and what is old, so that it is asked again.
    pub(super) fn forget(&mut self, now: DateTime<Utc>) {
        for look in &mut self.0 {
            let is_over = match &look.stage {
                Stage::Failed(_) => true,
                Stage::Read(_, at) => now - *at > FRESH_FOR,
                Stage::ToAsk | Stage::Asked(_) => false,
            };
            if is_over {
                look.stage = Stage::ToAsk;
            }
        }
    }

    /// Takes in an answer; whether it was for one of them.
    pub(super) fn answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        now: DateTime<Utc>,
    ) -> bool {
        let asked = |look: &&mut Look| matches!(look.stage, Stage::Asked(asked) if asked == id);
        let Some(look) = self.0.iter_mut().find(asked) else {
            return false;
        };
        look.stage = match result {
            Ok(reply) => Stage::Read(Box::new(reply.clone()), now),
            Err(failure) => Stage::Failed(failure.clone()),
        };
        true
    }

    /// What was asked will not be answered.
    pub(super) fn unanswered(&mut self) {
        for look in &mut self.0 {
            if matches!(look.stage, Stage::Asked(_)) {
                look.stage = Stage::ToAsk;
            }
        }
    }

    /// No answer is wanted any more.
    pub(super) fn cancel(&self, effects: &mut Effects) {
        for look in &self.0 {
            if let Stage::Asked(id) = look.stage {
                effects.push(Effect::Cancel(id));
            }
        }
    }

    pub(super) fn clock_set_back(&mut self, now: DateTime<Utc>) {
        for look in &mut self.0 {
            if let Stage::Read(_, at) = &mut look.stage {
                *at = now.min(*at);
            }
        }
    }
}

impl AppState {
    /// Asks for what a dialog has to look at and nobody asked for.
    pub(super) fn look_again(&mut self, dialog: &mut Dialog, effects: &mut Effects) {
        for look in &mut dialog.looks.0 {
            if !matches!(look.stage, Stage::ToAsk) {
                continue;
            }
            let read = match &look.recheck {
                Recheck::Line(line) => Read::Line(line.clone()),
                Recheck::Basket(basket) => Read::Basket(basket.clone()),
                Recheck::Order(order) => Read::Order(order.clone()),
            };
            let id = self.next_request();
            look.stage = Stage::Asked(id);
            effects.push(Effect::Submit {
                id,
                read,
                lane: Lane::User,
            });
        }
    }
}

//! The requests of a batch: which sites go into the next one, what it says, and what its end means.
//!
//! One at a time is on its way. A request is made up once and remembered before it is sent; its sites are in no other
//! one. What did not leave, and what Covage turned away for its pace, is sent again by itself; whatever may have arrived
//! is read back, never sent again.

use chrono::{DateTime, TimeDelta, Utc};

use super::poll::pause_after;
use super::run::{Asking, Poll, Run, Stage, Way};
use crate::app::event::WriteMove;
use crate::domain::batch::{MOST_REQUESTS, Request, Standing, reference};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::journal::{
    Entry, FRESH_INTENT_AFTER, Refusal, Settled, Stage as Written, WriteId,
};
use crate::domain::request::Cursor;
use crate::domain::text::Text;
use crate::domain::write::{Intent, Outcome, Qualify, Receipt, SiteAsked, Way as Call, Write};

/// How long a 429 without a time closes its class (G10), with the guard the engine adds.
const WINDOW: TimeDelta = TimeDelta::seconds(62);
/// The guard the engine adds to a time the server names.
const GUARD: TimeDelta = TimeDelta::seconds(2);
/// Tries in a row with a token that is refused.
const TOKEN_TRIES: u32 = 3;
/// Requests of unknown outcome beside which no other one is sent: something is wrong with the way.
const DOUBTS: usize = 2;
/// Lines that a message names.
const NAMED: usize = 8;

/// What a person has to be told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// Covage refused a request: what to say.
    Refused(String),
    /// The batch is held: why.
    Held(String),
}

impl Run {
    /// Makes the next request up, if there is one and none is on its way; its number.
    pub(super) fn make_up(&mut self, entries: &[Entry], now: DateTime<Utc>) -> Option<usize> {
        let is_free = self.stage == Stage::Running
            && self.requests.len() < MOST_REQUESTS
            && !self.requests.iter().any(Asking::is_leaving)
            && !self.is_doubtful(entries, now);
        if !is_free {
            return None;
        }
        let is_ripe = |place: &usize| {
            let site = self.sites.get(*place);
            let is_free = self.asked_in.get(*place).is_some_and(Option::is_none);
            is_free
                && site.is_some_and(|site| site.key.is_some() && site.standing == Standing::Waiting)
        };
        let most = self.plan.per_request.max(1);
        let sites: Vec<_> = (0..self.sites.len()).filter(is_ripe).take(most).collect();
        if sites.is_empty() || (sites.len() < most && self.is_looking_up()) {
            return None;
        }
        let number = self.requests.len();
        for site in &sites {
            if let Some(asked_in) = self.asked_in.get_mut(*site) {
                *asked_in = Some(number);
            }
        }
        self.requests.push(Asking {
            request: Request {
                sites,
                key: None,
                is_over: false,
            },
            way: Way::Keeping,
        });
        self.touch_request(number, now);
        Some(number)
    }

    /// Whether requests of unknown outcome keep others from being sent: until reading back has told what is to be told,
    /// and from the second one on.
    fn is_doubtful(&self, entries: &[Entry], now: DateTime<Utc>) -> bool {
        let doubts = || {
            let numbers = 0..self.requests.len();
            numbers.filter(|number| self.way(*number) == Some(&Way::Doubt))
        };
        doubts().count() >= DOUBTS
            || doubts().any(|number| !self.may_ask_anew(number, entries, now))
    }

    /// The request that can be sent now, and what it says.
    pub(super) fn next_to_send(&self, now: DateTime<Utc>) -> Option<(usize, Intent)> {
        if self.stage != Stage::Running || self.not_before.is_some_and(|at| at > now) {
            return None;
        }
        let is_ready = |asking: &Asking| asking.way == Way::Ready;
        let number = self.requests.iter().position(is_ready)?;
        Some((number, self.intent(number)?))
    }

    /// What a request says.
    pub(super) fn intent(&self, number: usize) -> Option<Intent> {
        let request = &self.requests.get(number)?.request;
        let site = |place: &usize| {
            Some(SiteAsked {
                site: self.sites.get(*place)?.key.clone()?,
                families: self.families_of(*place),
                resolve_pricing: self.plan.has_prices,
                address: self.plan.sites.get(*place)?.address.clone(),
            })
        };
        let sites: Option<Vec<_>> = request.sites.iter().map(site).collect();
        let sites = sites?;
        let subject = format!(
            "{}, request {}, {}",
            self.plan.file.line(),
            number + 1,
            crate::app::copy::counted(sites.len(), "site")
        );
        Some(Intent {
            write: Write::Qualify(Qualify {
                way: Call::Async,
                external_id: Some(Text::new(reference(&self.mark, number))),
                project: None,
                sites,
            }),
            subject: Text::new(subject),
            seen: Vec::new(),
        })
    }

    pub(super) fn way(&self, number: usize) -> Option<&Way> {
        self.requests.get(number).map(|asking| &asking.way)
    }

    pub(super) fn set_way(&mut self, number: usize, way: Way) {
        if let Some(asking) = self.requests.get_mut(number) {
            asking.way = way;
        }
    }

    /// The request of a reference, if it is one of this batch.
    pub(super) fn request_of(&self, external_id: &Text) -> Option<usize> {
        let number = external_id.wire().strip_prefix(self.mark.as_str())?;
        let number = number.parse::<usize>().ok()?.checked_sub(1)?;
        (number < self.requests.len()).then_some(number)
    }

    /// A request came further.
    pub(super) fn moved(
        &mut self,
        number: usize,
        id: WriteId,
        moved: &WriteMove,
        now: DateTime<Utc>,
    ) -> Option<News> {
        match moved {
            WriteMove::Waiting(until) => self.set_way(number, Way::Handed(id, Some(*until))),
            WriteMove::Sending(_) => self.set_way(number, Way::Sending(id)),
            WriteMove::Cancelled => {
                self.set_way(number, Way::Ready);
                // Nobody held it: everything ends, or a person took it back.
                if self.stage == Stage::Running {
                    self.hold(Some("a request was taken back".to_owned()), now);
                }
            }
            WriteMove::Refused(refusal) => return self.not_remembered(number, refusal, now),
            WriteMove::Ended(_, outcome) => return self.ended(number, outcome, now),
        }
        None
    }

    fn not_remembered(
        &mut self,
        number: usize,
        refusal: &Refusal,
        now: DateTime<Utc>,
    ) -> Option<News> {
        self.set_way(number, Way::Ready);
        match refusal {
            Refusal::InProgress { .. } => {
                self.wait("the same is being asked already", None, now);
                None
            }
            Refusal::NotDurable(why) => Some(self.is_stuck(why, now)),
        }
    }

    fn ended(&mut self, number: usize, outcome: &Outcome, now: DateTime<Utc>) -> Option<News> {
        match outcome {
            Outcome::Applied(receipt) => self.applied(number, receipt, now),
            Outcome::Unknown(_) => self.set_way(number, Way::Doubt),
            Outcome::NotSent(failure) => {
                self.set_way(number, Way::Ready);
                self.wait(failure.cause(), None, now);
            }
            Outcome::Refused(failure) => return self.refused(number, failure, now),
        }
        None
    }

    fn applied(&mut self, number: usize, receipt: &Receipt, now: DateTime<Utc>) {
        self.vain = 0;
        self.trouble = None;
        let key = match receipt {
            Receipt::Qualification(made) if made.broken.is_none() => Some(made.id.text().clone()),
            Receipt::Key(key) => Some(key.clone()),
            _ => None,
        };
        match key {
            Some(key) => self.has_key(number, &key, now),
            None => self.set_way(number, Way::Finding(Poll::at(now), Cursor::First)),
        }
    }

    /// Covage's key for a request is known: it is asked how it is doing.
    pub(super) fn has_key(&mut self, number: usize, key: &Text, now: DateTime<Utc>) {
        if let Some(asking) = self.requests.get_mut(number) {
            asking.request.key = Some(crate::domain::ids::QualificationId::new(key.wire()));
            asking.way = Way::Polling(Poll::begun(now));
            self.touch_request(number, now);
        }
    }

    fn refused(&mut self, number: usize, failure: &Failure, now: DateTime<Utc>) -> Option<News> {
        self.set_way(number, Way::Ready);
        match failure.kind {
            FailureKind::Throttled { retry_after } => {
                let asked = retry_after.and_then(|asked| TimeDelta::from_std(asked).ok());
                let at = now + asked.map_or(WINDOW, |asked| asked + GUARD);
                self.wait("too many requests (429)", Some(at), now);
                None
            }
            FailureKind::TokenRefused if self.vain + 1 < TOKEN_TRIES => {
                self.wait(failure.cause(), None, now);
                None
            }
            FailureKind::TokenRefused => {
                Some(self.is_stuck("the token is refused again and again", now))
            }
            FailureKind::Forbidden => {
                let why = "the account may not ask for eligibility (403): ask Covage for the right";
                Some(self.is_stuck(why, now))
            }
            _ => Some(self.turned_away(number, failure, now)),
        }
    }

    /// Covage will not have a request: its sites have no answer, and the lines that name them are told.
    fn turned_away(&mut self, number: usize, failure: &Failure, now: DateTime<Utc>) -> News {
        let words = failure.detail.as_ref().map(Text::line);
        let status = failure.status.map(|status| format!(" ({status})"));
        let why = format!(
            "refused{}: {}",
            status.unwrap_or_default(),
            words.unwrap_or(failure.cause())
        );
        let sites = self.end_request(number, &Standing::Failed(Text::new(why.as_str())), now);
        let lines = named(&self.lines_of(&sites));
        let file = self.plan.file.line();
        News::Refused(format!("{file}: request {} {why}; {lines}", number + 1))
    }

    /// Ends a request: those of its sites that have no answer stand so. Its sites.
    pub(super) fn end_request(
        &mut self,
        number: usize,
        standing: &Standing,
        now: DateTime<Utc>,
    ) -> Vec<usize> {
        let Some(asking) = self.requests.get_mut(number) else {
            return Vec::new();
        };
        asking.way = Way::Over;
        asking.request.is_over = true;
        let sites = asking.request.sites.clone();
        self.touch_request(number, now);
        for site in &sites {
            if self.standing(*site) == &Standing::Waiting {
                self.stands(*site, standing.clone(), now);
            }
        }
        sites
    }

    /// Something stands in the way that passes by itself.
    fn wait(&mut self, why: &str, until: Option<DateTime<Utc>>, now: DateTime<Utc>) {
        let at = until.unwrap_or(now + pause_after(self.vain));
        self.vain = self.vain.saturating_add(1);
        self.not_before = Some(at);
        self.trouble = Some(why.to_owned());
    }

    /// Something stands in the way that only a person can mend.
    fn is_stuck(&mut self, why: &str, now: DateTime<Utc>) -> News {
        self.hold(Some(why.to_owned()), now);
        News::Held(format!("{} is held: {why}", self.plan.file.line()))
    }

    /// What the journal knows of a request, whose way is not known otherwise.
    pub(super) fn told_by_journal(&mut self, number: usize, entry: &Entry, now: DateTime<Utc>) {
        match &entry.stage {
            Written::Sending | Written::Ended(Outcome::Unknown(_)) => {
                self.set_way(number, Way::Doubt);
            }
            Written::Ended(Outcome::Applied(receipt)) => self.applied(number, receipt, now),
            Written::Ended(Outcome::NotSent(_)) => self.set_way(number, Way::Ready),
            Written::Ended(Outcome::Refused(failure)) => match failure.kind {
                FailureKind::Throttled { .. }
                | FailureKind::TokenRefused
                | FailureKind::Forbidden => self.set_way(number, Way::Ready),
                _ => drop(self.turned_away(number, failure, now)),
            },
            Written::Settled(
                Settled::Reached { .. }
                | Settled::ByHand {
                    was_applied: Some(true),
                    ..
                },
            ) => self.set_way(number, Way::Finding(Poll::at(now), Cursor::First)),
            // A person says that it did not happen: another one says that it is to.
            Written::Settled(
                Settled::GivenUp
                | Settled::ByHand {
                    was_applied: Some(false),
                    ..
                },
            ) => self.set_way(number, Way::Doubt),
            Written::Settled(Settled::ByHand { note, .. }) => {
                self.end_request(number, &Standing::Unknown(note.clone()), now);
            }
        }
    }

    /// Looks into the journal for what became of requests of unknown outcome; whether anything was found.
    pub(super) fn follow_journal(&mut self, entries: &[Entry], now: DateTime<Utc>) -> bool {
        let mut is_changed = false;
        for number in 0..self.requests.len() {
            if self.way(number) != Some(&Way::Doubt) {
                continue;
            }
            if let Some(entry) = self.entry_of(number, entries) {
                self.told_by_journal(number, entry, now);
                is_changed |= self.way(number) != Some(&Way::Doubt);
            }
        }
        is_changed
    }

    /// The latest entry of a request in the journal, as far as it is at hand.
    pub(super) fn entry_of<'a>(&self, number: usize, entries: &'a [Entry]) -> Option<&'a Entry> {
        let reference = Text::new(reference(&self.mark, number));
        let is_it = |entry: &&Entry| {
            let intent = entry.intent.as_ref();
            intent.is_ok_and(|intent| intent.write.reference() == Some(&reference))
        };
        entries.iter().filter(is_it).max_by_key(|entry| entry.id)
    }

    /// Whether a person may ask anew for what a request of unknown outcome asked: long after it, reading back still found
    /// nothing; or a person settled it so.
    pub(super) fn may_ask_anew(
        &self,
        number: usize,
        entries: &[Entry],
        now: DateTime<Utc>,
    ) -> bool {
        let Some(entry) = self.entry_of(number, entries) else {
            return false;
        };
        let from = entry.staged_at + FRESH_INTENT_AFTER;
        let was_looked_at = entry.look.as_ref().is_some_and(|look| look.at >= from);
        let is_settled = matches!(
            entry.stage,
            Written::Settled(Settled::ByHand {
                was_applied: Some(false),
                ..
            })
        );
        is_settled || (entry.is_unknown() && now >= from && was_looked_at)
    }

    /// The first request of unknown outcome that a person may ask for anew.
    pub(super) fn to_ask_anew(&self, entries: &[Entry], now: DateTime<Utc>) -> Option<usize> {
        let mut numbers = 0..self.requests.len();
        numbers.find(|number| {
            self.way(*number) == Some(&Way::Doubt) && self.may_ask_anew(*number, entries, now)
        })
    }

    /// How many requests are of unknown outcome.
    pub fn doubts(&self) -> usize {
        let is_it = |asking: &&Asking| asking.way == Way::Doubt;
        self.requests.iter().filter(is_it).count()
    }
}

impl Asking {
    /// Whether it is on its way to Covage.
    fn is_leaving(&self) -> bool {
        self.is_unsent() || matches!(self.way, Way::Sending(_))
    }
}

/// Lines by their numbers: `lines 2, 3 and 5`.
pub(super) fn named(lines: &[u32]) -> String {
    let shown: Vec<_> = lines.iter().take(NAMED).map(u32::to_string).collect();
    let more = lines.len() - shown.len();
    match (shown.as_slice(), more) {
        ([], _) => "no lines".to_owned(),
        ([one], 0) => format!("line {one}"),
        ([before @ .., last], 0) => format!("lines {} and {last}", before.join(", ")),
        (all, more) => format!("lines {} and {more} more", all.join(", ")),
    }
}

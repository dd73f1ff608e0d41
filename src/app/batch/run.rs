//! A batch under way: its sites, its requests, and what is to be done next.
//!
//! ```text
//!   Opening --kept--> Running <--hold, resume--> Held
//!                      |   \__ cancelled __ Ending --nothing on the wire--> Saving --> Ended
//!    all sites stand --'                                 ^
//!   Left --a person resumes--> Claiming --> Running      '-- all sites stand
//! ```
//!
//! Pure data and pure steps. What was remembered of a batch is enough to go on with it: whatever stands only here is
//! asked for again at no harm.

use std::collections::{BTreeSet, HashMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::jobs::SaveId;
use crate::domain::batch::{BatchId, Kept, Plan, Request, Site, Standing, State};
use crate::domain::ids::SiteKey;
use crate::domain::journal::WriteId;
use crate::domain::request::{Cursor, RequestId};
use crate::domain::text::Text;

/// A batch is told to be alive at least this often: a process that cannot be looked at counts as dead after five minutes.
const SIGN_OF_LIFE: TimeDelta = TimeDelta::minutes(2);
/// What became of sites is kept at least this soon after it is known.
const KEEP_WITHIN: TimeDelta = TimeDelta::seconds(2);

/// Answers of a batch that are read at once.
const READS_AT_ONCE: usize = 2;

/// Names a batch within this run of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchNumber(pub u64);

/// A batch.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its name here.
    pub number: BatchNumber,
    /// Its name for good, once it is remembered.
    pub(super) id: Option<BatchId>,
    /// What the references of its requests begin with.
    pub(super) mark: String,
    /// What was confirmed.
    pub plan: Plan,
    /// When it began.
    pub since: DateTime<Utc>,
    /// How it stands.
    pub stage: Stage,
    /// What became of each site of the plan.
    pub sites: Vec<Site>,
    /// Its requests, by number.
    pub requests: Vec<Asking>,
    /// Why it does not go on just now, although it would; safe for one line.
    pub trouble: Option<String>,
    /// Since when it goes on in this run of the program, and how many sites stood by then.
    pub(super) going: Option<(DateTime<Utc>, usize)>,
    /// When it ended, or stopped going on.
    pub ended_at: Option<DateTime<Utc>>,
    /// Look-ups under way.
    pub(super) lookups: HashMap<RequestId, Lookup>,
    /// Look-ups that found nobody to answer: how often, and when again.
    pub(super) retries: HashMap<usize, (u32, DateTime<Utc>)>,
    /// The first site that no look-up was begun for; those before it are in `retries`, under way or done.
    pub(super) looked_up_to: usize,
    /// The site that stands for each key.
    pub(super) by_key: HashMap<SiteKey, usize>,
    /// The request each site is in.
    pub(super) asked_in: Vec<Option<usize>>,
    /// No request is sent before this.
    pub(super) not_before: Option<DateTime<Utc>>,
    /// Sends in a row that led nowhere.
    pub(super) vain: u32,
    pub(super) dirty: Dirty,
    /// Requests in each note that the store has not confirmed yet, the oldest first.
    pub(super) notes: VecDeque<Vec<usize>>,
    pub(super) noted_at: DateTime<Utc>,
    /// Whether a person cancelled it.
    pub(super) is_cancelled: bool,
}

/// How a batch stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// It is being remembered.
    Opening,
    /// It goes on.
    Running,
    /// It does not: a person said so, or why only a person can mend it; safe for one line.
    Held(Option<String>),
    /// An earlier run of the program left it.
    Left,
    /// Another copy of the program runs it.
    Elsewhere,
    /// It is being taken over.
    Claiming,
    /// Nothing more is asked; what is on the wire is waited for.
    Ending,
    /// Its result is being written.
    Saving(SaveId),
    /// Its result could not be written; why, safe for one line.
    Unsaved(String),
    /// Its result stands under this path; safe for one line.
    Ended(String),
    /// It could not be remembered, and nothing was asked; why, safe for one line.
    Failed(String),
}

/// A request of a batch.
#[derive(Clone, Debug)]
pub struct Asking {
    /// What is remembered of it.
    pub request: Request,
    /// How far it came.
    pub way: Way,
}

/// How far a request came.
#[derive(Clone, Debug, PartialEq)]
pub enum Way {
    /// It is being remembered.
    Keeping,
    /// It is remembered and can be sent.
    Ready,
    /// It waits for its slot, where known until then.
    Handed(WriteId, Option<DateTime<Utc>>),
    /// It is on the wire.
    Sending(WriteId),
    /// Whether Covage has it is unknown; the journal reads it back.
    Doubt,
    /// Covage has it, but its key was not told: it is looked for in the list, from this page on.
    Finding(Poll, Cursor),
    /// Covage works on it.
    Polling(Poll),
    /// Nothing is to come.
    Over,
}

/// A question that is asked again and again, ever more rarely.
#[derive(Clone, Debug, PartialEq)]
pub struct Poll {
    /// How often it was asked.
    pub asked: u32,
    /// When it is asked next.
    pub next: DateTime<Utc>,
    /// The question that is open.
    pub flight: Option<RequestId>,
}

/// A look-up under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lookup {
    pub(super) place: usize,
    /// How often it was tried before.
    pub(super) tries: u32,
}

/// What is not remembered yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Dirty {
    pub(super) sites: BTreeSet<usize>,
    pub(super) requests: BTreeSet<usize>,
    pub(super) state: bool,
    pub(super) since: Option<DateTime<Utc>>,
    /// The store could not take it: it is not offered all the time.
    pub(super) was_refused: bool,
}

/// How many sites stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All.
    pub sites: usize,
    /// Those that have their answer, or none to come.
    pub done: usize,
    /// Those that Covage answered for.
    pub answered: usize,
    /// Those it does not know.
    pub not_found: usize,
    /// Those that went wrong.
    pub failed: usize,
    /// Those of which it is not known whether they were asked for.
    pub unknown: usize,
    /// Those that Covage was asked for, or may have been, without an answer.
    pub asked: usize,
    /// Those that were looked up and are still to be asked for.
    pub found: usize,
}

impl Run {
    /// A batch that a person confirmed just now.
    pub(super) fn new(number: BatchNumber, mark: String, plan: Plan, now: DateTime<Utc>) -> Self {
        let count = plan.sites.len();
        Self {
            number,
            id: None,
            mark,
            since: now,
            stage: Stage::Opening,
            sites: vec![Site::default(); count],
            requests: Vec::new(),
            trouble: None,
            going: None,
            ended_at: None,
            lookups: HashMap::new(),
            retries: HashMap::new(),
            looked_up_to: 0,
            by_key: HashMap::new(),
            asked_in: vec![None; count],
            not_before: None,
            vain: 0,
            dirty: Dirty::default(),
            notes: VecDeque::new(),
            noted_at: now,
            is_cancelled: false,
            plan,
        }
    }

    /// A batch as it is remembered. Goes on nowhere by itself.
    pub(super) fn kept(number: BatchNumber, kept: Kept, now: DateTime<Utc>) -> Self {
        let mut run = Self::new(number, kept.mark, kept.plan, now);
        run.id = Some(kept.id);
        run.since = kept.since;
        run.sites = kept.sites;
        run.stage = if kept.is_elsewhere {
            Stage::Elsewhere
        } else {
            Stage::Left
        };
        for (place, site) in run.sites.iter().enumerate() {
            let is_itself = !matches!(site.standing, Standing::Same(_));
            if let Some(key) = site.key.as_ref().filter(|_| is_itself) {
                run.by_key.entry(key.clone()).or_insert(place);
            }
        }
        for (number, (request, entry)) in kept.requests.into_iter().enumerate() {
            for site in &request.sites {
                if let Some(asked_in) = run.asked_in.get_mut(*site) {
                    *asked_in = Some(number);
                }
            }
            let mut asking = Asking {
                way: Way::Ready,
                request,
            };
            if asking.request.is_over {
                asking.way = Way::Over;
            } else if asking.request.key.is_some() {
                asking.way = Way::Polling(Poll::at(now));
            }
            let is_ready = asking.way == Way::Ready;
            run.requests.push(asking);
            if is_ready && let Some(entry) = entry {
                run.told_by_journal(number, &entry, now);
            }
        }
        run
    }

    /// How many sites stand how.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            sites: self.sites.len(),
            ..Counts::default()
        };
        for place in 0..self.sites.len() {
            match self.standing(place) {
                Standing::Answered(_) => counts.answered += 1,
                Standing::NotFound(_) => counts.not_found += 1,
                Standing::Failed(_) => counts.failed += 1,
                Standing::Unknown(_) => counts.unknown += 1,
                Standing::Waiting | Standing::Same(_) => {
                    let place = self.stands_for(place);
                    if self.is_asked(place) {
                        counts.asked += 1;
                    } else if self.sites.get(place).is_some_and(|site| site.key.is_some()) {
                        counts.found += 1;
                    }
                    continue;
                }
            }
            counts.done += 1;
        }
        counts
    }

    /// Whether Covage was asked for a site, or may have been.
    fn is_asked(&self, place: usize) -> bool {
        let request = self.asked_in.get(place).copied().flatten();
        let asking = request.and_then(|number| self.requests.get(number));
        asking.is_some_and(|asking| !asking.is_unsent())
    }

    /// Requests that are made up and have not left.
    pub(super) fn unsent(&self) -> impl Iterator<Item = &Request> + Clone {
        let unsent = self.requests.iter().filter(|asking| asking.is_unsent());
        unsent.map(|asking| &asking.request)
    }

    /// How many requests have left.
    pub fn sent(&self) -> usize {
        self.requests.len() - self.unsent().count()
    }

    /// The site whose answer is that of this one.
    pub(super) fn stands_for(&self, place: usize) -> usize {
        match self.sites.get(place).map(|site| &site.standing) {
            Some(Standing::Same(other)) => *other,
            _ => place,
        }
    }

    /// How a site stands, or the one that stands for it.
    pub fn standing(&self, place: usize) -> &Standing {
        const WAITING: &Standing = &Standing::Waiting;
        let site = self.sites.get(self.stands_for(place));
        site.map_or(WAITING, |site| &site.standing)
    }

    /// Whether it goes on by itself.
    pub fn is_running(&self) -> bool {
        matches!(
            self.stage,
            Stage::Opening | Stage::Running | Stage::Claiming | Stage::Ending | Stage::Saving(_)
        )
    }

    /// Whether something of it is still to be done, by itself or by a person.
    pub fn is_open(&self) -> bool {
        !matches!(self.stage, Stage::Ended(_) | Stage::Failed(_))
    }

    /// Whether answers are gathered: what was asked is, held or not.
    pub(super) fn is_gathering(&self) -> bool {
        matches!(self.stage, Stage::Running | Stage::Held(_))
    }

    /// The write that is on the wire.
    pub(super) fn on_the_wire(&self) -> Option<WriteId> {
        self.requests.iter().find_map(|asking| match asking.way {
            Way::Sending(write) => Some(write),
            _ => None,
        })
    }

    /// The write that waits for its slot, and until when.
    pub fn slot(&self) -> Option<(WriteId, Option<DateTime<Utc>>)> {
        self.requests.iter().find_map(|asking| match asking.way {
            Way::Handed(write, until) => Some((write, until)),
            _ => None,
        })
    }

    /// Whether every site has its answer, or none to come.
    pub(super) fn is_done(&self) -> bool {
        let stands = |site: &Site| match &site.standing {
            Standing::Waiting => false,
            Standing::Same(other) => {
                let other = self.sites.get(*other);
                other.is_none_or(|site| site.standing != Standing::Waiting)
            }
            _ => true,
        };
        self.sites.iter().all(stands)
    }

    /// Goes on, from now.
    pub(super) fn go(&mut self, now: DateTime<Utc>) {
        self.going = Some((now, self.counts().done));
        self.ended_at = None;
        self.vain = 0;
        self.not_before = None;
        self.dirty.was_refused = false;
        self.enter(Stage::Running, now);
    }

    /// Stops asking; what was asked is still gathered.
    pub(super) fn hold(&mut self, why: Option<String>, now: DateTime<Utc>) {
        self.enter(Stage::Held(why), now);
    }

    /// Another stage; what a restart has to know of it is to be kept.
    pub(super) fn enter(&mut self, stage: Stage, now: DateTime<Utc>) {
        let was = std::mem::replace(&mut self.stage, stage);
        self.trouble = None;
        if self.state() != state_of(&was) {
            self.dirty.state = true;
            self.dirty.since.get_or_insert(now);
        }
        if !self.is_running() {
            self.ended_at.get_or_insert(now);
        }
    }

    /// What is remembered of how it stands.
    pub(super) fn state(&self) -> State {
        state_of(&self.stage)
    }

    /// Sites a minute, since it goes on in this run of the program; `None` before that can be told.
    pub fn per_minute(&self, now: DateTime<Utc>) -> Option<f64> {
        let (from, before) = self.going?;
        let until = self.ended_at.unwrap_or(now);
        let seconds = (until - from).num_seconds();
        let done = u32::try_from(self.counts().done.saturating_sub(before)).ok()?;
        let seconds = u32::try_from(seconds).ok().filter(|secs| *secs >= 20)?;
        (done > 0).then(|| f64::from(done) * 60.0 / f64::from(seconds))
    }

    /// What is over with time.
    pub(super) fn pass(&mut self, now: DateTime<Utc>) {
        self.not_before = self.not_before.filter(|at| *at > now);
    }

    /// How many more answers may be asked for at once.
    pub(super) fn room_to_read(&self) -> usize {
        let polls = self.requests.iter().filter_map(Asking::poll);
        READS_AT_ONCE.saturating_sub(polls.filter(|poll| poll.flight.is_some()).count())
    }

    /// When something is to be done although nothing happens.
    pub(super) fn due(&self, can_send: bool) -> Option<DateTime<Utc>> {
        let is_running = self.stage == Stage::Running;
        let is_offered = self.is_ours() && !self.dirty.was_refused;
        let kept = self.dirty.since.filter(|_| is_offered);
        let kept = kept.map(|since| since + KEEP_WITHIN);
        let alive = self.is_kept_alive().then(|| self.noted_at + SIGN_OF_LIFE);
        let send = self.not_before.filter(|_| can_send && is_running);
        let retries = self.retries.values().map(|(_, at)| *at);
        let retry = retries
            .min()
            .filter(|_| is_running && self.has_room_to_look_up());
        let polls = self.requests.iter().filter_map(Asking::poll);
        let has_room = self.is_gathering() && self.room_to_read() > 0;
        let polls = polls.filter(|poll| poll.flight.is_none() && has_room);
        [kept, alive, send, retry, polls.map(|poll| poll.next).min()]
            .into_iter()
            .flatten()
            .min()
    }

    /// Whether this process is the one that has it.
    pub(super) fn is_ours(&self) -> bool {
        let is_other = matches!(
            self.stage,
            Stage::Left | Stage::Elsewhere | Stage::Claiming | Stage::Opening
        );
        self.id.is_some() && !is_other
    }

    fn is_kept_alive(&self) -> bool {
        self.is_ours() && self.is_open()
    }

    /// Whether it is time to keep what is new, at once where something waits for that, or to give a sign of life.
    pub(super) fn is_to_be_kept(&self, now: DateTime<Utc>) -> bool {
        let is_old = |since: DateTime<Utc>| since + KEEP_WITHIN <= now;
        let dirty = &self.dirty;
        let is_waited_for = self.has_to_keep_request() || dirty.state;
        let is_due = is_waited_for || dirty.since.is_some_and(is_old);
        let is_quiet = self.is_kept_alive() && self.noted_at + SIGN_OF_LIFE <= now;
        self.is_ours() && (is_quiet || (is_due && !dirty.was_refused))
    }

    /// A site stands otherwise.
    pub(super) fn stands(&mut self, place: usize, standing: Standing, now: DateTime<Utc>) {
        if let Some(site) = self.sites.get_mut(place) {
            site.standing = standing;
            self.touch_site(place, now);
        }
    }

    pub(super) fn touch_site(&mut self, place: usize, now: DateTime<Utc>) {
        self.dirty.sites.insert(place);
        self.dirty.since.get_or_insert(now);
    }

    pub(super) fn touch_request(&mut self, number: usize, now: DateTime<Utc>) {
        self.dirty.requests.insert(number);
        self.dirty.since.get_or_insert(now);
    }

    /// The clock was set back: what waits for a moment would wait too long.
    pub(super) fn clock_set_back(&mut self, now: DateTime<Utc>) {
        let latest = now + super::poll::LONGEST;
        let polls = self.requests.iter_mut().filter_map(Asking::poll_mut);
        for poll in polls {
            poll.next = poll.next.min(latest);
        }
        for (_, at) in self.retries.values_mut() {
            *at = (*at).min(latest);
        }
        self.not_before = self.not_before.map(|at| at.min(latest));
        self.noted_at = self.noted_at.min(now);
        self.dirty.since = self.dirty.since.map(|at| at.min(now));
        self.going = self.going.map(|(at, done)| (at.min(now), done));
    }

    /// What was asked will not be answered any more: it is asked anew.
    pub(super) fn unanswered(&mut self, now: DateTime<Utc>) {
        for (_, lookup) in self.lookups.drain() {
            self.retries.insert(lookup.place, (lookup.tries, now));
        }
        for poll in self.requests.iter_mut().filter_map(Asking::poll_mut) {
            if poll.flight.take().is_some() {
                poll.next = now;
            }
        }
    }

    /// Lines of the file that name one of these sites, by their numbers.
    pub(super) fn lines_of(&self, sites: &[usize]) -> Vec<u32> {
        let lines = self.plan.lines.iter();
        let named = lines.filter(|line| sites.contains(&self.stands_for(line.site)));
        named.map(|line| line.number).collect()
    }

    /// What it is called.
    pub fn file(&self) -> &Text {
        &self.plan.file
    }
}

impl Asking {
    /// Whether it is made up and has not left.
    pub(super) fn is_unsent(&self) -> bool {
        matches!(self.way, Way::Keeping | Way::Ready | Way::Handed(..))
    }

    /// The question that is asked again and again.
    pub(super) fn poll(&self) -> Option<&Poll> {
        match &self.way {
            Way::Polling(poll) | Way::Finding(poll, _) => Some(poll),
            _ => None,
        }
    }

    pub(super) fn poll_mut(&mut self) -> Option<&mut Poll> {
        match &mut self.way {
            Way::Polling(poll) | Way::Finding(poll, _) => Some(poll),
            _ => None,
        }
    }
}

fn state_of(stage: &Stage) -> State {
    match stage {
        Stage::Held(_) => State::Held,
        Stage::Ended(path) => State::Ended(Some(Text::new(path.as_str()))),
        _ => State::Running,
    }
}

//! The site at a place, looked up before anything is sent (E22): a read that changes nothing.
//!
//! Kept by what was asked, so that an answer never belongs to another place than the one that is typed.

use std::collections::{HashMap, VecDeque};

use chrono::TimeDelta;

use crate::app::effect::Effect;
use crate::app::form::Form;
use crate::app::loadable::{Loadable, Slot};
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::eligibility::{Site, SiteQuery};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::request::{Lane, Read, Reply, RequestId};

/// How long an answer is good for: sites stay where they are, but new ones are built.
const GOOD_FOR: TimeDelta = TimeDelta::hours(1);
/// Places that are remembered.
const MOST: usize = 32;

/// Sites that were looked up, the latest last.
#[derive(Debug, Default)]
pub(in crate::app::form) struct Sites {
    known: VecDeque<(SiteQuery, Loadable<Option<Site>>)>,
    pending: HashMap<RequestId, SiteQuery>,
}

impl Sites {
    pub(super) fn get(&self, query: &SiteQuery) -> Option<&Loadable<Option<Site>>> {
        let found = self.known.iter().find(|(known, _)| known == query);
        found.map(|(_, site)| site)
    }

    fn slot(&mut self, query: &SiteQuery) -> Option<&mut Loadable<Option<Site>>> {
        let found = self.known.iter_mut().find(|(known, _)| known == query);
        found.map(|(_, site)| site)
    }

    /// A place is looked up from now on.
    fn begin(&mut self, query: &SiteQuery) {
        if self.slot(query).is_none() {
            self.known.push_back((query.clone(), Loadable::default()));
        }
        if let Some(slot) = self.slot(query) {
            slot.begin();
        }
        if self.known.len() > MOST {
            self.known.pop_front();
        }
    }

    pub(in crate::app::form) fn clock_set_back(&mut self, now: chrono::DateTime<chrono::Utc>) {
        for (_, site) in &mut self.known {
            site.clock_set_back(now);
        }
    }

    /// What was asked will not be answered.
    pub(in crate::app::form) fn unanswered(&mut self) {
        self.pending.clear();
        for (_, site) in &mut self.known {
            site.abandon();
        }
    }
}

impl AppState {
    /// Looks up the site of a form whose place was left; `anew` if that failed before.
    pub(in crate::app::form) fn look_up_site(
        &mut self,
        form: &Form,
        anew: bool,
        effects: &mut Effects,
    ) {
        let Some(Ok(query)) = form.is_past_place().then(|| form.query()) else {
            return;
        };
        let now = self.now;
        let is_wanted = self.forms.sites.get(&query).is_none_or(|site| {
            let is_old = site.read_at().is_none_or(|at| now - at > GOOD_FOR);
            // What was not found may have been mistyped, or be there by now.
            let is_missed = site.failure().is_some() || site.value() == Some(&None);
            !site.is_loading() && ((is_old && site.failure().is_none()) || (is_missed && anew))
        });
        if !is_wanted {
            return;
        }
        let id = self.next_request();
        self.forms.sites.begin(&query);
        self.forms.sites.pending.insert(id, query.clone());
        effects.push(Effect::Submit {
            id,
            read: Read::Site(query),
            lane: Lane::User,
        });
    }

    /// Takes in an answer, if it is about a site that was looked up.
    pub(in crate::app::form) fn site_answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        effects: &mut Effects,
    ) {
        let Some(query) = self.forms.sites.pending.remove(&id) else {
            return;
        };
        effects.dirty();
        let now = self.now;
        let Some(slot) = self.forms.sites.slot(&query) else {
            return;
        };
        match result {
            Ok(Reply::Site(site)) => slot.succeed(site.clone(), now),
            Ok(_) => {
                let path = Read::Site(query).path();
                slot.fail(Failure::new(FailureKind::Internal, path), now);
            }
            // An answer like any other: there is none (E22).
            Err(failure) if failure.kind == FailureKind::NotFound => slot.succeed(None, now),
            Err(failure) => slot.fail(failure.clone(), now),
        }
    }
}

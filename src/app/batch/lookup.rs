//! Looking sites up, a few at a time: each gets its key, is not known to Covage, or turns out to be one already named.

use chrono::{DateTime, Utc};

use super::poll::pause_after;
use super::run::{Lookup, Run, Stage};
use crate::domain::batch::Standing;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::request::{Read, Reply, RequestId};
use crate::domain::text::Text;

/// Look-ups under way at once. The engine sends them one after the other as its budget for the background allows.
const AT_ONCE: usize = 4;

impl Run {
    /// The site to be looked up next, if one may be now.
    pub(super) fn next_lookup(&mut self, now: DateTime<Utc>) -> Option<(usize, Read)> {
        if self.stage != Stage::Running || !self.has_room_to_look_up() {
            return None;
        }
        let due = |(_, (_, at)): &(&usize, &(u32, DateTime<Utc>))| *at <= now;
        let again = self.retries.iter().filter(due).map(|(place, _)| *place);
        let place = again.min().or_else(|| self.next_fresh())?;
        let query = self.plan.sites.get(place)?.query.clone();
        Some((place, Read::Site(query)))
    }

    /// The next site that no look-up was begun for.
    fn next_fresh(&mut self) -> Option<usize> {
        while self.looked_up_to < self.sites.len() {
            let place = self.looked_up_to;
            if self.is_unknown_place(place) && !self.retries.contains_key(&place) {
                return Some(place);
            }
            self.looked_up_to += 1;
        }
        None
    }

    fn is_unknown_place(&self, place: usize) -> bool {
        let site = self.sites.get(place);
        site.is_some_and(|site| site.key.is_none() && site.standing == Standing::Waiting)
    }

    /// A look-up was begun.
    pub(super) fn looking_up(&mut self, place: usize, id: RequestId) {
        let tries = self.retries.remove(&place).map_or(0, |(tries, _)| tries);
        self.lookups.insert(id, Lookup { place, tries });
        if place == self.looked_up_to {
            self.looked_up_to += 1;
        }
    }

    /// Whether one more may be begun.
    pub(super) fn has_room_to_look_up(&self) -> bool {
        self.lookups.len() < AT_ONCE
    }

    /// Whether sites are left that may still get a key.
    pub(super) fn is_looking_up(&self) -> bool {
        (0..self.sites.len()).any(|place| self.is_unknown_place(place))
    }

    /// Takes in the answer to a look-up; false when it is not one.
    pub(super) fn looked_up(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
        now: DateTime<Utc>,
    ) -> bool {
        let Some(Lookup { place, tries }) = self.lookups.remove(&id) else {
            return false;
        };
        match result {
            Ok(Reply::Site(Some(site))) => match &site.key {
                Some(key) => {
                    if let Some(known) = self.sites.get_mut(place) {
                        known.key = Some(key.clone());
                    }
                    self.touch_site(place, now);
                    self.find_same(place, now);
                }
                None => self.stands(place, not_found("Covage told no key for it"), now),
            },
            Ok(Reply::Site(None)) => {
                self.stands(place, not_found("Covage knows no such site"), now);
            }
            Ok(_) => self.fails(place, "the answer is about something else", now),
            Err(failure) => match failure.kind {
                FailureKind::NotFound => {
                    let words = failure.detail.clone();
                    let why = words.unwrap_or_else(|| Text::new("Covage knows no such site"));
                    self.stands(place, Standing::NotFound(why), now);
                }
                FailureKind::Refused | FailureKind::TooLarge | FailureKind::Internal => {
                    self.fails(place, failure.line(), now);
                }
                FailureKind::Forbidden => {
                    self.retries.insert(place, (tries, now));
                    let why = "the account may not look sites up (403): ask Covage for the right";
                    self.hold(Some(why.to_owned()), now);
                }
                _ => {
                    let at = now + pause_after(tries);
                    self.retries.insert(place, (tries.saturating_add(1), at));
                    self.trouble = Some(format!("looking sites up: {}", failure.cause()));
                }
            },
        }
        if result.is_ok() {
            self.trouble = None;
        }
        true
    }

    /// A site that another line found as well is asked for once: with it, or by it.
    fn find_same(&mut self, place: usize, now: DateTime<Utc>) {
        let Some(key) = self.sites.get(place).and_then(|site| site.key.clone()) else {
            return;
        };
        let first = *self.by_key.entry(key).or_insert(place);
        if first == place {
            return;
        }
        let is_asked = self.asked_in.get(first).is_some_and(Option::is_some);
        let families = self.families_of(first);
        let wanted = self.plan.sites.get(place).map(|site| &site.families);
        let is_covered =
            wanted.is_some_and(|wanted| wanted.iter().all(|family| families.contains(family)));
        // What was asked already cannot be asked for more; then this one is asked by itself.
        if !is_asked || is_covered {
            self.stands(place, Standing::Same(first), now);
        }
    }

    /// The families a site is asked for: its own, and those of every other one it stands for.
    pub(super) fn families_of(&self, place: usize) -> Vec<Text> {
        let is_it = |other: &usize| *other == place || self.stands_for(*other) == place;
        let mut families: Vec<Text> = Vec::new();
        for other in (0..self.sites.len()).filter(is_it) {
            for family in self
                .plan
                .sites
                .get(other)
                .iter()
                .flat_map(|it| &it.families)
            {
                if !families.contains(family) {
                    families.push(family.clone());
                }
            }
        }
        families
    }

    fn fails(&mut self, place: usize, why: impl Into<String>, now: DateTime<Utc>) {
        self.stands(place, Standing::Failed(Text::new(why.into())), now);
    }
}

fn not_found(why: &str) -> Standing {
    Standing::NotFound(Text::new(why))
}

//! Requests that this program made: what was sent is remembered, as answers leave parts of it out (E4, E5).

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::entities::orders::RowId;
use crate::domain::eligibility::Qualification;
use crate::domain::ids::QualificationId;
use crate::domain::write::{Qualify, SiteAsked, is_mark};

use super::request::{Asked, KnownRequest};
use super::{Eligibility, KnownItem};

/// A reference that a person may give twice means the request that was made about when it was sent: it may wait for its
/// slot, and two clocks differ.
const SENT_BEFORE: TimeDelta = TimeDelta::minutes(30);
const SENT_AFTER: TimeDelta = TimeDelta::minutes(10);

impl Eligibility {
    /// Takes in what Covage answered to a request that was sent at `at`; returns the rows that differ. It is no news to
    /// whoever sent it.
    pub fn take_answer(
        &mut self,
        qualify: &Qualify,
        request: Qualification,
        (sent_at, at): (DateTime<Utc>, DateTime<Utc>),
    ) -> Vec<RowId> {
        let id = request.id.clone();
        let mut touched = self.put_whole(request, false, false, at);
        let qualify = qualify.clone();
        touched.extend(self.claim(
            &id,
            Asked {
                qualify,
                at: sent_at,
            },
        ));
        touched.sort_unstable();
        touched.dedup();
        touched
    }

    /// A request is what this program sent; returns the rows that differ.
    pub fn claim(&mut self, id: &QualificationId, asked: Asked) -> Vec<RowId> {
        let (Some(row), Some(known)) = (self.request_number(id), self.requests.get_mut(id)) else {
            return Vec::new();
        };
        let sites = asked.qualify.sites.clone();
        known.asked = Some(asked);
        known.news.is_new = false;
        // Whoever asked waits for it, however long that took to come in.
        known.looks = known.looks.or(Some(0));
        let (is_open, is_news) = (known.is_open(), known.news.is_any());
        let items = known.items.clone();
        if is_open && !self.own.contains(id) {
            self.own.push(id.clone());
        }
        if !is_news {
            self.news.remove(&row);
        }
        let mut touched = vec![row];
        for id in items {
            let number = self.item_number(&id);
            let Some(item) = self.items.get_mut(&id) else {
                continue;
            };
            remember(item, &sites);
            item.news.is_new = false;
            let is_news = item.news.is_any();
            if let Some(number) = number {
                touched.push(number);
                if !is_news {
                    self.news.remove(&number);
                }
            }
        }
        touched
    }

    /// The open requests that this program made.
    pub fn own(&self) -> impl Iterator<Item = &KnownRequest> {
        self.own.iter().filter_map(|id| self.request(id))
    }
}

impl KnownRequest {
    /// Whether it may be what was sent under the same reference.
    pub fn may_be(&self, qualify: &Qualify, sent_at: DateTime<Utc>) -> bool {
        let reference = self.request.external_id.as_ref();
        if reference.is_none() || reference != qualify.external_id.as_ref() {
            return false;
        }
        let made_at = self.request.creation_date.as_ref();
        let made_at = made_at.and_then(crate::domain::date::FlexDate::instant);
        let is_meant = |at: DateTime<Utc>| at > sent_at - SENT_AFTER && at < sent_at + SENT_BEFORE;
        reference.is_some_and(is_mark) || made_at.is_none_or(is_meant)
    }
}

/// Of a site that the answer told little of, what was sent stands in for the rest: the only site there is, or the one of
/// the same key.
fn remember(item: &mut KnownItem, sites: &[SiteAsked]) {
    let key = item.item.site.key.as_ref();
    let sent = match (sites, key) {
        ([only], None) => Some(only),
        (sites, Some(key)) => sites.iter().find(|site| site.site == *key),
        _ => None,
    };
    let Some(sent) = sent else {
        return;
    };
    let known = &mut item.item;
    if known.site.key.is_none() {
        known.site.key = Some(sent.site.clone());
    }
    if known.address.is_none() {
        known.address.clone_from(&sent.address);
    }
    if known.families.is_none() {
        known.families = Some(sent.families.clone());
    }
    if known.resolve_pricing.is_none() {
        known.resolve_pricing = Some(sent.resolve_pricing);
    }
}

//! Every eligibility request and item known, merged from list rows, create answers and details (E3, E4).
//!
//! Invariants: a row's number never changes and belongs to one request or one item; an item knows its request as soon as
//! any request's detail, or the answer that created it, named it (E17); an answer that does not hold a field never takes
//! away what another one told.

mod delay;
mod item;
mod made;
mod merge;
mod news;
mod priced;
mod request;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use crate::app::entities::orders::RowId;
use crate::app::entities::{Listed, Numbered};
use crate::app::loadable::Slot;
use crate::domain::eligibility::{CatalogueOffer, Item, Qualification};
use crate::domain::failure::Failure;
use crate::domain::ids::{QualificationId, QualificationItemId};

pub use delay::Delay;
pub use item::KnownItem;
pub use news::{EligibilityCells, EligibilityNews};
pub use priced::{OfferKey, Priced, Prices, Source};
pub use request::{Asked, KnownRequest};

/// What a row of the Eligibility pane is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EligibilityRow {
    /// An eligibility request.
    Request(QualificationId),
    /// An eligibility item: a site of a request.
    Item(QualificationItemId),
}

/// Eligibility requests and items.
#[derive(Clone, Debug, Default)]
pub struct Eligibility {
    rows: Numbered<EligibilityRow>,
    requests: HashMap<QualificationId, KnownRequest>,
    items: HashMap<QualificationItemId, KnownItem>,
    /// Rows that are new or changed, requests and items.
    news: HashSet<RowId>,
    /// Requests that this program made, while they are open.
    own: Vec<QualificationId>,
}

/// In which answer an item stood.
#[derive(Clone, Copy, Debug)]
enum Within<'a> {
    /// The list of items.
    List(Listed),
    /// Its own detail.
    Alone(DateTime<Utc>),
    /// Its request; `is_whole` where that told all there is to tell.
    Request {
        id: &'a QualificationId,
        is_whole: bool,
        at: DateTime<Utc>,
    },
}

impl Within<'_> {
    fn at(self) -> DateTime<Utc> {
        match self {
            Self::List(listed) => listed.at,
            Self::Alone(at) | Self::Request { at, .. } => at,
        }
    }
}

impl Eligibility {
    /// What a row number stands for.
    pub fn row(&self, row: RowId) -> Option<&EligibilityRow> {
        self.rows.get(row)
    }

    /// The number of a row.
    pub fn number(&self, row: &EligibilityRow) -> Option<RowId> {
        self.rows.number(row)
    }

    /// The number of a request's row.
    pub fn request_number(&self, id: &QualificationId) -> Option<RowId> {
        self.number(&EligibilityRow::Request(id.clone()))
    }

    /// The number of an item's row.
    pub fn item_number(&self, id: &QualificationItemId) -> Option<RowId> {
        self.number(&EligibilityRow::Item(id.clone()))
    }

    /// A request.
    pub fn request(&self, id: &QualificationId) -> Option<&KnownRequest> {
        self.requests.get(id)
    }

    /// An item.
    pub fn item(&self, id: &QualificationItemId) -> Option<&KnownItem> {
        self.items.get(id)
    }

    /// The request of a row; `None` for an item's.
    pub fn request_at(&self, row: RowId) -> Option<&KnownRequest> {
        match self.row(row)? {
            EligibilityRow::Request(id) => self.request(id),
            EligibilityRow::Item(_) => None,
        }
    }

    /// The item of a row; `None` for a request's.
    pub fn item_at(&self, row: RowId) -> Option<&KnownItem> {
        match self.row(row)? {
            EligibilityRow::Item(id) => self.item(id),
            EligibilityRow::Request(_) => None,
        }
    }

    /// Every row with its number.
    pub fn rows(&self) -> impl Iterator<Item = (RowId, &EligibilityRow)> {
        self.rows.iter()
    }

    /// Every request with its row, in the order they were met.
    pub fn requests(&self) -> impl Iterator<Item = (RowId, &KnownRequest)> {
        self.rows()
            .filter_map(|(number, _)| Some((number, self.request_at(number)?)))
    }

    /// Every item with its row, in the order they were met.
    pub fn items(&self) -> impl Iterator<Item = (RowId, &KnownItem)> {
        self.rows()
            .filter_map(|(number, _)| Some((number, self.item_at(number)?)))
    }

    /// The items of a request that are known.
    pub fn items_of<'a>(
        &'a self,
        request: &'a KnownRequest,
    ) -> impl Iterator<Item = &'a KnownItem> {
        request.items.iter().filter_map(|id| self.item(id))
    }

    /// The request of an item, once it is known.
    pub fn request_of(&self, item: &KnownItem) -> Option<&KnownRequest> {
        self.request(item.request.as_ref()?)
    }

    /// Sites of a request that are final, and all of them; `None` where nobody knows how many there are.
    pub fn sites_of(&self, request: &KnownRequest) -> Option<(usize, usize)> {
        let sent = request
            .asked
            .as_ref()
            .map(|asked| asked.qualify.sites.len());
        let known = (!request.items.is_empty()).then_some(request.items.len());
        let all = known.max(sent)?;
        let is_final = |item: &&KnownItem| !item.is_open();
        Some((self.items_of(request).filter(is_final).count(), all))
    }

    /// Offers found for all sites of a request together; `None` where some answer is not in.
    pub fn offers_of(&self, request: &KnownRequest) -> Option<usize> {
        request.detail.read_at()?;
        let offers = |item: &KnownItem| item.offers().map(<[CatalogueOffer]>::len);
        self.items_of(request).map(offers).sum()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many requests are new or changed since a person last saw them. Their sites are news with them.
    pub fn news_count(&self) -> usize {
        let is_request = |row: &&RowId| self.request_at(**row).is_some();
        self.news.iter().filter(is_request).count()
    }

    /// The same for sites.
    pub fn item_news_count(&self) -> usize {
        let is_item = |row: &&RowId| self.item_at(**row).is_some();
        self.news.iter().filter(is_item).count()
    }

    /// The requests and sites that are new or changed, in no particular order.
    pub fn news(&self) -> impl Iterator<Item = RowId> {
        self.news.iter().copied()
    }

    /// The news of a row.
    pub fn news_of(&self, row: RowId) -> Option<&EligibilityNews> {
        let request = self.request_at(row).map(|request| &request.news);
        request.or_else(|| self.item_at(row).map(|item| &item.news))
    }

    /// Takes in a row of the list of requests; returns the rows that differ.
    pub fn take_listed_request(&mut self, request: Qualification, listed: Listed) -> Vec<RowId> {
        let raw = request.raw.clone();
        self.put_request(request, listed.counts_as_new, listed.at, |known| {
            known.sweep = Some(listed.sweep);
            known.listed_at = Some(listed.at);
            if known.detail.read_at().is_none() {
                known.request.raw = raw.clone();
            }
            known.row_raw = Some(raw);
            known.has_left = false;
            known.gone_since.take().is_some()
        })
    }

    /// Takes in a row of the list of items; returns the rows that differ.
    pub fn take_listed_item(&mut self, item: Item, listed: Listed) -> Vec<RowId> {
        self.put_item(item, Within::List(listed), listed.counts_as_new)
    }

    /// Takes in the detail of a request, and its items with it; returns the rows that differ. `counts_as_new` is about a
    /// request that nobody heard of.
    pub fn take_request(
        &mut self,
        request: Qualification,
        counts_as_new: bool,
        at: DateTime<Utc>,
    ) -> Vec<RowId> {
        self.put_whole(request, true, counts_as_new, at)
    }

    /// Takes in a request with its items. What `is_whole` has read all there is.
    fn put_whole(
        &mut self,
        mut request: Qualification,
        is_whole: bool,
        counts_as_new: bool,
        at: DateTime<Utc>,
    ) -> Vec<RowId> {
        let (id, items) = (request.id.clone(), request.items.take());
        let is_over = request
            .state
            .as_ref()
            .is_some_and(crate::domain::eligibility::QualificationState::is_final);
        let raw = request.raw.clone();
        let mut touched = self.put_request(request, counts_as_new, at, |known| {
            let was_unread = known.detail.read_at().is_none();
            if is_whole || is_over {
                known.request.raw = raw;
                known.detail.succeed((), at);
                known.looks = known.looks.map(|looks| looks.saturating_add(1));
            }
            was_unread && is_whole
        });
        let items = items.unwrap_or_default();
        // Sites that nobody heard of are as new as their request is.
        let counts_as_new = self.request(&id).is_some_and(|known| known.news.is_new);
        let order: Vec<_> = items.iter().map(|item| item.id.clone()).collect();
        for item in items {
            let is_whole = is_whole
                || item
                    .state
                    .as_ref()
                    .is_some_and(crate::domain::eligibility::QualificationState::is_final);
            let id = &id;
            let within = Within::Request { id, is_whole, at };
            touched.extend(self.put_item(item, within, counts_as_new));
        }
        if let Some(known) = self.requests.get_mut(&id) {
            // What it names stands in its order, before what only its sites say of themselves.
            let place = |item: &_| order.iter().position(|named| named == item);
            known
                .items
                .sort_by_key(|item| place(item).unwrap_or(usize::MAX));
            if !known.is_open() {
                self.own.retain(|own| *own != id);
            }
        }
        touched.sort_unstable();
        touched.dedup();
        touched
    }

    /// Takes in the detail of an item; returns the rows that differ. Somebody asked for it, so it is not new.
    pub fn take_item(&mut self, item: Item, at: DateTime<Utc>) -> Vec<RowId> {
        self.put_item(item, Within::Alone(at), false)
    }

    /// Merges what an answer told of a request; `act` says whether it did more that is shown.
    fn put_request(
        &mut self,
        request: Qualification,
        counts_as_new: bool,
        at: DateTime<Utc>,
        act: impl FnOnce(&mut KnownRequest) -> bool,
    ) -> Vec<RowId> {
        let id = request.id.clone();
        let is_met = self.requests.contains_key(&id);
        let row = self.rows.enter(EligibilityRow::Request(id.clone()));
        let known = self
            .requests
            .entry(id)
            .or_insert_with(|| KnownRequest::met(request.clone(), counts_as_new, at));
        let (told, was) = (known.told(), known.request.clone());
        merge::request(&mut known.request, request);
        let now_told = known.told();
        if told.state.is_some() && told.state != now_told.state {
            known.hinted_at = Some(at);
        }
        known.news.note(told, &now_told, at);
        let is_other = act(known) || known.request != was || !is_met;
        let (is_news, items) = (known.news.is_any(), known.items.clone());
        if is_news {
            self.news.insert(row);
        }
        if !is_other {
            return Vec::new();
        }
        // Its sites are found by what it tells, too.
        let items = items.iter().filter_map(|id| self.item_number(id));
        std::iter::once(row).chain(items).collect()
    }

    fn put_item(&mut self, item: Item, within: Within<'_>, counts_as_new: bool) -> Vec<RowId> {
        let (id, at) = (item.id.clone(), within.at());
        let is_met = self.items.contains_key(&id);
        let row = self.rows.enter(EligibilityRow::Item(id.clone()));
        let known = self
            .items
            .entry(id.clone())
            .or_insert_with(|| KnownItem::met(item.clone(), counts_as_new));
        let (told, was) = (known.told(), known.item.clone());
        let (was_read, request_was) = (known.detail.read_at().is_some(), known.request.clone());
        let mut is_other = !is_met;
        let raw = item.raw.clone();
        merge::item(&mut known.item, item);
        match within {
            Within::List(listed) => {
                known.sweep = Some(listed.sweep);
                known.listed_at = Some(at);
                if known.detail.read_at().is_none() {
                    known.item.raw = raw.clone();
                }
                known.row_raw = Some(raw);
                is_other |= known.gone_since.take().is_some();
                known.has_left = false;
            }
            Within::Alone(_) => known.item.raw = raw,
            Within::Request { id, .. } => {
                known.request = Some(id.clone());
                known.item.raw = raw;
            }
        }
        let is_whole = match within {
            Within::List(_) => false,
            Within::Alone(_) => true,
            Within::Request { is_whole, .. } => is_whole,
        };
        let now_told = known.told();
        if !is_whole && told.state.is_some() && told.state != now_told.state {
            known.hinted_at = Some(at);
        }
        if is_whole {
            known.detail.succeed((), at);
            is_other |= !was_read;
        }
        if known.request.is_none() {
            known.request.clone_from(&known.item.request);
        }
        known.news.note(told, &now_told, at);
        is_other |= known.request != request_was || known.item != was;
        let (is_news, request) = (known.news.is_any(), known.request.clone());
        if is_news {
            self.news.insert(row);
        }
        if let Some(request) = request.as_ref().and_then(|id| self.requests.get_mut(id))
            && !request.items.contains(&id)
        {
            request.items.push(id.clone());
            is_other = true;
        }
        let left = request_was.filter(|was| request.as_ref() != Some(was));
        if let Some(left) = left.as_ref().and_then(|left| self.requests.get_mut(left)) {
            // Two requests that name one site: it is the last one's.
            left.items.retain(|held| *held != id);
        }
        if !is_other {
            return Vec::new();
        }
        // A request is found by what its sites tell.
        let requests = [request, left].into_iter().flatten();
        let requests = requests.filter_map(|id| self.request_number(&id));
        std::iter::once(row).chain(requests).collect()
    }

    /// Marks the requests that no sweep since `sweep` held, itself included; returns their rows.
    pub fn mark_gone_requests(&mut self, sweep: u32, at: DateTime<Utc>) -> Vec<RowId> {
        let mut gone = Vec::new();
        for (id, known) in &mut self.requests {
            if known.gone_since.is_none() && known.sweep.is_some_and(|last| last < sweep) {
                known.gone_since = Some(at);
                let row = EligibilityRow::Request(id.clone());
                gone.extend(self.rows.number(&row));
            }
        }
        gone
    }

    /// As [`Self::mark_gone_requests`], for items.
    pub fn mark_gone_items(&mut self, sweep: u32, at: DateTime<Utc>) -> Vec<RowId> {
        let mut gone = Vec::new();
        for (id, known) in &mut self.items {
            if known.gone_since.is_none() && known.sweep.is_some_and(|last| last < sweep) {
                known.gone_since = Some(at);
                let row = EligibilityRow::Item(id.clone());
                gone.extend(self.rows.number(&row));
            }
        }
        gone
    }

    /// Lets the rows leave that have been gone since `at` or longer; returns them. They are news no longer.
    pub fn drop_gone(&mut self, at: DateTime<Utc>) -> Vec<RowId> {
        let mut left = Vec::new();
        for (number, row) in self.rows.iter() {
            let (since, has_left) = match row {
                EligibilityRow::Request(id) => match self.requests.get_mut(id) {
                    Some(known) => (known.gone_since, &mut known.has_left),
                    None => continue,
                },
                EligibilityRow::Item(id) => match self.items.get_mut(id) {
                    Some(known) => (known.gone_since, &mut known.has_left),
                    None => continue,
                },
            };
            if !*has_left && since.is_some_and(|since| since <= at) {
                *has_left = true;
                left.push(number);
            }
        }
        for row in &left {
            self.see_alone(*row);
        }
        left
    }

    /// A person looked at a row: it is news no longer. Whoever saw a request saw its sites, and whoever saw the last site
    /// that was news saw the request. Returns the rows that differ.
    pub fn see(&mut self, row: RowId) -> Vec<RowId> {
        let mut rows = vec![row];
        if let Some(request) = self.request_at(row) {
            let items = request.items.iter();
            rows.extend(items.filter_map(|id| self.item_number(id)));
        } else if let Some(request) = self.item_at(row).and_then(|item| self.request_of(item)) {
            let mut others = request.items.iter().filter_map(|id| self.item_number(id));
            if !others.any(|other| other != row && self.news.contains(&other)) {
                rows.extend(self.request_number(&request.request.id));
            }
        }
        rows.retain(|row| self.see_alone(*row));
        rows
    }

    fn see_alone(&mut self, row: RowId) -> bool {
        match self.rows.get(row) {
            Some(EligibilityRow::Request(id)) => {
                if let Some(known) = self.requests.get_mut(id) {
                    known.news.see();
                }
            }
            Some(EligibilityRow::Item(id)) => {
                if let Some(known) = self.items.get_mut(id) {
                    known.news.see();
                }
            }
            None => {}
        }
        self.news.remove(&row)
    }

    /// The detail of a row was asked for.
    pub fn begin(&mut self, row: &EligibilityRow) {
        self.with_detail(row, |detail| detail.begin());
    }

    /// The detail of a row that was asked for will not come.
    pub fn abandon(&mut self, row: &EligibilityRow) {
        self.with_detail(row, |detail| detail.abandon());
    }

    /// The detail of a row could not be read; what is known stays.
    pub fn fail(&mut self, row: &EligibilityRow, failure: &Failure, at: DateTime<Utc>) {
        self.with_detail(row, |detail| detail.fail(failure.clone(), at));
    }

    /// The clock was set back to `now`: nothing was read later than that.
    pub fn clock_set_back(&mut self, now: DateTime<Utc>) {
        for known in self.requests.values_mut() {
            known.clock_set_back(now);
        }
        for known in self.items.values_mut() {
            known.clock_set_back(now);
        }
    }

    fn with_detail(&mut self, row: &EligibilityRow, act: impl FnOnce(&mut dyn Slot)) {
        match row {
            EligibilityRow::Request(id) => {
                if let Some(known) = self.requests.get_mut(id) {
                    act(&mut known.detail);
                }
            }
            EligibilityRow::Item(id) => {
                if let Some(known) = self.items.get_mut(id) {
                    act(&mut known.detail);
                }
            }
        }
    }
}

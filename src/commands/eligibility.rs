//! `covage-tui eligibility`: every site that was asked about, from its list row, with what the filter or the format asks
//! for beside it.
//!
//! A site alone tells no offers (E3) and seldom its request (E17): both stand in the detail of the request. So what the
//! filter asks of a site is read site by site, and what it asks of offers or of the request by request, each once. JSON
//! has offers and request of every site it writes.

mod cells;
mod row;

use std::collections::{HashMap, HashSet};
use std::io::Write;

use chrono::{DateTime, Utc};

use super::chosen::{Chosen, ChosenError};
use super::listing::problem::{Gap, Gaps, Means, Missing, RowsError};
use super::listing::reader::{List, Readable, Reader, still_in_doubt, unreadable};
use super::listing::{self, Columns, Present, Table};
use super::rows::{Look, Value};
use crate::app::entities::Listed;
use crate::app::entities::eligibility::{Eligibility, EligibilityRow, KnownItem, KnownRequest};
use crate::app::entities::orders::RowId;
use crate::app::facts::eligibility::{EligibilityCards, EligibilityField, EligibilityScope};
use crate::app::pane::Pane;
use crate::app::query::{Facts as _, Now, Query, Verdict};
use crate::app::refresh::eligibility::read;
use crate::app::views::eligibility::columns::EligibilitySort;
use crate::app::views::eligibility::list::EligibilityList;
use crate::app::views::eligibility::{Facet, Marks};
use crate::cli::{Exit, Format, RowsArgs};
use crate::domain::eligibility::{Item, ItemFilter, Qualification, QualificationFilter};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::ids::{QualificationId, QualificationItemId};
use crate::domain::request::{Cursor, Page, Read, Reply};

/// Reads the sites and writes those that match to `out`. A reader of `out` that went away is no failure.
///
/// # Errors
/// [`RowsError`]; the rows are written before it is returned where there are any.
pub async fn run(args: &RowsArgs, out: &mut impl Write) -> Result<Exit, RowsError> {
    listing::run::<SiteTable>(args, out).await
}

/// The sites and their requests.
#[derive(Debug)]
struct SiteTable {
    eligibility: Eligibility,
    cards: EligibilityCards,
    list: EligibilityList,
    present: Present,
    /// Whether offers and request are written, whatever the filter asks.
    wants_all: bool,
}

/// The list of sites.
struct AllSites;

impl List for AllSites {
    type Row = Item;
    type Key = QualificationItemId;
    const ROWS: &'static str = "sites";

    fn read(cursor: Cursor) -> Read {
        Read::Items(ItemFilter::default(), cursor)
    }

    fn page(reply: Reply) -> Option<Page<Item>> {
        match reply {
            Reply::Items(page) => Some(page),
            _ => None,
        }
    }

    fn key(row: &Item) -> QualificationItemId {
        row.id.clone()
    }
}

/// The list of eligibility requests.
struct AllRequests;

impl List for AllRequests {
    type Row = Qualification;
    type Key = QualificationId;
    const ROWS: &'static str = "eligibility requests";

    fn read(cursor: Cursor) -> Read {
        Read::Qualifications(QualificationFilter::default(), cursor)
    }

    fn page(reply: Reply) -> Option<Page<Qualification>> {
        match reply {
            Reply::Qualifications(page) => Some(page),
            _ => None,
        }
    }

    fn key(row: &Qualification) -> QualificationId {
        row.id.clone()
    }
}

impl Table for SiteTable {
    const PANE: Pane = Pane::Eligibility;
    const NAME: &'static str = AllSites::ROWS;
    const COLUMNS: Columns = Columns {
        fields: &row::FIELDS,
        titles: &cells::TITLES,
        dropped_first: &cells::DROPPED_FIRST,
    };
    type Asked = (Query<EligibilityField>, EligibilitySort);

    fn ask(chosen: &Chosen, now: &Now<'_>) -> Result<Self::Asked, ChosenError> {
        chosen.eligibility(now)
    }

    fn new(present: Present) -> Self {
        Self {
            eligibility: Eligibility::default(),
            cards: EligibilityCards::default(),
            list: EligibilityList::default(),
            present,
            wants_all: false,
        }
    }

    async fn list(&mut self, reader: &mut Reader) -> Result<Option<Missing>, Failure> {
        let table = &mut self.eligibility;
        let take = |rows: Vec<Item>, sweep, at| {
            for row in rows {
                table.take_listed_item(row, listed(sweep, at));
            }
            table.items().count()
        };
        let swept = reader.list::<AllSites>(take).await?;
        if swept.missing.is_none() {
            self.eligibility.mark_gone_items(swept.number, swept.at);
        }
        Ok(swept.missing)
    }

    fn judge(&mut self, (query, sort): Self::Asked, present: Present) {
        self.present = present;
        self.list.set_query(Some(query));
        self.list.set_sort(sort);
        let day = (&self.present.zone, self.present.today());
        self.cards.take_all(&self.eligibility, day);
        self.make();
    }

    async fn settle(&mut self, reader: &mut Reader, format: Format) -> Gaps {
        let mut gaps = Gaps::default();
        let mut failures = HashMap::new();
        self.wants_all = format == Format::Json;
        if self.asks(|field| !is_of_request(field) && field != EligibilityField::Is) {
            let asks = self.sites_in_doubt();
            failures = reader.each("reading sites in doubt", asks, self).await;
        }
        if self.wants_all || self.asks(is_of_request) || self.has_words() {
            self.list_requests(reader, &mut gaps).await;
            let asks = self.requests_to_read();
            let failed = reader.each("reading eligibility requests", asks, self);
            failures.extend(failed.await);
        }
        gaps.rows.extend(self.gaps(&failures));
        gaps
    }

    /// One that an earlier try of the sweep held and the whole sweep did not is gone.
    fn rows(&self) -> Vec<(RowId, Verdict)> {
        let item = |row| self.eligibility.item_at(row);
        let is_there = |row| item(row).is_some_and(|it| it.gone_since.is_none());
        let rows = self.list.rows().iter().filter(|row| is_there(**row));
        rows.filter_map(|row| Some((*row, self.list.verdict(*row)?)))
            .collect()
    }

    fn values(&self, row: RowId, verdict: Verdict) -> Vec<Value<'_>> {
        let item = self.eligibility.item_at(row);
        item.map_or_else(Vec::new, |item| {
            row::values(item, self.eligibility.request_of(item), verdict).into()
        })
    }

    fn cells(&self, row: RowId, verdict: Verdict, look: &Look) -> Vec<String> {
        let item = self.eligibility.item_at(row);
        item.map_or_else(Vec::new, |item| {
            let request = self.eligibility.request_of(item);
            cells::cells(item, request, verdict, &self.present, look).into()
        })
    }
}

/// Whether the detail of a request tells a field of its sites, and a site alone does not.
fn is_of_request(field: EligibilityField) -> bool {
    matches!(
        field,
        EligibilityField::Offers
            | EligibilityField::Ref
            | EligibilityField::Project
            | EligibilityField::Age
    )
}

impl SiteTable {
    fn make(&mut self) {
        let (now, marks) = (self.present.now(), Marks::default());
        let scope = EligibilityScope::new(&self.eligibility, &self.cards, &marks, &now);
        self.list.make(Facet::Items, scope);
    }

    fn asks(&self, is_meant: impl Fn(EligibilityField) -> bool) -> bool {
        let query = self.list.query();
        query.is_some_and(|query| query.asks(is_meant))
    }

    fn has_words(&self) -> bool {
        self.list.query().is_some_and(Query::has_words)
    }

    /// Sites that may match or not, and were not read.
    fn sites_in_doubt(&self) -> Vec<EligibilityRow> {
        let rows = self.rows().into_iter();
        let rows = rows.filter(|(_, verdict)| *verdict == Verdict::Maybe);
        rows.filter_map(|(row, _)| self.eligibility.item_at(row))
            .filter(|item| item.item.broken.is_none() && item.detail.read_at().is_none())
            .map(|item| EligibilityRow::Item(item.item.id.clone()))
            .collect()
    }

    async fn list_requests(&mut self, reader: &mut Reader, gaps: &mut Gaps) {
        let table = &mut self.eligibility;
        let take = |rows: Vec<Qualification>, sweep, at| {
            for row in rows {
                table.take_listed_request(row, listed(sweep, at));
            }
            table.requests().count()
        };
        match reader.list::<AllRequests>(take).await {
            Ok(swept) => {
                if swept.missing.is_none() {
                    self.eligibility.mark_gone_requests(swept.number, swept.at);
                }
                gaps.lists.extend(swept.missing);
            }
            Err(failure) => gaps.rows.push(Gap {
                means: Means::Unseen,
                name: format!("the {}", AllRequests::ROWS),
                failure,
            }),
        }
        let day = (&self.present.zone, self.present.today());
        self.cards.take_all(&self.eligibility, day);
        self.make();
    }

    /// Every request that may tell something, those of sites that are written before the others.
    fn requests_to_read(&self) -> Vec<EligibilityRow> {
        let named = self.rows().into_iter().filter_map(|(row, _)| {
            let item = self.eligibility.item_at(row)?;
            item.request.clone()
        });
        let listed = self.eligibility.requests();
        let listed = listed.filter(|(_, it)| it.gone_since.is_none());
        let listed = listed.map(|(_, it)| it.request.id.clone());
        let mut seen = HashSet::new();
        named
            .chain(listed)
            .filter(|id| seen.insert(id.clone()))
            .map(EligibilityRow::Request)
            .collect()
    }

    /// Whether the detail of a request may tell what is not known and is needed: of a site of its own, or of one whose
    /// request nobody knows.
    fn is_needed(&self, id: &QualificationId) -> bool {
        let request = self.eligibility.request(id);
        let is_readable =
            |it: &KnownRequest| it.detail.read_at().is_none() && it.request.broken.is_none();
        if !request.is_none_or(is_readable) {
            return false;
        }
        let is_its = |item: &KnownItem| item.request.as_ref() == Some(id);
        let may_be_its = |item: &KnownItem| is_its(item) || item.request.is_none();
        let mut written = self.rows().into_iter();
        let lacks = |(row, verdict): (RowId, Verdict)| {
            self.eligibility.item_at(row).is_some_and(|item| {
                let wants = self.wants_all && (item.offers().is_none() || item.request.is_none());
                may_be_its(item) && (verdict == Verdict::Maybe || wants)
            })
        };
        written.any(lacks) || self.is_sought_by(id) && self.items().any(|it| it.request.is_none())
    }

    /// Whether sites may be found by what a request is called: where the filter asks for that, or has words that stand in
    /// it. Only then a site that does not match so far may match when its request is known.
    fn is_sought_by(&self, id: &QualificationId) -> bool {
        let is_name = |field| {
            matches!(
                field,
                EligibilityField::Ref | EligibilityField::Project | EligibilityField::Age
            )
        };
        if self.asks(is_name) {
            return true;
        }
        let (now, marks) = (self.present.now(), Marks::default());
        let scope = EligibilityScope::new(&self.eligibility, &self.cards, &marks, &now);
        let row = self.eligibility.request_number(id);
        let facts = row.and_then(|row| scope.facts(row));
        let query = self.list.query();
        let asked = facts.zip(query);
        asked.is_some_and(|(facts, query)| query.is_touched_by(facts.searched()))
    }

    fn items(&self) -> impl Iterator<Item = &KnownItem> {
        let items = self.eligibility.items().map(|(_, item)| item);
        items.filter(|item| item.gone_since.is_none() && item.item.broken.is_none())
    }

    /// What nobody could read, site by site; and the requests, where they may have told of sites that are not written.
    fn gaps(&self, failures: &HashMap<EligibilityRow, Failure>) -> Vec<Gap> {
        let of_request = |ask: &&EligibilityRow| matches!(ask, EligibilityRow::Request(_));
        let any_request = failures.keys().find(of_request);
        let any_request = any_request.and_then(|ask| failures.get(ask));
        let gap = |(row, verdict): (RowId, Verdict)| {
            let known = self.eligibility.item_at(row)?;
            let own = failures.get(&EligibilityRow::Item(known.item.id.clone()));
            let of_request = match &known.request {
                Some(id) => failures.get(&EligibilityRow::Request(id.clone())),
                None => any_request,
            };
            let lacks = known.offers().is_none() || known.request.is_none();
            let (means, failure) = if verdict == Verdict::Yes {
                let failed = of_request.filter(|_| self.wants_all && lacks);
                (Means::Bare, failed?.clone())
            } else if let Some(broken) = &known.item.broken {
                (Means::Doubt, unreadable(broken))
            } else {
                let failed = own.or(of_request).cloned();
                let failed = failed.unwrap_or_else(|| self.why_in_doubt(known));
                (Means::Doubt, failed)
            };
            Some(Gap {
                means,
                name: known.name().to_owned(),
                failure,
            })
        };
        let unseen = failures.iter().filter_map(|(ask, failure)| {
            let EligibilityRow::Request(id) = ask else {
                return None;
            };
            let name = self.eligibility.request(id).map(KnownRequest::name);
            self.is_sought_by(id).then(|| Gap {
                means: Means::Unseen,
                name: format!("request {}", name.unwrap_or(id.text().line())),
                failure: failure.clone(),
            })
        });
        let rows = self.rows().into_iter();
        rows.filter_map(gap).chain(unseen).collect()
    }

    fn why_in_doubt(&self, item: &KnownItem) -> Failure {
        if item.request.is_none() && self.asks(is_of_request) {
            let path = "/api/v1/product_offering_qualification/";
            return Failure::new(FailureKind::Unreadable, path)
                .with_detail("no request that Covage lists names it");
        }
        still_in_doubt()
    }
}

impl Readable for SiteTable {
    type Ask = EligibilityRow;

    fn read(&self, ask: &EligibilityRow) -> Option<Read> {
        let is_needed = match ask {
            EligibilityRow::Request(id) => self.is_needed(id),
            EligibilityRow::Item(_) => true,
        };
        is_needed.then(|| read(ask))
    }

    fn take(&mut self, _: &EligibilityRow, reply: Reply, at: DateTime<Utc>) -> bool {
        let touched = match reply {
            Reply::Qualification(request) => self.eligibility.take_request(*request, false, at),
            Reply::Item(item) => self.eligibility.take_item(*item, at),
            _ => return false,
        };
        let day = (&self.present.zone, self.present.today());
        self.cards.take(&touched, &self.eligibility, day);
        self.make();
        true
    }
}

fn listed(sweep: u32, at: DateTime<Utc>) -> Listed {
    Listed {
        sweep,
        counts_as_new: false,
        at,
    }
}

#[cfg(test)]
mod tests;

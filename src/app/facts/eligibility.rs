//! The fields of an eligibility request and of a site; both are asked in the same words.
//!
//! A request is found by its own state and by what any of its sites tells. Most of that stands in its detail alone:
//! until that was read it is said to be unread, in whole or in part, and a query then answers maybe.

mod card;
mod survey;

use chrono::{DateTime, Utc};

use crate::app::entities::eligibility::{
    Eligibility, EligibilityNews, EligibilityRow, KnownItem, KnownRequest,
};
use crate::app::entities::orders::RowId;
use crate::app::query::{Extent, Fact, Facts, FieldSpec, FlagSpec, Kind, Now, Schema};
use crate::app::views::eligibility::{Facet, Marks};

pub use card::EligibilityCards;
pub use survey::EligibilitySurvey;

use card::{Card, KEY, PROJECT, REFERENCE};

/// A field of an eligibility request or a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is told in ELIGIBILITY_SCHEMA")]
pub enum EligibilityField {
    State,
    Zone,
    Density,
    Tech,
    Family,
    Bandwidth,
    Offers,
    Building,
    Site,
    Ref,
    Project,
    Age,
    Valid,
    Is,
}

/// It appeared since the first whole sweep and nobody looked at it.
pub const IS_NEW: u16 = 1;
/// It came to an end or its offers changed, and nobody looked at it.
pub const IS_CHANGED: u16 = 2;
/// A person marked it.
pub const IS_MARKED: u16 = 4;
/// Its state moved after its detail was read.
pub const IS_STALE: u16 = 8;
/// The list no longer holds it.
pub const IS_GONE: u16 = 16;
/// This program made it.
pub const IS_OWN: u16 = 32;

/// What can be asked of a request or a site. Fields read from the detail say so: where that was not read the answer is
/// maybe.
pub static ELIGIBILITY_SCHEMA: Schema<EligibilityField> = Schema {
    fields: &[
        FieldSpec::new(
            EligibilityField::State,
            "state",
            &["status"],
            Kind::Code,
            "state, of a request or a site of it: state:done, state:in",
        ),
        FieldSpec::new(
            EligibilityField::Zone,
            "zone",
            &["zones"],
            Kind::Code,
            "price zone of any family, from the detail: zone:1",
        ),
        FieldSpec::new(
            EligibilityField::Density,
            "density",
            &[],
            Kind::Code,
            "density, by its beginning: density:tres",
        ),
        FieldSpec::new(
            EligibilityField::Tech,
            "tech",
            &["technology"],
            Kind::Text,
            "offer technology: tech:FIBDE",
        ),
        FieldSpec::new(
            EligibilityField::Family,
            "family",
            &["families"],
            Kind::Text,
            "family that can be ordered, else asked for: family=BPE",
        ),
        FieldSpec::new(
            EligibilityField::Bandwidth,
            "bw",
            &["bandwidth"],
            Kind::Bandwidth,
            "largest bandwidth, from the detail: bw>=1g",
        ),
        FieldSpec::new(
            EligibilityField::Offers,
            "offers",
            &[],
            Kind::Count,
            "how many offers a site has, from the detail: offers>0",
        ),
        FieldSpec::new(
            EligibilityField::Building,
            "building",
            &["building_ref"],
            Kind::Text,
            "building: building:imb/31555",
        )
        .searched(),
        FieldSpec::new(
            EligibilityField::Site,
            "site",
            &["address"],
            Kind::Text,
            "address: site:76130",
        )
        .searched(),
        FieldSpec::new(
            EligibilityField::Ref,
            "ref",
            &["reference", "ext", "id"],
            Kind::Text,
            "your own reference or the key, any part: ref:c777",
        )
        .searched(),
        FieldSpec::new(
            EligibilityField::Project,
            "project",
            &[],
            Kind::Text,
            "project: project:p12, project:- for none",
        )
        .searched(),
        FieldSpec::new(
            EligibilityField::Age,
            "age",
            &[],
            Kind::Span,
            "time since it was asked for: age<1h, age>2w",
        ),
        FieldSpec::new(
            EligibilityField::Valid,
            "val",
            &["valid", "guaranteed"],
            Kind::Days,
            "days it is still guaranteed, from the detail: val<10d",
        ),
        FieldSpec::new(
            EligibilityField::Is,
            "is",
            &[],
            Kind::Flags,
            "marks: is:new; also changed, own, marked, stale, gone",
        ),
    ],
    flags: &[
        FlagSpec::new("new", IS_NEW, "appeared and not looked at yet"),
        FlagSpec::new(
            "changed",
            IS_CHANGED,
            "came to an end and not looked at yet",
        ),
        FlagSpec::new("own", IS_OWN, "asked for by this program"),
        FlagSpec::new("marked", IS_MARKED, "marked by you"),
        FlagSpec::new("stale", IS_STALE, "moved since its detail was read"),
        FlagSpec::new("gone", IS_GONE, "no longer in the list"),
    ],
};

/// What rows are judged against.
#[derive(Clone, Copy, Debug)]
pub struct EligibilityScope<'a> {
    /// The table.
    pub eligibility: &'a Eligibility,
    /// What each row is found by.
    pub cards: &'a EligibilityCards,
    /// What is marked.
    pub marks: &'a Marks,
    now: DateTime<Utc>,
}

impl<'a> EligibilityScope<'a> {
    /// At a moment.
    pub fn new(
        eligibility: &'a Eligibility,
        cards: &'a EligibilityCards,
        marks: &'a Marks,
        now: &Now<'_>,
    ) -> Self {
        Self {
            eligibility,
            cards,
            marks,
            now: now.now,
        }
    }

    /// One row, ready to be asked; `None` for a number that stands for nothing.
    pub fn facts(self, row: RowId) -> Option<EligibilityFacts<'a>> {
        Some(EligibilityFacts {
            scope: self,
            row,
            card: self.cards.get(row)?,
        })
    }

    /// Whether a facet lists a row: it is of that kind and has not left.
    pub fn lists(self, facet: Facet, row: RowId) -> bool {
        let table = self.eligibility;
        let has_left = match facet {
            Facet::Requests => table.request_at(row).map(|it| it.has_left),
            Facet::Items => table.item_at(row).map(|it| it.has_left),
        };
        has_left == Some(false)
    }

    /// The rows of a facet, ready to be asked.
    pub fn rows(self, facet: Facet) -> impl Iterator<Item = (RowId, EligibilityFacts<'a>)> {
        let rows = self.eligibility.rows().map(|(row, _)| row);
        let rows = rows.filter(move |row| self.lists(facet, *row));
        rows.filter_map(move |row| Some((row, self.facts(row)?)))
    }
}

/// One row as queries see it.
pub struct EligibilityFacts<'a> {
    scope: EligibilityScope<'a>,
    row: RowId,
    card: &'a Card,
}

impl<'a> EligibilityFacts<'a> {
    /// What the row tells of a field, for longer than it is asked.
    pub fn tell(&self, field: EligibilityField) -> Fact<'a> {
        let card = self.card;
        match field {
            EligibilityField::State => card.states.fact(),
            EligibilityField::Zone => card.zones.fact(),
            EligibilityField::Density => card.densities.fact(),
            EligibilityField::Tech => card.technologies.fact(),
            EligibilityField::Family => card.families.fact(),
            EligibilityField::Building => card.buildings.fact(),
            EligibilityField::Site => card.addresses.fact(),
            EligibilityField::Bandwidth => card.bandwidths.fact(),
            EligibilityField::Offers => card.offers.fact(),
            EligibilityField::Valid => card.days.fact(),
            // The reference stands in the request, which nobody read.
            EligibilityField::Ref if !card.is_project_told => {
                Fact::Lines(self.text(KEY), Extent::Part)
            }
            EligibilityField::Ref => Fact::Folded([self.text(REFERENCE), self.text(KEY)]),
            EligibilityField::Project if !card.is_project_told => Fact::Unread,
            EligibilityField::Project => Fact::Folded([self.text(PROJECT), ""]),
            EligibilityField::Age => match card.made_at {
                Some(made_at) => Fact::Number((self.scope.now - made_at).num_seconds()),
                None if card.is_age_told => Fact::Absent,
                None => Fact::UnreadValue,
            },
            EligibilityField::Is => Fact::Flags(self.flags()),
        }
    }

    fn text(&self, place: usize) -> &'a str {
        self.scope.cards.text(self.row, place)
    }

    fn flags(&self) -> u16 {
        let table = self.scope.eligibility;
        let bit = |is_set: bool, bit| if is_set { bit } else { 0 };
        let (is_stale, is_gone, request) = match table.row(self.row) {
            Some(EligibilityRow::Request(id)) => {
                let known = table.request(id);
                let is = |what: fn(&_) -> bool| known.is_some_and(what);
                (
                    is(KnownRequest::is_outdated),
                    is(|it| it.gone_since.is_some()),
                    known,
                )
            }
            Some(EligibilityRow::Item(id)) => {
                let known = table.item(id);
                let is_stale = known.is_some_and(KnownItem::is_outdated);
                let is_gone = known.is_some_and(|it| it.gone_since.is_some());
                (is_stale, is_gone, known.and_then(|it| table.request_of(it)))
            }
            None => (false, false, None),
        };
        let news = table.news_of(self.row);
        let has_news = |what: fn(&EligibilityNews) -> bool| news.is_some_and(what);
        bit(has_news(|news| news.is_new), IS_NEW)
            | bit(has_news(|news| news.changed_at.is_some()), IS_CHANGED)
            | bit(self.scope.marks.rows.contains(&self.row), IS_MARKED)
            | bit(is_stale, IS_STALE)
            | bit(is_gone, IS_GONE)
            | bit(request.is_some_and(|it| it.asked.is_some()), IS_OWN)
    }
}

impl Facts<EligibilityField> for EligibilityFacts<'_> {
    fn fact(&self, field: EligibilityField) -> Fact<'_> {
        self.tell(field)
    }

    fn searched(&self) -> &str {
        self.scope.cards.searched(self.row)
    }

    fn reference(&self) -> &str {
        self.scope.cards.reference(self.row)
    }
}

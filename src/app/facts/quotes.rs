//! The fields of a quote line, and of the basket around it.
//!
//! A list holds a few thousand lines at most: beside the folded texts and the day the offers end, everything is asked of
//! the line itself. What only the detail tells is said to be unread until it was; a line that awaits no answer has
//! nothing ready, whatever its offers are.

mod survey;

use chrono::{Datelike, NaiveDate};

use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::{QuoteBasket, QuoteLine, Quotes};
use crate::app::facts::texts::Texts;
use crate::app::query::{Fact, Facts, FieldSpec, FlagSpec, Kind, Now, Schema};
use crate::app::views::quotes::Marks;
use crate::domain::date::Zone;
use crate::domain::lenient::{Cents, Lenient};
use crate::domain::quote::Offer;
use crate::domain::text::Text;

pub use survey::QuoteSurvey;

/// A field of a quote line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is told in QUOTE_SCHEMA")]
pub enum QuoteField {
    State,
    Client,
    Site,
    Ref,
    Basket,
    Project,
    Sector,
    Offers,
    Ready,
    Val,
    Price,
    Total,
    Is,
}

/// It appeared since the first whole sweep and nobody looked at it.
pub const IS_NEW: u16 = 1;
/// Its state, offers or validity changed and nobody looked at it.
pub const IS_CHANGED: u16 = 2;
/// A person marked it, or one of its offers.
pub const IS_MARKED: u16 = 4;
/// It moved after its offers were read.
pub const IS_STALE: u16 = 8;
/// The list no longer holds it.
pub const IS_GONE: u16 = 16;

/// What can be asked of a quote line. Fields read from the offers say so: where those were not read the answer is maybe.
pub static QUOTE_SCHEMA: Schema<QuoteField> = Schema {
    fields: &[
        FieldSpec::new(
            QuoteField::State,
            "state",
            &["status"],
            Kind::Code,
            "state, by its beginning: state:ready, state:unable",
        ),
        FieldSpec::new(
            QuoteField::Client,
            "client",
            &["customer"],
            Kind::Text,
            "end customer: client:dupont",
        )
        .searched(),
        FieldSpec::new(
            QuoteField::Site,
            "site",
            &["address"],
            Kind::Text,
            "address: site:76130",
        )
        .searched(),
        FieldSpec::new(
            QuoteField::Ref,
            "ref",
            &["reference", "ext"],
            Kind::Text,
            "reference or your own one, any part: ref:0017",
        )
        .searched(),
        FieldSpec::new(
            QuoteField::Basket,
            "basket",
            &[],
            Kind::Text,
            "basket, by your reference or its key: basket:devis-12",
        )
        .searched(),
        FieldSpec::new(
            QuoteField::Project,
            "project",
            &[],
            Kind::Text,
            "project: project:p12, project:- for none",
        )
        .searched(),
        FieldSpec::new(
            QuoteField::Sector,
            "sector",
            &["business_sector"],
            Kind::Text,
            "line of business: sector:commerce",
        ),
        FieldSpec::new(
            QuoteField::Offers,
            "offers",
            &[],
            Kind::Count,
            "how many offers Covage gave: offers>1",
        ),
        FieldSpec::new(
            QuoteField::Ready,
            "ready",
            &[],
            Kind::Count,
            "how many of them can be accepted: ready:0, ready>1",
        ),
        FieldSpec::new(
            QuoteField::Val,
            "val",
            &["valid", "validity"],
            Kind::Days,
            "days the offers are still valid: val<10d, val:0..7",
        ),
        FieldSpec::new(
            QuoteField::Price,
            "price",
            &[],
            Kind::Money,
            "lowest price a month that can be accepted: price<200",
        ),
        FieldSpec::new(
            QuoteField::Total,
            "total",
            &[],
            Kind::Money,
            "lowest total over the term: total<5000",
        ),
        FieldSpec::new(
            QuoteField::Is,
            "is",
            &[],
            Kind::Flags,
            "marks: is:new; also changed, marked, stale, gone",
        ),
    ],
    flags: &[
        FlagSpec::new("new", IS_NEW, "appeared and not looked at yet"),
        FlagSpec::new("changed", IS_CHANGED, "changed and not looked at yet"),
        FlagSpec::new("marked", IS_MARKED, "marked by you, or one of its offers"),
        FlagSpec::new("stale", IS_STALE, "moved since its offers were read"),
        FlagSpec::new("gone", IS_GONE, "no longer in the list"),
    ],
};

/// Places of the folded texts of a row.
const REFERENCE: usize = 0;
const KEY: usize = 1;
const EXTERNAL: usize = 2;
const CLIENT: usize = 3;
const SITE: usize = 4;
const PROJECT: usize = 5;
const BASKET: usize = 6;
const BASKET_KEY: usize = 7;
const TEXTS: usize = 8;

/// Folded texts and days of rows, baskets among them, kept from change to change.
#[derive(Clone, Debug, Default)]
pub struct QuoteCards {
    texts: Texts<TEXTS>,
    /// The day the offers of each row end, counted from the common era.
    until: Vec<Option<i64>>,
}

impl QuoteCards {
    /// Takes in rows that differ, and every row that is new.
    pub fn take(&mut self, touched: &[RowId], quotes: &Quotes, zone: &Zone) {
        for row in touched {
            if (row.0 as usize) < self.until.len() {
                self.set(*row, quotes, zone);
            }
            // The lines of a basket are found by its reference.
            if let Some(basket) = quotes.basket_at(*row) {
                for line in basket.lines.iter().filter_map(|id| quotes.line_number(id)) {
                    if (line.0 as usize) < self.until.len() {
                        self.set(line, quotes, zone);
                    }
                }
            }
        }
        while quotes.row(RowId::at(self.until.len())).is_some() {
            self.set(RowId::at(self.until.len()), quotes, zone);
        }
    }

    /// Days are told in another zone, or another day began.
    pub fn take_all(&mut self, quotes: &Quotes, zone: &Zone) {
        for row in 0..self.until.len() {
            self.set(RowId::at(row), quotes, zone);
        }
        self.take(&[], quotes, zone);
    }

    fn set(&mut self, row: RowId, quotes: &Quotes, zone: &Zone) {
        let until = if let Some(line) = quotes.line_at(row) {
            let basket = line.basket.as_ref().and_then(|id| quotes.basket(id));
            self.texts.set(row.0 as usize, texts_of(line, basket));
            let day = line.line.validity_date.as_ref();
            day.and_then(|date| date.day(zone))
        } else if let Some(basket) = quotes.basket_at(row) {
            let name = basket.basket.external_id.as_ref();
            let mut texts = [""; TEXTS];
            texts[PROJECT] = line_of(basket.basket.project.as_ref());
            texts[BASKET] = line_of(name);
            texts[BASKET_KEY] = basket.basket.id.text().line();
            self.texts.set(row.0 as usize, texts);
            None
        } else {
            None
        };
        let until = until.map(|day: NaiveDate| i64::from(day.num_days_from_ce()));
        match self.until.get_mut(row.0 as usize) {
            Some(known) => *known = until,
            None => self.until.push(until),
        }
    }

    /// One of the folded texts that lists are sorted by.
    pub(crate) fn client(&self, row: RowId) -> &str {
        self.texts.value(row.0 as usize, CLIENT)
    }

    pub(crate) fn site(&self, row: RowId) -> &str {
        self.texts.value(row.0 as usize, SITE)
    }

    pub(crate) fn project(&self, row: RowId) -> &str {
        self.texts.value(row.0 as usize, PROJECT)
    }

    pub(crate) fn basket(&self, row: RowId) -> &str {
        match self.texts.value(row.0 as usize, BASKET) {
            "" => self.texts.value(row.0 as usize, BASKET_KEY),
            name => name,
        }
    }

    pub(crate) fn reference(&self, row: RowId) -> &str {
        match self.texts.value(row.0 as usize, REFERENCE) {
            "" => self.texts.value(row.0 as usize, KEY),
            reference => reference,
        }
    }

    pub(crate) fn until(&self, row: RowId) -> Option<i64> {
        self.until.get(row.0 as usize).copied().flatten()
    }
}

fn texts_of<'a>(line: &'a QuoteLine, basket: Option<&'a QuoteBasket>) -> [&'a str; TEXTS] {
    let known = &line.line;
    let mut texts = [""; TEXTS];
    texts[REFERENCE] = line_of(known.reference.as_ref());
    texts[KEY] = known.id.text().line();
    texts[EXTERNAL] = line_of(known.external_id.as_ref());
    texts[CLIENT] = line_of(line.customer());
    texts[SITE] = line_of(known.address.as_ref());
    texts[PROJECT] = line_of(known.project.as_ref());
    texts[BASKET] = line_of(basket.and_then(|basket| basket.basket.external_id.as_ref()));
    texts[BASKET_KEY] = line.basket.as_ref().map_or("", |id| id.text().line());
    texts
}

fn line_of(text: Option<&Text>) -> &str {
    text.map_or("", Text::line)
}

/// What rows are judged against.
#[derive(Clone, Copy, Debug)]
pub struct QuoteScope<'a> {
    /// The table.
    pub quotes: &'a Quotes,
    /// Their folded texts.
    pub cards: &'a QuoteCards,
    /// What is marked.
    pub marks: &'a Marks,
    /// The day of today, counted from the common era.
    today: i64,
}

impl<'a> QuoteScope<'a> {
    /// At a moment.
    pub fn new(quotes: &'a Quotes, cards: &'a QuoteCards, marks: &'a Marks, now: &Now<'_>) -> Self {
        Self {
            quotes,
            cards,
            marks,
            today: i64::from(now.today.num_days_from_ce()),
        }
    }

    /// One row, ready to be asked; `None` for a number that stands for nothing.
    pub fn facts(self, row: RowId) -> Option<QuoteFacts<'a>> {
        let of = match self.quotes.line_at(row) {
            Some(line) => Of::Line(line),
            None => Of::Basket(self.quotes.basket_at(row)?),
        };
        Some(QuoteFacts {
            scope: self,
            row,
            of,
        })
    }

    /// Days until the offers of a row end.
    pub fn days_left(self, row: RowId) -> Option<i64> {
        Some(self.cards.until(row)? - self.today)
    }
}

/// One row as queries see it.
pub struct QuoteFacts<'a> {
    scope: QuoteScope<'a>,
    row: RowId,
    of: Of<'a>,
}

#[derive(Clone, Copy)]
enum Of<'a> {
    Line(&'a QuoteLine),
    Basket(&'a QuoteBasket),
}

impl<'a> QuoteFacts<'a> {
    fn text(&self, place: usize) -> &'a str {
        self.scope.cards.texts.value(self.row.0 as usize, place)
    }

    fn of_line(&self, line: &'a QuoteLine, field: QuoteField) -> Fact<'a> {
        match field {
            QuoteField::State => Fact::Raw([line.line.state.word(), ""]),
            QuoteField::Client => Fact::Folded([self.text(CLIENT), ""]),
            QuoteField::Site => Fact::Folded([self.text(SITE), ""]),
            // The key is found as a word; here it would make every digit match.
            QuoteField::Ref => {
                Fact::Folded([self.scope.cards.reference(self.row), self.text(EXTERNAL)])
            }
            QuoteField::Basket if line.basket.is_none() => Fact::UnreadValue,
            QuoteField::Basket => Fact::Folded([self.text(BASKET), self.text(BASKET_KEY)]),
            QuoteField::Project => Fact::Folded([self.text(PROJECT), ""]),
            QuoteField::Sector => Fact::Raw([line_of(line.line.business_sector.as_ref()), ""]),
            QuoteField::Offers => count(line.offers().map(<[Offer]>::len)),
            QuoteField::Ready if !line.awaits_an_answer() => Fact::Number(0),
            QuoteField::Ready => count(line.ready().map(|(ready, _)| ready)),
            QuoteField::Val => match (self.scope.days_left(self.row), &line.line.validity_date) {
                (Some(days), _) => Fact::Number(days),
                (None, Some(crate::domain::date::FlexDate::Raw(text))) => {
                    Fact::Raw([text.line(), ""])
                }
                (None, _) if line.detail.read_at().is_none() => Fact::Unread,
                (None, _) => Fact::Absent,
            },
            QuoteField::Price => {
                lowest(line, line.lowest_monthly(), |offer| offer.monthly.as_ref())
            }
            QuoteField::Total => lowest(line, line.lowest_total(), |_| None),
            QuoteField::Is => Fact::Flags(self.flags(line)),
        }
    }

    fn of_basket(&self, basket: &'a QuoteBasket, field: QuoteField) -> Fact<'a> {
        match field {
            QuoteField::State => Fact::Raw([basket.basket.state.word(), ""]),
            QuoteField::Ref | QuoteField::Basket => {
                Fact::Folded([self.text(BASKET), self.text(BASKET_KEY)])
            }
            QuoteField::Project => Fact::Folded([self.text(PROJECT), ""]),
            QuoteField::Is if basket.gone_since.is_some() => Fact::Flags(IS_GONE),
            QuoteField::Is => Fact::Flags(0),
            // What only lines have is nothing a basket is found by.
            _ => Fact::Absent,
        }
    }

    fn flags(&self, line: &QuoteLine) -> u16 {
        let marks = self.scope.marks;
        let bit = |is_set: bool, bit| if is_set { bit } else { 0 };
        bit(line.news.is_new, IS_NEW)
            | bit(line.news.changed_at.is_some(), IS_CHANGED)
            | bit(marks.touch(self.row, line), IS_MARKED)
            | bit(line.is_outdated(), IS_STALE)
            | bit(line.gone_since.is_some(), IS_GONE)
    }
}

fn count<'a>(count: Option<usize>) -> Fact<'a> {
    count.map_or(Fact::Unread, |count| {
        Fact::Number(i64::try_from(count).unwrap_or(i64::MAX))
    })
}

/// The lowest of what can be accepted. A price that cannot be read is a value all the same.
fn lowest<'a>(
    line: &'a QuoteLine,
    lowest: Option<(Cents, bool)>,
    raw: impl Fn(&'a Offer) -> Option<&'a Lenient<Cents>>,
) -> Fact<'a> {
    if !line.awaits_an_answer() {
        return Fact::Absent;
    }
    let Some(offers) = line.offers() else {
        return Fact::Unread;
    };
    if let Some((Cents(cents), _)) = lowest {
        return Fact::Number(cents);
    }
    let mut raws = offers
        .iter()
        .filter(|offer| line.is_on_offer(offer))
        .filter_map(raw);
    match raws.next() {
        Some(Lenient::Raw(text)) => Fact::Raw([text.line(), ""]),
        _ => Fact::Absent,
    }
}

impl<'a> QuoteFacts<'a> {
    /// What the row tells of a field, for longer than it is asked.
    pub fn tell(&self, field: QuoteField) -> Fact<'a> {
        match self.of {
            Of::Line(line) => self.of_line(line, field),
            Of::Basket(basket) => self.of_basket(basket, field),
        }
    }
}

impl Facts<QuoteField> for QuoteFacts<'_> {
    fn fact(&self, field: QuoteField) -> Fact<'_> {
        self.tell(field)
    }

    fn searched(&self) -> &str {
        self.scope.cards.texts.row(self.row.0 as usize)
    }

    fn reference(&self) -> &str {
        self.scope.cards.reference(self.row)
    }
}

//! A card per order: what filters and sort orders need, small and side by side.
//!
//! Cards follow from the orders and hold nothing of their own. They hold moments and days, never ages, so they stay
//! true while time goes by; only a change of the zone makes them anew.

use chrono::Datelike;

use crate::app::entities::orders::{Order, Part, RowId};
use crate::app::facts::orders::{
    IS_BROKEN, IS_CHANGED, IS_GONE, IS_NEW, IS_STALE, OrderField, bandwidth,
};
use crate::app::facts::parts::Parts;
use crate::app::facts::texts::{Texts, Words};
use crate::app::query::Needle;
use crate::domain::date::{FlexDate, Zone};
use crate::domain::lenient::{Lenient, Mbps, Months};
use crate::domain::order::{OrderDetail, OrderState};
use crate::domain::schedule::Due;
use crate::domain::text::Text;

/// Values words are searched in, in this order in [`Texts`].
pub(super) const REFERENCE: usize = 0;
pub(super) const ID: usize = 1;
pub(super) const CUSTOMER: usize = 2;
pub(super) const SITE: usize = 4;
const PROJECT: usize = 6;
const VALUES: usize = 7;

/// The cards of all orders.
#[derive(Clone, Debug, Default)]
pub struct Cards {
    rows: Vec<Card>,
    /// Numbers of words, apart from the cards: conditions on them are the most common and walk through nothing else.
    worded: Vec<Worded>,
    /// What reading could still add to each row.
    missing: Vec<Parts>,
    pub(super) texts: Texts<VALUES>,
    words: Words,
}

/// What an order shares with many others, as numbers of words.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Worded {
    state: u32,
    family: u32,
    tech: u32,
    by: u32,
}

/// What filters and sort orders need of one order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::app) struct Card {
    /// Place of the state in the lifecycle.
    pub(in crate::app) rank: u8,
    /// The current step; 0 for none, or none known.
    pub(in crate::app) step: u8,
    /// Whether delivery is still ahead.
    pub(in crate::app) is_awaiting: bool,
    pub(super) has_detail: bool,
    pub(super) has_historic: bool,
    pub(super) flags: u16,
    pub(in crate::app) bandwidth: Option<u32>,
    pub(in crate::app) commitment: Option<u16>,
    /// The delivery day, and whether it is an estimate.
    pub(in crate::app) due: Option<(i32, bool)>,
    pub(in crate::app) ordered: Option<Moment>,
    pub(in crate::app) modified: Option<Moment>,
    /// When it was delivered, in seconds from the epoch.
    pub(in crate::app) completed: Option<i64>,
    /// Since when the current step, in seconds from the epoch.
    pub(in crate::app) since: Option<i64>,
}

impl Card {
    /// Whether there is anything new to see.
    pub(in crate::app) fn is_news(&self) -> bool {
        self.flags & (IS_NEW | IS_CHANGED) != 0
    }

    /// Whether the state is one the contract lists.
    pub(in crate::app) fn is_known_state(&self) -> bool {
        usize::from(self.rank) < OrderState::KNOWN.len()
    }
}

/// A moment, or a day without one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::app) struct Moment {
    /// Seconds from the epoch; of a bare day, its midnight as if in UTC.
    pub(in crate::app) seconds: i64,
    /// Days from the common era.
    pub(super) day: i32,
    pub(super) is_bare_day: bool,
}

impl Moment {
    fn of(date: &FlexDate, zone: &Zone) -> Option<Self> {
        let day = date.day(zone)?;
        Some(match date.instant() {
            Some(at) => Self {
                seconds: at.timestamp(),
                day: day.num_days_from_ce(),
                is_bare_day: false,
            },
            None => Self {
                seconds: day.and_hms_opt(0, 0, 0)?.and_utc().timestamp(),
                day: day.num_days_from_ce(),
                is_bare_day: true,
            },
        })
    }
}

impl Cards {
    /// How many orders have one.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes the card of an order anew; `row` is known or the next new one.
    pub fn set(&mut self, row: RowId, order: &Order, zone: &Zone) {
        let row = row.0 as usize;
        let summary = &order.summary;
        self.texts.set(
            row,
            [
                summary.reference.text().line(),
                summary.id.as_ref().map_or("", |id| id.text().line()),
                line(summary.customer.as_ref()),
                line(summary.customer_2.as_ref()),
                line(summary.site.as_ref()),
                line(summary.site_2.as_ref()),
                line(summary.project.as_ref()),
            ],
        );
        put(&mut self.rows, row, card(order, zone));
        let mut number = |word| self.words.number(word);
        let worded = Worded {
            state: number(Some(summary.state.word())),
            family: number(summary.offer_family.as_ref().map(Text::line)),
            tech: number(summary.offer_technology.as_ref().map(Text::line)),
            by: number(summary.created_by.as_ref().map(Text::line)),
        };
        put(&mut self.worded, row, worded);
        put(&mut self.missing, row, missing(order));
    }

    /// The fields a card holds by the number of a word.
    pub const WORD_FIELDS: [OrderField; 4] = [
        OrderField::State,
        OrderField::Family,
        OrderField::Tech,
        OrderField::By,
    ];

    /// The number of the word a row holds in one of these fields; rows of one number hold the same word.
    pub fn word_of(&self, field: OrderField, row: RowId) -> Option<u32> {
        let worded = self.worded.get(row.0 as usize)?;
        match field {
            OrderField::State => Some(worded.state),
            OrderField::Family => Some(worded.family),
            OrderField::Tech => Some(worded.tech),
            OrderField::By => Some(worded.by),
            _ => None,
        }
    }

    /// The parts with fields of a row that were never read and can be; a row that is gone or broken has none.
    pub fn missing(&self, row: RowId) -> Parts {
        self.missing
            .get(row.0 as usize)
            .copied()
            .unwrap_or_default()
    }

    /// The rows whose searched values hold a word, in no particular order, each once.
    pub fn search(&self, needle: &Needle, found: impl FnMut(usize)) {
        self.texts.search(needle, found);
    }

    /// The values words are searched in, one per line.
    pub(in crate::app) fn searched(&self, row: RowId) -> &str {
        self.texts.row(row.0 as usize)
    }

    pub(in crate::app) fn get(&self, row: RowId) -> Option<&Card> {
        self.rows.get(row.0 as usize)
    }

    /// The folded reference.
    pub(in crate::app) fn reference(&self, row: RowId) -> &str {
        self.texts.value(row.0 as usize, REFERENCE)
    }

    /// The folded customer; empty for none.
    pub(in crate::app) fn customer(&self, row: RowId) -> &str {
        self.texts.value(row.0 as usize, CUSTOMER)
    }

    /// The folded address; empty for none.
    pub(in crate::app) fn site(&self, row: RowId) -> &str {
        self.texts.value(row.0 as usize, SITE)
    }

    /// The folded project; empty for none.
    pub(in crate::app) fn project(&self, row: RowId) -> &str {
        self.texts.value(row.0 as usize, PROJECT)
    }

    /// The folded word a row holds in one of the word fields; empty for none.
    pub(super) fn word(&self, field: OrderField, row: RowId) -> &str {
        self.word_of(field, row)
            .map_or("", |number| self.words.word(number))
    }

    /// The folded offer family; empty for none.
    pub(in crate::app) fn family(&self, row: RowId) -> &str {
        self.word(OrderField::Family, row)
    }

    /// Who made it, folded; empty for nobody.
    pub(in crate::app) fn by(&self, row: RowId) -> &str {
        self.word(OrderField::By, row)
    }

    /// The folded id; empty for none.
    pub(in crate::app) fn id(&self, row: RowId) -> &str {
        self.texts.value(row.0 as usize, ID)
    }

    /// The state's folded word.
    pub(in crate::app) fn state(&self, row: RowId) -> &str {
        self.word(OrderField::State, row)
    }
}

fn card(order: &Order, zone: &Zone) -> Card {
    let summary = &order.summary;
    let moment = |date: &Option<FlexDate>| date.as_ref().and_then(|date| Moment::of(date, zone));
    let flags = [
        (IS_NEW, order.news.is_new),
        (IS_CHANGED, order.news.changed_at.is_some()),
        (
            IS_STALE,
            order.is_outdated(Part::Detail) || order.is_outdated(Part::Historic),
        ),
        (IS_GONE, order.gone_since.is_some()),
        (IS_BROKEN, summary.broken.is_some()),
    ];
    let due = |due: Due| (due.day.num_days_from_ce(), due.is_estimate);
    Card {
        rank: summary.state.rank(),
        step: order.step.map_or(0, |(step, _)| step.number()),
        is_awaiting: summary.state.is_awaiting_delivery(),
        has_detail: order.part_read_at(Part::Detail).is_some(),
        has_historic: order.part_read_at(Part::Historic).is_some(),
        flags: flags
            .into_iter()
            .filter(|(_, is_set)| *is_set)
            .fold(0, |bits, (bit, _)| bits | bit),
        bandwidth: detail_of(order)
            .and_then(bandwidth)
            .and_then(Lenient::value)
            .map(|Mbps(mbps)| mbps),
        commitment: summary
            .commitment
            .as_ref()
            .and_then(Lenient::value)
            .map(|Months(months)| months),
        due: order.due.map(due),
        ordered: moment(&summary.order_date),
        modified: moment(&summary.modification_date),
        completed: moment(&summary.completion_date).map(|at| at.seconds),
        since: order
            .step
            .and_then(|(_, since)| since)
            .map(|since| since.timestamp()),
    }
}

fn missing(order: &Order) -> Parts {
    if order.gone_since.is_some() || order.summary.broken.is_some() {
        return Parts::NONE;
    }
    let fields_need = Part::ALL.into_iter().filter(|part| !part.is_on_demand());
    fields_need
        .filter(|part| order.part_read_at(*part).is_none())
        .collect()
}

fn put<T>(rows: &mut Vec<T>, row: usize, value: T) {
    match rows.get_mut(row) {
        Some(known) => *known = value,
        None => rows.push(value),
    }
}

pub(super) fn line(text: Option<&Text>) -> &str {
    text.map_or("", Text::line)
}

pub(super) fn detail_of(order: &Order) -> Option<&OrderDetail> {
    order.detail()?.value()
}

//! A card per order: what filters and sort orders need, small and side by side.
//!
//! Cards follow from the orders and hold nothing of their own. They hold moments and days, never ages, so they stay
//! true while time goes by; only a change of the zone makes them anew.

use std::collections::HashSet;

use chrono::{Datelike, Timelike};

use crate::app::entities::orders::{Order, Orders, Part, RowId};
use crate::app::facts::orders::{
    IS_BROKEN, IS_CHANGED, IS_GONE, IS_MARKED, IS_NEW, IS_STALE, OrderField, bandwidth,
};
use crate::app::facts::texts::{Texts, Words};
use crate::app::query::{Fact, Facts, Needle, Now};
use crate::domain::date::{FlexDate, Zone};
use crate::domain::lenient::{Lenient, Mbps};
use crate::domain::order::{OrderDetail, OrderState};
use crate::domain::schedule::Due;
use crate::domain::text::Text;

/// Values words are searched in, in this order in [`Texts`].
const REFERENCE: usize = 0;
const ID: usize = 1;
const CUSTOMER: usize = 2;
const SITE: usize = 4;
const PROJECT: usize = 6;
const VALUES: usize = 7;

const DAY: i64 = 86_400;

/// The cards of all orders.
#[derive(Clone, Debug, Default)]
pub struct Cards {
    rows: Vec<Card>,
    texts: Texts<VALUES>,
    words: Words,
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
    has_detail: bool,
    has_historic: bool,
    flags: u16,
    /// Numbers of words: the state, the offer family, its technology, who made the order.
    state: u32,
    family: u32,
    tech: u32,
    by: u32,
    bandwidth: Option<u32>,
    /// The delivery day, and whether it is an estimate.
    pub(in crate::app) due: Option<(i32, bool)>,
    pub(in crate::app) ordered: Option<Moment>,
    pub(in crate::app) modified: Option<Moment>,
    /// Since when the current step, in seconds from the epoch.
    pub(in crate::app) since: Option<i64>,
}

impl Card {
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
    day: i32,
    is_bare_day: bool,
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

/// The present, in the numbers cards are measured with.
#[derive(Clone, Copy, Debug)]
pub struct Present {
    seconds: i64,
    today: i32,
    second_of_day: u32,
}

impl Present {
    /// Of a moment and the zone days are told in.
    pub fn new(now: &Now<'_>) -> Self {
        Self {
            seconds: now.now.timestamp(),
            today: now.today.num_days_from_ce(),
            second_of_day: now.zone.local(now.now).num_seconds_from_midnight(),
        }
    }

    fn age(self, moment: Moment) -> i64 {
        if moment.is_bare_day {
            // Whole calendar days, whatever the clock did at night.
            i64::from(self.today - moment.day) * DAY + i64::from(self.second_of_day)
        } else {
            self.seconds - moment.seconds
        }
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
        let card = self.card(order, zone);
        match self.rows.get_mut(row) {
            Some(known) => *known = card,
            None => self.rows.push(card),
        }
    }

    fn card(&mut self, order: &Order, zone: &Zone) -> Card {
        let summary = &order.summary;
        let moment =
            |date: &Option<FlexDate>| date.as_ref().and_then(|date| Moment::of(date, zone));
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
            state: self.words.number(Some(summary.state.word())),
            family: self
                .words
                .number(summary.offer_family.as_ref().map(Text::line)),
            tech: self
                .words
                .number(summary.offer_technology.as_ref().map(Text::line)),
            by: self
                .words
                .number(summary.created_by.as_ref().map(Text::line)),
            bandwidth: detail_of(order)
                .and_then(bandwidth)
                .and_then(Lenient::value)
                .map(|Mbps(mbps)| mbps),
            due: order.due.map(due),
            ordered: moment(&summary.order_date),
            modified: moment(&summary.modification_date),
            since: order
                .step
                .and_then(|(_, since)| since)
                .map(|since| since.timestamp()),
        }
    }

    /// One row, ready to be asked.
    pub fn facts<'a>(
        &'a self,
        row: RowId,
        orders: &'a Orders,
        present: Present,
        marked: &'a HashSet<RowId>,
    ) -> Option<OrderFacts<'a>> {
        Some(OrderFacts {
            card: self.get(row)?,
            cards: self,
            row,
            orders,
            present,
            marked,
        })
    }

    /// The rows whose searched values hold a word, in no particular order, each once.
    pub fn search(&self, needle: &Needle, found: impl FnMut(usize)) {
        self.texts.search(needle, found);
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

    /// The folded offer family; empty for none.
    pub(in crate::app) fn family(&self, row: RowId) -> &str {
        self.get(row)
            .map_or("", |card| self.words.word(card.family))
    }

    /// The state's folded word.
    pub(in crate::app) fn state(&self, row: RowId) -> &str {
        self.get(row).map_or("", |card| self.words.word(card.state))
    }
}

/// One order as queries see it.
pub struct OrderFacts<'a> {
    card: &'a Card,
    cards: &'a Cards,
    row: RowId,
    orders: &'a Orders,
    present: Present,
    marked: &'a HashSet<RowId>,
}

impl<'a> OrderFacts<'a> {
    fn word(&self, number: u32) -> Fact<'_> {
        Fact::Folded([self.cards.words.word(number), ""])
    }

    fn texts(&self, first: usize, second: usize) -> Fact<'_> {
        let row = self.row.0 as usize;
        let texts = &self.cards.texts;
        Fact::Folded([texts.value(row, first), texts.value(row, second)])
    }

    fn order(&self) -> Option<&'a Order> {
        self.orders.get(self.row)
    }

    /// Texts of the detail.
    fn of_detail(&self, read: impl Fn(&'a OrderDetail) -> [Option<&'a Text>; 2]) -> Fact<'a> {
        if !self.card.has_detail {
            return Fact::Unread;
        }
        let detail = self.order().and_then(detail_of);
        detail.map_or(Fact::Absent, |detail| Fact::Raw(read(detail).map(line)))
    }

    /// A date that is there but cannot be read: a value all the same.
    fn unreadable(&self, date: impl Fn(&'a Order) -> Option<&'a FlexDate>) -> Fact<'a> {
        match self.order().and_then(date) {
            Some(FlexDate::Raw(text)) => Fact::Raw([text.line(), ""]),
            _ => Fact::Absent,
        }
    }

    fn bandwidth(&self) -> Fact<'a> {
        if !self.card.has_detail {
            return Fact::Unread;
        }
        if let Some(mbps) = self.card.bandwidth {
            return Fact::Number(mbps.into());
        }
        match self.order().and_then(detail_of).and_then(bandwidth) {
            Some(Lenient::Raw(text)) => Fact::Raw([text.line(), ""]),
            _ => Fact::Absent,
        }
    }

    /// A number that follows from the delivery day. The detail may still name another day, so it is not known before.
    fn of_due(&self, number: impl Fn(i64) -> i64) -> Fact<'a> {
        match (self.card.due, self.card.has_detail) {
            (Some((day, _)), true) => Fact::Number(number(day.into())),
            (None, true) => Fact::Absent,
            (Some(_), false) => Fact::UnreadValue,
            (None, false) => Fact::Unread,
        }
    }

    /// As [`Late::judge`](crate::domain::schedule::Late::judge), and while the detail is unread, yes and no
    /// beside it: the detail may name another day.
    fn late(&self) -> Fact<'a> {
        let card = self.card;
        let judged = match card.due {
            _ if !card.is_awaiting => return Fact::Among(Fact::NO),
            Some((day, _)) if day >= self.present.today => Fact::NO,
            Some((_, false)) => Fact::YES,
            Some((_, true)) | None => Fact::MAYBE,
        };
        if card.has_detail {
            Fact::Among(judged)
        } else {
            Fact::Among(judged | Fact::YES | Fact::NO)
        }
    }

    fn slack(&self) -> Fact<'a> {
        if !self.card.is_awaiting {
            return Fact::Absent;
        }
        self.of_due(|day| day - i64::from(self.present.today))
    }

    fn dwell(&self) -> Fact<'a> {
        if !self.card.is_awaiting {
            return Fact::Absent;
        }
        if !self.card.has_historic {
            return Fact::Unread;
        }
        let age = |since: i64| self.present.seconds - since;
        match self.card.since.map(age) {
            // Times that run backwards tell no dwell, as in the timeline.
            Some(dwell @ 0..) => Fact::Number(dwell),
            _ => Fact::Absent,
        }
    }

    fn step(&self) -> Fact<'a> {
        match self.card.step {
            _ if !self.card.has_historic => Fact::Unread,
            0 => Fact::Absent,
            step => Fact::Among(1 << step),
        }
    }

    fn flags(&self) -> u16 {
        let marked = if self.marked.contains(&self.row) {
            IS_MARKED
        } else {
            0
        };
        self.card.flags | marked
    }
}

impl Facts<OrderField> for OrderFacts<'_> {
    fn fact(&self, field: OrderField) -> Fact<'_> {
        let card = self.card;
        match field {
            OrderField::State => self.word(card.state),
            OrderField::Step => self.step(),
            OrderField::Family => self.word(card.family),
            OrderField::Tech => self.word(card.tech),
            OrderField::Client => self.texts(CUSTOMER, CUSTOMER + 1),
            OrderField::Site => self.texts(SITE, SITE + 1),
            OrderField::Project => Fact::Folded([self.cards.project(self.row), ""]),
            OrderField::By => self.word(card.by),
            OrderField::Ref => self.texts(REFERENCE, ID),
            OrderField::Ext => self.of_detail(|detail| [detail.external_id.as_ref(), None]),
            OrderField::Svc => self.of_detail(|detail| [detail.service_reference.as_ref(), None]),
            OrderField::Enni => {
                self.of_detail(|detail| [detail.enni.as_ref(), detail.enni2.as_ref()])
            }
            OrderField::Zone => self.of_detail(|detail| [detail.technical_zone.as_ref(), None]),
            OrderField::Bandwidth => self.bandwidth(),
            OrderField::Age => match card.ordered {
                Some(ordered) => Fact::Number(self.present.age(ordered)),
                None => self.unreadable(|order| order.summary.order_date.as_ref()),
            },
            OrderField::Ordered => match card.ordered {
                Some(ordered) => Fact::Number(ordered.day.into()),
                None => self.unreadable(|order| order.summary.order_date.as_ref()),
            },
            OrderField::Modified => match card.modified {
                Some(modified) => Fact::Moment {
                    age: self.present.age(modified),
                    day: modified.day.into(),
                },
                None => self.unreadable(|order| order.summary.modification_date.as_ref()),
            },
            OrderField::Due => self.of_due(|day| day),
            OrderField::Slack => self.slack(),
            OrderField::Late => self.late(),
            OrderField::Dwell => self.dwell(),
            OrderField::Is => Fact::Flags(self.flags()),
            OrderField::Later => Fact::Absent,
        }
    }

    fn searched(&self) -> &str {
        self.cards.texts.row(self.row.0 as usize)
    }

    fn reference(&self) -> &str {
        self.cards.reference(self.row)
    }
}

fn line(text: Option<&Text>) -> &str {
    text.map_or("", Text::line)
}

fn detail_of(order: &Order) -> Option<&OrderDetail> {
    order.detail()?.value()
}

//! One order as queries see it: its card, the present, and the detail where the card does not reach.
//!
//! What was not read yet is said to be so, never guessed: a query then answers maybe.

use std::collections::HashSet;

use chrono::{Datelike, Timelike};

use crate::app::entities::orders::{Order, Orders, RowId};
use crate::app::facts::cards::{
    CUSTOMER, Card, Cards, ID, Moment, REFERENCE, SITE, detail_of, line,
};
use crate::app::facts::orders::{IS_MARKED, OrderField, bandwidth};
use crate::app::query::{Fact, Facts, Now};
use crate::domain::date::FlexDate;
use crate::domain::lenient::{Cents, Lenient};
use crate::domain::order::OrderDetail;
use crate::domain::text::Text;

const DAY: i64 = 86_400;

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
    fn word(&self, field: OrderField) -> Fact<'a> {
        Fact::Folded([self.cards.word(field, self.row), ""])
    }

    fn texts(&self, first: usize, second: usize) -> Fact<'a> {
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

    /// The monthly total. Asked for seldom and known of few, so it has no place on the card.
    fn price(&self) -> Fact<'a> {
        if !self.card.has_detail {
            return Fact::Unread;
        }
        let detail = self.order().and_then(detail_of);
        match detail.and_then(|detail| detail.total_amount_monthly.as_ref()) {
            Some(Lenient::Value(Cents(cents))) => Fact::Number(*cents),
            Some(Lenient::Raw(text)) => Fact::Raw([text.line(), ""]),
            None => Fact::Absent,
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

    /// What is known of a field.
    pub fn tell(&self, field: OrderField) -> Fact<'a> {
        let card = self.card;
        match field {
            OrderField::Step => self.step(),
            OrderField::State | OrderField::Family | OrderField::Tech | OrderField::By => {
                self.word(field)
            }
            OrderField::Client => self.texts(CUSTOMER, CUSTOMER + 1),
            OrderField::Site => self.texts(SITE, SITE + 1),
            OrderField::Project => Fact::Folded([self.cards.project(self.row), ""]),
            OrderField::Ref => self.texts(REFERENCE, ID),
            OrderField::Ext => self.of_detail(|detail| [detail.external_id.as_ref(), None]),
            OrderField::Svc => self.of_detail(|detail| [detail.service_reference.as_ref(), None]),
            OrderField::Enni => {
                self.of_detail(|detail| [detail.enni.as_ref(), detail.enni2.as_ref()])
            }
            OrderField::Zone => self.of_detail(|detail| [detail.technical_zone.as_ref(), None]),
            OrderField::Bandwidth => self.bandwidth(),
            OrderField::Price => self.price(),
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
}

impl Facts<OrderField> for OrderFacts<'_> {
    fn fact(&self, field: OrderField) -> Fact<'_> {
        self.tell(field)
    }

    fn searched(&self) -> &str {
        self.cards.texts.row(self.row.0 as usize)
    }

    fn reference(&self) -> &str {
        self.cards.reference(self.row)
    }
}

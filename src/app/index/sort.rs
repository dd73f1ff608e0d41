//! Sort orders and the numbers that make them cheap.
//!
//! A number orders most rows alone; only rows with equal numbers are compared by the rest of their text, then by the
//! second key, and at last by their reference. Rows without a value come last, whichever way a key runs.

use std::cmp::Ordering;

use crate::app::columns::Column;
use crate::app::entities::orders::RowId;
use crate::app::facts::cards::Cards;

/// Number of a row without a value; no value has it.
const NO_VALUE: u64 = u64::MAX;
/// Bytes of a text that fit into a number.
const PREFIX: usize = 8;

/// Rounds of eight bytes after which texts are compared whole: nothing that people type is longer and differs so late.
const ROUNDS: usize = 16;

/// One key of a sort order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct By<C = Column> {
    /// What by.
    pub column: C,
    /// Largest first; the longest time first for dwell and age.
    pub descending: bool,
}

/// A sort order: what by, then what by among equals, then by reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort<C = Column> {
    /// The first key.
    pub by: By<C>,
    /// The second key.
    pub then: Option<By<C>>,
}

impl Sort {
    /// The order of two rows with the numbers of their first key; equal for a row and itself only.
    pub(super) fn compare(self, a: (u64, RowId), b: (u64, RowId), cards: &Cards) -> Ordering {
        a.0.cmp(&b.0)
            .then_with(|| self.by.compare_rest(a, b, cards))
            .then_with(|| {
                self.then
                    .map_or(Ordering::Equal, |then| then.compare(a.1, b.1, cards))
            })
            .then_with(|| reference_order(a.1, b.1, cards))
    }

    /// Sorts the rows of `by_reference`, which come in the order of [`reference_order`]; `numbers` are those of the
    /// first key, by row.
    pub(super) fn sort(
        self,
        numbers: &[u64],
        by_reference: impl DoubleEndedIterator<Item = RowId>,
        cards: &Cards,
    ) -> Vec<RowId> {
        let is_by_reference = self.by.column == Column::Order;
        let last_key = self.then.filter(|_| !is_by_reference).unwrap_or(self.by);
        let is_turned = last_key.column == Column::Order && last_key.descending;
        let place = |row: RowId| {
            let number = numbers.get(row.0 as usize)?;
            Some(Place {
                number: *number,
                row,
            })
        };
        // Each sort below is stable, so that rows equal in everything keep the order they have here.
        let mut places: Vec<Place> = if is_turned {
            by_reference.rev().filter_map(place).collect()
        } else {
            by_reference.filter_map(place).collect()
        };
        if !is_by_reference {
            places.sort_by_key(|place| place.number);
            let then = self.then.filter(|then| then.column != Column::Order);
            sort_ties(&mut places, self.by, then, 1, cards);
        }
        places.into_iter().map(|place| place.row).collect()
    }
}

/// Sorts runs of equal numbers by the next bytes of their text, and so on: a text is looked up once a round, not once a
/// comparison. Runs of equal text are sorted by the second key.
fn sort_ties(places: &mut [Place], by: By, then: Option<By>, round: usize, cards: &Cards) {
    for run in places.chunk_by_mut(|a, b| a.number == b.number) {
        if run.len() < 2 {
            continue;
        }
        let goes_on = run.first().is_some_and(|place| by.goes_on(place.number));
        if !goes_on {
            sort_equals(run, then, cards);
        } else if round < ROUNDS {
            for place in &mut *run {
                let rest = by.text(place.row, cards).as_bytes().get(round * PREFIX..);
                place.number = by.turned(prefix(rest.unwrap_or_default()));
            }
            run.sort_by_key(|place| place.number);
            sort_ties(run, by, then, round + 1, cards);
        } else {
            run.sort_by(|a, b| by.compare_texts(a.row, b.row, cards));
            for equals in
                run.chunk_by_mut(|a, b| by.compare_texts(a.row, b.row, cards) == Ordering::Equal)
            {
                sort_equals(equals, then, cards);
            }
        }
    }
}

/// Sorts rows that are equal by the first key.
fn sort_equals(run: &mut [Place], then: Option<By>, cards: &Cards) {
    if let Some(then) = then {
        for place in &mut *run {
            place.number = then.number(place.row, cards);
        }
        run.sort_by_key(|place| place.number);
        sort_ties(run, then, None, 1, cards);
    }
}

impl By {
    /// What a row is placed by first.
    pub(super) fn number(self, row: RowId, cards: &Cards) -> u64 {
        match self.value(row, cards) {
            None => NO_VALUE,
            Some(value) => self.turned(value),
        }
    }

    fn compare(self, a: RowId, b: RowId, cards: &Cards) -> Ordering {
        let (a, b) = ((self.number(a, cards), a), (self.number(b, cards), b));
        a.0.cmp(&b.0).then_with(|| self.compare_rest(a, b, cards))
    }

    /// The order of two rows with equal numbers, by what a number does not hold.
    fn compare_rest(self, a: (u64, RowId), b: (u64, RowId), cards: &Cards) -> Ordering {
        if self.column == Column::Order {
            self.turned_order(reference_order(a.1, b.1, cards))
        } else if self.goes_on(a.0) {
            self.compare_texts(a.1, b.1, cards)
        } else {
            Ordering::Equal
        }
    }

    fn compare_texts(self, a: RowId, b: RowId, cards: &Cards) -> Ordering {
        self.turned_order(self.text(a, cards).cmp(self.text(b, cards)))
    }

    /// The value as a number that orders like it. Never 0 nor the largest number.
    fn value(self, row: RowId, cards: &Cards) -> Option<u64> {
        let card = cards.get(row)?;
        match self.column {
            // The reference settles everything.
            Column::Order => Some(1),
            Column::Step => {
                // Unknown states share a rank; the beginning of their word keeps them apart.
                let word = prefix(cards.state(row).as_bytes()) >> 32;
                let word = if card.is_known_state() { 0 } else { word };
                Some((u64::from(card.rank) << 40) + (word << 8) + u64::from(card.step) + 1)
            }
            Column::Dwell => card
                .since
                .filter(|_| card.is_awaiting)
                .map(|since| ordered(-since)),
            Column::Slack => card
                .due
                .filter(|_| card.is_awaiting)
                .map(|(day, _)| ordered(day.into())),
            Column::Bandwidth => card.bandwidth.map(|mbps| u64::from(mbps) + 1),
            Column::Commitment => card.commitment.map(|months| u64::from(months) + 1),
            Column::Modified => card.modified.map(|at| ordered(at.seconds)),
            Column::Completed => card.completed.map(ordered),
            Column::Age => card.ordered.map(|at| ordered(-at.seconds)),
            Column::Customer
            | Column::Site
            | Column::Family
            | Column::Project
            | Column::By
            | Column::Id => {
                let text = self.text(row, cards);
                (!text.is_empty()).then(|| prefix(text.as_bytes()))
            }
        }
    }

    /// The text a row is sorted by; empty for columns that are numbers.
    pub(super) fn text(self, row: RowId, cards: &Cards) -> &str {
        match self.column {
            Column::Customer => cards.customer(row),
            Column::Site => cards.site(row),
            Column::Family => cards.family(row),
            Column::Project => cards.project(row),
            Column::By => cards.by(row),
            Column::Id => cards.id(row),
            _ => "",
        }
    }

    /// Whether rows with this number may differ in text that the number does not hold: its last byte is used.
    fn goes_on(self, number: u64) -> bool {
        let is_text = matches!(
            self.column,
            Column::Customer
                | Column::Site
                | Column::Family
                | Column::Project
                | Column::By
                | Column::Id
        );
        is_text && number != NO_VALUE && self.turned(number).to_be_bytes()[PREFIX - 1] != 0
    }

    fn turned(self, value: u64) -> u64 {
        if self.descending { !value } else { value }
    }

    fn turned_order(self, order: Ordering) -> Ordering {
        if self.descending {
            order.reverse()
        } else {
            order
        }
    }
}

/// A row while it is being sorted: small, so that moving it costs little.
#[derive(Clone, Copy)]
struct Place {
    number: u64,
    row: RowId,
}

/// The order of references; rows of one folded reference keep the order they became known in.
pub(super) fn reference_order(a: RowId, b: RowId, cards: &Cards) -> Ordering {
    cards
        .reference(a)
        .cmp(cards.reference(b))
        .then_with(|| a.cmp(&b))
}

/// The first bytes of a text as a number, filled up with zeros. Folded text holds no zero, so shorter sorts first.
fn prefix(text: &[u8]) -> u64 {
    let mut bytes = [0; PREFIX];
    for (byte, of_text) in bytes.iter_mut().zip(text) {
        *byte = *of_text;
    }
    u64::from_be_bytes(bytes)
}

/// Orders like the signed number. Moments and days lie far from the ends.
fn ordered(value: i64) -> u64 {
    value.cast_unsigned() ^ (1 << 63)
}

//! Sort orders and the keys that make them cheap.
//!
//! A key is a number that orders most rows alone; only rows with equal keys are compared by the rest of their text, and
//! rows equal in that by their reference. Rows without a value come last, whichever way the order runs.

use std::cmp::Ordering;

use crate::app::entities::orders::RowId;
use crate::app::facts::cards::Cards;

/// Key of a row without a value; no value has it.
const NO_VALUE: u64 = u64::MAX;
/// Bytes of a text that fit into a key.
const PREFIX: usize = 8;

/// Rounds of eight bytes after which texts are compared whole: nothing that people type is longer and differs so late.
const ROUNDS: usize = 16;

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SortColumn {
    /// The order's reference.
    Reference,
    /// The state's place in the lifecycle, then the current step.
    State,
    /// Time in the current step, for orders that await delivery.
    Dwell,
    /// Days left to the delivery day, for orders that await delivery.
    Slack,
    /// The end customer.
    Customer,
    /// The address.
    Site,
    /// The offer family.
    Family,
    /// The project.
    Project,
    /// When the server last touched it.
    Modified,
    /// Time since the order day.
    Age,
}

/// A sort order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// What by.
    pub column: SortColumn,
    /// Largest first; the longest time first for dwell and age.
    pub descending: bool,
}

impl Default for Sort {
    /// Newest reference first.
    fn default() -> Self {
        Self {
            column: SortColumn::Reference,
            descending: true,
        }
    }
}

impl Sort {
    /// What a row is placed by first.
    pub(super) fn key(self, row: RowId, cards: &Cards) -> u64 {
        match self.value(row, cards) {
            None => NO_VALUE,
            Some(value) => self.turned(value),
        }
    }

    /// The order of two rows by key, text and reference; equal for a row and itself only.
    pub(super) fn compare(self, a: (u64, RowId), b: (u64, RowId), cards: &Cards) -> Ordering {
        let by_text = || {
            if !self.goes_on(a.0) {
                return Ordering::Equal;
            }
            self.turned_order(self.text(a.1, cards).cmp(self.text(b.1, cards)))
        };
        let by_reference = || {
            let order = reference_order(a.1, b.1, cards);
            if self.column == SortColumn::Reference {
                self.turned_order(order)
            } else {
                order
            }
        };
        a.0.cmp(&b.0).then_with(by_text).then_with(by_reference)
    }

    /// Sorts all rows. `by_reference` holds them in the order of [`reference_order`].
    pub(super) fn sort(self, keys: &[u64], by_reference: &[RowId], cards: &Cards) -> Vec<RowId> {
        if self.column == SortColumn::Reference {
            let mut rows = by_reference.to_vec();
            if self.descending {
                rows.reverse();
            }
            return rows;
        }
        // The place by reference settles ties without looking at a reference again.
        let mut places: Vec<Place> = (0..)
            .zip(by_reference)
            .filter_map(|(rank, row)| {
                let key = *keys.get(row.0 as usize)?;
                Some(Place {
                    key,
                    rank,
                    row: *row,
                })
            })
            .collect();
        places.sort_unstable_by_key(|place| (place.key, place.rank));
        self.sort_ties(&mut places, 1, cards);
        places.into_iter().map(|place| place.row).collect()
    }

    /// Sorts runs of equal keys by the next bytes of their text, and so on: a text is looked up once a round, not once a
    /// comparison.
    fn sort_ties(self, places: &mut [Place], round: usize, cards: &Cards) {
        for run in places.chunk_by_mut(|a, b| a.key == b.key) {
            if run.len() < 2 || !run.first().is_some_and(|place| self.goes_on(place.key)) {
                continue;
            }
            if round == ROUNDS {
                run.sort_unstable_by(|a, b| {
                    self.turned_order(self.text(a.row, cards).cmp(self.text(b.row, cards)))
                        .then(a.rank.cmp(&b.rank))
                });
                continue;
            }
            for place in &mut *run {
                let rest = self.text(place.row, cards).as_bytes().get(round * PREFIX..);
                place.key = self.turned(prefix(rest.unwrap_or_default()));
            }
            run.sort_unstable_by_key(|place| (place.key, place.rank));
            self.sort_ties(run, round + 1, cards);
        }
    }

    /// The value as a number that orders like it. Never 0 nor the largest number.
    fn value(self, row: RowId, cards: &Cards) -> Option<u64> {
        let card = cards.get(row)?;
        match self.column {
            // The reference settles everything.
            SortColumn::Reference => Some(1),
            SortColumn::State => {
                // Unknown states share a rank; the beginning of their word keeps them apart.
                let word = prefix(cards.state(row).as_bytes()) >> 32;
                let word = if card.is_known_state() { 0 } else { word };
                Some((u64::from(card.rank) << 40) + (word << 8) + u64::from(card.step) + 1)
            }
            SortColumn::Dwell => card
                .since
                .filter(|_| card.is_awaiting)
                .map(|since| ordered(-since)),
            SortColumn::Slack => card
                .due
                .filter(|_| card.is_awaiting)
                .map(|(day, _)| ordered(day.into())),
            SortColumn::Modified => card.modified.map(|at| ordered(at.seconds)),
            SortColumn::Age => card.ordered.map(|at| ordered(-at.seconds)),
            SortColumn::Customer | SortColumn::Site | SortColumn::Family | SortColumn::Project => {
                let text = self.text(row, cards);
                (!text.is_empty()).then(|| prefix(text.as_bytes()))
            }
        }
    }

    /// The text a row is sorted by; empty for columns that are numbers.
    pub(super) fn text(self, row: RowId, cards: &Cards) -> &str {
        match self.column {
            SortColumn::Customer => cards.customer(row),
            SortColumn::Site => cards.site(row),
            SortColumn::Family => cards.family(row),
            SortColumn::Project => cards.project(row),
            _ => "",
        }
    }

    /// Whether rows with this key may differ in text that the key does not hold: its last byte is used.
    fn goes_on(self, key: u64) -> bool {
        let is_text = matches!(
            self.column,
            SortColumn::Customer | SortColumn::Site | SortColumn::Family | SortColumn::Project
        );
        is_text && key != NO_VALUE && self.turned(key).to_be_bytes()[PREFIX - 1] != 0
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
    key: u64,
    rank: u32,
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

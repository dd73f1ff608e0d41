//! Which columns are wanted, from left to right, and how far they are scrolled.
//!
//! Invariant: every column has its place, whether it is shown or not, and the reference has the first and is shown.

use super::Column;

/// The columns of a list, as a person wants them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    places: Vec<Place>,
    /// What the program began with.
    first: Vec<Place>,
    skipped: usize,
}

/// A column in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The column.
    pub column: Column,
    /// Whether it is wanted.
    pub is_shown: bool,
}

impl Chosen {
    /// These columns, the reference before all of them.
    pub fn new(columns: &[Column]) -> Self {
        let mut places = vec![Place {
            column: Column::Order,
            is_shown: true,
        }];
        for column in columns {
            if places.iter().all(|place| place.column != *column) {
                places.push(Place {
                    column: *column,
                    is_shown: true,
                });
            }
        }
        // The others wait behind the column they usually follow.
        for pair in Column::ALL.windows(2) {
            if let [before, column] = *pair
                && places.iter().all(|place| place.column != column)
            {
                let at = places.iter().position(|place| place.column == before);
                let place = Place {
                    column,
                    is_shown: false,
                };
                places.insert(at.map_or(places.len(), |at| at + 1), place);
            }
        }
        Self {
            first: places.clone(),
            places,
            skipped: 0,
        }
    }

    /// Every column in its place.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The columns that are wanted, from left to right.
    pub fn columns(&self) -> impl Iterator<Item = Column> {
        let shown = self.places.iter().filter(|place| place.is_shown);
        shown.map(|place| place.column)
    }

    /// Whether nobody chose: what does not fit is then left out by worth, not by place.
    pub fn is_usual(&self) -> bool {
        self.columns().eq(Column::USUAL)
    }

    /// How many columns behind the reference are scrolled past.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    pub(super) fn place_of(&self, column: Column) -> Option<usize> {
        self.places.iter().position(|place| place.column == column)
    }

    /// Whether these are the columns the program began with.
    pub fn is_first(&self) -> bool {
        self.places == self.first
    }

    /// Shows these columns, the reference before all of them, and no others.
    pub(crate) fn choose(&mut self, columns: &[Column]) {
        self.places = Self::new(columns).places;
        self.skipped = 0;
    }

    /// Scrolls past so many columns.
    pub(crate) fn skip(&mut self, columns: usize) {
        self.skipped = columns;
    }

    /// Shows a column or leaves it out; not the reference.
    pub(crate) fn toggle(&mut self, column: Column) {
        let is_it = |place: &&mut Place| place.column == column && !column.is_fixed();
        if let Some(place) = self.places.iter_mut().find(is_it) {
            place.is_shown = !place.is_shown;
            self.skipped = 0;
        }
    }

    /// Moves a column one place to the left or to the right, as far as it goes; returns its new place.
    pub(crate) fn shift(&mut self, column: Column, to_the_right: bool) -> Option<usize> {
        let at = self.place_of(column)?;
        let to = if to_the_right { at + 1 } else { at.max(1) - 1 };
        // The first place is the reference's.
        if at == 0 || to == 0 || to >= self.places.len() {
            return Some(at);
        }
        self.places.swap(at, to);
        self.skipped = 0;
        Some(to)
    }

    /// Back to what the program began with.
    pub(crate) fn reset(&mut self) {
        self.places.clone_from(&self.first);
        self.skipped = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(chosen: &Chosen) -> Vec<&str> {
        chosen.columns().map(Column::name).collect()
    }

    #[test]
    fn the_reference_stands_first_whatever_was_asked_for() {
        let chosen = Chosen::new(&[Column::Slack, Column::Order, Column::Slack, Column::By]);
        assert_eq!(names(&chosen), ["order", "slack", "by"]);
        assert_eq!(chosen.places().len(), Column::ALL.len());
        assert_eq!(names(&Chosen::new(&[])), ["order"]);
        assert!(Chosen::new(&Column::USUAL).is_usual() && !chosen.is_usual());
    }

    #[test]
    fn what_is_left_out_keeps_its_place_and_comes_back_there() {
        let mut chosen = Chosen::new(&Column::USUAL);
        chosen.toggle(Column::Dwell);
        assert!(!names(&chosen).contains(&"dwell") && !chosen.is_usual());
        chosen.toggle(Column::Dwell);
        assert!(chosen.is_usual());
        chosen.toggle(Column::Order);
        assert!(chosen.is_usual(), "the reference cannot leave");
    }

    #[test]
    fn columns_move_up_to_the_reference_and_to_the_end() {
        let mut chosen = Chosen::new(&[Column::Step, Column::Slack]);
        assert_eq!(chosen.shift(Column::Slack, false), Some(2));
        assert_eq!(chosen.shift(Column::Slack, false), Some(1));
        assert_eq!(chosen.shift(Column::Slack, false), Some(1));
        assert_eq!(names(&chosen), ["order", "slack", "step"]);
        assert_eq!(chosen.shift(Column::Order, true), Some(0));
        for _ in 0..20 {
            chosen.shift(Column::Slack, true);
        }
        assert_eq!(chosen.place_of(Column::Slack), Some(Column::ALL.len() - 1));
        chosen.reset();
        assert_eq!(names(&chosen), ["order", "step", "slack"]);
        assert!(chosen.is_first());
        chosen.choose(&[Column::By]);
        assert_eq!(names(&chosen), ["order", "by"]);
        assert!(!chosen.is_first());
    }
}

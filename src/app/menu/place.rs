//! Where a menu's cursor and window stand.
//!
//! The cursor never stands on a heading. The window keeps it in view, with the headings right above it and, at the end,
//! the remarks right below.

use super::Item;

/// Cursor and window of a list of items.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// Index of the item under the cursor.
    pub(super) cursor: usize,
    top: usize,
}

impl Place {
    /// First line shown when `height` fit.
    pub(super) fn top(self, items: &[Item], height: usize) -> usize {
        let is_passed = |item: &&Item| !item.is_selectable();
        let (before, after) = items.split_at(self.cursor.min(items.len()));
        let headings = before.iter().rev().take_while(is_passed).count();
        let remarks = after.iter().skip(1).take_while(is_passed).count();
        let is_last = self.cursor + 1 + remarks == items.len();
        let below = if is_last { remarks } else { 0 };
        let spare = height.saturating_sub(1);
        let lowest = (self.cursor + 1 + below.min(spare)).saturating_sub(height);
        let highest = self.cursor - headings.min(spare);
        let end = items.len().saturating_sub(height);
        self.top.max(lowest).min(highest).min(end)
    }

    /// Goes to the first item that can be chosen now, if there is one.
    pub(super) fn start(&mut self, items: &[Item]) {
        let is_possible = |item: &Item| item.is_selectable() && item.off.is_none();
        self.cursor = items.iter().position(is_possible).unwrap_or(self.cursor);
    }

    /// Moves by lines, to the nearest line that can be chosen.
    pub(super) fn go(&mut self, items: &[Item], lines: isize, height: usize) {
        self.top = self.top(items, height);
        let last = items.len().saturating_sub(1);
        let target = self.cursor.saturating_add_signed(lines).min(last);
        self.cursor = if lines < 0 {
            before(items, target).or_else(|| after(items, target))
        } else {
            after(items, target).or_else(|| before(items, target))
        }
        .unwrap_or(0);
        self.top = self.top(items, height);
    }

    /// The items `was` are now `items`: the cursor stays on its item and on its screen line, or near its place when
    /// the item is gone.
    pub(super) fn follow(&mut self, was: &[Item], items: &[Item], height: usize) {
        let line = self.cursor - self.top(was, height).min(self.cursor);
        let is_its = |item: &Item| was.get(self.cursor).is_some_and(|was| was.is_same(item));
        let found = (0..items.len())
            .filter(|index| items.get(*index).is_some_and(is_its))
            .min_by_key(|index| index.abs_diff(self.cursor));
        let near = found.unwrap_or(self.cursor.min(items.len().saturating_sub(1)));
        self.cursor = after(items, near)
            .or_else(|| before(items, near))
            .unwrap_or(0);
        self.top = self.cursor.saturating_sub(line);
        self.top = self.top(items, height);
    }
}

/// The first line from `index` on that can be chosen.
fn after(items: &[Item], index: usize) -> Option<usize> {
    (index..items.len()).find(|index| is_selectable(items, *index))
}

/// The last line up to `index` that can be chosen.
fn before(items: &[Item], index: usize) -> Option<usize> {
    (0..=index).rev().find(|index| is_selectable(items, *index))
}

fn is_selectable(items: &[Item], index: usize) -> bool {
    items.get(index).is_some_and(Item::is_selectable)
}

#[cfg(test)]
mod tests {
    use super::super::Choice;
    use super::*;
    use crate::app::entities::orders::RowId;

    fn order(number: u32) -> Item {
        Item::new(format!("order {number}"), Choice::Order(RowId(number)))
    }

    fn two_groups() -> Vec<Item> {
        let mut items = vec![Item::heading("first")];
        items.extend((0..4).map(order));
        items.push(Item::heading("second"));
        items.extend((4..8).map(order));
        items.push(Item::remark("and more"));
        items
    }

    #[test]
    fn headings_are_passed_and_stay_in_view_over_their_first_item() {
        let items = two_groups();
        let mut place = Place::default();
        place.go(&items, 0, 3);
        assert_eq!((place.cursor, place.top(&items, 3)), (1, 0));
        place.go(&items, 4, 3);
        assert_eq!(
            (place.cursor, place.top(&items, 3)),
            (6, 4),
            "over the heading"
        );
        place.go(&items, -1, 3);
        place.go(&items, 1, 3);
        place.go(&items, isize::MAX, 3);
        assert_eq!(
            (place.cursor, place.top(&items, 3)),
            (9, 8),
            "the remark below the last one is in view"
        );
        place.go(&items, isize::MIN, 3);
        assert_eq!((place.cursor, place.top(&items, 3)), (1, 0));
    }

    #[test]
    fn the_cursor_stays_on_its_item_and_its_line_when_others_come() {
        let was: Vec<_> = (0..8).map(order).collect();
        let mut place = Place::default();
        place.go(&was, 5, 4);
        assert_eq!((place.cursor, place.top(&was, 4)), (5, 2));
        let mut now = vec![Item::heading("new"), order(20), order(21)];
        now.extend(was.clone());
        place.follow(&was, &now, 4);
        assert_eq!((place.cursor, place.top(&now, 4)), (8, 5));
        place.follow(&now, &was[..3], 4);
        assert_eq!(place.cursor, 2, "gone: near its place");
        place.follow(&was[..3], &[], 4);
        assert_eq!((place.cursor, place.top(&[], 4)), (0, 0));
    }

    #[test]
    fn an_item_is_known_by_what_it_is_not_by_what_is_told_of_it() {
        let filter = |text: &str, filter: &str| Item::new(text, Choice::Filter(filter.to_owned()));
        let was = vec![filter("active", "state:active"), filter("lille", "")];
        let now = vec![
            filter("lille", "state:active"),
            filter("active", "").note("4"),
        ];
        let mut place = Place::default();
        place.follow(&was, &now, 4);
        assert_eq!(place.cursor, 1);
    }

    #[test]
    fn no_height_is_too_small() {
        let items = two_groups();
        let mut place = Place::default();
        for height in 0..20 {
            for lines in [1, -1, 3, isize::MAX, isize::MIN] {
                place.go(&items, lines, height);
                let top = place.top(&items, height);
                assert!(items[place.cursor].is_selectable());
                let shown = top..top + height;
                assert!(
                    height == 0 || shown.contains(&place.cursor),
                    "{place:?} {height}"
                );
            }
        }
    }
}

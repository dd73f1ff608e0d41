//! Any state at any size.

use proptest::prelude::*;

use super::*;
use crate::app::story::chaos::{step, take};
use crate::domain::text::is_drawable;
use crate::ui::paint::{to_columns, width};

/// Cells of a row that hold a character, from left to right, must cover the row exactly.
pub(super) fn check_rows(buffer: &Buffer) -> Result<(), TestCaseError> {
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            prop_assert!(
                symbol.chars().all(is_drawable),
                "{:?} at {},{}",
                symbol,
                x,
                y
            );
            x += to_columns(width(symbol).max(1));
        }
        prop_assert_eq!(x, buffer.area.width, "row {}", y);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_state_can_be_drawn_at_any_size(
        steps in prop::collection::vec(step(), 0..40),
        sizes in prop::collection::vec((1_u16..250, 1_u16..80), 1..4),
        hostile in "[ -~\u{1b}\u{202e}\u{200b}東é\u{301}]{0,60}",
    ) {
        let mut story = Story::new();
        story.wake();
        let mut rows = orders();
        rows[1] = fixtures::order(2).customer(&hostile).site(&hostile).state(&hostile).build();
        story.sweep(rows);
        for step in steps {
            take(&mut story, step);
        }
        for size in sizes {
            check_rows(&buffer(&mut story, size, UNICODE))?;
            let ascii = buffer(&mut story, size, ASCII);
            check_rows(&ascii)?;
            for cell in ascii.content() {
                prop_assert!(cell.symbol().is_ascii(), "{:?}", cell.symbol());
            }
        }
    }
}

#[test]
fn a_move_inside_the_page_changes_two_rows_and_the_preview() {
    for size in [SMALL, MIDDLE, (200, 60)] {
        let mut story = filled();
        story.chars("j");
        let before = buffer(&mut story, size, UNICODE);
        story.chars("j");
        let after = buffer(&mut story, size, UNICODE);
        let areas = layout::areas(before.area, &story.state);
        let mut rows = std::collections::BTreeSet::new();
        for position in before
            .area
            .positions()
            .filter(|at| before[*at] != after[*at])
        {
            if areas.list.contains(position) {
                rows.insert(position.y - areas.list.y);
            } else {
                let is_preview =
                    areas.preview.contains(position) || areas.preview_title.contains(position);
                assert!(is_preview, "{position:?} at {size:?}");
            }
        }
        assert_eq!(rows.into_iter().collect::<Vec<_>>(), [1, 2], "{size:?}");
    }
}

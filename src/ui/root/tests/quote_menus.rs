//! The menus over the Quotes pane, whatever that shows behind them.

use super::*;
use crate::app::event::ViewsSaved;
use crate::app::fixtures::quotes::{basket_with, line, offers, ready_line};
use crate::app::overlay::Overlay;
use crate::app::saved::{Change, View};
use crate::app::views::quotes::columns::QuoteSort;
use crate::domain::quote::Line;
use crate::domain::text::Text;
use crate::ui::widgets::overlay;

const LOW: (u16, u16) = (60, 16);
const TINY: (u16, u16) = (20, 5);

/// Lines of every kind, one of them hostile.
fn filled_quotes() -> Story {
    let hostile = Line {
        end_customer_name: Some(Text::new("MAIR\u{202e}IE\u{1b}[31m")),
        project: Some(Text::new("P\u{1b}]0;x\u{7}\u{200b}")),
        ..line(4, "refused")
    };
    let mut story = Story::of_baskets([
        basket_with(
            1,
            "partial_ready",
            vec![
                ready_line(1, 3, offers()),
                ready_line(2, 6, offers()),
                line(3, "confirmed"),
                hostile,
            ],
        ),
        basket_with(
            2,
            "acknowledged",
            vec![line(5, "acknowledged"), line(6, "ready")],
        ),
    ]);
    let gauges = healthy(&story);
    story.gauges(gauges);
    story
}

/// Only what lies over the panes, at some sizes.
fn over(story: &mut Story, look: Look, sizes: &[(u16, u16)]) -> String {
    let shown = sizes.iter().map(|size| {
        let mut buffer = buffer(story, *size, look);
        let screen = buffer.area;
        let frame = overlay::area(screen, &story.state).expect("nothing is open");
        for at in screen.positions().filter(|at| !frame.contains(*at)) {
            buffer[at].reset();
        }
        print(&buffer, look.theme, frame.top()..frame.bottom())
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn values_of_the_lines_shown() {
    let mut story = filled_quotes();
    story.chars("f");
    let all = over(&mut story, UNICODE, &[SMALL, MIDDLE, LOW, TINY]);
    press(&mut story, Key::Enter);
    let ascii = over(&mut story, ASCII, &[SMALL]);
    let mono = over(&mut story, MONO, &[LOW]);
    insta::assert_snapshot!(format!("{all}\n{ascii}\n{mono}"));
}

#[test]
fn what_to_sort_lines_by() {
    let mut story = filled_quotes();
    story.chars("oDo");
    insta::assert_snapshot!(over(&mut story, UNICODE, &[SMALL, MIDDLE, LOW, TINY]));
}

#[test]
fn a_title_is_clicked_where_it_is_drawn() {
    let mut story = filled_quotes();
    let drawn = buffer(&mut story, MIDDLE, UNICODE);
    let header = crate::ui::layout::areas(drawn.area, &story.state).header;
    let titles: String = (header.left()..header.right())
        .map(|x| drawn[(x, header.y)].symbol())
        .collect();
    for (title, sorted) in [
        ("LINE", "line ↓"),
        ("VALID", "valid ↑"),
        ("FROM/mo", "from ↑"),
    ] {
        let at = u16::try_from(titles.find(title).expect(title)).unwrap();
        for x in [at, at + u16::try_from(title.len()).unwrap() - 1] {
            let look = UNICODE.glyphs;
            let target = crate::ui::hit::target(drawn.area, &story.state, look, (x, header.y));
            story.feed(Event::Clicked(target.expect(title)));
        }
        // Clicked twice, it is the other way round.
        story.chars("O");
        assert_eq!(story.state.list_pane().sort_words(), sorted);
    }
}

#[test]
fn nothing_to_choose_from() {
    let mut story = Story::before_quotes();
    story.chars("2f");
    assert!(matches!(story.state.overlay, Some(Overlay::Menu(_))));
    insta::assert_snapshot!(over(&mut story, UNICODE, &[SMALL]));
}

#[test]
fn the_views_of_quotes() {
    let mut story = filled_quotes();
    let own = |name: &str, filter: &str| View::of_quotes(name, filter, QuoteSort::default());
    let views = vec![
        own("Écoles et lycées de Lyon", "client:lycée,école site:lyon"),
        own("Old", "stat:active"),
    ];
    story.feed(Event::ViewsSaved(ViewsSaved {
        change: Change::Put(views[0].clone()),
        result: Ok(views),
    }));
    story.chars("s5s");
    let all = over(&mut story, UNICODE, &[SMALL, MIDDLE, LOW, TINY]);
    let ascii = over(&mut story, ASCII, &[SMALL]);
    press(&mut story, Key::Esc);
    story.chars("1s");
    press(&mut story, Key::Home);
    for _ in 0..4 {
        press(&mut story, Key::Down);
    }
    let from_orders = over(&mut story, UNICODE, &[SMALL]);
    insta::assert_snapshot!(format!("{all}\n{ascii}\n{from_orders}"));
}

#[test]
fn a_view_of_quotes_in_the_filter_row_and_in_the_column() {
    let mut story = filled_quotes();
    let mut rows = Vec::new();
    for keys in ["s5", "oc", "s8"] {
        story.chars(keys);
        for size in [SMALL, LOW, MIDDLE] {
            let drawn = buffer(&mut story, size, UNICODE);
            let row = crate::ui::layout::areas(drawn.area, &story.state).filter;
            rows.push(print(&drawn, UNICODE.theme, row.top()..row.bottom()));
        }
    }
    for pane in ["2", "1"] {
        story.chars(pane);
        let mut drawn = buffer(&mut story, (200, 60), UNICODE);
        let column = crate::ui::layout::areas(drawn.area, &story.state).views;
        for at in drawn.area.positions().filter(|at| !column.contains(*at)) {
            drawn[at].reset();
        }
        rows.push(print(
            &drawn,
            UNICODE.theme,
            column.top()..column.top() + 12,
        ));
    }
    insta::assert_snapshot!(rows.join("\n"));
}

#[test]
fn a_view_of_quotes_is_saved_under_a_name() {
    let mut story = filled_quotes();
    story.chars("s5ocS");
    let typed = over(&mut story, UNICODE, &[SMALL, TINY]);
    press(&mut story, Key::Enter);
    let asked = over(&mut story, UNICODE, &[SMALL]);
    insta::assert_snapshot!(format!("{typed}\n{asked}"));
}

#[test]
fn the_actions_of_a_line_and_of_a_basket() {
    let mut story = filled_quotes();
    story.chars("x");
    let of_line = over(&mut story, UNICODE, &[SMALL, LOW, TINY]);
    let ascii = over(&mut story, ASCII, &[SMALL]);
    press(&mut story, Key::Esc);
    story.chars("Lgx");
    let of_basket = over(&mut story, MONO, &[SMALL]);
    insta::assert_snapshot!(format!("{of_line}\n{ascii}\n{of_basket}"));
}

#[test]
fn the_palette_with_quotes_among_what_it_found() {
    let mut story = filled_quotes();
    story.chars("1");
    story.state.orders_pane.sweep.hurry(story.now);
    story.pass(INTERVAL);
    story.sweep(orders());
    story.chars(":0002");
    let digits = over(&mut story, UNICODE, &[SMALL, LOW, TINY]);
    press(&mut story, Key::Esc);
    story.chars("2:mair");
    let hostile = over(&mut story, UNICODE, &[SMALL, MIDDLE]);
    story.chars("zz");
    let nothing = over(&mut story, ASCII, &[LOW]);
    insta::assert_snapshot!(format!("{digits}\n{hostile}\n{nothing}"));
}

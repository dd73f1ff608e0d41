//! What is under the pointer is what is drawn there.

use proptest::prelude::*;

use super::*;
use crate::app::action::Action;
use crate::app::columns::AnyColumn;
use crate::app::effect::Effect;
use crate::app::event::{Event, ViewsSaved};
use crate::app::index::Sort;
use crate::app::menu::Kind;
use crate::app::overlay::Overlay;
use crate::app::pane::Focus;
use crate::app::pointer::{Target, Turn};
use crate::app::saved::{Change, View};
use crate::app::story::chaos::{Step, step, take};
use crate::app::views::orders::preview::Tab;
use crate::ui::hit;

const SIZES: [(u16, u16); 6] = [(80, 24), (120, 40), (200, 60), (60, 16), (100, 20), (20, 5)];

fn target_at(story: &Story, size: (u16, u16), look: Look, at: (u16, u16)) -> Option<Target> {
    let screen = Rect::new(0, 0, size.0, size.1);
    hit::target(screen, &story.state, look.glyphs, at)
}

fn click(story: &mut Story, size: (u16, u16), at: (u16, u16)) -> Option<Target> {
    let target = target_at(story, size, UNICODE, at);
    if let Some(target) = target {
        story.feed(Event::Clicked(target));
    }
    target
}

/// The text of a row of the screen; a character a column.
fn line(buffer: &Buffer, y: u16) -> Vec<char> {
    (0..buffer.area.width)
        .map(|x| buffer[(x, y)].symbol().chars().next().unwrap_or(' '))
        .collect()
}

/// Where a text stands on the screen, as columns of a row.
fn find(buffer: &Buffer, text: &str) -> Option<(std::ops::Range<u16>, u16)> {
    let wanted: Vec<char> = text.chars().collect();
    (0..buffer.area.height).find_map(|y| {
        let place = line(buffer, y)
            .windows(wanted.len())
            .position(|window| window == wanted)?;
        let x = u16::try_from(place).unwrap();
        Some((x..x + u16::try_from(wanted.len()).unwrap(), y))
    })
}

#[test]
fn a_click_where_a_reference_is_drawn_selects_that_row() {
    for size in SIZES {
        let mut story = filled();
        let drawn = buffer(&mut story, size, UNICODE);
        let list = layout::areas(drawn.area, &story.state).list;
        let mut clicked = 0;
        for y in list.top()..list.bottom() {
            let text: String = line(&drawn, y).into_iter().collect();
            let Some(place) = text.find("CMD_X_") else {
                continue;
            };
            let reference = &text[place..place + "CMD_X_00000000".len()];
            for x in [place, place + 7, place + 13] {
                let mut story = filled();
                buffer(&mut story, size, UNICODE);
                let at = (u16::try_from(x).unwrap(), y);
                let target = click(&mut story, size, at);
                assert!(matches!(target, Some(Target::Row(_))), "{at:?} {target:?}");
                assert_eq!(story.cursor(), Some(reference), "{at:?} at {size:?}");
            }
            clicked += 1;
        }
        assert!(clicked > 0, "{size:?}");
    }
}

#[test]
fn a_click_on_a_title_sorts_by_that_column_and_again_the_other_way_round() {
    for size in [SMALL, MIDDLE, (200, 60)] {
        for (title, name) in [
            ("ORDER", "order"),
            ("STATE/STEP", "step"),
            ("DWELL", "dwell"),
            ("SLACK", "slack"),
            ("CUSTOMER", "customer"),
        ] {
            let mut story = filled();
            let drawn = buffer(&mut story, size, UNICODE);
            let (columns, y) = find(&drawn, title).unwrap();
            let was = story.state.orders_pane.index.sort();
            for x in columns.clone() {
                let target = target_at(&story, size, UNICODE, (x, y));
                let Some(Target::Title(AnyColumn::Order(column))) = target else {
                    panic!("{title} at {x},{y}: {target:?}");
                };
                assert_eq!(column.name(), name);
            }
            click(&mut story, size, (columns.start, y));
            let once = story.state.orders_pane.index.sort();
            assert_eq!(once.by.column.name(), name);
            assert_ne!(once, was);
            click(&mut story, size, (columns.end - 1, y));
            let twice = story.state.orders_pane.index.sort();
            assert_eq!(twice, once.reversed());
        }
    }
}

#[test]
fn the_arrows_at_the_ends_of_the_titles_scroll_the_columns() {
    let mut story = filled();
    let drawn = buffer(&mut story, SMALL, UNICODE);
    let y = layout::areas(drawn.area, &story.state).header.y;
    let first = |story: &mut Story| {
        let drawn = buffer(story, SMALL, UNICODE);
        line(&drawn, y).into_iter().skip(19).collect::<String>()
    };
    let before = first(&mut story);
    assert_eq!(drawn[(79, y)].symbol(), ">");
    click(&mut story, SMALL, (79, y));
    assert_ne!(first(&mut story), before);
    let drawn = buffer(&mut story, SMALL, UNICODE);
    let x = (4..20).find(|x| drawn[(*x, y)].symbol() == "<").unwrap();
    click(&mut story, SMALL, (x, y));
    assert_eq!(first(&mut story), before);
}

/// Where the caret of the filter stands.
fn caret(buffer: &Buffer, y: u16) -> Option<u16> {
    let is_caret = |x: &u16| {
        let reversed = ratatui::style::Modifier::REVERSED;
        buffer[(*x, y)].modifier.contains(reversed)
    };
    (0..buffer.area.width).find(is_caret)
}

#[test]
fn the_caret_comes_where_the_filter_was_clicked() {
    for text in [
        "client:dupont age>30d",
        "client:東京都 -late:no",
        "œuvre étoile",
    ] {
        for look in [UNICODE, ASCII] {
            let mut story = filled();
            story.chars("/");
            story.feed(Event::Pasted(text.to_owned()));
            story.press(Key::Enter);
            let drawn = buffer(&mut story, SMALL, look);
            let y = layout::areas(drawn.area, &story.state).filter.y;
            let end = (3..80).rfind(|x| drawn[(*x, y)].symbol() != " ").unwrap();
            let text_end = (3..end).take_while(|x| {
                let gap = (*x..*x + 3).all(|x| drawn[(x, y)].symbol() == " ");
                !gap
            });
            for x in text_end {
                let target = target_at(&story, SMALL, look, (x, y)).unwrap();
                let mut story = filled();
                story.chars("/");
                story.feed(Event::Pasted(text.to_owned()));
                story.press(Key::Enter);
                story.feed(Event::Clicked(target));
                let caret = caret(&buffer(&mut story, SMALL, look), y).unwrap();
                // In the middle of a character of two columns the caret stands before it.
                assert!(caret == x || caret + 1 == x, "{text}: {caret} for {x}");
            }
            let behind = target_at(&story, SMALL, look, (60, y));
            let count = text.chars().count();
            assert_eq!(behind, Some(Target::Filter(count)), "behind the text");
        }
    }
}

#[test]
fn a_long_filter_is_clicked_where_it_is_scrolled_to() {
    let mut story = filled();
    story.chars("/");
    story.feed(Event::Pasted("client:dupont ".repeat(9)));
    let drawn = buffer(&mut story, SMALL, UNICODE);
    let y = layout::areas(drawn.area, &story.state).filter.y;
    let wanted: Vec<String> = (20..24)
        .map(|x| drawn[(x, y)].symbol().to_owned())
        .collect();
    let Some(Target::Filter(place)) = click(&mut story, SMALL, (20, y)) else {
        panic!();
    };
    let text: Vec<char> = story.state.orders_pane.filter.text().chars().collect();
    let found: Vec<String> = text[place..place + 4].iter().map(char::to_string).collect();
    assert_eq!(found, wanted);
}

/// The keys that the hints show, with their columns: what the last row has in the colour of keys.
fn keys_shown(buffer: &Buffer, y: u16) -> Vec<(std::ops::Range<u16>, String)> {
    let is_key = |x: u16| class(&buffer[(x, y)], UNICODE.theme) == 'a';
    let row = line(buffer, y);
    let mut shown = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let end = (x..buffer.area.width).find(|x| !is_key(*x)).unwrap();
        let text: String = row[usize::from(x)..usize::from(end)].iter().collect();
        // `j/k` are two keys, `/` is one.
        let mut from = x;
        for key in text.split_inclusive('/') {
            let bare = if key.len() > 1 {
                key.trim_end_matches('/')
            } else {
                key
            };
            let to = from + u16::try_from(bare.chars().count()).unwrap();
            shown.push((from..to, bare.to_owned()));
            from = to + 1;
        }
        x = end + 1;
    }
    shown.retain(|(_, key)| !key.is_empty());
    shown
}

#[test]
fn a_hint_is_the_key_that_is_drawn_there() {
    for (keys, least) in [
        ("", 8),
        ("/", 4),
        ("l", 5),
        ("o", 1),
        ("?", 2),
        ("!", 3),
        ("Z", 5),
    ] {
        for look in [UNICODE, ASCII] {
            let mut story = filled();
            story.chars(keys);
            let drawn = buffer(&mut story, MIDDLE, look);
            let y = 39;
            let mut clickable = 0;
            for (columns, key) in keys_shown(&drawn, y) {
                for x in columns {
                    match target_at(&story, MIDDLE, look, (x, y)) {
                        // "letter or Enter" stands for its last word.
                        Some(Target::Key(chord)) => {
                            assert_eq!(
                                Some(chord.to_string().as_str()),
                                key.split(' ').next_back()
                            );
                        }
                        // What no click can stand for: "type", arrows.
                        None => continue,
                        other => panic!("{key}: {other:?}"),
                    }
                    clickable += 1;
                }
            }
            assert!(clickable >= least, "after `{keys}`: {clickable}");
        }
    }
    let mut story = filled();
    let drawn = buffer(&mut story, MIDDLE, UNICODE);
    let (columns, y) = find(&drawn, "/ filter").unwrap();
    for x in columns {
        let target = target_at(&story, MIDDLE, UNICODE, (x, y));
        assert_eq!(target, Some(Target::Key(Chord::char('/'))), "its words too");
    }
}

#[test]
fn a_question_is_answered_with_a_key() {
    let mut story = filled();
    story.chars("q");
    let drawn = buffer(&mut story, MIDDLE, UNICODE);
    let (columns, y) = find(&drawn, "y quit").unwrap();
    for x in columns {
        assert_eq!(target_at(&story, MIDDLE, UNICODE, (x, y)), None);
    }
}

#[test]
fn a_menu_is_clicked_line_by_line_and_closed_beside() {
    for size in SIZES {
        for keys in ["o", "x", "?"] {
            let mut story = filled();
            story.chars(keys);
            let drawn = buffer(&mut story, size, UNICODE);
            let Some(Overlay::Menu(menu)) = &story.state.overlay else {
                panic!();
            };
            let texts: Vec<String> = menu.items().iter().map(|item| item.text.clone()).collect();
            let mut seen = 0;
            for y in 0..size.1 {
                let row: String = line(&drawn, y).into_iter().collect();
                let Some(Target::Item(index)) = target_at(&story, size, UNICODE, (size.0 / 2, y))
                else {
                    continue;
                };
                let start: String = texts[index].chars().take(3).collect();
                assert!(row.contains(&start), "{start} in {row}");
                seen += 1;
            }
            assert!(seen > 0 || size == (20, 5), "{size:?}");
            if size.0 >= 100 {
                assert_eq!(click(&mut story, size, (0, 2)), Some(Target::Beside));
                assert!(story.state.overlay.is_none());
            }
        }
    }
}

#[test]
fn the_number_of_messages_and_the_message_itself_open_all_of_them() {
    for size in [SMALL, MIDDLE, (60, 16)] {
        for what in ["!1", "a defect"] {
            let mut story = filled();
            story.feed(Event::TaskPanicked(crate::app::event::TaskPanic {
                task: "clock".to_owned(),
                message: "gone".to_owned(),
                was_restarted: true,
            }));
            let drawn = buffer(&mut story, size, UNICODE);
            let (columns, y) = find(&drawn, what).unwrap();
            assert_eq!(target_at(&story, size, UNICODE, (0, y)).is_none(), y == 0);
            click(&mut story, size, (columns.end - 1, y));
            assert!(
                matches!(story.state.overlay, Some(Overlay::Messages { .. })),
                "{what} at {size:?}"
            );
        }
    }
}

#[test]
fn the_preview_is_clicked_where_it_is() {
    for size in [SMALL, MIDDLE, (200, 60)] {
        let mut story = filled();
        let drawn = buffer(&mut story, size, UNICODE);
        let areas = layout::areas(drawn.area, &story.state);
        for at in areas.preview.positions() {
            let target = target_at(&story, size, UNICODE, at.into());
            let is_preview = matches!(target, Some(Target::Preview | Target::Tab(_)));
            assert!(is_preview, "{at:?} {target:?}");
        }
        let corner = (areas.preview.right() - 1, areas.preview.bottom() - 1);
        click(&mut story, size, corner);
        assert_eq!(story.state.orders_pane.focus, Focus::Preview);
    }
}

#[test]
fn a_tab_opens_where_it_is_drawn_and_its_things_are_selected_there() {
    for size in [SMALL, MIDDLE, (200, 60)] {
        let mut story = filled();
        for (label, tab) in [
            ("Det", Tab::Detail),
            ("Req", Tab::Requests),
            ("Raw", Tab::Raw),
            ("Time", Tab::Timeline),
            ("Cont", Tab::Contacts),
        ] {
            let drawn = buffer(&mut story, size, UNICODE);
            let (columns, y) = find(&drawn, label).unwrap();
            for x in columns.clone() {
                let target = target_at(&story, size, UNICODE, (x, y));
                assert_eq!(target, Some(Target::Tab(tab)), "{label} at {size:?}");
            }
            click(&mut story, size, (columns.start, y));
            assert_eq!(story.state.orders_pane.preview.tab, tab);
            assert_eq!(story.state.orders_pane.focus, Focus::List);
        }
        for (who, item) in [("G. DUPONT", 1), ("Zoé Martin", 0)] {
            let drawn = buffer(&mut story, size, UNICODE);
            let (columns, y) = find(&drawn, who).unwrap();
            click(&mut story, size, (columns.start, y));
            assert_eq!(story.state.selected_item(), Some(item), "{who} at {size:?}");
            assert_eq!(story.state.orders_pane.focus, Focus::Preview);
            let drawn = buffer(&mut story, size, UNICODE);
            let (columns, y) = find(&drawn, who).unwrap();
            let reversed = ratatui::style::Modifier::REVERSED;
            assert!(
                drawn[(columns.start, y)].modifier.contains(reversed),
                "{who}"
            );
        }
    }
}

#[test]
fn the_search_of_the_raw_answers_is_clicked_where_it_is() {
    let mut story = filled();
    story.chars("il/late");
    let drawn = buffer(&mut story, MIDDLE, UNICODE);
    let (columns, y) = find(&drawn, "late").unwrap();
    assert!(y > 30, "at the foot of the preview");
    let target = target_at(&story, MIDDLE, UNICODE, (columns.start, y));
    assert_eq!(target, Some(Target::RawSearch));
}

/// Something that happens, or the mouse somewhere.
#[derive(Clone, Debug)]
enum Any {
    Step(Step),
    Click(u16, u16),
    Wheel(u16, u16, Turn),
}

fn any() -> impl Strategy<Value = Any> {
    let turn = prop::sample::select(vec![Turn::Up, Turn::Down, Turn::Left, Turn::Right]);
    prop_oneof![
        3 => step().prop_map(Any::Step),
        3 => (0_u16..260, 0_u16..90).prop_map(|(x, y)| Any::Click(x, y)),
        1 => (0_u16..260, 0_u16..90, turn).prop_map(|(x, y, turn)| Any::Wheel(x, y, turn)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Nothing panics, nothing is asked of a server but reads, and the cursor stays on a row that is shown.
    #[test]
    fn any_click_anywhere_at_any_size_does_no_harm(
        happenings in prop::collection::vec(any(), 1..60),
        size in (1_u16..250, 1_u16..80),
    ) {
        let mut story = Story::new();
        story.wake();
        story.sweep(orders());
        for happening in happenings {
            buffer(&mut story, size, UNICODE);
            let effects = match happening {
                Any::Step(step) => {
                    take(&mut story, step);
                    continue;
                }
                Any::Click(x, y) => {
                    let at = (x % size.0, y % size.1);
                    let Some(target) = target_at(&story, size, UNICODE, at) else { continue };
                    let effects = story.feed(Event::Clicked(target));
                    let is_quit = effects.list.contains(&Effect::Quit);
                    prop_assert!(!is_quit || matches!(target, Target::Key(_) | Target::Item(_)), "{:?}", target);
                    effects
                }
                Any::Wheel(x, y, turn) => {
                    let at = (x % size.0, y % size.1);
                    let Some(target) = target_at(&story, size, UNICODE, at) else { continue };
                    let effects = story.feed(Event::Wheeled(target, turn));
                    prop_assert!(!effects.list.contains(&Effect::Quit));
                    effects
                }
            };
            prop_assert!(effects.is_dirty);
            let pane = &story.state.orders_pane;
            let height = story.room.list;
            if let Some(row) = pane.cursor.row() {
                prop_assert!(pane.index.position(row).is_some());
                prop_assert!(height == 0 || pane.window(height).contains(&row));
            }
        }
        for y in 0..size.1 {
            for x in (0..size.0).step_by(11).chain([size.0 - 1]) {
                target_at(&story, size, ASCII, (x, y));
            }
        }
    }
}

#[test]
fn a_view_is_clicked_where_it_is_drawn_and_the_rest_opens_the_menu() {
    let wide = (160, 24);
    let mut story = filled();
    let own = |number| {
        let (name, filter) = (format!("Mine {number}"), format!("ref:{number}"));
        View::of_orders(name, filter, Sort::default())
    };
    let views: Vec<_> = (10..30).map(own).collect();
    story.feed(Event::ViewsSaved(ViewsSaved {
        change: Change::Put(views[0].clone()),
        result: Ok(views),
    }));
    let drawn = buffer(&mut story, wide, UNICODE);
    // Six built-in views can be opened and twenty are saved; 19 lines, of which the title and the rest take one each.
    let (_, rest) = find(&drawn, "10 more: s").unwrap();
    for (name, filter) in [("3 Late", "late:yes,maybe"), ("a Mine 10", "ref:10")] {
        let (columns, y) = find(&drawn, name).unwrap();
        click(&mut story, wide, (columns.start, y));
        assert_eq!(story.state.orders_pane.filter.text(), filter);
    }
    assert_eq!(
        target_at(&story, wide, UNICODE, (5, rest)),
        Some(Target::Act(Action::Views))
    );
    let (_, title) = find(&drawn, "VIEWS").unwrap();
    click(&mut story, wide, (2, title));
    assert!(matches!(&story.state.overlay, Some(Overlay::Menu(menu)) if menu.kind == Kind::Views));
}

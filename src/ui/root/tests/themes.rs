//! Themes change colours and nothing else.

use ratatui::style::{Color, Modifier};

use super::*;

const THEMES: [Theme; 4] = [Theme::DEFAULT, Theme::TRUECOLOR, Theme::LIGHT, Theme::MONO];

fn themed(story: &mut Story, theme: Theme) -> Buffer {
    let glyphs = Glyphs::UNICODE;
    buffer(story, SMALL, Look { theme, glyphs })
}

fn text(buffer: &Buffer) -> Vec<&str> {
    let cells = buffer.content().iter();
    cells.map(ratatui::buffer::Cell::symbol).collect()
}

/// The rows on which a cell satisfies a condition.
fn rows(buffer: &Buffer, is_it: impl Fn(&ratatui::buffer::Cell) -> bool) -> Vec<u16> {
    let area = buffer.area;
    let has_it = |y: &u16| (0..area.width).any(|x| is_it(&buffer[(x, *y)]));
    (0..area.height).filter(has_it).collect()
}

#[test]
fn every_theme_shows_the_same_text() {
    let mut story = filled();
    let default = themed(&mut story, Theme::DEFAULT);
    for theme in THEMES {
        let buffer = themed(&mut story, theme);
        assert_eq!(text(&buffer), text(&default), "{theme:?}");
        // Bold, underline and reverse carry what colours do; DIM gives way to a real grey.
        let shape = |buffer: &Buffer| -> Vec<Modifier> {
            let modifiers = buffer.content().iter().map(|cell| cell.modifier);
            modifiers.map(|it| it & Modifier::BOLD).collect()
        };
        assert_eq!(shape(&buffer), shape(&default), "{theme:?}");
    }
}

#[test]
fn the_only_background_is_the_tint_and_the_row_on_it_keeps_its_mark_and_its_colours() {
    let mut story = filled();
    for theme in THEMES {
        let buffer = themed(&mut story, theme);
        let tinted = rows(&buffer, |cell| cell.bg != Color::Reset);
        let reversed = rows(&buffer, |cell| cell.modifier.contains(Modifier::REVERSED));
        let is_marked = |y: &u16| buffer[(0, *y)].symbol() == ">";
        let marked: Vec<u16> = (0..24).filter(is_marked).collect();
        let has_tint = theme.cursor_row().bg.is_some();
        assert_eq!(if has_tint { &tinted } else { &reversed }, &marked);
        assert_eq!(if has_tint { reversed } else { tinted }, Vec::<u16>::new());
        let row = marked[0];
        let coloured = (0..80).any(|x| buffer[(x, row)].fg != Color::Reset);
        assert_eq!(coloured, has_tint, "{theme:?}");
    }
}

#[test]
fn lines_are_quieter_than_dim_text_where_the_theme_can() {
    let mut story = filled();
    for theme in THEMES {
        let buffer = themed(&mut story, theme);
        let mut cells = buffer.content().iter().rev();
        let rule = cells.find(|cell| cell.symbol() == "─").unwrap();
        let has_colour = theme.cursor_row().bg.is_some();
        assert_eq!(rule.fg != Color::Reset, has_colour, "{theme:?}");
        assert_eq!(rule.modifier.contains(Modifier::DIM), !has_colour);
        assert_eq!(Some(rule.fg), theme.line(Role::Dim).fg);
    }
}

#[test]
fn the_caret_of_a_field_is_reversed_in_every_theme() {
    let mut story = filled();
    story.chars("/late");
    for theme in THEMES {
        let buffer = themed(&mut story, theme);
        let caret = &buffer[(7, 2)];
        assert!(caret.modifier.contains(Modifier::REVERSED), "{theme:?}");
        assert_eq!(caret.bg, Color::Reset, "{theme:?}");
    }
}

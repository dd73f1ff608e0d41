//! Whole screens from fixture states: as text with a layer of styles, and as properties of any screen at all.

mod activity;
mod anything;
mod batches;
mod bindings;
mod completion;
mod connection;
mod dialogs;
mod eligibility;
mod forms;
mod list;
mod menus;
mod overlays;
mod parts;
mod pointer;
mod preview;
mod quote_menus;
mod quotes;
mod reading;
mod table;
mod tabs;
mod themes;
mod views;
mod writes;

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Look, draw};
use crate::app::event::Event;
use crate::app::fixtures;
use crate::app::gauges::{Gauges, Login};
use crate::app::keymap::{Chord, Key};
use crate::app::story::{INTERVAL, Story};
use crate::domain::order::OrderSummary;
use crate::domain::request::{Read, Reply};
use crate::domain::timeline::{Historic, ProductionStep};
use crate::ui::glyphs::Glyphs;
use crate::ui::layout;
use crate::ui::theme::{Role, Theme};

const UNICODE: Look = Look {
    theme: Theme::DEFAULT,
    glyphs: Glyphs::UNICODE,
};
const ASCII: Look = Look {
    theme: Theme::DEFAULT,
    glyphs: Glyphs::ASCII,
};
const MONO: Look = Look {
    theme: Theme::MONO,
    glyphs: Glyphs::UNICODE,
};

/// The columns and rows every look is tried at.
const SMALL: (u16, u16) = (80, 24);
const MIDDLE: (u16, u16) = (120, 40);

/// Draws a story at a size, after telling it the room there is.
fn buffer(story: &mut Story, size: (u16, u16), look: Look) -> Buffer {
    let screen = Rect::new(0, 0, size.0, size.1);
    // The room may depend on what the last one did to the focus.
    for _ in 0..2 {
        story.room = layout::room(screen, &story.state);
        story.feed(Event::Resized);
    }
    let mut buffer = Buffer::empty(screen);
    draw(&mut buffer, &story.state, look);
    buffer
}

fn shown(story: &mut Story, size: (u16, u16)) -> String {
    print(&buffer(story, size, UNICODE), UNICODE.theme, 0..size.1)
}

/// The rows `wanted` of a screen: their text, then the styles of those that have any.
fn print(buffer: &Buffer, theme: Theme, wanted: std::ops::Range<u16>) -> String {
    let (mut text, mut styles) = (String::new(), String::new());
    for y in wanted {
        let mut line = String::new();
        let mut layer = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            line.push_str(cell.symbol());
            let columns = crate::ui::paint::width(cell.symbol()).max(1);
            layer.push_str(&class(cell, theme).to_string().repeat(columns));
            x += u16::try_from(columns).unwrap();
        }
        writeln!(text, "{}", line.trim_end()).unwrap();
        if !layer.trim().is_empty() {
            writeln!(styles, "{y:>2} {}", layer.trim_end()).unwrap();
        }
    }
    format!(
        "{text}~~ d dim, a accent, s strong, b bad, w warn, g good, n new, A alarm, # cursor, % changed\n{styles}"
    )
}

/// One letter for the style of a cell.
fn class(cell: &ratatui::buffer::Cell, theme: Theme) -> char {
    let reversed = ratatui::style::Modifier::REVERSED;
    let same = |role: Role| {
        let mut drawn = ratatui::buffer::Cell::default();
        drawn.set_style(theme.style(role));
        drawn.style() == cell.style()
    };
    let roles = [
        (Role::Text, ' '),
        (Role::Dim, 'd'),
        (Role::Accent, 'a'),
        (Role::Strong, 's'),
        (Role::Bad, 'b'),
        (Role::Warn, 'w'),
        (Role::Good, 'g'),
        (Role::New, 'n'),
        (Role::Alarm, 'A'),
    ];
    if let Some((_, letter)) = roles.into_iter().find(|(role, _)| same(*role)) {
        return letter;
    }
    match cell.modifier.contains(reversed) {
        true if cell.fg == ratatui::style::Color::Reset => '#',
        true => '%',
        false => '?',
    }
}

/// Sixty orders of which the first is one to chase.
fn orders() -> Vec<OrderSummary> {
    let mut all: Vec<_> = (1..=60)
        .map(|number| fixtures::order(number).build())
        .collect();
    all[0] = chased();
    all
}

fn chased() -> OrderSummary {
    fixtures::order(9_444)
        .state("in_progress")
        .customer("KING JOUET")
        .site("3 RUE ANDREI DIMITRI SAKHAROV 76130 MONT ST AIGNAN")
        .family("BPE")
        .ordered("2026-04-21")
        .modified("2026-05-29T12:59:00Z")
        .build()
}

fn steps() -> Historic {
    let mut historic = fixtures::historic(&[
        (
            ProductionStep::ProductionManagerAssigned,
            "2026-04-23T10:00:58Z",
        ),
        (ProductionStep::OpticalRouteReceived, "2026-04-29T08:12:00Z"),
        (
            ProductionStep::TechnicalVisitPlanned,
            "2026-05-08T09:40:56Z",
        ),
        (
            ProductionStep::TechnicalVisitCompleted,
            "2026-05-17T10:00:00Z",
        ),
    ]);
    historic.entries.insert(
        0,
        fixtures::lifecycle("acknowledged", "2026-04-21T17:20:00Z"),
    );
    historic
        .entries
        .insert(1, fixtures::lifecycle("confirmed", "2026-04-22T09:00:00Z"));
    historic
}

/// Healthy gauges.
fn healthy(story: &Story) -> Gauges {
    Gauges {
        used: 38,
        cap: 120,
        login: Login::Valid {
            until: story.now + chrono::TimeDelta::minutes(41),
        },
        ..Gauges::default()
    }
}

/// Orders read, the visible ones with their details, everything healthy.
fn filled() -> Story {
    filled_with(orders(), &steps())
}

fn filled_with(orders: Vec<OrderSummary>, first: &Historic) -> Story {
    let mut story = Story::new();
    story.room.list = 12;
    story.wake();
    story.sweep(orders);
    let gauges = healthy(&story);
    story.gauges(gauges);
    settle(&mut story, first);
    story
}

/// Answers every part that is asked for, the cursor's historic with `first`, until nothing is asked.
fn settle(story: &mut Story, first: &Historic) {
    story.pass(crate::app::refresh::parts::REST);
    while let Some((id, read, _)) = story
        .open
        .iter()
        .find(|(_, read, _)| !matches!(read, Read::Orders(_)))
        .cloned()
    {
        let under_cursor = story.state.order_under_cursor().unwrap().summary.clone();
        let reply = match &read {
            Read::Historic(reference) if *reference == under_cursor.reference => {
                Reply::Historic(first.clone())
            }
            Read::Order(reference) if *reference == under_cursor.reference => {
                Reply::Order(Box::new(fixtures::rich_detail(&under_cursor)))
            }
            read => story.reply(read),
        };
        story.answer(id, Ok(reply));
    }
}

fn press(story: &mut Story, key: Key) {
    story.key(Chord::plain(key));
}

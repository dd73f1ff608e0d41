//! Everything to choose from in the Quotes pane, chosen with keys.

mod acting;
mod copying;
mod going;
mod narrowing;
mod sorting;
mod viewing;

use super::*;
use crate::app::fixtures::quotes::{
    basket_with, line, offer, offers, ready_line, reference as line_reference,
};
use crate::app::menu::{Item, Menu};
use crate::app::overlay::Overlay;
use crate::domain::quote::{Basket, Line};
use crate::domain::text::Text;

/// Two ready lines in one basket, in another one that waits and one whose offers are all declined.
fn two_baskets() -> [Basket; 2] {
    let cheap = vec![offer("1681", "BPE 1G", 1_000, 12, (0, 0, 99))];
    let named = |number, customer, line: Line| Line {
        end_customer_name: Some(Text::new(customer)),
        project: Some(Text::new(format!("P{number}"))),
        ..line
    };
    [
        basket_with(
            1,
            "ready",
            vec![
                named(1, "KING JOUET", ready_line(1, 3, offers())),
                named(1, "MAIRIE D'EVRY", ready_line(2, 6, cheap)),
            ],
        ),
        basket_with(
            2,
            "confirmed",
            vec![
                named(2, "CLINIQUE ST JEAN", line(3, "confirmed")),
                named(2, "King Jouet", line(4, "refused")),
            ],
        ),
    ]
}

fn story() -> Story {
    Story::of_baskets(two_baskets())
}

fn menu(story: &Story) -> &Menu {
    match &story.state.overlay {
        Some(Overlay::Menu(menu)) => menu,
        other => panic!("no menu but {other:?}"),
    }
}

/// More rows of the line list than the baskets hold: a sweep with all of them.
fn and_lines(story: &mut Story, more: impl IntoIterator<Item = Line>) {
    let known = two_baskets();
    let known = known
        .iter()
        .flat_map(|basket| basket.lines.iter().flatten());
    let rows: Vec<_> = known.cloned().chain(more).collect();
    story.pass(crate::app::views::quotes::EVERY);
    story.sweep_quotes(rows, two_baskets());
}

/// The lines of the open menu, each with its lead and its note.
fn lines(story: &Story) -> Vec<String> {
    let line = |item: &Item| {
        let parts = [item.lead.as_str(), &item.text, &item.note];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" ")
    };
    menu(story).items().iter().map(line).collect()
}

fn filter(story: &Story) -> &str {
    story.state.quotes_pane.filter.text()
}

fn names(numbers: &[u32]) -> Vec<String> {
    numbers
        .iter()
        .map(|number| line_reference(*number))
        .collect()
}

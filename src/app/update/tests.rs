//! The core told as stories: a state, events, then the exact effects and what the state says.

mod bindings;
mod calm;
mod completion;
mod copying;
mod dialogs;
mod eligibility;
mod eligibility_copying;
mod eligibility_offers;
mod facets;
mod keys;
mod marks;
mod menus;
mod moments;
mod nearest;
mod news;
mod pointer;
mod preview;
mod preview_reads;
mod properties;
mod quote_menus;
mod quotes;
mod reading;
mod rows;
mod site_jumps;
mod sweeps;
mod table;
mod views;
mod writes;

use chrono::TimeDelta;

use super::{Effects, next_wake};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::fixtures;
use crate::app::gauges::Gauges;
use crate::app::keymap::{Chord, Key};
use crate::app::refresh::parts::REST;
use crate::app::story::{INTERVAL, Story, calm, reference, row, rows, whole};
use crate::domain::failure::Failure;
use crate::domain::request::{Cursor, Lane, Page, Read, Reply, RequestId};

fn historic_of(number: u32) -> Read {
    Read::Historic(reference(number))
}

fn detail_of(number: u32) -> Read {
    Read::Order(reference(number))
}

fn submit(id: u64, read: Read, lane: Lane) -> Effect {
    Effect::Submit {
        id: RequestId(id),
        read,
        lane,
    }
}

#[test]
fn the_first_event_submits_the_first_page_and_nothing_else() {
    let mut story = Story::new();
    assert_eq!(
        story.wake().list,
        [submit(1, Read::Orders(Cursor::First), Lane::Visible)]
    );
    assert_eq!(story.wake().list, []);
}

//! Anything at all, in any order: keys, pastes, answers good and bad, gauges, time in both directions, resizes.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::{Story, whole};
use crate::app::arrangement::Place;
use crate::app::event::{Event, Room};
use crate::app::fixtures;
use crate::app::gauges::{Gauges, Login, Offline, Slowed};
use crate::app::keymap::{Chord, Key};
use crate::app::update::Effects;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::order::OrderSummary;
use crate::domain::request::{Cursor, Page, Read, Reply};

/// Something that happens, as numbers that make sense in every state.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Key(Chord),
    Paste(String),
    /// Answers an open request, well or badly, after some have scrolled by.
    Answer(usize, u8),
    Gauges(u8),
    Time(i64),
    Resize(usize, usize),
}

fn chord() -> impl Strategy<Value = Chord> {
    let bound = prop::sample::select(
        "jkgGlhq+2EJK/\\ UoOrR!?QynNsSYxfctiZPvTX5b1[])@:<>=- ()\"|~~*.e3éд"
            .chars()
            .collect::<Vec<_>>(),
    );
    let keys = prop::sample::select(vec![
        Key::Enter,
        Key::Esc,
        Key::Tab,
        Key::Tab,
        Key::BackTab,
        Key::Backspace,
        Key::Delete,
        Key::Left,
        Key::Right,
        Key::Up,
        Key::Down,
        Key::Home,
        Key::End,
        Key::PageUp,
        Key::PageDown,
    ]);
    prop_oneof![
        4 => bound.prop_map(Chord::char),
        3 => keys.prop_map(Chord::plain),
        1 => prop::sample::select(vec!['d', 'u', 'w', 'l', 'z', 'y']).prop_map(Chord::ctrl),
    ]
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let words = prop::sample::select(vec![
        "late:yes",
        "state:",
        "-by:",
        "age>3d",
        "is:new",
        "mod<1h",
        "slack<0",
        "0000001",
        "(",
        "client~[",
        "\u{1b}[2J",
        "é",
    ]);
    prop_oneof![
        8 => chord().prop_map(Step::Key),
        1 => words.prop_map(|text| Step::Paste(text.to_owned())),
        8 => (0_usize..8, any::<u8>()).prop_map(|(open, how)| Step::Answer(open, how)),
        1 => any::<u8>().prop_map(Step::Gauges),
        4 => prop_oneof![1_i64..500, 500_i64..120_000, 3_600_000_i64..90_000_000, -7_200_000_i64..0].prop_map(Step::Time),
        1 => (0_usize..40, 0_usize..20).prop_map(|(list, preview)| Step::Resize(list, preview)),
    ]
}

fn gauges(bits: u8, now: DateTime<Utc>) -> Gauges {
    let later = now + TimeDelta::seconds(i64::from(bits));
    Gauges {
        used: u32::from(bits / 2),
        cap: 120,
        next_at: (bits & 1 > 0).then_some(later),
        waiting: usize::from(bits & 3),
        in_flight: 0,
        slowed: (bits & 4 > 0).then_some(Slowed {
            cap: 30,
            until: later,
        }),
        offline: (bits & 8 > 0).then_some(Offline {
            since: now,
            next_try: Some(later),
        }),
        login: match bits >> 6 {
            0 => Login::None,
            1 => Login::Refused,
            2 => Login::NoPassword,
            _ => Login::Valid { until: later },
        },
    }
}

/// A list that differs from one call to the next in rows, states and dates.
pub(crate) fn some_rows(how: u8) -> Vec<OrderSummary> {
    (1..=30)
        .filter(|n| (n + u32::from(how)) % 7 != 0)
        .map(|n| {
            let builder = fixtures::order(n);
            if (n * u32::from(how)) % 5 == 0 {
                builder
                    .state("active")
                    .modified("2026-05-29T10:00:00Z")
                    .build()
            } else {
                builder.build()
            }
        })
        .collect()
}

pub(crate) fn take(story: &mut Story, step: Step) -> Effects {
    match step {
        Step::Key(chord) => story.key(chord),
        Step::Paste(text) => story.feed(Event::Pasted(text)),
        Step::Gauges(bits) => story.gauges(gauges(bits, story.now)),
        Step::Time(millis) => story.pass(TimeDelta::milliseconds(millis)),
        Step::Resize(list, preview) => {
            story.room = Room {
                list,
                views: list % 3,
                preview,
                preview_top: preview / 2,
                preview_hidden: list,
                preview_place: (list > 9).then_some(Place::Right),
                is_alone: list < 9,
                columns_ahead: preview / 4,
                overlay: list,
                overlay_hidden: preview,
            };
            story.feed(Event::Resized)
        }
        Step::Answer(open, how) => {
            let Some((id, read, _)) = story.open.get(open).cloned() else {
                return story.wake();
            };
            let failures = [
                FailureKind::Offline,
                FailureKind::NotFound,
                FailureKind::Server,
                FailureKind::LoginRefused,
                FailureKind::Refused,
            ];
            let result = match (how % 8, read) {
                (kind @ 0..5, read) => Err(Failure::new(failures[usize::from(kind)], read.path())),
                (_, Read::Orders(_)) => Ok(Reply::Orders(Page {
                    next: (how & 64 > 0).then_some(Cursor::Number(u32::from(how))),
                    count: (how & 32 > 0).then_some(29),
                    ..whole(some_rows(how))
                })),
                (_, read) => Ok(story.reply(&read)),
            };
            story.answer(id, result)
        }
    }
}

/// The same where something lies over the panes that reads too: what no story answers stays unanswered.
pub(crate) fn take_beneath(story: &mut Story, step: Step) -> Effects {
    if let Step::Answer(open, _) = step
        && matches!(story.open.get(open), Some((_, Read::Line(_), _)))
    {
        return story.wake();
    }
    take(story, step)
}

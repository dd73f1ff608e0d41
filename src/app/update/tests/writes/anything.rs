//! Whatever happens in whatever order: a confirmed intent leaves at most once.

use proptest::prelude::*;

use super::*;
use crate::app::fixtures::writes::no_answer;
use crate::domain::journal::{Refusal, Stage};

#[derive(Clone, Debug)]
enum Step {
    /// A dialog about so many offers of a line is confirmed.
    Confirm(u32, usize, bool),
    Cancel,
    Quit,
    Stay,
    Pass(i64),
    /// Answers the oldest read; false fails it.
    Answer(bool),
    /// Tells of the write that was handed over so many writes ago.
    Move(usize, u8),
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1..4_u32, 0..3_usize, any::<bool>())
            .prop_map(|(line, offers, accept)| Step::Confirm(line, offers, accept)),
        1 => Just(Step::Cancel),
        1 => Just(Step::Quit),
        1 => Just(Step::Stay),
        5 => (0..12_i64).prop_map(Step::Pass),
        5 => any::<bool>().prop_map(Step::Answer),
        5 => (0..4_usize, 0..7_u8).prop_map(|(back, how)| Step::Move(back, how)),
        1 => Just(Step::Restart),
    ]
}

fn how(how: u8, story: &Story) -> WriteMove {
    let entry = JournalId(1);
    match how {
        0 => WriteMove::Waiting(story.now + seconds(3)),
        1 => WriteMove::Cancelled,
        2 => WriteMove::Refused(Refusal::NotDurable("full".to_owned())),
        3 => WriteMove::Sending(entry),
        4 => WriteMove::Ended(entry, no_answer()),
        5 => WriteMove::Ended(entry, applied()),
        _ => WriteMove::Waiting(story.now + TimeDelta::hours(1)),
    }
}

fn take(story: &mut Story, step: &Step, confirmed: &mut usize, out: &[WriteId]) -> Effects {
    match *step {
        Step::Confirm(line, offers, true) => {
            *confirmed += 1;
            let _ = offers;
            hand_in(story, vec![accept(line)])
        }
        Step::Confirm(line, offers, false) => {
            *confirmed += offers;
            hand_in(
                story,
                (0..offers).map(|place| decline(line, place)).collect(),
            )
        }
        Step::Cancel => cancel(story).1,
        Step::Quit => story.chars("Q"),
        Step::Stay => story.act(|state, _| {
            state.stay();
        }),
        Step::Pass(by) => story.pass(seconds(by)),
        Step::Answer(is_good) => {
            let Some((id, read, _)) = story
                .open
                .iter()
                .find(|(_, read, _)| matches!(read, Read::Line(_)))
                .cloned()
            else {
                return story.wake();
            };
            let Read::Line(of) = read else {
                return Effects::default();
            };
            let number = (1..4).find(|number| line(*number).id == of).unwrap_or(1);
            if is_good {
                answer_line(story, id, line(number))
            } else {
                story.answer(id, Err(Failure::new(FailureKind::Server, "/")))
            }
        }
        Step::Move(back, kind) => {
            let Some(id) = out.iter().rev().nth(back).copied() else {
                return story.wake();
            };
            let how = how(kind, story);
            moved(story, id, how)
        }
        Step::Restart => {
            story.open.clear();
            story.feed(Event::EngineRestarted)
        }
    }
}

proptest! {
    #[test]
    fn an_intent_leaves_at_most_once(steps in prop::collection::vec(step(), 1..60)) {
        let mut story = begun();
        let (mut confirmed, mut out) = (0, Vec::new());
        for step in &steps {
            let effects = take(&mut story, step, &mut confirmed, &out);
            for (id, intent) in sent(&effects) {
                prop_assert!(!out.contains(&id), "{id:?} twice");
                out.push(id);
                let busy = story.state.open_entry_for(&intent.write.target());
                prop_assert!(busy.is_none(), "while another is open");
            }
            prop_assert!(out.len() <= confirmed, "{} of {confirmed}", out.len());
            let targets: Vec<_> = story
                .state
                .writes
                .under_way()
                .map(|it| it.intent.write.target())
                .collect();
            let mut distinct = targets.clone();
            distinct.sort();
            distinct.dedup();
            prop_assert_eq!(targets.len(), distinct.len(), "two at once on a target");
        }
    }

    #[test]
    fn whatever_the_journal_tells_nothing_leaves_by_itself(
        ages in prop::collection::vec((1..4_u32, 0..200_i64, any::<bool>()), 0..4),
        passes in prop::collection::vec(0..700_i64, 0..20),
    ) {
        let mut story = begun();
        let entries = ages.iter().enumerate().map(|(id, (number, age, is_unknown))| {
            let stage = if *is_unknown { Stage::Ended(no_answer()) } else { Stage::Sending };
            let id = i64::try_from(id).unwrap();
            entry(id, accept(*number), story.now - seconds(*age), stage)
        });
        let entries = entries.collect();
        let effects = journal(&mut story, entries);
        prop_assert!(sent(&effects).is_empty());
        for by in passes {
            prop_assert!(sent(&story.pass(seconds(by))).is_empty());
            while let Some(id) = story.asked(&line_read(1)) {
                prop_assert!(sent(&answer_line(&mut story, id, line(1))).is_empty());
            }
        }
    }
}

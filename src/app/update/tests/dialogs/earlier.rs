//! A second press on a target that an earlier attempt keeps open.

use super::*;
use crate::domain::journal::{Account, Entry, Journal, JournalId, Look, Stage};
use crate::domain::write::{Outcome, Receipt};

/// An accept of line 1 that was asked so many seconds ago.
fn attempt(story: &Story, secs: i64, stage: Stage) -> Entry {
    let at = story.now - TimeDelta::seconds(secs);
    Entry {
        id: JournalId(1),
        account: Account {
            origin: "https://api".to_owned(),
            username: "acme-ops".to_owned(),
        },
        at,
        intent: Ok(Intent {
            write: Write::Accept(key(1, "2173")),
            subject: "QO_1".into(),
            seen: Vec::new(),
        }),
        stage,
        staged_at: at,
        look: None,
        looks: 0,
        is_ours: false,
    }
}

fn unknown() -> Stage {
    Stage::Ended(Outcome::Unknown(Failure::new(FailureKind::Timeout, "/")))
}

fn journal(story: &mut Story, entry: Entry) {
    let entries = vec![entry];
    story.feed(Event::JournalChanged(Journal { entries, off: None }));
}

fn accept_again(story: &mut Story) {
    story.act(|state, effects| state.ask_accept_of(known(line(1)), 0, effects));
}

#[test]
fn what_is_on_its_way_is_not_asked_twice() {
    let mut story = at_lines(&[line(1)]);
    let entry = attempt(&story, 5, Stage::Sending);
    journal(&mut story, entry);
    accept_again(&mut story);
    assert!(story.state.overlay.is_none());
    assert_eq!(story.notice(), Some("already in progress since 12:59:55"));
    story.chars("d");
    assert!(story.state.overlay.is_none(), "the line is the target");
    story.act(|state, effects| state.ask_accept_of(known(line(2)), 0, effects));
    assert!(story.state.dialog().is_some());
}

#[test]
fn what_is_unknown_is_asked_anew_only_when_it_is_old_and_was_read_back_as_before() {
    let mut story = at_lines(&[line(1), line(2)]);
    let mut entry = attempt(&story, 60, unknown());
    let look_at = |story: &Story| Look {
        at: story.now,
        found: "still ready".into(),
    };
    entry.look = Some(look_at(&story));
    journal(&mut story, entry.clone());
    accept_again(&mut story);
    assert!(story.state.overlay.is_none());
    let told =
        "already in progress since 12:59:00, outcome unknown: do not redo, not before 13:01:00";
    assert_eq!(story.notice(), Some(told));
    story.pass(TimeDelta::seconds(61));
    accept_again(&mut story);
    assert!(story.state.overlay.is_none(), "the last look is too early");
    entry.look = Some(look_at(&story));
    journal(&mut story, entry);
    accept_again(&mut story);
    let dialog = story.state.dialog().unwrap();
    assert_eq!(
        dialog.earlier[0].line(),
        "an earlier attempt at 12:59:00 is unknown; not applied as of 13:01:01; this sends it anew"
    );
    answer(&mut story, &line(1));
    see(&mut story);
    typed(&mut story, "001\n");
    assert_eq!(count(&story), 1);
}

#[test]
fn an_attempt_of_a_colleague_while_the_dialog_is_open_stops_it() {
    let mut story = accepting();
    answer(&mut story, &line(1));
    see(&mut story);
    typed(&mut story, "001");
    let entry = attempt(&story, 1, Stage::Sending);
    journal(&mut story, entry.clone());
    typed(&mut story, "\n");
    assert_eq!(count(&story), 0);
    assert!(remark(&story).starts_with("already in progress since"));
    let mut done = entry;
    done.stage = Stage::Ended(Outcome::Applied(Receipt::Bare));
    journal(&mut story, done);
    assert!(
        checks(&story)
            .iter()
            .any(|it| it.starts_with("!! accepted by this tool at"))
    );
    typed(&mut story, "\n");
    assert_eq!(count(&story), 0);
}

#[test]
fn of_several_lines_the_busy_one_is_left_out_and_that_is_said() {
    let mut story = at_lines(&[line(1), line(2)]);
    let entry = attempt(&story, 5, Stage::Sending);
    journal(&mut story, entry);
    story.chars("*d");
    assert_eq!(
        remark(&story),
        "2 offers left out: already in progress since 12:59:55"
    );
    answer(&mut story, &line(2));
    see(&mut story);
    typed(&mut story, "y");
    assert_eq!(
        handed(&story).0[0].write,
        Write::Decline(key(2, "2173"), None)
    );
    assert_eq!(count(&story), 2);
}

//! What goes wrong, and how a batch ends: refused, slowed down, unknown, cancelled, left by a crash.

use super::*;

#[test]
fn a_request_that_covage_refuses_names_its_lines_and_the_others_go_on() {
    let mut rig = Rig::asked("ref,building_ref\nx,A\ny,B\nz,A\nw,C\n");
    let no = failure(FailureKind::Refused).with_status(400);
    rig.ended(
        0,
        Outcome::Refused(no.with_detail("offer_families: unknown")),
    );
    let words = "sites.csv: request 1 refused (400): offer_families: unknown; lines 2, 3 and 4";
    assert!(rig.says(words));
    assert!(matches!(rig.standing(0), Standing::Failed(_)));
    rig.remember();
    assert_eq!(rig.asked_sites(1), ["key of C"]);
}

#[test]
fn a_429_and_a_lost_connection_wait_and_go_on_with_the_same_request() {
    let mut rig = Rig::asked(&file(&["A", "B"]));
    let slow = FailureKind::Throttled {
        retry_after: Some(std::time::Duration::from_secs(30)),
    };
    rig.ended(0, Outcome::Refused(failure(slow)));
    assert!(
        rig.row().contains("waits: too many requests (429), until"),
        "{}",
        rig.row()
    );
    rig.pass(TimeDelta::seconds(31));
    assert_eq!(rig.writes.len(), 1);
    rig.pass(TimeDelta::seconds(2));
    assert_eq!(rig.writes.len(), 2);
    rig.ended(1, Outcome::NotSent(failure(FailureKind::Offline)));
    assert_eq!(rig.writes.len(), 2);
    rig.pass(TimeDelta::seconds(11));
    let all: Vec<_> = rig.writes.iter().map(|(_, intent)| intent).collect();
    assert_eq!(all, [all[0]; 3], "the same each time");
}

#[test]
fn a_right_that_is_missing_holds_the_batch() {
    let mut rig = Rig::asked(&file(&["A"]));
    rig.ended(0, Outcome::Refused(failure(FailureKind::Forbidden)));
    assert!(matches!(&rig.run().stage, Stage::Held(Some(why)) if why.contains("403")));
    assert_eq!(rig.standing(0), &Standing::Waiting, "it was not its fault");
    rig.chars("H");
    rig.remember();
    assert_eq!(rig.writes.len(), 2);
}

#[test]
fn what_is_unknown_is_never_sent_again_but_read_back_and_found_by_its_reference() {
    let mut rig = Rig::asked(&file(&["A", "B", "C"]));
    rig.ended(0, Outcome::Unknown(failure(FailureKind::Timeout)));
    rig.remember();
    rig.pass(TimeDelta::minutes(1));
    assert_eq!(rig.writes.len(), 1, "nor is anything else sent beside it");
    assert!(rig.row().contains("read back"), "{}", rig.row());
    let found = Settled::Reached {
        found: Text::new("it is there"),
        maybe_other: false,
    };
    rig.entry(0, Written::Settled(found));
    let reference = rig.writes[0].1.write.reference().unwrap().clone();
    let search = rig
        .story
        .open
        .iter()
        .find_map(|(id, read, lane)| match read {
            Read::Qualifications(filter, _)
                if *lane == crate::domain::request::Lane::Background =>
            {
                assert_eq!(filter.external_id.as_ref(), Some(&reference));
                Some(*id)
            }
            _ => None,
        });
    let mut other = request("q0", &[]);
    let mut ours = request("q1", &[]);
    other.external_id = Some(Text::new("somebody's"));
    ours.external_id = Some(reference);
    let page = crate::domain::request::Page {
        rows: vec![other, ours],
        next: None,
        count: None,
        page_size: None,
    };
    rig.answer(
        search.expect("it is looked for"),
        Ok(Reply::Qualifications(page)),
    );
    rig.told("q1", &[("key of A", READY), ("key of B", READY)]);
    rig.remember();
    assert_eq!(rig.run().counts().answered, 2);
    assert_eq!(rig.asked_sites(1), ["key of C"]);
}

#[test]
fn what_was_not_applied_is_asked_anew_only_when_a_person_says_so() {
    let mut rig = Rig::asked(&file(&["A", "B", "C"]));
    rig.ended(0, Outcome::Unknown(failure(FailureKind::Timeout)));
    rig.remember();
    rig.chars("5jr");
    assert!(rig.says("after 2 minutes r may ask anew"));
    rig.pass(TimeDelta::seconds(125));
    let at = rig.story.now;
    rig.journal[0].look = Some(Look {
        at,
        found: Text::new("nothing of its reference"),
    });
    rig.show_journal();
    assert!(rig.row().contains("r may ask for it anew"), "{}", rig.row());
    rig.remember();
    assert_eq!(rig.asked_sites(1), ["key of C"], "the others go on");
    rig.applied(1, "q2");
    rig.chars("r");
    let dialog = rig.story.state.dialog().expect("a dialog");
    assert_eq!(dialog.confirm.intents, [rig.writes[0].1.clone()]);
    assert!(
        !dialog.earlier.is_empty(),
        "it tells of the earlier attempt"
    );
    rig.confirm();
    assert_eq!(rig.writes.len(), 3);
    assert_eq!(rig.writes[2].1, rig.writes[0].1);
    rig.moved(2, WriteMove::Sending(JournalId(3)));
    assert_eq!(rig.story.state.batches.sending(), 1);
    rig.applied(2, "q1");
    rig.told("q1", &[("key of A", READY), ("key of B", READY)]);
    assert_eq!(rig.run().counts().answered, 2);
}

#[test]
fn what_a_person_settles_as_never_known_stands_so_in_the_result() {
    let mut rig = Rig::asked(&file(&["A"]));
    rig.ended(0, Outcome::Unknown(failure(FailureKind::Timeout)));
    let note = Text::new("asked them by phone");
    rig.entry(
        0,
        Written::Settled(Settled::ByHand {
            was_applied: None,
            note: note.clone(),
        }),
    );
    assert_eq!(rig.standing(0), &Standing::Unknown(note));
    assert!(
        rig.saved[0]
            .1
            .contains("A,2,unknown,asked them by phone,key of A")
    );
}

#[test]
fn cancelling_asks_first_and_saves_what_there_is() {
    let mut rig = Rig::asked(&file(&["A", "B", "C", "D", "E"]));
    rig.applied(0, "q1");
    rig.told(
        "q1",
        &[("key of A", READY), ("key of B", QualificationState::Elig)],
    );
    rig.remember();
    rig.moved(1, WriteMove::Sending(JournalId(2)));
    rig.chars("5");
    for _ in 0..2 {
        let effects = rig.story.press(Key::Enter);
        rig.note(effects);
    }
    assert!(matches!(
        rig.story.state.overlay,
        Some(Overlay::Question(_))
    ));
    rig.chars("y");
    assert_eq!(rig.run().stage, Stage::Ending);
    assert!(rig.saved.is_empty(), "what is on the wire is waited for");
    rig.applied(1, "q2");
    let [(id, result)] = rig.saved.as_slice() else {
        panic!("{:?}", rig.saved);
    };
    let outcomes: Vec<_> = result
        .lines()
        .skip(1)
        .map(|line| line.split(',').nth(2).unwrap())
        .collect();
    assert_eq!(
        outcomes,
        ["answered", "asked", "asked", "asked", "not_asked"]
    );
    assert!(
        result.lines().nth(2).unwrap().ends_with(",q1,"),
        "where its answer will be"
    );
    let saved = FileEvent::Saved(*id, Ok("/tmp/sites_eligibility_partial.csv".to_owned()));
    rig.feed(Event::File(saved));
    assert!(
        rig.row()
            .starts_with("cancelled, 1 of 5 answered, saved sites_eligibility_partial.csv")
    );
    rig.pass(TimeDelta::hours(1));
    rig.remember();
    assert_eq!(rig.writes.len(), 2);
}

#[test]
fn a_result_that_cannot_be_written_is_tried_again_by_a_key() {
    let mut rig = Rig::asked(&file(&["A"]));
    rig.applied(0, "q1");
    rig.told("q1", &[("key of A", READY)]);
    let full = Err("/tmp: the disk is full: nothing was saved".to_owned());
    let id = rig.saved[0].0;
    rig.feed(Event::File(FileEvent::Saved(id, full)));
    assert!(
        rig.row().starts_with("not saved: /tmp: the disk is full"),
        "{}",
        rig.row()
    );
    rig.pass(TimeDelta::minutes(1));
    assert_eq!(rig.saved.len(), 1);
    rig.chars("5r");
    assert_eq!(rig.saved.len(), 2);
    let id = rig.saved[1].0;
    rig.feed(Event::File(FileEvent::Saved(
        id,
        Ok("/tmp/a.csv".to_owned()),
    )));
    assert_eq!(rig.run().stage, Stage::Ended("/tmp/a.csv".to_owned()));
    let told = rig.asks.pop().map(|(_, ask)| ask);
    let Some(BatchAsk::Note(_, change)) = told else {
        panic!("{told:?}");
    };
    let ended = crate::domain::batch::State::Ended(Some(Text::new("/tmp/a.csv")));
    assert_eq!(change.state, Some(ended));
}

/// What an earlier run remembered of a batch of three sites: the first two asked, the third not.
fn left(rig: &Rig, entry: Option<Entry>) -> Kept {
    let run = rig.run();
    Kept {
        id: BatchId(7),
        mark: run.mark.clone(),
        plan: run.plan.clone(),
        state: crate::domain::batch::State::Running,
        sites: run.sites.clone(),
        requests: vec![(run.requests[0].request.clone(), entry)],
        since: rig.story.now,
        is_elsewhere: false,
    }
}

#[test]
fn what_an_earlier_run_left_is_offered_and_goes_on_only_after_a_yes() {
    let mut rig = Rig::asked(&file(&["A", "B", "C"]));
    rig.ended(0, Outcome::Applied(Receipt::Key(Text::new("q1"))));
    let entry = rig.journal[0].clone();
    let kept = left(&rig, Some(entry));
    let mut rig = Rig::new();
    rig.feed(Event::Batch(BatchTold::Found(vec![kept.clone()])));
    assert!(rig.says("sites.csv: an earlier run left 3 sites open; 5, then H, goes on with it"));
    rig.pass(TimeDelta::minutes(10));
    assert_eq!(rig.lookups(), 0);
    assert!(
        rig.asks.is_empty()
            && rig.writes.is_empty()
            && rig
                .story
                .asked(&Read::Qualification(QualificationId::new("q1")))
                .is_none()
    );
    rig.chars("5H");
    let dialog = rig.story.state.dialog().expect("it asks");
    assert_eq!(dialog.confirm.title, "Go on with a batch of an earlier run");
    rig.confirm();
    let (number, ask) = rig.asks.pop().unwrap();
    assert_eq!(ask, BatchAsk::Claim(BatchId(7)));
    rig.pass(TimeDelta::minutes(1));
    assert!(rig.writes.is_empty(), "it is not ours yet");
    rig.feed(Event::Batch(BatchTold::Claimed(number, Ok(Box::new(kept)))));
    rig.told("q1", &[("key of A", READY), ("key of B", READY)]);
    rig.remember();
    assert_eq!(rig.asked_sites(0), ["key of C"], "only what was not asked");
    rig.applied(0, "q2");
    rig.told("q2", &[("key of C", READY)]);
    assert_eq!(rig.saved.len(), 1);
}

#[test]
fn a_request_that_was_remembered_and_never_tried_is_sent_and_one_in_doubt_is_not() {
    let first = Rig::asked(&file(&["A", "B"]));
    let resumed = |entry: Option<Entry>| {
        let mut rig = Rig::new();
        if let Some(entry) = &entry {
            rig.journal.push(entry.clone());
            rig.show_journal();
        }
        let kept = left(&first, entry);
        rig.feed(Event::Batch(BatchTold::Found(vec![kept.clone()])));
        rig.chars("5H");
        rig.confirm();
        let number = rig.asks.pop().unwrap().0;
        rig.feed(Event::Batch(BatchTold::Claimed(number, Ok(Box::new(kept)))));
        rig.remember();
        rig.pass(TimeDelta::seconds(30));
        rig
    };
    let rig = resumed(None);
    assert_eq!(rig.writes.len(), 1);
    assert_eq!(
        rig.writes[0].1.write, first.writes[0].1.write,
        "word for word"
    );
    for stage in [
        Written::Sending,
        Written::Ended(Outcome::Unknown(failure(FailureKind::Timeout))),
    ] {
        let mut rig = Rig::asked(&file(&["A", "B"]));
        rig.writes = first.writes.clone();
        rig.entry(0, stage.clone());
        let rig = resumed(Some(rig.journal[0].clone()));
        assert!(rig.writes.is_empty(), "{stage:?}");
    }
}

#[test]
fn a_batch_that_another_copy_runs_is_let_be() {
    let first = Rig::asked(&file(&["A", "B"]));
    let kept = Kept {
        is_elsewhere: true,
        ..left(&first, None)
    };
    let mut rig = Rig::new();
    rig.feed(Event::Batch(BatchTold::Found(vec![kept])));
    rig.pass(TimeDelta::minutes(5));
    rig.chars("5");
    for _ in 0..2 {
        let effects = rig.story.press(Key::Enter);
        rig.note(effects);
    }
    assert!(rig.story.state.overlay.is_none());
    assert!(rig.says("another copy of the program runs it"));
    assert!(rig.asks.is_empty() && rig.writes.is_empty());
    rig.chars("H");
    rig.confirm();
    let (number, ask) = rig.asks.pop().unwrap();
    assert_eq!(ask, BatchAsk::Claim(BatchId(7)));
    let alive = Err("another copy of the program runs it, or it has ended".to_owned());
    rig.feed(Event::Batch(BatchTold::Claimed(number, alive)));
    assert_eq!(rig.run().stage, Stage::Elsewhere);
    rig.pass(TimeDelta::minutes(5));
    assert!(rig.asks.is_empty() && rig.writes.is_empty());
}

#[test]
fn cells_are_safe_and_separated_as_the_file_was() {
    let text =
        "\u{FEFF}ref;building_ref;note\n=1+1;A;+33 6\n-5,5;B;\"a;\"\"b\"\"\"\n@x;C;\u{1b}[2J\n";
    let mut rig = Rig::asked(text);
    rig.applied(0, "q1");
    rig.told("q1", &[("key of A", READY), ("key of B", READY)]);
    rig.remember();
    rig.applied(1, "q2");
    rig.told("q2", &[("key of C", READY)]);
    let result = &rig.saved[0].1;
    let begins: Vec<_> = result
        .lines()
        .map(|line| {
            line.split(";2;")
                .next()
                .unwrap()
                .split(";answered")
                .next()
                .unwrap()
        })
        .collect();
    assert!(begins[0].starts_with("\u{FEFF}ref;building_ref;note;covage_line;covage_outcome"));
    assert_eq!(begins[1], "'=1+1;A;'+33 6");
    assert_eq!(begins[2], "-5,5;B;\"a;\"\"b\"\"\";3");
    assert_eq!(begins[3], "'@x;C;\u{FFFD}[2J;4");
}

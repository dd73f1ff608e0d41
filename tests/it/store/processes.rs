//! kill -9 at every moment, and two copies at once.

use std::collections::BTreeSet;

use covage_tui::domain::journal::{Refusal, Stage};
use serde_json::Value;

use super::child::Copy;
use super::{accept, account, keeper, state_file};
use crate::product::{Home, Ran};
use crate::pty::rounds;

fn rows(ran: &Ran) -> Vec<Value> {
    let row = |line| serde_json::from_str(line).unwrap();
    ran.out.lines().map(row).collect()
}

#[test]
fn a_killed_process_leaves_an_unknown_write_that_the_journal_shows() {
    let home = Home::new();
    let pending = || home.run(&["journal", "--pending", "--format", "json"]);
    let nothing = pending();
    assert_eq!(
        (nothing.code, nothing.out.as_str()),
        (Some(0), ""),
        "{nothing:?}"
    );
    assert!(!home.path().join("state").exists(), "looking makes nothing");

    let mut copy = Copy::start("send l1", &state_file(home.path()));
    assert_eq!(copy.hear().as_deref(), Some("Ok(1)"));
    let ran = pending();
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert_eq!(rows(&ran)[0]["outcome"], "sending", "its process lives");

    copy.kill();
    let ran = pending();
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let row = &rows(&ran)[0];
    assert_eq!(
        (&row["id"], &row["outcome"]),
        (&1.into(), &"unknown".into())
    );
    assert_eq!(row["about"], "l1 / 2173");
    assert_eq!(row["detail"], "the program ended before the answer came");

    let again = keeper(&state_file(home.path())).open_intent(&accept("l1"), &account(), None);
    assert!(matches!(
        again,
        Err(Refusal::InProgress {
            is_unknown: true,
            ..
        })
    ));
    let all = home.run(&["journal"]);
    assert_eq!(all.code, Some(0));
    assert!(
        all.out.contains("UNKNOWN") && all.out.contains("accept"),
        "{}",
        all.out
    );
}

#[test]
fn two_copies_on_one_line_send_once() {
    for round in 0..rounds(50) {
        let home = Home::new();
        let file = state_file(home.path());
        let mut copies: Vec<_> = (0..3).map(|_| Copy::start("send l1", &file)).collect();
        let said: Vec<_> = copies.iter_mut().map(|it| it.hear().unwrap()).collect();
        let granted = said.iter().filter(|it| it.starts_with("Ok")).count();
        let told = said.iter().filter(|it| it.contains("InProgress")).count();
        assert_eq!((granted, told), (1, 2), "round {round}: {said:?}");
    }
}

/// Whatever moment a copy is killed at: what it was told to be in the journal is there, and what it began is open.
#[test]
fn nothing_that_was_committed_is_lost_at_any_moment_of_death() {
    let home = Home::new();
    let file = state_file(home.path());
    for round in 0..rounds(250) {
        let mut copy = Copy::start(&format!("write {round}-"), &file);
        let mut said = Vec::new();
        // Another moment each time.
        for _ in 0..=(round * 7 % 23) {
            said.push(copy.hear().unwrap());
        }
        copy.kill();
        said.extend(std::iter::from_fn(|| copy.hear()));
        let journal = keeper(&file).all().unwrap();
        let stage = |id: i64| &journal.iter().find(|it| it.id.0 == id).unwrap().stage;
        let ids = |word: &str| -> BTreeSet<i64> {
            let ids = said.iter().filter_map(|it| it.strip_prefix(word));
            ids.map(|id| id.parse().unwrap()).collect()
        };
        let (begun, ended) = (ids("sending "), ids("applied "));
        for id in &ended {
            assert!(matches!(stage(*id), Stage::Ended(_)), "round {round}: {id}");
        }
        assert!(begun.iter().all(|id| *stage(*id) != Stage::Sending));
        let open: Vec<_> = journal.iter().filter(|it| it.is_open()).collect();
        assert!(
            open.len() <= usize::try_from(round + 1).unwrap(),
            "one a death at most"
        );
        assert!(
            open.iter().all(|it| it.is_unknown()),
            "round {round}: {open:?}"
        );
    }
}

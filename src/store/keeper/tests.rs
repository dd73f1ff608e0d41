//! The journal as stories: what is remembered, what is refused, and what becomes of a file that fails.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use chrono::TimeDelta;
use rusqlite::Connection;

use super::*;
use crate::domain::batch::{Plan, Request, Site, Standing, State, Wanted, reference};
use crate::domain::eligibility::SiteQuery;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::ids::{LineId, ProductId, SiteKey};
use crate::domain::journal::Stage;
use crate::domain::write::{BasketFields, OfferKey, Qualify, Receipt, Way, Write};
use crate::store::owner::living::Living;

/// A store in a directory of its own, with clocks that stand still until they are moved.
struct Rig {
    dir: tempfile::TempDir,
    now: Arc<Mutex<DateTime<Utc>>>,
}

impl Rig {
    fn new() -> Self {
        let now = "2026-05-04T14:05:02Z".parse().unwrap();
        Self {
            dir: tempfile::tempdir().unwrap(),
            now: Arc::new(Mutex::new(now)),
        }
    }

    fn file(&self) -> PathBuf {
        self.dir.path().join("covage-tui/state.db")
    }

    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap()
    }

    fn pass(&self, time: TimeDelta) {
        *self.now.lock().unwrap() += time;
    }

    /// A copy of the program.
    fn copy(&self) -> Keeper {
        let now = Arc::clone(&self.now);
        let clocks = Clocks {
            wall: Arc::new(move || *now.lock().unwrap()),
            boot: Arc::new(|| Duration::from_secs(1_000)),
        };
        let place = Place::File(self.file());
        Keeper::open(place, clocks, watch::Sender::new(Journal::default()))
    }

    fn look(&self) -> Look {
        Look {
            at: self.now(),
            found: Text::new("still ready"),
        }
    }

    /// The file, as somebody else sees it.
    fn raw(&self) -> Connection {
        Connection::open(self.file()).unwrap()
    }
}

fn account() -> Account {
    Account {
        origin: "https://api.example.com".to_owned(),
        username: "me@example.com".to_owned(),
    }
}

fn accept(line: &str) -> Intent {
    Intent {
        write: Write::Accept(OfferKey {
            line: LineId::new(line),
            product: ProductId::new("2173"),
        }),
        subject: Text::new("QO_1 / 2173"),
        seen: Vec::new(),
    }
}

fn doubt() -> Outcome {
    Outcome::Unknown(Failure::new(FailureKind::Timeout, accept("l").write.path()))
}

fn applied() -> Outcome {
    Outcome::Applied(Receipt::Bare)
}

fn opened(keeper: &mut Keeper, line: &str) -> Entry {
    keeper.open_intent(&accept(line), &account(), None).unwrap()
}

fn shown(keeper: &Keeper) -> Journal {
    keeper.shown.borrow().clone()
}

#[test]
fn the_bundled_sqlite_is_none_of_those_that_damage_shared_files() {
    let version: String = Connection::open_in_memory()
        .and_then(|it| it.query_row("SELECT sqlite_version()", [], |row| row.get(0)))
        .unwrap();
    let parts: Vec<u32> = version.split('.').map(|it| it.parse().unwrap()).collect();
    assert!(parts >= vec![3, 51, 3], "{version}");
}

#[test]
fn the_connection_is_as_safe_as_sqlite_can_be_made() {
    let rig = Rig::new();
    let keeper = rig.copy();
    let connection = &keeper.db.as_ref().unwrap().connection;
    let pragma = |name| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .unwrap()
    };
    assert_eq!(pragma("synchronous"), 2, "FULL");
    assert_eq!(pragma("busy_timeout"), 2_000);
    assert_eq!(pragma("mmap_size"), 0);
    assert_eq!(pragma("foreign_keys"), 1);
    let mode: String = connection
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .unwrap();
    assert_eq!(mode, "delete");
}

#[test]
fn an_intent_is_in_the_file_when_it_may_be_sent() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    let entry = opened(&mut keeper, "l1");
    assert_eq!(entry.stage, Stage::Sending);
    assert_eq!((entry.at, entry.is_ours), (rig.now(), true));
    assert_eq!(entry.intent, Ok(accept("l1")));
    let stage: String = rig
        .raw()
        .query_row("SELECT stage FROM intents", [], |row| row.get(0))
        .unwrap();
    assert_eq!(stage, "sending", "another connection sees it");
    assert_eq!(shown(&keeper).entries, [entry]);
}

#[test]
fn a_second_press_is_told_since_when_the_first_is_under_way() {
    let rig = Rig::new();
    let (mut one, mut two) = (rig.copy(), rig.copy());
    let first = opened(&mut one, "l1");
    rig.pass(TimeDelta::seconds(3));
    let busy = Err(Refusal::InProgress {
        since: first.at,
        is_unknown: false,
        id: first.id,
    });
    for copy in [&mut one, &mut two] {
        assert_eq!(copy.open_intent(&accept("l1"), &account(), None), busy);
    }
    let other_account = Account {
        username: "you@example.com".to_owned(),
        ..account()
    };
    assert!(two.open_intent(&accept("l1"), &other_account, None).is_ok());
    assert!(two.open_intent(&accept("l2"), &account(), None).is_ok());
    one.end(first.id, &applied()).unwrap();
    assert!(two.open_intent(&accept("l1"), &account(), None).is_ok());
}

#[test]
fn two_creates_of_the_same_are_one_and_of_another_are_two() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    let create = |external_id: &str| Intent {
        write: Write::CreateBasket(BasketFields {
            external_id: Some(Text::new(external_id)),
            project: None,
        }),
        subject: Text::new("a basket"),
        seen: Vec::new(),
    };
    assert!(keeper.open_intent(&create("a"), &account(), None).is_ok());
    assert!(keeper.open_intent(&create("a"), &account(), None).is_err());
    assert!(keeper.open_intent(&create("b"), &account(), None).is_ok());
}

#[test]
fn the_file_itself_refuses_a_second_open_intent() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    let entry = opened(&mut keeper, "l1");
    let again = "INSERT INTO intents (origin, username, target, at, intent, stage, staged_at, owner) \
         SELECT origin, username, target, at, intent, stage, staged_at, owner FROM intents";
    let refused = rig.raw().execute(again, []).unwrap_err().to_string();
    assert!(refused.contains("UNIQUE"), "{refused}");
    keeper.end(entry.id, &doubt()).unwrap();
    assert!(rig.raw().execute(again, []).is_err(), "unknown is open too");
    keeper.settle(entry.id, &Settled::GivenUp).unwrap();
    assert_eq!(rig.raw().execute(again, []), Ok(1), "settled is not");
}

#[test]
fn an_outcome_is_set_once_and_an_unknown_one_only_settled() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    let id = opened(&mut keeper, "l1").id;
    rig.pass(TimeDelta::seconds(60));
    let entry = keeper.end(id, &doubt()).unwrap();
    assert_eq!(entry.stage, Stage::Ended(doubt()));
    assert_eq!(entry.staged_at, rig.now());
    assert_eq!(
        keeper.end(id, &doubt()),
        Ok(entry),
        "told twice is told once"
    );
    assert_eq!(keeper.end(id, &applied()), Err(StoreError::NotOpen));

    let look = rig.look();
    let entry = keeper.look(id, &look).unwrap();
    assert_eq!((entry.look, entry.looks), (Some(look), 1));
    let reached = Settled::Reached {
        found: Text::new("accepted"),
        maybe_other: true,
    };
    let entry = keeper.settle(id, &reached).unwrap();
    assert_eq!(entry.stage, Stage::Settled(reached));
    let by_hand = Settled::ByHand {
        was_applied: None,
        note: Text::new("rang them up"),
    };
    assert_eq!(
        keeper.settle(id, &by_hand),
        Ok(entry),
        "the first one stays"
    );
    assert_eq!(keeper.look(id, &rig.look()), Err(StoreError::NotOpen));
    assert_eq!(keeper.end(id, &applied()), Err(StoreError::NotOpen));

    let id = opened(&mut keeper, "l2").id;
    assert_eq!(
        keeper.settle(id, &Settled::GivenUp),
        Err(StoreError::NotOpen)
    );
    keeper.end(id, &applied()).unwrap();
    assert_eq!(
        keeper.settle(id, &Settled::GivenUp),
        Err(StoreError::NotOpen)
    );
}

#[test]
fn a_fresh_intent_waits_for_two_minutes_and_for_a_look_after_them() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    let old = opened(&mut keeper, "l1").id;
    let anew = |keeper: &mut Keeper| keeper.open_intent(&accept("l1"), &account(), Some(old));
    assert!(anew(&mut keeper).is_err(), "it is being sent");
    keeper.end(old, &doubt()).unwrap();
    rig.pass(TimeDelta::seconds(10));
    keeper.look(old, &rig.look()).unwrap();
    rig.pass(TimeDelta::seconds(109));
    assert!(anew(&mut keeper).is_err(), "119 s");
    rig.pass(TimeDelta::seconds(1));
    assert!(anew(&mut keeper).is_err(), "nobody looked since");
    keeper.look(old, &rig.look()).unwrap();
    let other = JournalId(old.0 + 1);
    let wrong = keeper.open_intent(&accept("l1"), &account(), Some(other));
    assert!(wrong.is_err(), "it names another entry");
    let fresh = anew(&mut keeper).unwrap();
    let entries = shown(&keeper).entries;
    assert_eq!(entries[0], fresh);
    assert_eq!(entries[1].stage, Stage::Settled(Settled::GivenUp));
    assert_eq!(entries[1].looks, 2);
}

#[test]
fn what_a_dead_process_was_sending_is_unknown_and_a_living_one_is_let_be() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    let (dead, alive, ours) = (
        opened(&mut keeper, "dead").id,
        opened(&mut keeper, "alive").id,
        opened(&mut keeper, "ours").id,
    );
    let (sleeper, killed) = (Living::start(), Living::start());
    let owned_by = |id: JournalId, process: &Living| {
        let owner = process.owner().to_string();
        let set = "UPDATE intents SET owner = ?2 WHERE id = ?1";
        rig.raw().execute(set, (id.0, owner)).unwrap();
    };
    owned_by(dead, &killed);
    owned_by(alive, &sleeper);
    drop(killed);

    let refusal = keeper.open_intent(&accept("dead"), &account(), None);
    assert!(matches!(
        refusal,
        Err(Refusal::InProgress {
            is_unknown: true,
            ..
        })
    ));

    rig.pass(TimeDelta::days(2));
    let keeper = rig.copy();
    let stage = |id| {
        let entries = shown(&keeper).entries;
        entries.into_iter().find(|it| it.id == id).unwrap().stage
    };
    assert_eq!(stage(alive), Stage::Sending);
    assert_eq!(stage(ours), Stage::Sending);
    let Stage::Ended(Outcome::Unknown(failure)) = stage(dead) else {
        panic!("{:?}", stage(dead))
    };
    assert!(
        failure.line().contains("the program ended before"),
        "{failure:?}"
    );
    drop(sleeper);
}

#[test]
fn a_process_given_up_for_dead_may_still_tell_what_it_knows() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    let id = opened(&mut keeper, "l1").id;
    let set = "UPDATE intents SET owner = 'another boot'";
    rig.raw().execute(set, []).unwrap();
    drop(rig.copy());
    let set = "UPDATE intents SET owner = ?1";
    rig.raw().execute(set, [keeper.me.to_string()]).unwrap();
    assert!(keeper.list().entries[0].is_unknown());
    let entry = keeper.end(id, &applied()).unwrap();
    assert_eq!(entry.stage, Stage::Ended(applied()));
}

#[test]
fn changes_of_another_copy_are_shown_with_the_next_tick_and_nothing_is_shown_for_nothing() {
    let rig = Rig::new();
    let (mut one, mut two) = (rig.copy(), rig.copy());
    let mut seen = two.shown.subscribe();
    seen.borrow_and_update();
    for _ in 0..30 {
        two.tick();
    }
    assert!(!seen.has_changed().unwrap());
    let key = RateKey {
        origin: account().origin,
        username: account().username,
        class: "reads",
    };
    one.rate(&key, |_, _| ((), true)).unwrap();
    two.tick();
    assert!(!seen.has_changed().unwrap(), "a slot is no news");
    let entry = opened(&mut one, "l1");
    two.tick();
    assert!(seen.has_changed().unwrap());
    assert_eq!(seen.borrow_and_update().entries[0].id, entry.id);
}

#[test]
fn every_open_entry_and_five_hundred_others_are_at_hand() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    let first = opened(&mut keeper, "first").id;
    keeper.end(first, &doubt()).unwrap();
    let ended = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600) \
         INSERT INTO intents (origin, username, target, at, intent, stage, staged_at, outcome, owner) \
         SELECT origin, username, target || i, at, intent, 'applied', staged_at, '{\"applied\":{}}', owner \
         FROM intents, n";
    rig.raw().execute(ended, []).unwrap();
    let entries = keeper.list().entries;
    assert_eq!(entries.len(), 501);
    assert!(entries.is_sorted_by(|newer, older| newer.id > older.id));
    assert_eq!(entries.last().map(|it| it.id), Some(first));
    assert_eq!(keeper.all().unwrap().len(), 601);
}

#[test]
fn words_of_a_newer_program_stay_open_and_readable() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    opened(&mut keeper, "l1");
    let set = r#"UPDATE intents SET stage = 'dreamt', intent =
         '{"write":{"kind":"dream","verb":"dream of"},"subject":"a line","seen":[]}'"#;
    rig.raw().execute(set, []).unwrap();
    let entry = keeper.list().entries.remove(0);
    assert_eq!(entry.intent, Err(Text::new("dream of a line")));
    assert!(entry.is_open(), "better a question than a write too many");
}

#[test]
fn hostile_text_is_kept_to_the_byte() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    let hostile = "a\0b\u{1b}[2J\u{202e}'; DROP TABLE intents; --\u{FFFF}é";
    let mut intent = accept(hostile);
    intent.subject = Text::new(hostile);
    let account = Account {
        origin: hostile.to_owned(),
        username: hostile.to_owned(),
    };
    let id = keeper.open_intent(&intent, &account, None).unwrap().id;
    assert!(keeper.open_intent(&intent, &account, None).is_err());
    keeper.end(id, &doubt()).unwrap();
    let look = Look {
        at: rig.now(),
        found: Text::new(hostile),
    };
    let entry = keeper.look(id, &look).unwrap();
    assert_eq!(entry.intent, Ok(intent));
    assert_eq!(entry.account, account);
    assert_eq!(entry.look, Some(look));
}

/// Where nothing can be kept, nothing may be sent.
#[track_caller]
fn assert_off(keeper: &mut Keeper, words: &str) {
    let off = keeper.off().unwrap_or_default();
    assert!(off.contains(words), "{off}");
    assert!(!off.contains('\n'), "{off}");
    let refused = keeper.open_intent(&accept("l9"), &account(), None);
    assert_eq!(refused, Err(Refusal::NotDurable(off.clone())));
    assert_eq!(shown(keeper).off, Some(off));
}

#[test]
fn a_newer_file_is_read_and_not_written() {
    let rig = Rig::new();
    let id = opened(&mut rig.copy(), "l1").id;
    rig.raw().pragma_update(None, "user_version", 99).unwrap();
    let mut keeper = rig.copy();
    assert_off(&mut keeper, "newer version of this program");
    assert_eq!(shown(&keeper).entries[0].id, id);
    let version = rig
        .raw()
        .pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
    assert_eq!(version, Ok(99));
}

#[test]
fn a_damaged_file_is_named_with_the_way_out_and_left_as_it_is() {
    for damage in [
        &b"this is no database at all, and long enough to see it"[..],
        &[7; 9_000],
    ] {
        let rig = Rig::new();
        drop(rig.copy());
        fs::write(rig.file(), damage).unwrap();
        let mut keeper = rig.copy();
        assert_off(&mut keeper, "is damaged");
        assert_off(&mut keeper, "mv ");
        assert_eq!(fs::read(rig.file()).unwrap(), damage);
    }
    let rig = Rig::new();
    opened(&mut rig.copy(), "l1");
    let mut bytes = fs::read(rig.file()).unwrap();
    bytes[5_000..9_000].fill(0xA5);
    fs::write(rig.file(), bytes).unwrap();
    assert_off(&mut rig.copy(), "is damaged");
}

#[test]
fn a_directory_that_cannot_be_had_turns_writing_off_until_it_can() {
    let rig = Rig::new();
    let directory = rig.file().parent().map(Path::to_owned).unwrap();
    fs::write(&directory, "in the way").unwrap();
    let mut keeper = rig.copy();
    assert_off(&mut keeper, "set XDG_STATE_HOME");
    fs::remove_file(&directory).unwrap();
    for _ in 0..RETRY_EVERY {
        keeper.tick();
    }
    assert_eq!((keeper.off(), shown(&keeper).off), (None, None));
    opened(&mut keeper, "l1");
}

#[test]
fn a_file_that_was_taken_away_is_made_anew_before_anything_is_sent() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    opened(&mut keeper, "l1");
    fs::remove_file(rig.file()).unwrap();
    let entry = opened(&mut keeper, "l1");
    assert_eq!(
        rig.copy().list().entries.len(),
        1,
        "and another copy sees it: {entry:?}"
    );
}

#[test]
fn a_full_disk_refuses_intents_and_an_outcome_is_committed_once_there_is_room() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    let id = opened(&mut keeper, "l1").id;
    let pages = |keeper: &Keeper, count: i64| {
        let connection = &keeper.db.as_ref().unwrap().connection;
        connection
            .pragma_update_and_check(None, "max_page_count", count, |_| Ok(()))
            .unwrap();
    };
    pages(&keeper, 1);
    let long = Outcome::Applied(Receipt::Key(Text::new("x".repeat(20_000))));
    assert!(matches!(
        keeper.end(id, &long),
        Err(StoreError::Unusable(_))
    ));
    assert_off(&mut keeper, "no room left");
    keeper.tick();
    assert_eq!(rig.copy().list().entries[0].stage, Stage::Sending);
    // Opened anew, it has room again.
    for _ in 0..RETRY_EVERY {
        keeper.tick();
    }
    assert_eq!(keeper.off(), None);
    assert_eq!(shown(&keeper).entries[0].stage, Stage::Ended(long));
}

#[test]
fn a_lock_that_is_held_for_too_long_is_told_without_a_word_of_locks() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    let holder = rig.raw();
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let Err(Refusal::NotDurable(words)) = keeper.open_intent(&accept("l1"), &account(), None)
    else {
        panic!("it is locked")
    };
    assert_eq!(
        words,
        "another copy of the program is busy with the journal; try again"
    );
    holder.execute_batch("ROLLBACK").unwrap();
    opened(&mut keeper, "l1");
}

#[test]
fn a_password_is_tried_by_one_copy_and_a_refused_one_by_none() {
    let rig = Rig::new();
    let (mut one, mut two) = (rig.copy(), rig.copy());
    let secret = one.fingerprint_key(&[1; 32]).unwrap();
    assert_eq!(two.fingerprint_key(&[2; 32]), Ok(secret), "one for all");
    let key = LoginKey {
        token_url: "https://id.example.com/token".to_owned(),
        username: "me".to_owned(),
        fingerprint: [7; 32],
    };
    let mut changed = key.clone();
    changed.fingerprint = [8; 32];

    assert_eq!(one.enter_login(&key), Ok(Gate::Open));
    let sleeper = Living::start();
    let set = "UPDATE logins SET owner = ?1";
    rig.raw()
        .execute(set, [sleeper.owner().to_string()])
        .unwrap();
    assert_eq!(two.enter_login(&key), Ok(Gate::Tried));
    assert_eq!(two.enter_login(&changed), Ok(Gate::Open));
    drop(sleeper);
    assert_eq!(two.enter_login(&key), Ok(Gate::Open), "it died on the way");

    one.refuse_login(&key, &Text::new("wrong")).unwrap();
    two.leave_login(&key).unwrap();
    assert_eq!(two.enter_login(&key), Ok(Gate::Refused(Text::new("wrong"))));
    drop((one, two));
    let mut later = rig.copy();
    assert_eq!(
        later.enter_login(&key),
        Ok(Gate::Refused(Text::new("wrong")))
    );
    later.reset_logins(&key.token_url, &key.username).unwrap();
    assert_eq!(later.enter_login(&key), Ok(Gate::Open));
}

#[test]
fn a_job_is_found_again_when_its_process_is_gone() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    let write = opened(&mut keeper, "l1").id;
    let new = NewJob {
        kind: "export".to_owned(),
        account: account(),
        what: r#"{"task":"t1"}"#.to_owned(),
        write: Some(write),
    };
    let job = keeper.open_job(&new).unwrap();
    assert_eq!(
        (&job.job, &job.state, job.is_ours),
        (&new, &JobState::Running, true)
    );
    let half = Progress {
        done: 5,
        of: Some(10),
    };
    rig.pass(TimeDelta::seconds(5));
    let job = keeper.update_job(job.id, &JobState::Running, half).unwrap();
    assert_eq!((job.progress, job.changed), (half, rig.now()));
    rig.raw()
        .execute("UPDATE jobs SET owner = 'another boot'", [])
        .unwrap();
    let mut later = rig.copy();
    let left = later.jobs().unwrap().remove(0);
    assert_eq!((left.state, left.is_ours), (JobState::Left, false));
    let done = JobState::Done(Some(Text::new("/tmp/a.pdf")));
    later.update_job(job.id, &done, half).unwrap();
    let job = later.jobs().unwrap().remove(0);
    assert_eq!((job.state, job.is_ours), (done, true));
    let nobody = JobId(99);
    assert_eq!(
        later.update_job(nobody, &JobState::Left, half),
        Err(StoreError::NotOpen)
    );
}

fn batch_of(mark: &str) -> NewBatch {
    let site = |key: &str| Wanted {
        query: SiteQuery {
            position: None,
            building_ref: Some(Text::new(key)),
        },
        families: vec![Text::new("BPEA")],
        address: None,
    };
    NewBatch {
        account: account(),
        mark: mark.to_owned(),
        plan: Plan {
            file: Text::new("sites.csv"),
            separator: ',',
            has_bom: false,
            header: vec![Text::new("building_ref")],
            lines: Vec::new(),
            sites: vec![site("IMB/1"), site("IMB/2")],
            has_prices: false,
            per_request: 1,
        },
    }
}

fn found(key: &str) -> Site {
    Site {
        key: Some(SiteKey::new(key)),
        standing: Standing::Waiting,
    }
}

#[test]
fn a_batch_is_found_again_with_all_that_became_of_it() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    let batch = batch_of("cvg-a-");
    let id = keeper.open_batch(&batch).unwrap();
    let asked = Request {
        sites: vec![1],
        key: None,
        is_over: false,
    };
    let reference = reference(&batch.mark, 0);
    let change = Change {
        sites: vec![(1, found("k2"))],
        requests: vec![(0, reference.clone(), asked.clone())],
        state: Some(State::Held),
    };
    keeper.note_batch(id, &change).unwrap();
    let qualify = Intent {
        write: Write::Qualify(Qualify {
            way: Way::Async,
            external_id: Some(Text::new(reference)),
            project: None,
            sites: Vec::new(),
        }),
        subject: Text::new("1 site"),
        seen: Vec::new(),
    };
    let first = keeper.open_intent(&qualify, &account(), None).unwrap();
    let refused = Failure::new(FailureKind::Offline, qualify.write.path());
    keeper.end(first.id, &Outcome::NotSent(refused)).unwrap();
    let latest = keeper.open_intent(&qualify, &account(), None).unwrap();

    let kept = rig.copy().batches(&account()).unwrap().remove(0);
    assert_eq!(
        (kept.id, &kept.plan, kept.since),
        (id, &batch.plan, rig.now())
    );
    assert_eq!(kept.state, State::Held);
    assert_eq!(kept.sites, [Site::default(), found("k2")]);
    let [(request, Some(entry))] = kept.requests.as_slice() else {
        panic!("{:?}", kept.requests);
    };
    assert_eq!(
        (request, entry.id),
        (&asked, latest.id),
        "the latest attempt"
    );

    let over = Change {
        state: Some(State::Ended(Some(Text::new("/tmp/a.csv")))),
        ..Change::default()
    };
    keeper.note_batch(id, &over).unwrap();
    assert_eq!(keeper.batches(&account()), Ok(Vec::new()));
    assert_eq!(keeper.claim_batch(id), Err(StoreError::NotOpen));
    rig.pass(TimeDelta::days(31));
    keeper.open_batch(&batch_of("cvg-b-")).unwrap();
    let left = rig.raw().query_row(
        "SELECT (SELECT count(*) FROM batches), (SELECT count(*) FROM batch_sites)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    );
    assert_eq!(left, Ok((1, 0)), "an old one is forgotten with its sites");
}

#[test]
fn one_process_at_a_time_runs_a_batch() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    let id = keeper.open_batch(&batch_of("cvg-a-")).unwrap();
    let sleeper = Living::start();
    let owner = sleeper.owner().to_string();
    let give = "UPDATE batches SET owner = ?1";
    rig.raw().execute(give, [owner]).unwrap();
    let kept = keeper.batches(&account()).unwrap().remove(0);
    assert!(kept.is_elsewhere);
    assert_eq!(keeper.claim_batch(id), Err(StoreError::NotOpen));
    let nothing = Change::default();
    assert_eq!(keeper.note_batch(id, &nothing), Err(StoreError::NotOpen));
    drop(sleeper);
    let kept = keeper.batches(&account()).unwrap().remove(0);
    assert!(!kept.is_elsewhere, "its process is dead");
    assert_eq!(
        keeper.note_batch(id, &nothing),
        Err(StoreError::NotOpen),
        "it was not taken over yet"
    );
    keeper.claim_batch(id).unwrap();
    keeper.note_batch(id, &nothing).unwrap();
    let other = Account {
        username: "you@example.com".to_owned(),
        ..account()
    };
    assert_eq!(keeper.batches(&other), Ok(Vec::new()));
}

#[test]
fn a_batch_of_a_newer_program_is_left_to_it() {
    let rig = Rig::new();
    let mut keeper = rig.copy();
    let id = keeper.open_batch(&batch_of("cvg-a-")).unwrap();
    let odd = Change {
        sites: vec![(7, found("k"))],
        ..Change::default()
    };
    keeper.note_batch(id, &odd).unwrap();
    assert_eq!(keeper.batches(&account()), Ok(Vec::new()));
    rig.raw()
        .execute("UPDATE batches SET plan = '{}'", [])
        .unwrap();
    assert_eq!(keeper.claim_batch(id), Err(StoreError::NotOpen));
}

#[test]
fn a_file_of_the_first_version_gets_what_it_lacks_and_loses_nothing() {
    let rig = Rig::new();
    let file = rig.file();
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let first = Connection::open(&file).unwrap();
    first
        .execute_batch(include_str!("../migrations/0001_state.sql"))
        .unwrap();
    first.pragma_update(None, "user_version", 1).unwrap();
    first
        .execute("INSERT INTO notes (name, value) VALUES ('kept', 7)", [])
        .unwrap();
    drop(first);
    let mut keeper = rig.copy();
    assert_eq!(keeper.off(), None);
    keeper.open_batch(&batch_of("cvg-a-")).unwrap();
    let kept = rig
        .raw()
        .query_row("SELECT value FROM notes WHERE name = 'kept'", [], |row| {
            row.get::<_, i64>(0)
        });
    assert_eq!(kept, Ok(7));
}

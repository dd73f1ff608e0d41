//! Batches as stories: what is asked, in which order, and what is never asked twice.

mod anything;
mod ends;

use chrono::TimeDelta;

use super::run::{Stage, Way};
use super::*;
use crate::app::effect::Effect;
use crate::app::event::{Event, WriteMove};
use crate::app::jobs::FileEvent;
use crate::app::keymap::{Chord, Key};
use crate::app::overlay::Overlay;
use crate::app::pane::Pane;
use crate::app::story::Story;
use crate::app::update::Effects;
use crate::domain::batch::Standing;
use crate::domain::eligibility::{
    Item, Qualification, QualificationState, Site as Place, SiteQuery,
};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::ids::{QualificationId, QualificationItemId, SiteKey};
use crate::domain::journal::Stage as Written;
use crate::domain::journal::{Account, Entry, Journal, JournalId, Look, Settled, WriteId};
use crate::domain::request::{Read, Reply, RequestId};
use crate::domain::text::Text;
use crate::domain::write::{Intent, Outcome, Receipt, Write};

/// A story about a batch: two sites a request, as the harness has it.
struct Rig {
    story: Story,
    /// What was handed to the engine, in order.
    writes: Vec<(WriteId, Intent)>,
    /// What was asked to be remembered and is not answered.
    asks: Vec<(BatchNumber, BatchAsk)>,
    /// Files that were to be written.
    saved: Vec<(crate::app::jobs::SaveId, String)>,
    journal: Vec<Entry>,
}

impl Rig {
    fn new() -> Self {
        let mut story = Story::new();
        story.wake();
        Self {
            story,
            writes: Vec::new(),
            asks: Vec::new(),
            saved: Vec::new(),
            journal: Vec::new(),
        }
    }

    fn note(&mut self, effects: Effects) {
        for effect in effects.list {
            match effect {
                Effect::Write { id, intent, .. } => self.writes.push((id, intent)),
                Effect::Batch(number, ask) => self.asks.push((number, *ask)),
                Effect::SaveFile(id, file) => {
                    let text = String::from_utf8(file.bytes.to_vec()).unwrap();
                    self.saved.push((id, text));
                }
                _ => {}
            }
        }
    }

    fn feed(&mut self, event: Event) {
        let effects = self.story.feed(event);
        self.note(effects);
    }

    fn pass(&mut self, time: TimeDelta) {
        let effects = self.story.pass(time);
        self.note(effects);
    }

    fn chars(&mut self, keys: &str) {
        for c in keys.chars() {
            let effects = self.story.key(Chord::char(c));
            self.note(effects);
        }
    }

    /// Loads a file, up to the dialog or its mistakes.
    fn load(&mut self, text: &str) {
        self.chars("3+f");
        self.chars("/tmp/sites.csv");
        let effects = self.story.press(Key::Enter);
        let [Effect::LoadSites(id, path)] = effects.list.as_slice() else {
            panic!("{:?}", effects.list);
        };
        assert_eq!(path, "/tmp/sites.csv");
        let loaded = Ok((Text::new("sites.csv"), Sites::read(text.as_bytes())));
        self.feed(Event::File(FileEvent::SitesLoaded(*id, loaded)));
    }

    /// Confirms the open dialog, once it is armed.
    fn confirm(&mut self) {
        let revision = self.story.state.dialog_revision().expect("no dialog");
        self.feed(Event::FrameWritten(revision));
        self.pass(TimeDelta::milliseconds(200));
        self.chars("y");
    }

    /// A batch that was confirmed and is remembered.
    fn begun(text: &str) -> Self {
        let mut rig = Self::new();
        rig.load(text);
        rig.confirm();
        let [(number, BatchAsk::Open { .. })] = rig.asks.as_slice() else {
            panic!("{:?}", rig.asks);
        };
        let number = *number;
        rig.asks.clear();
        rig.feed(Event::Batch(BatchTold::Opened(number, Ok(BatchId(1)))));
        rig
    }

    /// The same with all sites looked up, each found under its own key, and remembered as far as that goes.
    fn asked(text: &str) -> Self {
        let mut rig = Self::begun(text);
        while let Some((id, building)) = rig.lookup() {
            rig.found(id, &format!("key of {building}"));
            rig.remember();
        }
        rig
    }

    fn run(&self) -> &Run {
        self.story.state.batches.list().last().unwrap()
    }

    fn standing(&self, place: usize) -> &Standing {
        self.run().standing(place)
    }

    /// The oldest look-up that is open, with its building.
    fn lookup(&self) -> Option<(RequestId, String)> {
        self.story.open.iter().find_map(|(id, read, _)| match read {
            Read::Site(SiteQuery {
                building_ref: Some(building),
                ..
            }) => Some((*id, building.wire().to_owned())),
            _ => None,
        })
    }

    fn lookups(&self) -> usize {
        let open = self.story.open.iter();
        open.filter(|(_, read, _)| matches!(read, Read::Site(_)))
            .count()
    }

    fn answer(&mut self, id: RequestId, result: Result<Reply, Failure>) {
        let effects = self.story.answer(id, result);
        self.note(effects);
    }

    fn found(&mut self, id: RequestId, key: &str) {
        let site = Place {
            key: Some(SiteKey::new(key)),
            ..Place::default()
        };
        self.answer(id, Ok(Reply::Site(Some(site))));
    }

    /// The store has remembered everything it was asked.
    fn remember(&mut self) {
        while !self.asks.is_empty() {
            let (number, ask) = self.asks.remove(0);
            let told = match ask {
                BatchAsk::Note(..) => BatchTold::Noted(number, Ok(())),
                other => panic!("{other:?}"),
            };
            self.feed(Event::Batch(told));
        }
    }

    fn moved(&mut self, write: usize, moved: WriteMove) {
        let id = self.writes[write].0;
        self.feed(Event::WriteMoved(id, moved));
    }

    fn ended(&mut self, write: usize, outcome: Outcome) {
        let entry = self.entry(write, Written::Ended(outcome.clone()));
        self.moved(write, WriteMove::Ended(entry, outcome));
    }

    /// Puts a write into the journal, or has it stand otherwise there.
    fn entry(&mut self, write: usize, stage: Written) -> JournalId {
        let number = i64::try_from(write).unwrap() + 1;
        let id = JournalId(number);
        let session = &self.story.state.session;
        let entry = Entry {
            id,
            account: Account {
                origin: session.api_url.clone(),
                username: session.username.clone(),
            },
            at: self.story.now,
            intent: Ok(self.writes[write].1.clone()),
            stage,
            staged_at: self.story.now,
            look: None,
            looks: 0,
            is_ours: true,
        };
        self.journal.retain(|entry| entry.id != id);
        self.journal.insert(0, entry);
        self.show_journal();
        id
    }

    fn show_journal(&mut self) {
        let journal = Journal {
            entries: self.journal.clone(),
            off: None,
        };
        self.feed(Event::JournalChanged(journal));
    }

    /// Covage took a request in.
    fn applied(&mut self, write: usize, key: &str) {
        self.ended(write, Outcome::Applied(Receipt::Key(Text::new(key))));
    }

    /// Reads how a request stands and answers it.
    fn told(&mut self, key: &str, states: &[(&str, QualificationState)]) {
        let read = Read::Qualification(QualificationId::new(key));
        let is_ours = |rig: &Self, id: RequestId| {
            let polls = rig.run().requests.iter().filter_map(|asking| asking.poll());
            polls
                .filter_map(|poll| poll.flight)
                .any(|flight| flight == id)
        };
        let mut tries = 0;
        let id = loop {
            let open = self.story.open.iter();
            let mut same = open
                .filter(|(_, open, _)| *open == read)
                .map(|(id, ..)| *id);
            if let Some(id) = same.find(|id| is_ours(self, *id)) {
                break id;
            }
            self.pass(TimeDelta::seconds(1));
            tries += 1;
            assert!(tries < 100, "{key} is not read");
        };
        self.answer(id, Ok(Reply::Qualification(Box::new(request(key, states)))));
    }

    fn asked_sites(&self, write: usize) -> Vec<String> {
        let Write::Qualify(asked) = &self.writes[write].1.write else {
            panic!("{:?}", self.writes[write]);
        };
        let sites = asked.sites.iter();
        sites.map(|site| site.site.wire().to_owned()).collect()
    }

    fn says(&self, words: &str) -> bool {
        let mut all = self.story.state.notices.newest_first();
        all.any(|notice| notice.text.contains(words))
    }

    fn row(&self) -> String {
        self.story.state.standing_of_batch(self.run()).0
    }
}

/// A request whose items stand so.
fn request(key: &str, states: &[(&str, QualificationState)]) -> Qualification {
    let is_final = states.iter().all(|(_, state)| state.is_final());
    let item = |(site, state): &(&str, QualificationState)| Item {
        id: QualificationItemId::new(format!("item of {site}")),
        request: None,
        creation_date: None,
        user: None,
        state: Some(state.clone()),
        changes: None,
        density: Some(Text::new("DENSE")),
        tarif_zone: None,
        families: None,
        families_eligible: None,
        technologies: None,
        zones: Vec::new(),
        delivery: Vec::new(),
        bandwidth_max: None,
        site: Place {
            key: Some(SiteKey::new(*site)),
            ..Place::default()
        },
        address: None,
        guaranteed_until_date: None,
        price: None,
        far: None,
        fas: None,
        resolve_pricing: None,
        offers: None,
        broken: None,
        raw: Text::new("{}"),
    };
    Qualification {
        id: QualificationId::new(key),
        user: None,
        creation_date: None,
        external_id: None,
        project: None,
        effective_qualification_date: None,
        state: Some(if is_final {
            QualificationState::Ready
        } else {
            QualificationState::Elig
        }),
        changes: None,
        items: Some(states.iter().map(item).collect()),
        broken: None,
        raw: Text::new("{}"),
    }
}

/// A file of buildings, one a line.
fn file(buildings: &[&str]) -> String {
    format!("building_ref\n{}\n", buildings.join("\n"))
}

fn failure(kind: FailureKind) -> Failure {
    Failure::new(kind, "/api/v1/product_offering_qualification/")
}

const READY: QualificationState = QualificationState::Ready;

#[test]
fn a_file_with_mistakes_asks_nothing_and_names_every_one_of_them() {
    let mut rig = Rig::new();
    rig.load("building_ref;lat;lon\nA;95;1\n;;\nB;;\n;;7\n");
    let Some(Overlay::Path(prompt)) = &rig.story.state.overlay else {
        panic!("{:?}", rig.story.state.overlay);
    };
    let problems = [
        "line 2, lat: 95 is no number of up to 90 degrees: write it like 49.4744",
        "line 5: one half of the position is missing: give latitude and longitude, or neither",
    ];
    assert_eq!(prompt.problems, problems);
    assert_eq!(
        prompt.prompt.problem.as_deref(),
        Some("2 mistakes, nothing was asked; Esc, then ! lists all")
    );
    for problem in problems {
        assert!(rig.says(problem), "the message names all");
    }
    assert!(rig.asks.is_empty() && rig.writes.is_empty());
}

#[test]
fn the_dialog_tells_file_sites_families_prices_calls_and_time() {
    let mut rig = Rig::new();
    rig.load(&file(&["A", "B", "A", "C"]));
    let rows = |rig: &Rig| -> Vec<String> {
        let dialog = rig.story.state.dialog().unwrap();
        let rows = dialog.confirm.rows.iter();
        rows.map(|(label, text)| format!("{label}: {}", text.line()))
            .collect()
    };
    assert_eq!(
        rows(&rig),
        [
            "file: sites.csv, 4 lines",
            "asks for: 3 sites in 2 requests, about 40 s at 10 requests a minute",
            ": 1 line with a site that another line has: asked once",
            "families: 1 [x] BPEA   2 [x] BPE   3 [x] DIA",
            "prices: computed by Covage (p: without)",
            "calls: 3 look-ups, 2 requests of up to 2 sites, and the reading of answers",
            "then: one request at a time; H holds it, 5 shows how it is doing; a CSV with every line is saved",
        ]
    );
    rig.chars("13p");
    assert!(rows(&rig).contains(&"families: 1 [ ] BPEA   2 [x] BPE   3 [ ] DIA".to_owned()));
    assert!(rows(&rig).contains(&"prices: not asked for (p: with)".to_owned()));
    rig.chars("2");
    rig.confirm();
    assert!(rig.asks.is_empty(), "no family is chosen");
    let dialog = rig.story.state.dialog().unwrap();
    assert_eq!(dialog.remark.as_deref(), Some("choose a family: 1 to 3"));
    rig.chars("2");
    rig.confirm();
    let [(_, BatchAsk::Open { plan, .. })] = rig.asks.as_slice() else {
        panic!("{:?}", rig.asks);
    };
    assert!(!plan.has_prices);
    let families = plan.sites.iter().map(|site| site.families.clone());
    assert!(
        families.clone().count() == 3 && families.into_iter().all(|it| it == [Text::new("BPE")])
    );
}

#[test]
fn a_key_that_comes_too_early_or_with_others_begins_nothing() {
    let mut rig = Rig::new();
    rig.load(&file(&["A"]));
    rig.chars("y");
    rig.feed(Event::Pasted("y".to_owned()));
    rig.feed(Event::BurstKey(Chord::char('y')));
    assert!(rig.asks.is_empty() && rig.story.state.dialog().is_some());
}

#[test]
fn nothing_is_asked_before_the_batch_is_remembered_and_no_request_leaves_before_its_sites_are() {
    let mut rig = Rig::new();
    rig.load(&file(&["A", "B", "C"]));
    rig.confirm();
    assert_eq!(rig.lookups(), 0, "it is not remembered yet");
    let number = rig.asks.remove(0).0;
    rig.feed(Event::Batch(BatchTold::Opened(number, Ok(BatchId(1)))));
    assert_eq!(rig.lookups(), 3);
    for key in ["k1", "k2"] {
        let (id, _) = rig.lookup().unwrap();
        rig.found(id, key);
    }
    let [(_, BatchAsk::Note(BatchId(1), change))] = rig.asks.as_slice() else {
        panic!("{:?}", rig.asks);
    };
    assert_eq!(change.sites.len(), 2, "with the keys it asks for");
    let [(0, reference, request)] = change.requests.as_slice() else {
        panic!("{change:?}");
    };
    assert_eq!(request.sites, [0, 1]);
    let reference = Text::new(reference.as_str());
    rig.pass(TimeDelta::seconds(1));
    assert!(rig.writes.is_empty(), "it is not remembered yet");
    rig.remember();
    assert_eq!(rig.asked_sites(0), ["k1", "k2"]);
    assert_eq!(rig.writes[0].1.write.reference(), Some(&reference));
    let (id, _) = rig.lookup().unwrap();
    rig.found(id, "k3");
    rig.remember();
    assert_eq!(rig.writes.len(), 1, "one at a time is on its way");
    rig.moved(0, WriteMove::Sending(JournalId(1)));
    rig.applied(0, "q1");
    rig.remember();
    assert_eq!(
        rig.asked_sites(1),
        ["k3"],
        "the rest, since no more is to come"
    );
}

#[test]
fn a_site_that_two_lines_find_is_asked_for_once_and_answers_for_both() {
    let mut rig = Rig::begun(&file(&["A", "A bis", "B", "A ter"]));
    for key in ["kA", "kA", "kB", "kA"] {
        let (id, _) = rig.lookup().unwrap();
        rig.found(id, key);
        rig.remember();
    }
    assert_eq!(rig.asked_sites(0), ["kA", "kB"]);
    rig.applied(0, "q1");
    rig.told("q1", &[("kA", READY), ("kB", READY)]);
    rig.remember();
    assert_eq!(rig.writes.len(), 1);
    let [(_, result)] = rig.saved.as_slice() else {
        panic!("{:?}", rig.saved);
    };
    let items: Vec<_> = result
        .lines()
        .skip(1)
        .map(|line| line.rsplit(',').next().unwrap())
        .collect();
    assert_eq!(
        items,
        ["item of kA", "item of kA", "item of kB", "item of kA"]
    );
}

#[test]
fn families_that_a_site_was_not_asked_for_are_asked_for_by_themselves() {
    let mut rig = Rig::begun("building_ref,families\nA,BPE\nB,BPE\nA bis,BPE DIA\nA ter,BPE\n");
    for key in ["kA", "kB"] {
        let (id, _) = rig.lookup().unwrap();
        rig.found(id, key);
        rig.remember();
    }
    assert_eq!(rig.asked_sites(0), ["kA", "kB"]);
    for _ in 0..2 {
        let (id, _) = rig.lookup().unwrap();
        rig.found(id, "kA");
        rig.remember();
    }
    rig.applied(0, "q1");
    rig.remember();
    let Write::Qualify(asked) = &rig.writes[1].1.write else {
        panic!("{:?}", rig.writes[1]);
    };
    assert_eq!(
        asked.sites.len(),
        1,
        "what was asked already answers the last line"
    );
    assert_eq!(
        asked.sites[0].families,
        [Text::new("BPE"), Text::new("DIA")]
    );
}

#[test]
fn sites_that_are_not_found_or_cannot_be_looked_up_stand_so_and_hold_nobody_up() {
    let mut rig = Rig::begun(&file(&["A", "B", "C", "D", "E"]));
    let words = failure(FailureKind::NotFound).with_detail("inconnu");
    let (id, _) = rig.lookup().unwrap();
    rig.answer(id, Err(words));
    let (id, _) = rig.lookup().unwrap();
    rig.answer(id, Ok(Reply::Site(None)));
    let (id, _) = rig.lookup().unwrap();
    rig.answer(id, Err(failure(FailureKind::Refused).with_status(400)));
    assert_eq!(rig.standing(0), &Standing::NotFound(Text::new("inconnu")));
    assert!(matches!(rig.standing(1), Standing::NotFound(_)));
    assert!(matches!(rig.standing(2), Standing::Failed(_)));
    let (id, building) = rig.lookup().unwrap();
    assert_eq!(building, "D");
    rig.answer(id, Err(failure(FailureKind::Timeout)));
    let (id, building) = rig.lookup().unwrap();
    assert_eq!(building, "E");
    rig.found(id, "kE");
    assert!(
        rig.lookup().is_none() && rig.asks.is_empty(),
        "D is still to come"
    );
    rig.pass(TimeDelta::seconds(6));
    let (id, building) = rig.lookup().unwrap();
    assert_eq!(building, "D", "what passes is tried again");
    rig.found(id, "kD");
    rig.remember();
    assert_eq!(rig.asked_sites(0), ["kD", "kE"]);
}

#[test]
fn answers_are_read_ever_more_rarely_and_each_site_as_soon_as_it_is_final() {
    let mut rig = Rig::asked(&file(&["A", "B"]));
    rig.applied(0, "q1");
    rig.remember();
    let (a, b) = ("key of A", "key of B");
    let read = Read::Qualification(QualificationId::new("q1"));
    assert_eq!(rig.story.asked(&read), None, "not at once");
    rig.told("q1", &[(a, READY), (b, QualificationState::Price)]);
    assert!(matches!(rig.standing(0), Standing::Answered(_)));
    assert_eq!(rig.standing(1), &Standing::Waiting);
    let mut pauses = Vec::new();
    for _ in 0..8 {
        let before = rig.story.now;
        rig.told("q1", &[(a, READY), (b, QualificationState::Price)]);
        pauses.push((rig.story.now - before).num_seconds());
    }
    assert_eq!(pauses, [8, 12, 20, 30, 45, 60, 60, 60]);
    rig.told(
        "q1",
        &[(a, READY), (b, QualificationState::UnableToProvide)],
    );
    assert_eq!(rig.saved.len(), 1);
    assert!(matches!(rig.run().stage, Stage::Saving(_)));
}

#[test]
fn the_hold_key_holds_and_lets_go_on_and_what_was_asked_is_still_gathered() {
    let mut rig = Rig::asked(&file(&["A", "B", "C"]));
    rig.moved(
        0,
        WriteMove::Waiting(rig.story.now + TimeDelta::seconds(30)),
    );
    let effects = rig.story.key(Chord::char('H'));
    let back = Effect::CancelWrite(rig.writes[0].0);
    assert!(effects.list.contains(&back), "{:?}", effects.list);
    rig.note(effects);
    assert_eq!(rig.run().stage, Stage::Held(None));
    rig.moved(0, WriteMove::Cancelled);
    rig.remember();
    rig.pass(TimeDelta::minutes(5));
    rig.remember();
    assert_eq!(rig.writes.len(), 1, "held");
    assert!(rig.row().contains("held: H goes on"), "{}", rig.row());
    rig.chars("H");
    rig.remember();
    assert_eq!(rig.asked_sites(1), rig.asked_sites(0), "the same request");
    rig.applied(1, "q1");
    rig.chars("H");
    rig.told("q1", &[("key of A", READY), ("key of B", READY)]);
    assert_eq!(rig.run().counts().answered, 2);
    rig.remember();
    assert_eq!(rig.writes.len(), 2);
}

#[test]
fn the_hold_key_says_why_it_cannot_act() {
    let mut rig = Rig::new();
    rig.chars("H");
    assert!(rig.says("there is no batch to hold or resume"));
    let mut rig = Rig::asked(&file(&["A"]));
    rig.chars("5");
    assert_eq!(rig.story.state.pane, Pane::Activity);
    rig.chars("H");
    assert_eq!(
        rig.run().stage,
        Stage::Held(None),
        "the one under the cursor"
    );
}

#[test]
fn nothing_leaves_while_nothing_may_be_written() {
    let mut rig = Rig::begun(&file(&["A"]));
    let (id, _) = rig.lookup().unwrap();
    let journal = Journal {
        entries: Vec::new(),
        off: Some("the disk is full".to_owned()),
    };
    rig.feed(Event::JournalChanged(journal));
    rig.found(id, "kA");
    rig.pass(TimeDelta::minutes(3));
    rig.remember();
    assert!(rig.writes.is_empty());
    assert!(
        rig.row().contains("waits: the disk is full"),
        "{}",
        rig.row()
    );
    rig.show_journal();
    rig.remember();
    assert_eq!(rig.writes.len(), 1);
}

#[test]
fn what_cannot_be_remembered_holds_the_batch_and_is_remembered_later() {
    let mut rig = Rig::begun(&file(&["A"]));
    let (id, _) = rig.lookup().unwrap();
    rig.found(id, "kA");
    let (number, _) = rig.asks.remove(0);
    let full = Err("no room left: free some space".to_owned());
    rig.feed(Event::Batch(BatchTold::Noted(number, full)));
    assert!(matches!(&rig.run().stage, Stage::Held(Some(why)) if why.contains("no room")));
    assert!(rig.says("sites.csv is held: no room left"));
    assert!(
        rig.asks.is_empty() && rig.writes.is_empty(),
        "it is not tried all the time"
    );
    rig.chars("H");
    let [(_, BatchAsk::Note(_, change))] = rig.asks.as_slice() else {
        panic!("{:?}", rig.asks);
    };
    assert_eq!((change.sites.len(), change.requests.len()), (1, 1));
    rig.remember();
    assert_eq!(rig.writes.len(), 1);
}

#[test]
fn a_batch_is_told_to_be_alive_while_it_waits() {
    let mut rig = Rig::asked(&file(&["A"]));
    rig.applied(0, "q1");
    rig.pass(TimeDelta::seconds(3));
    rig.remember();
    for _ in 0..5 {
        rig.pass(TimeDelta::seconds(121));
        let alive = rig
            .asks
            .iter()
            .any(|(_, ask)| matches!(ask, BatchAsk::Note(..)));
        assert!(alive, "within two minutes, whatever happens");
        rig.remember();
    }
}

#[test]
fn the_way_of_a_request_is_what_the_engine_tells() {
    let mut rig = Rig::asked(&file(&["A", "B"]));
    let ways = |rig: &Rig| rig.run().requests[0].way.clone();
    let id = rig.writes[0].0;
    assert_eq!(ways(&rig), Way::Handed(id, None));
    let until = rig.story.now + TimeDelta::seconds(9);
    rig.moved(0, WriteMove::Waiting(until));
    assert_eq!(ways(&rig), Way::Handed(id, Some(until)));
    rig.moved(0, WriteMove::Sending(JournalId(1)));
    assert_eq!(
        (ways(&rig), rig.story.state.batches.sending()),
        (Way::Sending(id), 1)
    );
    let effects = rig.story.key(Chord::char('Q'));
    assert!(!effects.list.contains(&Effect::Quit), "it is waited for");
    rig.note(effects);
    let id = rig.entry(0, Written::Sending);
    let receipt = Receipt::Key(Text::new("q1"));
    let event = Event::WriteMoved(
        rig.writes[0].0,
        WriteMove::Ended(id, Outcome::Applied(receipt)),
    );
    let effects = rig.story.feed(event);
    assert!(effects.list.contains(&Effect::Quit), "{:?}", effects.list);
}

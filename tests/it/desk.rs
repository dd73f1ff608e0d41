//! The way of a write as a whole, from the desk to the simulator's own counters: journal, slot, one request, outcome.

use std::sync::Arc;
use std::time::Duration;

use covage_tui::api::Endpoints;
use covage_tui::app::event::{Event, WriteMove};
use covage_tui::config::PasswordSource;
use covage_tui::domain::ids::{LineId, ProductId};
use covage_tui::domain::journal::{Entry, Refusal, Settled, Stage, WriteId};
use covage_tui::domain::text::Text;
use covage_tui::domain::write::{Intent, OfferKey, Outcome, Write};
use covage_tui::runtime::clock::Clock;
use covage_tui::runtime::engine::{Account, Engine};
use covage_tui::runtime::store::Shared;
use covage_tui::runtime::tasks::Tasks;
use covage_tui::runtime::writes::WriteDesk;
use covage_tui::sched::limits::Limits;
use covage_tui::sim::scenario::{Fault, FaultRule};
use covage_tui::sim::{Scenario, Simulator};
use covage_tui::store::Place;
use secrecy::SecretString;

const ACCEPT: &str = "/api/v1/quote_item/{id}/accept/";

/// A desk with a server behind it. The engine is only there for its login.
struct Rig {
    sim: Simulator,
    desk: WriteDesk,
    shared: Shared,
    clock: Clock,
    _engine: Engine,
    _tasks: Tasks,
}

impl Rig {
    async fn new() -> Self {
        let clock = Clock::system();
        let time = clock.clone();
        let scenario = Scenario::default();
        let sim = Simulator::start(scenario, Arc::new(move || time.now()))
            .await
            .unwrap();
        let (tasks, _failures) = Tasks::new();
        let shared = Shared::start(Place::Memory, &clock, &tasks);
        let account = Account {
            endpoints: Endpoints {
                api_url: sim.api_url(),
                token_url: format!(
                    "{}/auth/realms/covage/protocol/openid-connect/token",
                    sim.keycloak_url()
                ),
                ca_pem: None,
            },
            username: sim.username().to_owned(),
            password: PasswordSource::Given(SecretString::from(sim.password().to_owned())),
            limits: Limits::default(),
            seed: 1,
            shared: shared.clone(),
        };
        let engine = Engine::start(account.clone(), &clock, &tasks).unwrap();
        let desk = WriteDesk::start(&account, engine.auth(), &clock, &tasks).unwrap();
        Self {
            sim,
            desk,
            shared,
            clock,
            _engine: engine,
            _tasks: tasks,
        }
    }

    /// Accepts an offer of a line that has just become ready.
    fn accept(&self) -> Intent {
        let now = self.clock.now();
        let (line, product) = self.sim.world(|world| {
            let basket = world.quotes.arrive(1, now);
            let line = world.quotes.basket(&basket).unwrap().lines[0].id.clone();
            assert!(world.quotes.answer(&line, true, now));
            let offers = &world.quotes.line(&line).unwrap().offers;
            (line, offers[0].product_id.clone().unwrap_or_default())
        });
        Intent {
            subject: Text::new(line.clone()),
            write: Write::Accept(OfferKey {
                line: LineId::new(line),
                product: ProductId::new(product),
            }),
            seen: Vec::new(),
        }
    }

    fn fault(&self, fault: Fault) {
        self.sim.set_faults(vec![FaultRule::new(fault).on(ACCEPT)]);
    }

    /// Requests that reached the server for a write, and how many of them it carried out.
    fn reached(&self, intent: &Intent) -> (u64, u64) {
        let Write::Accept(key) = &intent.write else {
            panic!("{intent:?}")
        };
        let path = ACCEPT.replace("{id}", key.line.wire());
        let count = self.sim.stats().writes_to(&format!("PATCH {path}"));
        (count.received, count.applied)
    }

    /// What is told of a write next.
    async fn told(&mut self, id: u64) -> WriteMove {
        loop {
            match self.desk.events.recv().await.expect("the desk goes on") {
                Event::WriteMoved(of, moved) if of == WriteId(id) => return moved,
                _ => {}
            }
        }
    }

    async fn entries(&self) -> Vec<Entry> {
        self.shared.store().unwrap().list().await.entries
    }
}

#[tokio::test]
async fn a_write_leaves_once_and_its_outcome_is_in_the_journal_when_it_is_told() {
    let mut rig = Rig::new().await;
    let intent = rig.accept();
    rig.desk.send(WriteId(1), intent.clone(), None);
    let WriteMove::Sending(id) = rig.told(1).await else {
        panic!("it is remembered first")
    };
    let WriteMove::Ended(ended, outcome) = rig.told(1).await else {
        panic!("it ends")
    };
    assert_eq!(ended, id);
    assert!(matches!(outcome, Outcome::Applied(_)), "{outcome:?}");
    let entries = rig.entries().await;
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].stage, Stage::Ended(outcome));
    assert_eq!(entries[0].intent, Ok(intent.clone()));
    assert_eq!(rig.reached(&intent), (1, 1));
}

#[tokio::test]
async fn a_lost_answer_is_unknown_keeps_its_target_closed_and_is_never_sent_again() {
    let mut rig = Rig::new().await;
    rig.fault(Fault::LostAnswer);
    let intent = rig.accept();
    rig.desk.send(WriteId(1), intent.clone(), None);
    rig.told(1).await;
    let WriteMove::Ended(id, Outcome::Unknown(_)) = rig.told(1).await else {
        panic!("nobody knows")
    };
    rig.sim.set_faults(Vec::new());
    rig.desk.send(WriteId(2), intent.clone(), Some(id));
    let refused = loop {
        match rig.told(2).await {
            WriteMove::Waiting(_) => {}
            other => break other,
        }
    };
    let WriteMove::Refused(Refusal::InProgress { is_unknown, .. }) = refused else {
        panic!("{refused:?}")
    };
    assert!(is_unknown, "it is too early to try anew");
    assert_eq!(rig.reached(&intent), (1, 1));
    let found = Settled::Reached {
        found: Text::new("line accepted"),
        maybe_other: true,
    };
    rig.desk.settle(id, found.clone());
    let settled = loop {
        if let Some(Event::JournalChanged(journal)) = rig.desk.events.recv().await
            && !journal.entries[0].is_open()
        {
            break journal.entries[0].stage.clone();
        }
    };
    assert_eq!(settled, Stage::Settled(found));
}

#[tokio::test]
async fn the_end_waits_for_a_write_on_its_way_and_its_outcome_is_remembered() {
    let mut rig = Rig::new().await;
    let slow = FaultRule::new(Fault::Latency).on(ACCEPT).amount(300);
    rig.sim.set_faults(vec![slow]);
    let intent = rig.accept();
    rig.desk.send(WriteId(1), intent.clone(), None);
    rig.told(1).await;
    assert!(rig.desk.finish(Duration::from_secs(20)).await);
    let entries = rig.entries().await;
    assert!(matches!(
        entries[0].stage,
        Stage::Ended(Outcome::Applied(_))
    ));
    rig.desk.send(WriteId(2), rig.accept(), None);
    assert_eq!(rig.entries().await.len(), 1, "nothing begins after that");
}

#[tokio::test]
async fn the_end_does_not_wait_for_ever_and_leaves_the_entry_to_the_next_start() {
    let mut rig = Rig::new().await;
    rig.fault(Fault::LateHang);
    let intent = rig.accept();
    rig.desk.send(WriteId(1), intent.clone(), None);
    rig.told(1).await;
    assert!(!rig.desk.finish(Duration::from_millis(200)).await);
    assert_eq!(rig.entries().await[0].stage, Stage::Sending);
}

#[tokio::test]
async fn without_a_journal_nothing_is_sent_and_it_is_said_why() {
    let mut desk = WriteDesk::off("there is no journal");
    let rig = Rig::new().await;
    desk.send(WriteId(1), rig.accept(), None);
    let Some(Event::WriteMoved(_, WriteMove::Refused(why))) = desk.events.recv().await else {
        panic!("it is refused")
    };
    assert_eq!(why, Refusal::NotDurable("there is no journal".to_owned()));
}

//! What a person sits at: a screen, a keyboard and a clock, with the simulator at the other end of the line.
//!
//! Nothing sleeps to wait: [`Desk::until`] runs the real loop until a fact holds, and fails with the screen when it does
//! not hold in time. Time is simulated throughout; only bytes on the wire take real time (see [`super::keeper`]).

use std::convert::Infallible;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use covage_tui::api::Endpoints;
use covage_tui::app::batch::SITES_PER_REQUEST;
use covage_tui::app::columns::Column;
use covage_tui::app::entities::orders::{Order, Part, RowId};
use covage_tui::app::keymap::Keymap;
use covage_tui::app::saved::Stored;
use covage_tui::app::state::{AppState, Session, Start};
use covage_tui::app::update::next_wake;
use covage_tui::app::writes::{Progress, SEND_DELAY};
use covage_tui::config::PasswordSource;
use covage_tui::domain::date::{Dates, Zone};
use covage_tui::domain::ids::OrderRef;
use covage_tui::domain::order::OrderState;
use covage_tui::domain::write::Way;
use covage_tui::runtime::clock::Clock;
use covage_tui::runtime::engine::{Account, Engine};
use covage_tui::runtime::files::Files;
use covage_tui::runtime::input::{Batch, Input, Paste};
use covage_tui::runtime::run::{Ended, Incoming, Shell};
use covage_tui::runtime::store::{self, Shared};
use covage_tui::runtime::tasks::{TaskFailed, Tasks};
use covage_tui::runtime::writes::WriteDesk;
use covage_tui::sched::limits::Limits;
use covage_tui::sim::world::World;
use covage_tui::sim::{Scenario, Simulator};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rusqlite::Connection;
use secrecy::SecretString;
use tempfile::TempDir;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::DropGuard;

use super::keeper::Keeper;
use super::paper::Paper;
use crate::proxy::Proxy;

/// The order list, as the simulator counts it.
pub(super) const LIST: &str = "GET /api/v1/order/";
/// An order's detail.
pub(super) const DETAIL: &str = "GET /api/v1/order/{reference}/";
/// An order's historic.
pub(super) const HISTORIC: &str = "GET /api/v1/order/{reference}/historic/";
/// An order's documents.
pub(super) const DOCUMENTS: &str = "GET /api/v1/order/{reference}/documents/";
/// Termination and change requests.
pub(super) const REQUESTS: &str = "GET /api/v1/order_request/";
/// The order list's template, for faults.
pub(super) const LIST_ROUTE: &str = "/api/v1/order/";

/// How often the list is read.
pub(super) const INTERVAL: Duration = Duration::from_secs(60);
/// Longer than anything here should take.
const PATIENCE: Duration = Duration::from_secs(3_600);
/// Turns of the loop in a second that no honest work takes.
const SPINNING: u32 = 900;

/// A desk before somebody sits down at it.
pub(super) struct Setup {
    scenario: Scenario,
    size: (u16, u16),
    password: Option<String>,
    is_writing: bool,
    is_read_only: bool,
    is_behind_proxy: bool,
    send_delay: TimeDelta,
    sites_per_request: usize,
    single_check: Way,
}

impl Setup {
    /// Against this scenario, at 120x40, with the right password, and without a journal.
    pub(super) fn new(scenario: Scenario) -> Self {
        Self {
            scenario,
            size: (120, 40),
            password: None,
            is_writing: false,
            is_read_only: false,
            is_behind_proxy: false,
            send_delay: SEND_DELAY,
            sites_per_request: SITES_PER_REQUEST,
            single_check: Way::default(),
        }
    }

    /// With another screen.
    pub(super) fn size(mut self, width: u16, height: u16) -> Self {
        self.size = (width, height);
        self
    }

    /// With another password than the account's.
    pub(super) fn password(mut self, password: &str) -> Self {
        self.password = Some(password.to_owned());
        self
    }

    /// With a state directory of its own, and so with writes.
    pub(super) fn writing(mut self) -> Self {
        self.is_writing = true;
        self
    }

    /// Told to change nothing.
    pub(super) fn read_only(mut self) -> Self {
        self.is_read_only = true;
        self
    }

    /// With a proxy before the API; logins go to the server itself.
    pub(super) fn behind_proxy(mut self) -> Self {
        self.is_behind_proxy = true;
        self
    }

    /// With another way to check a single site.
    pub(super) fn single(mut self, way: Way) -> Self {
        self.single_check = way;
        self
    }

    /// With another send delay.
    pub(super) fn send_delay(mut self, seconds: i64) -> Self {
        self.send_delay = TimeDelta::seconds(seconds);
        self
    }

    /// With batches of so many sites in a request.
    pub(super) fn sites_per_request(mut self, count: usize) -> Self {
        self.sites_per_request = count;
        self
    }

    /// Starts server and client. The first frame is drawn; nothing was asked yet.
    pub(super) async fn open(self) -> Desk {
        Box::pin(self.furnished(|_| {})).await
    }

    /// The same, with a word to the world before the client is there.
    pub(super) async fn furnished(self, furnish: impl FnOnce(&mut World)) -> Desk {
        let start: DateTime<Utc> = "2026-05-04T09:00:00Z".parse().unwrap();
        let zone = FixedOffset::east_opt(0).unwrap();
        let clock = Clock::simulated(start, zone);
        let server_clock = Clock::simulated(start, zone);
        let time = server_clock.clone();
        let sim = Simulator::start(self.scenario.clone(), Arc::new(move || time.now()))
            .await
            .unwrap();
        sim.world(furnish);
        let proxy = if self.is_behind_proxy {
            Some(Arc::new(Proxy::before(&sim.api_url()).await))
        } else {
            None
        };
        let state_dir = self
            .is_writing
            .then(|| Arc::new(tempfile::tempdir().unwrap()));
        let place = Place {
            proxy,
            clock,
            server_clock,
            state_dir,
        };
        Desk::sit_down(Arc::new(self), Arc::new(sim), place)
    }
}

/// What is there before anybody sits down, and what two desks can share.
#[derive(Clone)]
struct Place {
    proxy: Option<Arc<Proxy>>,
    clock: Clock,
    server_clock: Clock,
    state_dir: Option<Arc<TempDir>>,
}

impl Place {
    fn api_url(&self, sim: &Simulator) -> String {
        let proxy = self.proxy.as_ref().map(|proxy| proxy.url());
        proxy.unwrap_or_else(|| sim.api_url())
    }

    fn account(&self, setup: &Setup, sim: &Simulator, shared: Shared) -> Account {
        let password = setup.password.as_deref();
        let password = password.unwrap_or_else(|| sim.password());
        Account {
            endpoints: Endpoints {
                api_url: self.api_url(sim),
                token_url: format!(
                    "{}/auth/realms/covage/protocol/openid-connect/token",
                    sim.keycloak_url()
                ),
                ca_pem: None,
            },
            username: sim.username().to_owned(),
            password: PasswordSource::Given(SecretString::from(password)),
            limits: Limits::default(),
            seed: 1,
            shared,
        }
    }

    fn start(&self, setup: &Setup, sim: &Simulator) -> Start {
        Start {
            session: Session {
                profile: "test".to_owned(),
                username: sim.username().to_owned(),
                api_url: self.api_url(sim),
                is_read_only: setup.is_read_only,
                ..Session::default()
            },
            orders_interval: TimeDelta::from_std(INTERVAL).unwrap(),
            quotes_interval: covage_tui::app::views::quotes::EVERY,
            eligibility_interval: covage_tui::app::views::eligibility::EVERY,
            send_delay: setup.send_delay,
            single_check: setup.single_check,
            sites_per_request: setup.sites_per_request,
            filter: String::new(),
            keymap: Keymap::default(),
            orders_columns: Column::USUAL.to_vec(),
            dates: Dates::default(),
            view: None,
            views: Stored::default(),
        }
    }
}

/// Client and server at work.
pub(super) struct Desk {
    /// The server.
    pub(super) sim: Arc<Simulator>,
    /// What stands between client and server, if anything.
    pub(super) proxy: Option<Arc<Proxy>>,
    /// The client's clocks.
    pub(super) clock: Clock,
    /// The server's, which nobody sets when the client's are set.
    pub(super) server_clock: Clock,
    /// On the heap: a future that holds a desk is large enough without it.
    shell: Box<Shell<Paper>>,
    keeper: Keeper,
    keyboard: UnboundedSender<Incoming>,
    incoming: UnboundedReceiver<Incoming>,
    failures: UnboundedReceiver<TaskFailed>,
    turns: (Instant, u32),
    /// Requests of other desks that the server holds on purpose.
    pub(super) held_for_others: u64,
    setup: Arc<Setup>,
    place: Place,
    tasks: Tasks,
    /// Ends the tasks with the desk: a store that nobody asks any more would go on looking at its file every second.
    _end: DropGuard,
}

impl Desk {
    fn sit_down(setup: Arc<Setup>, sim: Arc<Simulator>, place: Place) -> Self {
        let clock = place.clock.clone();
        let (tasks, failures) = Tasks::new();
        let shared = place.state_dir.as_ref().map(|dir| {
            let file = store::place::<Infallible>(Ok(dir.path().to_owned()));
            Shared::start(file, &clock, &tasks)
        });
        let account = place.account(&setup, &sim, shared.unwrap_or_default());
        let engine = Engine::start(account.clone(), &clock, &tasks).unwrap();
        let keeper = Keeper::new(engine.handle.gauges(), sim.in_flight());
        let (send, incoming) = mpsc::unbounded_channel();
        let auth = engine.auth();
        let mut shell = Shell::new(
            place.start(&setup, &sim),
            engine,
            Paper::new(setup.size.0, setup.size.1),
            clock.clone(),
            Zone::utc(),
            || true,
        );
        if let Some(dir) = &place.state_dir {
            let desk = WriteDesk::start(&account, auth, &clock, &tasks).unwrap();
            let files = Files::of(dir.path().to_owned(), None, &tasks);
            shell = shell.writing(desk).filing(files);
        }
        shell.begin();
        Self {
            sim,
            proxy: place.proxy.clone(),
            clock,
            server_clock: place.server_clock.clone(),
            shell: Box::new(shell),
            keeper,
            keyboard: send,
            incoming,
            failures,
            turns: (Instant::now(), 0),
            held_for_others: 0,
            setup,
            place,
            _end: tasks.token().clone().drop_guard(),
            tasks,
        }
    }

    /// Another copy of the program with the same login and the same state directory.
    pub(super) fn beside(&self) -> Self {
        Self::sit_down(
            Arc::clone(&self.setup),
            Arc::clone(&self.sim),
            self.place.clone(),
        )
    }

    /// Ends the program as it is, and starts it again.
    pub(super) async fn restart(self) -> Self {
        self.tasks.finish(Duration::from_secs(1)).await;
        Self::sit_down(self.setup, self.sim, self.place)
    }

    /// Dies at this moment, as by SIGKILL, and is started again: whatever was on the wire is cut off, and what the state
    /// directory holds by then is all that is left.
    pub(super) async fn crash(mut self) -> Self {
        let proxy = self.proxy.clone().unwrap();
        proxy.sever().await;
        let old = self.place.state_dir.take().unwrap();
        let new = Arc::new(tempfile::tempdir().unwrap());
        let file = Connection::open(old.path().join("state.db")).unwrap();
        let copy = new.path().join("state.db");
        file.execute("VACUUM INTO ?1", [copy.to_str().unwrap()])
            .unwrap();
        drop(file);
        self.tasks.finish(Duration::from_secs(1)).await;
        // The new process is the same one to the system: the old one is made another, of a boot that is over.
        let file = Connection::open(copy).unwrap();
        for table in ["intents", "batches"] {
            file.execute(&format!("UPDATE {table} SET owner = 'gone x 1 x'"), [])
                .unwrap();
        }
        drop(file);
        proxy.heal().await;
        self.place.state_dir = Some(new);
        Self::sit_down(self.setup.clone(), self.sim.clone(), self.place.clone())
    }

    /// Where files of this desk are: its state directory.
    pub(super) fn directory(&self) -> &Path {
        self.place.state_dir.as_ref().unwrap().path()
    }

    /// A desk at 120x40 against this scenario.
    pub(super) async fn open(scenario: Scenario) -> Self {
        Setup::new(scenario).open().await
    }

    /// A desk whose list is read, and every part that it reads by itself.
    pub(super) async fn at_rest(scenario: Scenario) -> Self {
        let mut desk = Self::open(scenario).await;
        desk.until_at_rest().await;
        desk
    }

    /// Waits until everything is read that is read without a key.
    pub(super) async fn until_at_rest(&mut self) {
        self.until("everything is read", |desk| {
            desk.sweep_is_over() && desk.is_all_read()
        })
        .await;
        self.pass(Duration::from_secs(1)).await;
    }

    /// What the program knows.
    pub(super) fn state(&self) -> &AppState {
        self.shell.state()
    }

    /// Frames drawn so far.
    pub(super) fn frames(&self) -> u64 {
        self.shell.display().frames
    }

    /// The whole screen.
    pub(super) fn screen(&self) -> String {
        self.shell.display().rows().join("\n")
    }

    /// Row 1.
    pub(super) fn status(&self) -> String {
        self.shell.display().rows()[0].clone()
    }

    /// Whether a text stands anywhere on screen.
    pub(super) fn shows(&self, text: &str) -> bool {
        self.screen().contains(text)
    }

    /// The line of an order in the list: its number on screen and its text.
    pub(super) fn line(&self, reference: &str) -> Option<(usize, String)> {
        let rows = self.shell.display().rows();
        rows.into_iter().enumerate().find(|(_, row)| {
            row.chars()
                .skip(4)
                .collect::<String>()
                .starts_with(reference)
        })
    }

    /// The mark in front of an order in the list.
    pub(super) fn mark(&self, reference: &str) -> Option<char> {
        self.line(reference)
            .and_then(|(_, line)| line.chars().nth(2))
    }

    /// The reference under the cursor.
    pub(super) fn under_cursor(&self) -> Option<String> {
        self.state()
            .order_under_cursor()
            .map(|order| order.summary.reference.wire().to_owned())
    }

    /// An order by its reference.
    pub(super) fn order(&self, reference: &str) -> &Order {
        let row = self.row(reference);
        self.state().orders.get(row).unwrap()
    }

    /// An order's row.
    pub(super) fn row(&self, reference: &str) -> RowId {
        let reference = OrderRef::new(reference);
        self.state()
            .orders
            .find(&reference)
            .unwrap_or_else(|| panic!("{reference:?} is not in the list\n{}", self.screen()))
    }

    /// The rows on screen.
    pub(super) fn visible(&self) -> &[RowId] {
        let state = self.state();
        state.orders_pane.window(state.room.list)
    }

    /// References of every order that is known and still in the list, sorted.
    pub(super) fn references(&self) -> Vec<String> {
        let known = self.state().orders.iter();
        let mut all: Vec<String> = known
            .filter(|(_, order)| order.gone_since.is_none())
            .map(|(_, order)| order.summary.reference.wire().to_owned())
            .collect();
        all.sort_unstable();
        all
    }

    /// References the server has, sorted.
    pub(super) fn served(&self) -> Vec<String> {
        let mut all = self.sim.world(|world| world.references());
        all.sort_unstable();
        all
    }

    /// Requests of one route so far.
    pub(super) fn asked(&self, route: &str) -> u64 {
        self.sim.stats().requests_of(route)
    }

    /// Requests for details and historics so far.
    pub(super) fn parts_asked(&self) -> u64 {
        self.asked(DETAIL) + self.asked(HISTORIC)
    }

    /// Whether a whole sweep lies behind and none is under way.
    pub(super) fn sweep_is_over(&self) -> bool {
        let sweep = &self.state().orders_pane.sweep;
        sweep.last().is_some() && sweep.progress().is_none()
    }

    /// Presses one key after the other, each in a read of its own: text, with `<Enter>`, `<Esc>`, `<Back>` and
    /// `<PgDn>` in it.
    pub(super) async fn press(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = [
                ("<Enter>", KeyCode::Enter),
                ("<Esc>", KeyCode::Esc),
                ("<Back>", KeyCode::Backspace),
                ("<PgDn>", KeyCode::PageDown),
            ];
            let found = named.into_iter().find(|(name, _)| rest.starts_with(name));
            let (code, length) = found.map_or((KeyCode::Char(first), first.len_utf8()), |found| {
                (found.1, found.0.len())
            });
            rest = &rest[length..];
            let batch = Batch {
                inputs: vec![Input::Key(KeyEvent::new(code, KeyModifiers::NONE))],
                at: Instant::now(),
                is_open: false,
            };
            self.take(batch).await;
        }
    }

    /// Pastes a text, in brackets.
    pub(super) async fn paste(&mut self, text: &str) {
        let paste = Paste {
            text: text.to_owned(),
            is_truncated: false,
        };
        let batch = Batch {
            inputs: vec![Input::Paste(paste)],
            at: Instant::now(),
            is_open: false,
        };
        self.take(batch).await;
    }

    /// Takes in what one read brought.
    pub(super) async fn take(&mut self, batch: Batch) {
        self.keyboard.send(Incoming::Batch(batch)).unwrap();
        self.shell
            .step(&mut self.incoming, &mut self.failures)
            .await;
    }

    /// Lets time pass.
    pub(super) async fn pass(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while self.turn(end).await {}
    }

    /// Waits for a fact for an hour.
    pub(super) async fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        self.until_within(PATIENCE, what, holds).await;
    }

    /// Waits for a fact; fails with the screen when it does not come about in time.
    pub(super) async fn until_within(
        &mut self,
        patience: Duration,
        what: &str,
        holds: impl Fn(&Self) -> bool,
    ) {
        let end = Instant::now() + patience;
        while !holds(self) {
            assert!(
                self.turn(end).await,
                "not within {patience:?}: {what}\n{}\n{:?}",
                self.screen(),
                self.sim.stats(),
            );
        }
    }

    /// Stops the server: the port is closed and every connection reset.
    pub(super) async fn stop_server(&mut self) {
        tokio::select! {
            biased;
            never = self.keeper.keep(0) => match never {},
            () = Arc::get_mut(&mut self.sim).unwrap().stop() => {}
        }
    }

    /// Serves again after [`Desk::stop_server`].
    pub(super) async fn resume_server(&mut self) {
        let sim = Arc::get_mut(&mut self.sim).unwrap();
        sim.resume().await.unwrap();
    }

    /// Waits until the program has ended by itself.
    pub(super) async fn until_ended(&mut self) {
        let end = Instant::now() + PATIENCE;
        while self.shell.ended().is_none() {
            assert!(self.step(end).await, "it does not end\n{}", self.screen());
        }
        assert_eq!(self.shell.ended(), Some(Ended::Asked));
    }

    /// One turn of the loop; false when nothing happened until `end`.
    async fn turn(&mut self, end: Instant) -> bool {
        let has_turned = self.step(end).await;
        assert_eq!(self.shell.ended(), None, "{}", self.screen());
        has_turned
    }

    async fn step(&mut self, end: Instant) -> bool {
        let under_way = self.state().writes.under_way();
        let on_the_wire = under_way.filter(|it| matches!(it.progress, Progress::Sending(_)));
        let batches = self.state().batches.sending();
        let writes = u64::try_from(on_the_wire.count() + batches).unwrap();
        let turned = tokio::select! {
            biased;
            never = self.keeper.keep(writes + self.held_for_others) => match never {},
            () = self.shell.step(&mut self.incoming, &mut self.failures) => true,
            () = sleep_until(end) => false,
        };
        let now = Instant::now();
        if now > self.turns.0 + Duration::from_secs(1) {
            self.turns = (now, 0);
        }
        self.turns.1 += 1;
        let wake = next_wake(self.state());
        assert!(
            self.turns.1 < SPINNING,
            "the loop spins at {}, to be woken at {wake:?}\n{}\n{:?}",
            self.clock.now(),
            self.screen(),
            self.state().gauges
        );
        turned && now < end
    }

    fn is_all_read(&self) -> bool {
        let is_read = |order: &Order| {
            [Part::Historic, Part::Detail]
                .into_iter()
                .all(|part| order.part_read_at(part).is_some() && !order.is_part_loading(part))
        };
        let state = self.state();
        let mut in_production = state
            .orders
            .iter()
            .map(|(_, order)| order)
            .filter(|order| order.summary.state == OrderState::InProgress);
        let mut visible = self
            .visible()
            .iter()
            .filter_map(|row| state.orders.get(*row));
        let is_under_cursor = state.order_under_cursor().is_none_or(is_read);
        is_under_cursor
            && in_production.all(|order| order.summary.broken.is_some() || is_read(order))
            && visible.all(|order| !order.summary.state.is_awaiting_delivery() || is_read(order))
    }
}

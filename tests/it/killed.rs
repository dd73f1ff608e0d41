//! The built program dies in the middle of a write, or is there twice: what was begun is known to whoever comes next, and
//! nothing is sent again.

use covage_tui::sim::WriteCount;
use covage_tui::sim::scenario::{Fault, FaultRule};
use rustix::process::Signal;

use crate::e2e::quotes::{few_orders, ready_lines};
use crate::product::{Home, PRODUCT, Ran, Server};
use crate::pty::{PATIENCE, Session};

const ACCEPT: &str = "/api/v1/quote_item/{id}/accept/";
const LINE: &str = "/api/v1/quote_item/{id}/";

/// A server with one line that is ready, and the home of whoever wants it.
struct Rig {
    server: Server,
    home: Home,
    line: String,
    reference: String,
}

impl Rig {
    fn new() -> Self {
        let server = Server::start(few_orders());
        let (line, reference) = server.sim().world(|world| {
            ready_lines(world, 1);
            let line = world.quotes.lines().next().unwrap();
            (line.id.clone(), line.reference())
        });
        let home = Home::new().with(server.vars());
        home.write_config("[writes]\nsend_delay = \"0s\"\n");
        Self {
            server,
            home,
            line,
            reference,
        }
    }

    /// The program, with the cursor on the line.
    fn session(&self) -> Session {
        let mut session = Session::start([PRODUCT], (110, 32), &self.home.vars());
        session.wait_for("CMD_X_");
        session.send("2");
        session.wait_for(&format!("(?m)^>.{{3}}{}", self.reference));
        session.wait_for("prices read");
        session
    }

    /// Asks for the accept and types what has to be typed, but for the last key.
    fn ask(&self, session: &mut Session) {
        session.send("a");
        session.wait_for(r"of the line: +_ _ _");
        session.wait_for("re-read");
        let ending = &self.reference[self.reference.len() - 3..];
        let mut typed = Vec::new();
        for key in ending.chars().map(String::from) {
            session.send(&key);
            typed.push(key);
            session.wait_for(&format!("of the line: +{}", typed.join(" ")));
        }
    }

    fn count(&self) -> WriteCount {
        let call = format!("PATCH /api/v1/quote_item/{}/accept/", self.line);
        self.server.stats().writes_to(&call)
    }

    /// Waits until the server has the accept, whose answer it holds.
    fn until_received(&self, session: &mut Session) {
        session.wait_until("the server has it", |_| self.count().received == 1);
    }

    fn pending(&self) -> Ran {
        self.home.run(&["journal", "--pending"])
    }

    /// Accepts, and is killed while the answer is held; whoever looks at the line after that has to wait a little.
    fn killed(&self, fault: Fault) -> Session {
        let held = FaultRule::new(fault).on(ACCEPT);
        let slow = FaultRule::new(Fault::Latency).on(LINE).amount(3_000);
        let mut session = self.session();
        self.server.sim().set_faults(vec![held]);
        self.ask(&mut session);
        session.send("\r");
        self.until_received(&mut session);
        session.signal(Signal::KILL);
        session.exit_status(PATIENCE);

        let ran = self.pending();
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(
            ran.out.contains("UNKNOWN") && ran.out.contains("accept"),
            "{ran:?}"
        );
        self.server.sim().set_faults(vec![slow]);
        let mut again = Session::start([PRODUCT], (110, 32), &self.home.vars());
        again.wait_for("1 UNKNOWN");
        again.send("5");
        again.wait_for(r"(?m)^>.*accept");
        again
    }
}

fn quit(mut session: Session) {
    session.send("Q");
    assert_eq!(session.exit_status(PATIENCE).code(), Some(0));
}

#[test]
fn what_was_applied_before_the_kill_is_found_and_never_sent_again() {
    let rig = Rig::new();
    let mut again = rig.killed(Fault::LateHang);
    again.wait_for("read back at ");
    again.wait_until("it is no more unknown", |session| {
        !session.text().contains("1 UNKNOWN")
    });
    quit(again);
    assert_eq!(rig.pending().code, Some(0));
    assert_eq!((rig.count().received, rig.count().applied), (1, 1));
}

#[test]
fn what_was_not_applied_before_the_kill_stays_open_and_is_never_sent_again() {
    let rig = Rig::new();
    let mut again = rig.killed(Fault::Hang);
    again.send("2");
    again.wait_for(&format!("(?m)^>.{{3}}{} +ready", rig.reference));
    again.wait_for("prices read");
    again.send("a");
    again.wait_for("already in progress since .*outcome unknown");
    quit(again);
    let ran = rig.pending();
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert_eq!((rig.count().received, rig.count().applied), (1, 0));
}

#[test]
fn a_second_process_is_told_and_sends_nothing() {
    let rig = Rig::new();
    let (mut first, mut second) = (rig.session(), rig.session());
    rig.ask(&mut second);
    let held = FaultRule::new(Fault::Hang).on(ACCEPT);
    rig.server.sim().set_faults(vec![held]);
    rig.ask(&mut first);
    first.send("\r");
    rig.until_received(&mut first);
    second.send("\r");
    second.wait_for("already in progress since ");
    first.signal(Signal::KILL);
    first.exit_status(PATIENCE);
    second.wait_for("1 UNKNOWN");
    // Its dialog may be open or not: the journal may have told before or after the last key.
    second.signal(Signal::TERM);
    assert_eq!(second.exit_status(PATIENCE).code(), Some(143));
    assert_eq!((rig.count().received, rig.count().applied), (1, 0));
}

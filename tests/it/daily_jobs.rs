//! What people do all day with orders, done in a terminal with the keyboard alone, and every key counted: a job that
//! takes more keys than it did is a job made worse.

use covage_tui::sim::Scenario;
use regex_lite::Regex;

use crate::e2e::quotes::{few_orders, ready_lines};
use crate::product::{Home, PRODUCT, Server};
use crate::pty::{PATIENCE, Session};

/// A person at the keyboard.
struct Desk {
    session: Session,
    keys: usize,
    server: Server,
    _home: Home,
}

impl Desk {
    /// The dashboard on a server of some orders, its list read again every second.
    fn sit_down(scenario: Scenario) -> Self {
        let server = Server::start(scenario);
        let home = Home::new().with(server.vars());
        home.write_config("[refresh]\norders = \"1s\"\n[limits]\nreads_per_second = 20\n");
        let mut session = Session::start([PRODUCT], (80, 24), &home.vars());
        session.wait_for("1 Orders [0-9]+");
        session.wait_for(r"(?m)^>.{3}CMD_X_\d+");
        Self {
            session,
            keys: 0,
            server,
            _home: home,
        }
    }

    /// Presses keys, each counted; what is in angle brackets is one key.
    fn press(&mut self, keys: &str) {
        let each = Regex::new(r"<[a-z]+>|(?s).").unwrap();
        for key in each.find_iter(keys) {
            self.keys += 1;
            self.session.send(match key.as_str() {
                "<enter>" => "\r",
                "<esc>" => "\x1b",
                "<pgdn>" => "\x1b[6~",
                key => key,
            });
            if key.as_str() == "<esc>" {
                // A lone Esc is held for a moment; a key right behind it would be read as one with it.
                self.session.quiet_for(std::time::Duration::from_millis(60));
            }
        }
    }

    fn sees(&mut self, pattern: &str) {
        self.session.wait_for(pattern);
    }

    fn text(&self) -> String {
        self.session.text()
    }

    /// The reference under the cursor.
    fn order(&self) -> String {
        let row = Regex::new(r"(?m)^>.{3}(CMD_X_\d+)").unwrap();
        row.captures(&self.text()).unwrap()[1].to_owned()
    }

    /// What was copied, from the escape sequence the terminal got.
    fn copied(&self) -> Option<String> {
        let output = String::from_utf8_lossy(self.session.raw_output()).into_owned();
        let (_, last) = output.rsplit_once("\x1b]52;c;")?;
        let end = last.find(['\x07', '\x1b'])?;
        Some(last[..end].to_owned())
    }

    #[track_caller]
    fn took_at_most(&mut self, keys: usize) {
        assert!(self.keys <= keys, "{} keys, not {keys}", self.keys);
        self.session.send("Q");
        assert_eq!(self.session.exit_status(PATIENCE).code(), Some(0));
    }
}

/// The Quotes pane of the built program, with the cursor on a line that is ready.
fn at_a_ready_line() -> (Desk, String) {
    let mut desk = Desk::sit_down(few_orders());
    desk.server.sim().world(|world| ready_lines(world, 1));
    let reference = desk.server.sim().world(|world| {
        let line = world.quotes.lines().next().unwrap();
        line.reference()
    });
    desk.session.send("2");
    desk.sees(&format!(r"(?m)^>.{{3}}{reference} +ready"));
    desk.sees("prices read");
    (desk, reference)
}

#[test]
fn accept_an_offer() {
    let (mut desk, reference) = at_a_ready_line();
    let ending = &reference[reference.len() - 3..];
    desk.press("a");
    desk.sees(r"of the line: +_ _ _");
    desk.sees("re-read");
    let mut typed = Vec::new();
    for key in ending.chars().map(String::from) {
        desk.press(&key);
        typed.push(key);
        desk.sees(&format!("of the line: +{}", typed.join(" ")));
    }
    desk.press("<enter>");
    desk.sees(r"sending accept QO_\S+ in [1-5]s");
    desk.sees("order line created");
    assert_eq!(desk.server.stats().writes.len(), 1);
    desk.took_at_most(5);
}

#[test]
fn decline_an_offer() {
    let (mut desk, _) = at_a_ready_line();
    desk.press("d");
    desk.sees("y decline");
    desk.sees(r"\[ok\] still as shown");
    desk.press("y");
    desk.sees(r"decline QO_\S+: done");
    assert_eq!(desk.server.stats().writes.len(), 1);
    desk.took_at_most(2);
}

/// From an empty screen to offers with prices for one building: what is pasted counts as nothing.
#[test]
fn check_one_building() {
    let mut scenario = few_orders();
    scenario.eligibility.requests = 0;
    scenario.eligibility.sync_ms = 700;
    let mut desk = Desk::sit_down(scenario);
    let building = "IMB/76451/C/0019";
    desk.press("3");
    desk.sees("\\+ new request");
    desk.press("+");
    desk.sees("a check of one site");
    desk.press("n");
    desk.sees("families +BPE");
    desk.session.send(format!("\x1b[200~{building}\x1b[201~"));
    desk.sees(&format!("read as +building {building}"));
    desk.press("<enter>");
    desk.sees(&format!(
        "site +{building}, lat 49.4743971 N, lon 1.0921081 E"
    ));
    desk.press("<pgdn>");
    desk.sees("> Continue");
    desk.press("<enter>");
    desk.sees("prices +asked for");
    desk.sees("y check eligibility");
    desk.press("y");
    desk.sees(&format!(
        r"check eligibility {building}: done\.ready, \d+ offers"
    ));
    // The site is under the cursor, its offers beside it, each with what it costs a month.
    desk.sees(r"(?m)BPEA? .*\d+M.* \d+\.\d\d");
    assert_eq!(desk.server.stats().writes.len(), 1);
    desk.took_at_most(7);
}

/// Base 64 without padding cares, as OSC 52 carries it.
fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    text.as_bytes()
        .chunks(3)
        .flat_map(|three| {
            let bits = (0..3).fold(0_u32, |bits, at| {
                bits << 8 | u32::from(three.get(at).copied().unwrap_or(0))
            });
            (0..4).map(move |digit| {
                if digit <= three.len() {
                    char::from(DIGITS[(bits >> (18 - 6 * digit)) as usize & 63])
                } else {
                    '='
                }
            })
        })
        .collect()
}

#[test]
fn morning_triage() {
    let mut desk = Desk::sit_down(Scenario::default().seed(7).orders(30).live());
    // Without a key: how many orders moved stands in the tabs.
    desk.sees(r"1 Orders 30 \+\d");
    // What moved, the newest change on top: two keys.
    desk.press("s1");
    desk.sees("view 1 Inbox");
    desk.sees(r"(?m)^> [CN] CMD_X_");
    // From one to the next, each with its timeline beside it: a key each. Whoever was looked at is news no longer.
    let first = desk.order();
    desk.press("n");
    desk.session.wait_until(
        "the next that moved, or word that there is none",
        |session| {
            let text = session.text();
            !text.contains(&format!("> C {first}")) || text.contains("no other row")
        },
    );
    // What is late, the worst first: two keys more.
    desk.press("s3");
    desk.sees("view 3 Late");
    desk.sees(r"sort slack");
    desk.took_at_most(5);
}

#[test]
fn chase_one_order() {
    let mut desk = Desk::sit_down(Scenario::default().seed(7).orders(400));
    desk.sees("1 Orders 400");
    let wanted = "CMD_X_00009123";
    // A few characters land on it: the last digits of its reference.
    desk.press(":9123<enter>");
    desk.sees(&format!("(?m)^>.{{3}}{wanted}"));
    // Where it stands, step by step; what it is and who manages it follow in the same preview.
    desk.sees(&format!(r"{wanted} \[Timeline\]"));
    desk.sees("due +20[0-9-]+|due +[0-9]{2}-[0-9]{2}");
    // Its reference for a mail.
    desk.press("y");
    desk.sees(&format!("copied {wanted}"));
    assert_eq!(desk.copied(), Some(base64(wanted)));
    // Who is in charge: the third tab.
    desk.press("]]");
    desk.sees(r"\[Contacts\]");
    desk.sees("@covage.example");
    // Its documents: the next.
    desk.press("]");
    desk.sees(r"\[Docs");
    desk.sees(r"(?i)\.pdf|no document");
    desk.took_at_most(6 + 1 + 3);
}

#[test]
fn narrow_down_by_typing_and_keep_it_as_a_view() {
    let mut desk = Desk::sit_down(Scenario::default().seed(7).orders(60));
    desk.press("/state:active<enter>");
    desk.sees(r"1 Orders \d+/60");
    desk.press("SLive<enter>");
    desk.sees(r"view \S+ Live");
    // Everything, and back to it through the menu.
    desk.press("\\");
    desk.sees("filter off");
    desk.press("s");
    desk.sees("Live +state:active");
    desk.took_at_most(14 + 6 + 2);
}

#[test]
fn the_orders_that_use_a_code() {
    let mut desk = Desk::sit_down(Scenario::default().seed(7).orders(60));
    // From an order to all of its project: what belongs to it, then the letter that stands there.
    desk.press("ep");
    desk.sees("/ project=");
    desk.sees(r"1 Orders \d+/60");
    // All of their references into a mail.
    desk.press("*y");
    desk.sees(r"copied \d+ references");
    desk.took_at_most(4);
}

//! What is known of a write in the end, held against what the server did and what the screen told.

use covage_tui::app::writes::words::brief;
use covage_tui::domain::journal::{Entry, FRESH_INTENT_AFTER, JournalId, Settled, Stage};
use covage_tui::domain::write::{Outcome, Receipt, Write};
use covage_tui::sim::WriteCount;

use super::super::desk::Desk;
use super::asked::{Asked, File, Tells};

/// The class of a write's verdict. Fails when it is not true, claims more than is known, or was not told.
pub(super) fn verdict(
    desk: &Desk,
    asked: &Asked,
    file: &File,
    entry: Option<JournalId>,
    cut: &str,
) -> &'static str {
    let count = desk.count(&asked.call);
    let said = desk.said();
    let about = format!("{} {cut}: {count:?}", asked.name);
    assert!(count.received <= 1 && count.applied <= 1, "{about}");
    let Some(entry) = entry else {
        let is_told = said.contains(" not sent: ");
        assert!(count.received == 0 && is_told, "{about}\n{said}");
        return "never begun";
    };
    let entry = desk.entries().iter().find(|it| it.id == entry).unwrap();
    let intent = entry.intent.as_ref().unwrap();
    if let (1, Write::UploadTrace(key, _)) = (count.applied, &intent.write) {
        let there = desk.sim.world(|world| {
            let line = world.quotes.line(key.line.wire()).unwrap();
            line.trace.clone().unwrap().bytes
        });
        assert!(there == file.bytes, "{about}: other bytes");
    }
    let case = Case {
        desk,
        count,
        brief: brief(intent),
        write: &intent.write,
        entry,
        said: &said,
    };
    let (class, is_true) = case.verdict();
    assert!(is_true, "{about} {class} {entry:?}\n{said}");
    class
}

/// The journal's word on a write, and the server's.
struct Case<'a> {
    desk: &'a Desk,
    count: WriteCount,
    /// How people are told of it.
    brief: String,
    write: &'a Write,
    entry: &'a Entry,
    said: &'a str,
}

impl Case<'_> {
    fn verdict(&self) -> (&'static str, bool) {
        let was_applied = self.count.applied == 1;
        match &self.entry.stage {
            Stage::Ended(Outcome::NotSent(_)) => {
                let was_received = self.count.received > 0;
                ("not sent", !was_received && self.says("not sent"))
            }
            Stage::Ended(Outcome::Refused(_)) => ("refused", !was_applied && self.says("refused")),
            Stage::Ended(Outcome::Applied(receipt)) => {
                ("applied", was_applied && self.is_applied(receipt))
            }
            Stage::Ended(Outcome::Unknown(_)) => match (self.tells(), was_applied) {
                (Tells::Nothing, true) => ("unknown for good, and applied", self.claims_nothing()),
                (Tells::Nothing, false) => {
                    ("unknown for good, and not applied", self.claims_nothing())
                }
                (Tells::State | Tells::Ours, _) => {
                    let is_true = !was_applied && self.is_seen_as_it_was();
                    ("unknown, then not applied", is_true)
                }
            },
            Stage::Settled(settled) => (
                "unknown, then reached",
                was_applied && self.is_reached(settled),
            ),
            Stage::Sending => ("being sent", false),
        }
    }

    fn tells(&self) -> Tells {
        Tells::of(self.write)
    }

    /// Whether a message about it holds these words.
    fn says(&self, words: &str) -> bool {
        let mut lines = self.said.lines();
        lines.any(|line| line.starts_with(&self.brief) && line.contains(words))
    }

    /// It is told; of an export with the task by which its file is fetched.
    fn is_applied(&self, receipt: &Receipt) -> bool {
        let is_named = matches!(receipt, Receipt::Task(_));
        self.says("") && is_named == (self.tells() == Tells::Nothing)
    }

    /// The old state was seen when a person may try anew, and that is what is told.
    fn is_seen_as_it_was(&self) -> bool {
        let from = self.entry.staged_at + FRESH_INTENT_AFTER;
        let look = self.entry.look.as_ref();
        look.is_some_and(|look| look.at >= from) && self.says(": not applied as of ")
    }

    /// The new state was seen, and it is told whether it is ours; a file was compared.
    fn is_reached(&self, settled: &Settled) -> bool {
        let Settled::Reached { found, maybe_other } = settled else {
            return false;
        };
        let is_upload = matches!(self.write, Write::UploadTrace(..));
        let is_compared = found.line().contains("same SHA-256");
        let words = match self.tells() {
            Tells::State => ": reached, maybe by someone else, read back at ",
            Tells::Ours => ": applied, read back at ",
            Tells::Nothing => return false,
        };
        *maybe_other == (self.tells() == Tells::State)
            && is_upload == is_compared
            && self.says(words)
    }

    /// Nothing was read, and no more is told than that nobody knows.
    fn claims_nothing(&self) -> bool {
        let claims = [": not applied", ": reached", ": applied", ": done"];
        let (standing, _) = self.desk.state().standing(self.entry);
        !claims.iter().any(|words| self.says(words))
            && self.says(": OUTCOME UNKNOWN, no reading can tell, do not redo before ")
            && self.says(": unknown as of ")
            && standing == "UNKNOWN, no reading can tell"
            && self.entry.looks == 1
    }
}

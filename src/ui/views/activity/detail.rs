//! Everything about one row: the exact request, what was seen, what came of it and how that is known.

use crate::app::dialog::request;
use crate::app::jobs::job::{Job, Stage as JobStage};
use crate::app::notice::Notice;
use crate::app::state::AppState;
use crate::app::views::activity::{Subject, Tone};
use crate::app::writes::lookback::is_read_back;
use crate::domain::failure::Failure;
use crate::domain::journal::{Entry, FRESH_INTENT_AFTER, Settled, Stage};
use crate::domain::text::Text;
use crate::domain::write::{Intent, Outcome, Receipt, Write};
use crate::ui::format::{flagged, span};
use crate::ui::paint::{Pieces, fit, piece, width, wrap};
use crate::ui::theme::Role;

mod batch;

/// Columns of a label.
const LABEL: usize = 10;
/// Columns of the name of what was seen, at most.
const WHAT: usize = 16;
/// Lines of a request that are shown.
const REQUEST: usize = 60;

/// What the preview is of.
pub(super) fn title(state: &AppState, subject: Subject) -> String {
    match subject {
        Subject::Write(id) => match state.journal_entry(id).map(|entry| &entry.intent) {
            Some(Ok(intent)) => format!("Write: {}", intent.write.verb()),
            _ => "Write".to_owned(),
        },
        Subject::Job(number) => match state.jobs.find(number) {
            Some(job) => format!("Job: {}", job.title()),
            None => "Job".to_owned(),
        },
        Subject::Batch(_) => "Job: batch of sites".to_owned(),
        Subject::Error(_) => "Error".to_owned(),
    }
}

/// The lines of what is under the cursor.
pub(super) fn lines(state: &AppState, columns: u16) -> Vec<Pieces<'static>> {
    let mut page = Page {
        state,
        columns: columns.into(),
        lines: Vec::new(),
    };
    match state.activity_pane.under_cursor() {
        Some(Subject::Write(id)) => {
            if let Some(entry) = state.journal_entry(id) {
                page.of_write(entry);
            }
        }
        Some(Subject::Job(number)) => {
            if let Some(job) = state.jobs.find(number) {
                page.of_job(job);
            }
        }
        Some(Subject::Batch(number)) => {
            if let Some(run) = state.batches.find(number) {
                page.of_batch(run);
            }
        }
        Some(Subject::Error(number)) => {
            if let Some(error) = state.error(number) {
                page.of_error(error);
            }
        }
        None => {}
    }
    page.lines
}

/// Lines being written.
struct Page<'a> {
    state: &'a AppState,
    columns: usize,
    lines: Vec<Pieces<'static>>,
}

impl Page<'_> {
    /// A text beside its label, over as many lines as it takes.
    fn say(&mut self, label: &str, text: &str, role: Role) {
        let mut label = format!(" {label:<LABEL$}");
        let room = self.columns.saturating_sub(LABEL + 1).max(8);
        for line in text.lines().flat_map(|line| wrap(line, room)) {
            self.lines
                .push(vec![piece(label, Role::Dim), piece(line, role)]);
            label = " ".repeat(LABEL + 1);
        }
    }

    /// A text over the whole width.
    fn tell(&mut self, text: &str, role: Role) {
        let room = self.columns.saturating_sub(1).max(8);
        for line in wrap(text, room) {
            self.lines.push(vec![piece(format!(" {line}"), role)]);
        }
    }

    /// What it is about, where there is something.
    fn head(&mut self, subject: &Text) {
        if !subject.line().is_empty() {
            self.tell(&flagged(subject), Role::Strong);
            self.gap();
        }
    }

    fn gap(&mut self) {
        self.lines.push(Vec::new());
    }

    fn keys(&self, text: &str) -> String {
        self.state.keymap.tell(text)
    }

    fn at(&self, at: chrono::DateTime<chrono::Utc>) -> String {
        let age = span(self.state.now - at);
        format!("{}, {age} ago", self.state.second(at))
    }

    fn of_write(&mut self, entry: &Entry) {
        match &entry.intent {
            Ok(intent) => self.head(&intent.subject),
            Err(words) => {
                self.tell("a write of a newer program", Role::Strong);
                self.head(words);
            }
        }
        self.stage(entry);
        self.gap();
        let whose = if entry.is_ours {
            "this copy"
        } else {
            "another copy"
        };
        self.say(
            "by",
            &format!("{}, {whose}", safe(&entry.account.username)),
            Role::Text,
        );
        self.say("at", &safe(&entry.account.origin), Role::Text);
        self.say("written", &self.at(entry.at), Role::Text);
        if let Ok(intent) = &entry.intent {
            self.seen(intent);
            self.gap();
            self.request(&intent.write);
        }
    }

    /// How far it came, and how that is known.
    fn stage(&mut self, entry: &Entry) {
        let since = self.at(entry.staged_at);
        match &entry.stage {
            Stage::Sending => {
                self.say("outcome", "not known yet: it is being sent", Role::Text);
            }
            Stage::Ended(Outcome::Unknown(failure)) => self.unknown(entry, failure),
            Stage::Ended(outcome) => {
                let (said, tone) = self.state.standing(entry);
                let said = match outcome {
                    Outcome::Applied(receipt) => receipt_words(receipt),
                    Outcome::NotSent(_) => "not sent: nothing happened at Covage".to_owned(),
                    Outcome::Refused(_) => "refused by Covage: nothing happened".to_owned(),
                    Outcome::Unknown(_) => said,
                };
                self.say("outcome", &said, role(tone));
                if let Outcome::NotSent(failure) | Outcome::Refused(failure) = outcome {
                    self.failure(failure);
                }
                self.say("known", &since, Role::Text);
            }
            Stage::Settled(settled) => {
                let (said, tone) = self.state.standing(entry);
                self.say("outcome", &said, role(tone));
                let how = match settled {
                    Settled::Reached { .. } => "by reading back",
                    Settled::GivenUp => "by a person who confirmed the same anew",
                    Settled::ByHand { .. } => "by hand",
                };
                self.say("settled", &format!("{how}, {since}"), Role::Text);
                self.looks(entry);
            }
        }
        if let Ok(Intent {
            write: Write::Decline(..),
            ..
        }) = &entry.intent
            && matches!(entry.stage, Stage::Ended(Outcome::Applied(_)))
        {
            let back = self.keys("{bring_back} brings the offer back");
            self.say("", &back, Role::Dim);
        }
    }

    fn unknown(&mut self, entry: &Entry, failure: &Failure) {
        self.say(
            "outcome",
            "UNKNOWN: it may have happened at Covage",
            Role::Bad,
        );
        self.failure(failure);
        self.say("since", &self.at(entry.staged_at), Role::Text);
        self.looks(entry);
        self.gap();
        let fresh = FRESH_INTENT_AFTER.num_seconds();
        let (tells, anew) = if is_read_back(entry) {
            (
                "Reading back settles it as soon as the new state is seen; the old state proves nothing.",
                format!("After {fresh}s with the old state the same write can be confirmed anew."),
            )
        } else {
            (
                "No call tells whether it reached Covage.",
                format!("After {fresh}s the same write can be confirmed anew."),
            )
        };
        self.tell(
            &format!("It is never sent again by itself. {tells}"),
            Role::Dim,
        );
        self.tell(&anew, Role::Dim);
        self.tell("Enter settles it by hand, with a note.", Role::Dim);
    }

    fn looks(&mut self, entry: &Entry) {
        if !is_read_back(entry) {
            return self.say("read back", "no reading can tell", Role::Warn);
        }
        let times = match entry.looks {
            0 => "not yet".to_owned(),
            1 => "once".to_owned(),
            looks => format!("{looks} times"),
        };
        self.say("read back", &times, Role::Text);
        if let Some(look) = &entry.look {
            let looked = self.state.looked(entry, look);
            self.say("last", &looked, Role::Warn);
        }
    }

    /// Cause and status, then the server's own words.
    fn failure(&mut self, failure: &Failure) {
        let status = failure.status.map(|status| format!(" ({status})"));
        let cause = format!("{}{}", failure.cause(), status.unwrap_or_default());
        self.say("because", &cause, Role::Text);
        if let Some(words) = &failure.detail {
            self.say("words", &words.block(), Role::Text);
        }
    }

    fn seen(&mut self, intent: &Intent) {
        if intent.seen.is_empty() {
            return;
        }
        self.gap();
        let widest = intent.seen.iter().map(|seen| width(&seen.what)).max();
        let columns = widest.unwrap_or(0).min(WHAT);
        let mut label = "seen";
        for seen in &intent.seen {
            let text = format!("{}  {}", fit(&seen.what, columns), flagged(&seen.value));
            self.say(label, &text, Role::Text);
            label = "";
        }
    }

    /// The exact request.
    fn request(&mut self, write: &Write) {
        let lines = request::lines(write);
        let shown = lines.get(..REQUEST.min(lines.len())).unwrap_or_default();
        self.say("request", &shown.join("\n"), Role::Text);
        if lines.len() > REQUEST {
            self.say("", "and more", Role::Dim);
        }
    }

    fn of_job(&mut self, job: &Job) {
        self.head(&job.about);
        let (standing, tone) = self.state.standing_of_job(job);
        match &job.stage {
            JobStage::Done(path) => {
                self.say("saved", path, Role::Good);
                let copy = self.keys("{copy} copies the path");
                self.say("", &copy, Role::Dim);
            }
            JobStage::Unfetchable => {
                let said = self.state.no_way(job);
                self.say("state", &said, Role::Text);
            }
            _ => self.say("state", &standing, role(tone)),
        }
        if let Some(task) = &job.task {
            self.say("task", &flagged(task.text()), Role::Text);
        }
        self.say("since", &self.at(job.since), Role::Text);
        self.say("changed", &self.at(job.moved_at), Role::Text);
        if !matches!(job.stage, JobStage::Done(_)) {
            self.say("file", &flagged(&job.file), Role::Text);
        }
        self.gap();
        let way = match &job.stage {
            JobStage::Slot(_) => "Enter takes it back; nothing was sent yet.",
            JobStage::Starting | JobStage::Saving(_) => return,
            JobStage::Done(_) => "Nothing was overwritten: a name that is taken gets a number.",
            JobStage::Waiting { .. } => {
                "Enter stops following it, {refresh_row} asks Covage at once."
            }
            JobStage::Asking { .. } | JobStage::Fetching(_) => "Enter stops following it.",
            JobStage::Unfetchable => {
                "The task is Covage's: its support may send the file. {copy} copies the task, {refresh_row} tries again."
            }
            JobStage::Left => {
                "An earlier run of this program started it and may not have fetched it. {refresh_row} asks Covage for it."
            }
            _ if job.can_be_resumed() => "{refresh_row} or Enter takes it up again.",
            JobStage::Failed(_) | JobStage::Stopped => "{export} asks Covage for another one.",
        };
        let way = self.keys(way);
        self.tell(&way, Role::Dim);
    }

    fn of_error(&mut self, error: &Notice) {
        self.tell(&error.text, Role::Warn);
        self.gap();
        self.say("said", &self.at(error.at), Role::Text);
        if error.times > 1 {
            self.say("", &format!("{} times in a row", error.times), Role::Text);
        }
        let copy = self.keys("{copy} copies it, {messages} lists all messages");
        self.say("", &copy, Role::Dim);
    }
}

fn role(tone: Tone) -> Role {
    match tone {
        Tone::Good => Role::Good,
        Tone::Quiet => Role::Dim,
        Tone::Busy => Role::Text,
        Tone::Bad | Tone::Alarm => Role::Bad,
    }
}

fn safe(text: &str) -> String {
    Text::new(text).line().to_owned()
}

fn receipt_words(receipt: &Receipt) -> String {
    match receipt {
        Receipt::Task(task) => format!("applied: Covage works on {}", task.text().line()),
        Receipt::Accepted { session, item } => {
            let word = |text: &Option<Text>| text.as_ref().map(|text| text.line().to_owned());
            let session = word(session).unwrap_or_else(|| "not told".to_owned());
            let item = word(item).unwrap_or_else(|| "not told".to_owned());
            format!("applied: order session {session}, line {item}")
        }
        Receipt::Basket(_) | Receipt::Line(_) | Receipt::Qualification(_) | Receipt::Key(_) => {
            "applied".to_owned()
        }
        Receipt::Bare => "applied; the answer told nothing more".to_owned(),
    }
}

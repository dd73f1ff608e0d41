//! What a dialog has checked, a line each: whatever is not good keeps it from being confirmed.

use chrono::TimeDelta;

use crate::app::batch::Asked;
use crate::app::copy::counted;
use crate::app::dialog::accept::Accept;
use crate::app::dialog::looks::Verdict;
use crate::app::dialog::{Dialog, Kind};
use crate::app::state::AppState;
use crate::app::writes::seen::{Difference, FAR, FAS, MONTHLY, RAW, TERM, VALID_UNTIL};
use crate::app::writes::words;
use crate::domain::ids::LineId;
use crate::domain::journal::{Settled, Stage};
use crate::domain::quote::{Line, LineState, OfferState};
use crate::domain::request::Reply;
use crate::domain::text::Text;
use crate::domain::write::{Outcome, Write};

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// As it should be.
    Good,
    /// Cannot be told and is no hindrance.
    Open,
    /// Not known yet.
    Waiting,
    /// Not as it should be.
    Bad,
}

/// A check; its text is safe for one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// How it went.
    pub mark: Mark,
    /// What was checked.
    pub text: String,
}

fn check(mark: Mark, text: impl Into<String>) -> Check {
    Check {
        mark,
        text: text.into(),
    }
}

impl AppState {
    /// What was checked before a dialog may be confirmed.
    pub fn dialog_checks(&self, dialog: &Dialog) -> Vec<Check> {
        let verdict = dialog.looks.verdict(&dialog.confirm);
        match &dialog.kind {
            Kind::Accept(accept) => self.checks_of_accept(dialog, accept, &verdict),
            Kind::Batch(Asked::New(draft)) => {
                let problem = draft.problem().map(|why| check(Mark::Bad, why));
                problem.into_iter().collect()
            }
            _ => self.checks_of_any(dialog, &verdict),
        }
    }

    fn checks_of_any(&self, dialog: &Dialog, verdict: &Verdict) -> Vec<Check> {
        match verdict {
            Verdict::Same(None) => Vec::new(),
            Verdict::Same(Some(at)) => {
                let age = ago(self.now - *at);
                vec![check(Mark::Good, format!("still as shown, re-read {age}"))]
            }
            Verdict::Differs(all) => {
                let is_one = dialog.confirm.intents.len() == 1;
                all.iter()
                    .map(|(subject, difference)| {
                        let told = tell(difference);
                        let told = if is_one {
                            told
                        } else {
                            format!("{}: {told}", subject.line())
                        };
                        check(Mark::Bad, told)
                    })
                    .collect()
            }
            other => vec![unread(other)],
        }
    }

    fn checks_of_accept(&self, dialog: &Dialog, accept: &Accept, verdict: &Verdict) -> Vec<Check> {
        let mut checks = Vec::new();
        let (of_price, of_validity): (&[&str], _) = (&[MONTHLY, FAS, FAR, TERM, RAW], VALID_UNTIL);
        let found: &[(Text, Difference)] = match verdict {
            Verdict::Differs(all) => all,
            _ => &[],
        };
        let differing = |is_meant: &dyn Fn(&str) -> bool| -> Vec<Check> {
            let meant = found.iter().filter(|(_, it)| is_meant(&it.what));
            meant.map(|(_, it)| check(Mark::Bad, tell(it))).collect()
        };
        let is_read = matches!(verdict, Verdict::Same(_) | Verdict::Differs(_));
        let state = differing(&|what| what != of_validity && !of_price.contains(&what));
        if state.is_empty() {
            checks.push(match verdict {
                Verdict::Same(Some(at)) => {
                    let age = ago(self.now - *at);
                    check(Mark::Good, format!("still ready, re-read {age}"))
                }
                Verdict::Same(None) | Verdict::Differs(_) => check(Mark::Good, "still ready"),
                other => unread(other),
            });
        }
        checks.extend(state);
        let price = differing(&|what| of_price.contains(&what));
        if price.is_empty() {
            checks.push(if is_read {
                check(Mark::Good, "price unchanged")
            } else {
                check(Mark::Waiting, "price")
            });
        }
        checks.extend(price);
        let validity = differing(&|what| what == of_validity);
        if validity.is_empty() {
            checks.push(self.valid(&accept.line().line, is_read));
        }
        checks.extend(validity);
        let fresh = dialog.confirm.intents.first();
        let fresh = fresh.and_then(|intent| dialog.looks.reply_about(intent));
        let line = match fresh {
            Some(Reply::Line(line)) => line,
            _ => &accept.line().line,
        };
        checks.push(self.accepted_before(line));
        checks
    }

    /// For how long the offers of a line are valid.
    fn valid(&self, line: &Line, is_read: bool) -> Check {
        let Some(day) = line
            .validity_date
            .as_ref()
            .and_then(|date| date.day(&self.zone))
        else {
            return match &line.validity_date {
                Some(crate::domain::date::FlexDate::Raw(raw)) => {
                    check(Mark::Open, format!("valid until: {}", raw.line()))
                }
                _ => check(Mark::Open, "no end of validity is told"),
            };
        };
        let left = (day - self.today()).num_days();
        let mark = if is_read { Mark::Good } else { Mark::Waiting };
        match left {
            ..0 => check(Mark::Bad, format!("valid until {day}: over")),
            0 => check(mark, "valid today, the last day"),
            1 => check(mark, "valid 1 more day"),
            _ => check(mark, format!("valid {left} more days")),
        }
    }

    /// Whether the line was accepted already, as far as the line and the journal tell.
    fn accepted_before(&self, line: &Line) -> Check {
        let offers = line.offers.as_deref().unwrap_or_default();
        if line.state == LineState::Accepted {
            return check(Mark::Bad, "the line was accepted already");
        }
        let accepted = offers
            .iter()
            .position(|offer| offer.state == Some(OfferState::Accepted));
        if let Some(place) = accepted {
            return check(
                Mark::Bad,
                format!("offer {} was accepted already", place + 1),
            );
        }
        match self.accepted_at(&line.id) {
            Some(at) => check(Mark::Bad, format!("accepted by this tool at {at}")),
            None => check(Mark::Good, "no earlier accept made"),
        }
    }

    /// When an accept of a line took effect, as the journal knows.
    fn accepted_at(&self, line: &LineId) -> Option<String> {
        let entries = self.writes.journal.entries.iter();
        let accept = entries.filter(|entry| {
            let write = entry.intent.as_ref().map(|intent| &intent.write);
            matches!(write, Ok(Write::Accept(key)) if key.line == *line)
        });
        let mut applied = accept.filter(|entry| {
            matches!(
                entry.stage,
                Stage::Ended(Outcome::Applied(_)) | Stage::Settled(Settled::Reached { .. })
            )
        });
        applied
            .next()
            .map(|entry| words::second(entry.at, &self.zone))
    }
}

/// A target that is not read.
fn unread(verdict: &Verdict) -> Check {
    match verdict {
        Verdict::Failed(why) => check(Mark::Bad, format!("not read again: {why}")),
        Verdict::Reading(done, of) if *of > 1 => check(
            Mark::Waiting,
            format!("reading {} again, {done} done", counted(*of, "line")),
        ),
        _ => check(Mark::Waiting, "reading it again"),
    }
}

/// `monthly price: 145.00 -> 150.00`.
fn tell(difference: &Difference) -> String {
    let Difference { what, was, is } = difference;
    format!("{what}: {} -> {}", was.line(), is.line())
}

/// `1s ago`, `2m ago`.
fn ago(age: TimeDelta) -> String {
    match age.num_seconds() {
        ..=0 => "just now".to_owned(),
        secs @ 1..5 => format!("{secs}s ago"),
        // In steps, so that a dialog that waits is still.
        secs @ 5..60 => format!("{}s ago", secs / 5 * 5),
        secs => format!("{}m ago", secs / 60),
    }
}

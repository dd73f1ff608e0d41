//! What is said of a write, in one line: short names, ends, and what to press next.

use chrono::{DateTime, TimeDelta, Utc};

use super::seen::Difference;
use super::verdict::can_be_read_back;
use crate::app::action::Action;
use crate::app::state::AppState;
use crate::domain::date::Zone;
use crate::domain::journal::{Entry, FRESH_INTENT_AFTER};
use crate::domain::write::{Intent, Write};

/// A reference longer than this is cut in the middle.
const LONG: usize = 12;
/// What is kept of its end: the three characters a person types to confirm.
const ENDING: usize = 3;

/// A write in few columns: `accept QO_..001/2173`.
pub fn brief(intent: &Intent) -> String {
    let brief = format!("{} {}", intent.write.verb(), about(intent));
    brief.trim_end().to_owned()
}

/// What a write is about, in few columns: `QO_..001/2173`.
pub fn about(intent: &Intent) -> String {
    let subject = intent.subject.line();
    // A building or a position: what is in its middle tells it apart.
    if matches!(intent.write, Write::Qualify(_)) {
        return subject.to_owned();
    }
    let name = subject.split_whitespace().next().unwrap_or_default();
    if !name.contains(|c: char| c.is_ascii_digit()) {
        return subject.to_owned();
    }
    let name = short(name);
    match &intent.write {
        Write::Accept(key) | Write::Decline(key, _) | Write::Restore(key) => {
            format!("{name}/{}", key.product.text().line())
        }
        Write::ExportOfferPdf(_, product) => format!("{name}/{}", product.text().line()),
        _ => name,
    }
}

/// A reference without its middle: `QO_..001`.
pub(crate) fn short(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    if chars.len() <= LONG {
        return name.to_owned();
    }
    let head = chars
        .iter()
        .take(5)
        .position(|c| *c == '_')
        .map_or(4, |at| at + 1);
    let head: String = chars.iter().take(head).collect();
    let ending: String = chars.iter().skip(chars.len() - ENDING).collect();
    format!("{head}..{ending}")
}

/// The action that asks for a write of this kind.
pub fn action(write: &Write) -> Action {
    match write {
        Write::Accept(_) => Action::Accept,
        Write::Decline(..) => Action::Decline,
        Write::Restore(_) => Action::BringBack,
        Write::Terminate(_)
        | Write::Change(_)
        | Write::CreateBasket(_)
        | Write::AddLine(..)
        | Write::Qualify(_) => Action::New,
        Write::EditBasket(..) | Write::EditLine(..) => Action::Edit,
        Write::ConfirmBasket(_) => Action::ConfirmBasket,
        Write::DeleteLine(_) => Action::Delete,
        Write::UploadTrace(..) | Write::DeleteTrace(_) => Action::Files,
        Write::StartOrderExport
        | Write::ExportLinePdf(_)
        | Write::ExportOfferPdf(..)
        | Write::StartQuoteExport(_) => Action::Export,
    }
}

/// How a write of unknown outcome stands as of a look: as it was before, or, where nothing can be read, not known at all.
pub fn still(write: &Write) -> &'static str {
    if can_be_read_back(write) {
        "not applied"
    } else {
        "unknown"
    }
}

/// What differs, old and new: `monthly price 145.00 -> 150.00`.
pub fn differences(differences: &[Difference]) -> String {
    let one = |difference: &Difference| {
        let Difference { what, was, is } = difference;
        format!("{what} {} -> {}", was.line(), is.line())
    };
    let all: Vec<_> = differences.iter().map(one).collect();
    all.join(", ")
}

/// The time of day to the second: what a write is told by.
pub fn second(at: DateTime<Utc>, zone: &Zone) -> String {
    zone.local(at).format("%H:%M:%S").to_string()
}

/// Seconds that are left, the one that runs included: `4s`, `1:05`.
pub fn seconds_left(left: TimeDelta) -> String {
    let secs = (left + TimeDelta::milliseconds(999)).num_seconds().max(0);
    if secs < 60 {
        format!("{secs}s")
    } else {
        format!("{}:{:02}", secs / 60, secs % 60)
    }
}

impl AppState {
    /// `press a again`.
    pub(super) fn press_again(&self, write: &Write) -> String {
        format!("press {} again", self.keymap.shown(action(write)))
    }

    /// Says, until somebody has read it, that a write was not sent.
    pub(super) fn not_sent(&mut self, intent: &Intent, why: &str) {
        let text = format!("{} not sent: {why}", brief(intent));
        self.notices.lasting_problem(self.now, text);
    }

    /// Why another write on the target of an open entry has to wait.
    pub(super) fn in_progress(&self, entry: &Entry) -> String {
        let since = second(entry.at, &self.zone);
        if !entry.is_unknown() {
            return format!("already in progress since {since}");
        }
        let from = second(entry.staged_at + FRESH_INTENT_AFTER, &self.zone);
        let then = if self.now < entry.staged_at + FRESH_INTENT_AFTER {
            format!("not before {from}")
        } else {
            "not before it was read back".to_owned()
        };
        format!("already in progress since {since}, outcome unknown: do not redo, {then}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixtures;
    use crate::domain::ids::{LineId, ProductId};
    use crate::domain::text::Text;
    use crate::domain::write::{BasketFields, OfferKey};

    fn intent(write: Write, subject: &str) -> Intent {
        Intent {
            write,
            subject: Text::new(subject),
            seen: Vec::new(),
        }
    }

    #[test]
    fn a_write_is_named_by_the_ends_of_its_reference_and_by_its_offer() {
        let key = OfferKey {
            line: LineId::new("7ee14cbd"),
            product: ProductId::new("2173"),
        };
        let accept = intent(
            Write::Accept(key),
            "QO_20260423_00000001 / 2173 BPEA 20M/100M",
        );
        assert_eq!(brief(&accept), "accept QO_..001/2173");
        let uuid = "123e4567-e89b-12d3-a456-426614174000";
        let edit = intent(Write::StartOrderExport, uuid);
        assert_eq!(about(&edit), "123e..000");
        let create = intent(Write::CreateBasket(BasketFields::default()), "a new basket");
        assert_eq!(brief(&create), "create basket a new basket");
    }

    #[test]
    fn a_countdown_begins_with_the_whole_delay_and_never_says_less_than_nothing() {
        assert_eq!(seconds_left(TimeDelta::milliseconds(4_001)), "5s");
        assert_eq!(seconds_left(TimeDelta::milliseconds(4_000)), "4s");
        assert_eq!(seconds_left(TimeDelta::seconds(65)), "1:05");
        assert_eq!(seconds_left(TimeDelta::seconds(-3)), "0s");
        assert_eq!(second(fixtures::now(), &Zone::utc()), "13:00:00");
    }
}

//! The part of a filter that Covage's export of quote lines understands.
//!
//! That export compares six fields, each with one whole value. So a term counts if it asks for a whole value (`client=`), or
//! for a state by its full word; all else is left out and named. What is passed on is spelt as Covage spells it.

use crate::app::query::{PlainTerm, plain_terms};
use crate::domain::fold::fold;
use crate::domain::quote::{Line, LineFilter, LineState};
use crate::domain::text::Text;

/// Which lines an export is to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LinesAsked {
    /// What Covage is told.
    pub(super) filter: LineFilter,
    /// Terms it is not told, as they were written.
    pub(super) left_out: Vec<String>,
}

impl LinesAsked {
    /// Of a filter as it is written, with the lines that are known.
    pub(super) fn new(text: &str, known: &[&Line]) -> Self {
        let mut asked = Self::default();
        for term in plain_terms(text) {
            if !asked.take(&term, known) {
                asked.left_out.push(term.written);
            }
        }
        asked
    }

    /// Takes a term in; false when Covage would not understand it.
    fn take(&mut self, term: &PlainTerm, known: &[&Line]) -> bool {
        let Some((name, value)) = &term.asks else {
            return false;
        };
        let spelt = |of: fn(&Line) -> Option<&Text>| {
            if !term.is_whole {
                return None;
            }
            let is_it = |text: &&Text| fold(text.line()) == fold(value);
            let spelt = known.iter().filter_map(|line| of(line)).find(is_it);
            Some(spelt.cloned().unwrap_or_else(|| Text::new(value.as_str())))
        };
        let (place, value) = match name.as_str() {
            "state" | "status" => (&mut self.filter.state, state(value)),
            "ref" | "reference" => (
                &mut self.filter.reference,
                spelt(|line| line.reference.as_ref()),
            ),
            "client" | "customer" => (
                &mut self.filter.end_customer_name,
                spelt(|line| line.end_customer_name.as_ref()),
            ),
            "project" => (
                &mut self.filter.project,
                spelt(|line| line.project.as_ref()),
            ),
            "sector" | "business_sector" => (
                &mut self.filter.business_sector,
                spelt(|line| line.business_sector.as_ref()),
            ),
            _ => return false,
        };
        // A second value of one field would have to hold as well, which no line can.
        if place.is_some() || value.is_none() {
            return false;
        }
        *place = value;
        true
    }

    /// What Covage is told, in words.
    pub(super) fn note(&self) -> String {
        let filter = &self.filter;
        let told = [
            ("state", &filter.state),
            ("reference", &filter.reference),
            ("end_customer_name", &filter.end_customer_name),
            ("project_id", &filter.project),
            ("business_sector", &filter.business_sector),
            ("customer_order_name", &filter.customer_order_name),
        ];
        let told: Vec<_> = told
            .iter()
            .filter_map(|(name, value)| Some(format!("{name} = {}", value.as_ref()?.line())))
            .collect();
        if told.is_empty() {
            "every line".to_owned()
        } else {
            told.join(", ")
        }
    }

    /// What there is to say beyond that.
    pub(super) fn more(&self) -> String {
        if self.left_out.is_empty() {
            return "Kept to one export in 5 minutes.".to_owned();
        }
        let left_out = self.left_out.join(" ");
        format!("Left out, for Covage's export knows no such filter: {left_out}")
    }

    /// What the export is about, for people; nothing for every line.
    pub(super) fn subject(&self) -> String {
        if self.filter == LineFilter::default() {
            String::new()
        } else {
            self.note()
        }
    }
}

/// A state by its full word.
fn state(value: &str) -> Option<Text> {
    let known = LineState::KNOWN.iter().map(LineState::word);
    let mut known = known.filter(|word| *word == fold(value));
    known.next().map(Text::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixtures::quotes::line;

    fn asked(text: &str) -> (String, Vec<String>) {
        let mut line = line(1, "ready");
        line.end_customer_name = Some(Text::new("Hôpital Saint-Louis"));
        let asked = LinesAsked::new(text, &[&line]);
        (asked.note(), asked.left_out)
    }

    #[test]
    fn whole_values_and_states_are_passed_on_as_covage_spells_them() {
        let told = "state = ready, end_customer_name = Hôpital Saint-Louis";
        let (note, left_out) = asked("state:Ready client=\"hopital saint-louis\"");
        assert_eq!((note.as_str(), left_out.len()), (told, 0));
        assert_eq!(asked("ref=QO_9").0, "reference = QO_9");
        assert_eq!(asked("").0, "every line");
    }

    #[test]
    fn what_is_not_passed_on_is_named_as_it_was_written() {
        for text in [
            "dupont",
            "client:dupont",
            "state:rea",
            "-state:ready",
            "state:ready,refused",
            "val<10d",
            "client~^king",
            "project=*",
        ] {
            let told = ("every line".to_owned(), vec![text.to_owned()]);
            assert_eq!(asked(text), told, "{text}");
        }
        let (note, left_out) = asked("state:ready state:refused val<10d");
        assert_eq!(note, "state = ready");
        assert_eq!(left_out, ["state:refused", "val<10d"]);
    }

    #[test]
    fn beside_an_alternative_no_term_holds_alone() {
        let (note, left_out) = asked("state:ready ( client=a | client=b )");
        assert_eq!(note, "every line");
        assert_eq!(left_out, ["state:ready ( client=a | client=b )"]);
    }
}

//! The historic of an order (contract: `OrderHistoric`), in the server's order (O13).

use serde_json::value::RawValue;

use super::field::Field;
use super::object::wire_object;
use crate::api::intern::Words;
use crate::api::page::Rows;
use crate::domain::text::Text;
use crate::domain::timeline::{Historic, HistoricEntry, HistoricState};

wire_object!(Entry {
    change_reason = "change_reason",
    change_date = "change_date",
    state = "state",
});

/// Entries that still lack the answer they were read from.
pub(crate) struct Unraw(Vec<HistoricEntry>);

impl Unraw {
    /// With the whole answer as it came.
    pub(crate) fn with_raw(self, body: String) -> Historic {
        Historic {
            entries: self.0,
            raw: Text::new(body),
        }
    }
}

/// Reads every entry. One that is no object, or has no state, keeps its place with what it was.
pub(crate) fn read(rows: &Rows<'_>, words: &mut Words<'_>) -> Unraw {
    Unraw(rows.list.iter().map(|row| entry(row, words)).collect())
}

fn entry(raw: &RawValue, words: &mut Words<'_>) -> HistoricEntry {
    let entry = Entry::read(raw.get()).unwrap_or_default();
    let word = entry
        .state
        .scalar()
        .or_else(|| Field::new(raw).scalar())
        .unwrap_or_else(|| raw.get().into());
    let state = match HistoricState::parse(&word) {
        HistoricState::Lifecycle(_) => HistoricState::Lifecycle(words.text(&word)),
        step @ HistoricState::Step(_) => step,
    };
    HistoricEntry {
        state,
        date: entry.change_date.date(),
        reason: entry.change_reason.text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::intern::Interner;

    fn historic(body: &str) -> Historic {
        let interner = Interner::default();
        let mut words = interner.words();
        read(&Rows::split(body).unwrap(), &mut words).with_raw(body.to_owned())
    }

    #[test]
    fn o13_the_servers_order_is_kept() {
        let historic = historic(
            r#"[{"state":"connexion_planned","change_date":"2025-06-05"},
                {"state":"active","change_date":"2025-06-01"}]"#,
        );
        let dates: Vec<_> = historic.entries.iter().map(|entry| &entry.date).collect();
        assert!(format!("{dates:?}").contains("2025-06-05"));
        assert!(matches!(historic.entries[0].state, HistoricState::Step(_)));
        assert_eq!(
            historic.entries[1].state,
            HistoricState::Lifecycle("active".into())
        );
    }

    #[test]
    fn an_odd_entry_keeps_its_place() {
        let historic = historic(r#"{"results":["active",{"change_date":"2025-06-01"},7]}"#);
        let states: Vec<_> = historic
            .entries
            .iter()
            .map(|entry| match &entry.state {
                HistoricState::Lifecycle(text) => text.wire().to_owned(),
                HistoricState::Step(step) => step.word().to_owned(),
            })
            .collect();
        assert_eq!(states, ["active", r#"{"change_date":"2025-06-01"}"#, "7"]);
        assert!(historic.entries[1].date.is_some());
        assert!(historic.raw.wire().starts_with("{\"results\""));
    }
}

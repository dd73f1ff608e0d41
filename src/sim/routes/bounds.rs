//! Filters by instant: `<field>_gt` and `<field>_lt` (row `G11`).

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::json;

use super::super::answer::{Answer, Call};
use super::fields::field_errors;

/// The bounds of a call, each with the parameter it came in.
pub(super) struct Bounds(Vec<(String, DateTime<Utc>)>);

impl Bounds {
    /// Reads the bounds for some fields.
    ///
    /// # Errors
    /// 400 for a value that is no instant and no day.
    pub(super) fn read(call: &Call<'_>, fields: &[&str]) -> Result<Self, Answer> {
        let mut bounds = Vec::new();
        let names = fields
            .iter()
            .flat_map(|field| [format!("{field}_gt"), format!("{field}_lt")]);
        for name in names {
            match call.query(&name).map(instant) {
                Some(None) => {
                    let text = "Saisissez une date et une heure valides (ISO 8601).";
                    return Err(field_errors(call, json!({ name: [text] })));
                }
                Some(Some(bound)) => bounds.push((name, bound)),
                None => {}
            }
        }
        Ok(Self(bounds))
    }

    /// Whether the value of a field lies within them.
    pub(super) fn hold(&self, field: &str, at: DateTime<Utc>) -> bool {
        self.0
            .iter()
            .all(|(name, bound)| match name.strip_prefix(field) {
                Some("_gt") => at > *bound,
                Some("_lt") => at < *bound,
                _ => true,
            })
    }
}

/// An instant, or the start of a day.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let exact = DateTime::parse_from_rfc3339(text).map(|at| at.to_utc());
    exact.ok().or_else(|| {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        Some(day.and_time(NaiveTime::MIN).and_utc())
    })
}

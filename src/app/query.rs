//! stub
#![allow(missing_docs)]
use crate::domain::date::Zone;
use chrono::{DateTime, NaiveDate, Utc};
#[derive(Clone, Debug)]
pub struct Now {
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    pub zone: Zone,
    pub me: Vec<String>,
}
#[derive(Clone, Debug)]
pub struct Query;
#[derive(Clone, Debug, PartialEq)]
pub struct QueryError {
    pub at: std::ops::Range<usize>,
    pub message: String,
    pub hint: String,
}
impl Query {
    pub fn parse_orders(text: &str, _now: &Now) -> Result<Option<Self>, QueryError> {
        if text == "!" {
            return Err(QueryError {
                at: 0..1,
                message: "x".into(),
                hint: "y".into(),
            });
        }
        Ok(None)
    }
}

pub const FIELD_HELP: &[(&str, &str)] = &[("late:yes", "late")];

//! When an order is due, how much slack is left, and whether it is late: yes, maybe or no.
//!
//! A due date that Covage states is exact. Where only a lead time is known, the date is the order date plus those
//! weeks: an estimate, shown with `~`, and lateness against it is only a maybe.

use chrono::{NaiveDate, TimeDelta};

use crate::domain::date::{FlexDate, Zone};
use crate::domain::lenient::{Lenient, Weeks};
use crate::domain::order::OrderState;

/// A delivery day and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// The day.
    pub day: NaiveDate,
    /// True when it was computed from a lead time rather than stated by Covage.
    pub is_estimate: bool,
}

impl Due {
    /// The stated date if there is one, else the order date plus the lead time, else nothing.
    pub fn of(
        stated: Option<&FlexDate>,
        order_date: Option<&FlexDate>,
        lead_time: Option<&Lenient<Weeks>>,
        zone: &Zone,
    ) -> Option<Self> {
        if let Some(day) = stated.and_then(|date| date.day(zone)) {
            return Some(Self {
                day,
                is_estimate: false,
            });
        }
        let Weeks(weeks) = lead_time.and_then(Lenient::value)?;
        let day = order_date?
            .day(zone)?
            .checked_add_signed(TimeDelta::weeks(weeks.into()))?;
        Some(Self {
            day,
            is_estimate: true,
        })
    }

    /// Days from `today` to the due day; negative when it has passed.
    pub fn slack_days(self, today: NaiveDate) -> i64 {
        (self.day - today).num_days()
    }
}

/// Whether an order is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Late {
    /// Delivered, ended, or its due day has not passed.
    No,
    /// Only an estimated day has passed, or no day is known.
    Maybe,
    /// A stated day has passed.
    Yes,
}

impl Late {
    /// Judges an order in `state` on `today`. An order that awaits delivery without any due date is a maybe.
    pub fn judge(state: &OrderState, due: Option<Due>, today: NaiveDate) -> Self {
        if !state.is_awaiting_delivery() {
            return Self::No;
        }
        match due {
            None => Self::Maybe,
            Some(due) if due.slack_days(today) >= 0 => Self::No,
            Some(due) if due.is_estimate => Self::Maybe,
            Some(_) => Self::Yes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_stated_date_wins_over_the_lead_time() {
        let stated = FlexDate::parse("2025-04-30");
        let ordered = FlexDate::parse("2025-04-01");
        let lead = Lenient::Value(Weeks(1));
        let due = Due::of(stated.as_ref(), ordered.as_ref(), Some(&lead), &Zone::utc()).unwrap();
        assert_eq!(
            due,
            Due {
                day: day("2025-04-30"),
                is_estimate: false
            }
        );
        let due = Due::of(None, ordered.as_ref(), Some(&lead), &Zone::utc()).unwrap();
        assert_eq!(
            due,
            Due {
                day: day("2025-04-08"),
                is_estimate: true
            }
        );
        assert_eq!(Due::of(None, ordered.as_ref(), None, &Zone::utc()), None);
    }

    #[test]
    fn late_is_yes_maybe_or_no() {
        let today = day("2025-05-09");
        let past = Due {
            day: day("2025-04-30"),
            is_estimate: false,
        };
        assert_eq!(
            Late::judge(&OrderState::InProgress, Some(past), today),
            Late::Yes
        );
        assert_eq!(
            Late::judge(
                &OrderState::InProgress,
                Some(Due {
                    is_estimate: true,
                    ..past
                }),
                today
            ),
            Late::Maybe
        );
        assert_eq!(
            Late::judge(&OrderState::InProgress, None, today),
            Late::Maybe
        );
        assert_eq!(
            Late::judge(&OrderState::Active, Some(past), today),
            Late::No
        );
        assert_eq!(
            Late::judge(
                &OrderState::Confirmed,
                Some(Due {
                    day: today,
                    is_estimate: false
                }),
                today
            ),
            Late::No
        );
        assert_eq!(past.slack_days(today), -9);
    }
}

//! How an eligibility request or a site went through its states: which one when, and how long each took.
//!
//! States stand as the server told them, odd orders included; a duration is known only between two moments that can be
//! read.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::date::{FlexDate, Zone};
use crate::domain::eligibility::{QualificationState, StateChange};
use crate::domain::text::Text;

/// A state it was in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase<'a> {
    /// The state.
    pub state: &'a QualificationState,
    /// When it began; `None` where nothing tells.
    pub since: Option<&'a FlexDate>,
    /// Why, where the server says so.
    pub reason: Option<&'a Text>,
    /// Time in the state before, up to this one.
    pub after: Option<TimeDelta>,
    /// Time in this state: so far for the live one, `None` for a final one.
    pub lasted: Option<TimeDelta>,
    /// Whether it is in this state now, and something is to follow.
    pub is_live: bool,
}

/// The states of a history, first to last. A current state that the history lacks comes last, without a moment.
pub fn phases<'a>(
    changes: &'a [StateChange],
    state: Option<&'a QualificationState>,
    now: DateTime<Utc>,
    zone: &Zone,
) -> Vec<Phase<'a>> {
    let moment = |change: &StateChange| change.at.as_ref().and_then(|at| at.moment(zone));
    let mut phases: Vec<Phase<'a>> = Vec::with_capacity(changes.len() + 1);
    for (place, change) in changes.iter().enumerate() {
        let begun = moment(change);
        let before = place.checked_sub(1).and_then(|it| changes.get(it));
        let next = changes.get(place + 1);
        phases.push(Phase {
            state: &change.state,
            since: change.at.as_ref(),
            reason: change.reason.as_ref(),
            after: between(before.and_then(moment), begun),
            lasted: between(begun, next.and_then(moment)),
            is_live: false,
        });
    }
    let last = changes.last().map(|change| &change.state);
    if let Some(state) = state.filter(|state| last != Some(*state)) {
        phases.push(Phase {
            state,
            since: None,
            reason: None,
            after: None,
            lasted: None,
            is_live: false,
        });
    }
    if let Some(phase) = phases.last_mut().filter(|it| !it.state.is_final()) {
        phase.is_live = true;
        let begun = phase.since.and_then(|at| at.moment(zone));
        phase.lasted = begun.map(|at| (now - at).max(TimeDelta::zero()));
    }
    phases
}

/// From the first state to the last, or to now while one is live.
pub fn in_all(phases: &[Phase<'_>], now: DateTime<Utc>, zone: &Zone) -> Option<TimeDelta> {
    let moment = |phase: &Phase<'_>| phase.since?.moment(zone);
    let (first, last) = (phases.first()?, phases.last()?);
    let end = if last.is_live {
        Some(now)
    } else {
        moment(last)
    };
    between(moment(first), end)
}

/// Nothing ends before it begins, whatever the clocks of two machines say.
fn between(from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>) -> Option<TimeDelta> {
    Some((to? - from?).max(TimeDelta::zero()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(state: &str, at: &str) -> StateChange {
        StateChange {
            state: QualificationState::parse(state),
            at: FlexDate::parse(at),
            reason: None,
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn e24_each_state_says_how_long_it_took_and_the_last_one_ends_it() {
        let changes = [
            change("acknowledged", "2025-12-15T11:39:42.037+01:00"),
            change("in_progress.elig", "2025-12-15T11:39:42.254+01:00"),
            change("in_progress.offer", "2025-12-15T11:39:42.663+01:00"),
            change("done.ready", "2025-12-15T11:39:45.719+01:00"),
        ];
        let (now, zone) = (at("2026-05-29T13:00:00Z"), Zone::utc());
        let phases = phases(&changes, Some(&QualificationState::Ready), now, &zone);
        let after: Vec<_> = phases.iter().map(|it| it.after).collect();
        let millis = |millis| Some(TimeDelta::milliseconds(millis));
        assert_eq!(after, [None, millis(217), millis(409), millis(3_056)]);
        assert_eq!(phases[2].lasted, millis(3_056));
        assert_eq!(phases[3].lasted, None);
        assert!(phases.iter().all(|it| !it.is_live));
        assert_eq!(in_all(&phases, now, &zone), millis(3_682));
    }

    #[test]
    fn a_state_that_is_not_final_goes_on_and_one_the_history_lacks_comes_last() {
        let changes = [
            change("acknowledged", "2026-05-29T12:59:40Z"),
            change("in_progress.elig", "2026-05-29T12:59:30Z"),
        ];
        let (now, zone) = (at("2026-05-29T13:00:00Z"), Zone::utc());
        let live = phases(&changes, Some(&QualificationState::Elig), now, &zone);
        assert!(live[1].is_live && !live[0].is_live);
        assert_eq!(live[1].lasted, Some(TimeDelta::seconds(30)));
        assert_eq!(live[1].after, Some(TimeDelta::zero()), "clocks differ");
        assert_eq!(in_all(&live, now, &zone), Some(TimeDelta::seconds(20)));

        let ahead = phases(&changes, Some(&QualificationState::Price), now, &zone);
        assert_eq!(ahead.len(), 3);
        assert_eq!(ahead[2].since, None);
        assert!(ahead[2].is_live && !ahead[1].is_live);

        let odd = [change("peut-être", "bientôt")];
        let odd = phases(&odd, None, now, &zone);
        assert!(odd[0].is_live && odd[0].lasted.is_none());
        assert_eq!(in_all(&odd, now, &zone), None);
        assert!(phases(&[], None, now, &zone).is_empty());
    }
}

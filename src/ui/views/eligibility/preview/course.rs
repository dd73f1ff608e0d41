//! The states of a site in one line, with how long each took.

use crate::app::state::AppState;
use crate::domain::date::FlexDate;
use crate::domain::eligibility::{Phase, in_all};
use crate::ui::format::{day, flagged, took};
use crate::ui::views::eligibility::words::{brief, live_for, state_word};

/// `acknowledged 11:39:42, elig +0.2s, offer +0.4s, ready +3.1s  (3.7s in all)`: each state with the time up to it.
pub(super) fn line(phases: &[Phase<'_>], state: &AppState) -> Option<String> {
    let first = phases.first()?;
    let mut parts = vec![format!(
        "{}{}",
        state_word(Some(first.state)),
        first
            .since
            .map_or_else(String::new, |at| format!(" {}", moment(at, state)))
    )];
    parts.extend(phases.iter().skip(1).map(|phase| {
        let after = phase.after.map(|after| format!(" +{}", took(after)));
        format!("{}{}", brief(phase.state), after.unwrap_or_default())
    }));
    let line = parts.join(", ");
    let end = match (live_for(phases), in_all(phases, state.now, &state.zone)) {
        (Some(so_far), _) => format!(" for {so_far} so far"),
        (None, Some(all)) if phases.len() > 1 => format!("  ({} in all)", took(all)),
        _ => String::new(),
    };
    Some(line + &end)
}

/// When it was: the time alone while that is today, else the day as well.
pub(super) fn moment(at: &FlexDate, state: &AppState) -> String {
    match at {
        FlexDate::At(at) => {
            let local = state.zone.local(at.to_utc());
            let time = local.format("%H:%M:%S");
            if local.date_naive() == state.today() {
                time.to_string()
            } else {
                format!("{} {time}", day(local.date_naive(), state.today()))
            }
        }
        FlexDate::Day(on) => day(*on, state.today()),
        FlexDate::Raw(raw) => flagged(raw).into_owned(),
    }
}

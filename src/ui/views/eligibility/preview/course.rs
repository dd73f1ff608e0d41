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
    let end = match live_for(phases) {
        Some(so_far) => format!(" for {so_far} so far"),
        None => in_all_words(phases, state).map_or_else(String::new, |all| format!(" ({all})")),
    };
    Some(line + &end)
}

/// `3.7s in all`, or `12s so far` while something is to follow.
pub(super) fn in_all_words(phases: &[Phase<'_>], state: &AppState) -> Option<String> {
    let last = phases.last().filter(|_| phases.len() > 1)?;
    let all = took(in_all(phases, state.now, &state.zone)?);
    let end = if last.is_live { "so far" } else { "in all" };
    Some(format!("{all} {end}"))
}

/// When it was: to the second while that is today, else the day as well.
pub(super) fn moment(at: &FlexDate, state: &AppState) -> String {
    match at {
        FlexDate::At(at) => {
            let local = state.zone.local(at.to_utc());
            if local.date_naive() == state.today() {
                return local.format("%H:%M:%S").to_string();
            }
            let day = day(local.date_naive(), state.today());
            format!("{day} {}", local.format("%H:%M"))
        }
        FlexDate::Day(on) => day(*on, state.today()),
        FlexDate::Raw(raw) => flagged(raw).into_owned(),
    }
}

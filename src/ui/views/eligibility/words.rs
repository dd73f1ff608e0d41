//! Words that list and preview share: how a state is meant, where a site is, what holds for each family.

use crate::app::entities::eligibility::{KnownItem, KnownRequest};
use crate::app::state::AppState;
use crate::domain::eligibility::{OfFamily, Phase, QualificationState, phases};
use crate::domain::ids::SiteKey;
use crate::domain::text::Text;
use crate::ui::format::{flagged, short_key, took};
use crate::ui::theme::Role;

/// What a state means.
pub(super) fn state_role(state: Option<&QualificationState>) -> Role {
    match state {
        Some(QualificationState::Ready) => Role::Good,
        Some(QualificationState::UnableToProvide) => Role::Warn,
        Some(QualificationState::Error) => Role::Bad,
        Some(QualificationState::Other(word)) if word.is_flagged() => Role::Warn,
        Some(_) => Role::Text,
        None => Role::Dim,
    }
}

/// A state by the API's word.
pub(super) fn state_word(state: Option<&QualificationState>) -> String {
    match state {
        Some(QualificationState::Other(word)) => flagged(word).into_owned(),
        Some(state) => state.word().to_owned(),
        None => ".".to_owned(),
    }
}

/// The last part of a state's word, where the rest goes without saying: `elig` of `in_progress.elig`.
pub(super) fn brief(state: &QualificationState) -> String {
    let word = state_word(Some(state));
    match word.split_once('.') {
        Some((_, last)) if !matches!(state, QualificationState::Other(_)) => last.to_owned(),
        _ => word,
    }
}

/// A state where there is room for little: never cut, never one for another.
pub(super) fn shortest(state: Option<&QualificationState>) -> String {
    match state {
        Some(QualificationState::UnableToProvide) => "unable".to_owned(),
        Some(QualificationState::Error) => "error".to_owned(),
        Some(state) => brief(state),
        None => state_word(None),
    }
}

/// The most that tells where a site is: its address, else its building, else its key.
pub(super) fn place_of(item: &KnownItem) -> Option<&Text> {
    let site = &item.item.site;
    let key = site.key.as_ref().map(SiteKey::text);
    item.address().or(site.building_ref.as_ref()).or(key)
}

/// What a request is called: by the caller's own reference, else by the beginning of its key.
pub(super) fn request_name(request: &KnownRequest) -> String {
    match request.own_reference() {
        Some(own) => flagged(own).into_owned(),
        None => short_key(request.request.id.text()),
    }
}

/// `BPE 1, BPEA 1`.
pub(super) fn per_family(values: &[OfFamily]) -> Option<String> {
    let of = |of: &OfFamily| format!("{} {}", flagged(&of.family), flagged(&of.value));
    let values: Vec<_> = values.iter().map(of).collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// `T0 + 33 SEMAINES (BPE, BPEA), T0 + 34 SEMAINES (DIA)`: what holds, with the families it holds for.
pub(super) fn per_value(values: &[OfFamily]) -> Option<String> {
    let mut grouped: Vec<(&Text, Vec<String>)> = Vec::new();
    for of in values {
        let family = flagged(&of.family).into_owned();
        match grouped.iter_mut().find(|(value, _)| *value == &of.value) {
            Some((_, families)) => families.push(family),
            None => grouped.push((&of.value, vec![family])),
        }
    }
    let written = |(value, families): &(&Text, Vec<String>)| {
        format!("{} ({})", flagged(value), families.join(", "))
    };
    let values: Vec<_> = grouped.iter().map(written).collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// The states of a site; those of its request, where its own were not told.
pub(super) fn course<'a>(item: &'a KnownItem, state: &AppState) -> Vec<Phase<'a>> {
    let changes = item.item.changes.as_deref().unwrap_or_default();
    phases(changes, item.item.state.as_ref(), state.now, &state.zone)
}

/// The states of a request.
pub(super) fn course_of_request<'a>(request: &'a KnownRequest, state: &AppState) -> Vec<Phase<'a>> {
    let known = &request.request;
    let changes = known.changes.as_deref().unwrap_or_default();
    phases(changes, known.state.as_ref(), state.now, &state.zone)
}

/// How long the live state has lasted: `12s`.
pub(super) fn live_for(phases: &[Phase<'_>]) -> Option<String> {
    let live = phases.last().filter(|phase| phase.is_live)?;
    Some(took(live.lasted?))
}

//! The Timeline tab: the states of the request, then of each of its sites (E24), with how long each took. What is live
//! goes on counting; what is expected next stands below it.

use ratatui::layout::Rect;

use crate::app::entities::eligibility::{EligibilityRow, KnownItem};
use crate::app::state::AppState;
use crate::domain::eligibility::{Phase, QualificationState};
use crate::domain::lenient::{Cents, Lenient};
use crate::ui::format::{flagged, short_key, took};
use crate::ui::glyphs::Glyphs;
use crate::ui::paint::{fit, piece};
use crate::ui::theme::Role;
use crate::ui::views::eligibility::words::{
    course, course_of_request, place_of, request_name, state_word,
};
use crate::ui::widgets::preview::{Line, ROOMY, said, standing};

use super::course;

/// Columns of the longest documented state.
const STATE: usize = 22;
/// Columns of a day with its time.
const SINCE: usize = 14;

/// Every line of the tab.
pub(super) fn lines<'a>(state: &'a AppState, body: Rect, glyphs: &'static Glyphs) -> Vec<Line<'a>> {
    let columns = body.width;
    let mut lines = Vec::new();
    let mut block = |head: String, phases: &[Phase<'_>], is_pricing: bool| {
        if body.height >= ROOMY && !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(of(&head, phases, is_pricing, state, columns, glyphs));
    };
    let items = items(state);
    if let Some(request) = state.request_under_cursor() {
        let is_pricing = items.iter().any(|item| wants_prices(item));
        let head = format!("request {}", request_name(request));
        block(head, &course_of_request(request, state), is_pricing);
    }
    for item in &items {
        let head = match place_of(item) {
            Some(place) => format!("site {}", flagged(place)),
            None => format!("site {}", short_key(item.item.id.text())),
        };
        block(head, &course(item, state), wants_prices(item));
    }
    let mut unread = match (state.request_under_cursor(), items.first()) {
        (Some(request), _) if request.request.changes.is_none() => {
            let is_gone = request.gone_since.is_some();
            standing(&request.detail, "states", is_gone, state, columns)
        }
        (None, Some(item)) => {
            let is_gone = item.gone_since.is_some();
            standing(&item.detail, "states", is_gone, state, columns)
        }
        _ => Vec::new(),
    };
    unread.extend(lines);
    unread
}

/// The sites whose states are told: the one under the cursor, or all of the request.
fn items(state: &AppState) -> Vec<&KnownItem> {
    match state.eligibility_row_under_cursor() {
        Some(EligibilityRow::Item(_)) | None => state.item_in_preview().into_iter().collect(),
        Some(EligibilityRow::Request(_)) => state
            .sites_under_cursor()
            .unwrap_or_else(|| state.item_in_preview().into_iter().collect()),
    }
}

fn wants_prices(item: &KnownItem) -> bool {
    let is_told = |amount: &Option<Lenient<Cents>>| amount.is_some();
    item.item.resolve_pricing == Some(true) || is_told(&item.item.price)
}

fn of<'a>(
    head: &str,
    phases: &[Phase<'_>],
    is_pricing: bool,
    state: &AppState,
    columns: u16,
    glyphs: &'static Glyphs,
) -> Vec<Line<'a>> {
    let all = course::in_all_words(phases, state);
    let all = all.map_or_else(String::new, |all| format!("  {all}"));
    let room = usize::from(columns).saturating_sub(all.len() + 2);
    let mut lines = vec![Line::from(vec![
        piece(format!(" {}", fit(head, room).trim_end()), Role::Strong),
        piece(all, Role::Dim),
    ])];
    if phases.is_empty() {
        lines.push(Line::from(piece("   no state told yet", Role::Dim)));
    }
    for phase in phases {
        lines.extend(step(phase, state, columns, glyphs));
    }
    let live = phases.last().filter(|phase| phase.is_live);
    for next in live.map_or_else(Vec::new, |live| to_come(live.state, is_pricing)) {
        let text = format!("   {} {}", glyphs.to_come, next.word());
        lines.push(Line::from(piece(text, Role::Dim)));
    }
    lines
}

fn step<'a>(
    phase: &Phase<'_>,
    state: &AppState,
    columns: u16,
    glyphs: &'static Glyphs,
) -> Vec<Line<'a>> {
    let (mark, mark_role, role) = match phase.state {
        _ if phase.is_live => (glyphs.live, Role::Accent, Role::Strong),
        QualificationState::Error => ("!", Role::Bad, Role::Bad),
        QualificationState::UnableToProvide => ("!", Role::Warn, Role::Warn),
        _ => (glyphs.done, Role::Good, Role::Text),
    };
    let since = phase.since.map_or_else(
        || "no date".to_owned(),
        |since| course::moment(since, state),
    );
    let lasted = match phase.lasted {
        Some(lasted) if phase.is_live => format!("{}>", took(lasted)),
        Some(lasted) => format!("{} ", took(lasted)),
        None => String::new(),
    };
    let mut lines = vec![Line::from(vec![
        piece(format!("   {mark} "), mark_role),
        piece(fit(&state_word(Some(phase.state)), STATE), role),
        piece(format!(" {} ", fit(&since, SINCE)), Role::Dim),
        piece(format!("{lasted:>7}"), role),
    ])];
    if let Some(reason) = phase.reason {
        let text = format!("     {}", flagged(reason));
        lines.extend(said(&text, Role::Warn, columns));
    }
    lines
}

/// What usually follows a state that is live, to a good end.
fn to_come(live: &QualificationState, is_pricing: bool) -> Vec<QualificationState> {
    let way = [
        QualificationState::Acknowledged,
        QualificationState::Elig,
        QualificationState::Offer,
        QualificationState::Price,
        QualificationState::Ready,
    ];
    let Some(at) = way.iter().position(|state| state == live) else {
        return Vec::new();
    };
    let rest = way.into_iter().skip(at + 1);
    rest.filter(|state| is_pricing || *state != QualificationState::Price)
        .collect()
}

//! What stands in a cell of the list, and how it is meant.
//!
//! `.` is not read yet, `E` could not be read, `-` is read and there is none; an empty cell has no meaning here.

use chrono::{DateTime, Utc};

use crate::app::entities::eligibility::{EligibilityNews, KnownItem, KnownRequest};
use crate::app::loadable::Loadable;
use crate::app::state::AppState;
use crate::app::views::eligibility::columns::EligibilityColumn as By;
use crate::domain::date::FlexDate;
use crate::domain::eligibility::{CatalogueOffer, QualificationState, in_all};
use crate::domain::ids::{QualificationId, QualificationItemId};
use crate::domain::text::Text;
use crate::ui::format::{DAY, bandwidth, date, flagged, short_key, span, took, urgency};
use crate::ui::theme::Role;
use crate::ui::widgets::list::Cell;

use super::columns::Shown;
use super::words::{course_of_request, place_of, shortest, state_role, state_word};

/// The cell of a column, of a request.
pub(super) fn of_request<'a>(
    column: By,
    state: &'a AppState,
    request: &'a KnownRequest,
    is_written_out: bool,
) -> Cell<'a> {
    let known = &request.request;
    let cells = request.news.cells;
    let is_fresh = request.news.is_marked(state.now);
    if known.broken.is_some() && !matches!(column, By::Request | By::Site) {
        return Cell::empty();
    }
    match column {
        By::Request => match request.own_reference() {
            Some(own) => Cell::foreign(Some(own)),
            None => keyed(known.id.text()),
        },
        By::State => Cell {
            is_changed: is_fresh && cells.state,
            ..state_of(
                state,
                known.state.as_ref(),
                request.gone_since,
                is_written_out,
            )
        },
        By::Sites => match state.eligibility.sites_of(request) {
            Some((done, all)) => Cell::new(format!("{done}/{all}"), Role::Text),
            None => unread(&request.detail),
        },
        By::Offers => Cell {
            is_changed: is_fresh && cells.offers,
            ..offers_of_request(state, request)
        },
        By::Delivery => {
            let items = state.eligibility.items_of(request);
            let delays = items.filter_map(KnownItem::shortest_delay);
            match delays.min_by_key(|delay| delay.days()) {
                Some(delay) => Cell::new(delay.to_string(), Role::Text),
                None => none_of(&request.detail, known.state.as_ref()),
            }
        }
        By::Valid => {
            let items = state.eligibility.items_of(request);
            let days = items.filter_map(|it| it.days_left(state.today(), &state.zone));
            days_left(days.min(), &request.detail, known.state.as_ref())
        }
        By::Site => match &known.broken {
            Some(problem) => Cell::new(flagged(problem), Role::Bad),
            None => address_of_request(state, request),
        },
        By::Project => Cell::foreign(request.project()),
        By::By => Cell::foreign(known.user.as_ref()).dim(),
        By::New => day(state, known.creation_date.as_ref()),
        By::Building | By::Density | By::Zone | By::Bandwidth => Cell::empty(),
    }
}

/// The cell of a column, of a site.
pub(super) fn of_item<'a>(
    column: Shown,
    state: &'a AppState,
    item: &'a KnownItem,
    is_written_out: bool,
) -> Cell<'a> {
    let known = &item.item;
    let cells = item.news.cells;
    let is_fresh = item.news.is_marked(state.now);
    let Some(column) = column.sorts_by() else {
        return match state.eligibility.request_of(item) {
            Some(request) => of_request(By::Request, state, request, false).dim(),
            None => match &item.request {
                Some(id) => keyed(QualificationId::text(id)).dim(),
                None => Cell::new(".", Role::Dim),
            },
        };
    };
    if known.broken.is_some() && !matches!(column, By::Request | By::Site) {
        return Cell::empty();
    }
    match column {
        By::Request | By::Building => match &known.site.building_ref {
            Some(building) => Cell::foreign(Some(building)),
            None => keyed(QualificationItemId::text(&known.id)),
        },
        By::State => Cell {
            is_changed: is_fresh && cells.state,
            ..state_of(state, known.state.as_ref(), item.gone_since, is_written_out)
        },
        By::Density => told(item, known.density.as_ref()),
        By::Zone => zones(item),
        By::Bandwidth => match &known.bandwidth_max {
            Some(most) => Cell::new(bandwidth(most), Role::Text),
            None => none_of(&item.detail, known.state.as_ref()),
        },
        By::Offers => Cell {
            is_changed: is_fresh && cells.offers,
            ..offers_of_item(item)
        },
        By::Delivery => match (item.shortest_delay(), known.delivery.first()) {
            (Some(delay), _) => Cell::new(delay.to_string(), Role::Text),
            (None, Some(odd)) => Cell::foreign(Some(&odd.value)),
            (None, None) => none_of(&item.detail, known.state.as_ref()),
        },
        By::Valid => {
            if let Some(FlexDate::Raw(raw)) = &known.guaranteed_until_date {
                return Cell::foreign(Some(raw));
            }
            let days = item.days_left(state.today(), &state.zone);
            days_left(days, &item.detail, known.state.as_ref())
        }
        By::Site => match (&known.broken, item.address()) {
            (Some(problem), _) => Cell::new(flagged(problem), Role::Bad),
            (None, Some(address)) => Cell::foreign(Some(address)),
            (None, None) => none_of(&item.detail, known.state.as_ref()),
        },
        By::Project => {
            let request = state.eligibility.request_of(item);
            Cell::foreign(request.and_then(KnownRequest::project))
        }
        By::By => Cell::foreign(known.user.as_ref()).dim(),
        By::New => day(state, known.creation_date.as_ref()),
        By::Sites => Cell::empty(),
    }
}

/// The mark of a row that wants a look.
pub(super) fn mark(is_broken: bool, is_gone: bool, news: &EligibilityNews) -> (&'static str, Role) {
    if is_broken {
        ("E", Role::Bad)
    } else if is_gone {
        ("-", Role::Dim)
    } else if news.is_new {
        ("N", Role::New)
    } else if news.changed_at.is_some() {
        ("C", Role::Warn)
    } else {
        (" ", Role::Text)
    }
}

fn keyed<'a>(key: &Text) -> Cell<'a> {
    let role = if key.is_flagged() {
        Role::Warn
    } else {
        Role::Text
    };
    Cell::new(short_key(key), role)
}

fn state_of<'a>(
    state: &AppState,
    word: Option<&'a QualificationState>,
    gone_since: Option<DateTime<Utc>>,
    is_written_out: bool,
) -> Cell<'a> {
    if let Some(since) = gone_since {
        return Cell::new(format!("gone {} ago", span(state.now - since)), Role::Dim);
    }
    let text = if is_written_out {
        state_word(word)
    } else {
        shortest(word)
    };
    Cell::new(text, state_role(word))
}

/// Not read yet, or not to be read.
fn unread<'a>(detail: &Loadable<()>) -> Cell<'a> {
    if detail.failure().is_some() {
        Cell::new("E", Role::Warn)
    } else {
        Cell::new(".", Role::Dim)
    }
}

/// There is none; or it may come yet.
fn none_of<'a>(detail: &Loadable<()>, state: Option<&QualificationState>) -> Cell<'a> {
    let is_over = state.is_some_and(QualificationState::is_final);
    if detail.read_at().is_some() && is_over {
        Cell::new("-", Role::Dim)
    } else {
        unread(detail)
    }
}

fn told<'a>(item: &KnownItem, text: Option<&'a Text>) -> Cell<'a> {
    match text {
        Some(text) => Cell::foreign(Some(text)),
        None => none_of(&item.detail, item.item.state.as_ref()),
    }
}

/// `1`, or `1/2` where families differ.
fn zones(item: &KnownItem) -> Cell<'_> {
    let mut zones: Vec<&Text> = item.item.zones.iter().map(|of| &of.value).collect();
    zones.sort_unstable();
    zones.dedup();
    if zones.is_empty() {
        return none_of(&item.detail, item.item.state.as_ref());
    }
    let is_flagged = zones.iter().any(|zone| zone.is_flagged());
    let zones: Vec<_> = zones.into_iter().map(flagged).collect();
    let role = if is_flagged { Role::Warn } else { Role::Text };
    Cell::new(zones.join("/"), role)
}

/// `4`; `0 devis` where what there is needs a quotation (E9).
fn offers<'a>(
    told: Option<Vec<&CatalogueOffer>>,
    state: Option<&QualificationState>,
    detail: &Loadable<()>,
) -> Cell<'a> {
    let Some(told) = told else {
        return unread(detail);
    };
    match state {
        Some(QualificationState::Error) if told.is_empty() => Cell::new("-", Role::Dim),
        Some(QualificationState::UnableToProvide) => {
            let is_direct = |offer: &&&CatalogueOffer| offer.on_quotation != Some(true);
            let direct = told.iter().filter(is_direct).count();
            Cell::new(format!("{direct} devis"), Role::Warn)
        }
        Some(state) if !state.is_final() && told.is_empty() => Cell::new(".", Role::Dim),
        _ if told.is_empty() => Cell::new("0", Role::Dim),
        _ => Cell::new(told.len().to_string(), Role::Text),
    }
}

fn offers_of_item<'a>(item: &KnownItem) -> Cell<'a> {
    let told = item.offers().map(|offers| offers.iter().collect());
    offers(told, item.item.state.as_ref(), &item.detail)
}

fn offers_of_request<'a>(state: &AppState, request: &KnownRequest) -> Cell<'a> {
    let is_told = state.eligibility.offers_of(request).is_some();
    let items = state.eligibility.items_of(request);
    let told = is_told.then(|| items.filter_map(KnownItem::offers).flatten().collect());
    offers(told, request.request.state.as_ref(), &request.detail)
}

/// `22d !`: days that what was told is still guaranteed, with a sign for what ends soon.
fn days_left<'a>(
    days: Option<i64>,
    detail: &Loadable<()>,
    state: Option<&QualificationState>,
) -> Cell<'a> {
    let Some(days) = days else {
        let cell = none_of(detail, state);
        return Cell::new(format!("{}  ", cell.text), cell.role);
    };
    let (sign, role) = urgency(days);
    Cell::new(format!("{days}d{sign:<2}"), role)
}

/// Where its one site is; of several, how many there are and how long they have taken.
fn address_of_request<'a>(state: &'a AppState, request: &'a KnownRequest) -> Cell<'a> {
    let mut items = state.eligibility.items_of(request);
    let first = items.next().and_then(place_of);
    let all = state
        .eligibility
        .sites_of(request)
        .map_or(0, |(_, all)| all);
    if all > 1 {
        let phases = course_of_request(request, state);
        let elapsed = in_all(&phases, state.now, &state.zone).filter(|_| request.is_open());
        return match (elapsed, first) {
            (Some(elapsed), _) => {
                let text = format!("{all} sites, {} elapsed", took(elapsed));
                Cell::new(text, Role::Text)
            }
            (None, Some(first)) => {
                Cell::new(format!("{all} sites: {}", flagged(first)), Role::Text)
            }
            (None, None) => Cell::new(format!("{all} sites"), Role::Text),
        };
    }
    match first {
        Some(place) => Cell::foreign(Some(place)),
        None => none_of(&request.detail, request.request.state.as_ref()),
    }
}

fn day<'a>(state: &AppState, at: Option<&FlexDate>) -> Cell<'a> {
    let text = at.map(|at| date(at, state, DAY));
    Cell::new(text.unwrap_or_default(), Role::Dim)
}

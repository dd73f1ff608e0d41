//! The Offers tab of a request with several sites: each site with how far it came and what was found; Enter leads to one.

use ratatui::layout::Rect;

use crate::app::entities::eligibility::KnownItem;
use crate::app::state::AppState;
use crate::ui::format::{bandwidth, flagged, short_key, urgency};
use crate::ui::theme::Role;
use crate::ui::views::eligibility::words::{
    course, course_of_request, live_for, per_family, place_of, shortest, state_role, state_word,
};
use crate::ui::widgets::preview::grid::{self, Grid, Lead, Names, cut};
use crate::ui::widgets::preview::{Line, ROOMY, said, standing};

use super::course;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    State,
    Offers,
    Guaranteed,
    Density,
    Zones,
    Most,
}

const ALL: [Column; 6] = [
    Column::State,
    Column::Offers,
    Column::Guaranteed,
    Column::Density,
    Column::Zones,
    Column::Most,
];

/// Columns leave until an address has so many.
const NAME: usize = 24;
/// In a table narrower than this states are written short.
const NARROW: u16 = 78;
/// Those that leave first when the table is narrow.
const DROPPED_FIRST: [&[Column]; 5] = [
    &[Column::Zones],
    &[Column::Most],
    &[Column::Density],
    &[Column::Guaranteed],
    &[Column::Offers],
];

/// Every line of the tab.
pub(super) fn lines<'a>(sites: &[&'a KnownItem], state: &'a AppState, body: Rect) -> Vec<Line<'a>> {
    let columns = body.width;
    let mut lines = Vec::new();
    if let Some(request) = state.request_under_cursor() {
        let is_gone = request.gone_since.is_some();
        lines.extend(standing(&request.detail, "sites", is_gone, state, columns));
        let word = state_word(request.request.state.as_ref());
        let phases = course_of_request(request, state);
        let time = course::in_all_words(&phases, state);
        let time = time.map_or_else(String::new, |time| format!(", {time}"));
        let head = format!(" {} sites, {word}{time}", sites.len());
        let role = state_role(request.request.state.as_ref());
        lines.extend(said(&head, role, columns));
        if let Some(course) = course::line(&phases, state).filter(|_| body.height >= ROOMY) {
            lines.extend(said(&format!(" {course}"), Role::Dim, columns));
        }
    }
    if body.height >= ROOMY {
        lines.push(Line::default());
    }
    lines.extend(table(sites, state, columns));
    let how = state.keymap.tell(" {enter} shows a site with its offers");
    lines.extend(said(&how, Role::Dim, columns));
    lines
}

fn table<'a>(sites: &[&'a KnownItem], state: &AppState, columns: u16) -> Vec<Line<'a>> {
    let is_narrow = columns < NARROW;
    let column = |what: Column| grid::Column {
        what,
        title: title(what),
        is_word: !matches!(what, Column::Offers | Column::Guaranteed | Column::Most),
        cells: sites
            .iter()
            .map(|site| cell(what, site, is_narrow, state))
            .collect(),
    };
    let names = Names {
        title: "SITE",
        least: NAME,
        cells: sites.iter().map(|site| name(site)).collect(),
    };
    let all = ALL.into_iter().map(column).collect();
    let grid = Grid::of(names, all, &DROPPED_FIRST, columns);
    let meant = state.site_in_preview().map(|(place, _)| place);
    let mut lines = vec![Line::from(grid.titles(None))];
    for (place, site) in sites.iter().enumerate() {
        let lead = Lead {
            is_meant: meant == Some(place),
            is_marked: false,
            number: place + 1,
            role: Role::Text,
            role_of_name: Role::Text,
        };
        let days = days_left(site, state);
        let row = grid.row(place, lead, |column| match column {
            Column::State => state_role(site.item.state.as_ref()),
            Column::Guaranteed => days.map_or(Role::Dim, |days| urgency(days).1),
            Column::Offers => Role::Strong,
            _ => Role::Dim,
        });
        lines.push(Line::from(row).of_item(place));
    }
    lines
}

fn name(site: &KnownItem) -> String {
    match place_of(site) {
        Some(place) => flagged(place).into_owned(),
        None => short_key(site.item.id.text()),
    }
}

fn days_left(site: &KnownItem, state: &AppState) -> Option<i64> {
    site.days_left(state.today(), &state.zone)
}

fn title(column: Column) -> &'static str {
    match column {
        Column::State => "STATE",
        Column::Offers => "OFFERS",
        Column::Guaranteed => "GUAR",
        Column::Density => "DENSITY",
        Column::Zones => "ZONES",
        Column::Most => "MAX",
    }
}

fn cell(column: Column, site: &KnownItem, is_narrow: bool, state: &AppState) -> String {
    let item = &site.item;
    let none = || "-".to_owned();
    match column {
        Column::State => {
            let word = if is_narrow {
                shortest(item.state.as_ref())
            } else {
                state_word(item.state.as_ref())
            };
            match live_for(&course(site, state)) {
                Some(so_far) => format!("{word} {so_far}"),
                None => word,
            }
        }
        Column::Offers => match &item.offers {
            Some(offers) => offers.len().to_string(),
            None => ".".to_owned(),
        },
        Column::Guaranteed => days_left(site, state).map_or_else(none, |days| {
            let (sign, _) = urgency(days);
            format!("{days}d {sign}").trim_end().to_owned()
        }),
        Column::Density => item
            .density
            .as_ref()
            .map_or_else(none, |it| cut(&flagged(it))),
        Column::Zones => per_family(&item.zones).unwrap_or_else(none),
        Column::Most => item
            .bandwidth_max
            .as_ref()
            .map_or_else(none, |it| cut(&bandwidth(it))),
    }
}

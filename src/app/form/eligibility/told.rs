//! What is said of the place of a check: how it was read, and which site Covage knows there.
//!
//! Three lines, always: nothing jumps while an answer comes.

use crate::app::form::Form;
use crate::app::form::check::Remark;
use crate::app::form::field::{Field, Id};
use crate::app::form::lists::List;
use crate::app::loadable::Attempt;
use crate::app::state::AppState;
use crate::domain::eligibility::pasted::{Trouble, Why};
use crate::domain::eligibility::{Position, Site, SiteQuery};
use crate::domain::failure::FailureKind;
use crate::domain::text::Text;

use super::CheckField;
use super::fields::order_word;

/// Lines that are told of a place.
pub const LINES: usize = 3;
/// A site further away than this, in metres, may be another one.
const FAR: f64 = 250.0;

/// A line that is told; its texts are safe for one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it tells of.
    pub label: &'static str,
    /// What it tells.
    pub text: String,
    /// How much it matters.
    pub tone: Tone,
}

/// How much something matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// In passing.
    Dim,
    /// It is what is asked with.
    Plain,
    /// It may be a mistake.
    Doubt,
    /// Nothing can be sent like that.
    Wrong,
}

/// How the look-up of a site stands.
pub(super) enum Found<'a> {
    /// It was not asked for yet.
    NotAsked,
    /// It is being looked up.
    Loading,
    /// There is none, or none with a key.
    None,
    /// Covage said no, in these words.
    Refused(String),
    /// It could not be read, for this reason.
    Failed(String),
    /// This is it.
    Site(&'a Site),
}

fn line(label: &'static str, text: impl Into<String>, tone: Tone) -> Told {
    Told {
        label,
        text: text.into(),
        tone,
    }
}

impl AppState {
    /// What is told of the place of a form; nothing of forms without one.
    pub fn told_of_place(&self, form: &Form) -> Vec<Told> {
        if !form.has_place() {
            return Vec::new();
        }
        let mut lines = match form.pasted() {
            Err(Trouble::Empty) => vec![line(
                "place",
                "49.474397, 1.092108 in either order, a building reference, or both",
                Tone::Dim,
            )],
            Err(trouble) => vec![line("place", trouble.text(), Tone::Wrong)],
            Ok(pasted) => {
                let mut lines = vec![line("read as", pasted.told(), Tone::Plain)];
                lines.extend(self.told_of_site(&pasted.query()));
                lines
            }
        };
        lines.resize(LINES, line("", "", Tone::Dim));
        lines
    }

    fn told_of_site(&self, query: &SiteQuery) -> [Told; 2] {
        let nothing = || line("", "", Tone::Dim);
        match self.found(query) {
            Found::NotAsked => [line("site", "looked up next", Tone::Dim), nothing()],
            Found::Loading => [line("site", "being looked up ...", Tone::Dim), nothing()],
            Found::None => [
                line("site", "Covage knows no site there", Tone::Wrong),
                line("", way_out(query), Tone::Dim),
            ],
            Found::Refused(words) => [
                line("site", format!("refused by Covage{words}"), Tone::Wrong),
                line("", way_out(query), Tone::Dim),
            ],
            Found::Failed(why) => [
                line(
                    "site",
                    format!("could not be looked up: {why}"),
                    Tone::Wrong,
                ),
                line("", "Enter in the place tries again", Tone::Dim),
            ],
            Found::Site(site) => {
                let doubt = doubt(query, site);
                let tone = if doubt.is_some() {
                    Tone::Doubt
                } else {
                    Tone::Plain
                };
                let key = site.key.as_ref().map(|key| key.text().marked());
                let key = match doubt {
                    Some(doubt) => line("", format!("{doubt}: ask by one of the two"), tone),
                    None => line("key", key.unwrap_or_default(), Tone::Dim),
                };
                [line("site", site_told(query, site), tone), key]
            }
        }
    }

    /// How the site of a query stands.
    pub(super) fn found(&self, query: &SiteQuery) -> Found<'_> {
        let Some(site) = self.forms.sites.get(query) else {
            return Found::NotAsked;
        };
        match (site.attempt(), site.value()) {
            (Attempt::Loading, _) => Found::Loading,
            (Attempt::Failed(failure, _), _) => {
                let words = failure.detail.as_ref();
                let words = words.map_or(String::new(), |words| format!(": {}", words.line()));
                match failure.kind {
                    FailureKind::Refused => Found::Refused(words),
                    _ => Found::Failed(format!("{}{words}", failure.cause())),
                }
            }
            (Attempt::Idle, Some(Some(site))) if site.key.is_some() => Found::Site(site),
            (Attempt::Idle, Some(_)) => Found::None,
            (Attempt::Idle, None) => Found::NotAsked,
        }
    }

    /// What is to be said of a field of a check.
    pub(in crate::app::form) fn remark_on_check(
        &self,
        form: &Form,
        field: &Field,
    ) -> Option<Remark> {
        match field.id {
            Id::Check(CheckField::Place) => self.remark_on_place(form),
            Id::Check(CheckField::Order) => remark_on_order(form),
            Id::Check(CheckField::Families) if field.content().is_empty() => {
                let families = self.forms.lists.get(List::Families)?;
                match families.attempt() {
                    Attempt::Loading => Some(Remark::Waits("being read")),
                    Attempt::Failed(..) => Some(Remark::Wrong("not read: type one, or try again")),
                    Attempt::Idle => None,
                }
            }
            _ => None,
        }
    }

    fn remark_on_place(&self, form: &Form) -> Option<Remark> {
        let query = match form.query() {
            // That is asked in the next line.
            Err(Trouble::WhichFirst) => return None,
            Err(trouble) => return Some(Remark::Wrong(trouble.text())),
            Ok(query) => query,
        };
        Some(match self.found(&query) {
            Found::NotAsked if form.is_past_place() => Remark::Waits("not looked up yet"),
            Found::NotAsked => Remark::Waits("Enter looks it up"),
            Found::Loading => Remark::Waits("being looked up"),
            Found::None => Remark::Wrong("no site found"),
            Found::Refused(_) => Remark::Wrong("refused by Covage"),
            Found::Failed(_) => Remark::Wrong("not looked up"),
            Found::Site(site) => Remark::Doubt(doubt(&query, site)?),
        })
    }
}

fn remark_on_order(form: &Form) -> Option<Remark> {
    let (position, order, why) = match form.pasted() {
        Err(Trouble::WhichFirst) => {
            return Some(Remark::Wrong("which is the latitude? Enter lists"));
        }
        Err(_) => return None,
        Ok(pasted) => pasted.position?,
    };
    Some(match (order_word(order), why) {
        (_, Why::Chosen | Why::Said | Why::OnEarth) if position.part_of_france().is_none() => {
            Remark::Doubt("not in France")
        }
        (_, Why::Chosen) => return None,
        (_, Why::Said) => Remark::Hint("as the text says"),
        (_, Why::OnEarth) => Remark::Hint("the other is no place on earth"),
        ("latitude first", Why::InFrance) => Remark::Hint("latitude first: only so in France"),
        (_, Why::InFrance) => Remark::Hint("longitude first: only so in France"),
    })
}

/// What can be tried where there is no site.
fn way_out(query: &SiteQuery) -> &'static str {
    match (&query.position, &query.building_ref) {
        (Some(_), Some(_)) => "the two may not belong together: try one of them alone",
        (Some(_), None) => "try the building reference, or a point on the building",
        (None, Some(reference)) if reference.wire().contains(char::is_whitespace) => {
            "an address is not looked up: paste a position or a building reference"
        }
        (None, _) => "check the reference, or try its position",
    }
}

/// What a site that was found and what was asked for do not have in common.
pub(super) fn doubt(query: &SiteQuery, site: &Site) -> Option<&'static str> {
    if query.is_in_its_building(site) == Some(false) {
        return Some("another building than asked for");
    }
    if query.building_ref.is_some() && site.building_ref.is_none() {
        return Some("without the building that was asked for");
    }
    let is_far = metres(query, site).is_some_and(|metres| metres > FAR);
    is_far.then_some("far from what was asked for")
}

fn metres(query: &SiteQuery, site: &Site) -> Option<f64> {
    Position::of_query(query)?.metres_to(&Position::of_site(site)?)
}

/// How far a site is from what was asked for.
pub(super) fn distance(query: &SiteQuery, site: &Site) -> Option<String> {
    let metres = metres(query, site)?;
    Some(if metres < 1000.0 {
        format!("{metres:.0} m away")
    } else {
        format!("{:.1} km away", metres / 1000.0)
    })
}

/// Where a site is: its building, its position, and how far that is from what was asked for.
fn site_told(query: &SiteQuery, site: &Site) -> String {
    let building = site
        .building_ref
        .as_ref()
        .map(|it| it.marked().into_owned());
    let position = site_position(site);
    let parts = [building, position, distance(query, site)];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        "found; Covage tells neither building nor position".to_owned()
    } else {
        parts.join(", ")
    }
}

/// The position of a site; as it came where that is no position.
pub(super) fn site_position(site: &Site) -> Option<String> {
    let raw = |text: &Option<Text>| match text {
        Some(text) => text.marked().into_owned(),
        None => "?".to_owned(),
    };
    match Position::of_site(site) {
        Some(position) => Some(position.told()),
        None if site.x.is_none() && site.y.is_none() => None,
        None => Some(format!("x {}, y {}", raw(&site.x), raw(&site.y))),
    }
}

/// What the first field of a check says.
pub(super) fn typed(field: &Field) -> String {
    field.content().told().wire().to_owned()
}

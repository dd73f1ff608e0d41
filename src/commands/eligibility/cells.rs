//! Sites in columns for people.

use crate::app::entities::eligibility::{KnownItem, KnownRequest};
use crate::app::query::Verdict;
use crate::commands::listing::Present;
use crate::commands::rows::{Look, cell, day, drawn, matches};
use crate::domain::eligibility::{OfFamily, QualificationState};
use crate::domain::lenient::Lenient;
use crate::domain::text::Text;
use crate::ui::format;

/// The columns of a table. The last is that of the verdict.
pub(super) const TITLES: [&str; 10] = [
    "SITE", "STATE", "OFFERS", "DENSITY", "ZONES", "UP TO", "VALID TO", "ADDRESS", "REQUEST",
    "MATCH",
];
/// Who leaves first when the table is narrow; the site never does.
pub(super) const DROPPED_FIRST: [usize; 8] = [8, 7, 5, 6, 3, 4, 2, 1];

/// The cells of a site, under [`TITLES`].
pub(super) fn cells(
    known: &KnownItem,
    request: Option<&KnownRequest>,
    verdict: Verdict,
    present: &Present,
    look: &Look,
) -> [String; TITLES.len()] {
    let item = &known.item;
    let foreign = |text: Option<&Text>| cell(text, look);
    let zone =
        |of: &OfFamily| format!("{}={}", foreign(Some(&of.family)), foreign(Some(&of.value)));
    let zones: Vec<_> = item.zones.iter().map(zone).collect();
    [
        foreign(Some(name(known))),
        match &item.state {
            None => String::new(),
            Some(QualificationState::Other(word)) => foreign(Some(word)),
            Some(state) => state.word().to_owned(),
        },
        known
            .offers()
            .map_or_else(String::new, |offers| offers.len().to_string()),
        foreign(item.density.as_ref().or(item.tarif_zone.as_ref())),
        zones.join(" "),
        match item.bandwidth_max.as_ref() {
            Some(Lenient::Raw(text)) => foreign(Some(text)),
            Some(told) => drawn(&format::bandwidth(told), look).into_owned(),
            None => String::new(),
        },
        day(item.guaranteed_until_date.as_ref(), &present.zone, look),
        foreign(item.broken.as_ref().or_else(|| known.address())),
        request.map_or_else(String::new, |it| drawn(it.name(), look).into_owned()),
        matches(verdict).to_owned(),
    ]
}

/// The building, else the key: the address has a column of its own.
fn name(known: &KnownItem) -> &Text {
    let building = known.item.site.building_ref.as_ref();
    let building = building.filter(|text| !text.line().is_empty());
    building.unwrap_or_else(|| known.item.id.text())
}

//! Eligibility requests and sites found by words, for the palette.

use std::cmp::Reverse;

use crate::app::entities::eligibility::{KnownItem, KnownRequest};
use crate::app::entities::orders::RowId;
use crate::app::facts::eligibility::EligibilityScope;
use crate::app::menu::words::{Looks, Rank, Words};
use crate::app::menu::{Choice, Item, foreign};
use crate::app::query::{Facts as _, Now};
use crate::app::state::AppState;
use crate::app::views::eligibility::Facet;
use crate::domain::eligibility::QualificationState;
use crate::domain::text::Text;

/// The rows whose texts hold all words, best first: what ends in the digits asked for, then other references and
/// buildings, then addresses; of equally good ones requests before sites, the newest first.
pub(in crate::app::menu) fn find(state: &AppState, words: &Words) -> Vec<RowId> {
    let now = Now::new(state.now, &state.zone, &state.session.me);
    let scope = state.eligibility_scope(&now);
    let rows = Facet::ALL.into_iter().flat_map(|facet| {
        let rows = scope.rows(facet);
        rows.filter_map(move |(row, _)| Some((rank(row, words, scope)?, facet as usize, row)))
    });
    let mut found: Vec<_> = rows.collect();
    found.sort_by_key(|(rank, facet, row)| {
        (*rank, *facet, Reverse(scope.cards.made_at(*row)), *row)
    });
    found.into_iter().map(|(.., row)| row).collect()
}

fn rank(row: RowId, words: &Words, scope: EligibilityScope<'_>) -> Option<Rank> {
    let facts = scope.facts(row)?;
    let cards = scope.cards;
    words.rank_row(&Looks {
        name: cards.reference(row),
        key: cards.key(row),
        people: cards.address(row),
        about: &[cards.building(row), cards.project(row)],
        all: facts.searched(),
    })
}

/// A request or a site as the palette lists it.
pub(in crate::app::menu) fn item(state: &AppState, row: RowId) -> Option<Item> {
    let is_shown = state.eligibility_pane.list.verdict(row).is_some();
    let table = &state.eligibility;
    let item = match (table.request_at(row), table.item_at(row)) {
        (Some(request), _) => of_request(state, request),
        (None, Some(item)) => of_site(item),
        (None, None) => return None,
    };
    let note = if is_shown || state.eligibility_pane.filter.text().trim().is_empty() {
        item.note.clone()
    } else {
        format!("{} (hidden)", item.note)
    };
    Some(Item {
        choice: Choice::Eligibility(row),
        ..item.note(note)
    })
}

fn of_request(state: &AppState, request: &KnownRequest) -> Item {
    let known = &request.request;
    let own = request.own_reference();
    let name = own.map_or_else(|| request.name().to_owned(), |own| foreign(Some(own)));
    let table = &state.eligibility;
    let sites = match table.sites_of(request) {
        Some((_, 1)) => {
            let only = table.items_of(request).next();
            foreign(only.and_then(KnownItem::address))
        }
        Some((_, all)) => format!("{all} sites"),
        None => String::new(),
    };
    let stands = stands(request.gone_since.is_some(), known.state.as_ref());
    let about = [
        Some(known.id.text()),
        request.project(),
        known.user.as_ref(),
    ];
    let about = about.into_iter().flatten().map(|text| foreign(Some(text)));
    let about: Vec<_> = about.chain([stands.clone()]).collect();
    Item::new(format!("{name:<20}  {sites}"), Choice::Text)
        .lead("check")
        .note(stands)
        .completion(request.name())
        .more(about.join("; "))
}

fn of_site(item: &KnownItem) -> Item {
    let known = &item.item;
    let (building, address) = (known.site.building_ref.as_ref(), item.address());
    let name = building.map_or_else(|| item.name().to_owned(), |text| foreign(Some(text)));
    let stands = stands(item.gone_since.is_some(), known.state.as_ref());
    let about = [Some(known.id.text()), address, known.density.as_ref()];
    let about = about
        .into_iter()
        .flatten()
        .map(|text: &Text| foreign(Some(text)));
    let about: Vec<_> = about.chain([stands.clone()]).collect();
    Item::new(format!("{name:<20}  {}", foreign(address)), Choice::Text)
        .lead("site")
        .note(stands)
        .completion(item.name())
        .more(about.join("; "))
}

fn stands(is_gone: bool, state: Option<&QualificationState>) -> String {
    match state {
        _ if is_gone => "gone from the list".to_owned(),
        Some(state) => state.word().to_owned(),
        None => String::new(),
    }
}

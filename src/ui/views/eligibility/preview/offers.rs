//! The Offers tab of a site: how far it came, what holds for each family, then what can be had and what it costs.

use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::entities::eligibility::{KnownItem, Source};
use crate::app::state::AppState;
use crate::domain::eligibility::{CatalogueOffer, QualificationState};
use crate::domain::lenient::{Cents, Lenient};
use crate::domain::text::Text;
use crate::ui::format::{bandwidth, flagged, money, months, short_date, span, urgency};
use crate::ui::paint::{Pieces, piece};
use crate::ui::theme::Role;
use crate::ui::views::eligibility::words::{
    course, per_family, per_value, place_of, request_name, state_role, state_word,
};
use crate::ui::widgets::preview::{Line, ROOMY, flow, said, standing};

use super::course;
use super::table::{Column, Table, name};

/// Every line of the tab.
pub(super) fn lines<'a>(item: &'a KnownItem, state: &'a AppState, body: Rect) -> Vec<Line<'a>> {
    let columns = body.width;
    let is_gone = item.gone_since.is_some();
    let mut lines = standing(&item.detail, "offers", is_gone, state, columns);
    let mut group = |more: Vec<Line<'a>>| {
        if body.height >= ROOMY && !lines.is_empty() && !more.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(more);
    };
    let mut head = facts(item, columns);
    if let Some(course) = course::line(&course(item, state), state) {
        head.extend(said(&format!(" {course}"), Role::Dim, columns));
    }
    head.extend(promises(item, state, columns));
    group(head);
    group(verdict(item, state, columns));
    if item.item.offers.as_ref().is_some_and(|it| !it.is_empty()) {
        group(table(item, state, columns));
    }
    group(about(item, state, columns));
    lines
}

/// `done.ready   TRESDENSE   zones BPE 1, BPEA 1   max 10G`.
fn facts(item: &KnownItem, columns: u16) -> Vec<Line<'_>> {
    let known = &item.item;
    let word = state_word(known.state.as_ref());
    let mut parts: Vec<Pieces<'_>> = vec![vec![piece(word, state_role(known.state.as_ref()))]];
    let mut part = |text: Option<String>| {
        parts.extend(text.map(|text| vec![piece(text, Role::Text)]));
    };
    let zone = known.tarif_zone.as_ref();
    let zone = zone.filter(|zone| Some(*zone) != known.density.as_ref());
    part(known.density.as_ref().map(|it| flagged(it).into_owned()));
    part(zone.map(|zone| format!("tarif zone {}", flagged(zone))));
    part(per_family(&known.zones).map(|zones| format!("zones {zones}")));
    part(
        known
            .bandwidth_max
            .as_ref()
            .map(|it| format!("max {}", bandwidth(it))),
    );
    flow(parts, columns)
}

/// When it would be delivered, and how long that is guaranteed.
fn promises<'a>(item: &'a KnownItem, state: &'a AppState, columns: u16) -> Vec<Line<'a>> {
    let known = &item.item;
    let mut parts: Vec<Pieces<'a>> = Vec::new();
    if let Some(delivery) = per_value(&known.delivery) {
        parts.push(vec![piece(format!("delivery {delivery}"), Role::Text)]);
    }
    if let Some(until) = &known.guaranteed_until_date {
        let date = short_date(until, &state.zone, state.today());
        let mut part = vec![piece(format!("guaranteed until {date}"), Role::Text)];
        if let Some(days) = item.days_left(state.today(), &state.zone) {
            let (sign, role) = urgency(days);
            let space = if sign.is_empty() { "" } else { " " };
            part.push(piece(format!(" ({days}d{space}{sign})"), role));
        }
        parts.push(part);
    }
    flow(parts, columns)
}

/// What there is to say of a site without offers, or with such that cannot be had directly.
fn verdict<'a>(item: &KnownItem, state: &AppState, columns: u16) -> Vec<Line<'a>> {
    let known = &item.item;
    let offers = known.offers.as_deref();
    let on_quotation = |offer: &CatalogueOffer| offer.on_quotation == Some(true);
    let text = match &known.state {
        Some(QualificationState::UnableToProvide) => match offers {
            Some(offers) if offers.iter().any(on_quotation) => {
                " not available directly: by quotation, {new} adds a quote line"
            }
            _ => " not available directly: {new} adds a quote line, which Covage looks into",
        },
        Some(QualificationState::Error) => " what was sent about this site could not be used",
        Some(QualificationState::Ready) if offers.is_some_and(<[_]>::is_empty) => {
            " Covage found no offer for this site"
        }
        Some(state) if !state.is_final() && offers.is_none_or(<[_]>::is_empty) => {
            " Covage is still looking: offers follow by themselves"
        }
        _ => return Vec::new(),
    };
    let mut lines = said(&state.keymap.tell(text), Role::Text, columns);
    let reasons = known.changes.iter().flatten();
    for reason in reasons.filter_map(|change| change.reason.as_ref()) {
        let text = format!(" reason: {}", flagged(reason));
        lines.extend(said(&text, Role::Warn, columns));
    }
    lines
}

fn table<'a>(item: &'a KnownItem, state: &'a AppState, columns: u16) -> Vec<Line<'a>> {
    let table = Table::of(item, state, columns);
    // Above the table, which may be long.
    let mut lines = prices(item, &table, state, columns);
    lines.extend(table.lines(state));
    if table.offers().next().is_none() {
        lines.extend(said(" no offer holds these words", Role::Dim, columns));
    }
    if table.leaves_out(Column::Far)
        && let Some((_, offer)) = state.offer_in_preview()
    {
        lines.extend(said(&left_out(item, offer), Role::Dim, columns));
    }
    for (place, offer) in table.offers() {
        let unclear = unclear(item, offer);
        if !unclear.is_empty() {
            let text = format!(" offer {}: {}", place + 1, unclear.join(", "));
            lines.extend(said(&text, Role::Warn, columns));
        }
    }
    lines
}

/// What has no column of the offer that is meant.
fn left_out(item: &KnownItem, offer: &CatalogueOffer) -> String {
    let prices = item.prices_of(offer);
    let amount = |amount: Option<&Lenient<Cents>>| amount.map_or_else(|| "n/a".to_owned(), money);
    let mut parts = vec![
        format!("FAS {}", amount(prices.fas)),
        format!("FAR {}", amount(prices.far)),
    ];
    parts.extend(offer.commitment.as_ref().map(months));
    parts.extend(offer.technology.as_ref().map(|it| flagged(it).into_owned()));
    let guaranteed = offer.bandwidth_guarantee.as_ref();
    parts.extend(guaranteed.map(|it| format!("guaranteed {}", bandwidth(it))));
    format!(" {}: {}", name(offer), parts.join(", "))
}

/// Why prices are missing and which key asks for them; whose prices those are that stand there.
fn prices(
    item: &KnownItem,
    table: &Table<'_>,
    state: &AppState,
    columns: u16,
) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let sources: Vec<_> = table
        .offers()
        .map(|(_, offer)| (offer, item.prices_of(offer).source))
        .collect();
    let of_catalogue = sources.iter().filter_map(|(_, source)| match source {
        Source::Catalogue(at) => Some(*at),
        _ => None,
    });
    if let Some(oldest) = of_catalogue.min() {
        let age = span(state.now - oldest);
        let text = format!(" ~ price of the catalogue, which knows no site; read {age} ago");
        lines.extend(said(&text, Role::Dim, columns));
    }
    let is_on_its_way = |offer: &CatalogueOffer| {
        item.priced_of(offer)
            .is_some_and(|it| it.prices.is_loading())
    };
    if sources.iter().any(|(offer, _)| is_on_its_way(offer)) {
        lines.extend(said(" prices on their way", Role::Dim, columns));
    } else if let Some((offer, _)) = sources
        .iter()
        .find(|(offer, source)| *source == Source::Nobody && offer.on_quotation != Some(true))
    {
        lines.extend(said(&unpriced(item, state), Role::Dim, columns));
        let failure = item.priced_of(offer).and_then(|it| it.prices.failure());
        if let Some(failure) = failure {
            let text = format!(" E prices: {}", failure.line());
            lines.extend(said(&text, Role::Bad, columns));
        }
    }
    lines
}

/// `n/a: pricing not asked (resolve_pricing=false); + prices the marked, 1 call`.
fn unpriced(item: &KnownItem, state: &AppState) -> String {
    let why = match was_pricing_asked(item, state) {
        Some(false) => "pricing not asked (resolve_pricing=false)",
        Some(true) => "Covage told no price",
        None => "no price was told",
    };
    if state.why_not(Action::New).is_some() {
        return format!(" n/a: {why}");
    }
    let marks = state.eligibility_pane.preview.offers.marks();
    let which = match marks.len() {
        0 => "this one",
        1 => "the marked one",
        _ => "the marked",
    };
    let key = state.keymap.shown(Action::New);
    format!(" n/a: {why}; {key} prices {which}, 1 call")
}

/// Whether prices were asked for: as told, else as this program sent it.
fn was_pricing_asked(item: &KnownItem, state: &AppState) -> Option<bool> {
    let known = &item.item;
    known.resolve_pricing.or_else(|| {
        let request = state.eligibility.request(item.request.as_ref()?)?;
        let sites = &request.asked.as_ref()?.qualify.sites;
        let of_site = |key| sites.iter().find(|asked| Some(&asked.site) == key);
        let asked = of_site(known.site.key.as_ref()).or(match sites.as_slice() {
            [only] => Some(only),
            _ => None,
        });
        asked.map(|asked| asked.resolve_pricing)
    })
}

/// What an offer leaves unclear, in the words of the table; raw values in full.
fn unclear(item: &KnownItem, offer: &CatalogueOffer) -> Vec<String> {
    let prices = item.prices_of(offer);
    let amounts = [
        ("FAS", raw(prices.fas)),
        ("FAR", raw(prices.far)),
        ("price a month", raw(prices.monthly)),
        ("term", raw(offer.commitment.as_ref())),
        ("bandwidth", raw(offer.bandwidth_max.as_ref())),
        ("guaranteed", raw(offer.bandwidth_guarantee.as_ref())),
    ];
    let mut unclear: Vec<_> = amounts
        .into_iter()
        .filter_map(|(what, raw)| Some(format!("{what} [{}] cannot be read", flagged(raw?))))
        .collect();
    if offer.on_quotation.is_none() {
        unclear.push("it does not say whether it needs a quotation".to_owned());
    }
    if offer.product.is_none() {
        unclear.push("it came without a key".to_owned());
    }
    unclear
}

fn raw<T>(value: Option<&Lenient<T>>) -> Option<&Text> {
    match value {
        Some(Lenient::Raw(text)) => Some(text),
        _ => None,
    }
}

/// Where it is, and which request asked for it.
fn about<'a>(item: &'a KnownItem, state: &'a AppState, columns: u16) -> Vec<Line<'a>> {
    let known = &item.item;
    let mut lines = Vec::new();
    if let Some(place) = place_of(item) {
        let text = format!(" {}", flagged(place));
        lines.extend(said(&text, Role::Text, columns));
    }
    let mut parts: Vec<Pieces<'a>> = Vec::new();
    let mut part = |text: String| parts.push(vec![piece(text, Role::Dim)]);
    let building = known.site.building_ref.as_ref();
    if let Some(building) = building.filter(|it| place_of(item) != Some(*it)) {
        part(format!("building {}", flagged(building)));
    }
    match state.eligibility.request_of(item) {
        Some(request) => {
            part(format!("request {}", request_name(request)));
            if let Some(project) = request.project() {
                part(format!("project {}", flagged(project)));
            }
        }
        None => part("request not known yet".to_owned()),
    }
    lines.extend(flow(parts, columns));
    lines
}

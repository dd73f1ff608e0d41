//! The Offer tab: the offer that is meant as the catalogue tells it, priced for the zone of the site, with its options.

use ratatui::layout::Rect;

use crate::app::entities::eligibility::{KnownItem, Priced};
use crate::app::state::AppState;
use crate::domain::eligibility::{CatalogueOffer, OfferDetail, OfferOption, OptionValue};
use crate::domain::ids::ProductId;
use crate::domain::lenient::{Cents, Lenient};
use crate::domain::text::Text;
use crate::ui::format::{bandwidth, flagged, money, months, span};
use crate::ui::paint::piece;
use crate::ui::theme::Role;
use crate::ui::widgets::preview::fields::{Group, Sheet, Value, heading, remark};
use crate::ui::widgets::preview::{Line, ROOMY, said, standing};

use super::table::name;

/// Every line of the tab.
pub(super) fn lines<'a>(item: &'a KnownItem, state: &'a AppState, body: Rect) -> Vec<Line<'a>> {
    let Some((_, offer)) = state.offer_in_preview() else {
        return remark(" no offer is known at this site", body.width);
    };
    let mut lines = Vec::new();
    let priced = item.priced_of(offer);
    if offer.product.is_none() {
        let why = " this offer came without a key: Covage cannot be asked about it";
        lines.extend(said(why, Role::Warn, body.width));
    } else {
        let unread = Priced::default();
        let detail = &priced.unwrap_or(&unread).detail;
        lines.extend(standing(detail, "options", false, state, body.width));
    }
    let detail = priced.and_then(|priced| priced.detail.value());
    let told = detail.map_or(offer, |detail| &detail.offer);
    lines.extend(said(&summary(told), Role::Strong, body.width));
    if let Some(detail) = detail {
        lines.extend(whose(priced, state, body.width));
        lines.extend(options(detail, body.width));
    }
    let is_roomy = body.height >= ROOMY;
    let sheet = Sheet::new(body.width, is_roomy, false);
    let groups = groups(told, detail, state, sheet.value_columns());
    if is_roomy {
        lines.push(Line::default());
    }
    lines.extend(sheet.lines(&groups));
    lines.extend(sheet.empty_line(&groups, &[], false));
    lines
}

/// `1765 BPEA 100M très dense: 155.00 a month, FAS 360.00, FAR 240.00`.
fn summary(offer: &CatalogueOffer) -> String {
    let told = |amount: Option<&Lenient<Cents>>| amount.map_or_else(|| "n/a".to_owned(), money);
    format!(
        " {}: {} a month, FAS {}, FAR {}",
        name(offer),
        told(offer.price.as_ref()),
        told(offer.fas.as_ref()),
        told(offer.far.as_ref())
    )
}

fn groups<'a>(
    offer: &'a CatalogueOffer,
    detail: Option<&OfferDetail>,
    state: &AppState,
    columns: usize,
) -> Vec<Group<'a>> {
    let text = |text: Option<&Text>| Value::text(text);
    let last_update = offer.last_update.as_ref();
    vec![
        Group::new("offer")
            .field("id", text(offer.product.as_ref().map(ProductId::text)))
            .field("name", text(offer.name.as_ref()))
            .field("description", text(offer.description.as_ref()))
            .field("offer_family", text(offer.family.as_ref()))
            .field("offer_technology", text(offer.technology.as_ref()))
            .field("tarif_zone", text(offer.tarif_zone.as_ref()))
            .field("bandwidth", text(offer.bandwidth.as_ref()))
            .field(
                "bandwidth_max",
                Value::of(offer.bandwidth_max.as_ref().map(bandwidth)),
            )
            .field(
                "bandwidth_guarantee",
                Value::of(offer.bandwidth_guarantee.as_ref().map(bandwidth)),
            )
            .field(
                "commitment",
                Value::of(offer.commitment.as_ref().map(months)),
            )
            .known(
                "on_quotation",
                offer.on_quotation.map(|it| Value::flag(Some(it))),
            )
            .known(
                "last_update",
                last_update.map(|at| Value::date(Some(at), state, columns)),
            ),
        Group::new("prices")
            .field("price", Value::amount(offer.price.as_ref()))
            .field("fas", Value::amount(offer.fas.as_ref()))
            .field("far", Value::amount(offer.far.as_ref()))
            .known(
                "recurring",
                detail.map(|detail| Value::flag(detail.recurring)),
            ),
    ]
}

/// What can be added, with what each choice costs.
fn options<'a>(detail: &OfferDetail, columns: u16) -> Vec<Line<'a>> {
    if detail.options.is_empty() {
        return remark(" no option can be added", columns);
    }
    let mut lines = Vec::new();
    for option in &detail.options {
        lines.push(heading(&option_name(option)));
        for value in &option.values {
            lines.extend(said(&choice(value), Role::Text, columns));
        }
        if option.values.is_empty() {
            lines.push(Line::from(piece("   nothing to choose", Role::Dim)));
        }
    }
    lines
}

/// `SECURISATIONCOLLECTE (Option)`.
fn option_name(option: &OfferOption) -> String {
    let name = option.name.as_ref();
    let name = name.map_or("option without a name".into(), flagged);
    match &option.kind {
        Some(kind) => format!("{name} ({})", flagged(kind)),
        None => name.into_owned(),
    }
}

/// `241 SECURISATION COLLECTE Active - Passive: 10.00 a month`.
fn choice(value: &OptionValue) -> String {
    let id = value.option_id.as_ref().map(flagged);
    let label = value.label.as_ref().map(flagged);
    let words: Vec<_> = [id, label].into_iter().flatten().collect();
    let price = value.price.as_ref();
    let price = price.map_or_else(|| "n/a".to_owned(), money);
    let how = match value.recurring {
        Some(true) => " a month",
        Some(false) => " once",
        None => "",
    };
    format!("   {}: {price}{how}", words.join(" "))
}

/// For which zone it was priced, and how long ago.
fn whose(priced: Option<&Priced>, state: &AppState, columns: u16) -> Vec<Line<'static>> {
    let Some((priced, at)) = priced.and_then(|it| Some((it, it.detail.read_at()?))) else {
        return Vec::new();
    };
    let age = span(state.now - at);
    let text = match &priced.zone {
        Some(zone) => format!(" priced for zone {}, read {age} ago", flagged(zone)),
        None => format!(" priced without a zone: this site tells none; read {age} ago"),
    };
    remark(&text, columns)
}

//! The Detail tab: every documented field of the request and of its site, grouped, by the contract's own words.

use ratatui::layout::Rect;

use crate::app::entities::eligibility::{KnownItem, KnownRequest};
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::domain::eligibility::OfFamily;
use crate::domain::ids::{QualificationId, SiteKey};
use crate::domain::text::Text;
use crate::ui::format::{bandwidth, flagged};
use crate::ui::views::eligibility::words::{state_role, state_word};
use crate::ui::widgets::preview::fields::{Group, Sheet, Value, remark};
use crate::ui::widgets::preview::{Line, ROOMY, standing};

/// Every line of the tab.
pub(super) fn lines(state: &AppState, body: Rect) -> Vec<Line<'_>> {
    let preview = &state.eligibility_pane.preview;
    let sheet = Sheet::new(body.width, body.height >= ROOMY, preview.shows_empty);
    let columns = sheet.value_columns();
    let (request, item) = (state.request_under_cursor(), state.item_in_preview());
    let mut lines = match (item, request) {
        (Some(item), _) => {
            let is_gone = item.gone_since.is_some();
            standing(&item.detail, "details", is_gone, state, body.width)
        }
        (None, Some(request)) => {
            let is_gone = request.gone_since.is_some();
            standing(&request.detail, "details", is_gone, state, body.width)
        }
        (None, None) => Vec::new(),
    };
    let mut groups = Vec::new();
    groups.extend(item.into_iter().flat_map(|it| of_item(it, state, columns)));
    groups.extend(request.map(|request| of_request(request, state, columns)));
    lines.extend(sheet.lines(&groups));
    if let Some(sites) = state.sites_under_cursor() {
        let text = format!(" {} sites, each with fields of its own", sites.len());
        lines.extend(remark(&text, body.width));
    }
    let is_inside = state.eligibility_pane.focus == Focus::Preview;
    lines.extend(sheet.empty_line(&groups, &[], is_inside));
    lines
}

fn text(text: Option<&Text>) -> Value {
    Value::text(text)
}

fn texts(texts: Option<&[Text]>) -> Value {
    let texts: Vec<_> = texts.unwrap_or_default().iter().map(flagged).collect();
    Value::of((!texts.is_empty()).then(|| texts.join(", ")))
}

fn of_request<'a>(request: &'a KnownRequest, state: &AppState, columns: usize) -> Group<'a> {
    let known = &request.request;
    let date = |day: &_| Value::date(Option::as_ref(day), state, columns);
    let sent = request.asked.as_ref().map(|asked| &asked.qualify);
    // Answers leave it out (E5): what was sent stands for it.
    let project = known.project.as_ref();
    let project = project.or_else(|| sent.and_then(|sent| sent.project.as_ref()));
    Group::new("request")
        .prefixed("request ")
        .field("id", text(Some(known.id.text())))
        .field("external_id", text(known.external_id.as_ref()))
        .field("state", of_state(known.state.as_ref()))
        .field("project_id", text(project))
        .field("user", text(known.user.as_ref()))
        .field("creation_date", date(&known.creation_date))
        .field(
            "effective_qualification_date",
            date(&known.effective_qualification_date),
        )
}

fn of_state(state: Option<&crate::domain::eligibility::QualificationState>) -> Value {
    match state {
        Some(_) => Value::Text(state_word(state), state_role(state)),
        None => Value::Empty,
    }
}

fn of_item<'a>(item: &'a KnownItem, state: &AppState, columns: usize) -> Vec<Group<'a>> {
    let known = &item.item;
    let date = |day: &_| Value::date(Option::as_ref(day), state, columns);
    let has_detail = item.detail.read_at().is_some();
    // What only the detail tells is not empty before it was read.
    let of_detail = |value: Value| has_detail.then_some(value);
    let most = known.bandwidth_max.as_ref().map(bandwidth);
    let mut families = Group::new("families")
        .field("offer_families", texts(known.families.as_deref()))
        .field(
            "offer_families_eligibility",
            texts(known.families_eligible.as_deref()),
        )
        .field("offer_technologies", texts(known.technologies.as_deref()));
    for (word, values) in [
        ("zone", &known.zones),
        ("estimated_delivery_date", &known.delivery),
    ] {
        families = values.iter().fold(families, |families, of| {
            families.field(of_family(word, of), text(Some(&of.value)))
        });
    }
    vec![
        Group::new("site")
            .field("id", text(Some(known.id.text())))
            .field("state", of_state(known.state.as_ref()))
            .field("density", text(known.density.as_ref()))
            .field("tarif_zone", text(known.tarif_zone.as_ref()))
            .field("bandwidth_max", Value::of(most))
            .field("guaranteed_until_date", date(&known.guaranteed_until_date))
            .field("creation_date", date(&known.creation_date))
            .field("user", text(known.user.as_ref()))
            .field(
                "product_offering_qualification_id",
                text(item.request.as_ref().map(QualificationId::text)),
            ),
        place(item),
        families,
        Group::new("prices")
            .known(
                "resolve_pricing",
                known.resolve_pricing.map(|it| Value::flag(Some(it))),
            )
            .known("price", of_detail(Value::amount(known.price.as_ref())))
            .known("fas", of_detail(Value::amount(known.fas.as_ref())))
            .known("far", of_detail(Value::amount(known.far.as_ref()))),
    ]
}

/// `zone_bpe`, as the contract writes it, for any family.
fn of_family(word: &str, of: &OfFamily) -> String {
    let family = flagged(&of.family);
    // Zones are written small, delays are not (E12, E16).
    if word == "zone" {
        format!("{word}_{}", family.to_lowercase())
    } else {
        format!("{word}_{family}")
    }
}

fn place(item: &KnownItem) -> Group<'_> {
    let (site, address) = (&item.item.site, item.item.address.as_ref());
    let of = |of: fn(&crate::domain::eligibility::Address) -> &Option<Text>| {
        text(address.and_then(|address| of(address).as_ref()))
    };
    Group::new("place")
        .field("building_ref", text(site.building_ref.as_ref()))
        .field("eligibility_id", text(site.key.as_ref().map(SiteKey::text)))
        .field("x", text(site.x.as_ref()))
        .field("y", text(site.y.as_ref()))
        .field("label", of(|it| &it.label))
        .field("street_nr", of(|it| &it.street_nr))
        .field("street_ext", of(|it| &it.street_ext))
        .field("street_name", of(|it| &it.street_name))
        .field("street_id", of(|it| &it.street_id))
        .field("post_code", of(|it| &it.post_code))
        .field("city_name", of(|it| &it.city_name))
        .field("city_id", of(|it| &it.city_id))
        .field("insee_code", of(|it| &it.insee_code))
}

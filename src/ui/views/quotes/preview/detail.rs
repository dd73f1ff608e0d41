//! The Detail tab: every documented field of a line, grouped, by the contract's own words.

use ratatui::layout::Rect;

use crate::app::entities::quotes::QuoteLine;
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::domain::ids::QualificationItemId;
use crate::domain::text::Text;
use crate::ui::format::flagged;
use crate::ui::theme::Role;
use crate::ui::views::quotes::cells::state_role;
use crate::ui::widgets::preview::fields::{Group, Sheet, Value};
use crate::ui::widgets::preview::{Line, ROOMY, standing};

/// Every line of the tab.
pub(super) fn lines<'a>(line: &'a QuoteLine, state: &'a AppState, body: Rect) -> Vec<Line<'a>> {
    let preview = &state.quotes_pane.preview;
    let sheet = Sheet::new(body.width, body.height >= ROOMY, preview.shows_empty);
    let groups = groups(line, state, sheet.value_columns());
    let is_gone = line.gone_since.is_some();
    let mut lines = standing(&line.detail, "details", is_gone, state, body.width);
    lines.extend(sheet.lines(&groups));
    let is_inside = state.quotes_pane.focus == Focus::Preview;
    lines.extend(sheet.empty_line(&groups, &[], is_inside));
    lines
}

fn groups<'a>(line: &'a QuoteLine, state: &'a AppState, columns: usize) -> Vec<Group<'a>> {
    let known = &line.line;
    let text = |text: &Option<Text>| Value::text(text.as_ref());
    let date = |day: &_| Value::date(Option::as_ref(day), state, columns);
    let list = |texts: &[Text]| {
        let texts: Vec<_> = texts.iter().map(flagged).collect();
        Value::of((!texts.is_empty()).then(|| texts.join(", ")))
    };
    let has_detail = line.detail.read_at().is_some();
    // What only the detail tells is not empty before it was read.
    let of_detail = |value: Value| has_detail.then_some(value);
    let basket = line.basket.as_ref().map(|id| id.text().clone());
    let item = known.qualification_item_id.as_ref();
    vec![
        Group::new("line")
            .field("reference", text(&known.reference))
            .field("id", Value::text(Some(known.id.text())))
            .field(
                "state",
                Value::Text(known.state.word().to_owned(), known_role(line)),
            )
            .field("external_id", text(&known.external_id))
            .known("basket", basket.as_ref().map(|id| Value::text(Some(id))))
            .field("project_id", text(&known.project)),
        Group::new("customer")
            .field("end_customer_name", text(&known.end_customer_name))
            .field("customer_order_name", text(&known.customer_order_name))
            .field("business_sector", text(&known.business_sector))
            .known("business_code", of_detail(text(&known.business_code))),
        Group::new("site")
            .field("address", text(&known.address))
            .field("site_connection_type", text(&known.site_connection_type))
            .field("latitude", text(&known.latitude))
            .field("longitude", text(&known.longitude)),
        Group::new("asked for")
            .field("product_offerings", list(&known.product_offerings))
            .field(
                "qualification_item_id",
                Value::text(item.map(QualificationItemId::text)),
            )
            .known("option_ids", known.option_ids.as_deref().map(list))
            .field("trace_file", text(&known.trace_file))
            .known("note", of_detail(text(&known.note)))
            .known("technical_note", of_detail(text(&known.technical_note))),
        Group::new("dates")
            .known("creation_date", of_detail(date(&known.creation_date)))
            .field("quote_date", date(&known.quote_date))
            .field("order_date", date(&known.order_date))
            .field(
                "expected_response_date",
                date(&known.expected_response_date),
            )
            .field("response_date", date(&known.response_date))
            .field("validity_date", date(&known.validity_date)),
    ]
}

fn known_role(line: &QuoteLine) -> Role {
    state_role(&line.line.state)
}

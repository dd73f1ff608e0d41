//! The Detail tab: every documented field of the order, as given, in groups.
//!
//! The list row and the detail know different fields (O6): here they are one order. Where both know a field and
//! disagree, both are told. Nothing is computed (O9).

use std::fmt::Write;

use ratatui::layout::Rect;

use crate::app::entities::orders::{Order, Part};
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::domain::date::FlexDate;
use crate::domain::ids::OrderId;
use crate::domain::order::{OrderDetail, OrderOption, OrderProduct, OrderState, OrderSummary};
use crate::domain::text::Text;
use crate::ui::format::{bandwidth, flagged, months, weeks};
use crate::ui::theme::Role;

use super::part::standing;
use crate::ui::widgets::preview::fields::{Group, Sheet, Value};
use crate::ui::widgets::preview::{Line, ROOMY};

/// Every line of the tab.
pub(super) fn lines<'a>(order: &'a Order, state: &'a AppState, body: Rect) -> Vec<Line<'a>> {
    let preview = &state.orders_pane.preview;
    let sheet = Sheet::new(body.width, body.height >= ROOMY, preview.shows_empty);
    let known = Known {
        row: &order.summary,
        detail: order.detail().and_then(|detail| detail.value()),
        state,
        columns: sheet.value_columns(),
    };
    let groups = known.groups();
    let mut lines = standing(order, Part::Detail, "detail", state, body.width);
    lines.extend(sheet.lines(&groups));
    let is_inside = state.orders_pane.focus == Focus::Preview;
    lines.extend(sheet.empty_line(&groups, &known.empty_lists(), is_inside));
    lines
}

/// What is known of an order, from both its sources.
#[derive(Clone, Copy)]
struct Known<'a> {
    row: &'a OrderSummary,
    detail: Option<&'a OrderDetail>,
    state: &'a AppState,
    /// Columns of a value.
    columns: usize,
}

impl<'a> Known<'a> {
    fn groups(self) -> Vec<Group<'a>> {
        let mut groups = vec![
            self.order(),
            self.sites(),
            self.dates(),
            self.delivery(),
            self.offer(),
            self.price(),
        ];
        if let Some(detail) = self.detail {
            let many = detail.products.len() > 1;
            for (index, product) in detail.products.iter().enumerate() {
                let title = if many {
                    format!("product {}", index + 1)
                } else {
                    "product".to_owned()
                };
                groups.push(self::product(title, product));
                if !product.options.is_empty() {
                    groups.push(options(&product.options));
                }
            }
        }
        groups.extend([self.technical(), self.billing()]);
        groups
    }

    /// Lists that hold nothing; they have no field to be empty.
    fn empty_lists(self) -> Vec<&'static str> {
        let Some(detail) = self.detail else {
            return Vec::new();
        };
        let products = &detail.products;
        let has_options = products.iter().any(|product| !product.options.is_empty());
        let lists = [
            ("product", products.is_empty()),
            ("product.options", !products.is_empty() && !has_options),
            ("related_contact_information", detail.contacts.is_empty()),
        ];
        let empty = lists.into_iter().filter(|(_, is_empty)| *is_empty);
        empty.map(|(word, _)| word).collect()
    }

    fn order(self) -> Group<'a> {
        let row = self.row;
        let id = row.id.as_ref().map(OrderId::text);
        let reference = Value::text(Some(row.reference.text()));
        Group::new("order")
            .field("order_reference", reference)
            .field(
                "id",
                self.either(|detail| Some(detail.id.as_ref()?.text()), id),
            )
            .known("external_id", self.text(|it| it.external_id.as_ref()))
            .known(
                "customer_order_name",
                self.text(|it| it.customer_order_name.as_ref()),
            )
            .field("state", self.state_of(&row.state))
            .field(
                "project_id",
                self.either(|it| it.project.as_ref(), row.project.as_ref()),
            )
            .field("created_by", Value::text(row.created_by.as_ref()))
            .known("quote_item_id", self.text(|it| it.quote_item_id.as_ref()))
            .known(
                "product_offering_qualification_item_id",
                self.text(|it| it.qualification_item_id.as_ref()),
            )
            .known("note", self.text(|it| it.note.as_ref()))
            .known("technical_note", self.text(|it| it.technical_note.as_ref()))
            .known("termination_error", self.texts(|it| &it.termination_errors))
    }

    fn sites(self) -> Group<'a> {
        let row = self.row;
        Group::new("customer and site")
            .field("end_customer_name", Value::text(row.customer.as_ref()))
            .field("site_client", Value::text(row.site.as_ref()))
            .field("end_customer_name_2", Value::text(row.customer_2.as_ref()))
            .field("site_client_2", Value::text(row.site_2.as_ref()))
            .known("building_ref", self.text(|it| it.building_ref.as_ref()))
    }

    fn dates(self) -> Group<'a> {
        let row = self.row;
        Group::new("dates")
            .field(
                "order_date",
                self.date(|it| it.order_date.as_ref(), row.order_date.as_ref()),
            )
            .field(
                "modification_date",
                self.written(row.modification_date.as_ref()),
            )
            .known(
                "estimated_delivery_date",
                self.detail
                    .map(|it| self.written(it.estimated_delivery_date.as_ref())),
            )
            .field(
                "completion_date",
                self.date(
                    |it| it.completion_date.as_ref(),
                    row.completion_date.as_ref(),
                ),
            )
            .field(
                "cancellation_date",
                self.date(
                    |it| it.cancellation_date.as_ref(),
                    row.cancellation_date.as_ref(),
                ),
            )
            .field(
                "cancellation_reason",
                self.either(
                    |it| it.cancellation_reason.as_ref(),
                    row.cancellation_reason.as_ref(),
                ),
            )
            .known(
                "commitment_end_date",
                self.detail
                    .map(|it| self.written(it.commitment_end_date.as_ref())),
            )
    }

    fn delivery(self) -> Group<'a> {
        let lead = |detail: &OrderDetail| detail.delivery_lead_time.as_ref().map(weeks);
        let row = self.row.delivery_lead_time.as_ref().map(weeks);
        Group::new("delivery")
            .known("delivery_mode", self.text(|it| it.delivery_mode.as_ref()))
            .field("delivery_lead_time", both(self.detail.and_then(lead), row))
            .known(
                "delivery_lead_time_label",
                self.text(|it| it.delivery_lead_time_label.as_ref()),
            )
            .known("enni", self.text(|it| it.enni.as_ref()))
            .known("enni2", self.text(|it| it.enni2.as_ref()))
            .known("vlan_reference", self.text(|it| it.vlan_reference.as_ref()))
    }

    fn offer(self) -> Group<'a> {
        let row = self.row;
        let of = |value: &dyn Fn(&OrderDetail) -> Option<String>| {
            self.detail.map(|detail| Value::of(value(detail)))
        };
        Group::new("offer")
            .known(
                "product_offering_id",
                self.text(|it| it.product_offering_id.as_ref()),
            )
            .field("offer_family", Value::text(row.offer_family.as_ref()))
            .field(
                "offer_technology",
                Value::text(row.offer_technology.as_ref()),
            )
            .known("technology", self.text(|it| it.technology.as_ref()))
            .known("bandwidth", of(&|it| it.bandwidth.as_ref().map(bandwidth)))
            .field("commitment", Value::of(row.commitment.as_ref().map(months)))
            .known(
                "minimum_commitment_duration",
                of(&|it| it.minimum_commitment_duration.as_ref().map(months)),
            )
            .known("notice_period", self.text(|it| it.notice_period.as_ref()))
            .known("option_ids", self.texts(|it| &it.option_ids))
    }

    fn price(self) -> Group<'a> {
        let detail = self.detail;
        Group::new("price")
            .known(
                "total_amount_monthly",
                detail.map(|it| Value::amount(it.total_amount_monthly.as_ref())),
            )
            .known(
                "total_amount_annual",
                detail.map(|it| Value::amount(it.total_amount_annual.as_ref())),
            )
    }

    fn technical(self) -> Group<'a> {
        Group::new("technical")
            .known(
                "service_reference",
                self.text(|it| it.service_reference.as_ref()),
            )
            .known("technical_zone", self.text(|it| it.technical_zone.as_ref()))
            .known(
                "service_topology",
                self.text(|it| it.service_topology.as_ref()),
            )
            .known("securing", self.text(|it| it.securing.as_ref()))
            .known("securing_label", self.text(|it| it.securing_label.as_ref()))
            .known("strands_number", self.text(|it| it.strands_number.as_ref()))
            .known(
                "fon_security",
                self.detail.map(|it| Value::flag(it.fon_security)),
            )
    }

    fn billing(self) -> Group<'a> {
        Group::new("billing")
            .known(
                "billing_site_ref",
                self.text(|it| it.billing_site_ref.as_ref()),
            )
            .known(
                "billing_site_name",
                self.text(|it| it.billing_site_name.as_ref()),
            )
            .known("billing_period", self.text(|it| it.billing_period.as_ref()))
    }

    /// A text that only the detail knows.
    fn text(self, of: impl Fn(&'a OrderDetail) -> Option<&'a Text>) -> Option<Value> {
        self.detail.map(|detail| Value::text(of(detail)))
    }

    /// A list of texts that only the detail knows.
    fn texts(self, of: impl Fn(&'a OrderDetail) -> &'a [Text]) -> Option<Value> {
        let joined = |texts: &[Text]| {
            let lines: Vec<_> = texts.iter().map(flagged).collect();
            (!lines.is_empty()).then(|| lines.join(", "))
        };
        self.detail.map(|detail| Value::of(joined(of(detail))))
    }

    /// A text that both sources know.
    fn either(
        self,
        of: impl Fn(&'a OrderDetail) -> Option<&'a Text>,
        row: Option<&'a Text>,
    ) -> Value {
        let detail = self.detail.and_then(of);
        if detail.is_none() || detail == row {
            return Value::text(row);
        }
        let line = |text: &Text| flagged(text).into_owned();
        both(detail.map(line), row.map(line))
    }

    /// A date that both sources know.
    fn date(
        self,
        of: impl Fn(&'a OrderDetail) -> Option<&'a FlexDate>,
        row: Option<&'a FlexDate>,
    ) -> Value {
        let detail = self.detail.and_then(of);
        if detail.is_none() || detail == row {
            return self.written(row);
        }
        let text = |date| self.as_text(date);
        both(detail.and_then(text), row.and_then(text))
    }

    fn as_text(self, date: &FlexDate) -> Option<String> {
        match self.written(Some(date)) {
            Value::Text(text, _) => Some(text),
            Value::Empty | Value::Amount(..) => None,
        }
    }

    fn written(self, date: Option<&FlexDate>) -> Value {
        Value::date(date, self.state, self.columns)
    }

    fn state_of(self, row: &OrderState) -> Value {
        let detail = self.detail.map(|detail| detail.state.word().to_owned());
        both(detail, Some(row.word().to_owned()))
    }
}

/// What the detail says, and the list row where it says something else; the row alone where the detail says nothing.
fn both(detail: Option<String>, row: Option<String>) -> Value {
    match (detail, row) {
        (Some(detail), Some(row)) if detail != row => {
            Value::of(Some(format!("{detail}  (list: {row})")))
        }
        (detail, row) => Value::of(detail.or(row)),
    }
}

fn product(title: String, product: &OrderProduct) -> Group<'_> {
    Group::new(title)
        .prefixed("product.")
        .field("id", Value::text(product.id.as_ref()))
        .field("name", Value::text(product.name.as_ref()))
        .field("description", Value::text(product.description.as_ref()))
        .field("offer_family", Value::text(product.offer_family.as_ref()))
        .field(
            "offer_technology",
            Value::text(product.offer_technology.as_ref()),
        )
        .field(
            "bandwidth",
            Value::of(product.bandwidth.as_ref().map(bandwidth)),
        )
        .field(
            "bandwidth_guarantee",
            Value::of(product.bandwidth_guarantee.as_ref().map(bandwidth)),
        )
        .field(
            "bandwidth_max",
            Value::of(product.bandwidth_max.as_ref().map(bandwidth)),
        )
        .field(
            "commitment",
            Value::of(product.commitment.as_ref().map(months)),
        )
        .field("tarif_zone", Value::text(product.tarif_zone.as_ref()))
        .field("price", Value::amount(product.price.as_ref()))
        .field("fas", Value::amount(product.fas.as_ref()))
        .field("far", Value::amount(product.far.as_ref()))
        .field("fad", Value::amount(product.fad.as_ref()))
        .field("recurring", Value::flag(product.recurring))
}

/// An option a line: what it is called, its price, and the rest of it.
fn options(options: &[OrderOption]) -> Group<'_> {
    let mut group = Group::new("options");
    for option in options {
        let label = option.label.as_ref().or(option.name.as_ref());
        let other_name = option.name.as_ref().filter(|name| Some(*name) != label);
        let mut beside = String::new();
        let recurring = option
            .recurring
            .map(|yes| if yes { "recurring" } else { "once" });
        let texts = [option.kind.as_ref(), option.option_id.as_ref(), other_name];
        let texts = texts.into_iter().flatten().map(flagged);
        for text in recurring.map(Into::into).into_iter().chain(texts) {
            // Into a string this cannot fail.
            let _ = write!(beside, "  {text}");
        }
        let value = match Value::amount(option.price.as_ref()) {
            Value::Amount(amount, _) => Value::Amount(amount, beside),
            Value::Empty | Value::Text(..) => {
                Value::Text(beside.trim_start().to_owned(), Role::Text)
            }
        };
        let label = label.map_or("option".into(), flagged);
        group = group.field(label, value);
    }
    group
}

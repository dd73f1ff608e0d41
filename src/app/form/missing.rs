//! What a basket lacks before it can be confirmed (Q15), line by line.

use crate::app::entities::quotes::QuoteLine;
use crate::app::menu::{Choice, Item, Kind};
use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::domain::ids::{BasketId, LineId};
use crate::domain::quote::Line;
use crate::domain::text::Text;
use crate::domain::write::LineField;

use super::basket::name;
use super::field::Id;

/// What a line needs by then.
const NEEDED: [LineField; 3] = [
    LineField::EndCustomerName,
    LineField::SiteConnectionType,
    LineField::ProductOfferings,
];

impl AppState {
    /// The lines of a basket that lack something, and what.
    pub(super) fn missing(&self, basket: &BasketId) -> Vec<(LineId, LineField)> {
        let lines = self
            .quotes
            .basket(basket)
            .map_or(&[][..], |basket| &basket.lines);
        let lines = lines.iter().filter_map(|line| self.quotes.line(line));
        lines
            .flat_map(|line| lacks(&line.line).map(|field| (line.line.id.clone(), field)))
            .collect()
    }

    /// Lists what a basket lacks, with the cursor on the first of it.
    pub(super) fn open_missing(&mut self, basket: BasketId) {
        self.forms.basket = Some(basket);
        self.open_menu(Kind::Missing);
        let basket = self
            .forms
            .basket
            .as_ref()
            .and_then(|id| self.quotes.basket(id));
        let name = basket.map_or("", |basket| name(&basket.basket).line());
        let title = format!("Missing before basket {name} can be confirmed");
        if let Some(Overlay::Menu(menu)) = &mut self.overlay {
            menu.title = title;
        }
    }

    /// The list, a line a heading.
    pub(crate) fn missing_items(&self) -> Vec<Item> {
        let Some(basket) = &self.forms.basket else {
            return Vec::new();
        };
        let missing = self.missing(basket);
        let mut items = Vec::new();
        let mut under = None;
        for (line, field) in missing {
            if under.as_ref() != Some(&line) {
                let known = self.quotes.line(&line);
                items.push(Item::heading(known.map_or_else(String::new, heading)));
                under = Some(line.clone());
            }
            let id = Id::Line(field);
            let text = format!("{:<16} {}", id.label(), id.word());
            items.push(Item::new(text, Choice::Missing(line, field)));
        }
        items
    }

    /// Opens the form of a line at a field it lacks.
    pub(crate) fn open_missing_field(&mut self, line: &LineId, field: LineField) {
        self.open_edit_line(line, Some(field));
    }
}

fn lacks(line: &Line) -> impl Iterator<Item = LineField> {
    let is_none = |text: &Option<Text>| {
        text.as_ref()
            .is_none_or(|text| text.wire().trim().is_empty())
    };
    let has_gone_on = !line.state.is_draft();
    let lacks = [
        is_none(&line.end_customer_name),
        is_none(&line.site_connection_type),
        line.product_offerings.is_empty(),
    ];
    NEEDED
        .into_iter()
        .zip(lacks)
        .filter_map(move |(field, lacks)| (lacks && !has_gone_on).then_some(field))
}

fn heading(line: &QuoteLine) -> String {
    let customer = line.line.end_customer_name.as_ref();
    let customer = customer.map_or_else(String::new, |customer| format!("  {}", customer.line()));
    format!("{}{customer}", line.name())
}

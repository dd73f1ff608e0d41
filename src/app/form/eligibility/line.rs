//! A quote line from a site: into a basket that is chosen, or made first, with what the site tells filled in.
//!
//! The customer is left to be filled in: no answer about a site names one. No business code goes along either (R8).

use crate::app::entities::eligibility::KnownItem;
use crate::app::entities::quotes::QuoteBasket;
use crate::app::form::basket;
use crate::app::form::confirm::count;
use crate::app::keymap::Chord;
use crate::app::menu::{Choice, Item, Kind, New};
use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::domain::eligibility::{Address, Site};
use crate::domain::ids::{BasketId, ProductId, QualificationItemId};
use crate::domain::quote::BasketState;
use crate::domain::text::Text;
use crate::domain::write::{ContactField, ContactFields, FieldValue, LineField, LineFields};

/// What a line is to be made from, since its menu was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFrom {
    /// The site.
    pub item: QualificationItemId,
    /// The offers to quote.
    pub offers: Vec<ProductId>,
}

impl AppState {
    /// What a line from the site under the cursor would be made from: its marked offers, else the one that is meant.
    pub(super) fn line_from_here(&self) -> Option<LineFrom> {
        let item = self.item_in_preview()?;
        let marks = self.eligibility_pane.preview.offers.marks().iter();
        let mut offers: Vec<_> = marks
            .filter(|key| key.item == item.item.id)
            .map(|key| key.product.clone())
            .collect();
        offers.sort();
        if offers.is_empty() {
            let meant = self.offer_in_preview();
            offers.extend(meant.and_then(|(_, offer)| offer.product.clone()));
        }
        Some(LineFrom {
            item: item.item.id.clone(),
            offers,
        })
    }

    /// Asks into which basket a line goes; the baskets are read meanwhile, if nobody did yet.
    pub(in crate::app::form) fn ask_basket(&mut self, from: &LineFrom) {
        self.want_baskets();
        self.forms.line = Some(from.clone());
        self.open_menu(Kind::Basket);
        let site = self.eligibility.item(&from.item).map_or("", site_name);
        let title = format!("Basket for a line of {site}");
        if let Some(Overlay::Menu(menu)) = &mut self.overlay {
            menu.title = title;
        }
    }

    /// The baskets that still take lines, those met last first, and a new one.
    pub(crate) fn basket_items(&self) -> Vec<Item> {
        let Some(from) = &self.forms.line else {
            return Vec::new();
        };
        let mut open: Vec<_> = self.quotes.baskets().map(|(_, known)| known).collect();
        open.retain(|known| takes_lines(known));
        open.reverse();
        let mut items: Vec<_> = open
            .into_iter()
            .map(|known| basket_item(known, from))
            .collect();
        if items.is_empty() {
            items.push(Item::remark(if self.are_baskets_read() {
                "No basket is open for more lines."
            } else {
                "The baskets are being read ..."
            }));
        }
        let new = "a new basket first, then its line";
        items.push(Item::new(new, Choice::New(New::BasketFor(from.clone()))).hot(Chord::char('b')));
        items
    }

    /// Opens the form of a line from a site in a basket.
    pub(in crate::app::form) fn open_line_from(&mut self, basket: &BasketId, from: &LineFrom) {
        let fields = self.filled_in(from);
        self.open_line_form(basket, fields);
    }

    /// Opens the form of a basket; once it is made, it is said how to go on to the line.
    pub(in crate::app::form) fn open_basket_for(&mut self, from: &LineFrom) {
        let mut form = basket::new_form();
        let site = self.eligibility.item(&from.item).map(site_name);
        form.then_line = site.map(str::to_owned);
        self.open_form(form);
    }

    /// What a site tells of a line.
    fn filled_in(&self, from: &LineFrom) -> LineFields {
        let mut fields = LineFields::new();
        let text = |text: &Text| FieldValue::Text(text.clone());
        fields.insert(LineField::QualificationItem, text(from.item.text()));
        if !from.offers.is_empty() {
            let keys = from.offers.iter().map(|offer| offer.text().clone());
            let keys = FieldValue::Keys(keys.collect());
            fields.insert(LineField::ProductOfferings, keys);
        }
        let Some(known) = self.eligibility.item(&from.item) else {
            return fields;
        };
        let site = site_of(known.item.address.as_ref(), &known.item.site);
        if !site.is_empty() {
            fields.insert(LineField::Contacts, FieldValue::Contacts(vec![site]));
        }
        let request = known.request.as_ref();
        let request = request.and_then(|id| self.eligibility.request(id));
        let project = request.and_then(|known| {
            // What the answer leaves out was sent (E5).
            let asked = known.asked.as_ref();
            let sent = asked.and_then(|asked| asked.qualify.project.as_ref());
            known.request.project.as_ref().or(sent)
        });
        if let Some(project) = project {
            fields.insert(LineField::Project, text(project));
        }
        fields
    }
}

/// What people call a site: its building, else its address, else its key.
fn site_name(known: &KnownItem) -> &str {
    let item = &known.item;
    let address = item.address.as_ref().and_then(|it| it.label.as_ref());
    let building = item.site.building_ref.as_ref();
    building.or(address).unwrap_or(item.id.text()).line()
}

/// Whether lines can be added to a basket: until it is confirmed. What else the server allows it tells itself.
fn takes_lines(known: &QuoteBasket) -> bool {
    let is_there = known.gone_since.is_none() && !known.has_left;
    is_there && known.basket.broken.is_none() && known.basket.state == BasketState::Acknowledged
}

fn basket_item(known: &QuoteBasket, from: &LineFrom) -> Item {
    let new = New::LineFrom(known.basket.id.clone(), from.clone());
    let lines = match known.detail.value() {
        Some(()) => count(known.lines.len(), "line", "lines"),
        None => String::new(),
    };
    let name = basket::name(&known.basket).marked();
    let project = known.basket.project.as_ref();
    let project = project.map_or_else(String::new, |it| format!("  {}", it.marked()));
    Item::new(format!("{name}{project}"), Choice::New(new)).note(lines)
}

/// The site of a line, as far as an eligibility item tells it: nothing is made of an address that is told in one line
/// but that line (O12).
fn site_of(address: Option<&Address>, site: &Site) -> ContactFields {
    let none = Address::default();
    let address = address.unwrap_or(&none);
    let whole = [&address.street_name, &address.city_name, &address.post_code];
    let is_in_parts = whole.iter().any(|part| part.is_some());
    let street = if is_in_parts {
        &address.street_name
    } else {
        &address.label
    };
    let parts = [
        (ContactField::StreetNumber, &address.street_nr),
        (ContactField::StreetNumberExtension, &address.street_ext),
        (ContactField::StreetName, street),
        (ContactField::Postcode, &address.post_code),
        (ContactField::City, &address.city_name),
        (ContactField::InseeCode, &address.insee_code),
        (ContactField::Latitude, &site.y),
        (ContactField::Longitude, &site.x),
    ];
    let parts = parts.into_iter();
    let told = parts.filter_map(|(field, text)| Some((field, text.clone()?)));
    told.collect()
}

//! The forms of a quote line: a new one, one that is changed, and what is asked before one is deleted.

use crate::app::dialog::{Confirm, How, Recheck};
use crate::app::entities::quotes::QuoteLine;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::writes::seen::seen_of_line;
use crate::domain::date::FlexDate;
use crate::domain::eligibility::CatalogueOffer;
use crate::domain::ids::{BasketId, LineId, QualificationItemId};
use crate::domain::lenient::Lenient;
use crate::domain::order::Contact;
use crate::domain::quote::{Basket, Line, LineState, Offer};
use crate::domain::text::Text;
use crate::domain::write::{
    ContactField, ContactFields, FieldValue, Intent, LineField, LineFields, LineKey, Write,
    sites_of,
};

use super::confirm::{count, row};
use super::field::{Choices, Content, Field, Id, Source};
use super::lists::{Choice, List};
use super::{Basis, Form, Purpose};

/// Sites a line may have (Q17).
const SITES: usize = 2;

impl AppState {
    /// Opens the form of a new line in a basket, with some fields filled in already.
    pub(crate) fn open_line_form(&mut self, basket: &BasketId, prefill: LineFields) {
        let Some(mut form) = self.new_line_form(basket) else {
            return;
        };
        for (field, value) in prefill {
            match value {
                FieldValue::Text(text) => form.put(Id::Line(field), Content::Text(text)),
                FieldValue::Keys(keys) => form.put(Id::Line(field), Content::Keys(keys)),
                FieldValue::Contacts(sites) => {
                    for (place, site) in sites.into_iter().enumerate() {
                        form.put(Id::Site(place), Content::Site(site));
                    }
                }
            }
        }
        // What nothing can be sent without comes first, unless it is there.
        let needed = Id::Line(LineField::QualificationItem);
        if form.text_of(needed).is_none() {
            form.go_to(needed);
        }
        self.open_form(form);
    }

    pub(super) fn new_line_form(&self, basket: &BasketId) -> Option<Form> {
        let known = self.quotes.basket(basket)?;
        let basis = super::basket::basis(&known.basket, known.lines.len());
        let title = format!("New line in basket {}", known.name());
        let purpose = Purpose::AddLine(basket.clone());
        Some(Form::new(purpose, title, self.fields(None), basis))
    }

    /// The offers of the site that a line is made from can be chosen, where that is known.
    pub(super) fn know_offers(&self, form: &mut Form) {
        let site = form.text_of(Id::Line(LineField::QualificationItem));
        let site = site.map(|key| QualificationItemId::new(key.wire()));
        let known = site.and_then(|id| self.eligibility.item(&id));
        let offers = known.and_then(|known| known.item.offers.as_deref());
        let is_it = |field: &&mut Field| field.id == Id::Line(LineField::ProductOfferings);
        if let (Some(offers), Some(field)) = (offers, form.fields.iter_mut().find(is_it)) {
            field.can_be(offers.iter().filter_map(found));
        }
    }

    /// Opens the form of a line that is there, with the keys on a field.
    pub(super) fn open_edit_line(&mut self, line: &LineId, field: Option<LineField>) {
        if let Some(why) = self.quotes.line(line).and_then(why_no_change) {
            let why = self.keymap.tell(why);
            return self.notices.info(self.now, why);
        }
        let Some(mut form) = self.edit_line_form(line) else {
            return;
        };
        if let Some(field) = field {
            form.go_to(Id::Line(field));
        }
        self.open_form(form);
    }

    pub(super) fn edit_line_form(&self, line: &LineId) -> Option<Form> {
        let known = self.quotes.line(line)?;
        let purpose = Purpose::EditLine(known.key()?);
        let title = format!("Line {}", known.name());
        let fields = self.fields(Some(&known.line));
        Some(Form::new(purpose, title, fields, self.line_basis(known)))
    }

    /// The fields of a line, in the order of the contract.
    fn fields(&self, line: Option<&Line>) -> Vec<Field> {
        let of = |field| self.field(field, line);
        LineField::ALL.iter().flat_map(|field| of(*field)).collect()
    }

    fn field(&self, field: LineField, line: Option<&Line>) -> Vec<Field> {
        let id = Id::Line(field);
        let typed = |original: Option<&Text>| vec![Field::typed(id, original)];
        let from = |list, is_free| Choices {
            from: Source::List(list),
            is_free,
        };
        match field {
            LineField::EndCustomerName => {
                typed(line.and_then(|line| line.end_customer_name.as_ref()))
            }
            LineField::SiteConnectionType => {
                let original = line.and_then(|line| line.site_connection_type.as_ref());
                vec![Field::chosen(
                    id,
                    original,
                    from(List::SiteConnections, false),
                )]
            }
            LineField::ProductOfferings => {
                let original = line.map_or(&[][..], |line| &line.product_offerings);
                let known = line
                    .and_then(|line| line.offers.as_deref())
                    .unwrap_or_default();
                vec![Field::keys(
                    id,
                    original,
                    known.iter().filter_map(offered).collect(),
                )]
            }
            LineField::QualificationItem => {
                let item = line.and_then(|line| line.qualification_item_id.as_ref());
                let field = Field::typed(id, item.map(QualificationItemId::text));
                // A line that is there has one, even where no answer told it.
                vec![if line.is_none() {
                    field.needed()
                } else {
                    field
                }]
            }
            LineField::ExternalId => typed(line.and_then(|line| line.external_id.as_ref())),
            LineField::Project => {
                let original = line.and_then(|line| line.project.as_ref());
                vec![Field::chosen(id, original, from(List::Projects, true))]
            }
            LineField::CustomerOrderName => {
                typed(line.and_then(|line| line.customer_order_name.as_ref()))
            }
            LineField::BusinessCode => {
                let original = line.and_then(|line| line.business_code.as_ref());
                vec![Field::chosen(id, original, from(List::BusinessCodes, true))]
            }
            LineField::BusinessSector => typed(line.and_then(|line| line.business_sector.as_ref())),
            LineField::ExpectedResponseDate => {
                let date = line.and_then(|line| line.expected_response_date.as_ref());
                typed(date.map(|date| self.wished(date)).as_ref())
            }
            LineField::OptionIds => {
                let original = line.and_then(|line| line.option_ids.as_deref());
                vec![Field::keys(id, original.unwrap_or_default(), Vec::new())]
            }
            LineField::Note => typed(line.and_then(|line| line.note.as_ref())),
            LineField::TechnicalNote => typed(line.and_then(|line| line.technical_note.as_ref())),
            LineField::Contacts => {
                let sites = line
                    .and_then(|line| sites_of(&line.raw))
                    .unwrap_or_default();
                let places = SITES.max(sites.len());
                let mut sites = sites.into_iter();
                (0..places)
                    .map(|place| Field::site(place, sites.next().unwrap_or_default()))
                    .collect()
            }
        }
    }

    /// A day as it is typed.
    fn wished(&self, date: &FlexDate) -> Text {
        match (date.day(&self.zone), date) {
            (Some(day), _) => Text::new(day.to_string()),
            (None, FlexDate::Raw(raw)) => raw.clone(),
            (None, _) => Text::new(""),
        }
    }

    fn line_basis(&self, known: &QuoteLine) -> Basis {
        let basket = known.basket.as_ref().and_then(|id| self.quotes.basket(id));
        basis_of(&known.line, basket.map(|known| &known.basket))
    }

    /// `-`: asks before the line under the cursor is deleted, with what is lost.
    pub(crate) fn ask_delete(&mut self, effects: &mut Effects) {
        let Some(known) = self.line_under_cursor() else {
            return;
        };
        let Some(key) = known.key() else {
            return;
        };
        let basis = self.line_basis(known);
        let mut rows = basis.rows;
        rows.extend(lost(&known.line));
        let confirm = Confirm {
            title: format!("Delete line {}: cannot be brought back", known.name()),
            rows,
            intents: vec![Intent {
                write: Write::DeleteLine(key),
                subject: basis.subject,
                seen: basis.seen,
            }],
            how: How::Yes,
            recheck: Some(Recheck::Line(known.line.id.clone())),
        };
        self.confirm(confirm, effects);
    }
}

/// A line and its basket, as they are now.
fn basis_of(line: &Line, basket: Option<&Basket>) -> Basis {
    let name = line.reference.as_ref().unwrap_or(line.id.text());
    let customer = line.end_customer_name.as_ref();
    let rows = [
        ("line", Some(name)),
        ("customer", customer),
        ("basket", basket.map(super::basket::name)),
    ];
    let mut rows: Vec<_> = rows
        .into_iter()
        .filter_map(|(label, text)| Some((label.to_owned(), text?.clone())))
        .collect();
    rows.push(row("state", line.state.word()));
    let about = [customer, basket.map(super::basket::name)];
    let about = about.into_iter().flatten().map(Text::wire);
    let about: Vec<_> = about.chain([line.state.word()]).collect();
    let customer = customer.map_or_else(String::new, |customer| format!(" {}", customer.wire()));
    Basis {
        subject: Text::new(format!("{}{customer}", name.wire())),
        about: Text::new(about.join(", ")),
        rows,
        seen: seen_of_line(line),
    }
}

/// Why a line that is there cannot be changed. What else the server allows it tells itself.
pub(super) fn why_no_change(known: &QuoteLine) -> Option<&'static str> {
    let line = &known.line;
    if line.broken.is_some() {
        return Some("this row could not be read, so nothing can be asked for it");
    }
    if line.state.is_final() {
        return Some(match line.state {
            LineState::Accepted => "this line was accepted: nothing of it can be changed any more",
            LineState::Expired => "this line has expired: nothing of it can be changed any more",
            _ => "Covage cannot provide this line: nothing of it can be changed any more",
        });
    }
    // What was never read would look empty, and be sent as empty once it was touched.
    if known.detail.value().is_none() {
        return Some("this line is not read whole yet: {refresh_row} reads it");
    }
    (!tells_its_sites(line))
        .then_some("its sites were not told whole: {refresh_row} reads the line")
}

/// Whether the sites that would be sent back are those that are shown.
fn tells_its_sites(line: &Line) -> bool {
    let sites = sites_of(&line.raw).unwrap_or_default();
    let is_told = |(site, contact): (&ContactFields, &Contact)| {
        let of = |field| site.get(&field).filter(|text| !text.wire().is_empty());
        [
            (ContactField::EndCustomerName, &contact.end_customer_name),
            (ContactField::StreetName, &contact.street_name),
            (ContactField::Postcode, &contact.postcode),
            (ContactField::City, &contact.city),
        ]
        .into_iter()
        .all(|(field, shown)| of(field) == shown.as_ref())
    };
    sites.len() == line.contacts.len() && sites.iter().zip(&line.contacts).all(is_told)
}

/// An offer as something to choose.
fn offered(offer: &Offer) -> Option<Choice> {
    let term = match &offer.term {
        Some(Lenient::Value(months)) => format!(" {} months", months.0),
        _ => String::new(),
    };
    let name = offer.name.as_ref().map_or("", Text::wire);
    Some(Choice {
        value: offer.product.as_ref()?.text().clone(),
        label: Text::non_empty(format!("{name}{term}")),
        is_over: false,
    })
}

/// An offer of a site as something to choose.
fn found(offer: &CatalogueOffer) -> Option<Choice> {
    let name = offer.name.as_ref().map_or("", Text::wire);
    Some(Choice {
        value: offer.product.as_ref()?.text().clone(),
        label: Text::non_empty(name.trim()),
        is_over: false,
    })
}

/// What goes with a line that is deleted.
fn lost(line: &Line) -> Vec<(String, Text)> {
    let texts = [
        (
            LineField::SiteConnectionType,
            line.site_connection_type.clone(),
        ),
        (LineField::ExternalId, line.external_id.clone()),
        (LineField::Note, line.note.clone()),
        (LineField::TechnicalNote, line.technical_note.clone()),
    ];
    let mut rows: Vec<_> = texts
        .into_iter()
        .filter_map(|(field, text)| Some((Id::Line(field).label().to_owned(), text?)))
        .collect();
    let offers = line
        .offers
        .as_ref()
        .map_or(line.product_offerings.len(), Vec::len);
    for (label, number) in [("offers", offers), ("sites", line.contacts.len())] {
        if number > 0 {
            rows.push(row(label, &count(number, "goes", "go")));
        }
    }
    rows.extend(
        line.trace_file
            .clone()
            .map(|file| ("trace file".to_owned(), file)),
    );
    rows
}

/// The fields of a line as a form says them: all of a new one that are not empty, of one that is there those that differ.
pub(super) fn said(form: &Form) -> LineFields {
    let is_new = form.purpose.is_new();
    let is_said = |field: &&Field| {
        if is_new {
            !field.content().is_empty()
        } else {
            field.is_changed()
        }
    };
    let mut fields = LineFields::new();
    let mut are_sites_said = false;
    for field in form.fields.iter().filter(is_said) {
        match (field.id, field.content()) {
            (Id::Line(id), Content::Text(text)) => drop(fields.insert(id, FieldValue::Text(text))),
            (Id::Line(id), Content::Keys(keys)) => drop(fields.insert(id, FieldValue::Keys(keys))),
            (Id::Site(_), _) => are_sites_said = true,
            _ => {}
        }
    }
    if are_sites_said {
        // The list is replaced whole: what is not said again would be lost.
        let sites = form
            .fields
            .iter()
            .filter_map(|field| match field.content() {
                Content::Site(site) if !site.is_empty() => Some(site),
                _ => None,
            });
        fields.insert(LineField::Contacts, FieldValue::Contacts(sites.collect()));
    }
    fields
}

/// The key of a line, where its basket is known.
pub(super) fn write(form: &Form) -> Option<Write> {
    Some(match &form.purpose {
        Purpose::AddLine(basket) => Write::AddLine(basket.clone(), said(form)),
        Purpose::EditLine(key) => Write::EditLine(LineKey::clone(key), said(form)),
        _ => return None,
    })
}

//! The form of an eligibility check of one site: place, site, families, prices, way, references, address.
//!
//! ```text
//!  place --recognised--> query --Read::Site--> site found --all filled in--> dialog --> journal, wire
//! ```
//!
//! Nothing is sent that was not shown: how the place was read, and the site that Covage knows there, stand over the fields
//! and in the dialog. Batches have a form of their own.

mod fields;
mod line;
pub(super) mod lookup;
mod new;
mod told;

use crate::app::loadable::Loadable;
use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::domain::eligibility::pasted::{Pasted, Trouble, recognise};
use crate::domain::eligibility::{Address, SiteQuery};
use crate::domain::text::Text;
use crate::domain::write::{ContactField, ContactFields, Qualify, SiteAsked, Write};

use super::confirm::row;
use super::field::{Choices, Content, Field, Id, Source};
use super::lists::{Choice, List};
use super::{Basis, Form, Purpose};

pub use fields::CheckField;
pub(super) use fields::PARTS;
pub use line::LineFrom;
use told::Found;
pub use told::{LINES, Told, Tone};

impl AppState {
    /// Reads the families on sale, unless they are known.
    pub(crate) fn read_families(&mut self, effects: &mut Effects) {
        self.read_referential(List::Families, false, effects);
    }

    /// The families on sale, as far as they are known.
    pub(crate) fn families_on_sale(&self) -> Option<Vec<Text>> {
        let known = self.forms.lists.get(List::Families)?.value()?;
        let names = known.iter().map(|choice| choice.value.clone());
        Some(names.collect()).filter(|names: &Vec<_>| !names.is_empty())
    }

    /// Opens the form of a new check, and reads the families on sale.
    pub(super) fn open_check(&mut self, effects: &mut Effects) {
        self.read_families(effects);
        self.open(&Purpose::Check);
    }

    /// What an open form begins with is known better: what was not touched follows.
    pub(super) fn check_follows(&mut self) {
        let fresh = self.check_form();
        if let Some(Overlay::Form(form)) = &mut self.overlay
            && form.purpose == Purpose::Check
        {
            form.follow(fresh);
        }
    }

    pub(super) fn check_form(&self) -> Form {
        let id = Id::Check;
        let typed = |field| Field::typed(id(field), None);
        let known = |field, original: Option<&str>, choices: Vec<Choice>| {
            let choices = Choices {
                from: Source::Known(choices),
                is_free: false,
            };
            Field::chosen(id(field), original.map(Text::new).as_ref(), choices)
        };
        let projects = Choices {
            from: Source::List(List::Projects),
            is_free: true,
        };
        let fields = vec![
            typed(CheckField::Place).needed(),
            known(CheckField::Order, None, fields::orders()),
            Field::keys_of(id(CheckField::Families), &self.families(), List::Families).needed(),
            known(
                CheckField::Prices,
                Some(fields::WITH_PRICES),
                fields::prices(),
            )
            .needed(),
            known(
                CheckField::Way,
                Some(self.forms.single.word()),
                fields::ways(),
            )
            .needed(),
            typed(CheckField::ExternalId),
            Field::chosen(id(CheckField::Project), None, projects),
            typed(CheckField::Address),
            Field::parts(id(CheckField::AddressParts), ContactFields::new()),
        ];
        let title = "New eligibility check of a site";
        Form::new(Purpose::Check, title, fields, Basis::none("a site"))
    }

    /// Every family on sale, as far as the list was read.
    fn families(&self) -> Vec<Text> {
        let list = self.forms.lists.get(List::Families);
        let all = list.and_then(Loadable::value);
        let all = all.map_or(&[][..], Vec::as_slice);
        all.iter().map(|choice| choice.value.clone()).collect()
    }

    /// What a check asks for; `None` where its site is not known.
    pub(super) fn check_write(&self, form: &Form) -> Option<Write> {
        let Found::Site(site) = self.found(&form.query().ok()?) else {
            return None;
        };
        let text = |field| form.text_of(Id::Check(field));
        let asked = SiteAsked {
            site: site.key.clone()?,
            families: form.families(),
            resolve_pricing: text(CheckField::Prices)?.wire() == fields::WITH_PRICES,
            address: form.address(),
        };
        Some(Write::Qualify(Qualify {
            way: fields::way_of(&text(CheckField::Way)?)?,
            external_id: text(CheckField::ExternalId),
            project: text(CheckField::Project),
            sites: vec![asked],
        }))
    }

    /// Everything that is sent, and the site that was found, as rows of the dialog.
    pub(super) fn check_rows(&self, form: &Form, write: &Write) -> Vec<(String, Text)> {
        let (Write::Qualify(asked), Ok(pasted)) = (write, form.pasted()) else {
            return Vec::new();
        };
        let mut rows = vec![row("asked for", &pasted.told())];
        rows.extend(self.site_rows(&pasted.query()));
        for site in &asked.sites {
            let families = Content::Keys(site.families.clone()).told();
            rows.push(("families".to_owned(), families));
            let prices = if site.resolve_pricing {
                "asked for"
            } else {
                "not asked for"
            };
            rows.push(row("prices", prices));
            rows.extend(site.address.iter().flat_map(address_rows));
        }
        let way = format!("{}: {}", asked.way.word(), fields::way_label(asked.way));
        rows.push(row("answer", &way));
        let named = [
            ("your reference", CheckField::ExternalId),
            ("project", CheckField::Project),
        ];
        rows.extend(named.into_iter().filter_map(|(label, field)| {
            Some((label.to_owned(), form.text_of(Id::Check(field))?))
        }));
        rows
    }

    fn site_rows(&self, query: &SiteQuery) -> Vec<(String, Text)> {
        let Found::Site(site) = self.found(query) else {
            return Vec::new();
        };
        let text = |label: &str, text: &Option<Text>| Some((label.to_owned(), text.clone()?));
        let position = told::site_position(site).map(|position| {
            let distance = told::distance(query, site);
            let distance = distance.map_or(String::new(), |it| format!(", {it}"));
            row("at", &format!("{position}{distance}"))
        });
        let key = site.key.as_ref().map(|key| key.text().clone());
        let doubt = told::doubt(query, site).map(|doubt| row("note", doubt));
        [
            text("building", &site.building_ref),
            position,
            text("site key", &key),
            doubt,
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl Form {
    /// Whether it asks for a place.
    pub fn has_place(&self) -> bool {
        self.purpose == Purpose::Check
    }

    /// Lines that are told over its fields.
    pub fn told_lines(&self) -> usize {
        if self.has_place() { LINES } else { 0 }
    }

    /// Whether the keys are in the place.
    pub(super) fn is_at_place(&self) -> bool {
        let is_place = |field: &Field| field.id == Id::Check(CheckField::Place);
        self.field().is_some_and(is_place)
    }

    /// Whether the keys are past the place: what is half typed is not looked up.
    pub(super) fn is_past_place(&self) -> bool {
        self.has_place() && self.chooser.is_none() && !self.is_at_place()
    }

    /// The place as it was recognised.
    pub(super) fn pasted(&self) -> Result<Pasted, Trouble> {
        let typed = self.fields.first().map(told::typed).unwrap_or_default();
        let order = self.text_of(Id::Check(CheckField::Order));
        recognise(&typed, order.as_ref().and_then(fields::order_of))
    }

    /// What the site search is asked.
    pub(super) fn query(&self) -> Result<SiteQuery, Trouble> {
        Ok(self.pasted()?.query())
    }

    fn families(&self) -> Vec<Text> {
        let is_it = |field: &&Field| field.id == Id::Check(CheckField::Families);
        match self.fields.iter().find(is_it).map(Field::content) {
            Some(Content::Keys(keys)) => keys,
            _ => Vec::new(),
        }
    }

    /// The address, if any of it was given.
    fn address(&self) -> Option<Address> {
        let is_it = |field: &&Field| field.id == Id::Check(CheckField::AddressParts);
        let parts = match self.fields.iter().find(is_it).map(Field::content) {
            Some(Content::Site(parts)) => parts,
            _ => ContactFields::new(),
        };
        let part = |field| {
            parts
                .get(&field)
                .filter(|it| !it.wire().is_empty())
                .cloned()
        };
        let address = Address {
            label: self.text_of(Id::Check(CheckField::Address)),
            street_nr: part(ContactField::StreetNumber),
            street_ext: part(ContactField::StreetNumberExtension),
            street_id: None,
            street_name: part(ContactField::StreetName),
            city_id: None,
            insee_code: part(ContactField::InseeCode),
            city_name: part(ContactField::City),
            post_code: part(ContactField::Postcode),
        };
        (address != Address::default()).then_some(address)
    }
}

fn address_rows(address: &Address) -> Vec<(String, Text)> {
    let parts = [
        ("address", &address.label),
        ("number", &address.street_nr),
        ("bis, ter", &address.street_ext),
        ("street", &address.street_name),
        ("postcode", &address.post_code),
        ("town", &address.city_name),
        ("INSEE code", &address.insee_code),
    ];
    let row = |(label, text): (&str, &Option<Text>)| Some((label.to_owned(), text.clone()?));
    parts.into_iter().filter_map(row).collect()
}

/// What a check is about, for people.
pub(super) fn subject(form: &Form) -> Option<Text> {
    let pasted = form.pasted().ok()?;
    let position = pasted.position.map(|(it, ..)| Text::new(it.in_short()));
    pasted.building.or(position)
}

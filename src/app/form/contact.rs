//! The form of an end-customer site, or of the parts of an address: a form within the form of a line or a check.

use crate::app::overlay::Overlay;
use crate::app::state::AppState;
use crate::domain::write::{ContactField, ContactFields};

use super::eligibility::PARTS;
use super::field::{Content, Entry, Field, Id};
use super::{Form, Purpose};

impl AppState {
    /// Opens the form of the site with the keys; the form it belongs to waits.
    pub(super) fn open_site(&mut self, parent: Box<Form>) {
        let Some(Entry::Site(site)) = parent.field().map(|field| field.entry.clone()) else {
            self.overlay = Some(Overlay::Form(parent));
            return;
        };
        let of = |field: &ContactField| Field::typed(Id::Contact(*field), site.get(field));
        let fields = match parent.purpose {
            Purpose::Check => &PARTS[..],
            _ => ContactField::ALL,
        };
        let fields = fields.iter().map(of).collect();
        let label = parent.field().map_or("site", |field| field.id.label());
        let title = format!("{}, {label}", parent.title);
        let mut form = Form::new(
            Purpose::Site(parent.place),
            title,
            fields,
            parent.basis.clone(),
        );
        form.parent = Some(parent);
        self.overlay = Some(Overlay::Form(Box::new(form)));
    }

    /// Takes a site into the form it belongs to, and goes on there.
    pub(super) fn close_site(&mut self, mut form: Form, place: usize) {
        let Some(mut parent) = form.parent.take() else {
            return;
        };
        if let Some(field) = parent.fields.get_mut(place)
            && let Entry::Site(site) = &field.entry
        {
            let site = said(&form, site.clone());
            field.set(Content::Site(site));
        }
        parent.place = place + 1;
        self.overlay = Some(Overlay::Form(parent));
    }
}

/// A site as its form says it: what was there, with what differs. A number that was emptied is left out: no number is
/// empty text.
fn said(form: &Form, mut site: ContactFields) -> ContactFields {
    for field in form.fields.iter().filter(|field| field.is_changed()) {
        let (Id::Contact(id), Content::Text(text)) = (field.id, field.content()) else {
            continue;
        };
        let is_number = matches!(id, ContactField::Latitude | ContactField::Longitude);
        if is_number && text.wire().is_empty() {
            site.remove(&id);
        } else {
            site.insert(id, text);
        }
    }
    site
}

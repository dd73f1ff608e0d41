//! Eligibility requests (contract: `Poq`): list row, create answers and detail as one shape of optional fields.
//!
//! The lists that a request holds are called four things (E2). An answer about that request alone is believed when it
//! says that there are none; a list row is not, because lists leave out what they do not look up.

use serde_json::value::RawValue;

use super::eligibility_item::{self, Told};
use super::field::{Field, Shape};
use super::object::{self, members, wire_object};
use super::reading::Reading;
use crate::domain::eligibility::{Item, Qualification, QualificationState, StateChange};
use crate::domain::ids::{QualificationId, QualificationItemId};
use crate::domain::text::Text;

wire_object!(
    /// Union of the field sets.
    Row {
        id = "id",
        user = "user",
        creation_date = "creation_date",
        external_id = "external_id",
        project_id = "project_id",
        effective_qualification_date = "effective_qualification_date",
        state = "state",
        state_change = "state_change",
        items = "product_offering_qualification_items",
        item = "product_offering_qualification_item",
        item_details = "product_offering_qualification_item_details",
        item_detail = "product_offering_qualification_item_detail",
    }
);

wire_object!(ChangeRow {
    state = "state",
    date = "change_date",
    reason = "change_reason",
});

wire_object!(UserObject {
    email = "email",
    first_name = "first_name",
    last_name = "last_name",
});

/// Reads a request with the items that it names.
pub(crate) fn read(raw: &RawValue, told: Told, reading: &mut Reading<'_, '_>) -> Qualification {
    reading.takes(1);
    let (row, problem) = object::row(Row::read(raw.get()));
    let (id, broken) = reading.twins.key_of(row.id, raw, problem);
    let id = QualificationId::new(id);
    let parent = broken.is_none().then_some(&id);
    let items = items(&row, told).map(|items| nested(items, parent, told, reading));
    Qualification {
        user: user(row.user, reading),
        creation_date: row.creation_date.date(),
        external_id: row.external_id.text(),
        project: row.project_id.word(reading.words),
        effective_qualification_date: row.effective_qualification_date.date(),
        state: state(row.state, reading),
        changes: changes(row.state_change, reading),
        items,
        broken,
        raw: Text::new(raw.get()),
        id,
    }
}

/// The list of items under whichever of its names (E2): the first that holds something, else an empty one.
fn items<'a>(row: &Row<'a>, told: Told) -> Option<Field<'a>> {
    let spellings = [row.items, row.item, row.item_details, row.item_detail];
    let is_empty = |field: &Field<'_>| told == Told::Whole && field.shape() == Shape::Array;
    spellings
        .into_iter()
        .find(|field| !field.is_nothing())
        .or_else(|| spellings.into_iter().find(is_empty))
}

/// The items inside a request, which they seldom name themselves (E17). One that is only named, by its key, is an item
/// of which nothing else is told yet (E4).
fn nested(
    field: Field<'_>,
    parent: Option<&QualificationId>,
    told: Told,
    reading: &mut Reading<'_, '_>,
) -> Vec<Item> {
    let mut items = Vec::new();
    for nested in reading.list(field) {
        let Some(raw) = nested.raw() else { continue };
        let mut item = eligibility_item::read(raw, told, reading);
        if let (Shape::Scalar, Some(key)) = (nested.shape(), nested.scalar()) {
            item.id = QualificationItemId::new(key.as_ref());
            item.broken = None;
        }
        item.request = parent.cloned().or(item.request);
        items.push(item);
    }
    items
}

/// A state; `None` where none was told (E4).
pub(super) fn state(field: Field<'_>, reading: &mut Reading<'_, '_>) -> Option<QualificationState> {
    let word = field.shown()?;
    Some(match QualificationState::parse(&word) {
        QualificationState::Other(_) => QualificationState::Other(reading.words.text(&word)),
        known => known,
    })
}

/// A history, in the server's order (E24). An entry that is no object is its state.
pub(super) fn changes(field: Field<'_>, reading: &mut Reading<'_, '_>) -> Option<Vec<StateChange>> {
    (field.shape() != Shape::None).then(|| {
        let mut changes = Vec::new();
        for item in reading.list(field) {
            let (row, odd) = match ChangeRow::read(item.json().unwrap_or_default()) {
                Ok(row) => (row, Field::default()),
                Err(_) => (ChangeRow::default(), item),
            };
            let told = state(row.state, reading).or_else(|| state(odd, reading));
            let at = row.date.date();
            if told.is_some() || at.is_some() {
                changes.push(StateChange {
                    state: told.unwrap_or_else(|| QualificationState::Other(Text::new(""))),
                    at,
                    reason: row.reason.text(),
                });
            }
        }
        changes
    })
}

/// Who asked: the mail address, else the name. A text is taken as it is, and an object with neither is shown whole.
pub(super) fn user(field: Field<'_>, reading: &mut Reading<'_, '_>) -> Option<Text> {
    if field.is_nothing() {
        return None;
    }
    let Ok(user) = UserObject::read(field.json()?) else {
        return field.word(reading.words);
    };
    let names: Vec<_> = [user.first_name, user.last_name]
        .into_iter()
        .filter_map(Field::scalar)
        .collect();
    let said = user.email.scalar().map(std::borrow::Cow::into_owned);
    let said = said.unwrap_or_else(|| names.join(" "));
    let is_unknown = said.is_empty()
        && members(field.json()?)
            .iter()
            .any(|(_, value)| !value.is_nothing());
    if is_unknown {
        return field.word(reading.words);
    }
    (!said.is_empty()).then(|| reading.words.text(&said))
}

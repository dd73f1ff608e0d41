//! What can be selected inside the preview: people, files, requests.
//!
//! A selection belongs to its thing: a refresh that puts others above it does not move it.

use crate::app::entities::orders::Order;
use crate::app::state::AppState;
use crate::domain::order::{OrderDetail, OrderRequest, Person};
use crate::domain::text::Text;

use super::preview::Tab;

/// Something that can be selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Recognises it after a refresh.
    key: Vec<Option<Text>>,
    /// What copying it gives.
    text: String,
}

/// What the tabs hold that can be selected, in the order it is shown.
pub(super) fn items(order: &Order, tab: Tab) -> Vec<Item> {
    match tab {
        Tab::Contacts => {
            let detail = order.detail().and_then(|detail| detail.value());
            let people = detail.into_iter().flat_map(OrderDetail::people);
            people.map(Item::of_person).collect()
        }
        Tab::Documents => {
            let documents = order.documents().and_then(|documents| documents.value());
            let groups = documents.into_iter().flat_map(|it| &it.groups);
            let files = groups.flat_map(|group| &group.files);
            files.map(Item::of_file).collect()
        }
        Tab::Requests => {
            let requests = order.requests().and_then(|requests| requests.value());
            let rows = requests.into_iter().flat_map(|it| &it.rows);
            rows.map(Item::of_request).collect()
        }
        Tab::Timeline | Tab::Detail | Tab::Raw => Vec::new(),
    }
}

impl Item {
    /// Name, phone and mail as they came (O11).
    fn of_person(person: &Person) -> Self {
        let key = vec![
            person.name.clone(),
            person.email.clone(),
            person.phone.clone(),
        ];
        Self {
            text: joined([&person.name, &person.phone, &person.email]),
            key,
        }
    }

    fn of_file(file: &Text) -> Self {
        Self {
            key: vec![Some(file.clone())],
            text: file.line().to_owned(),
        }
    }

    fn of_request(request: &OrderRequest) -> Self {
        Self {
            key: vec![request.id.clone()],
            text: joined([&request.action, &request.reason, &request.message]),
        }
    }
}

fn joined(parts: [&Option<Text>; 3]) -> String {
    let parts = parts.into_iter().flatten().map(Text::line);
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

impl AppState {
    fn items(&self) -> Vec<Item> {
        let tab = self.orders_pane.preview.tab;
        self.order_under_cursor()
            .map(|order| items(order, tab))
            .unwrap_or_default()
    }

    /// Index of what is selected in the open tab; `None` where nothing can be.
    pub fn selected_item(&self) -> Option<usize> {
        let last = self.items().len().checked_sub(1)?;
        Some(self.orders_pane.preview.selected().min(last))
    }

    /// What copying gives of what is selected in the open tab.
    pub fn selected_text(&self) -> Option<String> {
        let mut items = self.items();
        let selected = self.selected_item()?;
        (selected < items.len()).then(|| items.swap_remove(selected).text)
    }

    /// How many things of the open tab can be selected.
    pub(super) fn item_count(&self) -> usize {
        self.items().len()
    }

    /// What is selected, to be found again after a refresh.
    pub(super) fn selection(&self) -> Option<Item> {
        let mut items = self.items();
        let selected = self.selected_item()?;
        (selected < items.len()).then(|| items.swap_remove(selected))
    }

    /// Finds what was selected before a refresh; where it is gone the selection stays at its place.
    pub(super) fn select_again(&mut self, was: Option<&Item>) {
        let Some(was) = was else { return };
        let place = self.items().iter().position(|item| item.key == was.key);
        if let Some(place) = place {
            self.orders_pane.preview.select(place);
        }
    }
}

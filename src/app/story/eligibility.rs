//! Stories of the Eligibility pane.

use super::Story;
use super::quotes::page_of;
use crate::app::fixtures::eligibility as sites;
use crate::app::gauges::Gauges;
use crate::app::views::eligibility::{EVERY, EligibilityPane};
use crate::domain::eligibility::{Item, Qualification};
use crate::domain::ids::{QualificationId, QualificationItemId};
use crate::domain::request::{Read, Reply, RequestId};

impl Story {
    /// A story that reads eligibility: there is no order and no quote, and nothing was read of the requests yet.
    pub(crate) fn before_eligibility() -> Self {
        let mut story = Self::new();
        story.state.eligibility_pane = EligibilityPane::new(EVERY, story.now);
        story.wake();
        story.sweep([]);
        story
    }

    /// A story on the Eligibility pane, with lists that were wholly read and a budget that has no room for the
    /// background.
    pub(crate) fn of_eligibility(
        requests: impl IntoIterator<Item = Qualification>,
        items: impl IntoIterator<Item = Item>,
    ) -> Self {
        let mut story = Self::before_eligibility();
        story.chars("3");
        story.sweep_eligibility(requests, items);
        story.gauges(Gauges {
            used: 100,
            cap: 120,
            ..Gauges::default()
        });
        story
    }

    /// Answers the pages of both lists that are asked for.
    pub(crate) fn sweep_eligibility(
        &mut self,
        requests: impl IntoIterator<Item = Qualification>,
        items: impl IntoIterator<Item = Item>,
    ) {
        let page = self.requests_asked().expect("no page is asked");
        self.answer(page, Ok(Reply::Qualifications(page_of(requests))));
        if let Some(page) = self.items_asked() {
            self.answer(page, Ok(Reply::Items(page_of(items))));
        }
    }

    /// Answers the page of the list of items that is asked for.
    pub(crate) fn sweep_eligibility_items(&mut self, items: impl IntoIterator<Item = Item>) {
        let page = self.items_asked().expect("no page of items is asked");
        self.answer(page, Ok(Reply::Items(page_of(items))));
    }

    /// The page of the list of requests that is asked for.
    pub(crate) fn requests_asked(&self) -> Option<RequestId> {
        self.find_open(|read| matches!(read, Read::Qualifications(..)))
    }

    /// The page of the list of items that is asked for.
    pub(crate) fn items_asked(&self) -> Option<RequestId> {
        self.find_open(|read| matches!(read, Read::Items(..)))
    }

    /// The requests whose detail is asked for.
    pub(crate) fn asked_requests(&self) -> Vec<QualificationId> {
        let reads = self.open.iter().map(|(_, read, _)| read);
        reads
            .filter_map(|read| match read {
                Read::Qualification(id) => Some(id.clone()),
                _ => None,
            })
            .collect()
    }

    /// The items whose detail is asked for.
    pub(crate) fn asked_items(&self) -> Vec<QualificationItemId> {
        let reads = self.open.iter().map(|(_, read, _)| read);
        reads
            .filter_map(|read| match read {
                Read::Item(id) => Some(id.clone()),
                _ => None,
            })
            .collect()
    }

    /// Answers the detail of a request that is asked for.
    pub(crate) fn tell_request(&mut self, request: Qualification) {
        let read = Read::Qualification(request.id.clone());
        let id = self.asked(&read).expect("that request is not asked for");
        self.answer(id, Ok(Reply::Qualification(Box::new(request))));
    }

    /// Answers the detail of an item that is asked for.
    pub(crate) fn tell_item(&mut self, item: Item) {
        let read = Read::Item(item.id.clone());
        let id = self.asked(&read).expect("that item is not asked for");
        self.answer(id, Ok(Reply::Item(Box::new(item))));
    }

    /// The rows of the list, top to bottom, by their names.
    pub(crate) fn eligibility_rows(&self) -> Vec<&str> {
        let rows = self.state.eligibility_pane.list.rows().iter();
        rows.map(|row| self.state.eligibility_name(*row)).collect()
    }

    /// What the cursor of the list is on.
    pub(crate) fn eligibility_cursor(&self) -> Option<&str> {
        let row = self.state.eligibility_pane.cursor.row()?;
        Some(self.state.eligibility_name(row))
    }

    /// What a server without checks would answer; to a detail, what is known of it.
    pub(super) fn reply_of_eligibility(&self, read: &Read) -> Reply {
        match read {
            Read::Qualifications(..) => Reply::Qualifications(page_of([])),
            Read::Items(..) => Reply::Items(page_of([])),
            Read::Qualification(id) => {
                let known = self.state.eligibility.request(id).unwrap();
                Reply::Qualification(Box::new(known.request.clone()))
            }
            // A line or an order may name a site that nobody read yet.
            Read::Item(id) => {
                let known = self.state.eligibility.item(id);
                let known = known.map(|known| known.item.clone());
                let item = known.unwrap_or_else(|| Item {
                    id: id.clone(),
                    ..sites::item(1, "done.ready")
                });
                Reply::Item(Box::new(item))
            }
            Read::Categories => Reply::Categories(Vec::new()),
            Read::Site(_) => Reply::Site(None),
            Read::PricedOffers(_) => Reply::PricedOffers(Vec::new()),
            other => panic!("no story answers {other:?}"),
        }
    }
}

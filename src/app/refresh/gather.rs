//! Reading a short list whole, page by page: the requests made on one order.
//!
//! Unlike a [`sweep`](super::sweep) it is over when it is over, and nothing of it is shown before that. It follows the
//! pages the server names, and counts on by itself while the server's own count says that rows are missing (G4). A
//! list that says nothing about pages is taken as whole: one order has a handful of requests.

use std::collections::HashSet;

use crate::domain::ids::OrderRef;
use crate::domain::order::{OrderRequest, OrderRequests};
use crate::domain::request::{Cursor, Page};
use crate::domain::text::Text;

/// Pages read at most, against a server that ignores the filter by order and lists everybody's requests.
pub(crate) const MAX_PAGES: u32 = 10;

/// The pages read so far.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    so_far: OrderRequests,
    pages: u32,
    /// Rows of every page, those of other orders included.
    rows: u64,
    /// First rows of the pages; a repeated one means the server ignores the page parameter.
    firsts: HashSet<Option<Text>>,
}

/// What follows a page.
#[derive(Clone, Debug)]
pub enum Then {
    /// This page is to be asked for.
    More(Cursor),
    /// That was all of it, or all there will be.
    Whole(OrderRequests),
}

impl Gathered {
    /// Takes in a page. Requests on other orders are left out: the filter is the server's to keep, or not to.
    pub fn take(&mut self, page: &Page<OrderRequest>, raw: &Text, order: &OrderRef) -> Then {
        let first = page.rows.first().map(|row| row.id.clone());
        let is_repeat = first.is_some_and(|first| !self.firsts.insert(first));
        self.pages += 1;
        if !is_repeat {
            self.rows += page.rows.len() as u64;
            let is_ours = |row: &&OrderRequest| {
                let of = row.order_reference.as_ref();
                of.is_none_or(|of| of == order)
            };
            self.so_far
                .rows
                .extend(page.rows.iter().filter(is_ours).cloned());
            self.so_far.raw.push(raw.clone());
        }
        let is_short = page.count.is_some_and(|count| self.rows < count);
        let is_all = page.count.is_some_and(|count| self.rows >= count);
        let next = match &page.next {
            _ if is_all => None,
            Some(next) => Some(next.clone()),
            None => is_short.then_some(Cursor::Number(self.pages + 1)),
        };
        match next {
            Some(cursor) if !is_repeat && !page.rows.is_empty() && self.pages < MAX_PAGES => {
                Then::More(cursor)
            }
            next => {
                self.so_far.is_cut = next.is_some() && (is_repeat || self.pages >= MAX_PAGES);
                Then::Whole(std::mem::take(&mut self.so_far))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixtures;

    fn order() -> OrderRef {
        OrderRef::new("CMD_X_00000001")
    }

    fn page(ids: &[&str], next: Option<Cursor>, count: Option<u64>) -> Page<OrderRequest> {
        let rows = ids.iter().map(|id| fixtures::request(id, &order()));
        Page {
            rows: rows.collect(),
            next,
            count,
            page_size: None,
        }
    }

    /// Answers each page in turn, the last one again and again; what was asked for and what came of it.
    fn gather(pages: &[Page<OrderRequest>]) -> (Vec<Cursor>, OrderRequests) {
        let mut gathered = Gathered::default();
        let mut asked = Vec::new();
        loop {
            let page = &pages[asked.len().min(pages.len() - 1)];
            match gathered.take(page, &"{}".into(), &order()) {
                Then::More(cursor) => asked.push(cursor),
                Then::Whole(all) => return (asked, all),
            }
        }
    }

    fn ids(all: &OrderRequests) -> Vec<&str> {
        let ids = all.rows.iter().filter_map(|row| row.id.as_ref());
        ids.map(Text::wire).collect()
    }

    #[test]
    fn named_pages_are_followed_and_counted_ones_guessed() {
        let link = Cursor::Link("?page=2".into());
        let (asked, all) = gather(&[
            page(&["a", "b"], Some(link.clone()), None),
            page(&["c"], None, None),
        ]);
        assert_eq!((asked, ids(&all)), (vec![link], vec!["a", "b", "c"]));
        assert_eq!((all.is_cut, all.raw.len()), (false, 2));
        let (asked, all) = gather(&[page(&["a"], None, Some(2)), page(&["b"], None, Some(2))]);
        assert_eq!(
            (asked, ids(&all)),
            (vec![Cursor::Number(2)], vec!["a", "b"])
        );
    }

    #[test]
    fn a_bare_list_costs_one_call() {
        let (asked, all) = gather(&[page(&["a"], None, None)]);
        assert_eq!((asked, ids(&all)), (vec![], vec!["a"]));
    }

    #[test]
    fn a_server_that_repeats_itself_or_never_ends_is_left_alone_and_that_is_said() {
        let next = || Some(Cursor::Number(2));
        let (asked, all) = gather(&[page(&["a"], next(), None)]);
        assert_eq!(
            (asked.len(), ids(&all), all.is_cut),
            (1, vec!["a"], true),
            "the second page starts like the first"
        );
        let names: Vec<_> = (0..20).map(|n| n.to_string()).collect();
        let pages: Vec<_> = names
            .iter()
            .map(|name| page(&[name], next(), None))
            .collect();
        let (asked, all) = gather(&pages);
        assert_eq!((asked.len(), all.rows.len(), all.is_cut), (9, 10, true));
        let (_, all) = gather(&[page(&["a"], next(), Some(1))]);
        assert!(!all.is_cut, "the count is in");
    }

    #[test]
    fn requests_on_other_orders_are_left_out() {
        let mut rows = page(&["a", "b", "c"], None, None);
        rows.rows[0].order_reference = Some(OrderRef::new("CMD_X_00000002"));
        rows.rows[1].order_reference = None;
        assert_eq!(ids(&gather(&[rows]).1), ["b", "c"]);
    }
}

//! Stories of the Quotes pane.

use super::{Story, whole};
use crate::app::entities::quotes::{QuoteBasket, QuoteLine};
use crate::app::gauges::Gauges;
use crate::app::views::quotes::{EVERY, QuotesPane};
use crate::domain::ids::{BasketId, LineId, ProductId};
use crate::domain::quote::{Basket, Line};
use crate::domain::request::{Page, Read, Reply, RequestId};

impl Story {
    /// A story that reads quotes: no order there is, and nothing was read of the quotes yet.
    pub(crate) fn before_quotes() -> Self {
        let mut story = Self::new();
        story.state.quotes_pane = QuotesPane::new(EVERY, story.now);
        story.wake();
        story.sweep([]);
        story
    }

    /// A story on the Quotes pane, with lists that were wholly read and a budget that has no room for the background.
    pub(crate) fn of_quotes(
        lines: impl IntoIterator<Item = Line>,
        baskets: impl IntoIterator<Item = Basket>,
    ) -> Self {
        let mut story = Self::before_quotes();
        story.chars("2");
        story.sweep_quotes(lines, baskets);
        story.gauges(Gauges {
            used: 100,
            cap: 120,
            ..Gauges::default()
        });
        story
    }

    /// The same, with baskets and all of their lines told by the details of the baskets.
    pub(crate) fn of_baskets(baskets: impl IntoIterator<Item = Basket>) -> Self {
        let baskets: Vec<_> = baskets.into_iter().collect();
        let lines = baskets
            .iter()
            .flat_map(|basket| basket.lines.iter().flatten());
        let mut story = Self::of_quotes(lines.cloned(), baskets.clone());
        for basket in baskets {
            // Whoever asked for it, it is taken in.
            story.answer(RequestId(0), Ok(Reply::Basket(Box::new(basket))));
        }
        story
    }

    /// Answers the pages of both lists that are asked for.
    pub(crate) fn sweep_quotes(
        &mut self,
        lines: impl IntoIterator<Item = Line>,
        baskets: impl IntoIterator<Item = Basket>,
    ) {
        let page = self.lines_asked().expect("no page of lines is asked");
        self.answer(page, Ok(Reply::Lines(page_of(lines))));
        if let Some(page) = self.baskets_asked() {
            self.answer(page, Ok(Reply::Baskets(page_of(baskets))));
        }
    }

    /// The page of the line list that is asked for.
    pub(crate) fn lines_asked(&self) -> Option<RequestId> {
        self.find_open(|read| matches!(read, Read::Lines(..)))
    }

    /// The page of the basket list that is asked for.
    pub(crate) fn baskets_asked(&self) -> Option<RequestId> {
        self.find_open(|read| matches!(read, Read::Baskets(..)))
    }

    /// Answers the detail of a line that is asked for.
    pub(crate) fn tell_line(&mut self, line: Line) {
        let read = Read::Line(line.id.clone());
        let id = self.asked(&read).expect("that line is not asked for");
        self.answer(id, Ok(Reply::Line(Box::new(line))));
    }

    /// Answers the detail of a basket that is asked for.
    pub(crate) fn tell_basket(&mut self, basket: Basket) {
        let read = Read::Basket(basket.id.clone());
        let id = self.asked(&read).expect("that basket is not asked for");
        self.answer(id, Ok(Reply::Basket(Box::new(basket))));
    }

    /// The lines whose detail is asked for.
    pub(crate) fn asked_lines(&self) -> Vec<LineId> {
        let reads = self.open.iter().map(|(_, read, _)| read);
        reads
            .filter_map(|read| match read {
                Read::Line(id) => Some(id.clone()),
                _ => None,
            })
            .collect()
    }

    /// The baskets whose detail is asked for.
    pub(crate) fn asked_baskets(&self) -> Vec<BasketId> {
        let reads = self.open.iter().map(|(_, read, _)| read);
        reads
            .filter_map(|read| match read {
                Read::Basket(id) => Some(id.clone()),
                _ => None,
            })
            .collect()
    }

    /// The rows of the list, top to bottom: references, and baskets by their names.
    pub(crate) fn quote_rows(&self) -> Vec<&str> {
        let quotes = &self.state.quotes;
        let name = |row| match quotes.line_at(row) {
            Some(line) => line.name(),
            None => quotes.basket_at(row).unwrap().name(),
        };
        let rows = self.state.quotes_pane.list.rows().iter();
        rows.map(|row| name(*row)).collect()
    }

    /// What the cursor of the list is on.
    pub(crate) fn quote_cursor(&self) -> Option<&str> {
        let quotes = &self.state.quotes;
        let row = self.state.quotes_pane.cursor.row()?;
        let basket = || quotes.basket_at(row).map(QuoteBasket::name);
        quotes.line_at(row).map(QuoteLine::name).or_else(basket)
    }

    /// The key of the offer that is meant.
    pub(crate) fn offer(&self) -> Option<&str> {
        let (_, offer) = self.state.offer_under_cursor()?;
        offer.product.as_ref().map(ProductId::wire)
    }

    /// What a server without quotes would answer; to the detail of a line, what is known of it.
    pub(super) fn reply_of_quotes(&self, read: &Read) -> Reply {
        match read {
            Read::Lines(..) => Reply::Lines(page_of([])),
            Read::Baskets(..) => Reply::Baskets(page_of([])),
            Read::Line(id) => {
                let known = self.state.quotes.line(id).unwrap();
                Reply::Line(Box::new(known.line.clone()))
            }
            Read::Basket(id) => {
                let known = self.state.quotes.basket(id).unwrap();
                Reply::Basket(Box::new(known.basket.clone()))
            }
            other => self.reply_of_eligibility(other),
        }
    }

    pub(crate) fn find_open(&self, is_it: impl Fn(&Read) -> bool) -> Option<RequestId> {
        let open = self.open.iter().find(|(_, read, _)| is_it(read));
        open.map(|(id, ..)| *id)
    }
}

pub(super) fn page_of<T>(rows: impl IntoIterator<Item = T>) -> Page<T> {
    let Page {
        next,
        count,
        page_size,
        ..
    } = whole([]);
    Page {
        rows: rows.into_iter().collect(),
        next,
        count,
        page_size,
    }
}

//! `X` and `T`: what can be exported and which files a row has, as menus; then the dialog before every write.
//!
//! A menu is about the line or order that was under the cursor when it was opened, and so is what is chosen in it.

use crate::app::dialog::{Confirm, How, Recheck};
use crate::app::entities::quotes::QuoteLine;
use crate::app::keymap::Chord;
use crate::app::menu::{Choice, Item, Kind};
use crate::app::pane::Pane;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::writes::seen::seen_of_line;
use crate::domain::ids::{LineId, OrderRef, ProductId};
use crate::domain::quote::Line;
use crate::domain::text::Text;
use crate::domain::write::{Intent, LineKey, Write};

use super::is_same_export;
use super::line_filter::LinesAsked;

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The orders, as CSV.
    OrdersCsv,
    /// The quote lines, as CSV.
    LinesCsv,
    /// The answer to a line, as PDF.
    LinePdf(LineKey),
    /// The answer for an offer, as PDF; with its name.
    OfferPdf(LineKey, ProductId, Text),
    /// To attach a trace file to a line.
    Upload(LineKey),
    /// The trace file of a line.
    FetchTrace(LineKey),
    /// To delete the trace file of a line.
    DeleteTrace(LineKey),
    /// A document of an order.
    Document(OrderRef, Text),
    /// All documents of an order.
    Documents(OrderRef),
}

/// What an open menu is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum About {
    /// Nothing in particular.
    #[default]
    Nothing,
    /// A line, and the offer that was meant.
    Line(LineId, Option<ProductId>),
    /// An order.
    Order(OrderRef),
}

const NO_BASKET: &str = "basket not known yet, it is looked for";

impl AppState {
    /// `X`: what Covage can export.
    pub(crate) fn ask_export(&mut self, _effects: &mut Effects) {
        self.jobs.about = self.about();
        self.open_menu(Kind::Export);
    }

    /// `T`: the files of the line or order under the cursor.
    pub(crate) fn ask_files(&mut self, _effects: &mut Effects) {
        let about = self.about();
        if about == About::Nothing {
            let why = match self.pane {
                Pane::Orders => "there is no order here",
                Pane::Quotes => "files belong to a quote line: there is none here",
                Pane::Eligibility | Pane::Activity => "files belong to a quote line or an order",
            };
            return self.notices.info(self.now, why);
        }
        self.jobs.about = about;
        self.open_menu(Kind::Files);
    }

    fn about(&self) -> About {
        match self.pane {
            Pane::Orders => {
                let order = self.order_under_cursor();
                order.map_or(About::Nothing, |order| {
                    About::Order(order.summary.reference.clone())
                })
            }
            Pane::Quotes => {
                let offer = self.offer_under_cursor();
                let offer = offer.and_then(|(_, offer)| offer.product.clone());
                let line = self.line_under_cursor();
                line.map_or(About::Nothing, |line| {
                    About::Line(line.line.id.clone(), offer)
                })
            }
            Pane::Eligibility | Pane::Activity => About::Nothing,
        }
    }

    fn line_asked_about(&self) -> Option<&QuoteLine> {
        match &self.jobs.about {
            About::Line(line, _) => self.quotes.line(line),
            About::Nothing | About::Order(_) => None,
        }
    }

    /// The lines of the menu behind `X`.
    pub(crate) fn export_items(&self) -> Vec<Item> {
        let mut items = Vec::new();
        if let Some(line) = self.line_asked_about() {
            items.extend(self.pdf_items(line));
        }
        let asked = self.lines_asked();
        let lines = Write::StartQuoteExport(asked.filter.clone());
        items.push(Item::heading("All of them"));
        items.push(
            wish_item('c', "CSV of the quote lines", Some(Wish::LinesCsv))
                .note(asked.note())
                .more(asked.more())
                .off(self.why_no_export(&lines)),
        );
        items.push(
            wish_item('a', "CSV of the orders", Some(Wish::OrdersCsv))
                .note("every order")
                .more("Covage offers no filter for it. One export in 5 minutes for each user.")
                .off(self.why_no_export(&Write::StartOrderExport)),
        );
        items
    }

    fn pdf_items(&self, line: &QuoteLine) -> Vec<Item> {
        const NO_CALL: &str =
            "The documentation names no call to fetch a PDF: those of the CSV export are tried.";
        let key = line.key();
        let no_basket = key.is_none().then(|| NO_BASKET.to_owned());
        let whole = key.clone().map(Wish::LinePdf);
        let mut items = vec![Item::heading(line.name())];
        items.push(
            wish_item('p', "PDF of the line", whole)
                .more(NO_CALL)
                .off(no_basket.clone()),
        );
        let About::Line(_, meant) = &self.jobs.about else {
            return items;
        };
        let offers = line.line.offers.iter().flatten();
        let mut offers = offers.filter(|offer| offer.product.is_some() && offer.product == *meant);
        let offer = offers.next();
        let no_offer = match (offer, &line.line.offers) {
            (Some(_), _) => None,
            (None, None) => Some("its offers are not read yet".to_owned()),
            (None, Some(_)) => Some("no offer with a key is under the cursor".to_owned()),
        };
        let name = offer.map(|offer| offer_name(offer.name.as_ref(), meant.as_ref()));
        let wish = match (key, meant, &name) {
            (Some(key), Some(product), Some(name)) => {
                Some(Wish::OfferPdf(key, product.clone(), name.clone()))
            }
            _ => None,
        };
        let note = name.map(|name| name.line().to_owned()).unwrap_or_default();
        items.push(
            wish_item('o', "PDF of the offer", wish)
                .note(note)
                .more(NO_CALL)
                .off(no_basket.or(no_offer)),
        );
        items
    }

    /// The lines of the menu behind `T`.
    pub(crate) fn file_items(&self) -> Vec<Item> {
        match &self.jobs.about {
            About::Line(line, _) => self
                .quotes
                .line(line)
                .map(|line| self.trace_items(line))
                .unwrap_or_default(),
            About::Order(order) => self.document_items(order),
            About::Nothing => Vec::new(),
        }
    }

    fn trace_items(&self, line: &QuoteLine) -> Vec<Item> {
        let key = line.key();
        let no_basket = key.is_none().then(|| NO_BASKET.to_owned());
        let no_writes = self.why_no_writes();
        let there = line.line.trace_file.as_ref();
        let no_trace = there.is_none().then(|| "it has no trace file".to_owned());
        let name = there.map(|file| file.line().to_owned()).unwrap_or_default();
        let wish = |wish: fn(LineKey) -> Wish| key.clone().map(wish);
        vec![
            Item::heading(format!("Trace file of {}", line.name())),
            wish_item('u', "upload one", wish(Wish::Upload))
                .note(match there {
                    Some(_) => "a KMZ of up to 20 MiB, in its place",
                    None => "a KMZ of up to 20 MiB",
                })
                .off(no_writes.clone().or(no_basket.clone())),
            wish_item('d', "download it", wish(Wish::FetchTrace))
                .note(name.clone())
                .off(no_trace.clone().or(no_basket.clone())),
            wish_item('-', "delete it", wish(Wish::DeleteTrace))
                .note(name)
                .off(no_trace.or(no_writes).or(no_basket)),
        ]
    }

    fn document_items(&self, order: &OrderRef) -> Vec<Item> {
        let mut items = vec![Item::heading(format!(
            "Documents of {}",
            order.text().line()
        ))];
        let files = self.documents_of(order);
        if files.is_empty() {
            let why = self.why_no_documents(order);
            items.push(wish_item('d', "download", None).off(Some(why)));
            return items;
        }
        if files.len() > 1 {
            let all = format!("all {} of them", files.len());
            items.push(wish_item('a', &all, Some(Wish::Documents(order.clone()))));
        }
        for (place, file) in files.into_iter().enumerate() {
            let wish = Wish::Document(order.clone(), file.clone());
            let wish = Choice::Wish(Box::new(wish));
            let item = Item::new(file.line(), wish);
            let digit = u32::try_from(place + 1).ok();
            let digit = digit.and_then(|digit| char::from_digit(digit, 10));
            items.push(match digit {
                Some(digit) => item.hot(Chord::char(digit)),
                None => item,
            });
        }
        items
    }

    /// The files of an order, as far as its documents were read.
    fn documents_of(&self, order: &OrderRef) -> Vec<Text> {
        let documents = self.orders.find(order).and_then(|row| self.orders.get(row));
        let documents = documents.and_then(|order| order.documents()?.value());
        let groups = documents.into_iter().flat_map(|known| &known.groups);
        groups.flat_map(|group| &group.files).cloned().collect()
    }

    fn why_no_documents(&self, order: &OrderRef) -> String {
        let order = self.orders.find(order).and_then(|row| self.orders.get(row));
        let known = order.and_then(|order| order.documents()?.value());
        let why = match known {
            Some(_) => "the order has none",
            None => "they are not read: open the Docs tab of the preview first",
        };
        why.to_owned()
    }

    fn why_no_export(&self, write: &Write) -> Option<String> {
        let mut jobs = self.jobs.list.iter();
        let is_running = jobs.any(|job| is_same_export(job, write));
        is_running.then(|| self.keymap.tell("one is under way: {activity} shows it"))
    }

    /// Which lines the CSV of quote lines is to hold: the filter in force, as far as Covage's export understands it.
    fn lines_asked(&self) -> LinesAsked {
        let filter = &self.quotes_pane.filter;
        let text = if filter.is_off { "" } else { filter.text() };
        let lines: Vec<&Line> = self.quotes.lines().map(|(_, line)| &line.line).collect();
        LinesAsked::new(text, &lines)
    }

    /// Does what was chosen; what changes something at Covage opens its dialog.
    pub(crate) fn grant(&mut self, wish: &Wish, effects: &mut Effects) {
        match wish {
            Wish::OrdersCsv => {
                let rows = vec![
                    row("asks for", "a CSV of every order of the account"),
                    row(
                        "limit",
                        "one in 5 minutes for each user; it waits for its turn",
                    ),
                ];
                self.confirm_export(Write::StartOrderExport, "", rows, effects);
            }
            Wish::LinesCsv => {
                let asked = self.lines_asked();
                let mut rows = vec![row("asks for", "a CSV of quote lines")];
                rows.push(row("filter", &asked.note()));
                if !asked.left_out.is_empty() {
                    rows.push(row("left out", &asked.left_out.join(" ")));
                    rows.push(row("", "Covage's export knows no such filter"));
                }
                // Nothing is stated for this call (Q18): it is kept like the one of the orders.
                rows.push(row(
                    "limit",
                    "kept to one in 5 minutes; it waits for its turn",
                ));
                let subject = asked.subject();
                let write = Write::StartQuoteExport(asked.filter);
                self.confirm_export(write, &subject, rows, effects);
            }
            Wish::LinePdf(key) => {
                let name = self.line_name(key);
                let rows = vec![row("line", &name), row("note", PDF_NOTE)];
                self.confirm_export(Write::ExportLinePdf(key.clone()), &name, rows, effects);
            }
            Wish::OfferPdf(key, product, offer) => {
                let name = self.line_name(key);
                let rows = vec![
                    row("line", &name),
                    ("offer".to_owned(), offer.clone()),
                    row("note", PDF_NOTE),
                ];
                let subject = format!("{name} / {}", offer.line());
                let write = Write::ExportOfferPdf(key.clone(), product.clone());
                self.confirm_export(write, &subject, rows, effects);
            }
            Wish::Upload(key) => self.ask_trace_path(key.clone()),
            Wish::FetchTrace(key) => self.fetch_trace(key),
            Wish::DeleteTrace(key) => self.ask_delete_trace(key, effects),
            Wish::Document(order, file) => self.begin_document(order.clone(), file.clone()),
            Wish::Documents(order) => {
                for file in self.documents_of(order) {
                    self.begin_document(order.clone(), file);
                }
            }
        }
    }

    fn confirm_export(
        &mut self,
        write: Write,
        subject: &str,
        mut rows: Vec<(String, Text)>,
        effects: &mut Effects,
    ) {
        let told = self
            .keymap
            .tell("downloaded when Covage has made it; {activity} shows how it is doing");
        rows.push(row("then", &told));
        let confirm = Confirm {
            title: "Export: Covage makes a file".to_owned(),
            rows,
            intents: vec![Intent {
                write,
                subject: Text::new(subject),
                seen: Vec::new(),
            }],
            how: How::Yes,
            recheck: None,
        };
        self.confirm(confirm, effects);
    }

    fn ask_delete_trace(&mut self, key: &LineKey, effects: &mut Effects) {
        let Some(line) = self.quotes.line(&key.line) else {
            return;
        };
        let mut rows = line_rows(line);
        if let Some(file) = &line.line.trace_file {
            rows.push(("trace file".to_owned(), file.clone()));
        }
        rows.push(row(
            "note",
            "Covage does not keep it: download it first if it is the only one",
        ));
        let write = Write::DeleteTrace(key.clone());
        let confirm = of_line(line, "Delete the trace file", write, rows);
        self.confirm(confirm, effects);
    }

    /// What people call the line of a key.
    fn line_name(&self, key: &LineKey) -> String {
        let line = self.quotes.line(&key.line);
        line.map_or_else(
            || key.line.text().line().to_owned(),
            |line| line.name().to_owned(),
        )
    }
}

const PDF_NOTE: &str = "no call to fetch a PDF is documented: the export's are tried";

/// An item; one that means nothing yet has a reason.
fn wish_item(key: char, text: &str, wish: Option<Wish>) -> Item {
    let choice = wish.map_or(Choice::Text, |wish| Choice::Wish(Box::new(wish)));
    Item::new(text, choice).hot(Chord::char(key))
}

/// What an offer is called.
fn offer_name(name: Option<&Text>, product: Option<&ProductId>) -> Text {
    let product = product.map_or("", |product| product.text().line());
    let name = name.map_or("", Text::line);
    Text::new(format!("{product} {name}").trim().to_owned())
}

/// The first rows of a dialog about a line.
pub(super) fn line_rows(line: &QuoteLine) -> Vec<(String, Text)> {
    let mut rows = vec![row("line", line.name())];
    if let Some(customer) = &line.line.end_customer_name {
        rows.push(("customer".to_owned(), customer.clone()));
    }
    rows
}

/// A dialog about a line, which is read again before anything is sent.
pub(super) fn of_line(
    line: &QuoteLine,
    title: &str,
    write: Write,
    rows: Vec<(String, Text)>,
) -> Confirm {
    Confirm {
        title: title.to_owned(),
        rows,
        intents: vec![Intent {
            write,
            subject: Text::new(line.name()),
            seen: seen_of_line(&line.line),
        }],
        how: How::Yes,
        recheck: Some(Recheck::Line(line.line.id.clone())),
    }
}

/// A row of a dialog.
pub(super) fn row(label: &str, value: &str) -> (String, Text) {
    (label.to_owned(), Text::new(value))
}

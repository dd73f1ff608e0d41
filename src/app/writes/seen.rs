//! What a person saw of a target before confirming, and how a fresh read differs from it.
//!
//! Used twice: by the dialog, which reads its target again when it opens, and by the second look before what was held is
//! sent. Any difference means that nothing is sent. Strict on purpose: what was told and is not told any more differs
//! too, and a price that cannot be read is compared as it came.

use std::borrow::Cow;

use crate::domain::date::FlexDate;
use crate::domain::ids::ProductId;
use crate::domain::lenient::{Cents, Lenient};
use crate::domain::order::OrderState;
use crate::domain::quote::{Basket, Line, Offer};
use crate::domain::request::Reply;
use crate::domain::text::Text;
use crate::domain::write::{Intent, Seen, Write};

/// The state of an order.
pub const ORDER_STATE: &str = "order state";
/// The state of a basket.
pub const BASKET_STATE: &str = "basket state";
/// How many lines a basket holds.
pub const LINES: &str = "lines";
/// The state of a line.
pub const LINE_STATE: &str = "line state";
/// What people call a line.
pub const REFERENCE: &str = "reference";
/// What an offer is called.
pub const OFFER: &str = "offer";
/// The state of an offer.
pub const OFFER_STATE: &str = "offer state";
/// What an offer costs a month.
pub const MONTHLY: &str = "monthly price";
/// The access fee of an offer.
pub const FAS: &str = "FAS";
/// The connection fee of an offer.
pub const FAR: &str = "FAR";
/// For how long an offer binds.
pub const TERM: &str = "term";
/// An offer without a price that can be read, whole.
pub const RAW: &str = "offer as it came";
/// Until when the offers of a line are valid.
pub const VALID_UNTIL: &str = "valid until";

/// What differs for an offer that is there no more.
const GONE: &str = "gone";
/// What stands for a value the answer does not hold.
const NOT_TOLD: &str = "not told";

/// Something that is not as it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What: one of the words of this module.
    pub what: Cow<'static, str>,
    /// As it was seen.
    pub was: Text,
    /// As it is now.
    pub is: Text,
}

/// What is seen of an offer and its line before it is accepted, declined or brought back.
pub fn seen_of_offer(line: &Line, offer: &Offer) -> Vec<Seen> {
    let mut all = seen_of_line(line);
    all.extend([
        seen(OFFER, told(offer.name.as_ref())),
        seen(
            OFFER_STATE,
            word(
                offer
                    .state
                    .as_ref()
                    .map(crate::domain::quote::OfferState::word),
            ),
        ),
        seen(VALID_UNTIL, date(line.validity_date.as_ref())),
        seen(MONTHLY, amount(offer.monthly.as_ref())),
        seen(FAS, amount(offer.fas.as_ref())),
        seen(FAR, amount(offer.far.as_ref())),
        seen(
            TERM,
            match &offer.term {
                Some(Lenient::Value(months)) => Text::new(format!("{} months", months.0)),
                Some(Lenient::Raw(raw)) => raw.clone(),
                None => Text::new(NOT_TOLD),
            },
        ),
    ]);
    if offer.is_price_unknown() {
        all.push(seen(RAW, offer.raw.clone()));
    }
    all
}

/// What is seen of a line before it is changed, deleted or given a file.
pub fn seen_of_line(line: &Line) -> Vec<Seen> {
    vec![
        seen(REFERENCE, told(line.reference.as_ref())),
        seen(LINE_STATE, word(Some(line.state.word()))),
    ]
}

/// What is seen of a basket that holds so many lines before it is changed or confirmed.
pub fn seen_of_basket(basket: &Basket, lines: usize) -> Vec<Seen> {
    vec![
        seen(BASKET_STATE, word(Some(basket.state.word()))),
        seen(LINES, Text::new(lines.to_string())),
    ]
}

/// What is seen of an order before its end or a change is asked for.
pub fn seen_of_order(state: &OrderState) -> Vec<Seen> {
    vec![seen(ORDER_STATE, word(Some(state.word())))]
}

/// How a fresh read of the target differs from what was seen.
///
/// # Errors
/// The answer tells nothing of the target; why, safe for one line.
pub fn differences(intent: &Intent, reply: &Reply) -> Result<Vec<Difference>, String> {
    let now = seen_now(&intent.write, reply)?;
    let find = |what: &str| now.iter().find(|is| is.what == what);
    // Of an offer that is gone, that alone is worth saying.
    let is_gone = find(OFFER).is_some() && find(OFFER_STATE).is_none();
    let difference = |was: &Seen| {
        let is = match find(&was.what) {
            Some(is) => is.value.clone(),
            None if is_gone => return None,
            None => Text::new(NOT_TOLD),
        };
        (is != was.value).then(|| Difference {
            what: was.what.clone(),
            was: was.value.clone(),
            is,
        })
    };
    Ok(intent.seen.iter().filter_map(difference).collect())
}

/// What would be seen of the target of a write in an answer.
fn seen_now(write: &Write, reply: &Reply) -> Result<Vec<Seen>, String> {
    const ELSEWHERE: &str = "the answer is about something else";
    match (write, reply) {
        (Write::Accept(key) | Write::Decline(key, _) | Write::Restore(key), Reply::Line(line))
            if line.id == key.line =>
        {
            offer_now(line, &key.product)
        }
        (
            Write::EditLine(key, _)
            | Write::DeleteLine(key)
            | Write::UploadTrace(key, _)
            | Write::DeleteTrace(key)
            | Write::ExportLinePdf(key)
            | Write::ExportOfferPdf(key, _),
            Reply::Line(line),
        ) if line.id == key.line => Ok(seen_of_line(line)),
        (
            Write::EditBasket(id, _) | Write::ConfirmBasket(id) | Write::AddLine(id, _),
            Reply::Basket(basket),
        ) if basket.id == *id => {
            let lines = basket.lines.as_ref().map_or(0, Vec::len);
            Ok(seen_of_basket(basket, lines))
        }
        (Write::Terminate(action) | Write::Change(action), Reply::Order(order))
            if order.reference == action.order =>
        {
            Ok(seen_of_order(&order.state))
        }
        // These have no target that could differ.
        (
            Write::CreateBasket(_)
            | Write::Qualify(_)
            | Write::StartOrderExport
            | Write::StartQuoteExport(_),
            _,
        ) => Ok(Vec::new()),
        _ => Err(ELSEWHERE.to_owned()),
    }
}

fn offer_now(line: &Line, product: &ProductId) -> Result<Vec<Seen>, String> {
    let Some(offers) = &line.offers else {
        return Err("the answer holds no offers".to_owned());
    };
    let mut same = offers
        .iter()
        .filter(|offer| offer.product.as_ref() == Some(product));
    match (same.next(), same.next()) {
        (Some(offer), None) => Ok(seen_of_offer(line, offer)),
        (Some(_), Some(_)) => Err("the line has two offers of this key".to_owned()),
        (None, _) => {
            let mut all = seen_of_line(line);
            all.push(seen(OFFER, Text::new(GONE)));
            Ok(all)
        }
    }
}

fn seen(what: &'static str, value: Text) -> Seen {
    let what = Cow::Borrowed(what);
    Seen { what, value }
}

fn told(text: Option<&Text>) -> Text {
    text.cloned().unwrap_or_else(|| Text::new(NOT_TOLD))
}

fn word(word: Option<&str>) -> Text {
    Text::new(word.unwrap_or(NOT_TOLD))
}

fn date(date: Option<&FlexDate>) -> Text {
    match date {
        Some(FlexDate::At(at)) => Text::new(at.format("%Y-%m-%d %H:%M:%S %:z").to_string()),
        Some(FlexDate::Day(day)) => Text::new(day.to_string()),
        Some(FlexDate::Raw(raw)) => raw.clone(),
        None => Text::new(NOT_TOLD),
    }
}

fn amount(amount: Option<&Lenient<Cents>>) -> Text {
    match amount {
        Some(Lenient::Value(cents)) => Text::new(cents.to_string()),
        Some(Lenient::Raw(raw)) => raw.clone(),
        None => Text::new(NOT_TOLD),
    }
}

#[cfg(test)]
mod tests;

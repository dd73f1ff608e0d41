//! What a read-back tells of a write whose outcome is unknown.
//!
//! Pure. The rule is one-sided: seeing the new state proves that it was reached, seeing the old one proves nothing, for
//! the write may still be on its way. Where nothing ties the new state to us, a colleague may have made it, and that is
//! said. What reading cannot tell is never guessed.
//!
//! | Write | Reading that decides | Ties it to us |
//! |---|---|---|
//! | create basket, add line, check | list by reference; the basket | our mark |
//! | accept | the line, its offer | nothing |
//! | decline, bring back | the line, its offer | our comment |
//! | confirm, edit, delete | the basket, the line | nothing |
//! | upload trace | the line, then the file | its hash |
//! | terminate, change | requests newer than the intent | nothing |
//! | exports | none | |

mod fields;

use crate::domain::date::Zone;
use crate::domain::eligibility::{Qualification, QualificationFilter};
use crate::domain::order::OrderRequest;
use crate::domain::quote::{Basket, BasketState, Line, LineState, Offer, OfferState};
use crate::domain::request::{Cursor, Page, Read, Reply};
use crate::domain::text::Text;
use crate::domain::write::{
    BasketFields, LineFields, LineKey, OfferKey, OrderAction, Qualify, TraceFile, Write, is_mark,
};
use chrono::{DateTime, TimeDelta, Utc};

/// Covage's clock may be behind ours by this much, and a request made just then is still newer than the intent.
const SKEW: TimeDelta = TimeDelta::minutes(2);

/// What the label of a termination request may hold; it is French, and no list of labels is given (O15).
const TERMINATION: [&str; 2] = ["siliation", "terminat"];
/// The same of a change.
const CHANGE: [&str; 2] = ["modif", "change"];

/// What a read-back tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The new state is there.
    Reached {
        /// What was found, for people.
        found: Text,
        /// Nothing ties it to us.
        maybe_other: bool,
    },
    /// The old state is there, this one: it proves nothing.
    NotYet(Text),
    /// This has to be read too; and what was found so far.
    Ask(Read, Text),
    /// What was read cannot tell, for this reason.
    Undecidable(Text),
}

/// What is read first; `None` where nothing can be.
pub fn first_read(write: &Write) -> Option<Read> {
    Some(match write {
        Write::CreateBasket(fields) => Read::Baskets(fields.external_id.clone(), Cursor::First),
        Write::AddLine(basket, _) | Write::EditBasket(basket, _) | Write::ConfirmBasket(basket) => {
            Read::Basket(basket.clone())
        }
        Write::DeleteLine(key) => Read::Basket(key.basket.clone()),
        Write::EditLine(key, _) | Write::UploadTrace(key, _) | Write::DeleteTrace(key) => {
            Read::Line(key.line.clone())
        }
        Write::Accept(key) | Write::Decline(key, _) | Write::Restore(key) => {
            Read::Line(key.line.clone())
        }
        Write::Terminate(action) | Write::Change(action) => {
            Read::OrderRequests(Some(action.order.clone()), Cursor::First)
        }
        Write::Qualify(asked) => qualifications(asked.external_id.as_ref()?, Cursor::First),
        Write::StartOrderExport
        | Write::StartQuoteExport(_)
        | Write::ExportLinePdf(_)
        | Write::ExportOfferPdf(..) => return None,
    })
}

/// Whether reading can tell what became of a write.
pub fn can_be_read_back(write: &Write) -> bool {
    first_read(write).is_some()
}

/// What `reply` tells of a write that was remembered at `at`.
pub fn verdict(write: &Write, at: DateTime<Utc>, reply: &Reply) -> Finding {
    match (write, reply) {
        (Write::CreateBasket(fields), Reply::Baskets(page)) => created_basket(fields, page),
        (Write::AddLine(id, _), Reply::Basket(basket)) if basket.id == *id => {
            added_line(write, basket)
        }
        (Write::EditBasket(id, fields), Reply::Basket(basket)) if basket.id == *id => {
            edited_basket(fields, basket)
        }
        (Write::ConfirmBasket(id), Reply::Basket(basket)) if basket.id == *id => confirmed(basket),
        (Write::DeleteLine(key), Reply::Basket(basket)) if basket.id == key.basket => {
            deleted(key, basket)
        }
        (Write::Accept(key), Reply::Line(line)) if line.id == key.line => accepted(key, line),
        (Write::Decline(key, comment), Reply::Line(line)) if line.id == key.line => {
            declined(key, comment.as_ref(), line)
        }
        (Write::Restore(key), Reply::Line(line)) if line.id == key.line => restored(key, line),
        (Write::EditLine(key, fields), Reply::Line(line)) if line.id == key.line => {
            edited_line(fields, line)
        }
        (Write::DeleteTrace(key), Reply::Line(line)) if line.id == key.line => trace_gone(line),
        (Write::UploadTrace(key, _), Reply::Line(line)) if line.id == key.line => {
            trace_there(key, line)
        }
        (Write::UploadTrace(_, file), Reply::Trace(bytes)) => same_trace(file, bytes),
        (Write::Terminate(action), Reply::OrderRequests(page, _)) => {
            requested(action, &CHANGE, at, page)
        }
        (Write::Change(action), Reply::OrderRequests(page, _)) => {
            requested(action, &TERMINATION, at, page)
        }
        (Write::Qualify(asked), Reply::Qualifications(page)) => qualified(asked, page),
        _ => Finding::Undecidable(Text::new("the answer is about something else")),
    }
}

/// The eligibility requests of a reference.
fn qualifications(reference: &Text, page: Cursor) -> Read {
    let filter = QualificationFilter {
        external_id: Some(reference.clone()),
        ..QualificationFilter::default()
    };
    Read::Qualifications(filter, page)
}

fn reached(found: impl Into<Text>, maybe_other: bool) -> Finding {
    Finding::Reached {
        found: found.into(),
        maybe_other,
    }
}

fn created_basket(fields: &BasketFields, page: &Page<Basket>) -> Finding {
    let Some(reference) = &fields.external_id else {
        return Finding::Undecidable(Text::new("it has no reference to find it by"));
    };
    let is_it = |basket: &&Basket| basket.external_id.as_ref() == Some(reference);
    let nothing = Text::new("no basket of its reference");
    match page.rows.iter().find(is_it) {
        Some(basket) => reached(
            format!("basket {} is there", basket.id.text().line()),
            !is_mark(reference),
        ),
        None => match page.next.clone().filter(|_| !page.rows.is_empty()) {
            Some(next) => Finding::Ask(Read::Baskets(Some(reference.clone()), next), nothing),
            None => Finding::NotYet(nothing),
        },
    }
}

fn qualified(asked: &Qualify, page: &Page<Qualification>) -> Finding {
    let Some(reference) = &asked.external_id else {
        return Finding::Undecidable(Text::new("it has no reference to find it by"));
    };
    // Rows of other references may come too (E7).
    let is_it = |request: &&Qualification| request.external_id.as_ref() == Some(reference);
    let nothing = Text::new("no request of its reference");
    match page.rows.iter().find(is_it) {
        Some(request) => reached(
            format!("request {} is there", request.id.text().line()),
            !is_mark(reference),
        ),
        None => match page.next.clone().filter(|_| !page.rows.is_empty()) {
            Some(next) => Finding::Ask(qualifications(reference, next), nothing),
            None => Finding::NotYet(nothing),
        },
    }
}

fn added_line(write: &Write, basket: &Basket) -> Finding {
    let Some(reference) = write.reference() else {
        return Finding::Undecidable(Text::new("it has no reference to find it by"));
    };
    let Some(lines) = &basket.lines else {
        return Finding::Undecidable(Text::new("the basket does not tell its lines"));
    };
    let is_it = |line: &&Line| line.external_id.as_ref() == Some(reference);
    match lines.iter().find(is_it) {
        Some(line) => reached(format!("line {} is there", name(line)), !is_mark(reference)),
        None => Finding::NotYet(Text::new("no line of its reference in the basket")),
    }
}

fn edited_basket(fields: &BasketFields, basket: &Basket) -> Finding {
    let differs = |set: &Option<Text>, is: &Option<Text>| match set {
        Some(set) => Text::non_empty(set.wire()).as_ref() != is.as_ref(),
        None => false,
    };
    if differs(&fields.external_id, &basket.external_id) {
        Finding::NotYet(Text::new("external_id is another one"))
    } else if differs(&fields.project, &basket.project) {
        Finding::NotYet(Text::new("project_id is another one"))
    } else {
        reached("its fields are as they were set", true)
    }
}

fn confirmed(basket: &Basket) -> Finding {
    let found = format!("basket {}", basket.state.word());
    match basket.state {
        BasketState::Acknowledged => Finding::NotYet(found.into()),
        BasketState::Other(_) => Finding::Undecidable(found.into()),
        _ => reached(found, true),
    }
}

fn deleted(key: &LineKey, basket: &Basket) -> Finding {
    match &basket.lines {
        None => Finding::Undecidable(Text::new("the basket does not tell its lines")),
        Some(lines) if lines.iter().any(|line| line.id == key.line) => {
            Finding::NotYet(Text::new("the line is still there"))
        }
        Some(_) => reached("the line is gone", true),
    }
}

/// The offer of a key, if exactly one is there.
fn offer_of<'a>(key: &OfferKey, line: &'a Line) -> Option<&'a Offer> {
    let offers = line.offers.as_ref()?;
    let mut same = offers
        .iter()
        .filter(|offer| offer.product.as_ref() == Some(&key.product));
    same.next().filter(|_| same.next().is_none())
}

/// `line ready, offer 2173 refused`
fn standing(key: &OfferKey, line: &Line) -> Text {
    let offer = match offer_of(key, line) {
        Some(Offer {
            state: Some(state), ..
        }) => state.word().to_owned(),
        Some(_) => "without a state".to_owned(),
        None => "not there".to_owned(),
    };
    let product = key.product.text().line();
    Text::new(format!(
        "line {}, offer {product} {offer}",
        line.state.word()
    ))
}

fn accepted(key: &OfferKey, line: &Line) -> Finding {
    let found = standing(key, line);
    let state = offer_of(key, line).and_then(|offer| offer.state.as_ref());
    let is_another = |offer: &Offer| {
        offer.state == Some(OfferState::Accepted) && offer.product.as_ref() != Some(&key.product)
    };
    let another = line.offers.iter().flatten().any(is_another);
    match (&line.state, state) {
        (_, Some(OfferState::Accepted)) => reached(found, true),
        // Somebody accepted, but not this.
        (LineState::Accepted, Some(_)) => Finding::Undecidable(found),
        (LineState::Accepted, None) if another => Finding::Undecidable(found),
        (LineState::Accepted, None) => reached(found, true),
        _ => Finding::NotYet(found),
    }
}

fn declined(key: &OfferKey, comment: Option<&Text>, line: &Line) -> Finding {
    let found = standing(key, line);
    let Some(offer) = offer_of(key, line) else {
        return Finding::Undecidable(found);
    };
    let is_ours = comment.is_some() && offer.comment.as_ref() == comment;
    match (&offer.state, &line.state) {
        (Some(OfferState::Refused), _) | (None, LineState::Refused) => reached(found, !is_ours),
        (Some(_), _) => Finding::NotYet(found),
        (None, _) if is_ours => reached(found, false),
        (None, LineState::Ready) if is_alone(line) => Finding::NotYet(found),
        (None, _) => Finding::Undecidable(found),
    }
}

fn restored(key: &OfferKey, line: &Line) -> Finding {
    let found = standing(key, line);
    let Some(offer) = offer_of(key, line) else {
        return Finding::Undecidable(found);
    };
    match (&offer.state, &line.state) {
        (Some(OfferState::Ready), _) => reached(found, true),
        (Some(_), _) | (None, LineState::Refused) => Finding::NotYet(found),
        (None, LineState::Ready) if is_alone(line) => reached(found, true),
        (None, _) => Finding::Undecidable(found),
    }
}

/// Whether a line has one offer, so that its own state is the offer's.
fn is_alone(line: &Line) -> bool {
    line.offers.as_ref().is_some_and(|offers| offers.len() == 1)
}

fn edited_line(set: &LineFields, line: &Line) -> Finding {
    match fields::first_difference(set, line) {
        Some(field) => Finding::NotYet(Text::new(format!("{} is another one", field.word()))),
        None => reached("its fields are as they were set", true),
    }
}

fn trace_gone(line: &Line) -> Finding {
    match &line.trace_file {
        None => reached("there is no trace file", true),
        Some(_) => Finding::NotYet(Text::new("the trace file is still there")),
    }
}

fn trace_there(key: &LineKey, line: &Line) -> Finding {
    match &line.trace_file {
        None => Finding::NotYet(Text::new("there is no trace file")),
        Some(_) => Finding::Ask(
            Read::Trace(key.clone()),
            Text::new("a trace file is there, not compared"),
        ),
    }
}

fn same_trace(file: &TraceFile, bytes: &[u8]) -> Finding {
    let is_same =
        u64::try_from(bytes.len()) == Ok(file.size) && TraceFile::hash(bytes) == file.sha256.wire();
    if is_same {
        reached("the trace file there has the same SHA-256", false)
    } else {
        Finding::NotYet(Text::new("another trace file is there"))
    }
}

/// A request of this kind and reason that is newer than the intent.
fn requested(
    action: &OrderAction,
    other_kind: &[&str],
    at: DateTime<Utc>,
    page: &Page<OrderRequest>,
) -> Finding {
    let is_it = |request: &&OrderRequest| {
        let is_here = request
            .order_reference
            .as_ref()
            .is_none_or(|it| *it == action.order);
        let label = request
            .action
            .as_ref()
            .map(|label| label.wire().to_lowercase());
        // Only what is surely of the other kind is left out: an unknown label hides nothing.
        let is_kind = label.is_none_or(|label| !other_kind.iter().any(|word| label.contains(word)));
        let is_reason = request
            .reason
            .as_ref()
            .is_none_or(|it| *it == action.reason);
        is_here && is_kind && is_reason && is_newer(request, at)
    };
    let nothing = Text::new("no such request newer than the attempt");
    match page.rows.iter().find(is_it) {
        Some(request) => {
            let id = request.id.as_ref().map(|id| format!(" {}", id.line()));
            reached(format!("request{} is there", id.unwrap_or_default()), true)
        }
        None => match page.next.clone().filter(|_| !page.rows.is_empty()) {
            Some(next) => {
                let read = Read::OrderRequests(Some(action.order.clone()), next);
                Finding::Ask(read, nothing)
            }
            None => Finding::NotYet(nothing),
        },
    }
}

/// Whether a request was made after the intent. One without a date may be old: it proves nothing.
fn is_newer(request: &OrderRequest, at: DateTime<Utc>) -> bool {
    let Some(created) = &request.creation_date else {
        return false;
    };
    match created.instant() {
        Some(instant) => instant >= at - SKEW,
        // A bare day is as fine as it gets.
        None => created
            .day(&Zone::utc())
            .is_some_and(|day| day >= (at - SKEW).date_naive()),
    }
}

fn name(line: &Line) -> &str {
    line.reference.as_ref().unwrap_or(line.id.text()).line()
}

#[cfg(test)]
mod tests;

//! The JSON of the API and its way into domain types, one file per resource.
//!
//! Decoding is total over any well-formed JSON: unknown keys are skipped (G12), wrong types are shown raw or left out
//! (G13), and a row that makes no sense keeps its place with what it was. Only text that is not JSON at all is a
//! failure. A body with bytes that are not UTF-8 is read with U+FFFD in their place, so that one bad byte does not
//! lose a page.

pub(crate) mod address;
pub(crate) mod catalogue;
pub(crate) mod contact;
pub(crate) mod document;
pub(crate) mod eligibility;
pub(crate) mod eligibility_item;
pub(crate) mod export;
pub(crate) mod field;
pub(crate) mod historic;
pub(crate) mod made_up;
pub(crate) mod object;
pub(crate) mod offer;
pub(crate) mod order;
pub(crate) mod order_detail;
pub(crate) mod order_request;
pub(crate) mod quote;
pub(crate) mod quote_line;
pub(crate) mod reading;
pub(crate) mod receipt;
pub(crate) mod referential;
pub(crate) mod site;

use serde_json::value::RawValue;

use super::error;
use super::intern::{Interner, Words};
use super::page::{MAX_ROWS, NoRows, Rows};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::order::Documents;
use crate::domain::request::{Read, Reply};
use crate::domain::text::Text;
use eligibility_item::Told;
use reading::Reading;

/// Reads the body of a successful answer.
///
/// # Errors
/// [`FailureKind::Unreadable`] when it is not JSON, or when one thing was asked for and none came.
pub fn decode(read: &Read, body: Vec<u8>, words: &Interner) -> Result<Reply, Failure> {
    match read {
        Read::Document(..) => return Ok(Reply::Document(body)),
        Read::OrderExport(_) => return Ok(Reply::OrderExport(body)),
        Read::Trace(_) => return Ok(Reply::Trace(body)),
        Read::QuoteExport(_) => return Ok(Reply::QuoteExport(body)),
        _ => {}
    }
    let path = read.path();
    let text = lossy(body);
    let rows = Rows::split(&text).map_err(|odd| match odd {
        NoRows::Json(why) => unreadable(path, &text, &why),
        NoRows::TooMany => too_many(path),
    })?;
    let mut words = words.words();
    let words = &mut words;
    Ok(match read {
        Read::Orders(_) => Reply::Orders(order::page(rows, words)),
        Read::Order(_) => {
            let detail = one(&rows, path).and_then(|row| {
                order_detail::read(row, words)
                    .map_err(|why| Failure::new(FailureKind::Unreadable, path).with_detail(why))
            })?;
            Reply::Order(Box::new(detail.with_raw(text)))
        }
        Read::Historic(_) => Reply::Historic(historic::read(&rows, words).with_raw(text)),
        Read::Documents(_) => Reply::Documents(Documents {
            groups: document::read(&rows),
            raw: Text::new(text),
        }),
        Read::OrderRequests(..) => {
            let page = rows.page(|row| order_request::read(row, words));
            Reply::OrderRequests(page, Text::new(text))
        }
        Read::OrderExportStatus(_) => {
            Reply::OrderExportStatus(one(&rows, path).map(export::status)?)
        }
        Read::Projects(_) => Reply::Projects(rows.page(referential::project)),
        Read::Ennis(_) => Reply::Ennis(rows.page(|row| referential::enni(row, words))),
        Read::BusinessCodes(_) => Reply::BusinessCodes(rows.page(referential::business_code)),
        Read::BillingSite(_) => {
            Reply::BillingSite(one(&rows, path).map(referential::billing_site)?)
        }
        Read::TerminateReasons => Reply::TerminateReasons(referential::phrases(&rows)),
        Read::ChangeReasons => Reply::ChangeReasons(referential::phrases(&rows)),
        Read::SiteConnections => Reply::SiteConnections(referential::phrases(&rows)),
        Read::Document(..) => Reply::Document(Vec::new()),
        Read::OrderExport(_) => Reply::OrderExport(Vec::new()),
        Read::Trace(_) => Reply::Trace(Vec::new()),
        Read::QuoteExport(_) => Reply::QuoteExport(Vec::new()),
        Read::QuoteExportStatus(_) => {
            Reply::QuoteExportStatus(one(&rows, path).map(export::status)?)
        }
        Read::Baskets(..) | Read::Basket(_) | Read::Lines(..) | Read::Line(_) => {
            bounded(path, words, |reading| quotes(read, rows, &text, reading))?
        }
        Read::Site(query) => Reply::Site(site::found(&rows, query)),
        Read::Qualifications(..) | Read::Qualification(_) | Read::Items(..) | Read::Item(_) => {
            bounded(path, words, |reading| requests(read, rows, &text, reading))?
        }
        Read::Categories | Read::Offers(_) | Read::Offer(..) | Read::PricedOffers(_) => {
            bounded(path, words, |reading| offers(read, rows, &text, reading))?
        }
    })
}

/// Reads an answer whose rows hold lists: all of them together have to fit.
fn bounded(
    path: &'static str,
    words: &mut Words<'_>,
    read: impl FnOnce(&mut Reading<'_, '_>) -> Result<Reply, Failure>,
) -> Result<Reply, Failure> {
    let mut reading = Reading::new(words);
    let reply = read(&mut reading)?;
    if reading.is_over() {
        return Err(too_many(path));
    }
    Ok(reply)
}

/// The answers about quotes.
fn quotes(
    read: &Read,
    rows: Rows<'_>,
    text: &str,
    reading: &mut Reading<'_, '_>,
) -> Result<Reply, Failure> {
    let path = read.path();
    Ok(match read {
        Read::Baskets(..) => Reply::Baskets(rows.page(|row| quote::row(row, reading))),
        Read::Basket(_) => {
            let mut basket = quote::detail(one(&rows, path)?, reading);
            basket.raw = whole(basket.broken.as_ref(), text, path)?;
            Reply::Basket(Box::new(basket))
        }
        Read::Line(_) => {
            let mut line = quote_line::read(one(&rows, path)?, quote_line::Told::Whole, reading);
            line.raw = whole(line.broken.as_ref(), text, path)?;
            Reply::Line(Box::new(line))
        }
        _ => {
            Reply::Lines(rows.page(|row| quote_line::read(row, quote_line::Told::InPart, reading)))
        }
    })
}

/// The answers about eligibility.
fn requests(
    read: &Read,
    rows: Rows<'_>,
    text: &str,
    reading: &mut Reading<'_, '_>,
) -> Result<Reply, Failure> {
    let path = read.path();
    Ok(match read {
        Read::Qualifications(..) => {
            Reply::Qualifications(rows.page(|row| eligibility::read(row, Told::InPart, reading)))
        }
        Read::Qualification(_) => {
            let mut request = eligibility::read(one(&rows, path)?, Told::Whole, reading);
            request.raw = whole(request.broken.as_ref(), text, path)?;
            Reply::Qualification(Box::new(request))
        }
        Read::Item(_) => {
            let mut item = eligibility_item::read(one(&rows, path)?, Told::InPart, reading);
            item.raw = whole(item.broken.as_ref(), text, path)?;
            Reply::Item(Box::new(item))
        }
        _ => Reply::Items(rows.page(|row| eligibility_item::read(row, Told::InPart, reading))),
    })
}

/// The answers about the catalogue.
fn offers(
    read: &Read,
    rows: Rows<'_>,
    text: &str,
    reading: &mut Reading<'_, '_>,
) -> Result<Reply, Failure> {
    Ok(match read {
        Read::Categories => {
            let list = rows.list.iter();
            Reply::Categories(list.map(|row| catalogue::category(row, reading)).collect())
        }
        Read::Offers(_) => Reply::Offers(rows.page(|row| catalogue::row(row, reading))),
        Read::Offer(..) => {
            let mut detail = catalogue::detail(one(&rows, read.path())?, reading);
            let is_named = detail.offer.product.is_some() || detail.offer.name.is_some();
            let broken = (!is_named).then(|| Text::new("no id"));
            detail.offer.raw = whole(broken.as_ref(), text, read.path())?;
            Reply::Offer(Box::new(detail))
        }
        _ => {
            let list = rows.list.iter();
            Reply::PricedOffers(list.map(|row| catalogue::row(row, reading)).collect())
        }
    })
}

/// The answer about one thing as it came, unless it is about nothing.
fn whole(broken: Option<&Text>, text: &str, path: &'static str) -> Result<Text, Failure> {
    match broken {
        Some(why) => Err(Failure::new(FailureKind::Unreadable, path).with_detail(why.clone())),
        None => Ok(Text::new(text)),
    }
}

fn too_many(path: &'static str) -> Failure {
    Failure::new(FailureKind::TooLarge, path)
        .with_detail(format!("more than {MAX_ROWS} rows in one answer"))
}

/// The bytes as text; what is not UTF-8 becomes U+FFFD.
pub(crate) fn lossy(body: Vec<u8>) -> String {
    String::from_utf8(body)
        .unwrap_or_else(|odd| String::from_utf8_lossy(odd.as_bytes()).into_owned())
}

/// The first row of an answer that should hold exactly one.
fn one<'a>(rows: &Rows<'a>, path: &'static str) -> Result<&'a RawValue, Failure> {
    rows.list
        .first()
        .copied()
        .ok_or_else(|| Failure::new(FailureKind::Unreadable, path).with_detail("an empty answer"))
}

/// Says why a body is not JSON: the words of a page that came instead, else where the JSON breaks.
fn unreadable(path: &'static str, body: &str, why: &serde_json::Error) -> Failure {
    let page = body
        .trim_start_matches('\u{FEFF}')
        .trim_start()
        .starts_with('<')
        .then(|| error::words(body.as_bytes()))
        .flatten();
    let detail = match page {
        Some(words) => format!("a page instead of JSON: {words}"),
        None => why.to_string(),
    };
    Failure::new(FailureKind::Unreadable, path).with_detail(detail)
}

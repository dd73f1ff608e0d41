//! Where a request goes: path and query. Which origin may be asked at all is [`super::origin`]'s business.
//!
//! Every path segment and query value is percent-encoded (G15); a segment that would climb or vanish (`..`, empty) is
//! refused rather than sent. The final slash is always there first (G1).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;

use super::origin::Base;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::request::{Cursor, Read};
use crate::domain::text::Text;
use crate::domain::write::Write;

/// Everything but the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Mark of the made-up reference of a row that has none; no path is ever built from one.
pub(crate) const SYNTHETIC: &str = "?row-";

impl Base {
    /// The addresses to try for a read, one after the other while the answer is 404: the documented spellings (G1,
    /// R3), then the same without the final slash. A link is one address, and so is what is asked with a body: another
    /// spelling is a redirect at best, on which no body travels (G1).
    pub(crate) fn addresses(&self, read: &Read) -> Result<Vec<Url>, Failure> {
        let template = read.path();
        if let Some(Cursor::Link(link)) = cursor(read) {
            let list = self.at(template, template)?;
            return Ok(vec![self.follow(&list, link.wire(), template)?]);
        }
        let paths = paths(read)?;
        let query = query(read);
        let has_body = read.json().is_some();
        let slashless = paths
            .iter()
            .filter_map(|path| path.strip_suffix('/'))
            .filter(|_| !has_body);
        paths
            .iter()
            .map(String::as_str)
            .chain(slashless)
            .map(|path| self.at(&format!("{path}{query}"), template))
            .collect()
    }

    /// The address of a write: its path with each key encoded.
    pub(crate) fn write_address(&self, write: &Write) -> Result<Url, Failure> {
        let template = write.path();
        let path = filled(template, &write.keys())?;
        self.at(&path, template)
    }
}

/// A path template with its braces filled in, in order.
fn filled(template: &'static str, keys: &[&str]) -> Result<String, Failure> {
    let mut path = String::new();
    let mut keys = keys.iter();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        path.push_str(before);
        path.push_str(&segment(
            keys.next().copied().unwrap_or_default(),
            template,
        )?);
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    path.push_str(rest);
    Ok(path)
}

fn cursor(read: &Read) -> Option<&Cursor> {
    match read {
        Read::Orders(cursor)
        | Read::OrderRequests(_, cursor)
        | Read::Projects(cursor)
        | Read::Ennis(cursor)
        | Read::BusinessCodes(cursor)
        | Read::Baskets(_, cursor)
        | Read::Lines(_, cursor)
        | Read::Qualifications(_, cursor)
        | Read::Items(_, cursor)
        | Read::Offers(cursor) => Some(cursor),
        _ => None,
    }
}

/// The paths of a read, each with its final slash.
fn paths(read: &Read) -> Result<Vec<String>, Failure> {
    let template = read.path();
    let segment = |text: &str| segment(text, template);
    Ok(vec![match read {
        Read::Order(order) => format!("/api/v1/order/{}/", segment(order.wire())?),
        Read::Historic(order) => format!("/api/v1/order/{}/historic/", segment(order.wire())?),
        Read::Documents(order) => format!("/api/v1/order/{}/documents/", segment(order.wire())?),
        Read::Document(order, file) => format!(
            "/api/v1/order/{}/{}/download/",
            segment(order.wire())?,
            segment(file.wire())?
        ),
        Read::OrderExportStatus(task) => {
            format!("/api/v1/order/export/{}/status/", segment(task.wire())?)
        }
        Read::OrderExport(task) => {
            format!("/api/v1/order/export/{}/download/", segment(task.wire())?)
        }
        Read::BillingSite(code) => {
            format!(
                "/api/v1/referential/billing_site/{}/",
                segment(code.wire())?
            )
        }
        Read::TerminateReasons => {
            return Ok(vec![
                template.to_owned(),
                "/api/v1/terminate_reason/".to_owned(),
            ]);
        }
        Read::Orders(_)
        | Read::OrderRequests(..)
        | Read::Projects(_)
        | Read::Ennis(_)
        | Read::BusinessCodes(_)
        | Read::ChangeReasons
        | Read::SiteConnections
        | Read::Baskets(..)
        | Read::Lines(..)
        | Read::Site(_)
        | Read::Qualifications(..)
        | Read::Items(..)
        | Read::Categories
        | Read::Offers(_)
        | Read::PricedOffers(_) => template.to_owned(),
        Read::Basket(basket) => filled(template, &[basket.wire()])?,
        Read::Line(line) => filled(template, &[line.wire()])?,
        Read::Qualification(request) => filled(template, &[request.wire()])?,
        Read::Item(item) => filled(template, &[item.wire()])?,
        Read::Offer(product, _) => filled(template, &[product.wire()])?,
        Read::Trace(key) => filled(template, &[key.basket.wire(), key.line.wire()])?,
        Read::QuoteExportStatus(task) | Read::QuoteExport(task) => {
            filled(template, &[task.wire()])?
        }
    }])
}

/// The query of a read, with its question mark; empty where there is none (G4: the first page is asked for bare).
fn query(read: &Read) -> String {
    let mut pairs = Vec::new();
    if let Read::OrderRequests(Some(order), _) = read {
        pairs.push(format!("order_reference={}", encode(order.wire())));
    }
    let mut ask = |key: &str, value: Option<&Text>| {
        pairs.extend(value.map(|value| format!("{key}={}", encode(value.wire()))));
    };
    match read {
        Read::Baskets(external_id, _) => ask("external_id", external_id.as_ref()),
        Read::Lines(filter, _) => {
            ask("reference", filter.reference.as_ref());
            ask("customer_order_name", filter.customer_order_name.as_ref());
            ask("end_customer_name", filter.end_customer_name.as_ref());
            ask("business_sector", filter.business_sector.as_ref());
            ask("project_id", filter.project.as_ref());
            ask("state", filter.state.as_ref());
        }
        Read::Site(site) => {
            let (x, y) = site.position.as_ref().map(|(x, y)| (x, y)).unzip();
            ask("x", x);
            ask("y", y);
            ask("building_ref", site.building_ref.as_ref());
        }
        Read::Qualifications(filter, _) => {
            ask("state", filter.state.as_ref());
            ask("external_id", filter.external_id.as_ref());
            ask("project_id", filter.project.as_ref());
            ask("creation_date_gt", filter.creation_date_gt.as_ref());
            ask("creation_date_lt", filter.creation_date_lt.as_ref());
        }
        Read::Items(filter, _) => {
            ask("state", filter.state.as_ref());
            ask("density", filter.density.as_ref());
            ask("building_ref", filter.building_ref.as_ref());
            ask("offer_technologies", filter.offer_technologies.as_ref());
            ask("creation_date_gt", filter.creation_date_gt.as_ref());
            ask("creation_date_lt", filter.creation_date_lt.as_ref());
            ask("search", filter.search.as_ref());
            ask("sort", filter.sort.as_ref());
        }
        Read::Offer(_, zone) => ask("zone", zone.as_ref()),
        _ => {}
    }
    if let Some(Cursor::Number(page)) = cursor(read) {
        pairs.push(format!("page={page}"));
    }
    if pairs.is_empty() {
        String::new()
    } else {
        format!("?{}", pairs.join("&"))
    }
}

/// One path segment. Servers and the URL standard read `.` and `..` as steps even when they are encoded, so no such
/// thing can be asked for; neither can a row that has no reference.
fn segment(text: &str, template: &'static str) -> Result<String, Failure> {
    let refuse = |why: &str| Err(Failure::new(FailureKind::NotFound, template).with_detail(why));
    match text {
        "" => refuse("nothing to ask for: the key is empty"),
        "." | ".." => refuse("a key made of dots cannot be asked for"),
        _ if text.starts_with(SYNTHETIC) => refuse("this row came without a reference"),
        _ => Ok(encode(text)),
    }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::ids::{OrderRef, SiteCode, TaskId};
    use crate::domain::write::OrderAction;

    fn base() -> Base {
        Base::new("api_url", "https://api.example").unwrap()
    }

    fn addresses(read: &Read) -> Vec<String> {
        base()
            .addresses(read)
            .unwrap()
            .into_iter()
            .map(String::from)
            .collect()
    }

    #[test]
    fn g1_the_slash_comes_first_and_its_absence_second() {
        assert_eq!(
            addresses(&Read::Orders(Cursor::Number(3))),
            [
                "https://api.example/api/v1/order/?page=3",
                "https://api.example/api/v1/order?page=3"
            ]
        );
    }

    #[test]
    fn r3_the_second_path_of_terminate_reasons_is_known() {
        assert_eq!(
            addresses(&Read::TerminateReasons)[..2],
            [
                "https://api.example/api/v1/referential/terminate_reason/",
                "https://api.example/api/v1/terminate_reason/"
            ]
        );
    }

    #[test]
    fn g4_the_first_page_is_asked_for_without_parameter() {
        assert_eq!(
            addresses(&Read::Projects(Cursor::First))[0],
            "https://api.example/api/v1/referential/project/"
        );
    }

    #[test]
    fn a4_the_version_belongs_to_each_path_and_not_to_the_base() {
        for read in [
            Read::Orders(Cursor::First),
            Read::Historic(OrderRef::new("C")),
            Read::OrderRequests(None, Cursor::First),
            Read::Ennis(Cursor::First),
            Read::BillingSite(SiteCode::new("S")),
            Read::OrderExportStatus(TaskId::new("t")),
        ] {
            let address = addresses(&read).remove(0);
            assert!(
                address.starts_with("https://api.example/api/v1/"),
                "{address}"
            );
            assert!(address.ends_with('/'), "{address}");
        }
    }

    #[test]
    fn o4_r8_and_g11_no_filter_is_sent_that_the_contract_does_not_know() {
        for read in [
            Read::Orders(Cursor::First),
            Read::Projects(Cursor::First),
            Read::Ennis(Cursor::First),
            Read::BusinessCodes(Cursor::First),
            Read::OrderRequests(None, Cursor::First),
        ] {
            assert!(
                addresses(&read)
                    .iter()
                    .all(|address| !address.contains('?'))
            );
        }
        let second = Read::OrderRequests(Some(OrderRef::new("C")), Cursor::Number(2));
        assert!(addresses(&second)[0].ends_with("/order_request/?order_reference=C&page=2"));
    }

    #[test]
    fn o5_paths_take_the_order_reference() {
        let order = OrderRef::new("CMD_X_1");
        let write = Write::Change(OrderAction {
            order: order.clone(),
            reason: "r".into(),
            message: None,
        });
        assert_eq!(
            base().write_address(&write).unwrap().path(),
            "/api/v1/order/CMD_X_1/change/"
        );
        assert_eq!(
            addresses(&Read::Documents(order))[0],
            "https://api.example/api/v1/order/CMD_X_1/documents/"
        );
    }

    #[test]
    fn g15_segments_and_values_are_encoded() {
        let odd = OrderRef::new("a/b=?#é%2F");
        assert_eq!(
            addresses(&Read::Order(odd.clone()))[0],
            "https://api.example/api/v1/order/a%2Fb%3D%3F%23%C3%A9%252F/"
        );
        assert_eq!(
            addresses(&Read::OrderRequests(
                Some(OrderRef::new("A&b+c")),
                Cursor::First
            ))[0],
            "https://api.example/api/v1/order_request/?order_reference=A%26b%2Bc"
        );
        assert_eq!(
            addresses(&Read::Document(
                OrderRef::new("CMD"),
                "bon de commande.pdf".into()
            ))[0],
            "https://api.example/api/v1/order/CMD/bon%20de%20commande.pdf/download/"
        );
    }

    #[test]
    fn a_key_that_would_climb_is_never_sent() {
        for key in ["..", ".", "", "?row-0123456789abcdef"] {
            let order = OrderRef::new(key);
            for read in [
                Read::Order(order.clone()),
                Read::Historic(order.clone()),
                Read::Documents(order.clone()),
                Read::Document(order.clone(), "f".into()),
                Read::Document(OrderRef::new("CMD"), key.into()),
                Read::BillingSite(SiteCode::new(key)),
                Read::OrderExport(TaskId::new(key)),
            ] {
                assert_eq!(
                    base().addresses(&read).unwrap_err().kind,
                    FailureKind::NotFound,
                    "{read:?}"
                );
            }
            let write = Write::Terminate(OrderAction {
                order,
                reason: "r".into(),
                message: None,
            });
            assert!(base().write_address(&write).is_err(), "{key:?}");
        }
    }

    proptest! {
        #[test]
        fn no_key_leaves_its_segment(key in "(?s:.{1,20})|[./%\\\\?#]{1,6}") {
            if let Ok(addresses) = base().addresses(&Read::Historic(OrderRef::new(key.clone()))) {
                let segments: Vec<_> = addresses[0].path_segments().unwrap().collect();
                prop_assert_eq!(segments.len(), 6);
                prop_assert_eq!(
                    percent_encoding::percent_decode_str(segments[3]).decode_utf8().unwrap(),
                    key
                );
                prop_assert_eq!(&segments[4..], &["historic", ""][..]);
                prop_assert!(base().owns(&addresses[0]));
            }
        }
    }
}

//! One story per row of the table of read-backs, and what each leaves open.

use super::*;
use crate::app::fixtures::quotes::{basket, basket_id, basket_with, line_id};
use crate::app::fixtures::{self, writes::line, writes::offer_key};
use crate::domain::date::FlexDate;
use crate::domain::ids::{OrderRef, QualificationId};
use crate::domain::journal::WriteId;
use crate::domain::write::{FieldValue, LineField, Way};

fn at() -> DateTime<Utc> {
    fixtures::now()
}

fn look(write: &Write, reply: &Reply) -> Finding {
    verdict(write, at(), reply)
}

fn of_line(line: Line) -> Reply {
    Reply::Line(Box::new(line))
}

fn of_basket(basket: Basket) -> Reply {
    Reply::Basket(Box::new(basket))
}

/// Whether it was reached, and maybe by someone else; `None` when the look proves nothing.
fn is_reached(finding: &Finding) -> Option<bool> {
    match finding {
        Finding::Reached { maybe_other, .. } => Some(*maybe_other),
        _ => None,
    }
}

fn page<T>(rows: Vec<T>, next: Option<Cursor>) -> Page<T> {
    Page {
        rows,
        next,
        count: None,
        page_size: None,
    }
}

fn key() -> LineKey {
    LineKey {
        basket: basket_id(1),
        line: line_id(1),
    }
}

/// Line 1 in a state, its first offer in another.
fn stands(state: &str, offer: Option<&str>) -> Line {
    let mut line = line(1);
    line.state = LineState::parse(state);
    for first in line.offers.iter_mut().flatten().take(1) {
        first.state = offer.map(OfferState::parse);
    }
    line
}

#[test]
fn a_check_is_known_again_by_its_reference_among_rows_of_others() {
    let asked = Qualify {
        way: Way::Sync,
        external_id: None,
        project: None,
        sites: Vec::new(),
    };
    let mut marked = Write::Qualify(asked.clone());
    marked.plant_mark(at(), WriteId(1), "me");
    let theirs = Write::Qualify(Qualify {
        external_id: Some(Text::new("CHANTIER-7")),
        ..asked
    });
    for (write, maybe_other) in [(marked, false), (theirs, true)] {
        let reference = write.reference().cloned();
        let read = |cursor| {
            let filter = QualificationFilter {
                external_id: reference.clone(),
                ..QualificationFilter::default()
            };
            Read::Qualifications(filter, cursor)
        };
        assert_eq!(first_read(&write), Some(read(Cursor::First)));
        let list = |rows, next| Reply::Qualifications(page(rows, next));
        let of = |id: &str, reference: Option<&Text>| qualification(id, reference);
        let other = of("q1", Some(&Text::new("another")));
        let nothing = Text::new("no request of its reference");
        assert_eq!(
            look(&write, &list(vec![other.clone(), of("q2", None)], None)),
            Finding::NotYet(nothing.clone()),
            "E7: the server may not have filtered"
        );
        let next = Cursor::Number(2);
        assert_eq!(
            look(&write, &list(vec![other.clone()], Some(next.clone()))),
            Finding::Ask(read(next), nothing)
        );
        let found = look(
            &write,
            &list(vec![other, of("q3", reference.as_ref())], None),
        );
        let text = Text::new("request q3 is there");
        assert_eq!(
            found,
            Finding::Reached {
                found: text,
                maybe_other
            }
        );
    }
}

fn qualification(id: &str, reference: Option<&Text>) -> Qualification {
    Qualification {
        id: QualificationId::new(id),
        user: None,
        creation_date: None,
        external_id: reference.cloned(),
        project: None,
        effective_qualification_date: None,
        state: None,
        changes: None,
        items: None,
        broken: None,
        raw: Text::new("{}"),
    }
}

#[test]
fn a_basket_is_known_again_by_our_mark_and_by_a_reference_that_others_may_use_too() {
    let mut marked = Write::CreateBasket(BasketFields::default());
    marked.plant_mark(at(), WriteId(1), "me");
    let theirs = Write::CreateBasket(BasketFields {
        external_id: Some(Text::new("DEVIS-7")),
        project: None,
    });
    for (write, maybe_other) in [(marked, false), (theirs, true)] {
        let reference = write.reference().cloned();
        let read = Read::Baskets(reference.clone(), Cursor::First);
        assert_eq!(first_read(&write), Some(read));
        let mut made = basket(7, "acknowledged");
        made.external_id.clone_from(&reference);
        let others = vec![basket(1, "ready"), basket(2, "ready")];
        let list = |rows, next| Reply::Baskets(page(rows, next));
        let nothing = Text::new("no basket of its reference");
        assert_eq!(
            look(&write, &list(others.clone(), None)),
            Finding::NotYet(nothing.clone())
        );
        let next = Read::Baskets(reference, Cursor::Number(2));
        assert_eq!(
            look(&write, &list(others, Some(Cursor::Number(2)))),
            Finding::Ask(next, nothing),
            "a server that does not filter is gone through"
        );
        let there = look(&write, &list(vec![basket(1, "ready"), made], None));
        assert_eq!(is_reached(&there), Some(maybe_other));
    }
}

#[test]
fn a_line_is_known_again_in_its_basket() {
    let mut write = Write::AddLine(basket_id(1), LineFields::new());
    write.plant_mark(at(), WriteId(1), "me");
    assert_eq!(first_read(&write), Some(Read::Basket(basket_id(1))));
    let mut made = line(1);
    made.external_id = write.reference().cloned();
    let with = |lines| of_basket(basket_with(1, "acknowledged", lines));
    assert_eq!(is_reached(&look(&write, &with(vec![line(2)]))), None);
    assert_eq!(
        is_reached(&look(&write, &with(vec![line(2), made]))),
        Some(false)
    );
    let untold = look(&write, &of_basket(basket(1, "acknowledged")));
    assert!(matches!(untold, Finding::Undecidable(_)), "{untold:?}");
}

#[test]
fn an_accept_is_decided_by_its_line_and_offer_and_nothing_ties_it_to_us() {
    let write = Write::Accept(offer_key(1, 0));
    assert_eq!(first_read(&write), Some(Read::Line(line_id(1))));
    for (state, offer, reached) in [
        ("ready", Some("ready"), None),
        ("ready", None, None),
        ("accepted", Some("accepted"), Some(true)),
        ("accepted", None, Some(true)),
        ("expired", Some("expired"), None),
    ] {
        let finding = look(&write, &of_line(stands(state, offer)));
        assert_eq!(
            is_reached(&finding),
            reached,
            "{state} {offer:?}: {finding:?}"
        );
    }
    let another = look(&write, &of_line(stands("accepted", Some("refused"))));
    let found = Text::new("line accepted, offer 2173 refused");
    assert_eq!(
        another,
        Finding::Undecidable(found),
        "somebody accepted another offer"
    );
    let mut other = stands("accepted", None);
    other.offers.as_mut().unwrap()[1].state = Some(OfferState::Accepted);
    assert_eq!(is_reached(&look(&write, &of_line(other))), None);
}

#[test]
fn a_decline_is_ours_when_its_comment_is_there() {
    let comment = Text::new("too expensive");
    let write = Write::Decline(offer_key(1, 0), Some(comment.clone()));
    assert_eq!(
        is_reached(&look(&write, &of_line(stands("ready", Some("ready"))))),
        None
    );
    let refused = stands("ready", Some("refused"));
    assert_eq!(
        is_reached(&look(&write, &of_line(refused.clone()))),
        Some(true)
    );
    let mut ours = refused;
    ours.offers.as_mut().unwrap()[0].comment = Some(comment);
    assert_eq!(is_reached(&look(&write, &of_line(ours))), Some(false));
    let silent = Write::Decline(offer_key(1, 0), None);
    let whole = stands("refused", None);
    assert_eq!(is_reached(&look(&silent, &of_line(whole))), Some(true));
    let open = look(&silent, &of_line(stands("ready", None)));
    assert!(
        matches!(open, Finding::Undecidable(_)),
        "one of many offers: {open:?}"
    );
}

#[test]
fn bringing_back_is_decided_by_the_offer_and_by_the_line_where_it_has_one_only() {
    let write = Write::Restore(offer_key(1, 0));
    let refused = stands("refused", Some("refused"));
    assert_eq!(is_reached(&look(&write, &of_line(refused))), None);
    let back = stands("ready", Some("ready"));
    assert_eq!(is_reached(&look(&write, &of_line(back))), Some(true));
    let mut alone = stands("ready", None);
    alone.offers.as_mut().unwrap().truncate(1);
    assert_eq!(is_reached(&look(&write, &of_line(alone))), Some(true));
    let mut gone = stands("ready", None);
    gone.offers = Some(Vec::new());
    assert!(matches!(
        look(&write, &of_line(gone)),
        Finding::Undecidable(_)
    ));
}

#[test]
fn a_confirmed_basket_has_left_its_first_state() {
    let write = Write::ConfirmBasket(basket_id(1));
    for (state, reached) in [
        ("acknowledged", None),
        ("confirmed", Some(true)),
        ("partial_ready", Some(true)),
        ("frozen", None),
    ] {
        let finding = look(&write, &of_basket(basket(1, state)));
        assert_eq!(is_reached(&finding), reached, "{state}");
    }
}

#[test]
fn an_edited_basket_holds_what_was_set_and_nothing_else_is_compared() {
    let set = |external: Option<&str>, project: Option<&str>| {
        Write::EditBasket(
            basket_id(1),
            BasketFields {
                external_id: external.map(Text::new),
                project: project.map(Text::new),
            },
        )
    };
    let reply = of_basket(basket(1, "ready"));
    assert_eq!(
        is_reached(&look(&set(Some("DEVIS-001"), None), &reply)),
        Some(true)
    );
    assert_eq!(
        is_reached(&look(&set(Some("DEVIS-002"), None), &reply)),
        None
    );
    assert_eq!(is_reached(&look(&set(None, Some("")), &reply)), Some(true));
    assert_eq!(is_reached(&look(&set(None, Some("P1")), &reply)), None);
}

#[test]
fn an_edited_line_holds_every_field_that_was_set() {
    let text = |text: &str| FieldValue::Text(Text::new(text));
    let keys = |keys: &[&str]| FieldValue::Keys(keys.iter().map(|it| Text::new(*it)).collect());
    let mut held = line(1);
    held.note = Some(Text::new("two doors"));
    held.expected_response_date = FlexDate::parse("2026-06-30T00:00:00+02:00");
    held.product_offerings = vec![Text::new("2174"), Text::new("2173")];
    let reply = of_line(held);
    for (field, value, is_set) in [
        (LineField::Note, text("two doors"), true),
        (LineField::Note, text("three doors"), false),
        (LineField::TechnicalNote, text(""), true),
        (LineField::ExpectedResponseDate, text("2026-06-30"), true),
        (LineField::ExpectedResponseDate, text("2026-07-01"), false),
        (LineField::ExpectedResponseDate, text(""), false),
        (LineField::ProductOfferings, keys(&["2173", "2174"]), true),
        (LineField::ProductOfferings, keys(&["2173"]), false),
        (LineField::OptionIds, keys(&[]), true),
        (LineField::Contacts, FieldValue::Contacts(Vec::new()), true),
    ] {
        let write = Write::EditLine(key(), LineFields::from([(field, value.clone())]));
        let finding = look(&write, &reply);
        let is_it = is_reached(&finding) == Some(true);
        assert_eq!(is_it, is_set, "{} {value:?}: {finding:?}", field.word());
    }
}

#[test]
fn a_deleted_line_is_absent_from_its_basket() {
    let write = Write::DeleteLine(key());
    assert_eq!(first_read(&write), Some(Read::Basket(basket_id(1))));
    let with = |lines| of_basket(basket_with(1, "acknowledged", lines));
    assert_eq!(
        is_reached(&look(&write, &with(vec![line(1), line(2)]))),
        None
    );
    assert_eq!(is_reached(&look(&write, &with(vec![line(2)]))), Some(true));
    let untold = look(&write, &of_basket(basket(1, "ready")));
    assert!(
        matches!(untold, Finding::Undecidable(_)),
        "no list is no absence"
    );
}

#[test]
fn a_trace_file_is_downloaded_and_compared() {
    let bytes = b"PK\x03\x04 a map";
    let another = "0f8e4c5a1b7cf9f5a4f8c3c0f0e0d0c0b0a090807060504030201000ffeeddcc";
    let file = |sha256: &str| TraceFile {
        name: Text::new("route.kmz"),
        sha256: Text::new(sha256),
        bytes: std::sync::Arc::from([]),
        size: bytes.len() as u64,
    };
    let real = TraceFile::hash(bytes);
    let write = Write::UploadTrace(key(), file(&real));
    assert_eq!(is_reached(&look(&write, &of_line(line(1)))), None);
    let mut there = line(1);
    there.trace_file = Some(Text::new("route.kmz"));
    let ask = look(&write, &of_line(there));
    assert!(matches!(ask, Finding::Ask(Read::Trace(of), _) if of == key()));
    assert_eq!(
        is_reached(&look(&write, &Reply::Trace(bytes.to_vec()))),
        Some(false)
    );
    let other = Write::UploadTrace(key(), file(another));
    assert_eq!(
        is_reached(&look(&other, &Reply::Trace(bytes.to_vec()))),
        None
    );
}

#[test]
fn a_deleted_trace_is_not_there_any_more() {
    let write = Write::DeleteTrace(key());
    assert_eq!(is_reached(&look(&write, &of_line(line(1)))), Some(true));
    let mut there = line(1);
    there.trace_file = Some(Text::new("route.kmz"));
    assert_eq!(is_reached(&look(&write, &of_line(there))), None);
}

#[test]
fn a_request_on_an_order_has_to_be_newer_than_the_intent_and_of_its_kind() {
    let order = OrderRef::new("CMD_X_00000001");
    let action = OrderAction {
        order: order.clone(),
        reason: Text::new("Déménagement"),
        message: None,
    };
    let request = |created: &str, label: &str, reason: &str| {
        let mut request = fixtures::request("r1", &order);
        request.creation_date = FlexDate::parse(created);
        request.action = Some(Text::new(label));
        request.reason = Some(Text::new(reason));
        Reply::OrderRequests(page(vec![request], None), Text::new("[]"))
    };
    let terminate = Write::Terminate(action.clone());
    let first = Read::OrderRequests(Some(order.clone()), Cursor::First);
    assert_eq!(first_read(&terminate), Some(first));
    for (created, label, reason, reached) in [
        (
            "2026-05-29T13:00:02Z",
            "Résiliation",
            "Déménagement",
            Some(true),
        ),
        (
            "2026-05-29T15:00:02+02:00",
            "RÉSILIATION",
            "Déménagement",
            Some(true),
        ),
        (
            "2026-05-29T12:59:30Z",
            "Résiliation",
            "Déménagement",
            Some(true),
        ),
        ("2026-05-29", "Fin de service", "Déménagement", Some(true)),
        ("2026-05-29T12:50:00Z", "Résiliation", "Déménagement", None),
        ("2026-05-28", "Résiliation", "Déménagement", None),
        ("", "Résiliation", "Déménagement", None),
        ("2026-05-29T13:00:02Z", "Modification", "Déménagement", None),
        ("2026-05-29T13:00:02Z", "Résiliation", "Autres motifs", None),
    ] {
        let finding = look(&terminate, &request(created, label, reason));
        assert_eq!(is_reached(&finding), reached, "{created} {label} {reason}");
    }
    let change = Write::Change(action);
    let made = request("2026-05-29T13:00:02Z", "Modification", "Déménagement");
    assert_eq!(is_reached(&look(&change, &made)), Some(true));
}

#[test]
fn no_read_tells_of_an_export_and_no_answer_about_something_else_decides() {
    for write in [
        Write::StartOrderExport,
        Write::ExportLinePdf(key()),
        Write::ExportOfferPdf(key(), offer_key(1, 0).product),
    ] {
        assert_eq!(first_read(&write), None);
    }
    let write = Write::Accept(offer_key(1, 0));
    let other = look(&write, &of_line(line(2)));
    assert!(matches!(other, Finding::Undecidable(_)), "{other:?}");
}

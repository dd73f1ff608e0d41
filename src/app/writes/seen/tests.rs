use super::*;
use crate::app::dialog::made_up;
use crate::app::fixtures;
use crate::domain::ids::LineId;
use crate::domain::lenient::Months;
use crate::domain::quote::{LineState, OfferState};
use crate::domain::write::{LineKey, OfferKey, OrderAction};

fn key(line: &Line) -> OfferKey {
    OfferKey {
        line: line.id.clone(),
        product: ProductId::new("2173"),
    }
}

/// What accepting the first offer of a line saw.
fn accept(line: &Line) -> Intent {
    Intent {
        write: Write::Accept(key(line)),
        subject: Text::new("QO_1 / 2173"),
        seen: seen_of_offer(line, &line.offers.as_ref().unwrap()[0]),
    }
}

fn read(line: &Line) -> Reply {
    Reply::Line(Box::new(line.clone()))
}

/// `what: was -> is`, a line each.
fn told_differences(intent: &Intent, reply: &Reply) -> Vec<String> {
    let all = differences(intent, reply).unwrap();
    let tell = |it: Difference| format!("{}: {} -> {}", it.what, it.was.line(), it.is.line());
    all.into_iter().map(tell).collect()
}

#[test]
fn a_read_that_tells_the_same_differs_in_nothing() {
    let line = made_up::line(1);
    assert!(
        differences(&accept(&line), &read(&line))
            .unwrap()
            .is_empty()
    );
    let mut other = line.clone();
    other.note = Some(Text::new("call first"));
    other.offers.as_mut().unwrap()[1].monthly = None;
    let none = differences(&accept(&line), &read(&other)).unwrap();
    assert!(
        none.is_empty(),
        "notes and other offers are not what is accepted"
    );
}

#[test]
fn every_change_of_state_price_and_validity_is_told_old_to_new() {
    type Change = (&'static str, fn(&mut Line));
    let line = made_up::line(1);
    let changes: [Change; 9] = [
        ("line state: ready -> expired", |it| {
            it.state = LineState::Expired;
        }),
        ("reference: QO_20260423_00000001 -> not told", |it| {
            it.reference = None;
        }),
        ("valid until: 2026-06-01 -> bientôt", |it| {
            it.validity_date = FlexDate::parse("bientôt");
        }),
        ("valid until: 2026-06-01 -> not told", |it| {
            it.validity_date = None;
        }),
        ("offer state: ready -> refused", |it| {
            it.offers.as_mut().unwrap()[0].state = Some(OfferState::Refused);
        }),
        ("monthly price: 145.00 -> 150.00", |it| {
            it.offers.as_mut().unwrap()[0].monthly = Some(Lenient::Value(Cents(15_000)));
        }),
        ("FAS: 360.00 -> sur devis", |it| {
            it.offers.as_mut().unwrap()[0].fas = Some(Lenient::Raw(Text::new("sur devis")));
        }),
        ("FAR: 240.00 -> not told", |it| {
            it.offers.as_mut().unwrap()[0].far = None;
        }),
        ("term: 24 months -> 36 months", |it| {
            it.offers.as_mut().unwrap()[0].term = Some(Lenient::Value(Months(36)));
        }),
    ];
    for (told, change) in changes {
        let mut now = line.clone();
        change(&mut now);
        assert_eq!(told_differences(&accept(&line), &read(&now)), [told]);
    }
}

#[test]
fn an_offer_that_is_gone_is_told_as_such_and_nothing_more() {
    let line = made_up::line(1);
    let mut now = line.clone();
    now.offers.as_mut().unwrap().remove(0);
    let told = told_differences(&accept(&line), &read(&now));
    assert_eq!(told, ["offer: BPEA 20M/100M -> gone"]);
}

#[test]
fn a_price_that_cannot_be_read_is_compared_as_it_came() {
    let mut line = made_up::line(1);
    let offer = &mut line.offers.as_mut().unwrap()[0];
    (offer.monthly, offer.fas, offer.far) = (None, None, None);
    offer.raw = Text::new(r#"{"prix":[1,2]}"#);
    assert!(
        differences(&accept(&line), &read(&line))
            .unwrap()
            .is_empty()
    );
    let mut now = line.clone();
    now.offers.as_mut().unwrap()[0].raw = Text::new(r#"{"prix":[1,3]}"#);
    let told = told_differences(&accept(&line), &read(&now));
    assert_eq!(
        told,
        [r#"offer as it came: {"prix":[1,2]} -> {"prix":[1,3]}"#]
    );
}

#[test]
fn an_answer_that_does_not_tell_of_the_target_is_no_look() {
    let line = made_up::line(1);
    let intent = accept(&line);
    assert!(differences(&intent, &read(&made_up::line(2))).is_err());
    let mut bare = line.clone();
    bare.offers = None;
    assert!(differences(&intent, &read(&bare)).is_err());
    let mut twice = line.clone();
    let again = twice.offers.as_ref().unwrap()[0].clone();
    twice.offers.as_mut().unwrap().push(again);
    assert!(
        differences(&intent, &read(&twice)).is_err(),
        "which of the two?"
    );
    assert!(differences(&intent, &Reply::TerminateReasons(Vec::new())).is_err());
}

#[test]
fn lines_and_orders_are_held_against_their_state() {
    let line = made_up::line(1);
    let key = LineKey {
        basket: crate::domain::ids::BasketId::new("b1"),
        line: LineId::new(line.id.wire()),
    };
    let delete = Intent {
        write: Write::DeleteLine(key),
        subject: Text::new("QO_1"),
        seen: seen_of_line(&line),
    };
    let mut now = line.clone();
    now.state = LineState::Confirmed;
    let told = told_differences(&delete, &read(&now));
    assert_eq!(told, ["line state: ready -> confirmed"]);

    let order = fixtures::order(1).state("active").build();
    let end = Intent {
        write: Write::Terminate(OrderAction {
            order: order.reference.clone(),
            reason: Text::new("Autres motifs"),
            message: None,
        }),
        subject: Text::new("CMD_1"),
        seen: seen_of_order(&order.state),
    };
    let mut detail = fixtures::plausible_detail(1, &order);
    assert!(told_differences(&end, &Reply::Order(Box::new(detail.clone()))).is_empty());
    detail.state = OrderState::TerminateInProgress;
    let told = told_differences(&end, &Reply::Order(Box::new(detail)));
    assert_eq!(told, ["order state: active -> terminate_in_progress"]);
}

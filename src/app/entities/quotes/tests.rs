use super::*;
use crate::app::fixtures::quotes::{
    basket, basket_id, basket_with, line, line_id, offer, offers, ready_line, refused,
};
use crate::app::fixtures::{now, today};
use crate::domain::date::{FlexDate, Zone};
use crate::domain::lenient::Cents;
use crate::domain::quote::{LineState, OfferState};
use crate::domain::text::Text;
use crate::domain::write::LineKey;

use OfferAct::{Accept, BringBack, Decline};

fn listed(sweep: u32) -> Listed {
    Listed {
        sweep,
        counts_as_new: sweep > 1,
        at: now() + chrono::TimeDelta::minutes(sweep.into()),
    }
}

#[test]
fn a_line_keeps_what_each_of_its_answers_told() {
    let mut quotes = Quotes::default();
    let row = Taken::New(RowId(0));
    assert_eq!(quotes.take_listed_line(line(1, "ready"), listed(1)), row);
    let mut detail = ready_line(1, 3, offers());
    detail.address = None;
    detail.order_date = None;
    assert_eq!(
        quotes.take_line(detail, true, now()),
        Taken::Changed(RowId(0))
    );
    let known = &quotes.line(&line_id(1)).unwrap().line;
    assert!(known.address.is_some() && known.order_date.is_some());
    assert_eq!(known.offers.as_ref().unwrap().len(), 3);
    // The next list row holds neither offers nor validity.
    let mut bare = line(1, "ready");
    bare.project = Some(Text::new("P999"));
    assert_eq!(
        quotes.take_listed_line(bare, listed(2)),
        Taken::Changed(RowId(0))
    );
    let known = quotes.line(&line_id(1)).unwrap();
    assert_eq!(known.days_left(today(), &Zone::utc()), Some(3));
    assert_eq!(known.line.project, Some(Text::new("P999")));
    assert_eq!(known.ready(), Some((2, 3)));
    assert!(known.line.raw.wire().contains("5a3c"));
    let same = Line {
        project: Some(Text::new("P999")),
        ..line(1, "ready")
    };
    assert_eq!(
        quotes.take_listed_line(same, listed(3)),
        Taken::Same(RowId(0))
    );
}

#[test]
fn a_detail_that_leaves_a_field_empty_empties_it() {
    let mut quotes = Quotes::default();
    let traced = Line {
        trace_file: Some(Text::new("a.kmz")),
        ..ready_line(1, 3, offers())
    };
    quotes.take_line(traced, false, now());
    quotes.take_line(ready_line(1, 3, offers()), false, now());
    assert_eq!(quotes.line(&line_id(1)).unwrap().line.trace_file, None);
}

#[test]
fn only_a_basket_detail_ties_lines_to_their_basket() {
    let mut quotes = Quotes::default();
    quotes.take_listed_line(line(1, "ready"), listed(1));
    quotes.take_listed_basket(basket(7, "ready"), listed(1));
    assert_eq!(quotes.line(&line_id(1)).unwrap().key(), None);
    let detail = basket_with(7, "ready", vec![line(1, "ready"), line(2, "confirmed")]);
    let taken = quotes.take_basket(detail, false, now());
    assert_eq!(
        taken,
        [
            Taken::Changed(RowId(0)),
            Taken::New(RowId(2)),
            Taken::Same(RowId(1))
        ]
    );
    let key = |number| LineKey {
        basket: basket_id(7),
        line: line_id(number),
    };
    assert_eq!(quotes.line(&line_id(1)).unwrap().key(), Some(key(1)));
    assert_eq!(quotes.line(&line_id(2)).unwrap().key(), Some(key(2)));
    let known = quotes.basket(&basket_id(7)).unwrap();
    assert_eq!(known.lines, [line_id(1), line_id(2)]);
    assert!(
        known.basket.creation_date.is_some(),
        "the list row told it, the detail does not hold it"
    );
    // A line that moved elsewhere is no longer tied to it.
    quotes.take_basket(
        basket_with(7, "ready", vec![line(2, "confirmed")]),
        false,
        now(),
    );
    assert_eq!(quotes.line(&line_id(1)).unwrap().key(), None);
}

#[test]
fn what_was_learnt_first_is_no_news_and_what_differs_later_is() {
    let mut quotes = Quotes::default();
    quotes.take_listed_line(line(1, "confirmed"), listed(1));
    quotes.take_line(ready_line(1, 3, offers()), false, now());
    let news = |quotes: &Quotes| quotes.line(&line_id(1)).unwrap().news.cells;
    let state_alone = LineCells {
        state: true,
        ..LineCells::default()
    };
    assert_eq!(
        news(&quotes),
        state_alone,
        "offers and validity were unknown"
    );
    assert_eq!(quotes.news_count(), 1);
    assert!(quotes.see(RowId(0)));
    assert_eq!(quotes.news_count(), 0);

    let mut changed = offers();
    changed[0] = offer("2173", "BPEA 20M/100M", 20, 24, (360, 240, 150));
    changed[1] = refused(changed[1].clone());
    quotes.take_line(ready_line(1, 9, changed), false, now());
    assert_eq!(
        news(&quotes),
        LineCells {
            state: false,
            ready: true,
            validity: true,
            price: true
        }
    );
    let seen = quotes.line(&line_id(1)).unwrap().seen.clone().unwrap();
    assert_eq!((seen.state, seen.ready), (None, Some((2, 3))));
    assert_eq!(
        seen.validity,
        Some(Some(FlexDate::Day(crate::app::fixtures::quotes::day(3))))
    );
    let line = quotes.line(&line_id(1)).unwrap();
    assert!(!line.is_outdated(), "the detail itself told the change");
}

#[test]
fn offers_are_outdated_once_the_list_tells_of_another_state() {
    let mut quotes = Quotes::default();
    quotes.take_line(ready_line(1, 3, offers()), false, now());
    quotes.take_listed_line(line(1, "expired"), listed(2));
    let line = quotes.line(&line_id(1)).unwrap();
    assert!(line.is_outdated());
    assert_eq!(line.ready(), Some((0, 3)), "nothing of it can be accepted");
    assert_eq!(
        line.why_not(OfferAct::Accept, 0),
        Some("the offers of this line have expired")
    );
}

#[test]
fn a_row_that_two_whole_sweeps_did_not_hold_is_gone_and_later_leaves() {
    let mut quotes = Quotes::default();
    quotes.take_listed_line(line(1, "ready"), listed(1));
    quotes.take_listed_line(line(2, "ready"), listed(2));
    // Never listed, only part of a basket: the list does not say that it is gone.
    quotes.take_basket(basket_with(7, "ready", vec![line(3, "ready")]), true, now());
    assert_eq!(quotes.mark_gone_lines(2, now()), [RowId(0)]);
    assert_eq!(quotes.mark_gone_lines(2, now()), [], "once");
    assert_eq!(
        quotes.drop_gone(now() - chrono::TimeDelta::days(1)),
        [],
        "not yet"
    );
    assert_eq!(quotes.drop_gone(now()), [RowId(0)]);
    assert!(quotes.line(&line_id(1)).unwrap().has_left);
    let back = quotes.take_listed_line(line(1, "ready"), listed(3));
    assert_eq!(back, Taken::Changed(RowId(0)));
    assert!(!quotes.line(&line_id(1)).unwrap().has_left);
}

#[test]
fn what_a_person_did_is_merged_and_is_no_news() {
    let mut quotes = Quotes::default();
    quotes.take_basket(basket_with(7, "acknowledged", vec![]), false, now());
    let added = Write::AddLine(basket_id(7), crate::domain::write::LineFields::default());
    let receipt = Receipt::Line(Box::new(line(1, "acknowledged")));
    assert_eq!(quotes.take_receipt(&added, &receipt, now()), [RowId(1)]);
    assert_eq!(quotes.line(&line_id(1)).unwrap().basket, Some(basket_id(7)));
    assert_eq!(quotes.basket(&basket_id(7)).unwrap().lines, [line_id(1)]);

    let confirmed = Receipt::Basket(Box::new(basket_with(
        7,
        "confirmed",
        vec![line(1, "confirmed")],
    )));
    quotes.take_receipt(&Write::ConfirmBasket(basket_id(7)), &confirmed, now());
    let known = quotes.line(&line_id(1)).unwrap();
    assert_eq!(known.line.state, LineState::Confirmed);
    assert_eq!((known.news, quotes.news_count()), (LineNews::default(), 0));

    let deleted = Write::DeleteLine(LineKey {
        basket: basket_id(7),
        line: line_id(1),
    });
    quotes.take_receipt(&deleted, &Receipt::Bare, now());
    assert!(quotes.line(&line_id(1)).unwrap().has_left);
    assert!(quotes.basket(&basket_id(7)).unwrap().lines.is_empty());
}

#[test]
fn the_first_offer_that_can_be_accepted_is_meant_and_the_lowest_price_is_told() {
    let mut quotes = Quotes::default();
    let mut three = offers();
    three.rotate_right(1);
    quotes.take_line(ready_line(1, 3, three), false, now());
    let line = quotes.line(&line_id(1)).unwrap();
    assert_eq!(line.first_ready(), Some(1), "the first one is declined");
    assert_eq!(line.lowest_monthly(), Some((Cents(14_500), true)));
    assert_eq!(line.lowest_total(), Some((Cents(408_000), true)));
    let mut open = ready_line(2, 3, offers());
    open.offers.as_mut().unwrap()[1].far = None;
    open.offers.as_mut().unwrap()[1].monthly = None;
    quotes.take_line(open, false, now());
    let line = quotes.line(&line_id(2)).unwrap();
    assert_eq!(
        (line.lowest_monthly(), line.lowest_total()),
        (Some((Cents(14_500), false)), Some((Cents(408_000), false)))
    );
}

#[test]
fn every_answer_that_is_impossible_says_why() {
    let why = |state: &str, offer_state: Option<OfferState>, act| {
        let mut only = offer("1", "BPE", 100, 12, (0, 0, 1));
        only.state = offer_state;
        let known = QuoteLine::met(
            Line {
                offers: Some(vec![only]),
                ..line(1, state)
            },
            false,
        );
        known.why_not(act, 0).is_none()
    };
    for (state, offer_state, can) in [
        ("ready", Some(OfferState::Ready), vec![Accept, Decline]),
        ("ready", None, vec![Accept, Decline]),
        ("ready", Some(OfferState::Refused), vec![BringBack]),
        ("refused", Some(OfferState::Refused), vec![BringBack]),
        ("refused", None, vec![BringBack]),
        ("ready", Some(OfferState::Accepted), vec![]),
        ("ready", Some(OfferState::Expired), vec![]),
        ("acknowledged", Some(OfferState::Ready), vec![]),
        ("confirmed", None, vec![]),
        ("accepted", Some(OfferState::Refused), vec![]),
        ("expired", None, vec![]),
        ("unable_to_provide", None, vec![]),
        // The server knows what it means by states nobody documented.
        ("frozen", Some(OfferState::Ready), vec![Accept, Decline]),
        ("frozen", None, vec![Accept, Decline, BringBack]),
    ] {
        let possible: Vec<_> = [Accept, Decline, BringBack]
            .into_iter()
            .filter(|act| why(state, offer_state.clone(), *act))
            .collect();
        assert_eq!(possible, can, "{state} {offer_state:?}");
    }
    let unread = QuoteLine::met(line(1, "ready"), false);
    assert_eq!(
        unread.why_not(Accept, 0),
        Some("the offers of this line are not read yet: {refresh_row} reads them")
    );
    let none = QuoteLine::met(ready_line(1, 3, vec![]), false);
    assert_eq!(
        none.why_not(Accept, 0),
        Some("Covage gave no offer for this line")
    );
    let mut keyless = offers();
    keyless[0].product = None;
    let keyless = QuoteLine::met(ready_line(1, 3, keyless), false);
    assert!(
        keyless
            .why_not(Accept, 0)
            .unwrap()
            .contains("without a key")
    );
    assert_eq!(keyless.why_not(Accept, 1), None);
}

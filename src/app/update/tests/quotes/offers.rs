//! Which offer is meant, what can be done with it, and what is marked.

use super::*;
use crate::app::pane::Focus;
use crate::domain::ids::ProductId;

#[test]
fn from_the_list_the_first_offer_that_can_be_accepted_is_meant_at_once() {
    let story = three();
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000003"));
    assert_eq!(story.offer(), Some("2173"));
    for action in [Action::Accept, Action::Decline] {
        assert_eq!(story.state.why_not(action), None, "{action:?}");
    }
    assert_eq!(
        story.state.why_not(Action::BringBack).as_deref(),
        Some("this offer is ready: there is nothing to bring back")
    );
}

#[test]
fn a_refresh_never_turns_what_is_meant_to_another_offer() {
    let mut story = three();
    let mut changed = offers();
    changed[0] = refused(changed[0].clone());
    changed.insert(0, offer("9999", "BPE 10G", 10_000, 12, (0, 0, 1)));
    story.chars("r");
    story.tell_line(ready_line(3, 3, changed.clone()));
    assert_eq!(story.offer(), Some("2173"), "as it stood under the cursor");
    assert_eq!(
        story.state.why_not(Action::Accept).as_deref(),
        Some("this offer is declined: b brings it back first")
    );
    assert_eq!(story.state.why_not(Action::BringBack), None);
    // Once it is no longer there, the first one that can be accepted is meant.
    changed.remove(1);
    story.chars("r");
    story.tell_line(ready_line(3, 3, changed));
    assert_eq!(story.offer(), Some("9999"));
}

#[test]
fn inside_the_preview_keys_go_from_offer_to_offer_and_the_list_begins_anew() {
    let mut story = three();
    story.chars("lj");
    assert_eq!(story.state.quotes_pane.focus, Focus::Preview);
    assert_eq!(story.offer(), Some("2174"));
    story.chars("jj");
    assert_eq!(story.offer(), Some("1679"), "the last one");
    assert_eq!(
        story.state.why_not(Action::Accept).as_deref(),
        Some("this offer is declined: b brings it back first")
    );
    story.chars("g");
    assert_eq!(story.offer(), Some("2173"));
    story.chars("jh");
    assert_eq!(story.state.quotes_pane.focus, Focus::List);
    assert_eq!(story.offer(), Some("2174"), "leaving it changes nothing");
    story.chars("jk");
    assert_eq!(story.offer(), Some("2173"), "another line was here since");
}

#[test]
fn two_offers_of_one_key_are_two() {
    let mut story = three();
    let twice = vec![offers()[0].clone(), offers()[0].clone()];
    story.chars("r");
    story.tell_line(ready_line(3, 3, twice.clone()));
    story.chars("lj");
    assert_eq!(story.state.offer_under_cursor().unwrap().0, 1);
    story.chars("r");
    story.tell_line(ready_line(3, 3, twice));
    assert_eq!(story.state.offer_under_cursor().unwrap().0, 1);
}

#[test]
fn every_action_says_why_it_is_impossible() {
    let mut story = Story::of_quotes(
        [line(2, "confirmed"), line(1, "ready")],
        [basket(7, "confirmed")],
    );
    let why = |story: &Story, action| story.state.why_not(action).unwrap_or_default();
    story.chars("j");
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000002"));
    assert_eq!(
        why(&story, Action::Accept),
        "Covage has not answered this line yet"
    );
    let no_basket = "it is not known yet which basket holds this line: baskets are being read";
    for action in [Action::Edit, Action::Delete, Action::ConfirmBasket] {
        assert_eq!(why(&story, action), no_basket);
    }
    story.chars("k");
    assert_eq!(
        why(&story, Action::Accept),
        "the offers of this line are not read yet: r reads them"
    );
    story.pass(REST);
    assert_eq!(
        why(&story, Action::Accept),
        "the offers of this line are being read: again in a moment"
    );
    story.chars("L");
    story.chars("g");
    assert_eq!(story.quote_cursor(), Some("DEVIS-007"));
    assert_eq!(
        why(&story, Action::Decline),
        "this is a basket: offers belong to its lines"
    );
    assert_eq!(
        why(&story, Action::Delete),
        "Covage deletes lines, not baskets"
    );
    assert_eq!(
        why(&story, Action::ConfirmBasket),
        "this basket was confirmed already"
    );
    assert_eq!(story.state.why_not(Action::Edit), None);
    assert_eq!(
        why(&story, Action::Files),
        "files belong to a line: put the cursor on one"
    );
    let empty = Story::of_quotes([], []);
    assert_eq!(why(&empty, Action::Accept), "there is no row here");
    assert_eq!(empty.state.why_not(Action::New), None);
}

#[test]
fn a_marked_line_means_all_of_its_offers_and_a_marked_offer_itself() {
    let mut story = three();
    story.chars(" ");
    assert_eq!(story.quote_cursor(), Some("QO_20260423_00000002"));
    story.chars("lj ");
    let marked = |story: &Story| -> Vec<(String, String, bool)> {
        let marked = story.state.marked_offers();
        let told = marked.iter().map(|it| {
            let product = it.offer.product.clone().unwrap_or(ProductId::new(""));
            let name = it.line.name()[18..].to_owned();
            (name, product.wire().to_owned(), it.is_hidden)
        });
        told.collect()
    };
    let all = |is_hidden| {
        [
            ("03", "2173"),
            ("03", "2174"),
            ("03", "1679"),
            ("02", "2174"),
        ]
        .map(|(line, product)| (line.to_owned(), product.to_owned(), is_hidden))
        .to_vec()
    };
    assert_eq!(marked(&story), all(false));
    assert_eq!(story.state.why_not(Action::Decline), None);
    assert_eq!(
        story.state.why_not(Action::BringBack),
        None,
        "one of them is declined"
    );
    story.chars("h/state:confirmed");
    story.press(Key::Enter);
    let mut hidden = marked(&story);
    hidden.sort();
    let mut expected = all(true);
    expected.sort();
    assert_eq!(hidden, expected, "marks outlive what the filter shows");
    assert_eq!(story.state.hidden_quote_marks(), 2);
    story.chars("U");
    assert_eq!(marked(&story), []);
}

#[test]
fn a_marked_line_whose_offers_nobody_read_cannot_be_declined_and_is_read_on_demand() {
    let mut story = Story::of_quotes([line(1, "ready"), line(2, "ready")], []);
    story.chars("*");
    assert_eq!(story.notice(), Some("marked 2 lines"));
    assert_eq!(story.state.marked_unread().len(), 2);
    assert_eq!(
        story.state.why_not(Action::Decline).as_deref(),
        Some("the offers of the marked lines are not read yet: R reads them")
    );
    story.chars("R");
    assert_eq!(story.asked_lines().len(), 2);
    story.tell_line(ready_line(1, 3, offers()));
    assert_eq!(story.state.why_not(Action::Decline), None);
    story.chars("*");
    assert_eq!(story.notice(), Some("unmarked 2 lines"));
}

#[test]
fn a_range_is_marked_from_where_it_began() {
    let mut story = three();
    story.chars("vj");
    assert_eq!(story.state.quotes_pane.range(), Some(0..=1));
    story.chars("v");
    assert_eq!(story.notice(), Some("marked 2 lines"));
    story.chars("v");
    story.press(Key::Esc);
    assert_eq!(story.state.quotes_pane.marks.lines.len(), 2);
    assert_eq!(story.state.quotes_pane.range(), None);
}

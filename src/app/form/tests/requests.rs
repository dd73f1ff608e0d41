//! A termination and a change of an order.

use super::*;
use crate::app::dialog::{How, Recheck};
use crate::app::effect::Effect;
use crate::app::fixtures;
use crate::app::form::Ask;
use crate::domain::ids::OrderRef;
use crate::domain::order::OrderState;
use crate::domain::request::Lane;
use crate::domain::write::OrderAction;

const REASONS: [&str; 3] = [
    "Cessation d'activité",
    "Déménagement ",
    "Autres motifs, précisez en commentaire ",
];

fn order(state: &str) -> Story {
    Story::of([fixtures::order(9_444)
        .state(state)
        .customer("KING JOUET")
        .site("3 RUE X 76130 MONT ST AIGNAN")
        .family("BPE")
        .project("")
        .build()])
}

/// The reasons of a termination, listed.
fn terminating() -> Story {
    let mut story = order("active");
    story.chars("+t");
    press(&mut story, [Key::Enter]);
    answer(
        &mut story,
        &Read::TerminateReasons,
        Reply::TerminateReasons(phrases(&REASONS)),
    );
    story
}

fn action(reason: &str, message: Option<&str>) -> OrderAction {
    OrderAction {
        order: OrderRef::new("CMD_X_00009444"),
        reason: Text::new(reason),
        message: message.map(Text::new),
    }
}

#[test]
fn a_termination_is_asked_with_every_value_it_sends_and_confirmed_like_an_accept() {
    let mut story = terminating();
    story.chars("ces");
    press(&mut story, [Key::Enter, Key::Enter]);
    assert_eq!(form(&story).place(), 2, "the way on");
    press(&mut story, [Key::Enter]);
    let asked = asked(&story);
    assert_eq!(
        asked.title,
        "TERMINATE CMD_X_00009444: its service ends, cannot be undone by this tool"
    );
    assert_eq!(
        rows(&story, 0),
        [
            ("order", "CMD_X_00009444"),
            ("customer", "KING JOUET"),
            ("site", "3 RUE X 76130 MONT ST AIGNAN"),
            ("family", "BPE"),
            ("state", "active"),
            ("reason", "Cessation d'activité"),
            ("this", "asks Covage to end the service of this order"),
        ]
    );
    assert_eq!(
        *write(&story),
        Write::Terminate(action("Cessation d'activité", None))
    );
    assert!(write(&story).is_delayed());
    assert_eq!(asked.how, How::Ending(Text::new("CMD_X_00009444")));
    assert_eq!(
        asked.recheck,
        Some(Recheck::Order(OrderRef::new("CMD_X_00009444")))
    );
    let seen: Vec<_> = asked.intents[0]
        .seen
        .iter()
        .map(|seen| seen.value.line())
        .collect();
    assert_eq!(seen, ["active"]);
}

#[test]
fn g17_a_phrase_goes_back_as_it_came_and_nothing_else_can_be_chosen() {
    let mut story = terminating();
    story.chars("dem");
    press(&mut story, [Key::Enter, Key::Enter, Key::Enter]);
    assert_eq!(
        *write(&story),
        Write::Terminate(action("Déménagement ", None)),
        "its blank too"
    );
    let mut story = terminating();
    story.chars("my own reason");
    assert_eq!(
        form(&story).chooser().unwrap().items().len(),
        1,
        "only: read it again"
    );
    story.feed(crate::app::event::Event::Pasted("another".to_owned()));
    press(&mut story, [Key::Esc, Key::PageDown, Key::Enter]);
    assert_eq!(story.notice(), Some("reason: needed"));
    assert_eq!(
        form(&story).place(),
        0,
        "the cursor is put where it is missing"
    );
}

#[test]
fn o16_the_reason_autres_motifs_asks_for_a_message() {
    let mut story = terminating();
    story.chars("autres");
    press(&mut story, [Key::Enter]);
    go_on(&mut story);
    assert_eq!(story.notice(), Some("message: needed with this reason"));
    assert_eq!(form(&story).place(), 1);
    story.chars("Fin de bail");
    press(&mut story, [Key::Enter, Key::Enter]);
    assert_eq!(
        *write(&story),
        Write::Terminate(action(
            "Autres motifs, précisez en commentaire ",
            Some("Fin de bail")
        ))
    );
    assert!(rows(&story, 5).contains(&("message", "Fin de bail")));
}

#[test]
fn a_change_has_reasons_of_its_own_and_a_cancellation_is_never_offered() {
    let mut story = order("in_progress");
    story.chars("+");
    let Some(Overlay::Menu(menu)) = &story.state.overlay else {
        panic!("no menu");
    };
    let offered: Vec<_> = menu.items().iter().map(|item| item.text.as_str()).collect();
    assert_eq!(
        offered,
        [
            format!("termination  {}", Ask::Termination.meaning()),
            format!("change       {}", Ask::Change.meaning()),
        ]
    );
    story.chars("c");
    press(&mut story, [Key::Enter]);
    let reasons = Reply::ChangeReasons(phrases(&["Upgrade (Changement de débit)"]));
    answer(&mut story, &Read::ChangeReasons, reasons);
    press(&mut story, [Key::Enter, Key::Enter, Key::Enter]);
    assert_eq!(
        *write(&story),
        Write::Change(action("Upgrade (Changement de débit)", None))
    );
    let last = rows(&story, 0).pop();
    assert_eq!(
        last,
        Some(("note", "the order is not active: Covage may refuse"))
    );
}

#[test]
fn the_reasons_are_read_once_when_they_are_asked_for_and_before_anything_else() {
    let mut story = order("active");
    let effects = story.chars("+t");
    assert!(effects.list.is_empty(), "opening a form costs no call");
    let effects = story.press(Key::Enter);
    let submitted: Vec<_> = effects.list.iter().filter_map(lane).collect();
    assert_eq!(submitted, [(Read::TerminateReasons, Lane::User)]);
    press(&mut story, [Key::Esc, Key::Enter]);
    let asked = story
        .open
        .iter()
        .filter(|(_, read, _)| *read == Read::TerminateReasons);
    assert_eq!(asked.count(), 1, "one is under way");
    answer(
        &mut story,
        &Read::TerminateReasons,
        Reply::TerminateReasons(phrases(&REASONS)),
    );
    press(&mut story, [Key::Esc, Key::Esc]);
    story.chars("+t");
    press(&mut story, [Key::Enter]);
    assert_eq!(
        story.asked(&Read::TerminateReasons),
        None,
        "it is good for a day"
    );
    assert_eq!(form(&story).chooser().unwrap().count(), (3, 3));
}

fn lane(effect: &Effect) -> Option<(Read, Lane)> {
    match effect {
        Effect::Submit { read, lane, .. } => Some((read.clone(), *lane)),
        _ => None,
    }
}

#[test]
fn orders_that_have_no_service_say_why_nothing_can_be_asked() {
    for (state, why) in [
        (
            "terminated",
            "this order was terminated: its service has ended",
        ),
        (
            "cancelled",
            "this order never came to a service that could end or change",
        ),
        (
            "rejected",
            "this order never came to a service that could end or change",
        ),
    ] {
        let mut story = order(state);
        story.chars("+");
        assert_eq!(
            (story.state.overlay.is_none(), story.notice()),
            (true, Some(why))
        );
    }
    let mut story = order("active");
    for key in ["E", "C", "-"] {
        story.chars(key);
        assert_eq!(
            story.notice(),
            Some("baskets and lines are changed in the Quotes pane: 2")
        );
    }
    story.state.session.is_read_only = true;
    story.chars("+");
    assert_eq!(
        story.notice(),
        Some("read-only: nothing is changed at Covage")
    );
}

#[test]
fn what_the_dialog_read_of_the_order_is_what_the_next_one_begins_from() {
    let mut story = terminating();
    story.chars("ces");
    press(&mut story, [Key::Enter, Key::Enter, Key::Enter]);
    let reference = OrderRef::new("CMD_X_00009444");
    let order = story.asked(&Read::Order(reference.clone())).unwrap();
    let now = fixtures::detail(&reference, &OrderState::TerminateInProgress);
    story.pass(chrono::TimeDelta::seconds(1));
    story.answer(order, Ok(Reply::Order(Box::new(now))));
    assert!(
        rows(&story, 0).contains(&("state", "active")),
        "as it was asked"
    );
    press(&mut story, [Key::Esc, Key::Enter]);
    assert!(rows(&story, 0).contains(&("state", "terminate_in_progress")));
}

//! Dialogs that others ask for: forms, jobs, orders.

use super::*;
use crate::app::dialog::{Confirm, How, Recheck};
use crate::app::writes::seen::seen_of_order;
use crate::domain::order::OrderState;
use crate::domain::text::Text;
use crate::domain::write::OrderAction;

fn terminate() -> Confirm {
    Confirm {
        title: "TERMINATE CMD_X_00000001".to_owned(),
        rows: vec![("order".to_owned(), Text::new("CMD_X_00000001"))],
        intents: vec![Intent {
            write: Write::Terminate(OrderAction {
                order: reference(1),
                reason: Text::new("Autres motifs"),
                message: None,
            }),
            subject: Text::new("CMD_X_00000001"),
            seen: seen_of_order(&OrderState::InProgress),
        }],
        how: How::Ending(Text::new("CMD_X_00000001")),
        recheck: Some(Recheck::Order(reference(1))),
    }
}

fn answer_order(story: &mut Story, state: &str) {
    let id = story.asked(&detail_of(1)).unwrap();
    let order = fixtures::order(1).state(state).build();
    let detail = fixtures::plausible_detail(1, &order);
    story.answer(id, Ok(Reply::Order(Box::new(detail))));
}

#[test]
fn an_order_is_read_again_and_its_end_is_typed() {
    let mut story = Story::of(rows(3));
    story.open.clear();
    story.act(|state, effects| state.confirm(terminate(), effects));
    answer_order(&mut story, "in_progress");
    see(&mut story);
    typed(&mut story, "001\n");
    assert_eq!(count(&story), 1);
}

#[test]
fn an_order_that_moved_is_not_ended() {
    let mut story = Story::of(rows(3));
    story.open.clear();
    story.act(|state, effects| state.confirm(terminate(), effects));
    answer_order(&mut story, "active");
    see(&mut story);
    assert_eq!(checks(&story), ["!! order state: in_progress -> active"]);
    typed(&mut story, "001\n");
    assert_eq!(count(&story), 0);
}

#[test]
fn what_has_no_target_yet_needs_no_second_look() {
    let mut story = Story::of(rows(3));
    let export = Confirm {
        title: "Export the orders as CSV".to_owned(),
        rows: Vec::new(),
        intents: vec![Intent {
            write: Write::StartOrderExport,
            subject: Text::new("orders"),
            seen: Vec::new(),
        }],
        how: How::Yes,
        recheck: None,
    };
    story.act(|state, effects| state.confirm(export.clone(), effects));
    assert_eq!(checks(&story), Vec::<String>::new());
    see(&mut story);
    story.state.session.is_read_only = true;
    typed(&mut story, "y");
    assert_eq!(count(&story), 0);
    assert_eq!(remark(&story), "read-only: nothing is changed at Covage");
    story.state.session.is_read_only = false;
    typed(&mut story, "y");
    assert_eq!(count(&story), 1);
    story.act(|state, effects| state.confirm(export, effects));
    assert!(story.state.dialog().is_none());
    assert_eq!(story.notice(), Some("export orders orders is under way"));
}

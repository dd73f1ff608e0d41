//! The forms of a termination of an order and of a change to it (O15, O16).
//!
//! Never offered: a cancellation, for which there is no call.

use crate::app::entities::orders::Order;
use crate::app::state::AppState;
use crate::app::writes::seen::seen_of_order;
use crate::domain::ids::OrderRef;
use crate::domain::order::OrderState;
use crate::domain::text::Text;
use crate::domain::write::{OrderAction, Write};

use super::confirm::row;
use super::field::{Choices, Field, Id, Source};
use super::lists::List;
use super::{Basis, Form, Purpose};

/// What is asked of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The end of its service.
    Termination,
    /// Another service.
    Change,
}

impl Ask {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Termination => "termination",
            Self::Change => "change",
        }
    }

    /// What it means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Termination => "asks Covage to end the service of this order",
            Self::Change => "asks Covage to change the service of this order",
        }
    }

    fn reasons(self) -> List {
        match self {
            Self::Termination => List::TerminateReasons,
            Self::Change => List::ChangeReasons,
        }
    }
}

impl AppState {
    /// The form of a request on an order.
    pub(super) fn order_request_form(&self, ask: Ask, order: &OrderRef) -> Option<Form> {
        let known = self.orders.get(self.orders.find(order)?)?;
        let reasons = Choices {
            from: Source::List(ask.reasons()),
            is_free: false,
        };
        let fields = vec![
            Field::chosen(Id::Reason, None, reasons).needed(),
            Field::typed(Id::Message, None),
        ];
        let what = match ask {
            Ask::Termination => "Termination",
            Ask::Change => "Change",
        };
        let title = format!("{what} of {}", order.text().line());
        let purpose = Purpose::Order(ask, order.clone());
        Some(Form::new(purpose, title, fields, basis(known)))
    }
}

fn basis(order: &Order) -> Basis {
    let summary = &order.summary;
    let detail = order.detail().and_then(|detail| detail.value());
    let reference = summary.reference.text();
    let mut rows = vec![("order".to_owned(), reference.clone())];
    let texts = [
        ("customer", summary.customer.clone()),
        ("site", summary.site.clone()),
        (
            "service",
            detail.and_then(|detail| detail.service_reference.clone()),
        ),
        ("family", summary.offer_family.clone()),
        ("project", summary.project.clone()),
    ];
    rows.extend(
        texts
            .into_iter()
            .filter_map(|(label, text)| Some((label.to_owned(), text?))),
    );
    let state = order.state_as_last_read();
    rows.push(row("state", state.word()));
    let customer = summary.customer.as_ref().map_or("", Text::wire);
    let about = [summary.customer.as_ref(), summary.site.as_ref()];
    let about = about.into_iter().flatten().map(Text::wire);
    let about: Vec<_> = about.chain([state.word()]).collect();
    Basis {
        subject: Text::new(format!("{} {customer}", reference.wire())),
        about: Text::new(about.join(", ")),
        rows,
        seen: seen_of_order(state),
    }
}

/// What stands over the dialog.
pub(super) fn title(ask: Ask, order: &OrderRef) -> String {
    let order = order.text().line();
    match ask {
        Ask::Termination => {
            format!("TERMINATE {order}: its service ends, cannot be undone by this tool")
        }
        Ask::Change => format!("CHANGE {order}: cannot be undone by this tool"),
    }
}

/// What is to be known before it is sent, as rows of the dialog.
pub(super) fn consequence(form: &Form) -> Vec<(String, Text)> {
    let Purpose::Order(ask, _) = form.purpose else {
        return Vec::new();
    };
    let mut rows = vec![row("this", ask.meaning())];
    let is_active = form
        .basis
        .seen
        .iter()
        .any(|seen| seen.value.wire() == OrderState::Active.word());
    if !is_active {
        rows.push(row("note", "the order is not active: Covage may refuse"));
    }
    rows
}

/// The request as its form says it.
pub(super) fn write(form: &Form) -> Option<Write> {
    let Purpose::Order(ask, order) = &form.purpose else {
        return None;
    };
    let action = OrderAction {
        order: order.clone(),
        reason: form.text_of(Id::Reason)?,
        message: form.text_of(Id::Message),
    };
    Some(match ask {
        Ask::Termination => Write::Terminate(action),
        Ask::Change => Write::Change(action),
    })
}

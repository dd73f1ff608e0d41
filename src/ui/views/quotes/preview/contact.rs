//! The Contact tab: the end customer's sites with their people, and the manager at Covage. Phones as they came (O11).

use ratatui::layout::Rect;

use crate::app::entities::quotes::QuoteLine;
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::domain::order::{Contact, Person};
use crate::ui::format::flagged;
use crate::ui::widgets::preview::fields::{Group, Sheet, Value, remark};
use crate::ui::widgets::preview::{Line, ROOMY, standing};

/// Every line of the tab.
pub(super) fn lines<'a>(line: &'a QuoteLine, state: &'a AppState, body: Rect) -> Vec<Line<'a>> {
    let preview = &state.quotes_pane.preview;
    let sheet = Sheet::new(body.width, body.height >= ROOMY, preview.shows_empty);
    let known = &line.line;
    let is_gone = line.gone_since.is_some();
    let mut lines = standing(&line.detail, "contacts", is_gone, state, body.width);
    let many = known.contacts.len() > 1;
    let mut groups: Vec<_> = known
        .contacts
        .iter()
        .enumerate()
        .map(|(at, contact)| site(at, many, contact))
        .collect();
    if let Some(manager) = &known.manager_regional {
        let group = Group::new("at Covage").prefixed("manager ");
        groups.push(group.field("manager_regional", person(manager)));
    }
    if known.contacts.is_empty() && line.detail.read_at().is_some() {
        lines.extend(remark(" no site and no contact on this line", body.width));
    }
    lines.extend(sheet.lines(&groups));
    let is_inside = state.quotes_pane.focus == Focus::Preview;
    lines.extend(sheet.empty_line(&groups, &[], is_inside));
    lines
}

fn site(at: usize, many: bool, contact: &Contact) -> Group<'_> {
    let title = if many {
        format!("site {}", at + 1)
    } else {
        "site".to_owned()
    };
    let mut group = Group::new(title).field(
        "end_customer_name",
        Value::text(contact.end_customer_name.as_ref()),
    );
    for (at, of_site) in contact.people.iter().enumerate() {
        group = group.field(format!("contact {}", at + 1), person(of_site));
    }
    group.address(contact)
}

/// Name, phone and mail, as far as they are told.
fn person(person: &Person) -> Value {
    let parts = [&person.name, &person.phone, &person.email];
    let parts: Vec<_> = parts.into_iter().flatten().map(flagged).collect();
    Value::of((!parts.is_empty()).then(|| parts.join("  ")))
}

//! The Contacts tab: each site with its people, then the managers. Phones as they came (O11), addresses too (O12).

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::app::entities::orders::{Order, Part};
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::domain::order::{Contact, OrderDetail, Person};
use crate::domain::text::Text;
use crate::ui::format::flagged;
use crate::ui::paint::{fit, piece, width};
use crate::ui::theme::Role;

use super::part::standing;
use crate::ui::widgets::preview::fields::{Group, Sheet, Value, heading, remark};
use crate::ui::widgets::preview::folded;
use crate::ui::widgets::preview::{Line, ROOMY};

/// Columns before a person, and between a name, a phone number, a mail address and a role.
const INDENT: usize = 3;
const GAP: usize = 2;

/// Every line of the tab: the people first, then where the sites are.
pub(super) fn lines<'a>(order: &'a Order, state: &'a AppState, body: Rect) -> Vec<Line<'a>> {
    let mut lines = standing(order, Part::Detail, "detail", state, body.width);
    let Some(detail) = order.detail().and_then(|detail| detail.value()) else {
        return lines;
    };
    let is_roomy = body.height >= ROOMY;
    let sheet = Sheet::new(body.width, is_roomy, state.orders_pane.preview.shows_empty);
    let table = Table::of(detail, body.width);
    let many = detail.contacts.len() > 1;
    let mut item = 0;
    let mut people = |title: &str, people: &[(&'static str, &'a Person)]| {
        apart(&mut lines, is_roomy);
        lines.push(heading(title));
        for (role, person) in people {
            let block = table.person(person, role).into_iter();
            lines.extend(block.map(|line| line.of_item(item)));
            item += 1;
        }
    };
    for (index, contact) in detail.contacts.iter().enumerate() {
        let of_site: Vec<_> = contact.people.iter().map(|it| ("", it)).collect();
        if !of_site.is_empty() {
            people(&numbered("contacts", index, many), &of_site);
        }
    }
    let managers = detail.managers();
    let known: Vec<_> = managers
        .into_iter()
        .filter_map(|(word, manager)| Some((role(word), manager?)))
        .collect();
    if !known.is_empty() {
        people("managers", &known);
    }
    if detail.contacts.is_empty() {
        lines.extend(remark(" no site and no contact on this order", body.width));
    }
    let sites: Vec<_> = detail
        .contacts
        .iter()
        .enumerate()
        .map(|(index, contact)| site(numbered("site", index, many), contact))
        .collect();
    if !sites.is_empty() {
        apart(&mut lines, is_roomy);
    }
    lines.extend(sheet.lines(&sites));
    let nobody = managers.iter().filter(|(_, manager)| manager.is_none());
    let nobody: Vec<_> = nobody.map(|(word, _)| *word).collect();
    let is_inside = state.orders_pane.focus == Focus::Preview;
    lines.extend(sheet.empty_line(&sites, &nobody, is_inside));
    lines
}

fn apart(lines: &mut Vec<Line<'_>>, is_roomy: bool) {
    if is_roomy && !lines.is_empty() {
        lines.push(Line::default());
    }
}

/// A title with the number of the site, where there are several.
fn numbered(title: &str, index: usize, many: bool) -> String {
    if many {
        format!("{title} {}", index + 1)
    } else {
        title.to_owned()
    }
}

/// A manager's place: the contract's word without what the heading says.
fn role(word: &'static str) -> &'static str {
    word.strip_prefix("manager_").unwrap_or(word)
}

fn site(title: String, contact: &Contact) -> Group<'_> {
    Group::new(title)
        .field(
            "end_customer_name",
            Value::text(contact.end_customer_name.as_ref()),
        )
        .address(contact)
}

/// How people are laid out: in lines with columns where everybody fits, else in blocks.
#[derive(Clone, Copy)]
struct Table {
    name: usize,
    phone: usize,
    mail: usize,
    columns: usize,
    is_in_lines: bool,
}

impl Table {
    fn of(detail: &OrderDetail, columns: u16) -> Self {
        let widest = |of: fn(&Person) -> Option<&Text>| {
            let texts = detail.people().map(|person| shown(of(person)));
            texts.map(|text| width(&text)).max().unwrap_or(0)
        };
        let managers = detail.managers().into_iter();
        let managers = managers.filter(|(_, manager)| manager.is_some());
        let roles = managers.map(|(word, _)| width(role(word)) + GAP);
        let (name, phone, mail) = (
            widest(|person| person.name.as_ref()),
            widest(|person| person.phone.as_ref()),
            widest(|person| person.email.as_ref()),
        );
        let needed = INDENT + name + GAP + phone + GAP + mail + roles.max().unwrap_or(0);
        Self {
            name,
            phone,
            mail,
            columns: columns.into(),
            is_in_lines: needed <= columns.into(),
        }
    }

    fn person<'a>(self, person: &'a Person, role: &'static str) -> Vec<Line<'a>> {
        let name = shown(person.name.as_ref());
        if self.is_in_lines {
            let phone = shown(person.phone.as_ref());
            let mail = shown(person.email.as_ref());
            return vec![Line::from(vec![
                piece(" ".repeat(INDENT), Role::Text),
                piece(fit(&name, self.name + GAP), Role::Strong),
                piece(fit(&phone, self.phone + GAP), Role::Text),
                piece(fit(&mail, self.mail + GAP), Role::Text),
                piece(role, Role::Dim),
            ])];
        }
        let mut lines = folded(&name, INDENT, Role::Strong, self.columns);
        if let Some(first) = lines.first_mut().filter(|_| !role.is_empty()) {
            let role = piece(format!("{:GAP$}{role}", ""), Role::Dim);
            first.pieces.push(role);
        }
        for text in [&person.phone, &person.email].into_iter().flatten() {
            let below = folded(&flagged(text), INDENT + GAP, Role::Text, self.columns);
            lines.extend(below);
        }
        lines
    }
}

fn shown(text: Option<&Text>) -> Cow<'_, str> {
    text.map_or("-".into(), flagged)
}

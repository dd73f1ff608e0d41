//! The Offers tab: the offers side by side, how long they are valid, who answered, and what changed since the last look.

use ratatui::layout::Rect;

use crate::app::entities::quotes::{LineSeen, QuoteLine};
use crate::app::state::AppState;
use crate::domain::date::FlexDate;
use crate::domain::lenient::{Cents, Lenient};
use crate::domain::quote::{LineState, Offer};
use crate::domain::text::Text;
use crate::ui::format::{bandwidth, flagged, money, months, short_date, short_key, span, urgency};
use crate::ui::glyphs::Glyphs;
use crate::ui::paint::{Pieces, piece};
use crate::ui::theme::Role;
use crate::ui::widgets::preview::{Line, ROOMY, flow, said, standing};

use super::table::{Table, name};

/// Every line of the tab.
pub(super) fn lines<'a>(
    line: &'a QuoteLine,
    state: &'a AppState,
    body: Rect,
    glyphs: &'static Glyphs,
) -> Vec<Line<'a>> {
    let columns = body.width;
    let is_roomy = body.height >= ROOMY;
    let mut lines = standing(
        &line.detail,
        "offers",
        line.gone_since.is_some(),
        state,
        columns,
    );
    let group = |lines: &mut Vec<Line<'a>>, more: Vec<Line<'a>>| {
        if is_roomy && !lines.is_empty() && !more.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(more);
    };
    group(&mut lines, before_offers(line, state, columns));
    if let Some(offers) = line.offers().filter(|offers| !offers.is_empty()) {
        group(&mut lines, table(line, offers, state, columns, glyphs));
    }
    group(&mut lines, dates(line, state, columns));
    group(&mut lines, since_last_look(line, state, columns));
    group(&mut lines, about(line, state, columns));
    lines
}

fn table<'a>(
    line: &'a QuoteLine,
    offers: &'a [Offer],
    state: &'a AppState,
    columns: u16,
    glyphs: &'static Glyphs,
) -> Vec<Line<'a>> {
    let table = Table::of(line, offers, columns, glyphs);
    let meant = state.offer_under_cursor().map(|(place, _)| place);
    let marks = &state.quotes_pane.marks;
    let row = state.quotes.line_number(&line.line.id);
    let is_whole = row.is_some_and(|row| marks.lines.contains(&row));
    let mut lines = vec![Line::from(table.titles())];
    for (place, offer) in offers.iter().enumerate() {
        let is_marked = is_whole || marks.has_offer(line, offer);
        let row = table.row(place, meant == Some(place), is_marked);
        lines.push(Line::from(row).of_item(place));
    }
    if table.leaves_fees_out()
        && let Some(offer) = meant.and_then(|place| offers.get(place))
    {
        lines.extend(said(&fees(offer), Role::Dim, columns));
    }
    for (place, offer) in offers.iter().enumerate() {
        let unclear = unclear(offer);
        if !unclear.is_empty() {
            let text = format!(" offer {}: {}", place + 1, unclear.join(", "));
            lines.extend(said(&text, Role::Warn, columns));
        }
        if let Some(comment) = &offer.comment {
            let text = format!(" offer {} comment: {}", place + 1, flagged(comment));
            lines.extend(said(&text, Role::Dim, columns));
        }
    }
    lines
}

/// What has no column of the offer that is meant.
fn fees(offer: &Offer) -> String {
    let amount = |amount: &Option<Lenient<Cents>>| {
        amount.as_ref().map_or_else(|| "not told".to_owned(), money)
    };
    let term = offer.term.as_ref().map_or("term not told".into(), months);
    let speed = offer.bandwidth.as_ref();
    let speed = speed.map_or_else(String::new, |it| format!(", {}", bandwidth(it)));
    format!(
        " {}: FAS {}, FAR {}, {term}{speed}",
        name(offer),
        amount(&offer.fas),
        amount(&offer.far)
    )
}

/// What keeps an offer from having a total, in the words of the table; raw values in full.
fn unclear(offer: &Offer) -> Vec<String> {
    let mut unclear = Vec::new();
    let mut say = |what: &str, raw: Option<&Text>, is_told: bool| match raw {
        Some(raw) => unclear.push(format!("{what} [{}] cannot be read", flagged(raw))),
        None if !is_told => unclear.push(format!("{what} is not told")),
        None => {}
    };
    for (what, amount) in [
        ("FAS", &offer.fas),
        ("FAR", &offer.far),
        ("price a month", &offer.monthly),
    ] {
        say(what, raw(amount.as_ref()), amount.is_some());
    }
    say("term", raw(offer.term.as_ref()), offer.term.is_some());
    if offer.product.is_none() {
        unclear.push("it came without a key".to_owned());
    }
    unclear
}

fn raw<T>(value: Option<&Lenient<T>>) -> Option<&Text> {
    match value {
        Some(Lenient::Raw(text)) => Some(text),
        _ => None,
    }
}

/// What there is to say of a line whose offers cannot be answered, by its state.
fn before_offers<'a>(line: &QuoteLine, state: &AppState, columns: u16) -> Vec<Line<'a>> {
    let text = match &line.line.state {
        LineState::Acknowledged => {
            " not quoted yet: {confirm_basket} sends the whole basket to Covage"
        }
        LineState::Confirmed => " Covage has not answered yet",
        LineState::UnableToProvide => " Covage cannot provide this line",
        _ if line.offers().is_some_and(<[Offer]>::is_empty) => {
            " Covage gave no offer for this line"
        }
        _ => return Vec::new(),
    };
    said(&state.keymap.tell(text), Role::Text, columns)
}

/// `valid until 06-01 (3d !!)   answered 05-02 by G. DUPONT   prices read 8s ago`.
fn dates<'a>(line: &'a QuoteLine, state: &'a AppState, columns: u16) -> Vec<Line<'a>> {
    let known = &line.line;
    let short = |date: &FlexDate| short_date(date, &state.zone, state.today());
    let mut parts: Vec<Pieces<'a>> = Vec::new();
    if let Some(date) = &known.validity_date {
        let mut part = vec![piece(format!("valid until {}", short(date)), Role::Text)];
        if let Some(days) = line.days_left(state.today(), &state.zone) {
            let (sign, role) = urgency(days);
            let space = if sign.is_empty() { "" } else { " " };
            part.push(piece(format!(" ({days}d{space}{sign})"), role));
        }
        parts.push(part);
    } else if line.awaits_an_answer() && line.offers().is_some() {
        parts.push(vec![piece("no validity told", Role::Warn)]);
    }
    let by = known.manager_regional.as_ref();
    let by = by.and_then(|manager| manager.name.as_ref());
    let by = by.map_or_else(String::new, |name| format!(" by {}", flagged(name)));
    if let Some(date) = &known.response_date {
        let text = format!("answered {}{by}", short(date));
        parts.push(vec![piece(text, Role::Text)]);
    } else if let Some(date) = &known.expected_response_date {
        let text = format!("answer wished for {}", short(date));
        parts.push(vec![piece(text, Role::Dim)]);
    }
    if let Some(at) = line.detail.read_at() {
        let has_prices = line.offers().is_some_and(|offers| !offers.is_empty());
        let what = if has_prices { "prices read" } else { "read" };
        let since = if line.is_outdated() {
            ", and it moved since"
        } else {
            ""
        };
        let text = format!("{what} {} ago{since}", span(state.now - at));
        let role = if line.is_outdated() {
            Role::Warn
        } else {
            Role::Dim
        };
        parts.push(vec![piece(text, role)]);
    }
    flow(parts, columns)
}

/// What differs from what a person last saw.
fn since_last_look<'a>(line: &'a QuoteLine, state: &AppState, columns: u16) -> Vec<Line<'a>> {
    let Some(seen) = &line.seen else {
        return Vec::new();
    };
    let LineSeen {
        state: state_was,
        ready,
        validity,
        price,
    } = &**seen;
    let mut changes = Vec::new();
    if let Some(was) = state_was {
        changes.push(format!("{} -> {}", was.word(), line.line.state.word()));
    }
    if let (Some((was, _)), Some((is, _))) = (ready, line.ready())
        && *was != is
    {
        changes.push(format!("offers ready {was} -> {is}"));
    }
    if let Some(was) = validity {
        let told = |date: Option<&FlexDate>| {
            date.map_or_else(
                || "none".to_owned(),
                |date| short_date(date, &state.zone, state.today()),
            )
        };
        let is = line.line.validity_date.as_ref();
        changes.push(format!("validity {} -> {}", told(was.as_ref()), told(is)));
    }
    if *price {
        changes.push("a price".to_owned());
    }
    if changes.is_empty() {
        return Vec::new();
    }
    let text = format!(" since you last looked: {}", changes.join(", "));
    said(&text, Role::Warn, columns)
}

/// Where it is, which basket holds it and what it was made from.
fn about<'a>(line: &'a QuoteLine, state: &'a AppState, columns: u16) -> Vec<Line<'a>> {
    let known = &line.line;
    let mut lines = Vec::new();
    let place: Vec<_> = [line.customer(), known.address.as_ref()]
        .into_iter()
        .flatten()
        .map(|text| flagged(text).into_owned())
        .collect();
    if !place.is_empty() {
        lines.extend(said(&format!(" {}", place.join("  ")), Role::Text, columns));
    }
    let mut parts: Vec<Pieces<'a>> = Vec::new();
    match line.basket.as_ref().and_then(|id| state.quotes.basket(id)) {
        Some(basket) => {
            let own = basket.basket.external_id.as_ref();
            let name =
                own.map_or_else(|| basket.name().to_owned(), |own| flagged(own).into_owned());
            parts.push(vec![piece(format!("basket {name}"), Role::Dim)]);
        }
        None => parts.push(vec![piece("basket not known yet", Role::Dim)]),
    }
    if let Some(project) = &known.project {
        parts.push(vec![piece(
            format!("project {}", flagged(project)),
            Role::Dim,
        )]);
    }
    if let Some(item) = &known.qualification_item_id {
        let short = short_key(item.text());
        parts.push(vec![piece(format!("eligibility {short}"), Role::Dim)]);
    }
    if known.trace_file.is_some() {
        parts.push(vec![piece("trace file", Role::Dim)]);
    }
    lines.extend(flow(parts, columns));
    let notes = [
        ("note", &known.note),
        ("technical note", &known.technical_note),
    ];
    for (label, note) in notes {
        if let Some(note) = note {
            lines.extend(said(
                &format!(" {label}: {}", flagged(note)),
                Role::Dim,
                columns,
            ));
        }
    }
    lines
}

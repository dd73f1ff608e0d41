//! The Timeline tab: the production steps, what moved since somebody looked, when it is due and what it is.

use ratatui::layout::Rect;

use crate::app::entities::orders::{Order, Part};
use crate::app::state::AppState;
use crate::domain::date::FlexDate;
use crate::domain::order::{OrderDetail, Person};
use crate::domain::schedule::{Due, Late};
use crate::domain::text::Text;
use crate::domain::timeline::{ProductionStep, StepLine, Timeline};
use crate::ui::format::{self, WITH_TIME, bandwidth, day, flagged, money, months};
use crate::ui::glyphs::Glyphs;
use crate::ui::paint::{Pieces, piece, wrap};
use crate::ui::theme::Role;
use crate::ui::views::timeline;

use super::part::standing;
use crate::ui::widgets::preview::{Line, ROOMY};

/// From this width on the timeline stands upright.
const UPRIGHT: u16 = 37;
/// It lies on its side only where that is what saves the height.
const LYING_HEIGHT: u16 = 14;
const LYING_WIDTH: u16 = 74;
/// Columns of the words before the facts.
const LABEL: usize = 10;
/// What stands before the news.
const SINCE: &str = " since you last looked: ";

/// Every line of the tab.
pub(super) fn lines<'a>(
    order: &'a Order,
    state: &'a AppState,
    body: Rect,
    glyphs: &Glyphs,
) -> Vec<Line<'a>> {
    let steps = Timeline::of(order, state);
    let mut lines = Vec::new();
    if let Some(steps) = &steps {
        let moved = moved_step(order, state);
        lines = if body.width < UPRIGHT {
            timeline::brief(steps, state, moved)
        } else if body.height < LYING_HEIGHT && body.width >= LYING_WIDTH {
            timeline::lying(steps, state, moved, glyphs)
        } else {
            timeline::upright(steps, state, body.width, moved, glyphs)
        };
    } else {
        let word = order.summary.state.word();
        lines.push(Line::from(piece(format!(" {word}"), Role::Strong)));
    }
    let standing_of = |part, name| standing(order, part, name, state, body.width);
    let historic = standing_of(Part::Historic, "timeline");
    match (lines.as_mut_slice(), historic.as_slice()) {
        // The state and that there is nothing more are one sentence.
        ([state], [line]) if steps.is_none() => {
            state.pieces.push(piece("  ", Role::Text));
            state.pieces.extend(line.pieces.iter().cloned());
        }
        _ => lines.extend(historic),
    }
    lines.extend(news_lines(order, steps.as_ref(), state, body.width));
    if body.height >= ROOMY {
        lines.push(Line::default());
    }
    lines.push(Line::from(due_line(order, state)));
    let facts = match order.detail().and_then(|detail| detail.value()) {
        Some(detail) => detail_facts(detail, state),
        None => summary_facts(order),
    };
    for (label, text) in facts {
        fact(label, &text, body.width, &mut lines);
    }
    lines.extend(standing_of(Part::Detail, "detail"));
    lines
}

/// A timeline, where the historic was read.
trait OfOrder: Sized {
    fn of(order: &Order, state: &AppState) -> Option<Self>;
}

impl OfOrder for Timeline {
    fn of(order: &Order, state: &AppState) -> Option<Self> {
        let historic = order.historic()?.value()?;
        let of = &order.summary.state;
        Some(Self::new(&historic.entries, of, state.now, &state.zone))
    }
}

/// The step that was reached a moment ago.
fn moved_step(order: &Order, state: &AppState) -> Option<ProductionStep> {
    let has_moved = order.news.cells.state && order.seen.as_ref()?.step.is_some();
    let step = order.step.map(|(step, _)| step);
    step.filter(|_| has_moved && state.is_cell_marked(order))
}

/// What happened since somebody last looked at the row.
fn news_lines(
    order: &Order,
    steps: Option<&Timeline>,
    state: &AppState,
    columns: u16,
) -> Vec<Line<'static>> {
    let news = news(order, steps, state);
    if news.is_empty() {
        return Vec::new();
    }
    let text = format!("{SINCE}{}", news.join(", "));
    wrap(&text, columns.into())
        .into_iter()
        .enumerate()
        .map(|(index, line)| match line.strip_prefix(SINCE) {
            Some(rest) if index == 0 => Line::from(vec![
                piece(SINCE, Role::Warn),
                piece(rest.to_owned(), Role::Text),
            ]),
            _ if index == 0 => Line::from(piece(line, Role::Warn)),
            _ => Line::from(piece(format!(" {}", line.trim_end()), Role::Text)),
        })
        .collect()
}

fn news(order: &Order, steps: Option<&Timeline>, state: &AppState) -> Vec<String> {
    let Some(seen) = &order.seen else {
        return Vec::new();
    };
    let mut news = Vec::new();
    if let Some(was) = seen
        .state
        .as_ref()
        .filter(|was| **was != order.summary.state)
    {
        news.push(format!("{} -> {}", was.word(), order.summary.state.word()));
    }
    let step = order.step.map(|(step, _)| step);
    match seen.step {
        Some(was) if was < step => {
            let reached = steps.into_iter().flat_map(|steps| &steps.steps);
            let is_new = |line: &&StepLine| line.times > 0 && Some(line.step) > was;
            news.extend(reached.filter(is_new).map(|line| {
                let since = line.since.as_ref();
                let since = since.map(|since| format!(" {}", brief_date(since, state)));
                format!("+{}{}", line.step.label(), since.unwrap_or_default())
            }));
        }
        Some(was) if was != step => {
            let word = |step: Option<ProductionStep>| step.map_or("no step", |step| step.label());
            news.push(format!("{} -> {}", word(was), word(step)));
        }
        _ => {}
    }
    if let Some(was) = seen.due.filter(|was| *was != order.due) {
        let text = |due: Option<Due>| match due {
            Some(due) => {
                let sure = if due.is_estimate { "~" } else { "" };
                format!("{}{sure}", day(due.day, state.today()))
            }
            None => "none".to_owned(),
        };
        news.push(format!("due {} -> {}", text(was), text(order.due)));
    }
    news
}

/// A date in as few columns as it takes.
fn brief_date(date: &FlexDate, state: &AppState) -> String {
    format::date(date, state, format::DAY)
}

fn due_line<'a>(order: &'a Order, state: &AppState) -> Pieces<'a> {
    let today = state.today();
    let label = piece(format!(" {:<1$}", "due", LABEL - 1), Role::Dim);
    let Some(due) = order.due else {
        return vec![label, piece("not known", Role::Dim)];
    };
    let sure = if due.is_estimate {
        " ~ estimated"
    } else {
        " stated"
    };
    let mut pieces = vec![
        label,
        piece(day(due.day, today), Role::Text),
        piece(sure, Role::Dim),
    ];
    if !order.summary.state.is_awaiting_delivery() {
        if let Some(done) = &order.summary.completion_date {
            let done = format::date(done, state, WITH_TIME);
            pieces.push(piece(format!(", delivered {done}"), Role::Text));
        }
        return pieces;
    }
    let slack = due.slack_days(today);
    let (text, role) = match (slack, Late::judge(&order.summary.state, Some(due), today)) {
        (_, Late::Yes) => (format!("{}d late", -slack), Role::Bad),
        (_, Late::Maybe) => (format!("maybe {}d late", -slack), Role::Warn),
        (0, Late::No) => ("today".to_owned(), Role::Text),
        (_, Late::No) => (format!("{slack}d left"), Role::Text),
    };
    pieces.push(piece(", ", Role::Dim));
    pieces.push(piece(text, role));
    pieces
}

type Fact = (&'static str, String);

/// What the list row alone tells.
fn summary_facts(order: &Order) -> Vec<Fact> {
    let summary = &order.summary;
    let offer = join(
        [
            summary.offer_family.as_ref(),
            summary.offer_technology.as_ref(),
        ],
        " ",
    );
    let commitment = summary.commitment.as_ref().map(months);
    vec![
        ("offer", in_a_row([Some(offer), commitment])),
        (
            "for",
            join(
                [summary.customer.as_ref(), summary.customer_2.as_ref()],
                ", ",
            ),
        ),
        (
            "site",
            join([summary.site.as_ref(), summary.site_2.as_ref()], "; "),
        ),
        (
            "by",
            join(
                [summary.created_by.as_ref(), summary.project.as_ref()],
                "  project ",
            ),
        ),
    ]
}

fn detail_facts(detail: &OrderDetail, state: &AppState) -> Vec<Fact> {
    let mut facts = vec![
        ("offer", offer(detail)),
        ("price", price(detail)),
        ("lead", lead(detail, state)),
    ];
    for contact in &detail.contacts {
        facts.push(("for", join([contact.end_customer_name.as_ref()], " ")));
        let street = join(
            [
                contact.street_number.as_ref(),
                contact.street_number_extension.as_ref(),
                contact.street_name.as_ref(),
            ],
            " ",
        );
        let city = join([contact.postcode.as_ref(), contact.city.as_ref()], " ");
        let parts = [street, city];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        facts.push(("site", parts.join(", ")));
        let people = contact.people.iter();
        facts.extend(people.map(|person| ("contact", person_line(person))));
    }
    let managers = detail.managers().into_iter();
    let managers = managers.filter_map(|(_, manager)| manager);
    facts.extend(managers.map(|manager| ("manager", person_line(manager))));
    facts.push((
        "note",
        join([detail.note.as_ref(), detail.technical_note.as_ref()], "; "),
    ));
    facts
}

fn offer(detail: &OrderDetail) -> String {
    let product = detail.products.first();
    let kind = product.map(|product| {
        join(
            [
                product.offer_family.as_ref(),
                product.offer_technology.as_ref(),
            ],
            " ",
        )
    });
    let width = product.and_then(|product| {
        let of_product = product
            .bandwidth
            .as_ref()
            .or(product.bandwidth_max.as_ref());
        of_product.or(detail.bandwidth.as_ref())
    });
    let service = detail.service_reference.as_ref();
    in_a_row([
        kind,
        width.map(bandwidth),
        detail.minimum_commitment_duration.as_ref().map(months),
        service.map(|reference| format!("svc {}", flagged(reference))),
    ])
}

fn price(detail: &OrderDetail) -> String {
    let product = detail.products.first();
    let monthly = detail.total_amount_monthly.as_ref();
    let fas = product.and_then(|product| product.fas.as_ref());
    let far = product.and_then(|product| product.far.as_ref());
    in_a_row([
        monthly.map(|amount| format!("{}/month", money(amount))),
        fas.map(|amount| format!("FAS {}", money(amount))),
        far.map(|amount| format!("FAR {}", money(amount))),
    ])
}

fn lead(detail: &OrderDetail, state: &AppState) -> String {
    let ordered = detail.order_date.as_ref();
    let label = detail.delivery_lead_time_label.as_ref();
    in_a_row([
        ordered.map(|date| format!("ordered {}", format::date(date, state, WITH_TIME))),
        label.map(|label| flagged(label).into_owned()),
    ])
}

fn person_line(person: &Person) -> String {
    join(
        [
            person.name.as_ref(),
            person.phone.as_ref(),
            person.email.as_ref(),
        ],
        "  ",
    )
}

/// A fact over as many lines as it takes; none for nothing.
fn fact(label: &'static str, text: &str, columns: u16, lines: &mut Vec<Line<'_>>) {
    if text.is_empty() {
        return;
    }
    let room = usize::from(columns).saturating_sub(LABEL).max(1);
    for (index, line) in wrap(text, room).into_iter().enumerate() {
        let label = if index == 0 { label } else { "" };
        lines.push(Line::from(vec![
            piece(format!(" {label:<0$}", LABEL - 1), Role::Dim),
            piece(line.trim_end().to_owned(), Role::Text),
        ]));
    }
}

/// The parts that exist, side by side.
fn in_a_row<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("  ")
}

/// The texts that exist, joined.
fn join<const N: usize>(parts: [Option<&Text>; N], by: &str) -> String {
    parts
        .into_iter()
        .flatten()
        .map(flagged)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(by)
}

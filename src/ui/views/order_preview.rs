//! The preview of the order under the cursor: its timeline, when it is due, what it is and who manages it.
//!
//! What is not read yet says so; what could not be read says why; old values stay beside either.

use ratatui::layout::Rect;

use crate::app::entities::orders::{Order, Part};
use crate::app::state::AppState;
use crate::app::views::orders::Focus;
use crate::app::views::orders::preview::Tab;
use crate::domain::order::{OrderDetail, Person};
use crate::domain::schedule::Late;
use crate::domain::text::Text;
use crate::domain::timeline::Timeline;
use crate::ui::format::{bandwidth, day, flagged, long_date, money, months, span};
use crate::ui::glyphs::Glyphs;
use crate::ui::layout::Areas;
use crate::ui::paint::{Painter, Pieces, piece, to_columns, width};
use crate::ui::theme::Role;
use crate::ui::views::{raw, timeline};

/// From this width on the timeline stands upright.
const UPRIGHT: u16 = 37;
/// It lies on its side only where that is what saves the height.
const LYING_HEIGHT: u16 = 14;
/// From this height on an empty line sets the facts apart from the timeline.
const ROOMY: u16 = 24;

/// Draws title and body of the preview.
pub fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &AppState) {
    if areas.preview_title.height == 0 {
        return;
    }
    let order = state.order_under_cursor();
    draw_title(painter, areas.preview_title, state, order);
    let Some(order) = order else { return };
    let body = areas.preview;
    let lines = lines(order, state, body, painter.glyphs);
    let height = usize::from(body.height);
    let hidden = lines.len().saturating_sub(height);
    let top = state.orders_pane.preview.scroll.min(hidden);
    for (y, line) in (body.top()..body.bottom()).zip(&lines[top..]) {
        painter.put_pieces(body.x, y, body.width, line);
    }
    if top < hidden && body.height > 1 {
        let more = format!(" {} more: J ", hidden - top + 1);
        let last = Rect {
            y: body.bottom() - 1,
            height: 1,
            ..body
        };
        painter.clear(last);
        painter.put(last.x, last.y, last.width, &more, Role::Dim);
    }
}

/// How many lines of the preview do not fit; what the core may scroll by.
pub fn hidden(areas: &Areas, state: &AppState) -> usize {
    let Some(order) = state.order_under_cursor() else {
        return 0;
    };
    let body = areas.preview;
    lines(order, state, body, Glyphs::ASCII)
        .len()
        .saturating_sub(body.height.into())
}

fn draw_title(painter: &mut Painter<'_>, area: Rect, state: &AppState, order: Option<&Order>) {
    painter.rule(area.x, area.y, area.width, Role::Dim);
    let Some(order) = order else { return };
    let role = if state.orders_pane.focus == Focus::Preview {
        Role::Accent
    } else {
        Role::Strong
    };
    let tab = format!("[{}] ", state.orders_pane.preview.tab.title());
    let title = [
        piece(
            format!(" {} ", flagged(order.summary.reference.text())),
            role,
        ),
        piece(tab, Role::Accent),
    ];
    let used = painter.put_pieces(area.x + 1, area.y, area.width.saturating_sub(2), &title);
    let age = [Part::Historic, Part::Detail]
        .into_iter()
        .filter_map(|part| order.part_read_at(part))
        .min();
    if let Some(age) = age {
        let text = format!(" read {} ago ", span(state.now - age));
        let needed = to_columns(width(&text));
        if area.width > used + needed + 3 {
            painter.put(area.right() - needed - 1, area.y, needed, &text, Role::Dim);
        }
    }
}

fn lines<'a>(
    order: &'a Order,
    state: &'a AppState,
    body: Rect,
    glyphs: &Glyphs,
) -> Vec<Pieces<'a>> {
    if let Some(broken) = &order.summary.broken {
        let mut lines = vec![
            vec![
                piece(" This row could not be read: ", Role::Bad),
                piece(broken.problem.line(), Role::Bad),
            ],
            vec![piece(" It came as:", Role::Dim)],
        ];
        lines.extend(
            broken
                .raw
                .block()
                .lines()
                .map(|line| vec![piece(format!(" {line}"), Role::Text)]),
        );
        return lines;
    }
    if state.orders_pane.preview.tab == Tab::Raw {
        return raw::lines(order, body.width.into());
    }
    let mut lines = timeline_lines(order, state, body, glyphs);
    if body.height >= ROOMY {
        lines.push(Vec::new());
    }
    lines.push(due_line(order, state));
    let detail = order.detail().and_then(|detail| detail.value());
    match detail {
        Some(detail) => lines.extend(detail_lines(detail, state)),
        None => lines.extend(summary_lines(order)),
    }
    if let Some(failure) = order.part_failure(Part::Detail) {
        lines.push(vec![piece(
            format!(" E detail: {}", failure.line()),
            Role::Bad,
        )]);
    } else if detail.is_none() {
        lines.push(vec![piece(" detail not read yet", Role::Dim)]);
    }
    lines
}

fn timeline_lines<'a>(
    order: &'a Order,
    state: &AppState,
    body: Rect,
    glyphs: &Glyphs,
) -> Vec<Pieces<'a>> {
    let mut lines = match order.historic().and_then(|historic| historic.value()) {
        Some(historic) => {
            let timeline = Timeline::new(
                &historic.entries,
                &order.summary.state,
                state.now,
                &state.zone,
            );
            let lies = body.height < LYING_HEIGHT && body.width >= 74;
            if body.width < UPRIGHT {
                timeline::brief(&timeline, state)
            } else if lies {
                timeline::lying(&timeline, state, glyphs)
            } else {
                timeline::upright(&timeline, state, body.width, glyphs)
            }
        }
        None if order.part_failure(Part::Historic).is_some() => Vec::new(),
        None => vec![vec![
            piece(format!(" {}", order.summary.state.word()), Role::Strong),
            piece("   timeline not read yet", Role::Dim),
        ]],
    };
    if let Some(failure) = order.part_failure(Part::Historic) {
        lines.push(vec![piece(
            format!(" E timeline: {}", failure.line()),
            Role::Bad,
        )]);
        lines.push(vec![piece(format!("   {}", failure.way_out()), Role::Dim)]);
    }
    lines
}

fn due_line<'a>(order: &'a Order, state: &AppState) -> Pieces<'a> {
    let today = state.today();
    let Some(due) = order.due else {
        return vec![
            piece(" due      ", Role::Dim),
            piece("not known", Role::Dim),
        ];
    };
    let sure = if due.is_estimate {
        " ~ estimated"
    } else {
        " stated"
    };
    let mut pieces = vec![
        piece(" due      ", Role::Dim),
        piece(day(due.day, today), Role::Text),
        piece(sure, Role::Dim),
    ];
    if !order.summary.state.is_awaiting_delivery() {
        if let Some(done) = &order.summary.completion_date {
            pieces.push(piece(
                format!(", delivered {}", long_date(done, &state.zone)),
                Role::Text,
            ));
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

/// What the list row alone tells.
fn summary_lines(order: &Order) -> Vec<Pieces<'_>> {
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
        labelled(
            "offer",
            [Some(offer), commitment]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("  "),
        ),
        labelled(
            "for",
            join(
                [summary.customer.as_ref(), summary.customer_2.as_ref()],
                ", ",
            ),
        ),
        labelled(
            "site",
            join([summary.site.as_ref(), summary.site_2.as_ref()], "; "),
        ),
        labelled(
            "by",
            join(
                [summary.created_by.as_ref(), summary.project.as_ref()],
                "  project ",
            ),
        ),
    ]
}

fn detail_lines<'a>(detail: &'a OrderDetail, state: &AppState) -> Vec<Pieces<'a>> {
    let product = detail.products.first();
    let mut offer = Vec::new();
    if let Some(product) = product {
        offer.push(join(
            [
                product.offer_family.as_ref(),
                product.offer_technology.as_ref(),
            ],
            " ",
        ));
        offer.extend(
            product
                .bandwidth
                .as_ref()
                .or(product.bandwidth_max.as_ref())
                .or(detail.bandwidth.as_ref())
                .map(bandwidth),
        );
    }
    offer.extend(detail.minimum_commitment_duration.as_ref().map(months));
    offer.extend(
        detail
            .service_reference
            .as_ref()
            .map(|reference| format!("svc {}", flagged(reference))),
    );
    let mut price = Vec::new();
    price.extend(
        detail
            .total_amount_monthly
            .as_ref()
            .map(|amount| format!("{}/month", money(amount))),
    );
    if let Some(product) = product {
        price.extend(
            product
                .fas
                .as_ref()
                .map(|amount| format!("FAS {}", money(amount))),
        );
        price.extend(
            product
                .far
                .as_ref()
                .map(|amount| format!("FAR {}", money(amount))),
        );
    }
    let mut lines = Vec::new();
    let mut push = |label, text: String| {
        if !text.is_empty() {
            lines.push(labelled(label, text));
        }
    };
    push(
        "offer",
        offer
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("  "),
    );
    push("price", price.join("  "));
    push("lead", ordered(detail, state));
    for contact in &detail.contacts {
        push("for", join([contact.end_customer_name.as_ref()], " "));
        let street = join(
            [
                contact.street_number.as_ref(),
                contact.street_number_extension.as_ref(),
                contact.street_name.as_ref(),
            ],
            " ",
        );
        let city = join([contact.postcode.as_ref(), contact.city.as_ref()], " ");
        push(
            "site",
            [street, city]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
        );
        for person in &contact.people {
            push("contact", person_line(person));
        }
    }
    let managers = [
        &detail.manager_regional,
        &detail.manager_n1_regional,
        &detail.manager_national,
        &detail.manager_n1_national,
    ];
    for manager in managers.into_iter().flatten() {
        push("manager", person_line(manager));
    }
    push(
        "note",
        join([detail.note.as_ref(), detail.technical_note.as_ref()], "; "),
    );
    lines
}

fn ordered(detail: &OrderDetail, state: &AppState) -> String {
    let ordered = detail
        .order_date
        .as_ref()
        .map(|date| format!("ordered {}", long_date(date, &state.zone)));
    let lead = detail
        .delivery_lead_time_label
        .as_ref()
        .map(|label| flagged(label).into_owned());
    [ordered, lead]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("  ")
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

fn labelled<'a>(label: &str, text: String) -> Pieces<'a> {
    vec![
        piece(format!(" {label:<9}"), Role::Dim),
        piece(text, Role::Text),
    ]
}

/// The parts that exist, joined.
fn join<const N: usize>(parts: [Option<&Text>; N], by: &str) -> String {
    parts
        .into_iter()
        .flatten()
        .map(flagged)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(by)
}

//! The tabs of the preview, each in every state it can be in and at every size that matters.

use ratatui::style::Modifier;

use super::*;
use crate::app::views::orders::preview::Tab;
use crate::domain::date::FlexDate;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::lenient::Lenient;
use crate::domain::order::{Documents, OrderDetail, OrderRequests, Person};
use crate::domain::request::Page;
use crate::domain::text::Text;
use crate::ui::paint::{Painter, width};

const SIZES: [(u16, u16); 4] = [(60, 16), SMALL, MIDDLE, (200, 60)];

/// What a server would answer about the order under the cursor.
#[derive(Clone)]
struct Answers {
    detail: OrderDetail,
    historic: Historic,
    documents: Documents,
    requests: OrderRequests,
}

impl Answers {
    fn whole() -> Self {
        let summary = fixtures::whole_summary();
        let mut historic = steps();
        historic.raw = Text::new(
            "{\"results\": [{\"change_reason\": \"\", \"change_date\": \"2025-06-03T18:37:08+02:00\", \
             \"state\": \"acknowledged\"}]}",
        );
        let mut documents = fixtures::documents(&[
            ("BDC", &["CMD_X_00009444_1.pdf"]),
            (
                "CRVT",
                &[
                    "CMD_X_00009444_CR visite technique.pdf",
                    "CMD_X_00009444_Plan d'accès n°2/étage.pdf",
                ],
            ),
        ]);
        documents.raw = Text::new("[{\"type\": \"BDC\", \"values\": [\"CMD_X_00009444_1.pdf\"]}]");
        Self {
            detail: fixtures::whole_detail(),
            historic,
            documents,
            requests: fixtures::requests(&summary.reference),
        }
    }

    fn nothing() -> Self {
        let summary = fixtures::whole_summary();
        Self {
            detail: fixtures::detail(&summary.reference, &summary.state),
            historic: fixtures::historic(&[]),
            documents: fixtures::documents(&[]),
            requests: OrderRequests::default(),
        }
    }

    fn reply(&self, read: &Read) -> Reply {
        match read {
            Read::Order(_) => Reply::Order(Box::new(self.detail.clone())),
            Read::Historic(_) => Reply::Historic(self.historic.clone()),
            Read::Documents(_) => Reply::Documents(self.documents.clone()),
            Read::OrderRequests(..) => Reply::OrderRequests(
                Page {
                    rows: self.requests.rows.clone(),
                    next: None,
                    count: None,
                    page_size: None,
                },
                "[]".into(),
            ),
            other => panic!("nobody answers {other:?}"),
        }
    }
}

/// One order with something in every field, its parts asked for and not answered, a tab open.
fn asked(tab: Tab) -> Story {
    let mut story = Story::of([fixtures::whole_summary()]);
    let gauges = healthy(&story);
    story.gauges(gauges);
    story.state.orders_pane.preview.open(tab);
    story.wake();
    story
}

fn answer(story: &mut Story, answers: &Answers) {
    for (id, read, _) in story.open.clone() {
        if !matches!(read, Read::Orders(_)) {
            story.answer(id, Ok(answers.reply(&read)));
        }
    }
}

fn fail(story: &mut Story) {
    for (id, read, _) in story.open.clone() {
        if !matches!(read, Read::Orders(_)) {
            let failure = Failure::new(FailureKind::Server, read.path()).with_status(502);
            story.answer(id, Err(failure));
        }
    }
}

/// A tab with all its answers.
fn open(tab: Tab, answers: &Answers) -> Story {
    let mut story = asked(tab);
    answer(&mut story, answers);
    story
}

fn whole(tab: Tab) -> Story {
    open(tab, &Answers::whole())
}

/// The preview alone: its text, then its styles.
fn preview(story: &mut Story, size: (u16, u16), look: Look) -> String {
    let drawn = buffer(story, size, look);
    let areas = layout::areas(drawn.area, &story.state);
    let area = areas.preview_title.union(areas.preview);
    let (mut text, mut styles) = (String::new(), String::new());
    for y in area.top()..area.bottom() {
        let (mut line, mut layer) = (String::new(), String::new());
        let mut x = area.left();
        while x < area.right() {
            let cell = &drawn[(x, y)];
            line.push_str(cell.symbol());
            let columns = width(cell.symbol()).max(1);
            let letter = if cell.modifier.contains(Modifier::UNDERLINED) {
                '_'
            } else {
                class(cell, look.theme)
            };
            layer.push_str(&letter.to_string().repeat(columns));
            x += u16::try_from(columns).unwrap();
        }
        writeln!(text, "{}", line.trim_end()).unwrap();
        if !layer.trim().is_empty() {
            writeln!(styles, "{:>2} {}", y - area.top(), layer.trim_end()).unwrap();
        }
    }
    format!(
        "== {}x{}\n{}\n~~\n{styles}",
        size.0,
        size.1,
        text.trim_end()
    )
}

/// A tab at every size, in ASCII and without colours, with the focus inside so that even a tiny screen shows it.
fn everywhere(story: &mut Story) -> String {
    press(story, Key::Enter);
    let mut shown: Vec<_> = SIZES
        .iter()
        .map(|size| preview(story, *size, UNICODE))
        .collect();
    shown.push(format!("ASCII {}", preview(story, SMALL, ASCII)));
    shown.push(format!("mono {}", preview(story, SMALL, MONO)));
    shown.join("\n")
}

#[test]
fn timeline_everywhere() {
    insta::assert_snapshot!(everywhere(&mut whole(Tab::Timeline)));
}

#[test]
fn detail_everywhere() {
    insta::assert_snapshot!(everywhere(&mut whole(Tab::Detail)));
}

#[test]
fn contacts_everywhere() {
    insta::assert_snapshot!(everywhere(&mut whole(Tab::Contacts)));
}

#[test]
fn documents_everywhere() {
    insta::assert_snapshot!(everywhere(&mut whole(Tab::Documents)));
}

#[test]
fn requests_everywhere() {
    insta::assert_snapshot!(everywhere(&mut whole(Tab::Requests)));
}

#[test]
fn raw_everywhere() {
    insta::assert_snapshot!(everywhere(&mut whole(Tab::Raw)));
}

/// Every tab at 80x24, as `story` makes it.
fn each_tab(story: impl Fn(Tab) -> Story) -> String {
    let shown = Tab::ALL.map(|tab| preview(&mut story(tab), SMALL, UNICODE));
    shown.join("\n")
}

#[test]
fn on_their_way() {
    insta::assert_snapshot!(each_tab(asked));
}

#[test]
fn failed_with_nothing_known() {
    insta::assert_snapshot!(each_tab(|tab| {
        let mut story = asked(tab);
        fail(&mut story);
        story
    }));
}

#[test]
fn failed_with_the_last_good_answer_kept() {
    insta::assert_snapshot!(each_tab(|tab| {
        let mut story = whole(tab);
        story.pass(chrono::TimeDelta::minutes(3));
        story.chars("r");
        fail(&mut story);
        story
    }));
}

#[test]
fn with_nothing_in_them() {
    insta::assert_snapshot!(each_tab(|tab| open(tab, &Answers::nothing())));
}

#[test]
fn the_end_of_the_detail_and_its_empty_fields() {
    let mut story = whole(Tab::Detail);
    press(&mut story, Key::Enter);
    preview(&mut story, MIDDLE, UNICODE);
    story.chars("G");
    let mut shown = vec![preview(&mut story, MIDDLE, UNICODE)];
    let mut story = open(Tab::Detail, &Answers::nothing());
    shown.push(preview(&mut story, (100, 40), UNICODE));
    press(&mut story, Key::Enter);
    shown.push(preview(&mut story, MIDDLE, UNICODE));
    press(&mut story, Key::Enter);
    shown.push(preview(&mut story, (200, 60), UNICODE));
    insta::assert_snapshot!(shown.join("\n"));
}

/// A tab whose answers hold what a hostile or careless server may put there.
fn hostile(tab: Tab) -> Story {
    let mut answers = Answers::whole();
    let evil = Text::new(
        "\u{202e}CMD\u{200b} \u{1b}[2J東京都千代田区 two\nlines e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    );
    let detail = &mut answers.detail;
    detail.external_id = Some(evil.clone());
    detail.technology = Some(Text::new("x".repeat(150)));
    detail.total_amount_annual = Some(Lenient::Raw(Text::new("sur devis")));
    detail.order_date = FlexDate::parse("bientôt\u{7}");
    detail.contacts[0].people[0] = Person {
        name: Some(evil.clone()),
        email: Some(Text::new("y".repeat(120))),
        phone: None,
    };
    detail.manager_national = None;
    detail.raw = Text::new(format!(
        "{{\"id\": \"{}\", \"note\": \"{}\", not json at all",
        evil.wire(),
        "mot ".repeat(40)
    ));
    answers.documents.groups[0].kind = None;
    answers.documents.groups[0].files = vec![evil.clone(), Text::new("z".repeat(120))];
    answers.documents.groups[1].files.clear();
    answers.requests.rows[0].action = None;
    answers.requests.rows[0].message = Some(evil);
    open(tab, &answers)
}

#[test]
fn with_text_nobody_should_send() {
    let shown = Tab::ALL.map(|tab| {
        let mut story = hostile(tab);
        let shown = [SMALL, (100, 30)].map(|size| preview(&mut story, size, UNICODE));
        assert!(!shown.concat().contains(['\u{1b}', '\u{202e}', '\u{200b}']));
        shown.join("\n")
    });
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_search_through_the_answers() {
    let mut story = whole(Tab::Raw);
    press(&mut story, Key::Enter);
    preview(&mut story, SMALL, UNICODE);
    story.chars("/tres");
    let mut shown = vec![preview(&mut story, SMALL, UNICODE)];
    story.key(Chord::ctrl('u'));
    story.chars("ORDER");
    press(&mut story, Key::Enter);
    story.chars("n");
    for look in [UNICODE, MONO] {
        shown.push(preview(&mut story, SMALL, look));
    }
    story.key(Chord::char('/'));
    story.chars("xyz");
    shown.push(preview(&mut story, (100, 30), UNICODE));
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_step_that_moves_is_marked_for_two_seconds_and_told_until_the_row_is_left() {
    let mut story = whole(Tab::Timeline);
    story.chars("r");
    let mut moved = Answers::whole();
    let published = fixtures::historic(&[(
        ProductionStep::TechnicalVisitReportPublished,
        "2026-05-29T12:58:00Z",
    )]);
    moved.historic.entries.extend(published.entries);
    moved.detail.estimated_delivery_date = FlexDate::parse("2026-06-10");
    answer(&mut story, &moved);
    let mut shown = vec![
        preview(&mut story, SMALL, UNICODE),
        preview(&mut story, MIDDLE, UNICODE),
        preview(&mut story, (100, 24), MONO),
    ];
    story.pass(chrono::TimeDelta::seconds(2));
    shown.push(preview(&mut story, MIDDLE, UNICODE));
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn dates_as_ages() {
    let shown = [Tab::Timeline, Tab::Detail, Tab::Requests].map(|tab| {
        let mut story = whole(tab);
        story.chars("t");
        [SMALL, (120, 50)]
            .map(|size| preview(&mut story, size, UNICODE))
            .join("\n")
    });
    insta::assert_snapshot!(shown.join("\n"));
}

/// What each property of the contract's `OrderSummary` reads as on screen, from [`fixtures::whole_summary`].
const ROW: [(&str, &str); 18] = [
    ("id", "PO_DC173_20250423_003366"),
    ("order_reference", "CMD_X_00009444"),
    ("state", "in_progress"),
    ("modification_date", "2026-05-28 12:59 +02:00"),
    ("order_date", "2026-04-21"),
    ("cancellation_date", "2026-05-02"),
    ("cancellation_reason", "Doublon"),
    ("completion_date", "2026-05-20 16:30 +02:00"),
    ("delivery_lead_time", "5 weeks"),
    ("project_id", "P042"),
    ("offer_family", "BPE"),
    ("offer_technology", "FIBDE"),
    ("commitment", "24 months"),
    (
        "site_client",
        "3 RUE ANDREI DIMITRI SAKHAROV 76130 MONT ST AIGNAN",
    ),
    ("site_client_2", "17 AV FOCH 77000 MELUN"),
    ("end_customer_name", "KING JOUET"),
    ("end_customer_name_2", "KING JOUET MELUN"),
    ("created_by", "zoe.martin@example.com"),
];

/// The same for `OrderDetail`, with what is inside `product`, `options`, `related_contact_information` and the
/// managers; from [`fixtures::whole_detail`].
const DETAIL: [(&str, &str); 92] = [
    ("id", "PO_DC173_20250423_003366"),
    ("order_reference", "CMD_X_00009444"),
    ("external_id", "EXT-004711"),
    ("order_date", "2026-04-21"),
    ("cancellation_date", "2026-05-02"),
    ("cancellation_reason", "Doublon"),
    ("completion_date", "2026-05-20 16:30 +02:00"),
    (
        "note",
        "Digicode 12A, demander M. Noël à l'accueil du bâtiment principal",
    ),
    ("technical_note", "Baie 4, U12"),
    ("product_offering_id", "1679"),
    (
        "product_offering_qualification_item_id",
        "7ee14cbd-7f0a-4a5d-9c55-1d2f3a4b5c6d",
    ),
    ("project_id", "P042"),
    ("quote_item_id", "QO_20260423_00000001"),
    ("delivery_mode", "N/A"),
    ("enni", "CN012345"),
    ("enni2", "CN012346"),
    ("delivery_lead_time", "5 weeks"),
    ("delivery_lead_time_label", "T0 + 5 semaines"),
    ("vlan_reference", "1204"),
    ("customer_order_name", "Boutique Nord"),
    ("securing", "1"),
    ("securing_label", "Non sécurisé"),
    ("service_reference", "FR048380"),
    ("minimum_commitment_duration", "12 months"),
    ("commitment_end_date", "2099-12-31"),
    ("notice_period", "3"),
    ("estimated_delivery_date", "2026-05-20"),
    ("billing_site_ref", "AUX00"),
    ("billing_site_name", "COVAGE INFRA"),
    ("billing_period", "trimestriel"),
    ("state", "in_progress"),
    (
        "termination_error",
        "TERM_012 · request_effective_date · 2026-02-30",
    ),
    ("option_ids", "1615, 1620, 237"),
    ("product", "BPE 100M _Zone très dense_12 mois"),
    ("related_contact_information", "39356345100012"),
    ("technical_zone", "THD Zone 1"),
    ("bandwidth", "200M"),
    ("service_topology", "COLST"),
    ("building_ref", "IMB/31555/X/00RV"),
    ("manager_regional", "Gregory DUPONT"),
    ("manager_n1_regional", "Ana Silva"),
    ("manager_national", "Léa Moreau"),
    ("manager_n1_national", "Paul Noël"),
    ("strands_number", "2"),
    ("fon_security", "no"),
    ("technology", "FON"),
    ("total_amount_monthly", "440.00"),
    ("total_amount_annual", "5280.00"),
    ("product.id", "1679"),
    ("product.name", "BPE 100M _Zone très dense_12 mois"),
    ("product.description", "Fibre dédiée, 100 Mbit/s garantis"),
    ("product.bandwidth", "100M"),
    ("product.bandwidth_guarantee", "G"),
    ("product.bandwidth_max", "1G"),
    ("product.commitment", "12 months"),
    ("product.tarif_zone", "TRESDENSE"),
    ("product.offer_family", "BPE"),
    ("product.offer_technology", "FIBDE"),
    ("product.far", "540.00"),
    ("product.fas", "360.00"),
    ("product.fad", "0.00"),
    ("product.price", "145.00"),
    ("product.recurring", "yes"),
    ("product.options", "Livraison locale"),
    ("option.name", "GTR 4H HO"),
    ("option.label", "GTR 4H HO"),
    ("option.type", "SERVI"),
    ("option.option_id", "2220"),
    ("option.price", "19.50"),
    ("option.recurring", "recurring"),
    ("contact.end_customer_name", "KING JOUET"),
    ("contact.siret", "39356345100012"),
    ("contact.contact1_email_address", "zoe.martin@example.com"),
    ("contact.contact1_firstname", "Zoé"),
    ("contact.contact1_lastname", "Martin"),
    ("contact.contact1_phone_number", "215488745"),
    ("contact.contact2_email_address", "jb@example.com"),
    ("contact.contact2_firstname", "Jean-Baptiste"),
    ("contact.contact2_lastname", "Lefèvre"),
    ("contact.contact2_phone_number", "612345678"),
    ("contact.city", "MONT ST AIGNAN"),
    ("contact.postcode", "76130"),
    ("contact.street_name", "RUE ANDREI DIMITRI SAKHAROV"),
    ("contact.street_number", "3"),
    ("contact.street_number_extension", "BIS"),
    ("contact.insee_code", "76451"),
    ("contact.building_name", "Bâtiment C"),
    ("contact.level_number", "2"),
    ("contact.latitude", "49.474174"),
    ("contact.longitude", "1.090847"),
    ("manager.email", "g.dupont@example.com"),
    ("manager.phone", "612345679"),
];

/// The preview on a screen that is all its own, and where its parts are.
fn alone(story: &Story, columns: u16, rows: u16) -> (Buffer, layout::Areas) {
    let areas = layout::Areas {
        preview_title: Rect::new(0, 0, columns, 1),
        preview: Rect::new(0, 1, columns, rows),
        ..layout::Areas::default()
    };
    let mut drawn = Buffer::empty(Rect::new(0, 0, columns, rows + 1));
    let mut painter = Painter::new(&mut drawn, UNICODE.theme, UNICODE.glyphs);
    crate::ui::views::preview::draw(&mut painter, &areas, &story.state);
    (drawn, areas)
}

fn text_of(drawn: &Buffer, area: Rect) -> String {
    let cells = area.left()..area.right();
    cells.map(|x| drawn[(x, area.y)].symbol()).collect()
}

/// Every line of a tab.
fn every_line(tab: Tab) -> Vec<String> {
    let (drawn, areas) = alone(&whole(tab), 300, 120);
    let rows = areas.preview.rows();
    rows.map(|row| text_of(&drawn, row)).collect()
}

#[test]
fn every_documented_property_is_on_detail_or_contacts() {
    let lines = [Tab::Detail, Tab::Contacts].map(every_line).concat();
    for (property, value) in ROW.into_iter().chain(DETAIL) {
        // A property of the order itself stands beside its own word; others are told by where they are.
        let word = property.rsplit('.').next().unwrap();
        let is_own = lines.iter().any(|line| {
            let rest = line.trim().strip_prefix(word);
            rest.is_some_and(|rest| rest.starts_with(' ') && rest.contains(value))
        });
        let is_placed = lines.iter().any(|line| line.contains(value));
        let needs_word = !property.contains('.')
            && !["product", "related_contact_information"].contains(&property)
            && !property.starts_with("manager_");
        assert!(
            is_own || (!needs_word && is_placed),
            "{property} {value}:\n{}",
            lines.join("\n")
        );
    }
}

#[test]
fn the_tabs_are_never_cut_and_stand_where_clicks_look_for_them() {
    for tab in Tab::ALL {
        let story = whole(tab);
        for columns in 36..=160 {
            for rows in [3, 12, 40] {
                let (drawn, areas) = alone(&story, columns, rows);
                let tabs = crate::ui::views::preview::tab_areas(&areas, &story.state);
                assert!(tabs.iter().any(|(it, _)| *it == tab), "{columns}x{rows}");
                assert!(tabs.len() == 6 || columns < 52 && rows < 14);
                for (it, area) in tabs {
                    let text = text_of(&drawn, area);
                    let name = text.trim_start_matches('[').split([' ', ']']).next();
                    assert!(
                        it.title().starts_with(name.unwrap()) && text.len() >= 3,
                        "{columns}x{rows}: {text}"
                    );
                }
            }
        }
    }
}

#[test]
fn no_step_of_a_timeline_is_cut_at_any_size() {
    let mut story = whole(Tab::Timeline);
    for dates in ["", "t"] {
        story.chars(dates);
        for columns in 36..=120 {
            for rows in [3, 8, 13, 14, 15, 24, 40] {
                let (drawn, areas) = alone(&story, columns, rows);
                for row in areas.preview.rows() {
                    let line = text_of(&drawn, row);
                    assert!(!line.contains('…'), "{columns}x{rows}: {line}");
                }
                let measured = crate::ui::views::preview::measure(&areas, &story.state);
                let tabs = usize::from(columns < 62 && rows >= 14);
                assert_eq!(measured.rows + tabs, usize::from(rows));
            }
        }
    }
}

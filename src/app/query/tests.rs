//! Stories of the language: what each operator finds, and what each error points at.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::app::entities::orders::{Orders, Part, RowId};
use crate::app::facts::cards::Cards;
use crate::app::facts::orders::{ORDER_SCHEMA, OrderField};
use crate::app::facts::view::Present;
use crate::app::fixtures::{self, OrderBuilder, order};
use crate::domain::lenient::{Cents, Lenient, Mbps};
use crate::domain::text::Text;
use crate::domain::timeline::ProductionStep as Step;

fn parse(text: &str) -> Result<Query<OrderField>, QueryError> {
    let me = ["jm@example.com".to_owned()];
    let zone = Zone::utc();
    Query::parse(text, &ORDER_SCHEMA, &Now::new(fixtures::now(), &zone, &me))
}

fn judge(query: &str, orders: &Orders) -> Vec<Verdict> {
    let query = parse(query).unwrap_or_else(|error| panic!("{query}: {error:?}"));
    let (zone, mut cards, marked) = (Zone::utc(), Cards::default(), HashSet::from([RowId(0)]));
    let present = Present::new(&Now::new(fixtures::now(), &zone, &[]));
    for (row, order) in orders.iter() {
        cards.set(row, order, &zone);
    }
    orders
        .iter()
        .map(|(row, _)| {
            let facts = cards.facts(row, orders, present, &marked).unwrap();
            query.judge(&facts, &mut Scratch::default())
        })
        .collect()
}

fn table(rows: impl IntoIterator<Item = OrderBuilder>) -> Orders {
    let mut orders = Orders::default();
    for row in rows {
        orders.take_summary(row.build(), 1, false, fixtures::now(), &Zone::utc());
    }
    orders
}

/// The one order most stories ask about.
fn evry() -> OrderBuilder {
    order(1)
        .reference("CMD_X_00009444")
        .state("in_progress")
        .customer("MAIRIE D'ÉVRY")
        .site("3 RUE SAKHAROV 76130 MONT ST AIGNAN")
        .project("P-12")
        .family("BPE")
        .by("jm@example.com")
        .ordered("2026-05-19")
        .modified("2026-05-28T10:00:00Z")
        .lead_weeks(Some(1))
}

/// The same, read whole: step 4 since 17 May, due on 20 May, 200 Mbit/s, 440.50 a month.
fn evry_read() -> Orders {
    let mut orders = table([evry()]);
    let (row, zone, now) = (RowId(0), Zone::utc(), fixtures::now());
    let summary = orders.get(row).unwrap().summary.clone();
    let mut detail = fixtures::detail(&summary.reference, &summary.state);
    detail.estimated_delivery_date = crate::domain::date::FlexDate::parse("2026-05-20");
    detail.bandwidth = Some(Lenient::Value(Mbps(200)));
    detail.total_amount_monthly = Some(Lenient::Value(Cents(44_050)));
    detail.enni2 = Some(Text::new("ENNI-Été"));
    orders.take_detail(row, detail, now, &zone);
    let historic = fixtures::historic(&[(Step::TechnicalVisitCompleted, "2026-05-17T13:00:00Z")]);
    orders.take_historic(row, historic, now, &zone);
    orders
}

#[track_caller]
fn assert_all(orders: &Orders, verdict: Verdict, queries: &[&str]) {
    for query in queries {
        assert_eq!(judge(query, orders), [verdict], "{query}");
    }
}

#[test]
fn words_are_parts_of_what_a_person_sees_whatever_case_and_accents() {
    let orders = table([evry()]);
    assert_all(
        &orders,
        Verdict::Yes,
        &[
            "",
            "   ",
            "evry",
            "ÉVRY",
            "mairie rue",
            "po_dc173",
            "\"d'evry\"",
            "p-12",
            "9444",
            "-dupont",
            "\"76130\"",
        ],
    );
    assert_all(
        &orders,
        Verdict::No,
        &[
            "dupont",
            "evry dupont",
            "944",
            "76130",
            "-evry",
            "\"evry 3\"",
        ],
    );
}

#[test]
fn groups_alternatives_and_negation() {
    let orders = table([evry()]);
    assert_all(
        &orders,
        Verdict::Yes,
        &[
            "( evry | lyon )",
            "lyon or evry",
            "(lyon|evry) mairie",
            "-( lyon | dupont )",
            "--evry",
            "-(-evry)",
            "evry OR x y",
            "((evry))",
        ],
    );
    assert_all(
        &orders,
        Verdict::No,
        &[
            "( evry | lyon ) dupont",
            "-( lyon | evry )",
            "lyon or dupont or nice",
            "-(evry -lyon)",
        ],
    );
    // "or" is an operator only where it is a word of its own; in quotes it is a word like any other.
    assert_all(&orders, Verdict::No, &["evry orange", "evry \"or\""]);
}

#[test]
fn text_fields_take_parts_wholes_patterns_presence_and_lists() {
    let orders = table([evry()]);
    assert_all(
        &orders,
        Verdict::Yes,
        &[
            "client:evry",
            "CLIENT:Évry",
            "customer:mairie",
            "client=\"mairie d'evry\"",
            "client:lyon,evry",
            "client~^mairie.*y$",
            "client~^(Lyon|Mairie)",
            "client~(lyon|ÉVRY)$",
            "client~\"^mairie d'evry$\"",
            "re:lyon|évry",
            "re:^76|aignan$",
            "client~Évr",
            "client:re:^ma",
            "re:^3.rue",
            "~sakh.rov",
            "site:76130",
            "project:*",
            "-project:-",
            "family:bpe",
            "family=BPE",
            "state:in",
            "state:in_progress",
            "state:\"in progress\"",
            "state=in_progress",
            "by:me",
            "by:jm",
            "ref:0944",
            "id:dc173",
            "client~(evry|lyon)",
            "( client~evry )",
            "-client~evry{2}",
            "client~\"mairie d\"",
        ],
    );
    assert_all(
        &orders,
        Verdict::No,
        &[
            "client=mairie",
            "client~^evry",
            "client~(lyon|mairie)$",
            "re:^evry|^lyon",
            "project:-",
            "state:progress",
            "state=in",
            "by:\"me\"",
            "-by:me",
            "client:lyon,nice",
            "project:-,x",
        ],
    );
    let empty = table([evry().customer("").project("").by("")]);
    assert_all(
        &empty,
        Verdict::Yes,
        &[
            "client:-",
            "project:-",
            "-client:evry",
            "by:-",
            "client:evry,-",
        ],
    );
    assert_all(
        &empty,
        Verdict::No,
        &["client:*", "client:evry", "client~.*"],
    );
}

#[test]
fn unknown_states_are_found_by_their_own_word() {
    let orders = table([evry().state("Production in progress")]);
    assert_all(&orders, Verdict::No, &["state:in_progress"]);
    assert_all(
        &orders,
        Verdict::Yes,
        &[
            "state:\"production in\"",
            "state=\"Production in progress\"",
            "-state:production_in",
        ],
    );
    let orders = table([evry().state("held_adv_validation")]);
    assert_all(
        &orders,
        Verdict::Yes,
        &[
            "state:held",
            "state:held-adv",
            "state=held_adv_validation",
            "state~adv",
        ],
    );
}

#[test]
fn lengths_of_time_are_compared_in_their_own_unit() {
    // Ten days old; touched 27 hours ago.
    let orders = table([evry()]);
    assert_all(
        &orders,
        Verdict::Yes,
        &[
            "age:10d",
            "age=10",
            "age>9d",
            "age>=10d",
            "age<11d",
            "age<=10d",
            "age:1w..2w",
            "age>1w",
            "age<2w",
            "age:3d..10d",
            "age:10..",
            "age:..10d",
            "age:4d,10d",
            "age>12h",
            "mod<2d",
            "mod:1d",
            "mod:27h",
            "mod>26h",
            "mod:yesterday",
            "mod:-1d",
            "mod:2026-05-28",
            "mod<today",
            "mod>=2026-05",
            "mod:2026-05-01..today",
        ],
    );
    assert_all(
        &orders,
        Verdict::No,
        &[
            "age>10d",
            "age<10d",
            "age:9d",
            "age:3d..9d",
            "age:1w",
            "mod<1d",
            "mod>27h",
            "mod:today",
            "mod>=2026-06",
        ],
    );
    let undated = table([evry().ordered("").modified("bientôt")]);
    assert_all(&undated, Verdict::Yes, &["age:-", "mod:*", "-age>1d"]);
    assert_all(
        &undated,
        Verdict::No,
        &["age>1d", "mod<2d", "mod:-", "age:*"],
    );
}

#[test]
fn days_are_compared_on_the_calendar() {
    let orders = evry_read();
    assert_all(
        &orders,
        Verdict::Yes,
        &[
            "due:2026-05-20",
            "due:2026-05",
            "due<today",
            "due<=-9d",
            "due>-2w",
            "due:-9d",
            "due:2026-05-01..2026-05-31",
            "due:..today",
            "due>2026-04",
            "ordered:2026-05-19",
            "slack<0",
            "slack:-9",
            "slack=-9d",
            "slack<-1w",
            "slack:-10..-5d",
            "due:*",
        ],
    );
    assert_all(
        &orders,
        Verdict::No,
        &[
            "due:today",
            "due>today",
            "due>=2026-06",
            "slack>=0",
            "slack:-8..0",
            "due:-",
            "due>2026-05",
        ],
    );
}

#[test]
fn steps_are_asked_by_number_and_by_name() {
    let orders = evry_read();
    assert_all(
        &orders,
        Verdict::Yes,
        &[
            "step:4",
            "step=4",
            "step>=4",
            "step<5",
            "step:3..5",
            "step:visit",
            "step:\"visit completed\"",
            "step:technical_visit_completed",
            "step>visit-planned",
            "step:1,4",
            "step:*",
            "dwell:12d",
            "dwell>1w",
            "dwell<13d",
            "-dwell:-",
        ],
    );
    assert_all(
        &orders,
        Verdict::No,
        &[
            "step:5",
            "step>4",
            "step:cnx",
            "step:-",
            "dwell>12d",
            "step:5..11",
        ],
    );
}

#[test]
fn other_fields_of_the_detail() {
    let orders = evry_read();
    assert_all(
        &orders,
        Verdict::Yes,
        &[
            "bw:200",
            "bw:200m",
            "bw>=0.2g",
            "bw<1g",
            "bw:100m..500m",
            "price:440.5",
            "price=440.50",
            "price>440",
            "price:440..441",
            "price:\"440,50\"",
            "price:-5,440.5",
            "-price:440",
            "enni:ete",
            "ext:-",
            "zone:-",
            "-svc:x",
            "late:yes",
            "late:y,m",
            "-late:no",
        ],
    );
    assert_all(
        &orders,
        Verdict::No,
        &[
            "bw:100m",
            "bw>200m",
            "price>440.50",
            "price:-",
            "price<0",
            "enni:-",
            "ext:*",
            "late:no,maybe",
        ],
    );
}

#[test]
fn what_was_not_read_is_maybe() {
    let orders = table([evry()]);
    assert_all(
        &orders,
        Verdict::Maybe,
        &[
            "step:4",
            "-step:4",
            "step:-",
            "dwell>1d",
            "bw:1g",
            "price>400",
            "price:-",
            "ext:a",
            "svc:*",
            "enni:-",
            "zone~x",
            "due<today",
            "slack<0",
            "late:yes",
            "late:no",
            "-late:yes",
            "evry step:4",
            "( lyon | step:4 )",
        ],
    );
    // The list row alone decides these, whatever the detail will say.
    assert_all(
        &orders,
        Verdict::Yes,
        &[
            "due:*",
            "late:yes,no,maybe",
            "evry or step:4",
            "-( lyon step:4 )",
        ],
    );
    assert_all(&orders, Verdict::No, &["lyon step:4", "due:-"]);
    // Without delivery ahead nothing is late and nothing dwells.
    let active = table([evry().state("active")]);
    assert_all(
        &active,
        Verdict::Yes,
        &["late:no", "slack:-", "dwell:-", "-late:yes,maybe"],
    );
}

#[test]
fn flags() {
    let mut orders = table([evry()]);
    assert_all(
        &orders,
        Verdict::Yes,
        &[
            "is:marked",
            "-is:new",
            "is:new,marked",
            "-is:gone",
            "-is:broken -is:stale",
        ],
    );
    orders.mark_gone(2, fixtures::now());
    assert_all(&orders, Verdict::Yes, &["is:gone", "IS:GONE"]);
    assert_all(&orders, Verdict::No, &["is:changed,new"]);
}

#[test]
fn errors_point_at_what_is_wrong_and_say_what_to_write() {
    for (query, carets, message, hint) in [
        (
            "évry stat:x",
            "     ^^^^",
            "there is no field `stat`",
            "did you mean `state`?",
        ),
        (
            "zzzzzz:1",
            "^^^^^^",
            "there is no field `zzzzzz`",
            "fields: state step",
        ),
        (
            "age>bientôt",
            "    ^^^^^^^",
            "`age` does not take `bientôt`",
            "30d",
        ),
        ("age:1d..x", "        ^", "`age` does not take `x`", "30d"),
        (
            "age:10d..3d",
            "    ^^^^^^^",
            "this range runs backwards",
            "smaller",
        ),
        (
            "age>1d..3d",
            "    ^^^^^^",
            "a range cannot follow `>`",
            "a..b",
        ),
        ("age:..", "    ^^", "this range has no ends", "a.. or ..b"),
        (
            "mod:2d..today",
            "    ^^^^^^^^^",
            "a range goes from day to day or from length to length",
            "",
        ),
        ("due:3x", "    ^^", "`due` does not take `3x`", "2026-05-01"),
        (
            "due:2026-02-30",
            "    ^^^^^^^^^^",
            "`due` does not take `2026-02-30`",
            "today",
        ),
        (
            "slack<12h",
            "      ^^^",
            "`slack` does not take `12h`",
            "-3d",
        ),
        (
            "late:perhaps",
            "     ^^^^^^^",
            "`late` does not take `perhaps`",
            "yes, no or maybe",
        ),
        ("step:12", "     ^^", "`step` does not take `12`", "4..6"),
        (
            "step>visit",
            "     ^^^^^",
            "`visit` stands for several",
            "technical_visit_planned",
        ),
        ("bw:fast", "   ^^^^", "`bw` does not take `fast`", "100m"),
        (
            "price>4.123",
            "      ^^^^^",
            "`price` does not take `4.123`",
            "99.90",
        ),
        (
            "client>a",
            "      ^",
            "`>` makes no sense for `client`",
            "text",
        ),
        (
            "client<=a",
            "      ^^",
            "`<=` makes no sense for `client`",
            "text",
        ),
        ("age~3", "   ^", "`~` makes no sense for `age`", "30d"),
        ("is=new", "  ^", "`=` makes no sense for `is`", "marks"),
        (
            "is:nwe",
            "   ^^^",
            "`is` knows no `nwe`",
            "did you mean `is:new`?",
        ),
        ("is:*", "   ^", "`*` makes no sense here", "field:*"),
        (
            "is:acked",
            "   ^^^^^",
            "`is:acked` is not available yet; it comes later",
            "",
        ),
        (
            "age>1d pace>1",
            "       ^^^^",
            "`pace` is not available yet; it comes later",
            "",
        ),
        (
            "is:new,snoozed",
            "       ^^^^^^^",
            "`is:snoozed` is not available yet; it comes later",
            "",
        ),
        (
            "-is:pinned",
            "    ^^^^^^",
            "`is:pinned` is not available yet; it comes later",
            "",
        ),
        (
            "memo:call",
            "^^^^",
            "`memo` is not available yet; it comes later",
            "",
        ),
        ("a \"b", "  ^", "this quote is never closed", ""),
        ("a ( b", "  ^", "this group is never closed", ""),
        ("a )", "  ^", "nothing was opened here", ""),
        ("a |", "   ^", "a condition is missing here", "a | b"),
        ("( )", "  ^", "a condition is missing here", ""),
        ("a -", "  ^", "there is nothing to negate here", "-word"),
        (
            "client:",
            "       ^",
            "a value for `client` is missing here",
            "text",
        ),
        (
            "client:a,",
            "         ^",
            "a value for `client` is missing here",
            "",
        ),
        ("client~[", "       ^", "`[` is no regular expression", ""),
        ("re:", "   ^", "a regular expression is missing here", ""),
        ("\"\"", "^^", "there is nothing to search for", ""),
    ] {
        let error = parse(query).expect_err(query);
        let shown = " ".repeat(error.at.start) + &"^".repeat(error.at.len());
        assert_eq!(
            (shown.as_str(), error.message.as_str()),
            (carets, message),
            "{query}"
        );
        assert!(error.hint.unwrap_or_default().contains(hint), "{query}");
    }
}

#[test]
fn me_needs_somebody_to_be() {
    let zone = Zone::utc();
    let now = Now::new(fixtures::now(), &zone, &[]);
    let error = Query::parse("by:me", &ORDER_SCHEMA, &now).unwrap_err();
    assert_eq!(
        (error.at, error.message.as_str()),
        (3..5, "nobody is set as `me`")
    );
    assert!(error.hint.unwrap().contains("config.toml"));
}

#[test]
fn the_words_of_an_error_are_safe_to_draw() {
    let error = parse("a\u{1b}[2J age>\u{202e}x").unwrap_err();
    assert_eq!(error.message, "`age` does not take `\u{fffd}x`");
}

/// Whether each condition of `wider` follows from one of `new`.
fn narrows(new: &str, wider: &str) -> bool {
    let conditions = |text| parse(text).unwrap().conditions(usize::MAX);
    let new = conditions(new);
    let follows = |old: &Condition<OrderField>| new.iter().any(|new| new.implies(old));
    conditions(wider).iter().all(follows)
}

#[test]
fn a_longer_word_narrows_and_less_does_not() {
    assert!(narrows("dupont", "dup"));
    assert!(narrows("dup late:yes", "dup"));
    assert!(narrows("client:dupont x", "client:dup"));
    assert!(narrows("-dup", "-dupont"));
    assert!(narrows("( dupont | dupond )", "dupon"));
    assert!(narrows("state:in", "state:i"));
    assert!(!narrows("dup", "dupont"));
    assert!(!narrows("-dupont", "-dup"));
    assert!(!narrows("9444", "944"));
    assert!(!narrows("client:dup,x", "client:dup"));
    assert!(!narrows("a", "( a b )"));
    assert!(parse("age>3d").unwrap().is_timely());
    assert!(!parse("mod:today late:yes").unwrap().is_timely());
}

#[test]
fn every_field_has_a_name_of_its_own_and_a_help_line() {
    let mut names = HashSet::new();
    for field in ORDER_SCHEMA.fields {
        for name in std::iter::once(&field.name).chain(field.also) {
            assert!(names.insert(*name), "{name}");
        }
        // It stands beside the name in 80 columns.
        let length = field.help.chars().count();
        assert!((1..=58).contains(&length), "{}: {length}", field.name);
    }
    let later: Vec<_> = ORDER_SCHEMA
        .fields
        .iter()
        .filter(|field| field.kind.is_later())
        .map(|field| field.name)
        .collect();
    assert_eq!(later, ["pace", "memo"]);
}

/// Whether a fact is not final yet.
fn is_open(fact: Fact<'_>) -> bool {
    match fact {
        Fact::Unread | Fact::UnreadValue => true,
        Fact::Among(bits) => !bits.is_power_of_two(),
        _ => false,
    }
}

#[test]
fn the_part_of_a_field_and_no_other_settles_it() {
    let open = |orders: &Orders, field| {
        let (zone, mut cards, marked) = (Zone::utc(), Cards::default(), HashSet::new());
        cards.set(RowId(0), orders.get(RowId(0)).unwrap(), &zone);
        let present = Present::new(&Now::new(fixtures::now(), &zone, &[]));
        let facts = cards.facts(RowId(0), orders, present, &marked).unwrap();
        is_open(facts.fact(field))
    };
    let (row, now, zone) = (RowId(0), fixtures::now(), Zone::utc());
    let bare = table([evry()]);
    let summary = bare.get(row).unwrap().summary.clone();
    let mut with_detail = bare.clone();
    with_detail.take_detail(row, fixtures::plausible_detail(1, &summary), now, &zone);
    let mut with_historic = bare.clone();
    with_historic.take_historic(row, fixtures::plausible_historic(1), now, &zone);
    for field in ORDER_SCHEMA.available() {
        let id = field.id;
        assert_eq!(
            [&bare, &with_detail, &with_historic].map(|orders| open(orders, id)),
            match id.part() {
                None => [false; 3],
                Some(Part::Detail) => [true, false, true],
                Some(Part::Historic) => [true, true, false],
                Some(other) => panic!("no field needs {other:?}"),
            },
            "{}",
            field.name
        );
    }
}

#[test]
fn what_is_read_order_by_order_says_so() {
    for field in ORDER_SCHEMA.available() {
        let part = match field.id.part() {
            Some(Part::Detail) => "detail",
            Some(Part::Historic) => "historic",
            Some(other) => panic!("no field needs {other:?}"),
            None => continue,
        };
        assert!(field.help.contains(part), "{}: {}", field.name, field.help);
    }
}

/// Queries that parse, built from every kind of term.
pub(in crate::app) fn queries() -> impl Strategy<Value = String> {
    let term = prop::sample::select(vec![
        "dupont",
        "mairie",
        "e",
        "é",
        "9",
        "12",
        "\"1\"",
        "state:in",
        "state:c",
        "state=active",
        "step>=4",
        "step:visit",
        "step:-",
        "step:4,-",
        "family:bpe",
        "client:dup",
        "client~^mair.*e",
        "client:-",
        "site:lyon",
        "project:-",
        "project:p0",
        "by:me",
        "by:-",
        "ref:12",
        "ext:1",
        "svc:-",
        "enni:1",
        "zone:*",
        "bw>=500m",
        "bw:100m..500m",
        "price>400",
        "price:-",
        "age>30d",
        "age:3d..60d",
        "ordered:2026-05",
        "mod<20d",
        "mod>=2026-05-01",
        "due<today",
        "due:*",
        "due:-",
        "due:today..+30d",
        "slack<0",
        "slack:-5..20",
        "late:yes",
        "late:no",
        "late:maybe",
        "late:yes,maybe",
        "dwell>2w",
        "dwell:-",
        "is:new",
        "is:changed",
        "is:marked",
        "is:gone",
        "is:stale",
        "re:mai.*e",
        "re:lyon|mairie",
        "re:^m|e$",
        "client~^(mairie|dupont)",
        "client~(e|é|1)$",
        "client~^caf.de.l.aude$",
        "by~^(ap|jm)@",
    ])
    .prop_map(str::to_owned);
    term.prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|query| format!("-( {query} )")),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|terms| terms.join(" ")),
            prop::collection::vec(inner, 2..4)
                .prop_map(|terms| format!("( {} )", terms.join(" | "))),
        ]
    })
}

#[test]
fn a_query_comes_apart_into_its_conditions_cheapest_first() {
    let count = |text: &str, most| parse(text).unwrap().conditions(most).len();
    assert_eq!(count("", 16), 0);
    assert_eq!(count("a | b", 16), 1);
    assert_eq!(count("a b c", 16), 3);
    assert_eq!(count("a b c", 2), 2);
    let conditions = parse("lyon age>3d").unwrap().conditions(16);
    assert!(conditions[0].is_timely() && !conditions[1].is_timely());
}

#[test]
fn a_condition_says_what_one_pass_over_all_text_can_settle() {
    let sought = |text: &str| {
        let condition = parse(text).unwrap().conditions(1).remove(0);
        let sought = condition.sought(&ORDER_SCHEMA)?;
        let needles: Vec<_> = sought
            .needles
            .iter()
            .map(|needle| needle.as_str())
            .collect();
        Some((needles.join(" "), sought.there, sought.elsewhere))
    };
    let (yes, no) = (Verdict::Yes, Verdict::No);
    for (text, wanted) in [
        ("Évry", Some(("evry", Some(yes), no))),
        ("-evry", Some(("evry", Some(no), yes))),
        ("client:evry", Some(("evry", None, no))),
        ("-site:evry", Some(("evry", None, yes))),
        ("client~^mairie.*y$", Some(("mairie", None, no))),
        ("re:^mairie", Some(("mairie", None, no))),
        ("client=evry", Some(("evry", None, no))),
        ("client:evry,lyon", Some(("evry lyon", None, no))),
        ("client~(evry|lyon)$", Some(("evry lyon", None, no))),
        ("re:evry|lyon", Some(("evry lyon", Some(yes), no))),
        ("( evry | lyon )", Some(("evry lyon", Some(yes), no))),
        ("-( evry | client:lyon )", Some(("evry lyon", None, yes))),
        ("( evry | -lyon )", None),
        ("( evry | age>3d )", None),
        ("client:evry,-", None),
        ("client~^", None),
        ("family:bpe", None),
        ("9444", None),
    ] {
        let wanted = wanted.map(|(needle, there, elsewhere)| (needle.to_owned(), there, elsewhere));
        assert_eq!(sought(text), wanted, "{text}");
    }
}

#[test]
fn a_condition_is_about_a_field_if_it_asks_nothing_else() {
    let is_about = |text: &str| {
        let condition = parse(text).unwrap().conditions(1).remove(0);
        condition.is_about(OrderField::State)
    };
    assert!(is_about("state:in") && is_about("-state:a,b") && is_about("( state:a | -state~b )"));
    assert!(!is_about("a") && !is_about("( state:a | b )") && !is_about("family:a"));
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "(?s:.{0,60})|[-a-z0-9:=~<>|(),.\"*\\[\\]{} +]{0,60}") {
        if let Err(error) = parse(&text) {
            prop_assert!(error.at.start <= text.chars().count());
            prop_assert!(!error.at.is_empty());
        }
    }

    #[test]
    fn deep_groups_do_not_exhaust_the_stack(depth in 0_usize..5_000) {
        let text = "(".repeat(depth) + "a" + &")".repeat(depth);
        prop_assert_eq!(parse(&text).is_ok(), depth <= 32);
    }

    #[test]
    fn yes_and_no_stay_whatever_is_read_later(
        query in queries(),
        number in 1_u32..500,
        detail in prop::option::of(0_u32..500),
        historic in prop::option::of(0_u32..500),
    ) {
        let (now, zone, row) = (fixtures::now(), Zone::utc(), RowId(0));
        let mut orders = table([order(number)]);
        let before = judge(&query, &orders)[0];
        let summary = orders.get(row).unwrap().summary.clone();
        let mut steps = vec![before];
        if let Some(seed) = detail {
            orders.take_detail(row, fixtures::plausible_detail(seed, &summary), now, &zone);
            // Reading is news of its own; the flags are no unread facts.
            orders.see(row);
            steps.push(judge(&query, &orders)[0]);
        }
        if let Some(seed) = historic {
            orders.take_historic(row, fixtures::plausible_historic(seed), now, &zone);
            orders.see(row);
            steps.push(judge(&query, &orders)[0]);
        }
        for pair in steps.windows(2) {
            prop_assert!(pair[0] == Verdict::Maybe || pair[0] == pair[1], "{} {:?}", query, steps);
        }
    }

    #[test]
    fn not_not_and_de_morgan_hold(a in queries(), b in queries(), number in 1_u32..200) {
        let orders = table([order(number)]);
        let is = |query: &str| judge(query, &orders)[0];
        prop_assert_eq!(is(&format!("--( {a} )")), is(&a));
        prop_assert_eq!(is(&format!("-( {a} | {b} )")), is(&format!("-( {a} ) -( {b} )")));
        prop_assert_eq!(is(&format!("( {a} ) ( {b} )")), is(&a).min(is(&b)));
        prop_assert_eq!(is(&format!("( {a} ) | ( {b} )")), is(&a).max(is(&b)));
    }

    #[test]
    fn what_narrows_never_judges_higher(a in queries(), b in queries(), number in 1_u32..200) {
        let orders = table([order(number)]);
        if narrows(&a, &b) {
            prop_assert!(judge(&a, &orders) <= judge(&b, &orders));
        }
    }
}

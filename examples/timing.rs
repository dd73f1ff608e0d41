#![allow(
    warnings,
    clippy::all,
    clippy::pedantic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used
)]
use covage_tui::app::{
    entities::orders::RowId, facts::orders::ORDER_SCHEMA, fixtures, index::*, query::*,
};
use covage_tui::domain::date::Zone;
use std::collections::HashSet;
use std::time::Instant;
fn main() {
    let n = 100_000u32;
    let mut orders = fixtures::orders(n);
    for i in 0..n / 2 {
        if i % 2 == 0 {
            fixtures::read(&mut orders, RowId(i));
        }
    }
    let zone = Zone::utc();
    let me = vec!["jm@example.com".to_string()];
    let now = Now::new(fixtures::now(), &zone, &me);
    let marked = HashSet::new();
    let mut ix = OrderIndex::new();
    let t = Instant::now();
    ix.rebuild(&Scope {
        orders: &orders,
        now: &now,
        marked: &marked,
    });
    println!("rebuild {:?}", t.elapsed());
    let scope = Scope {
        orders: &orders,
        now: &now,
        marked: &marked,
    };
    for column in [
        SortColumn::Customer,
        SortColumn::Site,
        SortColumn::Family,
        SortColumn::Project,
        SortColumn::State,
        SortColumn::Dwell,
        SortColumn::Slack,
        SortColumn::Modified,
        SortColumn::Age,
        SortColumn::Reference,
    ] {
        for descending in [false, true] {
            let t = Instant::now();
            ix.set_sort(Sort { column, descending });
            println!("sort {column:?} {descending} {:?}", t.elapsed());
        }
    }
    let mut all = vec![];
    for text in [
        "dupont energie",
        "state:in_progress family:BPE late:yes client:dupont -state:cancelled age>30d",
        "site:lyon",
        "9444",
        "client~^mair.*e",
        "re:foch.*melun",
        "by:me enni:3",
        "zone:5",
        "e",
        "( dupont | mairie ) -is:new",
        "step>=6 dwell>2w",
        "mod<2d",
        "bw>=500m ext:12",
        "client~[aeiou]{3}",
        "e a o",
        "svc:0099",
        "client:re:.*noel.*",
    ] {
        let chars: Vec<char> = text.chars().collect();
        let mut q = String::new();
        let mut times = vec![];
        ix.set_query(None, &scope);
        for c in chars {
            q.push(c);
            let t = Instant::now();
            let p = Query::parse(&q, &ORDER_SCHEMA, &now);
            if let Ok(p) = p {
                ix.set_query(Some(p), &scope);
                let e = t.elapsed();
                times.push((e, q.clone()));
                all.push(e);
            }
        }
        times.sort();
        // cold
        ix.set_query(None, &scope);
        let t = Instant::now();
        ix.set_query(
            Some(Query::parse(text, &ORDER_SCHEMA, &now).unwrap()),
            &scope,
        );
        let cold = t.elapsed();
        println!(
            "{text:40} p50 {:?} max {:?} ({}) cold {:?} {:?}",
            times[times.len() / 2].0,
            times.last().unwrap().0,
            times.last().unwrap().1,
            cold,
            ix.counts()
        );
    }
    all.sort();
    println!(
        "ALL p50 {:?} max {:?}",
        all[all.len() / 2],
        all.last().unwrap()
    );
    let t = Instant::now();
    ix.set_query(None, &scope);
    println!("clear {:?}", t.elapsed());
    for (q, sort) in [
        ("", Sort::default()),
        (
            "dupont",
            Sort {
                column: SortColumn::Customer,
                descending: false,
            },
        ),
        (
            "state:in",
            Sort {
                column: SortColumn::Slack,
                descending: false,
            },
        ),
        (
            "",
            Sort {
                column: SortColumn::Modified,
                descending: true,
            },
        ),
    ] {
        let scope = Scope {
            orders: &orders,
            now: &now,
            marked: &marked,
        };
        ix.set_sort(sort);
        ix.set_query(Some(Query::parse(q, &ORDER_SCHEMA, &now).unwrap()), &scope);
        let mut touched = vec![];
        for k in 0..500u32 {
            let row = (k * 197) % n;
            let s = fixtures::order(row + 1)
                .state("active")
                .modified("2026-05-29T12:59:00Z")
                .customer(&format!("New {q}{k}"))
                .build();
            orders.take_summary(s, 2, true, fixtures::now(), &zone);
            touched.push(RowId(row));
        }
        let scope = Scope {
            orders: &orders,
            now: &now,
            marked: &marked,
        };
        let t = Instant::now();
        ix.apply(&touched, &scope);
        println!("apply 500 {q} {sort:?} {:?}", t.elapsed());
        let t = Instant::now();
        ix.apply(&touched, &scope);
        println!("apply 500 same {:?}", t.elapsed());
        let rows = ix.rows().to_vec();
        let t = Instant::now();
        let mut s = 0;
        for r in rows.iter().step_by(97) {
            s += ix.position(*r).unwrap();
        }
        println!(
            "position {:?} each",
            t.elapsed() / (rows.len() as u32 / 97 + 1)
        );
    }
}

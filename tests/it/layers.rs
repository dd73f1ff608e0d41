//! Imports point inward. Every path that a file of `src/` writes is resolved, and its layer has to be one that the
//! file's layer may see; libraries that belong to one job stay where that job is done.
//!
//! Comments, links in documentation and strings do not count. A path counts wherever it stands, not only after `use`,
//! and however it is written: `crate::`, `super::`, `self::`, in braces, from a module inside a file.

mod paths;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use paths::paths;

/// The layers in `src/lib.rs` and what each may see beside itself.
const LAYERS: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("api", &["domain"]),
    ("sched", &["domain"]),
    ("store", &["domain"]),
    ("app", &["domain"]),
    ("ui", &["app", "domain"]),
    ("config", &["domain", "app"]),
    ("sim", &[]),
    ("cli", &["config"]),
    (
        "runtime",
        &["domain", "api", "sched", "store", "app", "ui", "config"],
    ),
    (
        "commands",
        &[
            "domain", "api", "sched", "store", "app", "ui", "config", "sim", "cli", "runtime",
        ],
    ),
];

/// Libraries that give a layer away, and the layers that may name them.
const LIBRARIES: [(&str, &[&str]); 14] = [
    ("axum", &["sim"]),
    ("clap", &["cli"]),
    ("crossterm", &["runtime"]),
    ("ratatui", &["ui", "runtime"]),
    ("reqwest", &["api", "config"]),
    ("ring", &["api"]),
    ("rustix", &["config", "store", "runtime"]),
    ("rustls", &["api"]),
    ("secrecy", &["api", "config", "runtime", "commands"]),
    ("rusqlite", &["store"]),
    ("serde_json", &["domain", "api", "store", "sim", "commands"]),
    ("signal_hook", &["runtime"]),
    (
        "tokio",
        &[
            "api", "sched", "store", "config", "sim", "runtime", "commands",
        ],
    ),
    ("tracing", &["api", "runtime", "commands"]),
];

#[test]
fn every_layer_sees_only_what_it_may() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = 0;
    let mut wrong = Vec::new();
    for path in rust_files(&root) {
        let module = module_of(path.strip_prefix(&root).unwrap());
        let source = fs::read_to_string(&path).unwrap();
        files += 1;
        wrong.extend(
            violations(&module, &source)
                .into_iter()
                .map(|violation| format!("{}:{violation}", path.display())),
        );
    }
    assert!(files > 100, "only {files} files were found");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_module_of_the_crate_is_a_layer_with_a_rule() {
    let mut declared: Vec<_> = include_str!("../../src/lib.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let mut ruled = LAYERS.map(|(layer, _)| layer);
    declared.sort_unstable();
    ruled.sort_unstable();
    assert_eq!(declared, ruled);
}

#[test]
fn every_dependency_is_named_by_the_code_it_is_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest: toml::Table = include_str!("../../Cargo.toml").parse().unwrap();
    for (key, directories) in [
        ("dependencies", &["src"][..]),
        ("dev-dependencies", &["src", "tests", "benches", "examples"]),
    ] {
        let mut named = BTreeSet::new();
        for file in directories.iter().flat_map(|it| rust_files(&root.join(it))) {
            let source = fs::read_to_string(file).unwrap();
            let foreign = paths(&[], &source).into_iter().filter(|it| !it.is_ours);
            named.extend(foreign.filter_map(|it| it.segments.into_iter().next()));
        }
        for package in manifest[key].as_table().unwrap().keys() {
            let name = match package.as_str() {
                "tz-rs" => "tz".to_owned(),
                package => package.replace('-', "_"),
            };
            assert!(named.contains(&name), "{key}: nothing names {package}");
        }
    }
}

#[test]
fn planted_violations_are_found() {
    let found = |module: &str, source: &str| {
        let module: Vec<_> = module.split("::").map(str::to_owned).collect();
        violations(&module, source).join("; ")
    };
    for (module, source, says) in [
        (
            "domain::order",
            "use crate::api::wire;",
            "1: domain names api",
        ),
        (
            "domain",
            "\nfn f() -> crate::app::state::AppState {}",
            "2: domain names app",
        ),
        (
            "app::views::orders",
            "use super::super::super::ui::paint;",
            "app names ui",
        ),
        ("app", "use super::runtime;", "app names runtime"),
        (
            "app::update",
            "mod tests { use super::super::super::ui::paint; }",
            "app names ui",
        ),
        (
            "app",
            "use crate::{domain::text::Text, ui::{self, paint}};",
            "app names ui",
        ),
        (
            "ui",
            "use crate::{\n    app,\n    sched::{self, handle},\n};",
            "3: ui names sched",
        ),
        (
            "sim",
            "type T = Vec<crate::domain::text::Text>;",
            "sim names domain",
        ),
        (
            "api",
            "pub use self::super::sched::handle;",
            "api names sched",
        ),
        (
            "runtime",
            "let x = crate::commands::config::EXAMPLE;",
            "runtime names commands",
        ),
        ("app", "use ::covage_tui::ui;", "app names ui"),
        ("app", "use crate::*;", "app takes the whole crate"),
        ("app", "use super as root;", "app takes the whole crate"),
        (
            "app",
            "use crate::{self as root};",
            "app takes the whole crate",
        ),
        (
            "app",
            "macro_rules! m { () => { $crate::api::client::Client } }",
            "app names api",
        ),
        (
            "app::state",
            "use ratatui::layout::Rect;",
            "app uses ratatui",
        ),
        (
            "domain",
            "async fn f() { tokio::task::yield_now().await }",
            "domain uses tokio",
        ),
        ("ui", "use {reqwest as http, std::fmt};", "ui uses reqwest"),
    ] {
        let found = found(module, source);
        assert!(found.contains(says), "{module}: {source}\nfound: {found:?}");
    }
    for (module, source) in [
        (
            "app::update",
            "use crate::domain::text::Text; use super::state::AppState;",
        ),
        (
            "app::update",
            "mod tests { use super::*; use super::super::state; }",
        ),
        (
            "app",
            "//! [`crate::ui`]\n/// crate::ui\n/* crate::ui /* crate::api */ */ const A: &str = \"crate::ui\";",
        ),
        (
            "app",
            "const A: &str = r#\"crate::ui \" \"#; const B: char = '\"'; fn f<'a>(_: &'a str) {}",
        ),
        (
            "app",
            "pub(crate) fn f() {} pub(super) fn g() {} pub(in crate::app) fn h() {}",
        ),
        ("app", "fn f(ui: Ui) { ui::g(); x::crate_ui::y() }"),
        (
            "ui::views",
            "use crate::app::state; use crate::domain; use ratatui::layout::Rect;",
        ),
        ("lib", "pub mod api;"),
    ] {
        assert_eq!(found(module, source), "", "{module}: {source}");
    }
}

/// What a module names and must not, each with its line.
fn violations(module: &[String], source: &str) -> Vec<String> {
    let layer = module[0].as_str();
    // `main` and `lib` wire and declare.
    let Some((_, sees)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for path in paths(module, source) {
        let line = path.line;
        match (path.is_ours, path.segments.first()) {
            (true, None) => found.push(format!("{line}: {layer} takes the whole crate")),
            (true, Some(other)) if other == layer || sees.contains(&other.as_str()) => {}
            (true, Some(other)) => found.push(format!("{line}: {layer} names {other}")),
            (false, first) => {
                let library = LIBRARIES
                    .iter()
                    .find(|(name, _)| first.is_some_and(|it| it == name));
                if let Some((library, _)) = library.filter(|(_, users)| !users.contains(&layer)) {
                    found.push(format!("{line}: {layer} uses {library}"));
                }
            }
        }
    }
    found
}

/// `app/views/orders.rs` is `app::views::orders`.
fn module_of(file: &Path) -> Vec<String> {
    let parts = file.with_extension("");
    parts
        .iter()
        .map(|part| part.to_str().unwrap().to_owned())
        .collect()
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

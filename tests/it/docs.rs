//! The documents tell the truth: what they list is what there is, and what they say to type works.

mod markdown;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use chrono::DateTime;
use covage_tui::app::action::Action;
use covage_tui::app::batch::Sites;
use covage_tui::app::facts::eligibility::ELIGIBILITY_SCHEMA;
use covage_tui::app::facts::orders::ORDER_SCHEMA;
use covage_tui::app::facts::quotes::QUOTE_SCHEMA;
use covage_tui::app::keymap::Keymap;
use covage_tui::app::query::{Now, Query};
use covage_tui::app::saved::Views;
use covage_tui::cli::{self, Exit};
use covage_tui::config::{environment, file, views};
use covage_tui::domain::batch::ANSWER;
use covage_tui::domain::date::Zone;
use markdown::{backticked, blocks, links, rows, section};

const README: &str = include_str!("../../README.md");
const DEPENDENCIES: &str = include_str!("../../docs/dependencies.md");
const ELIGIBILITY: &str = include_str!("../../docs/eligibility.md");
const MANIFEST: &str = include_str!("../../Cargo.toml");

const DOCUMENTS: [(&str, &str); 7] = [
    ("README.md", README),
    ("ARCHITECTURE.md", include_str!("../../ARCHITECTURE.md")),
    ("CONTRIBUTING.md", include_str!("../../CONTRIBUTING.md")),
    ("CHANGELOG.md", include_str!("../../CHANGELOG.md")),
    ("docs/dependencies.md", DEPENDENCIES),
    ("docs/eligibility.md", ELIGIBILITY),
    (
        "docs/performance.md",
        include_str!("../../docs/performance.md"),
    ),
];

#[test]
fn every_action_says_what_it_does_in_words_of_its_own() {
    let helps: BTreeSet<_> = Action::ALL.iter().map(|action| action.help()).collect();
    assert_eq!(helps.len(), Action::ALL.len());
    assert!(!helps.contains(""));
}

#[test]
fn the_key_table_is_the_keymap() {
    let keymap = Keymap::default();
    let mut wanted = String::new();
    for action in Action::ALL {
        let keys: Vec<_> = keymap
            .chords(*action)
            .map(|chord| format!("`{chord}`"))
            .collect();
        let (keys, group) = (keys.join(" "), action.group().title());
        writeln!(wanted, "| {group} | {keys} | {} |", action.help()).unwrap();
    }
    let mut shown = String::new();
    for row in rows(section(README, "Keys")) {
        writeln!(shown, "| {} |", row.join(" | ")).unwrap();
    }
    assert_eq!(shown, wanted, "the table in README.md should be:\n{wanted}");
}

#[test]
fn every_filter_of_the_readme_can_be_read() {
    let filter = section(README, "The filter language");
    let (zone, me) = (Zone::utc(), ["m.martin".to_owned()]);
    let now = Now::new(DateTime::UNIX_EPOCH, &zone, &me);
    let mut read = 0;
    for row in rows(filter) {
        for query in backticked(&row[0]) {
            if let Err(error) = Query::parse(&query, &ORDER_SCHEMA, &now) {
                panic!("{query}: {error:?}");
            }
            read += 1;
        }
    }
    assert!(read >= 10, "only {read} filters were found");
    let mut lines = filter.lines();
    let of_quotes = lines.find(|line| line.starts_with("In the Quotes pane: "));
    for query in backticked(of_quotes.expect("filters of quotes")) {
        if let Err(error) = Query::parse(&query, &QUOTE_SCHEMA, &now) {
            panic!("{query}: {error:?}");
        }
    }
    let of_checks = lines.find(|line| line.starts_with("In the Eligibility pane: "));
    for query in backticked(of_checks.expect("filters of requests and sites")) {
        if let Err(error) = Query::parse(&query, &ELIGIBILITY_SCHEMA, &now) {
            panic!("{query}: {error:?}");
        }
    }
}

#[test]
fn the_readme_lists_every_field_a_filter_knows() {
    let filter = section(README, "The filter language");
    let line = filter
        .lines()
        .find(|line| line.starts_with("Fields: "))
        .expect("a line with the fields");
    let known: Vec<_> = ORDER_SCHEMA.available().map(|field| field.name).collect();
    assert_eq!(backticked(line), known);
    let line = filter
        .lines()
        .find(|line| line.starts_with("Fields of quote lines: "))
        .expect("a line with the fields of quote lines");
    let known: Vec<_> = QUOTE_SCHEMA.available().map(|field| field.name).collect();
    assert_eq!(backticked(line), known);
    let line = filter
        .lines()
        .find(|line| line.starts_with("Fields of requests and sites: "))
        .expect("a line with the fields of requests and sites");
    let known = ELIGIBILITY_SCHEMA.available().map(|field| field.name);
    assert_eq!(backticked(line), known.collect::<Vec<_>>());
}

#[test]
fn the_readme_lists_the_built_in_views_and_shows_a_file_of_views() {
    let text = section(README, "Views");
    let (zone, me) = (Zone::utc(), ["m.martin".to_owned()]);
    let now = Now::new(DateTime::UNIX_EPOCH, &zone, &me);
    let built_in = Views::new(Vec::new(), &now);
    let wanted: Vec<_> = built_in
        .entries()
        .iter()
        .map(|entry| {
            let (key, view) = (entry.key.unwrap(), &entry.view);
            let sort = view.sort_words().join(" ");
            [
                format!("`{key}`"),
                view.name.clone(),
                format!("`{}`", view.filter),
                format!("`{sort}`"),
            ]
        })
        .collect();
    let told: Vec<_> = rows(text).filter(|row| row[0].starts_with('`')).collect();
    assert_eq!(told, wanted);

    let example = blocks(text, "toml").next().expect("an example");
    let file = views::parse(example, "README.md");
    assert_eq!((file.views.len(), file.problems), (1, Vec::new()));
    assert!(example.contains(&file.views[0].name) && file.views[0].columns().is_some());
}

#[test]
fn every_command_line_of_the_documents_is_understood() {
    let mut read = 0;
    for (name, text) in DOCUMENTS {
        let shell = blocks(text, "sh").flat_map(str::lines).map(str::to_owned);
        let inline = text
            .lines()
            .flat_map(backticked)
            .filter(|code| code.starts_with("covage-tui "));
        for line in shell.chain(inline) {
            for words in markdown::commands(&line) {
                let Some(arguments) = ours(&words) else {
                    continue;
                };
                read += 1;
                if let Err(error) = cli::parse(&arguments) {
                    // Help and version print themselves and end with 0.
                    assert_eq!(error.exit_code(), 0, "{name}: {line}\n{error}");
                }
            }
        }
    }
    assert!(read >= 10, "only {read} command lines were found");
}

#[test]
fn every_piece_of_configuration_in_the_documents_can_be_read() {
    let mut read = 0;
    for (name, text) in DOCUMENTS {
        for piece in blocks(text, "toml") {
            let problems = if piece.contains("[[view]]") {
                views::parse(piece, name).problems
            } else {
                file::parse(piece, name).err().unwrap_or_default()
            };
            assert!(problems.is_empty(), "{}", problems[0]);
            read += 1;
        }
    }
    assert!(read >= 1, "none was found");
}

#[test]
fn command_lines_are_taken_apart_as_a_shell_does() {
    let parts = |line: &str| -> Vec<Vec<String>> {
        let commands = markdown::commands(line);
        let ours = commands.iter().filter_map(|words| ours(words));
        ours.map(|words| words.into_iter().map(str::to_owned).collect())
            .collect()
    };
    assert_eq!(
        parts("A='x y' covage-tui orders --filter 'a | b' | cut -f 1   # covage-tui not"),
        [["covage-tui", "orders", "--filter", "a | b"]]
    );
    assert_eq!(
        parts("cargo run --release -- --demo && covage-tui \"--a b\" > file"),
        [vec!["covage-tui", "--demo"], vec!["covage-tui", "--a b"]]
    );
    assert!(parts("cargo test").is_empty() && parts("# covage-tui").is_empty());
}

#[test]
fn the_readme_names_every_variable_and_every_exit_code() {
    for variable in [
        environment::PROFILE,
        environment::CONFIG,
        environment::API_URL,
        environment::KEYCLOAK_URL,
        environment::USERNAME,
        environment::PASSWORD,
        environment::NO_COLOR,
    ] {
        assert!(README.contains(&format!("`{variable}`")), "{variable}");
    }
    let told: Vec<_> = rows(section(README, "Command line"))
        .filter_map(|row| row[0].parse::<u8>().ok())
        .collect();
    let codes = [
        Exit::Done,
        Exit::Failed,
        Exit::Usage,
        Exit::OpenWrite,
        Exit::LoginRefused,
    ];
    assert_eq!(told, codes.map(Exit::code));
}

#[test]
fn every_dependency_has_its_reason_and_nothing_else_has() {
    let manifest: toml::Table = MANIFEST.parse().unwrap();
    for (key, title) in [
        ("dependencies", "In the program"),
        ("dev-dependencies", "In tests and benchmarks"),
    ] {
        let direct: BTreeSet<_> = manifest[key].as_table().unwrap().keys().cloned().collect();
        let mut told = BTreeSet::new();
        for row in rows(section(DEPENDENCIES, title)) {
            let reason = row.last().unwrap();
            assert!(reason.len() > 20, "{row:?} needs a reason");
            let name = row[0].trim_matches('`').to_owned();
            assert!(told.insert(name), "{} stands twice", row[0]);
        }
        assert_eq!(told, direct, "docs/dependencies.md, {title}");
    }
}

#[test]
fn the_page_of_batches_shows_a_file_that_can_be_asked_and_every_column_of_a_result() {
    let example = blocks(ELIGIBILITY, "csv").next().expect("an example");
    let sites = Sites::read(example.as_bytes()).unwrap();
    assert_eq!((sites.lines.len(), sites.repeated()), (3, 1));
    let told: Vec<_> = rows(section(ELIGIBILITY, "The result"))
        .flat_map(|row| backticked(&row[0]))
        .collect();
    let first = ["line", "outcome", "why", "site"].into_iter();
    let mut wanted: Vec<_> = first
        .chain(ANSWER)
        .map(|it| format!("covage_{it}"))
        .collect();
    let mut told = told;
    told.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(told, wanted);
}

#[test]
fn every_link_to_a_file_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut followed = 0;
    for (name, text) in DOCUMENTS {
        let directory = root.join(name).parent().unwrap().to_owned();
        for target in links(text).filter(|target| !target.contains("://")) {
            let file = target.split('#').next().unwrap();
            assert!(directory.join(file).exists(), "{name}: {target}");
            followed += 1;
        }
    }
    assert!(followed >= 5, "only {followed} links were found");
}

/// The arguments of our program, itself first, if that is what a command runs.
fn ours(words: &[String]) -> Option<Vec<&str>> {
    let mut words = words.iter().map(String::as_str).skip_while(|word| {
        let name = word.split_once('=').map_or("", |(name, _)| name);
        !name.is_empty() && name.bytes().all(|c| c.is_ascii_uppercase() || c == b'_')
    });
    match (words.next()?, words.next()) {
        ("covage-tui", first) => Some(
            ["covage-tui"]
                .into_iter()
                .chain(first)
                .chain(words)
                .collect(),
        ),
        ("cargo", Some("run")) => {
            let arguments = words.skip_while(|word| *word != "--").skip(1);
            Some(["covage-tui"].into_iter().chain(arguments).collect())
        }
        _ => None,
    }
}

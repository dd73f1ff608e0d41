//! Saved views from the outside: the file, two programs at it at once, the command line, and the dashboard in a terminal.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use covage_tui::app::event::ViewsSaved;
use covage_tui::app::index::Sort;
use covage_tui::app::pane::Pane;
use covage_tui::app::saved::{Change, Stored, View};
use covage_tui::runtime::tasks::Tasks;
use covage_tui::runtime::views::ViewsKeeper;
use covage_tui::runtime::views::file::{change, read};
use serde_json::Value;
use tempfile::TempDir;

use crate::product::{Home, PRODUCT};
use crate::pty::{PATIENCE, Session};

fn view(name: &str, filter: &str) -> View {
    View::of_orders(name, filter, Sort::default())
}

fn put(path: &Path, name: &str, filter: &str) -> Result<Vec<View>, String> {
    change(path, &Change::Put(view(name, filter)))
}

fn names(views: &[View]) -> Vec<&str> {
    views.iter().map(|view| view.name.as_str()).collect()
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

fn place() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("covage-tui/views.toml");
    (dir, path)
}

/// What lies in the directory of a file.
fn beside(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path.parent().unwrap()).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn the_first_view_makes_a_private_file_and_nothing_is_left_beside_it() {
    let (_dir, path) = place();
    assert_eq!(read(&path), Stored::default());
    assert_eq!(names(&put(&path, "Lyon", "site:lyon").unwrap()), ["Lyon"]);
    assert_eq!(
        names(&put(&path, "Paris", "site:paris").unwrap()),
        ["Lyon", "Paris"]
    );
    assert_eq!(names(&read(&path).views), ["Lyon", "Paris"]);
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    assert_eq!(beside(&path), ["views.toml"]);
    let removed = change(&path, &Change::Remove(Pane::Orders, "lyon".to_owned())).unwrap();
    assert_eq!(names(&removed), ["Paris"]);
}

#[test]
fn what_another_copy_saved_meanwhile_stays() {
    let (_dir, path) = place();
    put(&path, "Lyon", "site:lyon").unwrap();
    // The other copy knows nothing of Lyon.
    put(&path, "Paris", "site:paris").unwrap();
    put(&path, "lyon", "site:69").unwrap();
    let views = read(&path).views;
    assert_eq!(
        views,
        [view("lyon", "site:69"), view("Paris", "site:paris")]
    );
}

#[test]
fn many_at_once_lose_nothing() {
    let (_dir, path) = place();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let path = &path;
            scope.spawn(move || {
                for turn in 0..5 {
                    put(path, &format!("{number} of {turn}"), "x").unwrap();
                }
            });
        }
    });
    assert_eq!(read(&path).views.len(), 40);
    assert_eq!(beside(&path), ["views.toml"]);
}

#[test]
fn a_link_is_followed_and_permissions_stay() {
    let (dir, path) = place();
    let real = dir.path().join("dotfiles.toml");
    fs::write(&real, "# mine\n").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    symlink(&real, &path).unwrap();
    put(&path, "Lyon", "site:lyon").unwrap();
    assert!(path.symlink_metadata().unwrap().is_symlink());
    let text = fs::read_to_string(&real).unwrap();
    assert!(text.starts_with("# mine\n\n[[view]]\n"), "{text}");
    assert_eq!(mode(&real), 0o640);
}

#[test]
fn a_broken_file_is_told_with_its_place_and_is_never_written_over() {
    let (_dir, path) = place();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let broken = "[[view]]\nname = \"Lyon\"\n[[view]]\nname = 3\n[[view]]\nfilter = 3\n";
    fs::write(&path, broken).unwrap();
    let stored = read(&path);
    assert_eq!(names(&stored.views), ["Lyon"], "what can be read is there");
    let told = format!(
        "{}:4:8: view.name: expected a text in quotes, found a whole number",
        path.display()
    );
    assert_eq!(stored.trouble, [format!("{told} (and 1 more)")]);
    assert_eq!(
        put(&path, "Paris", "x"),
        Err(format!("mend it first: {told}"))
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), broken);
}

#[test]
fn what_is_no_file_is_told_and_let_be() {
    let (dir, path) = place();
    fs::create_dir_all(&path).unwrap();
    let said = format!("cannot read {}: it is not a file", path.display());
    assert_eq!(read(&path).trouble, std::slice::from_ref(&said));
    assert_eq!(put(&path, "Lyon", "x"), Err(said));

    let lost = dir.path().join("lost.toml");
    symlink(dir.path().join("nowhere"), &lost).unwrap();
    assert_eq!(
        read(&lost).trouble.len(),
        1,
        "a link to nowhere meant something"
    );
    assert!(put(&lost, "Lyon", "x").is_err());

    let large = dir.path().join("large.toml");
    fs::write(&large, "#".repeat(300_000)).unwrap();
    assert!(read(&large).trouble[0].ends_with("it is larger than 256 KiB"));

    let latin = dir.path().join("latin.toml");
    fs::write(&latin, b"# \xe9t\xe9\n").unwrap();
    assert!(
        put(&latin, "Lyon", "x")
            .unwrap_err()
            .contains("latin.toml: ")
    );

    let error = put(Path::new("/dev/null/views.toml"), "Lyon", "x").unwrap_err();
    assert!(
        error.starts_with("cannot write /dev/null/views.toml: "),
        "{error}"
    );
}

#[tokio::test]
async fn changes_are_made_in_their_order_and_those_asked_for_at_the_end_too() {
    let (_dir, path) = place();
    let (tasks, _failures) = Tasks::new();
    let mut keeper = ViewsKeeper::start(path.clone(), &tasks);
    keeper.ask(Change::Put(view("Lyon", "1")));
    keeper.ask(Change::Put(view("Lyon", "2")));
    keeper.ask(Change::Put(view("Paris", "3")));
    keeper.ask(Change::Remove(Pane::Orders, "Lyon".to_owned()));
    assert!(tasks.finish(PATIENCE).await);
    let mut held = Vec::new();
    for _ in 0..4 {
        let ViewsSaved { result, .. } = keeper.done.recv().await.unwrap();
        held.push(
            result
                .unwrap()
                .into_iter()
                .map(|it| it.filter)
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(held, [vec!["1"], vec!["2"], vec!["2", "3"], vec!["3"]]);
    assert_eq!(names(&read(&path).views), ["Paris"]);

    let mut nowhere = ViewsKeeper::without_file();
    nowhere.ask(Change::Put(view("Lyon", "1")));
    let why = nowhere.done.recv().await.unwrap().result.unwrap_err();
    assert!(why.contains("HOME"), "{why}");
}

fn views_file(home: &Home) -> PathBuf {
    home.config_file().with_file_name("views.toml")
}

fn write_views(home: &Home, text: &str) {
    let file = views_file(home);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

#[test]
fn orders_takes_filter_and_sort_of_a_view_and_another_filter_instead_of_its_own() {
    let home = Home::new();
    write_views(
        &home,
        "[[view]]\nname = \"Active by customer\"\nfilter = \"state:active\"\nsort = [\"customer\"]\n",
    );
    let customers = |args: &[&str]| -> (Vec<String>, Vec<String>) {
        let all = [
            &["orders", "--demo", "--orders", "60", "--format", "json"],
            args,
        ]
        .concat();
        let ran = home.run(&all);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{args:?}");
        let rows: Vec<Value> = ran
            .out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let column = |key: &str| -> Vec<String> {
            let cell = |row: &Value| row[key].as_str().unwrap_or_default().to_lowercase();
            rows.iter().map(cell).collect()
        };
        (column("state"), column("end_customer_name"))
    };
    let (states, of_view) = customers(&["--view", "active BY customer"]);
    assert!(of_view.len() > 3 && states.iter().all(|state| state == "active"));
    let (_, plain) = customers(&["--filter", "state:active"]);
    assert_ne!(of_view, plain, "sorted otherwise");
    let sorted = |mut all: Vec<String>| {
        all.sort_unstable();
        all
    };
    assert_eq!(sorted(of_view), sorted(plain));
    let (states, _) = customers(&[
        "--view",
        "Active by customer",
        "--filter",
        "state:in_progress",
    ]);
    assert!(!states.is_empty() && states.iter().all(|state| state == "in_progress"));
}

#[test]
fn a_view_that_is_not_there_or_cannot_be_opened_ends_before_anything_is_asked_for() {
    let home = Home::new();
    write_views(
        &home,
        "[[view]]\nname = \"Lyon\"\nfilter = \"site:lyon\"\nsrot = []\n",
    );
    let says = |args: &[&str], words: &[&str]| {
        let ran = home.run(args);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        for words in words {
            assert!(ran.err.contains(words), "no `{words}` in:\n{}", ran.err);
        }
    };
    let place = format!("{}:4:1: unknown key `srot`", views_file(&home).display());
    says(
        &["orders", "--view", "lion"],
        &[
            "there is no view \"lion\"",
            "did you mean \"Lyon\"?",
            &place,
        ],
    );
    says(
        &["orders", "--view", "xyzzy"],
        &["the views are Inbox, Mine, Late", "Ended, Lyon"],
    );
    says(
        &["orders", "--view", "snoozed"],
        &[
            "the view Snoozed cannot be opened",
            "is:snoozed\n   ^^^^^^^",
            "comes later",
        ],
    );
    says(
        &["orders", "--view", "at covage"],
        &[
            "the view At Covage lists quote lines, not orders",
            "covage-tui --view 'At Covage'",
        ],
    );
    says(
        &["orders", "--demo", "--view", "mine"],
        &["the view Mine cannot be opened", "nobody is set as `me`"],
    );
}

#[test]
fn the_dashboard_refuses_an_unknown_view_and_a_filter_that_cannot_be_read_before_it_draws() {
    let home = Home::new();
    for (flag, value, says) in [
        ("--view", "latte", "did you mean \"Late\"?"),
        ("--filter", "stat:active", "did you mean `state`?"),
    ] {
        let mut session = Session::start([PRODUCT, flag, value], (80, 24), &home.vars());
        assert_eq!(session.exit_status(PATIENCE).code(), Some(2));
        let said = String::from_utf8_lossy(session.raw_output()).into_owned();
        assert!(said.contains(says), "{said}");
        assert!(!said.contains("\x1b[?1049h"), "no screen was taken");
    }
}

#[test]
fn a_view_is_saved_opened_deleted_and_there_at_the_next_start() {
    let home = Home::new();
    let demo = [PRODUCT, "--demo", "--seed", "7", "--orders", "40"];
    let mut session = Session::start(demo, (80, 24), &home.vars());
    session.wait_for("CMD_X_");
    session.send("/state:active\r");
    session.send("S");
    session.wait_for("Save view");
    session.send("Done ones\r");
    session.wait_for("view Done ones is saved: s a opens it");
    session.wait_for("view a Done ones +sort order");
    session.send("Q");
    assert_eq!(session.exit_status(PATIENCE).code(), Some(0));
    session.assert_restored();
    let text = fs::read_to_string(views_file(&home)).unwrap();
    assert!(
        text.ends_with(
            "\n[[view]]\nname = \"Done ones\"\nfilter = \"state:active\"\nsort = [\"-order\"]\n"
        ),
        "{text}"
    );

    let again = [&demo[..], &["--view", "done ones"]].concat();
    let mut session = Session::start(again, (80, 24), &home.vars());
    session.wait_for(r" CMD_X_\d+ +active");
    session.wait_for("/ state:active +view a Done ones");
    session.send("s3");
    session.wait_for("/ late:yes,maybe .*view 3 Late");
    session.send("sa");
    session.wait_for("view a Done ones");
    session.send("s\x1b[F-");
    session.wait_for("Delete Done ones");
    session.send("y");
    session.wait_for("view Done ones is deleted");
    session.send("q");
    session.wait_until("no menu", |session| !session.text().contains("Views"));
    session.send("Q");
    assert_eq!(session.exit_status(PATIENCE).code(), Some(0));
    assert!(
        !fs::read_to_string(views_file(&home))
            .unwrap()
            .contains("[[view]]")
    );
}

#[test]
fn a_broken_file_of_views_keeps_nobody_from_working() {
    let home = Home::new();
    write_views(&home, "[[view]\nname = \"Lyon\"\n");
    let demo = [PRODUCT, "--demo", "--seed", "7", "--orders", "40"];
    let mut session = Session::start(demo, (120, 40), &home.vars());
    session.wait_for("!1 messages");
    session.send("!");
    session.wait_for(r"views\.toml:1:");
    session.send("q");
    session.send("s3");
    session.wait_for("view 3 Late");
    session.send("SLater\r");
    session.wait_for("view Later is kept until you quit: mend it first");
    session.send("Q");
    assert_eq!(session.exit_status(PATIENCE).code(), Some(0));
    let text = fs::read_to_string(views_file(&home)).unwrap();
    assert_eq!(text, "[[view]\nname = \"Lyon\"\n");
}

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::domain::text::Text;

async fn next(files: &mut Files) -> FileEvent {
    match files.events.recv().await {
        Some(Event::File(event)) => event,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_asked_for_is_told_under_its_number() {
    let home = tempfile::tempdir().unwrap();
    let (tasks, _failures) = Tasks::new();
    let mut files = Files::of(home.path().into(), Some(home.path().into()), &tasks);
    let file = SaveFile {
        name: Text::new("../trace.kmz"),
        bytes: Arc::from(&b"no trace"[..]),
    };
    files.save(SaveId(1), file);
    let path = home.path().join("trace.kmz");
    let saved = Ok(path.to_str().unwrap().to_owned());
    assert_eq!(next(&mut files).await, FileEvent::Saved(SaveId(1), saved));
    files.list(SaveId(2), "~/tr".to_owned(), &["kmz"]);
    let listed = vec![Text::new("~/trace.kmz")];
    assert_eq!(
        next(&mut files).await,
        FileEvent::PathsListed(SaveId(2), listed)
    );
    files.load_trace(SaveId(3), "~/trace.kmz".to_owned());
    let why = "it is no KMZ: it does not begin as a ZIP file does".to_owned();
    assert_eq!(
        next(&mut files).await,
        FileEvent::TraceLoaded(SaveId(3), Err(why))
    );
}

#[tokio::test]
async fn what_was_begun_is_finished_while_the_program_ends() {
    let home = tempfile::tempdir().unwrap();
    let (tasks, _failures) = Tasks::new();
    let files = Files::of(home.path().into(), None, &tasks);
    let bytes = Arc::from(vec![7_u8; 1024 * 1024]);
    let name = Text::new("a.pdf");
    files.save(SaveId(1), SaveFile { name, bytes });
    assert!(tasks.finish(std::time::Duration::from_secs(10)).await);
    let written = std::fs::metadata(home.path().join("a.pdf")).unwrap();
    assert_eq!(written.len(), 1024 * 1024);
}

#[tokio::test]
async fn where_files_cannot_be_touched_each_question_is_answered() {
    let mut files = Files::default();
    let bytes = Arc::from(&b""[..]);
    let name = Text::new("a.pdf");
    files.save(SaveId(1), SaveFile { name, bytes });
    let why = Err("files cannot be touched here".to_owned());
    assert_eq!(next(&mut files).await, FileEvent::Saved(SaveId(1), why));
}

#[test]
fn a_tilde_is_the_home_directory_and_only_at_the_beginning() {
    let (tasks, _failures) = Tasks::new();
    let desk = Desk {
        tasks,
        downloads: PathBuf::new(),
        home: Some("/home/me".into()),
    };
    for (typed, meant) in [
        ("~", "/home/me"),
        ("~/a b", "/home/me/a b"),
        ("~//etc", "/home/me/etc"),
        ("~other/a", "~other/a"),
        ("/x/~/a", "/x/~/a"),
    ] {
        assert_eq!(expanded(&desk, typed), Path::new(meant), "{typed}");
    }
}

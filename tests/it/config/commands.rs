//! `config init` and `config path`.

use super::*;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn init_writes_the_example_privately_and_never_twice() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a/b/config.toml");
    let mut out = Vec::new();
    command::init(&mut out, &path).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), command::EXAMPLE);
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    assert!(
        String::from_utf8(out)
            .unwrap()
            .starts_with(&format!("wrote {}\n", path.display()))
    );

    fs::write(&path, "me = []\n").unwrap();
    let error = command::init(&mut Vec::new(), &path).unwrap_err();
    assert!(
        matches!(error, command::ConfigCommandError::Exists(_)),
        "{error}"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), "me = []\n");
}

#[test]
fn init_does_not_write_through_a_dangling_link() {
    let dir = tempfile::tempdir().unwrap();
    let (link, target) = (dir.path().join("config.toml"), dir.path().join("target"));
    std::os::unix::fs::symlink(&target, &link).unwrap();
    assert!(matches!(
        command::init(&mut Vec::new(), &link),
        Err(command::ConfigCommandError::Exists(_))
    ));
    assert!(!target.exists());
}

#[test]
fn init_says_why_it_cannot_write() {
    let error = command::init(&mut Vec::new(), Path::new("/dev/null/config.toml")).unwrap_err();
    assert!(
        error.to_string().starts_with("cannot write /dev/null: "),
        "{error}"
    );
}

#[test]
fn path_prints_every_place() {
    let mut out = Vec::new();
    let paths = Paths::under(Path::new("/nowhere"));
    command::path(&mut out, &paths.config_file, &paths).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap());
}

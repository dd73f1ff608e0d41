//! Takes the pictures in `screenshots/`: starts the program in a terminal, types, and draws what the terminal shows.
//!
//! ```text
//! cargo run --release --example screenshots               all of them
//! cargo run --release --example screenshots -- NAME...    those whose name begins so
//! cargo run --release --example screenshots -- --check    draws none; fails when a screen is not what was kept
//! ```
//!
//! Everything is played at the same time and takes about a minute. A new picture is a line in [`scenes`].
//!
//! ```text
//! scenes -> stage (pty, keys, rest) -> grid (cells, colours) -> picture (shapes) -> svg
//!                                                                               '-> raster (PNG)
//! ```

mod blocks;
mod grid;
mod keep;
mod palette;
mod picture;
mod raster;
mod scenes;
mod stage;
mod svg;
#[path = "../../tests/it/pty/tty.rs"]
mod tty;

use std::path::Path;
use std::process::{Command, ExitCode};

use grid::Grid;
use keep::Kept;
use palette::Palette;
use picture::Picture;
use raster::Fonts;
use scenes::{SCENES, Scene};
use stage::Programs;

fn main() -> ExitCode {
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    let is_check = names.iter().any(|name| name == "--check");
    names.retain(|name| name != "--check");
    let is_wanted = |scene: &&Scene| {
        names.is_empty()
            || names
                .iter()
                .any(|name| scene.name.starts_with(name.as_str()))
    };
    let scenes: Vec<&'static Scene> = SCENES.iter().filter(is_wanted).collect();
    match run(&scenes, is_check) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            eprintln!("{}", problems.join("\n"));
            ExitCode::FAILURE
        }
    }
}

/// Plays the scenes side by side; each problem names its scene.
fn run(scenes: &[&'static Scene], is_check: bool) -> Result<(), Vec<String>> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    let one = |problem: String| vec![problem];
    let programs = programs().map_err(one)?;
    let fonts = Fonts::read(&place.join("fonts")).map_err(one)?;
    let problems: Vec<String> = std::thread::scope(|threads| {
        let start = |scene: &&'static Scene| {
            let (scene, programs, fonts, place) = (*scene, &programs, &fonts, &place);
            let thread = threads.spawn(move || take(scene, programs, fonts, place, is_check));
            (scene.name, thread)
        };
        let started: Vec<_> = scenes.iter().map(start).collect();
        started
            .into_iter()
            .filter_map(|(name, thread)| match thread.join() {
                Ok(Ok(())) => None,
                Ok(Err(problem)) => Some(format!("{name}: {problem}")),
                Err(_) => Some(format!("{name}: a defect of this program")),
            })
            .collect()
    });
    let problems = [problems, keep::left_over(&place)].concat();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

/// Plays one scene and keeps its pictures, or compares them with those that are kept.
fn take(
    scene: &Scene,
    programs: &Programs,
    fonts: &Fonts,
    place: &Path,
    is_check: bool,
) -> Result<(), String> {
    let screen = stage::play(scene, programs)?;
    let palette = if scene.theme == "light" {
        &Palette::LIGHT
    } else {
        &Palette::DARK
    };
    let grid = Grid::of(&screen, palette);
    let picture = Picture::of(&grid, palette)?;
    let now = Kept {
        text: grid.text(),
        svg: svg::draw(&picture, scene.title),
    };
    if is_check {
        return now.compare(place, scene.name);
    }
    now.write(place, scene.name)?;
    let png = raster::draw(&picture, fonts)?;
    keep::write(place, scene.name, "png", &png)
}

/// Builds the program and the helper that gives it a session of its own, as this one was built.
fn programs() -> Result<Programs, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let profile = if cfg!(debug_assertions) {
        "dev"
    } else {
        "release"
    };
    let mut command = Command::new(cargo);
    // What cargo tells the program it runs; told again to cargo it makes a dependency's build script build all anew.
    for (name, _) in std::env::vars_os() {
        let is_told =
            |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        if name.to_str().is_some_and(is_told) {
            command.env_remove(name);
        }
    }
    let built = command
        .args(["build", "--quiet", "--profile", profile])
        .args(["--bin", "covage-tui", "--example", "shell"])
        .args([
            "--manifest-path",
            concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
        ])
        .status();
    if !built.is_ok_and(|status| status.success()) {
        return Err("the program could not be built".to_owned());
    }
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    let examples = this.parent().ok_or("this program has no place")?;
    let target = examples.parent().ok_or("this program has no place")?;
    Ok(Programs {
        product: target.join("covage-tui"),
        leader: examples.join("shell"),
    })
}

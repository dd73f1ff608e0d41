//! The screen against a terminal emulator: after every frame the emulator shows the buffer.

use proptest::prelude::*;
use ratatui::style::{Color, Modifier, Style};

use super::*;

/// A screen and the terminal it believes to write to.
struct Rig {
    screen: Screen,
    terminal: vt100::Parser,
    last: Vec<u8>,
}

impl Rig {
    fn new(width: u16, height: u16, options: Options) -> Self {
        let size = Size::new(width, height);
        Self {
            screen: Screen::new(size, Modes::default(), options),
            terminal: vt100::Parser::new(height, width, 0),
            last: Vec::new(),
        }
    }

    /// Draws, and checks every cell; the bytes it took, beside the synchronized update.
    fn draw(&mut self, render: impl FnOnce(&mut Frame<'_>)) -> usize {
        let mut wanted = Buffer::default();
        let packet = self.screen.draw(Vec::new(), |frame| {
            render(frame);
            wanted = frame.buffer_mut().clone();
        });
        self.last = packet.map_or(Vec::new(), |packet| packet.bytes);
        self.terminal.process(&self.last);
        self.check(&wanted);
        let sync = self
            .last
            .windows(8)
            .filter(|w| w.starts_with(b"\x1b[?2026"))
            .count();
        self.last.len() - 8 * sync
    }

    fn lines(&mut self, lines: &[&str]) -> usize {
        self.draw(|frame| write(frame.buffer_mut(), lines, Style::new()))
    }

    fn check(&self, wanted: &Buffer) {
        let shown = self.terminal.screen();
        let dump = || format!("{}\n{}", self.last.escape_ascii(), shown.contents());
        let mut covered = 0;
        for (x, y) in wanted.area.positions().map(|p| (p.x, p.y)) {
            if x == 0 {
                covered = 0;
            }
            if covered > 0 {
                covered -= 1;
                continue;
            }
            let cell = &wanted[(x, y)];
            let got = shown.cell(y, x).unwrap();
            let symbol = if got.has_contents() {
                got.contents()
            } else {
                " "
            };
            assert_eq!(symbol, cell.symbol(), "at {x},{y}: {}", dump());
            covered = width(cell) - 1;
            let want = Look::of(cell, self.screen.options.colours);
            assert_eq!(
                got.bgcolor(),
                vt(bg(cell, self.screen.options)),
                "at {x},{y}: {}",
                dump()
            );
            let visible = Modifier::REVERSED | Modifier::UNDERLINED;
            let modifiers = [
                (got.inverse(), Modifier::REVERSED),
                (got.underline(), Modifier::UNDERLINED),
                (got.bold(), Modifier::BOLD),
                (got.dim(), Modifier::DIM),
                (got.italic(), Modifier::ITALIC),
            ];
            let got = modifiers
                .into_iter()
                .filter(|(is_on, _)| *is_on)
                .fold(Modifier::empty(), |all, (_, one)| all | one);
            let mut seen = if cell.symbol() == " " {
                visible
            } else {
                Modifier::all()
            };
            if cell.modifier.contains(Modifier::BOLD | Modifier::DIM) {
                // The emulator knows one intensity at a time.
                seen.remove(Modifier::BOLD | Modifier::DIM);
            }
            assert_eq!(
                got & seen,
                cell.modifier & seen,
                "at {x},{y}: {want:?} {}",
                dump()
            );
        }
    }
}

fn bg(cell: &Cell, options: Options) -> Color {
    if options.colours == Colours::Theme {
        cell.bg
    } else {
        Color::Reset
    }
}

fn vt(colour: Color) -> vt100::Color {
    match colour {
        Color::Red => vt100::Color::Idx(1),
        Color::LightBlue => vt100::Color::Idx(12),
        Color::Indexed(i) => vt100::Color::Idx(i),
        Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
        _ => vt100::Color::Default,
    }
}

#[expect(clippy::disallowed_methods, reason = "fixed text of a test")]
fn write(buffer: &mut Buffer, lines: &[&str], style: Style) {
    for (y, line) in (0..buffer.area.height).zip(lines) {
        buffer.set_stringn(0, y, line, usize::from(buffer.area.width), style);
    }
}

fn plain() -> Options {
    Options::default()
}

#[test]
fn a_resize_to_the_same_size_repaints_what_a_smaller_one_in_between_cut_off() {
    let mut rig = Rig::new(10, 3, Options::default());
    rig.lines(&["0123456789", "abcdefghij", "x"]);
    rig.terminal.screen_mut().set_size(2, 4);
    rig.terminal.screen_mut().set_size(3, 10);
    rig.screen.resize(Size::new(10, 3));
    rig.lines(&["0123456789", "abcdefghij", "x"]);
}

#[test]
fn the_first_frame_enters_and_the_same_again_is_nothing() {
    let mut rig = Rig::new(10, 3, plain());
    rig.lines(&["hello", "", "world"]);
    let text = rig.last.escape_ascii().to_string();
    assert!(
        text.starts_with("\\x1b[?1049h\\x1b[?25l\\x1b[?2004h\\x1b[?2026h"),
        "{text}"
    );
    assert!(text.ends_with("\\x1b[?2026l"), "{text}");
    assert_eq!(rig.lines(&["hello", "", "world"]), 0);
    assert!(rig.last.is_empty());
}

#[test]
fn a_changed_cell_costs_its_address_and_itself() {
    let mut rig = Rig::new(40, 3, plain());
    rig.lines(&["count 1", "x"]);
    assert_eq!(rig.lines(&["count 2", "x"]), "\x1b[1;7H2".len());
}

#[test]
fn a_blank_tail_is_erased_and_a_gap_is_crossed_the_short_way() {
    let mut rig = Rig::new(40, 3, plain());
    rig.lines(&["a long line of text", "ab cd"]);
    assert_eq!(rig.lines(&["a", "ab cd"]), "\x1b[1;2H\x1b[K".len());
    // One unchanged cell between two changed ones is written over.
    assert_eq!(rig.lines(&["a", "xb yd"]), "\x1b[2Hxb y".len());
    assert_eq!(rig.lines(&["b", "zb yd"]), "\x1b[Hb\r\nz".len());
}

#[test]
fn where_the_cursor_is_uncertain_it_is_addressed() {
    // After the last column the wrap is pending.
    let mut rig = Rig::new(5, 3, plain());
    rig.lines(&["abcde", "fghij"]);
    assert_eq!(
        rig.lines(&["vwxyz", "fgqij"]),
        "\x1b[Hvwxyz\x1b[2;3Hq".len()
    );
    // Terminals disagree about the width of pictographs.
    let mut rig = Rig::new(9, 1, plain());
    rig.lines(&["ab cd ef"]);
    rig.lines(&["🦀 cd gf"]);
    let text = rig.last.escape_ascii().to_string();
    assert!(text.contains("\\x1b[1;7Hg"), "{text}");
}

#[test]
fn styles_are_set_once_and_left_plain() {
    let mut rig = Rig::new(20, 2, plain());
    rig.lines(&["", ""]);
    let cost = rig.draw(|frame| {
        write(
            frame.buffer_mut(),
            &["red text"],
            Style::new().fg(Color::Red).bold(),
        );
    });
    assert_eq!(cost, "\x1b[H\x1b[1;31mred text\x1b[m".len());
    let mut mono = Rig::new(
        20,
        2,
        Options {
            colours: Colours::Off,
            ..plain()
        },
    );
    mono.lines(&["red text"]);
    let cost = mono.draw(|frame| {
        write(
            frame.buffer_mut(),
            &["red text"],
            Style::new().fg(Color::Red).bg(Color::Red),
        );
    });
    assert_eq!(cost, 0, "without colours there is nothing to change");
}

#[test]
fn true_colours_are_set_in_the_fewest_bytes() {
    let ink = Style::new().fg(Color::Rgb(152, 164, 176));
    let tint = Style::new().bg(Color::Rgb(40, 57, 74));
    let mut rig = Rig::new(20, 2, plain());
    rig.lines(&["", ""]);
    let cost = rig.draw(|frame| write(frame.buffer_mut(), &["grey"], ink));
    assert_eq!(cost, "\x1b[H\x1b[38;2;152;164;176mgrey\x1b[m".len());
    // On a tint: the background is set once, colours come and go by themselves, blanks need none.
    let cost = rig.draw(|frame| {
        let buffer = frame.buffer_mut();
        write(buffer, &["grey  red it"], Style::new());
        buffer.set_style(Rect::new(0, 0, 4, 1), ink);
        buffer.set_style(Rect::new(6, 0, 3, 1), Style::new().fg(Color::Red).bold());
        buffer.set_style(Rect::new(0, 0, 20, 1), tint);
    });
    let bytes =
        "\x1b[H\x1b[38;2;152;164;176;48;2;40;57;74mgrey  \x1b[1;31mred \x1b[22;39mit        \x1b[m";
    assert_eq!(cost, bytes.len(), "{}", rig.last.escape_ascii());
}

#[test]
fn a_scrolled_list_costs_one_line() {
    let rows: Vec<String> = (0..40)
        .map(|i| format!("row {i} with some text, {}", i * 7919))
        .collect();
    let page =
        |from: usize| -> Vec<&str> { rows[from..from + 20].iter().map(String::as_str).collect() };
    for (next, most) in [(11, 60), (9, 60), (13, 130)] {
        let mut rig = Rig::new(60, 20, plain());
        rig.lines(&page(10));
        let cost = rig.lines(&page(next));
        assert!(cost < most, "{cost} bytes: {}", rig.last.escape_ascii());
        let mut without = Rig::new(
            60,
            20,
            Options {
                can_scroll: false,
                ..plain()
            },
        );
        without.lines(&page(10));
        assert!(without.lines(&page(next)) > 2 * cost);
    }
}

#[test]
fn a_cursor_move_rewrites_two_rows() {
    let rows: Vec<String> = (0..24)
        .map(|i| format!("{:<78}", format!("row {i} {}", i * 7919)))
        .collect();
    let mut rig = Rig::new(80, 24, plain());
    let mut select = |y: u16| {
        rig.draw(|frame| {
            let lines: Vec<&str> = rows.iter().map(String::as_str).collect();
            write(frame.buffer_mut(), &lines, Style::new());
            frame
                .buffer_mut()
                .set_style(Rect::new(0, y, 80, 1), Style::new().reversed());
        })
    };
    select(5);
    let cost = select(6);
    // The row left is as long as its text: its tail is erased. The row entered is 80 columns.
    assert!(cost <= 80 + 14 + 24, "{cost} bytes");
}

#[test]
fn a_tinted_cursor_scrolls_and_moves_as_a_reversed_one() {
    let rows: Vec<String> = (0..60)
        .map(|i| format!("{:<60}", format!("row {i} {}", i * 7919)))
        .collect();
    let cost = |cursor: Style, moves: [(usize, u16); 2]| {
        let mut rig = Rig::new(60, 24, plain());
        let mut last = 0;
        for (from, y) in moves {
            last = rig.draw(|frame| {
                let lines: Vec<&str> = rows[from..from + 24].iter().map(String::as_str).collect();
                write(frame.buffer_mut(), &lines, Style::new());
                let row = Rect::new(0, y, 60, 1);
                frame.buffer_mut().set_style(row, cursor);
            });
        }
        last
    };
    let tint = Style::new().bg(Color::Rgb(40, 57, 74));
    let colour = "48;2;40;57;74".len() - "7".len();
    for moves in [[(0, 5), (0, 6)], [(0, 23), (1, 23)]] {
        let reversed = cost(Style::new().reversed(), moves);
        assert_eq!(cost(tint, moves), reversed + colour, "{moves:?}");
        assert!(reversed < 160, "{reversed}");
    }
}

#[test]
fn a_scroll_spares_what_does_not_move() {
    let rows: Vec<String> = (0..40).map(|i| format!("row {i} {}", i * 7919)).collect();
    let mut rig = Rig::new(40, 12, plain());
    for from in [10, 11, 12, 11, 14, 3] {
        rig.draw(|frame| {
            let mut lines = vec!["the status row"];
            lines.extend(rows[from..from + 10].iter().map(String::as_str));
            lines.push("the hints");
            write(frame.buffer_mut(), &lines, Style::new());
            let cursor = Rect::new(0, 10, 40, 1);
            frame
                .buffer_mut()
                .set_style(cursor, Style::new().reversed());
        });
    }
}

#[test]
fn the_text_cursor_goes_where_it_should_and_hides_again() {
    let mut rig = Rig::new(10, 3, plain());
    let at = |rig: &Rig| rig.terminal.screen().cursor_position();
    rig.draw(|frame| frame.set_cursor_position((3, 1)));
    assert!(!rig.terminal.screen().hide_cursor());
    assert_eq!(at(&rig), (1, 3));
    rig.draw(|frame| {
        write(frame.buffer_mut(), &["x"], Style::new());
        frame.set_cursor_position((3, 1));
    });
    assert_eq!(at(&rig), (1, 3), "painting moved it");
    rig.lines(&["x"]);
    assert!(rig.terminal.screen().hide_cursor());
}

#[test]
fn a_control_character_is_never_written() {
    let mut rig = Screen::new(Size::new(10, 1), Modes::default(), plain());
    let hostile = [
        "\x1b", "\x07", "\u{9b}", "\x7f", "\x1b[2J", "a\n", "\u{301}",
    ];
    let packet = rig.draw(Vec::new(), |frame| {
        for (x, symbol) in (0..).zip(hostile) {
            #[expect(clippy::disallowed_methods, reason = "what the wall is tested with")]
            frame.buffer_mut()[(x, 0)].set_symbol(symbol);
        }
    });
    let bytes = packet.unwrap().bytes;
    let text = String::from_utf8(bytes).unwrap();
    let body = text.split("\x1b[2J").nth(1).unwrap();
    let body = body.strip_suffix("\x1b[?2026l").unwrap();
    assert_eq!(
        body,
        "\u{fffd}".repeat(8),
        "four alone, and one that counts as four columns"
    );
}

#[test]
fn ascii_means_every_byte() {
    let mut screen = Screen::new(
        Size::new(10, 1),
        Modes::default(),
        Options {
            charset: Charset::Ascii,
            ..plain()
        },
    );
    let packet = screen.draw(Vec::new(), |frame| {
        write(frame.buffer_mut(), &["é漢ok"], Style::new());
    });
    let bytes = packet.unwrap().bytes;
    assert!(bytes.is_ascii());
    assert!(
        bytes.windows(5).any(|w| w == b"???ok"),
        "{}",
        bytes.escape_ascii()
    );
}

#[test]
fn the_environment_decides_what_is_written() {
    let options = |set: &[(&str, &str)]| {
        Options::of_environment(|name| {
            let found = set.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    };
    assert_eq!(
        options(&[("LANG", "fr_FR.UTF-8"), ("NO_COLOR", "")]),
        plain()
    );
    assert_eq!(
        options(&[("LANG", "fr_FR.UTF-8"), ("LC_ALL", "C")]).charset,
        Charset::Ascii
    );
    assert_eq!(
        options(&[("LC_CTYPE", "C.utf8"), ("LANG", "C")]).charset,
        Charset::Utf8
    );
    assert_eq!(options(&[]).charset, Charset::Ascii);
    assert_eq!(options(&[("NO_COLOR", "1")]).colours, Colours::Off);
    assert!(!options(&[("TERM", "linux")]).can_scroll);
}

#[test]
fn extras_go_out_even_if_no_cell_changed() {
    let mut screen = Screen::new(Size::new(10, 1), Modes::default(), plain());
    screen.draw(Vec::new(), |_| {});
    screen.copy("CMD-00042é");
    screen.bell();
    let packet = screen.draw(Vec::new(), |_| {}).unwrap();
    assert_eq!(packet.bytes, b"\x1b]52;c;Q01ELTAwMDQyw6k=\x07\x07");
    assert_eq!(screen.draw(Vec::new(), |_| {}), None);
}

#[test]
fn after_a_stop_the_screen_is_entered_and_repainted() {
    let mut rig = Rig::new(10, 2, plain());
    rig.lines(&["text"]);
    rig.screen.enter();
    let packet = rig.screen.draw(Vec::new(), |frame| {
        write(frame.buffer_mut(), &["text"], Style::new());
    });
    let packet = packet.unwrap();
    assert!(packet.enters);
    assert!(packet.bytes.windows(4).any(|w| w == b"text"));
    rig.screen.repaint();
    let packet = rig.screen.draw(Vec::new(), |_| {}).unwrap();
    assert!(!packet.enters);
}

/// A frame as a person could see it: lines of mixed width, some styled areas.
fn frames() -> impl Strategy<Value = Vec<Picture>> {
    let symbol = prop::sample::select(vec![
        "a", "b", " ", "  ", "é", "漢", "한글", "│", "e\u{301}", "🦀", "0",
    ]);
    let line = prop::collection::vec(symbol, 0..14).prop_map(|parts| parts.concat());
    let colour = prop::sample::select(vec![
        Color::Reset,
        Color::Red,
        Color::LightBlue,
        Color::Indexed(200),
        Color::Rgb(1, 2, 3),
    ]);
    let modifier = prop::sample::select(vec![
        Modifier::empty(),
        Modifier::BOLD,
        Modifier::DIM,
        Modifier::REVERSED,
        Modifier::UNDERLINED,
        Modifier::BOLD | Modifier::ITALIC | Modifier::REVERSED,
    ]);
    let area = (
        0u16..12,
        0u16..6,
        1u16..12,
        1u16..6,
        colour.clone(),
        colour,
        modifier,
    );
    let picture = (
        prop::collection::vec(line, 6),
        prop::collection::vec(area, 0..3),
        prop::option::of((0u16..12, 0u16..6)),
        0usize..5,
    );
    prop::collection::vec(picture, 1..8)
}

type Area = (u16, u16, u16, u16, Color, Color, Modifier);
type Picture = (Vec<String>, Vec<Area>, Option<(u16, u16)>, usize);

proptest! {
    /// Whatever follows whatever, the terminal shows the last frame, and nothing twice.
    #[test]
    fn the_terminal_always_shows_the_frame(pictures in frames(), colours: bool, sync: bool, scroll: bool) {
        let options = Options { colours: if colours { Colours::Theme } else { Colours::Off }, charset: Charset::Utf8, is_synchronized: sync, can_scroll: scroll };
        let mut rig = Rig::new(12, 6, options);
        for (mut lines, areas, caret, rotate) in pictures {
            for turn in 0..2 {
                // The second time it is the same picture, scrolled.
                if turn == 1 {
                    lines.rotate_left(rotate);
                }
                let render = |frame: &mut Frame<'_>| {
                    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
                    write(frame.buffer_mut(), &lines, Style::new());
                    for (x, y, w, h, fg, bg, modifier) in &areas {
                        let area = Rect::new(*x, *y, *w, *h);
                        let style = Style::new().fg(*fg).bg(*bg).add_modifier(*modifier);
                        frame.buffer_mut().set_style(area, style);
                    }
                    if let Some(caret) = caret {
                        frame.set_cursor_position(caret);
                    }
                };
                rig.draw(render);
                if let Some((x, y)) = caret {
                    prop_assert_eq!(rig.terminal.screen().cursor_position(), (y, x));
                }
                prop_assert_eq!(rig.draw(render), 0, "drawn again: {}", rig.last.escape_ascii());
            }
        }
    }
}

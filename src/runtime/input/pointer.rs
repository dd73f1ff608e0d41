//! From a mouse report to what happened on the screen.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};

use crate::app::event::Event;
use crate::app::pointer::{Target, Turn};

/// What a report over a target means; `None` for all but a left click and the wheel.
///
/// A click is told when the button goes down. With Shift, Ctrl or Alt it is the terminal's, or nobody's.
pub fn pointed(mouse: MouseEvent, target: Target) -> Option<Event> {
    if !mouse.modifiers.is_empty() {
        return None;
    }
    let turn = match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => return Some(Event::Clicked(target)),
        MouseEventKind::ScrollUp => Turn::Up,
        MouseEventKind::ScrollDown => Turn::Down,
        MouseEventKind::ScrollLeft => Turn::Left,
        MouseEventKind::ScrollRight => Turn::Right,
        _ => return None,
    };
    Some(Event::Wheeled(target, turn))
}

#[cfg(test)]
mod tests {
    use super::super::Input;
    use super::super::decode::Decoder;
    use super::*;

    fn meaning(bytes: &[u8]) -> String {
        let (mut decoder, mut inputs) = (Decoder::default(), Vec::new());
        decoder.feed(bytes, &mut inputs);
        let Some(Input::Mouse(mouse)) = inputs.pop() else {
            panic!("{inputs:?}");
        };
        format!("{:?}", pointed(mouse, Target::List))
    }

    #[test]
    fn a_left_press_is_a_click_and_the_wheel_turns_four_ways() {
        assert_eq!(meaning(b"\x1b[<0;1;1M"), "Some(Clicked(List))");
        for (button, turn) in [(64, "Up"), (65, "Down"), (66, "Left"), (67, "Right")] {
            let bytes = format!("\x1b[<{button};1;1M");
            assert_eq!(
                meaning(bytes.as_bytes()),
                format!("Some(Wheeled(List, {turn}))")
            );
        }
    }

    #[test]
    fn releases_drags_other_buttons_and_modifiers_mean_nothing() {
        for bytes in [
            "\x1b[<0;1;1m",
            "\x1b[<1;1;1M",
            "\x1b[<2;1;1M",
            "\x1b[<32;1;1M",
            "\x1b[<35;1;1M",
            "\x1b[<4;1;1M",
            "\x1b[<16;1;1M",
            "\x1b[<68;1;1M",
        ] {
            assert_eq!(meaning(bytes.as_bytes()), "None", "{bytes:?}");
        }
    }
}

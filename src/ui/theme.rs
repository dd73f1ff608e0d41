//! What a colour means, and which colour that is.
//!
//! Text always carries the meaning; colour repeats it. Text and background are the terminal's own everywhere: the one
//! background is a quiet tint under the cursor's row, and only where true colour can be quiet. Nothing is blue, which
//! too many palettes make unreadable.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Plain text.
    Text,
    /// Secondary: labels, units, what is not known yet.
    Dim,
    /// The program's own voice: names, titles, the open tab.
    Accent,
    /// A heading or an important word without a judgement.
    Strong,
    /// Late, in error, expired.
    Bad,
    /// Slow, soon, changed.
    Warn,
    /// Done, accepted.
    Good,
    /// Appeared since the last look.
    New,
    /// What must not be overlooked: offline, login refused.
    Alarm,
}

/// Roles to styles; a palette in which [`Color::Reset`] stands for the terminal's own colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    dim: Color,
    accent: Color,
    bad: Color,
    warn: Color,
    good: Color,
    new: Color,
    /// Lines between and around things, which nobody has to read; as dim text where there is no colour for them.
    line: Color,
    /// What lies under the cursor's row; without one that row is reversed.
    tint: Option<Color>,
}

impl Theme {
    /// The 16 ANSI colours, so that the palette of the terminal's owner rules.
    pub const DEFAULT: Self = Self {
        dim: Color::Reset,
        accent: Color::Cyan,
        bad: Color::LightRed,
        warn: Color::LightYellow,
        good: Color::LightGreen,
        new: Color::LightCyan,
        line: Color::Reset,
        tint: None,
    };

    /// A calm palette of 24-bit colours, for any dark background.
    pub const TRUECOLOR: Self = Self {
        dim: Color::Rgb(152, 164, 176),
        accent: Color::Rgb(111, 195, 201),
        bad: Color::Rgb(242, 139, 130),
        warn: Color::Rgb(232, 192, 125),
        good: Color::Rgb(143, 207, 154),
        new: Color::Rgb(111, 195, 201),
        line: Color::Rgb(75, 87, 99),
        tint: Some(Color::Rgb(40, 57, 74)),
    };

    /// The same for any light background.
    pub const LIGHT: Self = Self {
        dim: Color::Rgb(91, 102, 112),
        accent: Color::Rgb(0, 98, 107),
        bad: Color::Rgb(179, 38, 30),
        warn: Color::Rgb(122, 82, 0),
        good: Color::Rgb(31, 107, 58),
        new: Color::Rgb(0, 98, 107),
        line: Color::Rgb(180, 190, 198),
        tint: Some(Color::Rgb(223, 233, 238)),
    };

    /// Modifiers only: `NO_COLOR` and `--color never`.
    pub const MONO: Self = Self {
        dim: Color::Reset,
        accent: Color::Reset,
        bad: Color::Reset,
        warn: Color::Reset,
        good: Color::Reset,
        new: Color::Reset,
        line: Color::Reset,
        tint: None,
    };

    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let (modifier, colour) = match role {
            Role::Text => (Modifier::empty(), Color::Reset),
            Role::Dim if self.dim == Color::Reset => (Modifier::DIM, self.dim),
            // A real grey: how far DIM dims is each terminal's own idea.
            Role::Dim => (Modifier::empty(), self.dim),
            Role::Accent => (Modifier::BOLD, self.accent),
            Role::Strong => (Modifier::BOLD, Color::Reset),
            Role::Bad => (Modifier::BOLD, self.bad),
            Role::Warn => (Modifier::BOLD, self.warn),
            Role::Good => (Modifier::empty(), self.good),
            Role::New => (Modifier::BOLD, self.new),
            Role::Alarm => (Modifier::BOLD.union(Modifier::REVERSED), self.bad),
        };
        Style::new().fg(colour).add_modifier(modifier)
    }

    /// The style of lines that are drawn in a role.
    pub fn line(self, role: Role) -> Style {
        match role {
            Role::Dim if self.line != Color::Reset => Style::new().fg(self.line),
            role => self.style(role),
        }
    }

    /// The row under the cursor, laid over the styles of its cells. Reversed it is one even bar without patches of
    /// colour; on a tint the colours stay. Never the sole sign: the row carries a mark.
    pub fn cursor_row(self) -> Style {
        match self.tint {
            Some(tint) => Style::new().bg(tint),
            None => self.caret(),
        }
    }

    /// The caret of a text field, laid over the style of its cell: as bright as the terminal has it.
    pub fn caret(self) -> Style {
        Style::new()
            .fg(Color::Reset)
            .remove_modifier(Modifier::DIM)
            .add_modifier(Modifier::REVERSED)
    }

    /// A cell that changed a moment ago, laid over its style.
    pub fn changed_cell(self) -> Style {
        self.overlay(Overlay::Changed)
    }

    /// What is laid over the style of a cell.
    pub fn overlay(self, overlay: Overlay) -> Style {
        Style::new().add_modifier(match overlay {
            Overlay::Changed | Overlay::FoundHere => Modifier::REVERSED.union(Modifier::BOLD),
            Overlay::Found => Modifier::UNDERLINED.union(Modifier::BOLD),
        })
    }
}

/// What cells can be besides what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// Changed a moment ago.
    Changed,
    /// Found by a search.
    Found,
    /// Found by a search, and the one in hand.
    FoundHere,
}

#[cfg(test)]
mod tests {
    use super::*;

    type Rgb = (u8, u8, u8);

    /// Backgrounds people have: plain black and those of the palettes most used.
    const DARK: [Rgb; 7] = [
        (0x00, 0x00, 0x00),
        (0x1e, 0x1e, 0x1e),
        (0x00, 0x2b, 0x36),
        (0x28, 0x28, 0x28),
        (0x28, 0x2a, 0x36),
        (0x28, 0x2c, 0x34),
        (0x2e, 0x34, 0x40),
    ];
    const LIGHT: [Rgb; 5] = [
        (0xff, 0xff, 0xff),
        (0xfa, 0xfa, 0xfa),
        (0xfd, 0xf6, 0xe3),
        (0xef, 0xf1, 0xf5),
        (0xfb, 0xf1, 0xc7),
    ];
    /// What WCAG 2 asks for text of ordinary size (level AA).
    const READABLE: f64 = 4.5;

    const COLOURED: [Role; 7] = [
        Role::Dim,
        Role::Accent,
        Role::Bad,
        Role::Warn,
        Role::Good,
        Role::New,
        Role::Alarm,
    ];

    fn rgb(colour: Option<Color>) -> Rgb {
        match colour {
            Some(Color::Rgb(r, g, b)) => (r, g, b),
            other => panic!("{other:?} is not a 24-bit colour"),
        }
    }

    fn text(theme: Theme, role: Role) -> Rgb {
        rgb(theme.style(role).fg)
    }

    /// WCAG's relative luminance, 0 to 1.
    fn luminance((r, g, b): Rgb) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(one: Rgb, other: Rgb) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn contrast_is_what_wcag_says() {
        assert!((contrast((0, 0, 0), (255, 255, 255)) - 21.0).abs() < 1e-9);
        // Known pair: the darkest grey that is just not enough on white.
        assert!((contrast((119, 119, 119), (255, 255, 255)) - 4.478).abs() < 0.001);
    }

    #[test]
    fn every_colour_can_be_read_on_every_background_and_on_the_tint() {
        for (theme, grounds) in [(Theme::TRUECOLOR, &DARK[..]), (Theme::LIGHT, &LIGHT[..])] {
            let tint = rgb(theme.cursor_row().bg);
            for role in COLOURED {
                for ground in grounds.iter().copied().chain([tint]) {
                    let contrast = contrast(text(theme, role), ground);
                    assert!(
                        contrast >= READABLE,
                        "{role:?} on {ground:?}: {contrast:.2}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_tint_is_seen_and_stays_quiet() {
        for (theme, ground, ink) in [
            (Theme::TRUECOLOR, DARK[1], (0xd4, 0xd4, 0xd4)),
            (Theme::LIGHT, LIGHT[0], (0x33, 0x33, 0x33)),
        ] {
            let tint = rgb(theme.cursor_row().bg);
            let step = contrast(tint, ground);
            assert!((1.2..2.0).contains(&step), "{tint:?}: {step:.2}");
            // Plain text is the terminal's own colour; it loses little.
            assert!(contrast(ink, tint) >= 7.0, "{tint:?}");
        }
    }

    #[test]
    fn lines_are_seen_and_quieter_than_any_text() {
        for (theme, grounds) in [(Theme::TRUECOLOR, &DARK[..]), (Theme::LIGHT, &LIGHT[..])] {
            let line = rgb(theme.line(Role::Dim).fg);
            for ground in grounds {
                let (line, text) = (
                    contrast(line, *ground),
                    contrast(text(theme, Role::Dim), *ground),
                );
                assert!((1.5..text / 1.5).contains(&line), "{ground:?}: {line:.2}");
            }
            assert_eq!(theme.line(Role::Bad), theme.style(Role::Bad));
        }
        assert_eq!(Theme::MONO.line(Role::Dim), Theme::MONO.style(Role::Dim));
    }

    #[test]
    fn no_text_is_blue_and_secondary_text_is_grey() {
        for theme in [Theme::TRUECOLOR, Theme::LIGHT] {
            for role in COLOURED {
                let (r, g, b) = text(theme, role);
                let (most, least) = (r.max(g).max(b), r.min(g).min(b));
                if role == Role::Dim {
                    assert!(most - least <= 24, "{role:?}");
                } else {
                    // Where blue leads, green is level with it: that is teal.
                    assert!(b < most || most - g <= 10, "{role:?}");
                }
            }
        }
    }

    #[test]
    fn the_default_theme_uses_the_sixteen_colours_and_mono_none() {
        for role in COLOURED {
            let colour = Theme::DEFAULT.style(role).fg;
            assert!(!matches!(
                colour,
                Some(Color::Rgb(..) | Color::Indexed(_) | Color::Blue | Color::LightBlue)
            ));
            assert_eq!(Theme::MONO.style(role).fg, Some(Color::Reset));
        }
        for theme in [Theme::DEFAULT, Theme::MONO] {
            assert_eq!(theme.cursor_row().bg, None);
            assert!(theme.cursor_row().add_modifier.contains(Modifier::REVERSED));
        }
    }

    #[test]
    fn what_matters_is_told_apart_without_its_colour() {
        for theme in [Theme::DEFAULT, Theme::TRUECOLOR, Theme::LIGHT, Theme::MONO] {
            for role in [Role::Accent, Role::Strong, Role::Bad, Role::Warn, Role::New] {
                assert_eq!(theme.style(role).add_modifier, Modifier::BOLD, "{role:?}");
            }
            let alarm = theme.style(Role::Alarm).add_modifier;
            assert!(alarm.contains(Modifier::REVERSED));
        }
    }
}

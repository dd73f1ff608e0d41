//! What a colour means, and which colour that is.
//!
//! Text always carries the meaning; colour repeats it. The default theme uses the 16 ANSI colours, so the user's own
//! palette rules, and never sets a background other than by reversing.

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

/// Roles to styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    has_colour: bool,
}

impl Theme {
    /// The 16 ANSI colours.
    pub const DEFAULT: Self = Self { has_colour: true };
    /// Modifiers only: `NO_COLOR` and `--color never`.
    pub const MONO: Self = Self { has_colour: false };

    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let (modifier, colour) = match role {
            Role::Text => (Modifier::empty(), None),
            Role::Dim => (Modifier::DIM, None),
            Role::Accent => (Modifier::BOLD, Some(Color::Cyan)),
            Role::Strong => (Modifier::BOLD, None),
            Role::Bad => (Modifier::BOLD, Some(Color::LightRed)),
            Role::Warn => (Modifier::BOLD, Some(Color::LightYellow)),
            Role::Good => (Modifier::empty(), Some(Color::LightGreen)),
            Role::New => (Modifier::BOLD, Some(Color::LightCyan)),
            Role::Alarm => (
                Modifier::BOLD.union(Modifier::REVERSED),
                Some(Color::LightRed),
            ),
        };
        let style = Style::new().add_modifier(modifier);
        match colour {
            Some(colour) if self.has_colour => style.fg(colour),
            _ => style,
        }
    }

    /// The row under the cursor, laid over the styles of its cells: one even bar, without patches of colour.
    pub fn cursor_row(self) -> Style {
        Style::new()
            .fg(Color::Reset)
            .remove_modifier(Modifier::DIM)
            .add_modifier(Modifier::REVERSED)
    }

    /// A cell that changed a moment ago, laid over its style.
    pub fn changed_cell(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED.union(Modifier::BOLD))
    }
}

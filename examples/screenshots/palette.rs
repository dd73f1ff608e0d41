//! The colours of the window that a picture shows: what a terminal calls its default, and its 16 colours.

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Rgb(pub(crate) u8, pub(crate) u8, pub(crate) u8);

impl Rgb {
    /// So much of this colour, the rest of the other.
    pub(crate) fn over(self, other: Self, share: f32) -> Self {
        let mix = |one: u8, two: u8| {
            let mixed = f32::from(one) * share + f32::from(two) * (1.0 - share);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between two channels"
            )]
            let channel = mixed.round() as u8;
            channel
        };
        Self(
            mix(self.0, other.0),
            mix(self.1, other.1),
            mix(self.2, other.2),
        )
    }
}

/// A window's colours.
#[derive(Debug)]
pub(crate) struct Palette {
    /// The default background.
    pub(crate) ground: Rgb,
    /// The default text.
    pub(crate) ink: Rgb,
    /// The line around the window.
    pub(crate) edge: Rgb,
    /// The three dots in its corner.
    pub(crate) dots: Rgb,
    ansi: [Rgb; 16],
}

impl Palette {
    /// A dark terminal.
    pub(crate) const DARK: Self = Self {
        ground: Rgb(0x16, 0x1a, 0x1f),
        ink: Rgb(0xd3, 0xd8, 0xde),
        edge: Rgb(0x33, 0x3a, 0x42),
        dots: Rgb(0x3a, 0x41, 0x4a),
        ansi: [
            Rgb(0x2b, 0x30, 0x38),
            Rgb(0xd1, 0x6d, 0x6d),
            Rgb(0x86, 0xb3, 0x7a),
            Rgb(0xcf, 0xa9, 0x5e),
            Rgb(0x6c, 0x9a, 0xd0),
            Rgb(0xb0, 0x87, 0xc2),
            Rgb(0x5f, 0xb3, 0xb3),
            Rgb(0xc2, 0xc8, 0xd0),
            Rgb(0x5b, 0x64, 0x70),
            Rgb(0xf0, 0x82, 0x7d),
            Rgb(0x9f, 0xd0, 0x8f),
            Rgb(0xf0, 0xc9, 0x74),
            Rgb(0x86, 0xb6, 0xec),
            Rgb(0xcb, 0xa2, 0xdd),
            Rgb(0x7f, 0xd6, 0xd6),
            Rgb(0xf2, 0xf4, 0xf7),
        ],
    };

    /// A light one.
    pub(crate) const LIGHT: Self = Self {
        ground: Rgb(0xfb, 0xfb, 0xfa),
        ink: Rgb(0x2a, 0x30, 0x37),
        edge: Rgb(0xd5, 0xda, 0xdf),
        dots: Rgb(0xd5, 0xda, 0xdf),
        ..Self::DARK
    };

    /// What a terminal with this palette shows for a colour; `default` is its own.
    pub(crate) fn resolve(&self, colour: vt100::Color, default: Rgb) -> Rgb {
        match colour {
            vt100::Color::Default => default,
            vt100::Color::Rgb(r, g, b) => Rgb(r, g, b),
            vt100::Color::Idx(index) => self.indexed(index),
        }
    }

    /// The 16 colours, then xterm's cube of 6 x 6 x 6, then its 24 greys.
    fn indexed(&self, index: u8) -> Rgb {
        if let Some(colour) = self.ansi.get(usize::from(index)) {
            return *colour;
        }
        if let Some(grey) = index.checked_sub(232) {
            let level = 8 + 10 * grey;
            return Rgb(level, level, level);
        }
        let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
        let place = index - 16;
        Rgb(level(place / 36), level(place / 6 % 6), level(place % 6))
    }
}

//! States as the API names them: the documented ones, and any other word as it came.

/// Declares an open list of states. The order is that of the lifecycle.
macro_rules! states {
    ($(#[$doc:meta])* $name:ident { $($(#[$state_doc:meta])* $state:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$state_doc])* $state,)*
            /// A state no table lists, shown as it came.
            Other(Text),
        }

        impl $name {
            /// Every documented state, in the order of the lifecycle.
            pub const KNOWN: &'static [Self] = &[$(Self::$state,)*];

            /// Reads the API's word.
            pub fn parse(word: &str) -> Self {
                match word {
                    $($word => Self::$state,)*
                    other => Self::Other(Text::new(other)),
                }
            }

            /// The API's word, safe to draw.
            pub fn word(&self) -> &str {
                match self {
                    $(Self::$state => $word,)*
                    Self::Other(word) => word.line(),
                }
            }

            /// Place in the lifecycle, for sorting; unknown states come last.
            pub fn rank(&self) -> usize {
                let rank = Self::KNOWN.iter().position(|known| known == self);
                rank.unwrap_or(Self::KNOWN.len())
            }
        }
    };
}

pub(super) use states;

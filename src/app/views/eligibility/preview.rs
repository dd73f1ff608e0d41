//! The preview of the request or item under the cursor: which tab, and how far it is scrolled.

/// A tab of the preview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    /// The offers of the site, with its timeline in a line; of a request with several sites, those.
    #[default]
    Offers,
    /// The states of request and item with how long each took.
    Timeline,
    /// Every documented field.
    Detail,
    /// The offer that is meant, with its options.
    Offer,
    /// The answers of the API as they came.
    Raw,
}

impl Tab {
    /// From left to right.
    pub const ALL: [Self; 5] = [
        Self::Offers,
        Self::Timeline,
        Self::Detail,
        Self::Offer,
        Self::Raw,
    ];
}

/// State of the preview.
#[derive(Clone, Debug, Default)]
pub struct EligibilityPreview {
    /// The open tab.
    pub tab: Tab,
}

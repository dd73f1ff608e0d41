//! Where a site is, and how it is asked for.

use crate::domain::ids::SiteKey;
use crate::domain::text::Text;

/// A site: its key, its building and its position, as far as an answer told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// What a request takes; `None` in an answer that did not tell it.
    pub key: Option<SiteKey>,
    /// Reference of the building, such as `IMB/31555/X/00RV`.
    pub building_ref: Option<Text>,
    /// Longitude in degrees, as it came.
    pub x: Option<Text>,
    /// Latitude in degrees, as it came.
    pub y: Option<Text>,
}

/// What the site search is asked: a position, a building, or both (E22).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SiteQuery {
    /// Longitude and latitude in degrees, as they are sent; only together.
    pub position: Option<(Text, Text)>,
    /// Reference of the building.
    pub building_ref: Option<Text>,
}

impl SiteQuery {
    /// Whether the answer is a site in the very building that was asked for; a person may type its reference in small
    /// letters. `None` where no building was asked for, or none is told.
    pub fn is_in_its_building(&self, site: &Site) -> Option<bool> {
        let plain = |reference: &Text| reference.wire().trim().to_ascii_lowercase();
        let asked = self.building_ref.as_ref().map(plain)?;
        Some(asked == site.building_ref.as_ref().map(plain)?)
    }
}

/// The address of a site, as it was sent and comes back. Nothing is made of its parts (O12).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: Address"
)]
pub struct Address {
    /// All of it in one line.
    pub label: Option<Text>,
    pub street_nr: Option<Text>,
    pub street_ext: Option<Text>,
    pub street_id: Option<Text>,
    pub street_name: Option<Text>,
    pub city_id: Option<Text>,
    pub insee_code: Option<Text>,
    pub city_name: Option<Text>,
    pub post_code: Option<Text>,
}

impl Address {
    /// Its parts, each under the contract's word.
    pub fn parts(&self) -> [(&'static str, &Option<Text>); 9] {
        [
            ("label", &self.label),
            ("street_nr", &self.street_nr),
            ("street_ext", &self.street_ext),
            ("street_id", &self.street_id),
            ("street_name", &self.street_name),
            ("city_id", &self.city_id),
            ("insee_code", &self.insee_code),
            ("city_name", &self.city_name),
            ("post_code", &self.post_code),
        ]
    }

    /// The same, to be set.
    pub fn parts_mut(&mut self) -> [(&'static str, &mut Option<Text>); 9] {
        [
            ("label", &mut self.label),
            ("street_nr", &mut self.street_nr),
            ("street_ext", &mut self.street_ext),
            ("street_id", &mut self.street_id),
            ("street_name", &mut self.street_name),
            ("city_id", &mut self.city_id),
            ("insee_code", &mut self.insee_code),
            ("city_name", &mut self.city_name),
            ("post_code", &mut self.post_code),
        ]
    }
}

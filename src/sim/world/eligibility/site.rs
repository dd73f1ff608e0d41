//! Sites: a position, a building or both, and the key that stands for them (row `E22`).
//!
//! A key is base64 of `(x:…;y:…;b:…)`, as the printed keys are. Clients must take it for opaque; here it is all there is to
//! know about a site, so that no table of sites has to be kept.

use super::super::super::base64;
use super::super::super::dice::{Dice, fold};
use super::super::super::names;

/// Buildings of the printed examples, with longitude and latitude.
const PRINTED: &[(&str, f64, f64)] = &[
    ("IMB/31555/X/00RV", 1.091_455, 49.474_407_7),
    ("IMB/76451/C/0019", 1.092_108_1, 49.474_397_1),
];

const PURPOSE_PLACE: u64 = 0x51_7E;

/// How far two positions of one building may lie apart, in degrees: about a kilometre.
const SAME_PLACE: f64 = 0.01;

/// A site.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Longitude in degrees.
    pub x: f64,
    /// Latitude in degrees.
    pub y: f64,
    /// Reference of the building; empty without one.
    pub building: String,
}

impl Site {
    /// The site at a position; none outside the operator's country.
    pub fn at(x: f64, y: f64) -> Option<Self> {
        let is_inside = (-5.5..9.8).contains(&x) && (41.0..51.6).contains(&y);
        is_inside.then(|| Self {
            x,
            y,
            building: String::new(),
        })
    }

    /// The site of a building: one of the printed ones, or any reference whose INSEE code lies in a department with a town
    /// that the simulator knows.
    pub fn of_building(reference: &str) -> Option<Self> {
        if let Some((_, x, y)) = PRINTED.iter().find(|(known, ..)| *known == reference) {
            return Some(Self {
                x: *x,
                y: *y,
                building: reference.to_owned(),
            });
        }
        let mut parts = reference.split('/');
        let (kind, insee, class, number) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let is_code = |text: &str, long: usize| {
            text.len() == long && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let is_reference = is_code(kind, 3) && is_code(insee, 5) && is_code(class, 1);
        if !is_reference || !is_code(number, 4) || parts.next().is_some() {
            return None;
        }
        let town = names::town_near(insee)?;
        let mut dice = Dice::of(fold(reference), 0, PURPOSE_PLACE);
        let mut beside = |degrees: f64| to_seven_digits(degrees + (dice.fraction() - 0.5) * 0.04);
        Some(Self {
            x: beside(town.longitude),
            y: beside(town.latitude),
            building: reference.to_owned(),
        })
    }

    /// The site behind a key; none for text that is no key.
    pub fn of_key(key: &str) -> Option<Self> {
        let plain = String::from_utf8(base64::decode(key)?).ok()?;
        let inner = plain.strip_prefix("(x:")?.strip_suffix(')')?;
        let (x, rest) = inner.split_once(";y:")?;
        let (y, building) = rest.split_once(";b:")?;
        let mut site = Self::at(x.parse().ok()?, y.parse().ok()?)?;
        if building != "None" {
            building.clone_into(&mut site.building);
        }
        Some(site)
    }

    /// The key that stands for it.
    pub fn key(&self) -> String {
        let building = if self.building.is_empty() {
            "None"
        } else {
            &self.building
        };
        base64::encode(format!("(x:{:?};y:{:?};b:{building})", self.x, self.y).as_bytes())
    }

    /// Whether the other one may be the same place told otherwise.
    pub fn is_near(&self, other: &Self) -> bool {
        (self.x - other.x).abs() < SAME_PLACE && (self.y - other.y).abs() < SAME_PLACE
    }

    /// Whether the documentation prints it as eligible.
    pub(super) fn is_printed(&self) -> bool {
        PRINTED.iter().any(|(known, ..)| *known == self.building)
    }
}

/// Rounds to about a centimetre, as the printed positions do.
pub(super) fn to_seven_digits(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_the_examples() {
        let site = Site::of_building("IMB/31555/X/00RV").unwrap();
        let key = "KHg6MS4wOTE0NTU7eTo0OS40NzQ0MDc3O2I6SU1CLzMxNTU1L1gvMDBSVik=";
        assert_eq!(site.key(), key);
        assert_eq!(Site::of_key(key), Some(site));
        let bare = Site::of_key("KHg6MS4wNzQxMTk3O3k6NDkuNDYyOTcwOTtiOk5vbmUp").unwrap();
        assert_eq!(bare, Site::at(1.074_119_7, 49.462_970_9).unwrap());
        let other = Site::of_building("IMB/76451/C/0019").unwrap();
        assert_eq!(
            other.key(),
            "KHg6MS4wOTIxMDgxO3k6NDkuNDc0Mzk3MTtiOklNQi83NjQ1MS9DLzAwMTkp"
        );
    }

    #[test]
    fn a_building_lies_in_its_department_and_always_at_the_same_place() {
        let rennes = Site::of_building("IMB/35238/X/0A1B").unwrap();
        assert!((rennes.x + 1.6778).abs() < 0.021 && (rennes.y - 48.1173).abs() < 0.021);
        assert_eq!(Site::of_building("IMB/35238/X/0A1B"), Some(rennes.clone()));
        assert_eq!(Site::of_key(&rennes.key()), Some(rennes));
        for unknown in [
            "IMB/99999/X/0000",
            "IMB/35238/X",
            "IMB/35238/X/00/1",
            "rue de l'Église",
        ] {
            assert_eq!(Site::of_building(unknown), None, "{unknown}");
        }
    }
}

//! A position in degrees: as it was written, and where on earth that is.
//!
//! The digits go to Covage as a person wrote them; numbers are made of them only to compare.

use super::{Site, SiteQuery};
use crate::domain::text::Text;

/// Mean radius of the earth in metres.
const EARTH: f64 = 6_371_000.0;

/// Where France is, overseas included: south, north, west, east, each a little generous.
const FRANCE: [(&str, [f64; 4]); 11] = [
    ("France", [41.2, 51.3, -5.4, 9.8]),
    ("Guadeloupe", [15.7, 16.7, -62.0, -60.9]),
    ("Martinique", [14.3, 15.0, -61.4, -60.7]),
    ("Saint-Martin, Saint-Barthélemy", [17.8, 18.2, -63.3, -62.7]),
    ("French Guiana", [2.0, 6.0, -54.7, -51.5]),
    ("La Réunion", [-21.5, -20.7, 55.1, 56.0]),
    ("Mayotte", [-13.2, -12.5, 44.9, 45.4]),
    ("Saint-Pierre-et-Miquelon", [46.6, 47.3, -56.6, -56.0]),
    ("New Caledonia", [-23.0, -19.0, 158.0, 172.5]),
    ("Wallis-et-Futuna", [-14.6, -13.0, -178.4, -175.9]),
    ("French Polynesia", [-28.2, -7.5, -155.0, -134.0]),
];

/// A position.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// Degrees north, with a point: `49.474397`.
    lat: String,
    /// Degrees east, with a point.
    lon: String,
}

impl Position {
    /// Of two decimal numbers in degrees; `None` where that is no place on earth.
    pub fn new(lat: &str, lon: &str) -> Option<Self> {
        let position = Self {
            lat: lat.trim().to_owned(),
            lon: lon.trim().to_owned(),
        };
        let (lat, lon) = position.degrees()?;
        (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some(position)
    }

    /// Of a site, where it tells one that can be read.
    pub fn of_site(site: &Site) -> Option<Self> {
        Self::new(site.y.as_ref()?.wire(), site.x.as_ref()?.wire())
    }

    /// Of what the site search is asked.
    pub fn of_query(query: &SiteQuery) -> Option<Self> {
        let (lon, lat) = query.position.as_ref()?;
        Self::new(lat.wire(), lon.wire())
    }

    /// As the site search takes it: longitude, latitude.
    pub fn asked(&self) -> (Text, Text) {
        (Text::new(self.lon.as_str()), Text::new(self.lat.as_str()))
    }

    fn degrees(&self) -> Option<(f64, f64)> {
        let number = |text: &str| text.parse().ok().filter(|it: &f64| it.is_finite());
        Some((number(&self.lat)?, number(&self.lon)?))
    }

    /// The part of France it is in, as far as a few boxes tell.
    pub fn part_of_france(&self) -> Option<&'static str> {
        let (lat, lon) = self.degrees()?;
        let holds = |(_, [south, north, west, east]): &&(&str, [f64; 4])| {
            (*south..=*north).contains(&lat) && (*west..=*east).contains(&lon)
        };
        FRANCE.iter().find(holds).map(|(name, _)| *name)
    }

    /// Metres from here to there, over ground.
    pub fn metres_to(&self, there: &Self) -> Option<f64> {
        let (lat, lon) = self.degrees()?;
        let (lat_there, lon_there) = there.degrees()?;
        let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
        let cosines = lat.to_radians().cos() * lat_there.to_radians().cos();
        let chord = half(lat, lat_there) + cosines * half(lon, lon_there);
        Some(2.0 * EARTH * chord.clamp(0.0, 1.0).sqrt().asin())
    }

    /// `lat 49.474397 N, lon 1.092108 E`
    pub fn told(&self) -> String {
        let half = |degrees: &str, plus: char, minus: char| match degrees.strip_prefix('-') {
            Some(degrees) => format!("{degrees} {minus}"),
            None => format!("{degrees} {plus}"),
        };
        let (lat, lon) = (half(&self.lat, 'N', 'S'), half(&self.lon, 'E', 'W'));
        format!("lat {lat}, lon {lon}")
    }

    /// `49.474397, 1.092108`: latitude first, as it can be pasted again.
    pub fn in_short(&self) -> String {
        format!("{}, {}", self.lat, self.lon)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: &str, lon: &str) -> Position {
        Position::new(lat, lon).unwrap()
    }

    #[test]
    fn what_is_no_place_on_earth_is_no_position() {
        for (lat, lon) in [
            ("91", "0"),
            ("0", "181"),
            ("NaN", "1"),
            ("inf", "1"),
            ("", "1"),
        ] {
            assert_eq!(Position::new(lat, lon), None, "{lat} {lon}");
        }
        assert_eq!(at(" -90 ", "180").told(), "lat 90 S, lon 180 E");
    }

    #[test]
    fn digits_go_out_as_they_came_and_halves_of_the_earth_are_told() {
        let here = at("49.4744070", "-1.092108");
        assert_eq!(here.told(), "lat 49.4744070 N, lon 1.092108 W");
        let (x, y) = here.asked();
        assert_eq!((x.wire(), y.wire()), ("-1.092108", "49.4744070"));
    }

    #[test]
    fn no_position_in_france_is_in_france_the_other_way_round() {
        for (name, [south, north, west, east]) in FRANCE {
            for (lat, lon) in [(south, west), (north, east)] {
                let here = at(&lat.to_string(), &lon.to_string());
                assert_eq!(here.part_of_france(), Some(name));
                let turned = Position::new(&lon.to_string(), &lat.to_string());
                let part = turned.and_then(|it| it.part_of_france());
                assert_eq!(part, None, "{name}");
            }
        }
    }

    #[test]
    fn distances_are_those_of_the_map() {
        let (rouen, paris) = (at("49.4431", "1.0993"), at("48.8566", "2.3522"));
        let apart = rouen.metres_to(&paris).unwrap();
        assert!((111_000.0..114_000.0).contains(&apart), "{apart}");
        assert!(rouen.metres_to(&rouen).unwrap() < 0.001);
        let opposite = at("0", "0").metres_to(&at("0", "180")).unwrap();
        assert!((20_015_000.0..20_016_000.0).contains(&opposite));
    }
}

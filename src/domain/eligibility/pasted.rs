//! A place as people paste one: a position in either order, a building reference, or both.
//!
//! ```text
//!  text --words--> numbers (signs, N S E W, decimal commas)  --order--> position
//!              \-> everything else ------------------------------------> building reference
//! ```
//!
//! Nothing is guessed where two readings are left: it is said what to write instead. The caller shows what was read
//! before anything is asked with it.

use super::{Position, SiteQuery};
use crate::domain::text::Text;

/// Which of two numbers stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As maps and people write it.
    LatitudeFirst,
    /// As x and y.
    LongitudeFirst,
}

/// Why an order was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The text says it: `N`, `lon`.
    Said,
    /// A person chose it.
    Chosen,
    /// Only in this order it lies in France.
    InFrance,
    /// Only in this order it lies on earth.
    OnEarth,
}

/// A place that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// The position, with the order that was taken and why.
    pub position: Option<(Position, Order, Why)>,
    /// The building reference.
    pub building: Option<Text>,
}

/// Why no place was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is nothing.
    Empty,
    /// A position has two numbers.
    OneNumber,
    /// There are more than two numbers.
    ManyNumbers,
    /// A comma may be a decimal comma, or stand between two numbers.
    Comma,
    /// Minutes or seconds.
    Minutes,
    /// Both numbers are said to be of the same kind.
    SameAxis,
    /// No place on earth.
    NotOnEarth,
    /// It may be either order: a person has to choose.
    WhichFirst,
}

impl Trouble {
    /// What is wrong, and what to write instead.
    pub fn text(self) -> &'static str {
        match self {
            Self::Empty => "needed",
            Self::OneNumber => "one number: a position has two, such as 49.474397, 1.092108",
            Self::ManyNumbers => "more than two numbers: paste one position, such as 49.47, 1.09",
            Self::Comma => "one number or two? write it like 49.474397, 1.092108",
            Self::Minutes => "minutes are not read: write degrees such as 49.474397",
            Self::SameAxis => "both numbers are said to be the same: one is N or S, one E or W",
            Self::NotOnEarth => "no place on earth: latitude to 90, longitude to 180",
            Self::WhichFirst => "either order is possible: choose it in the next line",
        }
    }
}

impl Pasted {
    /// What the site search is asked.
    pub fn query(&self) -> SiteQuery {
        SiteQuery {
            position: self.position.as_ref().map(|(it, ..)| it.asked()),
            building_ref: self.building.clone(),
        }
    }

    /// `lat 49.474397 N, lon 1.092108 E, building IMB/76451/C/0019`; safe for one line.
    pub fn told(&self) -> String {
        let position = self.position.as_ref().map(|(it, ..)| it.told());
        let building = self.building.as_ref();
        let building = building.map(|it| format!("building {}", it.marked()));
        let parts: Vec<_> = position.into_iter().chain(building).collect();
        parts.join(", ")
    }
}

/// Latitude or longitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Axis {
    Lat,
    Lon,
}

/// A number that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Number {
    /// Digits, with a point.
    digits: String,
    is_minus: bool,
    axis: Option<Axis>,
}

/// A word of the text.
enum Word<'a> {
    /// `lat`, `x`: of the number that follows.
    Name(Axis),
    /// `N`, `W`, and whether it is the lesser half; before its number or behind it.
    Half(Axis, bool),
    Numbers(Vec<Number>),
    /// With a decimal comma, if another number is there too.
    Comma(Number),
    Other(&'a str),
}

/// Recognises a place. `order` is what a person chose, if anything.
///
/// # Errors
/// Why nothing was recognised.
pub fn recognise(text: &str, order: Option<Order>) -> Result<Pasted, Trouble> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Trouble::Empty);
    }
    let spaced = spaced(text);
    let words = words(&spaced)?;
    let others: Vec<&str> = words.iter().filter_map(Word::other).collect();
    let building = |reference: &str| {
        Ok(Pasted {
            position: None,
            building: Some(Text::new(reference)),
        })
    };
    let numbers = match numbers(&words) {
        Err(trouble) if others.is_empty() => return Err(trouble),
        numbers => numbers.unwrap_or_default(),
    };
    match numbers.as_slice() {
        [one, two] if others.is_empty() || !(one.is_bare() && two.is_bare()) => Ok(Pasted {
            position: Some(position(one, two, order)?),
            building: Text::non_empty(others.join(" ")),
        }),
        // A reference, or an address: who asks is told that none is looked up.
        _ if !others.is_empty() => building(text),
        [] => building(text),
        [digits] if digits.is_bare() => building(text),
        [_] => Err(Trouble::OneNumber),
        _ => Err(Trouble::ManyNumbers),
    }
}

/// The same with one kind of blank and of minus, without brackets, without commas that end a number for sure, and without
/// what nobody sees: pages and spreadsheets leave it in what is copied.
fn spaced(text: &str) -> String {
    let next = text.chars().skip(1).chain([' ']);
    let one = |(c, next): (char, char)| match c {
        ';' | '(' | ')' | '[' | ']' | '{' | '}' => ' ',
        ',' if next.is_alphabetic() => ' ',
        '\u{2212}' | '\u{2013}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    let is_seen = |c: &char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    text.chars().zip(next).map(one).filter(is_seen).collect()
}

fn words(text: &str) -> Result<Vec<Word<'_>>, Trouble> {
    let mut words = Vec::new();
    for word in text.split(' ') {
        let word = word.trim_matches(',');
        let (name, rest) = named(word);
        words.extend(name);
        if !rest.is_empty() {
            words.push(word_of(rest)?);
        }
    }
    Ok(words)
}

/// `lat`, `lat=49.47`, `x:1.09`: what is named, and what follows.
fn named(word: &str) -> (Option<Word<'static>>, &str) {
    let (name, rest) = word.split_once(['=', ':']).unwrap_or((word, ""));
    let name = match name.to_ascii_lowercase().as_str() {
        "lat" | "latitude" | "y" => Word::Name(Axis::Lat),
        "lon" | "lng" | "long" | "longitude" | "x" => Word::Name(Axis::Lon),
        // So that what we tell can be pasted again.
        "building" if rest.is_empty() => return (None, ""),
        _ => return (None, word),
    };
    (Some(name), rest)
}

fn word_of(word: &str) -> Result<Word<'_>, Trouble> {
    if let [letter] = *word.as_bytes()
        && let Some((axis, is_minus)) = half(char::from(letter))
    {
        return Ok(Word::Half(axis, is_minus));
    }
    let has_digit = word.contains(|c: char| c.is_ascii_digit());
    if has_digit && word.contains('°') && word.contains(['\'', '"', '\u{2032}', '\u{2019}']) {
        return Err(Trouble::Minutes);
    }
    let is_of_number = |c: char| c.is_ascii_digit() || "+-.,°".contains(c) || half(c).is_some();
    if !has_digit || !word.chars().all(is_of_number) {
        return Ok(Word::Other(word));
    }
    let parts: Vec<&str> = word.split(',').collect();
    let joined = |whole: &str, decimals: &str| number(&format!("{whole}.{decimals}"));
    let numbers = match parts.as_slice() {
        [one] => vec![number(one)],
        parts if parts.iter().any(|part| part.contains('.')) => {
            parts.iter().map(|part| number(part)).collect()
        }
        [one, two] if !one.ends_with(is_digit) || !two.starts_with(is_digit) => {
            vec![number(one), number(two)]
        }
        [whole, decimals] => {
            let number = joined(whole, decimals);
            return Ok(number.map_or(Word::Other(word), Word::Comma));
        }
        [one, its_decimals, two, their_decimals] => {
            vec![joined(one, its_decimals), joined(two, their_decimals)]
        }
        _ => return Err(Trouble::Comma),
    };
    let numbers: Option<Vec<_>> = numbers.into_iter().collect();
    Ok(numbers.map_or(Word::Other(word), Word::Numbers))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// The axis of a letter, and whether it is the lesser half; `O` is `ouest`.
fn half(letter: char) -> Option<(Axis, bool)> {
    Some(match letter.to_ascii_uppercase() {
        'N' => (Axis::Lat, false),
        'S' => (Axis::Lat, true),
        'E' => (Axis::Lon, false),
        'W' | 'O' => (Axis::Lon, true),
        _ => return None,
    })
}

/// `49.47`, `-1.09`, `49.47°N`, `N49.47`.
fn number(text: &str) -> Option<Number> {
    let before = text.chars().next().and_then(half);
    let after = text.chars().next_back().and_then(half);
    if before.is_some() && after.is_some() {
        return None;
    }
    let digits = text.trim_matches(|c| half(c).is_some());
    let digits = digits.trim_end_matches('°');
    let (is_minus, digits) = match digits.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, digits.strip_prefix('+').unwrap_or(digits)),
    };
    let digits = digits.strip_suffix('.').unwrap_or(digits);
    let is_decimal = digits.starts_with(is_digit)
        && digits.chars().all(|c| is_digit(c) || c == '.')
        && digits.matches('.').count() <= 1;
    let (axis, is_lesser) = before.or(after).unzip();
    is_decimal.then(|| Number {
        digits: digits.to_owned(),
        is_minus: is_minus || is_lesser == Some(true),
        axis,
    })
}

/// The numbers of all words, each with the axis that is named beside it.
fn numbers(words: &[Word<'_>]) -> Result<Vec<Number>, Trouble> {
    let count = words.iter().filter(|word| word.is_number()).count();
    let mut first = words
        .iter()
        .filter(|word| word.is_number() || matches!(word, Word::Half(..)));
    let is_before = matches!(first.next(), Some(Word::Half(..)));
    let mut numbers: Vec<Number> = Vec::new();
    let mut named: Option<(Axis, bool)> = None;
    for word in words {
        let found = match word {
            Word::Other(_) => &[][..],
            Word::Name(axis) => {
                named = Some((*axis, false));
                &[]
            }
            Word::Half(axis, is_minus) if is_before => {
                named = Some((*axis, *is_minus));
                &[]
            }
            Word::Half(axis, is_minus) => {
                if let Some(number) = numbers.last_mut() {
                    number.is_on(*axis, *is_minus)?;
                }
                &[]
            }
            Word::Comma(_) if count == 1 => return Err(Trouble::Comma),
            Word::Comma(number) => std::slice::from_ref(number),
            Word::Numbers(found) => found,
        };
        for number in found {
            let mut number = number.clone();
            if let Some((axis, is_minus)) = named.take() {
                number.is_on(axis, is_minus)?;
            }
            numbers.push(number);
        }
    }
    Ok(numbers)
}

fn position(
    one: &Number,
    two: &Number,
    order: Option<Order>,
) -> Result<(Position, Order, Why), Trouble> {
    let said = match (one.axis, two.axis) {
        (Some(one), Some(two)) if one == two => return Err(Trouble::SameAxis),
        (Some(Axis::Lat), _) | (_, Some(Axis::Lon)) => Some(Order::LatitudeFirst),
        (Some(Axis::Lon), _) | (_, Some(Axis::Lat)) => Some(Order::LongitudeFirst),
        (None, None) => None,
    };
    let in_order = |order| match order {
        Order::LatitudeFirst => Position::new(&one.degrees(), &two.degrees()),
        Order::LongitudeFirst => Position::new(&two.degrees(), &one.degrees()),
    };
    let chosen = said.map(|order| (order, Why::Said));
    if let Some((order, why)) = chosen.or(order.map(|order| (order, Why::Chosen))) {
        let position = in_order(order).ok_or(Trouble::NotOnEarth)?;
        return Ok((position, order, why));
    }
    let orders = [Order::LatitudeFirst, Order::LongitudeFirst];
    let possible: Vec<_> = orders
        .into_iter()
        .filter_map(|order| Some((in_order(order)?, order)))
        .collect();
    let in_france = possible
        .iter()
        .filter(|(position, _)| position.part_of_france().is_some());
    let in_france: Vec<_> = in_france.cloned().collect();
    match (in_france.as_slice(), possible.as_slice()) {
        ([(position, order)], _) => Ok((position.clone(), *order, Why::InFrance)),
        (_, []) => Err(Trouble::NotOnEarth),
        (_, [(position, order)]) => Ok((position.clone(), *order, Why::OnEarth)),
        _ => Err(Trouble::WhichFirst),
    }
}

impl Number {
    /// As it is sent.
    fn degrees(&self) -> String {
        format!("{}{}", if self.is_minus { "-" } else { "" }, self.digits)
    }

    /// Whether it is nothing but digits.
    fn is_bare(&self) -> bool {
        !self.is_minus && self.axis.is_none() && !self.digits.contains('.')
    }

    /// An axis is named beside it.
    fn is_on(&mut self, axis: Axis, is_minus: bool) -> Result<(), Trouble> {
        if self.axis.is_some_and(|known| known != axis) {
            return Err(Trouble::SameAxis);
        }
        self.axis = Some(axis);
        self.is_minus |= is_minus;
        Ok(())
    }
}

impl<'a> Word<'a> {
    fn other(&self) -> Option<&'a str> {
        match self {
            Self::Other(other) => Some(other),
            _ => None,
        }
    }

    fn is_number(&self) -> bool {
        matches!(self, Self::Numbers(_) | Self::Comma(_))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(text: &str) -> String {
        match recognise(text, None) {
            Ok(pasted) => pasted.told(),
            Err(trouble) => trouble.text().to_owned(),
        }
    }

    const HERE: &str = "lat 49.474397 N, lon 1.092108 E";

    #[test]
    fn a_position_is_read_however_it_is_written_and_in_either_order() {
        for text in [
            "49.474397, 1.092108",
            "1.092108,49.474397",
            "49.474397;1.092108",
            "49.474397\t1.092108",
            " 49.474397  1.092108 ",
            "(49.474397, 1.092108)",
            "[1.092108, 49.474397]",
            "49,474397 1,092108",
            "49,474397, 1,092108",
            "49,474397;1,092108",
            "49,474397,1,092108",
            "49.474397 1,092108",
            "49.474397°N 1.092108°E",
            "N49.474397 E1.092108",
            "N 49.474397 E 1.092108",
            "49.474397 N, 1.092108 E",
            "49.474397N,1.092108E",
            "lat 49.474397 lon 1.092108",
            "lat=49.474397,lon=1.092108",
            "x:1.092108 y:49.474397",
            "+49.474397,+1.092108",
            "49.474397\u{a0}1.092108",
            "\u{feff}49.474397,\u{200b} 1.092108\u{202c}",
            HERE,
        ] {
            assert_eq!(told(text), HERE, "{text}");
        }
    }

    #[test]
    fn west_and_south_are_less_than_nothing_in_every_spelling() {
        let brest = "lat 48.39 N, lon 4.48 W";
        for text in [
            "48.39, -4.48",
            "-4.48 48.39",
            "48.39, \u{2212}4.48",
            "48,39 -4,48",
            "48.39 N 4.48 W",
            "48.39N 4.48O",
            "O 4.48 N 48.39",
            brest,
        ] {
            assert_eq!(told(text), brest, "{text}");
        }
        assert_eq!(told("55.45 -20.88"), "lat 20.88 S, lon 55.45 E", "Réunion");
        assert_eq!(told("166.4, -22.3"), "lat 22.3 S, lon 166.4 E");
    }

    #[test]
    fn the_order_that_lies_in_france_is_taken_and_said() {
        use Order::{LatitudeFirst, LongitudeFirst};
        let why = |text: &str, order| {
            let pasted = recognise(text, order).unwrap();
            let (_, order, why) = pasted.position.unwrap();
            (order, why)
        };
        assert_eq!(why("49.47, 1.09", None), (LatitudeFirst, Why::InFrance));
        assert_eq!(why("1.09, 49.47", None), (LongitudeFirst, Why::InFrance));
        assert_eq!(why("1.09 E 49.47", None), (LongitudeFirst, Why::Said));
        assert_eq!(why("120.5, 49.47", None), (LongitudeFirst, Why::OnEarth));
        let turned = Some(LongitudeFirst);
        assert_eq!(why("49.47, 1.09", turned), (LongitudeFirst, Why::Chosen));
        assert_eq!(why("N 49.47, 1.09", turned), (LatitudeFirst, Why::Said));
    }

    #[test]
    fn what_may_be_either_is_asked_and_never_guessed() {
        let trouble = |text| recognise(text, None).unwrap_err();
        assert_eq!(trouble("52.5, 13.4"), Trouble::WhichFirst, "Berlin or not");
        let chosen = recognise("52.5, 13.4", Some(Order::LatitudeFirst)).unwrap();
        assert_eq!(chosen.told(), "lat 52.5 N, lon 13.4 E");
        assert_eq!(trouble("49,47"), Trouble::Comma);
        assert_eq!(trouble("49,47,1"), Trouble::Comma);
        assert_eq!(trouble("49.47"), Trouble::OneNumber);
        assert_eq!(trouble("1.1 2.2 3.3"), Trouble::ManyNumbers);
        assert_eq!(trouble("49°28'27\"N 1°5'27\"E"), Trouble::Minutes);
        assert_eq!(trouble("49.47 N 1.09 N"), Trouble::SameAxis);
        assert_eq!(trouble("149.47 181"), Trouble::NotOnEarth);
        assert_eq!(trouble("  "), Trouble::Empty);
        let wrong = recognise("120.5, 9", Some(Order::LatitudeFirst));
        assert_eq!(wrong, Err(Trouble::NotOnEarth));
    }

    #[test]
    fn a_building_stands_alone_or_on_either_side_of_a_position() {
        let building = "IMB/76451/C/0019";
        assert_eq!(told(building), format!("building {building}"));
        let both = format!("{HERE}, building {building}");
        for text in [
            "49.474397, 1.092108 IMB/76451/C/0019",
            "IMB/76451/C/0019; 1.092108; 49.474397",
            "IMB/76451/C/0019\t49,474397\t1,092108",
            both.as_str(),
        ] {
            assert_eq!(told(text), both, "{text}");
        }
        assert_eq!(told("76451"), "building 76451", "it may be one");
        assert_eq!(told("NSEW/2"), "building NSEW/2");
        let address = "4bis Rue Andrei Sakharov 76130 Mont-Saint-Aignan";
        assert_eq!(told(address), format!("building {address}"));
        let street = "12 rue 8 Mai 1945, 75010 Paris";
        assert_eq!(told(street), format!("building {street}"));
    }

    #[test]
    fn what_is_asked_are_the_digits_that_were_written() {
        let query = recognise("49,4743970 1,092108 IMB/1", None)
            .unwrap()
            .query();
        let (x, y) = query.position.unwrap();
        assert_eq!((x.wire(), y.wire()), ("1.092108", "49.4743970"));
        assert_eq!(query.building_ref, Some(Text::new("IMB/1")));
    }

    proptest! {
        #[test]
        fn nothing_that_is_pasted_panics_and_what_is_told_is_read_alike(text in "\\PC{0,40}") {
            if let Ok(pasted) = recognise(&text, None) && pasted.position.is_some() {
                let again = recognise(&pasted.told(), None);
                let place = |pasted: &Pasted| pasted.position.clone().map(|(it, ..)| it);
                prop_assert_eq!(again.as_ref().ok().and_then(place), place(&pasted));
            }
        }

        #[test]
        fn every_position_in_france_is_found_in_every_spelling(
            lat in 41_300_000_i32..51_200_000,
            lon in -5_300_000_i32..9_700_000,
            is_turned: bool,
            separator in prop::sample::select(vec![", ", ";", " ", "\t"]),
            comma in prop::sample::select(vec![".", ","]),
        ) {
            let degrees = |micro: i32| {
                let sign = if micro < 0 { "-" } else { "" };
                let micro = micro.unsigned_abs();
                format!("{sign}{}.{:06}", micro / 1_000_000, micro % 1_000_000)
            };
            let meant = Position::new(&degrees(lat), &degrees(lon)).unwrap();
            let (one, two) = if is_turned { (lon, lat) } else { (lat, lon) };
            let written = |micro| degrees(micro).replace('.', comma);
            let text = format!("{}{separator}{}", written(one), written(two));
            let (position, ..) = recognise(&text, None).unwrap().position.unwrap();
            prop_assert_eq!(position, meant, "{}", text);
        }
    }
}

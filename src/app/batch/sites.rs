//! Which sites a file names: what its columns mean, whether every line can be asked for, and which lines name the same.
//!
//! The whole file is checked before anything is asked, and every bad line is named. Columns are known by their names, in
//! any order; what has another name goes along into the result.
//!
//! | Column | Also called | |
//! |---|---|---|
//! | `building_ref` | `building`, `imb`, `ref_immeuble` | one of the two |
//! | `latitude` and `longitude` | `lat`, `y` and `lon`, `lng`, `long`, `x` | ways is needed |
//! | `families` | `offer_families`, `family` | offer families of this site, separated by blanks or `+` |
//! | `label` | `address`, `adresse` | the address in one line |
//! | `street_nr` `street_ext` `street_id` `street_name` `city_id` `insee_code` `city_name` `post_code` | `city`, `ville`; `postcode`, `code_postal`; `insee` | parts of it |
//! | `reference` | `external_id`, `id`, `ref`, `nom`, `name` | goes into the result |

use std::collections::HashMap;

use super::problem::Problem;
use super::sheet::{Row, Sheet};
use crate::domain::batch::{Line, Wanted};
use crate::domain::eligibility::{Address, SiteQuery};
use crate::domain::text::Text;

/// More sites than this are days of requests.
pub(super) const MOST: usize = 5_000;

/// A file that can be asked for as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sites {
    /// What separates its cells.
    pub separator: char,
    /// Whether its result begins with a byte order mark.
    pub has_bom: bool,
    /// The names of its columns.
    pub header: Vec<Text>,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The sites they name, each once; families only where the file gives some.
    pub sites: Vec<Wanted>,
}

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Meaning {
    Building,
    Latitude,
    Longitude,
    Families,
    /// A part of the address, by its place in [`Address::parts`].
    Address(usize),
}

impl Meaning {
    /// The meaning of a name; `None` for one that only goes along.
    fn of(name: &str) -> Option<Self> {
        let name: String = name
            .trim()
            .to_lowercase()
            .chars()
            .map(|c| if matches!(c, ' ' | '-' | '.') { '_' } else { c })
            .collect();
        let address = |word| {
            let parts = Address::default();
            let place = parts.parts().iter().position(|(part, _)| *part == word);
            place.map(Self::Address)
        };
        match name.as_str() {
            "building_ref" | "building" | "imb" | "ref_immeuble" => Some(Self::Building),
            "latitude" | "lat" | "y" => Some(Self::Latitude),
            "longitude" | "lon" | "lng" | "long" | "x" => Some(Self::Longitude),
            "families" | "offer_families" | "family" => Some(Self::Families),
            "address" | "adresse" => address("label"),
            "city" | "ville" => address("city_name"),
            "postcode" | "code_postal" => address("post_code"),
            "insee" => address("insee_code"),
            word => address(word),
        }
    }
}

impl Sites {
    /// Reads a file and checks all of it.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the file; never an empty list.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        let sheet = Sheet::read(bytes).map_err(|problem| vec![problem])?;
        let Some((header, rows)) = sheet.rows.split_first() else {
            return Err(Vec::new());
        };
        let columns = Columns::of(header).map_err(|problem| vec![problem])?;
        let mut gathered = Gathered::default();
        for row in rows {
            gathered.take(&columns, header, row);
        }
        if rows.is_empty() {
            let why = "there is no line after the header";
            let problem = Problem::of_file(why, "it needs a line for each site");
            gathered.problems.push(problem);
        }
        if gathered.sites.len() > MOST {
            let why = format!("{} sites are too many", gathered.sites.len());
            let way_out = format!("split it into files of up to {MOST}");
            gathered.problems.push(Problem::of_file(why, way_out));
        }
        if !gathered.problems.is_empty() {
            return Err(gathered.problems);
        }
        Ok(Self {
            separator: sheet.separator,
            has_bom: sheet.wants_bom,
            header: header
                .cells
                .iter()
                .map(|cell| Text::new(cell.as_str()))
                .collect(),
            lines: gathered.lines,
            sites: gathered.sites,
        })
    }

    /// How many lines name a site that another line names too.
    pub fn repeated(&self) -> usize {
        self.lines.len() - self.sites.len()
    }
}

/// Which column means what.
struct Columns(HashMap<Meaning, usize>);

impl Columns {
    fn of(header: &Row) -> Result<Self, Problem> {
        let mut columns = HashMap::new();
        for (place, name) in header.cells.iter().enumerate() {
            let Some(meaning) = Meaning::of(name) else {
                continue;
            };
            if let Some(first) = columns.insert(meaning, place) {
                let first = header.cells.get(first).map_or("", String::as_str);
                let first = Text::new(first);
                let why = format!("it means the same as {}", first.line());
                let problem = Problem::of_line(header.line, why, "rename or remove one of them");
                return Err(problem.in_column(name));
            }
        }
        let has = |meaning| columns.contains_key(&meaning);
        if has(Meaning::Latitude) != has(Meaning::Longitude) {
            let missing = if has(Meaning::Latitude) {
                "longitude"
            } else {
                "latitude"
            };
            return Err(Problem::of_line(
                header.line,
                format!("there is no column {missing}"),
                "a position needs both",
            ));
        }
        if !has(Meaning::Building) && !has(Meaning::Latitude) {
            return Err(Problem::of_line(
                header.line,
                "no column is called building_ref, or latitude and longitude",
                "the first line has to name the columns",
            ));
        }
        Ok(Self(columns))
    }

    fn cell<'a>(&self, meaning: Meaning, row: &'a Row) -> Option<&'a str> {
        let cell = row.cells.get(*self.0.get(&meaning)?)?;
        Some(cell.as_str()).filter(|cell| !cell.is_empty())
    }

    fn name<'a>(&self, meaning: Meaning, header: &'a Row) -> &'a str {
        let place = self.0.get(&meaning);
        let name = place.and_then(|place| header.cells.get(*place));
        name.map_or("", String::as_str)
    }
}

#[derive(Default)]
struct Gathered {
    lines: Vec<Line>,
    sites: Vec<Wanted>,
    known: HashMap<SiteQuery, usize>,
    problems: Vec<Problem>,
}

impl Gathered {
    fn take(&mut self, columns: &Columns, header: &Row, row: &Row) {
        let before = self.problems.len();
        if row.cells.len() > header.cells.len() {
            let (cells, names) = (row.cells.len(), header.cells.len());
            let why = format!("it has {cells} cells, the header {names}");
            let way_out = "quote a cell that holds the separator";
            self.problems.push(Problem::of_line(row.line, why, way_out));
        }
        let position = self.position(columns, header, row);
        let building = columns.cell(Meaning::Building, row);
        if self.problems.len() > before {
            return;
        }
        if position.is_none() && building.is_none() {
            let why = "it names no site";
            let way_out = match columns.0.contains_key(&Meaning::Latitude) {
                true if columns.0.contains_key(&Meaning::Building) => {
                    "give a building_ref, or latitude and longitude"
                }
                true => "give latitude and longitude",
                false => "give a building_ref",
            };
            self.problems.push(Problem::of_line(row.line, why, way_out));
            return;
        }
        let query = SiteQuery {
            position,
            building_ref: building.map(Text::new),
        };
        let site = self.site(query, families(columns, row), address(columns, row));
        let mut cells: Vec<_> = row
            .cells
            .iter()
            .map(|cell| Text::new(cell.as_str()))
            .collect();
        cells.resize(header.cells.len(), Text::new(""));
        self.lines.push(Line {
            number: row.line,
            cells,
            site,
        });
    }

    /// The site of a line: one that was named before is asked for once, with the families of all its lines.
    fn site(&mut self, query: SiteQuery, families: Vec<Text>, address: Option<Address>) -> usize {
        let Self { sites, known, .. } = self;
        let place = *known.entry(query.clone()).or_insert_with(|| {
            sites.push(Wanted {
                query,
                families: Vec::new(),
                address: None,
            });
            sites.len() - 1
        });
        if let Some(site) = sites.get_mut(place) {
            for family in families {
                if !site.families.contains(&family) {
                    site.families.push(family);
                }
            }
            if site.address.is_none() {
                site.address = address;
            }
        }
        place
    }

    /// Longitude and latitude of a line, where it has both.
    fn position(&mut self, columns: &Columns, header: &Row, row: &Row) -> Option<(Text, Text)> {
        let mut degrees = |meaning, most: f64| {
            let cell = columns.cell(meaning, row)?;
            let read = number(cell).filter(|(_, value)| value.abs() <= most);
            if read.is_none() {
                let why = format!("{} is no number of up to {most} degrees", shown(cell));
                let problem = Problem::of_line(row.line, why, "write it like 49.4744");
                self.problems
                    .push(problem.in_column(columns.name(meaning, header)));
            }
            Some(read)
        };
        let latitude = degrees(Meaning::Latitude, 90.0);
        let longitude = degrees(Meaning::Longitude, 180.0);
        match (latitude, longitude) {
            (Some(Some((y, latitude))), Some(Some((x, longitude)))) => {
                if looks_swapped(latitude, longitude) {
                    let why = format!("latitude {y} and longitude {x} lie in Somalia or off it");
                    let way_out = "they look swapped: rename the columns";
                    self.problems.push(Problem::of_line(row.line, why, way_out));
                }
                Some((Text::new(x), Text::new(y)))
            }
            (Some(_), None) | (None, Some(_)) => {
                let why = "one half of the position is missing";
                let way_out = "give latitude and longitude, or neither";
                self.problems.push(Problem::of_line(row.line, why, way_out));
                None
            }
            _ => None,
        }
    }
}

/// Metropolitan France with its coordinates turned round; nothing of France lies there.
fn looks_swapped(latitude: f64, longitude: f64) -> bool {
    (-6.0..10.0).contains(&latitude) && (41.0..52.0).contains(&longitude)
}

/// A number as it is sent, with a decimal point; and what it is.
fn number(cell: &str) -> Option<(String, f64)> {
    let sent: String = cell
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == ',' { '.' } else { c })
        .collect();
    let is_plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
    let value: f64 = sent.parse().ok()?;
    let sent = sent.trim_start_matches('+').to_owned();
    (value.is_finite() && sent.chars().all(is_plain)).then_some((sent, value))
}

fn families(columns: &Columns, row: &Row) -> Vec<Text> {
    let cell = columns.cell(Meaning::Families, row).unwrap_or_default();
    let words = cell.split(|c: char| c.is_whitespace() || matches!(c, '+' | ',' | ';' | '/' | '|'));
    let words = words.filter(|word| !word.is_empty());
    words.map(|word| Text::new(word.to_uppercase())).collect()
}

fn address(columns: &Columns, row: &Row) -> Option<Address> {
    let mut address = Address::default();
    let mut is_told = false;
    for (place, (_, part)) in address.parts_mut().into_iter().enumerate() {
        *part = columns.cell(Meaning::Address(place), row).map(Text::new);
        is_told |= part.is_some();
    }
    is_told.then_some(address)
}

/// A cell in a message.
fn shown(cell: &str) -> String {
    const LONGEST: usize = 20;
    let cell = Text::new(cell);
    let mut shown: String = cell.line().chars().take(LONGEST).collect();
    if cell.line().chars().count() > LONGEST {
        shown.push_str("...");
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Sites {
        let problems = |all: Vec<Problem>| all.iter().map(Problem::told).collect::<Vec<_>>();
        Sites::read(text.as_bytes()).map_err(problems).unwrap()
    }

    fn wrong(text: &str) -> Vec<String> {
        let problems = Sites::read(text.as_bytes()).unwrap_err();
        problems.iter().map(Problem::told).collect()
    }

    fn at(x: &str, y: &str, building: Option<&str>) -> SiteQuery {
        SiteQuery {
            position: Some((Text::new(x), Text::new(y))),
            building_ref: building.map(Text::new),
        }
    }

    #[test]
    fn columns_are_known_by_their_names_in_any_order() {
        let sites = read(
            "Nom;Code postal;LON;Adresse;building_ref;lat;families\n\
             Mairie;76130;1,091455;4bis Rue Andrei Sakharov;IMB/1;49,4744077;bpea + BPE\n",
        );
        let [site] = sites.sites.as_slice() else {
            panic!("{sites:?}");
        };
        assert_eq!(site.query, at("1.091455", "49.4744077", Some("IMB/1")));
        assert_eq!(site.families, [Text::new("BPEA"), Text::new("BPE")]);
        let address = site.address.as_ref().unwrap();
        assert_eq!(address.post_code, Some(Text::new("76130")));
        assert_eq!(address.label, Some(Text::new("4bis Rue Andrei Sakharov")));
        assert_eq!(address.city_name, None);
        assert_eq!(sites.header[0], Text::new("Nom"));
        let by_axes = read("x,y\n1.09,49.47\n");
        assert_eq!(by_axes.sites[0].query, at("1.09", "49.47", None));
        assert_eq!(by_axes.sites[0].address, None);
    }

    #[test]
    fn lines_of_one_site_are_asked_for_once_with_all_their_families() {
        let sites = read(
            "building_ref,families,ref\nIMB/1,BPE,a\nIMB/2,,b\nIMB/1,BPEA BPE,c\n\nIMB/1,,d\n",
        );
        assert_eq!(
            (sites.lines.len(), sites.sites.len(), sites.repeated()),
            (4, 2, 2)
        );
        let of: Vec<_> = sites
            .lines
            .iter()
            .map(|line| (line.number, line.site))
            .collect();
        assert_eq!(of, [(2, 0), (3, 1), (4, 0), (6, 0)]);
        assert_eq!(
            sites.sites[0].families,
            [Text::new("BPE"), Text::new("BPEA")]
        );
        assert!(sites.sites[1].families.is_empty());
    }

    #[test]
    fn every_bad_line_is_named_with_its_column_and_the_way_out() {
        assert_eq!(
            wrong(
                "ref;building_ref;lat;lon\n\
                 a;;49,47;1,09\n\
                 b;;;\n\
                 c;IMB/1;95;1,09\n\
                 d;;north of the river at Rouen;1,09\n\
                 e;;;1,09\n\
                 f;IMB/2;;;x\n\
                 g;;1,09;49,47\n"
            ),
            [
                "line 3: it names no site: give a building_ref, or latitude and longitude",
                "line 4, lat: 95 is no number of up to 90 degrees: write it like 49.4744",
                "line 5, lat: north of the river a... is no number of up to 90 degrees: write it like 49.4744",
                "line 6: one half of the position is missing: give latitude and longitude, or neither",
                "line 7: it has 5 cells, the header 4: quote a cell that holds the separator",
                "line 8: latitude 1.09 and longitude 49.47 lie in Somalia or off it: they look swapped: rename the columns",
            ]
        );
    }

    #[test]
    fn a_file_without_names_for_its_columns_is_told_so() {
        assert_eq!(
            wrong("IMB/31555/X/00RV\nIMB/2\n"),
            [
                "line 1: no column is called building_ref, or latitude and longitude: the first line has to name the columns"
            ]
        );
        assert_eq!(
            wrong("ref,lat\na,1\n"),
            ["line 1: there is no column longitude: a position needs both"]
        );
        assert_eq!(
            wrong("imb,y,x,building\n"),
            ["line 1, building: it means the same as imb: rename or remove one of them"]
        );
        assert_eq!(
            wrong("building_ref\n"),
            ["there is no line after the header: it needs a line for each site"]
        );
        let many: Vec<_> = (0..=MOST).map(|n| format!("IMB/{n}")).collect();
        assert_eq!(
            wrong(&format!("building_ref\n{}", many.join("\n"))),
            ["5001 sites are too many: split it into files of up to 5000"]
        );
    }

    #[test]
    fn reunion_and_guiana_are_no_swapped_france() {
        let sites = read("lat,lon\n-20.88,55.45\n4.93,-52.33\n-12.78,45.22\n");
        assert_eq!(sites.sites.len(), 3);
    }

    #[test]
    fn what_a_cell_holds_is_told_safely() {
        let told = wrong("lat,lon\n\u{1b}[2J\u{202e}x,1\n").join("");
        assert!(
            !told.contains('\u{1b}') && !told.contains('\u{202e}'),
            "{told:?}"
        );
    }

    proptest! {
        #[test]
        fn every_line_is_either_asked_for_or_named(
            rows in proptest::collection::vec("(IMB/[0-9])?;-?[0-9]{0,3};[0-9a-z,]{0,4}", 1..20),
        ) {
            let text = format!("building_ref;lat;lon\n{}\n", rows.join("\n"));
            let told = rows.iter().filter(|row| row.as_str() != ";;").count();
            match Sites::read(text.as_bytes()) {
                Ok(sites) => {
                    prop_assert_eq!(sites.lines.len(), told);
                    prop_assert!(sites.lines.iter().all(|line| line.site < sites.sites.len()));
                }
                Err(problems) => prop_assert!(!problems.is_empty()),
            }
        }
    }
}

//! French-looking names for the simulator's world: people, companies, streets and towns.
//!
//! Towns carry their real postcode, INSEE code and coordinates, because screens align and filter on them. People and companies
//! are put together from lists and mean nobody. Accents, apostrophes and hyphens are there on purpose.

use super::dice::Dice;

/// A town as the order pages print it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Town {
    /// Name with accents, as the post office would accept it.
    pub name: &'static str,
    /// Postal code, five digits.
    pub postcode: &'static str,
    /// INSEE code of the commune (or of the district in Paris, Lyon and Marseille).
    pub insee: &'static str,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

const fn town(
    name: &'static str,
    postcode: &'static str,
    insee: &'static str,
    latitude: f64,
    longitude: f64,
) -> Town {
    Town {
        name,
        postcode,
        insee,
        latitude,
        longitude,
    }
}

const TOWNS: &[Town] = &[
    town("Mont-Saint-Aignan", "76130", "76451", 49.4631, 1.0936),
    town("Rouen", "76000", "76540", 49.4431, 1.0993),
    town("Le Havre", "76600", "76351", 49.4944, 0.1079),
    town("Caen", "14000", "14118", 49.1829, -0.3707),
    town("Rennes", "35000", "35238", 48.1173, -1.6778),
    town("Saint-Malo", "35400", "35288", 48.6493, -2.0257),
    town("Brest", "29200", "29019", 48.3904, -4.4861),
    town("Quimper", "29000", "29232", 47.9960, -4.1024),
    town("Lorient", "56100", "56121", 47.7483, -3.3702),
    town("Vannes", "56000", "56260", 47.6582, -2.7608),
    town("Saint-Brieuc", "22000", "22278", 48.5142, -2.7658),
    town("Nantes", "44000", "44109", 47.2184, -1.5536),
    town("Angers", "49000", "49007", 47.4784, -0.5632),
    town("Le Mans", "72000", "72181", 48.0061, 0.1996),
    town("La Roche-sur-Yon", "85000", "85191", 46.6705, -1.4264),
    town("Niort", "79000", "79191", 46.3237, -0.4648),
    town("La Rochelle", "17000", "17300", 46.1603, -1.1511),
    town("Poitiers", "86000", "86194", 46.5802, 0.3404),
    town("Tours", "37000", "37261", 47.3941, 0.6848),
    town("Orléans", "45000", "45234", 47.9030, 1.9093),
    town("Blois", "41000", "41018", 47.5861, 1.3359),
    town("Chartres", "28000", "28085", 48.4439, 1.4890),
    town("Paris", "75008", "75108", 48.8728, 2.3126),
    town("Paris", "75012", "75112", 48.8400, 2.3876),
    town("Boulogne-Billancourt", "92100", "92012", 48.8397, 2.2399),
    town("Saint-Denis", "93200", "93066", 48.9362, 2.3574),
    town("Créteil", "94000", "94028", 48.7904, 2.4556),
    town("Massy", "91300", "91377", 48.7309, 2.2713),
    town("Versailles", "78000", "78646", 48.8049, 2.1204),
    town("Cergy", "95000", "95127", 49.0364, 2.0761),
    town("Meaux", "77100", "77284", 48.9601, 2.8885),
    town("Amiens", "80000", "80021", 49.8941, 2.2958),
    town("Lille", "59000", "59350", 50.6292, 3.0573),
    town("Roubaix", "59100", "59512", 50.6942, 3.1746),
    town("Villeneuve-d'Ascq", "59650", "59009", 50.6232, 3.1442),
    town("Dunkerque", "59140", "59183", 51.0343, 2.3768),
    town("Reims", "51100", "51454", 49.2583, 4.0317),
    town("Troyes", "10000", "10387", 48.2973, 4.0744),
    town("Metz", "57000", "57463", 49.1193, 6.1757),
    town("Nancy", "54000", "54395", 48.6921, 6.1844),
    town("Strasbourg", "67000", "67482", 48.5734, 7.7521),
    town("Colmar", "68000", "68066", 48.0794, 7.3585),
    town("Mulhouse", "68100", "68224", 47.7508, 7.3359),
    town("Besançon", "25000", "25056", 47.2378, 6.0241),
    town("Dijon", "21000", "21231", 47.3220, 5.0415),
    town("Lyon", "69003", "69383", 45.7600, 4.8500),
    town("Villeurbanne", "69100", "69266", 45.7719, 4.8902),
    town("Saint-Étienne", "42000", "42218", 45.4397, 4.3872),
    town("Grenoble", "38000", "38185", 45.1885, 5.7245),
    town("Chambéry", "73000", "73065", 45.5646, 5.9178),
    town("Annecy", "74000", "74010", 45.8992, 6.1294),
    town("Valence", "26000", "26362", 44.9334, 4.8924),
    town("Clermont-Ferrand", "63000", "63113", 45.7772, 3.0870),
    town("Limoges", "87000", "87085", 45.8336, 1.2611),
    town("Bordeaux", "33000", "33063", 44.8378, -0.5792),
    town("Mérignac", "33700", "33281", 44.8424, -0.6450),
    town("Pau", "64000", "64445", 43.2951, -0.3708),
    town("Bayonne", "64100", "64102", 43.4929, -1.4748),
    town("Toulouse", "31000", "31555", 43.6047, 1.4442),
    town("Blagnac", "31700", "31069", 43.6364, 1.3906),
    town("Perpignan", "66000", "66136", 42.6887, 2.8948),
    town("Béziers", "34500", "34032", 43.3442, 3.2158),
    town("Montpellier", "34000", "34172", 43.6108, 3.8767),
    town("Nîmes", "30000", "30189", 43.8367, 4.3601),
    town("Avignon", "84000", "84007", 43.9493, 4.8055),
    town("Marseille", "13008", "13208", 43.2500, 5.3830),
    town("Aix-en-Provence", "13100", "13001", 43.5297, 5.4474),
    town("Toulon", "83000", "83137", 43.1242, 5.9280),
    town("Nice", "06000", "06088", 43.7102, 7.2620),
    town("Valbonne", "06560", "06152", 43.6411, 7.0089),
];

const FIRST_NAMES: &[&str] = &[
    "Aurélie",
    "Benoît",
    "Cécile",
    "Clément",
    "Élodie",
    "Émile",
    "Fabrice",
    "François",
    "Gaëlle",
    "Grégory",
    "Hélène",
    "Inès",
    "Jean-Marc",
    "Jérôme",
    "Joëlle",
    "Karim",
    "Léa",
    "Loïc",
    "Maëlys",
    "Marie-Laure",
    "Mickaël",
    "Nadia",
    "Noémie",
    "Océane",
    "Pascal",
    "Raphaël",
    "Sébastien",
    "Solène",
    "Théo",
    "Thérèse",
    "Valérie",
    "Xavier",
    "Yann",
    "Zoé",
];

const LAST_NAMES: &[&str] = &[
    "Bélanger",
    "Bernard",
    "Besançon",
    "Blanchard",
    "Carré",
    "Chevallier",
    "Da Silva",
    "Delaunay",
    "D'Hondt",
    "Dupont",
    "Durand",
    "Élie",
    "Fabre",
    "Faure",
    "Gauthier",
    "Gérard",
    "Guérin",
    "Haddad",
    "Jégou",
    "Kerbrat",
    "Lefèvre",
    "Le Goff",
    "L'Hostis",
    "Lemaître",
    "Marchal",
    "Mercier",
    "Moreau",
    "N'Diaye",
    "Nguyen",
    "Pérez",
    "Poirier",
    "Prévost",
    "Rousseau",
    "Saint-André",
    "Thévenet",
    "Vasseur",
    "Vidal",
    "Zidi",
];

const TRADES: &[&str] = &[
    "Boulangerie",
    "Cabinet",
    "Carrosserie",
    "Centre dentaire",
    "Clinique",
    "Coopérative",
    "Distillerie",
    "Établissements",
    "Fonderie",
    "Garage",
    "Groupe scolaire",
    "Hôtel",
    "Imprimerie",
    "Lycée",
    "Mairie annexe",
    "Menuiserie",
    "Notaires",
    "Pépinières",
    "Pharmacie",
    "Résidence",
    "Société",
    "Transports",
    "Verrerie",
];

const BRANDS: &[&str] = &[
    "Armor Marée",
    "Bâti-Ouest",
    "Brasserie de l'Étoile",
    "Câbleries du Ponant",
    "Crédit des Régions",
    "Éco-Logis",
    "Fromagerie Sainte-Opportune",
    "Jouets & Cie",
    "La Crémaillère",
    "Le Comptoir Bleu",
    "Mécanique Générale du Forez",
    "Médiathèque Aimé-Césaire",
    "Mutuelle de l'Île",
    "Nord Bétail",
    "Opale Santé",
    "Orfèvrerie Valette",
    "Pôle Numérique Isère",
    "Sécurité Plus",
    "Thermes d'Évian",
    "Vins Château-Neuf",
];

const STREET_KINDS: &[&str] = &[
    "rue",
    "rue",
    "rue",
    "avenue",
    "boulevard",
    "place",
    "chemin",
    "allée",
    "impasse",
    "quai",
    "route",
    "cours",
];

const STREET_NAMES: &[&str] = &[
    "de l'Église",
    "de la République",
    "du Général-de-Gaulle",
    "Andreï-Dimitri-Sakharov",
    "Jean-Jaurès",
    "des Frères-Lumière",
    "de la Forêt",
    "du Moulin",
    "Pasteur",
    "Émile-Zola",
    "des Métiers",
    "Gustave-Eiffel",
    "de Bretagne",
    "Hélène-Boucher",
    "du Port",
    "des Acacias",
    "Marcel-Pagnol",
    "du Châtelet",
    "de la Gare",
    "Joséphine-Baker",
    "du 8-Mai-1945",
    "Denis-Papin",
    "de l'Abbé-Grégoire",
    "Olympe-de-Gouges",
    "du Pré-aux-Clercs",
    "Aimé-Césaire",
];

/// A person of the operator or of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Given name.
    pub first: &'static str,
    /// Family name.
    pub last: &'static str,
}

impl Person {
    /// Draws a person.
    pub fn draw(dice: &mut Dice) -> Self {
        Self {
            first: dice.pick(FIRST_NAMES),
            last: dice.pick(LAST_NAMES),
        }
    }

    /// Given name, then the family name in capitals, as the API prints managers.
    pub fn full(&self) -> String {
        format!("{} {}", self.first, self.last.to_uppercase())
    }

    /// A mail address at `domain`, in plain ASCII.
    pub fn mail(&self, domain: &str) -> String {
        let initial: String = plain(self.last).chars().take(1).collect();
        format!("{}.{initial}@{domain}", plain(self.first))
    }
}

/// A customer's name: a trade with a family name, or a brand.
pub(super) fn company(dice: &mut Dice) -> String {
    if dice.percent(45) {
        format!("{} {}", dice.pick(TRADES), dice.pick(LAST_NAMES))
    } else {
        dice.pick(BRANDS).to_owned()
    }
}

/// A street with its number in front, as the API prints it (`O12`: the number is part of the street name).
pub(super) fn street(dice: &mut Dice) -> String {
    let number = dice.between(1, 180);
    let suffix = if dice.percent(8) { " bis" } else { "" };
    format!(
        "{number}{suffix} {} {}",
        dice.pick(STREET_KINDS),
        dice.pick(STREET_NAMES)
    )
}

/// One of the towns.
pub(super) fn town_of(dice: &mut Dice) -> Town {
    dice.pick(TOWNS)
}

/// The town of an INSEE code, or another one of its department.
pub(super) fn town_near(insee: &str) -> Option<Town> {
    let department = insee.get(..2)?;
    let exact = TOWNS.iter().find(|town| town.insee == insee);
    let near = || TOWNS.iter().find(|town| town.insee.starts_with(department));
    exact.or_else(near).copied()
}

/// The town nearest to a position.
pub(super) fn town_around(longitude: f64, latitude: f64) -> Town {
    let distance =
        |town: &&Town| (town.longitude - longitude).powi(2) + (town.latitude - latitude).powi(2);
    let nearest = TOWNS
        .iter()
        .min_by(|one, other| distance(one).total_cmp(&distance(other)));
    nearest.copied().unwrap_or_default()
}

/// Lower-case ASCII letters and hyphens of a French name.
fn plain(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .filter_map(|c| match c {
            'à' | 'â' | 'ä' => Some('a'),
            'ç' => Some('c'),
            'é' | 'è' | 'ê' | 'ë' => Some('e'),
            'î' | 'ï' => Some('i'),
            'ô' | 'ö' => Some('o'),
            'ù' | 'û' | 'ü' => Some('u'),
            'a'..='z' | '-' => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_have_plausible_codes() {
        for town in TOWNS {
            assert_eq!(
                (town.postcode.len(), town.insee.len()),
                (5, 5),
                "{}",
                town.name
            );
            assert_eq!(
                town.postcode[..2],
                town.insee[..2],
                "{}: one department",
                town.name
            );
            assert!((41.0..52.0).contains(&town.latitude), "{}", town.name);
            assert!((-5.0..9.0).contains(&town.longitude), "{}", town.name);
        }
    }

    #[test]
    fn mail_addresses_are_plain_ascii() {
        let person = Person {
            first: "Jérôme",
            last: "L'Hostis",
        };
        assert_eq!(person.full(), "Jérôme L'HOSTIS");
        assert_eq!(person.mail("covage.com"), "jerome.l@covage.com");
        let elie = Person {
            first: "Zoé",
            last: "Élie",
        };
        assert_eq!(elie.mail("x.fr"), "zoe.e@x.fr");
    }
}

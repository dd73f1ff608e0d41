//! Code lists: projects, collection doors, business deals, billing sites and the phrases to send back.
//!
//! The lists are short and fixed; the phrases are the documentation's own, misspellings included (row `G17`).

/// A project (row `R7`).
#[derive(Clone, Copy, Debug)]
pub struct Project {
    /// Code to send when ordering.
    pub code: &'static str,
    /// Whether it can be used now.
    pub is_active: bool,
    /// First day.
    pub start: &'static str,
    /// Last day; `2099-12-31` stands for "no end" (row `G7`).
    pub end: &'static str,
}

/// Every project.
pub const PROJECTS: &[Project] = &[
    Project {
        code: "FLASH",
        is_active: true,
        start: "2000-01-01",
        end: "2099-12-31",
    },
    Project {
        code: "RENOUV26",
        is_active: true,
        start: "2026-01-01",
        end: "2026-12-31",
    },
    Project {
        code: "ÉCOLES",
        is_active: true,
        start: "2024-09-01",
        end: "2099-12-31",
    },
    Project {
        code: "MULTISITE",
        is_active: true,
        start: "2023-03-15",
        end: "2099-12-31",
    },
    Project {
        code: "PILOTE19",
        is_active: false,
        start: "2019-02-01",
        end: "2020-06-30",
    },
];

/// A collection door (rows `R1`, `R6`).
#[derive(Clone, Copy, Debug)]
pub struct Enni {
    /// Door code.
    pub code: &'static str,
    /// Reference to send when ordering.
    pub reference: &'static str,
    /// Customer name.
    pub name: &'static str,
    /// Door name.
    pub label: &'static str,
    /// Family served.
    pub offer: &'static str,
    /// Public-service network.
    pub dsp: &'static str,
    /// Delivery mode.
    pub delivery_mode: &'static str,
    /// Whether it can be used now.
    pub is_active: bool,
}

/// Every collection door.
pub const ENNIS: &[Enni] = &[
    enni(
        "720",
        "CN012345",
        "Collecte Nationale Entreprise",
        "BPEA",
        ("OXO", "National"),
        true,
    ),
    enni(
        "721",
        "CN001366",
        "Collecte Nationale Paris TH2",
        "BPE",
        ("OXO", "National"),
        true,
    ),
    enni(
        "805",
        "CN004821",
        "Collecte régionale Normandie",
        "BPE",
        ("EUREO", "Regional"),
        true,
    ),
    enni(
        "806",
        "CN004822",
        "Collecte régionale Bretagne (secours)",
        "BPE",
        ("MEGALIS", "Regional"),
        true,
    ),
    enni(
        "512",
        "CN000199",
        "Ancienne collecte Lyon",
        "BPEA",
        ("GRALYON", "Local"),
        false,
    ),
];

const fn enni(
    code: &'static str,
    reference: &'static str,
    label: &'static str,
    offer: &'static str,
    network: (&'static str, &'static str),
    is_active: bool,
) -> Enni {
    Enni {
        code,
        reference,
        name: "client",
        label,
        offer,
        dsp: network.0,
        delivery_mode: network.1,
        is_active,
    }
}

/// A running deal: code, label, last change.
pub const BUSINESS_CODES: &[(&str, &str, &str)] = &[
    (
        "AFAUX01234567890",
        "Affaire [Name client]-[Enseigne]",
        "2022-01-14T13:57:04Z",
    ),
    (
        "AFAUX20260000017",
        "Lycées de la région – lot n°2",
        "2026-02-03T08:12:40Z",
    ),
    (
        "AFAUX20250000311",
        "Réseau d'agences Crédit des Régions",
        "2025-11-20T16:45:09Z",
    ),
];

/// Reasons for ending a service (row `R3`: two paths, one list).
pub const TERMINATE_REASONS: &[&str] = &[
    "Cessation d'activité",
    "Changement d'Operateur d'Infrastructure",
    "Déménagement sans reprise de lien COVAGE",
    "Déménagement avec reprise de lien COVAGE",
    "Autres motifs, précisez en commentaire",
];

/// Reasons for a change.
pub const CHANGE_REASONS: &[&str] = &[
    "Upgrade (Changement de débit)",
    "Downgrade (Changement de débit)",
    "Modification de Porte de Collecte (principale et/ou sécurisation)",
    "Modification des options du service (ajout, suppression, modification)",
    "Autres demandes de modifications",
];

/// Kinds of site (row `R2`: the first phrase differs between pages).
pub const SITE_TYPES: &[&str] = &[
    "Standard ou No-catégorisé",
    "Centre commercial",
    "Datacenter",
    "Zone d'activité ZA",
    "Aéroport",
    "Zone maritime",
    "Centre de santé ou hôpital",
    "Etablissement haute sécurité",
    "Etablissement patrimoine",
    "Prison",
    "Cimetière",
];

//! What a downloaded file may be called.
//!
//! A server can call a file anything: `../../.bashrc`, `-rf`, a name that reads backwards. What comes out of here is always
//! one visible name in one directory, with an extension that no shell, browser or desktop runs. Ordinary names stay as they
//! are.

use unicode_normalization::char::is_combining_mark;

use crate::domain::text::Text;

/// Extensions that are kept; with any other one a file is `.bin` as well.
pub const KEPT: &[&str] = &[
    "bin", "bmp", "csv", "doc", "docx", "dwg", "dxf", "eml", "gif", "jpeg", "jpg", "json", "kml",
    "kmz", "msg", "odg", "ods", "odt", "pdf", "png", "pptx", "rtf", "shp", "tif", "tiff", "txt",
    "webp", "xls", "xlsx", "xml", "zip",
];
/// Bytes of a name before its extension. File systems take 255 for all of it, a number and the extension included.
const MAX_BYTES: usize = 200;
/// Of a name of which nothing is left.
const NAMELESS: &str = "download";

/// A name that can be written into a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName {
    stem: String,
    extension: String,
}

impl FileName {
    /// Makes one of whatever somebody called a file.
    pub fn of(name: &Text) -> Self {
        let leaf = name.wire().rsplit(['/', '\\']).next().unwrap_or_default();
        let leaf = Text::new(leaf);
        let clean: String = leaf.line().chars().map(harmless).collect();
        let clean = clean.trim_start_matches(is_no_beginning);
        let (stem, extension) = match clean.rsplit_once('.') {
            Some((stem, extension)) if is_kept(extension) => (stem, extension),
            _ => (clean, "bin"),
        };
        let stem = cut(stem, MAX_BYTES).trim_end_matches(['.', ' ']);
        let stem = if stem.is_empty() { NAMELESS } else { stem };
        Self {
            stem: stem.to_owned(),
            extension: extension.to_owned(),
        }
    }

    /// As it stands in a directory; from the second on with its number, for when the name is taken.
    pub fn numbered(&self, number: u32) -> String {
        let Self { stem, extension } = self;
        match number {
            0 | 1 => format!("{stem}.{extension}"),
            number => format!("{stem} ({number}).{extension}"),
        }
    }
}

/// What stands for a character in a name.
fn harmless(c: char) -> char {
    match c {
        // What could not be drawn, a line end, and what some file system or remote copy takes for something else.
        '\u{FFFD}' | '⏎' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
        c => c,
    }
}

/// Hidden files, options and home directories begin with these; a combining mark begins nothing.
fn is_no_beginning(c: char) -> bool {
    matches!(c, '.' | '-' | '~' | ' ') || is_combining_mark(c)
}

fn is_kept(extension: &str) -> bool {
    KEPT.iter().any(|kept| kept.eq_ignore_ascii_case(extension))
}

/// The first so many bytes, or fewer where that would part a character.
fn cut(text: &str, bytes: usize) -> &str {
    let mut places = (0..=bytes.min(text.len())).rev();
    let cut = places.find_map(|place| text.get(..place));
    cut.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::path::{Component, Path};

    use proptest::prelude::*;

    use super::*;
    use crate::domain::text::is_drawable;

    fn cleaned(name: &str) -> String {
        FileName::of(&Text::new(name)).numbered(1)
    }

    #[test]
    fn a_path_is_its_last_name_and_nothing_hidden_or_run_is_left() {
        for (name, written) in [
            ("BDC_12.pdf", "BDC_12.pdf"),
            ("Plan.PDF", "Plan.PDF"),
            ("../../.bashrc", "bashrc.bin"),
            ("..\\..\\autoexec.bat", "autoexec.bat.bin"),
            ("/etc/passwd", "passwd.bin"),
            ("..", "download.bin"),
            ("", "download.bin"),
            ("a/", "download.bin"),
            ("-rf", "rf.bin"),
            ("~root", "root.bin"),
            (".pdf", "pdf.bin"),
            ("setup.pdf.sh", "setup.pdf.sh.bin"),
            ("report. .pdf", "report.pdf"),
            ("a\u{1b}[2J\nb.pdf", "a_[2J_b.pdf"),
            ("gnp.\u{202E}fdp.exe", "gnp._fdp.exe.bin"),
            ("\u{200B}.pdf\0", "pdf_.bin"),
            ("what?.csv", "what_.csv"),
        ] {
            assert_eq!(cleaned(name), written, "{name:?}");
        }
    }

    #[test]
    fn a_taken_name_gets_a_number_before_its_extension() {
        let name = FileName::of(&Text::new("Devis n° 12.pdf"));
        assert_eq!(name.numbered(1), "Devis n° 12.pdf");
        assert_eq!(name.numbered(2), "Devis n° 12 (2).pdf");
    }

    #[test]
    fn a_long_name_is_cut_between_characters_and_keeps_its_extension() {
        let name = FileName::of(&Text::new(format!("{}.kmz", "é".repeat(300))));
        assert_eq!(name.numbered(1), format!("{}.kmz", "é".repeat(100)));
    }

    #[test]
    fn two_hundred_ordinary_french_names_stay_as_they_are() {
        let kinds = [
            "Devis n° 12 – ",
            "Bon de commande (signé) ",
            "Relevé d'infrastructure, ",
            "PV de recette ",
            "Étude de faisabilité & plan ",
            "Tracé prévisionnel_v2 ",
            "CR réunion du 03.05.2026 ",
            "Annexe n°3 ",
            "Synoptique [DOE] ",
            "Facture 100 % réglée ",
        ];
        let places = [
            "Mairie d'Évry",
            "Hôpital Saint-Étienne",
            "L’Haÿ-les-Roses",
            "Château-Thierry",
            "Bœrsch",
            "Île-d’Aix",
            "KING JOUET",
            "DUPONT & FILS",
            "Crédit Agricole",
            "ÇA & LÀ",
        ];
        let mut names = 0;
        for kind in kinds {
            for place in places {
                for extension in ["pdf", "XLSX"] {
                    let name = format!("{kind}{place}.{extension}");
                    assert_eq!(cleaned(&name), name);
                    names += 1;
                }
            }
        }
        assert_eq!(names, 200);
    }

    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("../".to_owned()),
            Just("..\\".to_owned()),
            Just("..".to_owned()),
            Just("/".to_owned()),
            Just("\0".to_owned()),
            Just("~/.ssh/".to_owned()),
            Just("-".to_owned()),
            Just("\u{202E}fdp".to_owned()),
            Just("\u{1b}]52;c;AAAA\u{7}".to_owned()),
            Just("%2e%2e%2f".to_owned()),
            Just("e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}".to_owned()),
            Just(".pdf".to_owned()),
            Just(".desktop".to_owned()),
            Just("$(reboot)".to_owned()),
            Just("東".repeat(120)),
            "[\\x00-\\x7f]{0,8}",
            "[\\u{80}-\\u{2fff}]{0,8}",
            "\\PC{0,8}",
        ];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        #[test]
        fn whatever_a_server_calls_a_file_it_is_one_visible_name_in_one_directory(name in hostile()) {
            let clean = FileName::of(&Text::new(name));
            for number in [1, 2, 999] {
                let written = clean.numbered(number);
                let parts: Vec<_> = Path::new(&written).components().collect();
                prop_assert_eq!(parts, [Component::Normal(written.as_ref())]);
                prop_assert!(written.len() <= 255);
                let is_fine = |c: char| is_drawable(c) && !matches!(c, '\\' | '\u{FFFD}');
                prop_assert!(written.chars().all(is_fine));
                prop_assert!(!written.starts_with(is_no_beginning));
                let (_, extension) = written.rsplit_once('.').unwrap();
                prop_assert!(is_kept(extension));
            }
            let again = FileName::of(&Text::new(clean.numbered(1)));
            prop_assert_eq!(again, clean);
        }
    }
}

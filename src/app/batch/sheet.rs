//! A table in a text file: bytes in, cells with their line numbers out.
//!
//! What people have is what a spreadsheet saved: separated by semicolons, commas or tabs, quoted or not, in UTF-8 with or
//! without its mark or in the encoding of an old Windows, with either line end. Pure; what the cells mean is told
//! elsewhere.

use super::problem::Problem;

/// A larger file is none of sites.
pub(super) const MAX_BYTES: usize = 4 << 20;
/// A row with more columns than this is none that a person made.
const MAX_COLUMNS: usize = 200;

/// What separates cells; the first that the header holds most of wins.
const SEPARATORS: [char; 3] = [';', '\t', ','];

/// The cells of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sheet {
    /// What separates them.
    pub(super) separator: char,
    /// Whether a spreadsheet will want a mark to read the like as UTF-8: it had one, or was not UTF-8 at all.
    pub(super) wants_bom: bool,
    /// The rows that hold anything, the header first.
    pub(super) rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The line it begins on, from 1.
    pub(super) line: u32,
    /// Its cells; a quoted one may hold line ends.
    pub(super) cells: Vec<String>,
}

impl Sheet {
    /// Reads a file.
    ///
    /// # Errors
    /// Why it is no table.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Problem> {
        if bytes.len() > MAX_BYTES {
            let mib = MAX_BYTES >> 20;
            return Err(Problem::of_file(
                format!("it is larger than {mib} MiB"),
                "split it",
            ));
        }
        if bytes.starts_with(b"PK") {
            return Err(Problem::of_file(
                "it is a workbook or an archive, not a text",
                "save the sheet as CSV",
            ));
        }
        let (text, wants_bom) = decoded(bytes)?;
        let separator = separator(&text);
        let rows = rows(&text, separator)?;
        if rows.is_empty() {
            return Err(Problem::of_file(
                "it is empty",
                "it needs a header and a line for each site",
            ));
        }
        Ok(Self {
            separator,
            wants_bom,
            rows,
        })
    }
}

/// The text of a file, and whether it had a mark or was not UTF-8.
fn decoded(bytes: &[u8]) -> Result<(String, bool), Problem> {
    let is_wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if is_wide || bytes.contains(&0) {
        return Err(Problem::of_file(
            "it is not UTF-8 or Latin-1 text",
            "save it as CSV in UTF-8",
        ));
    }
    let (bytes, had_bom) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), had_bom),
        Err(_) => (bytes.iter().map(|byte| western(*byte)).collect(), true),
    })
}

/// A byte of Latin-1, with what Windows puts where Latin-1 has controls.
fn western(byte: u8) -> char {
    const WINDOWS: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
        '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}',
        'ž', 'Ÿ',
    ];
    let of_windows = byte.checked_sub(0x80).map(usize::from);
    let of_windows = of_windows.and_then(|place| WINDOWS.get(place));
    of_windows.copied().unwrap_or(char::from(byte))
}

/// What the first line that holds anything has most of, outside quotes.
fn separator(text: &str) -> char {
    let header = text.lines().find(|line| !line.trim().is_empty());
    let header = header.unwrap_or_default();
    let count = |separator: char| {
        let mut is_quoted = false;
        let is_it = |c: char| {
            is_quoted ^= c == '"';
            c == separator && !is_quoted
        };
        header.chars().map(is_it).filter(|is_it| *is_it).count()
    };
    let mut best = (',', 0);
    for separator in SEPARATORS {
        let count = count(separator);
        if count > best.1 {
            best = (separator, count);
        }
    }
    best.0
}

fn rows(text: &str, separator: char) -> Result<Vec<Row>, Problem> {
    let mut reader = Reader {
        rows: Vec::new(),
        cells: Vec::new(),
        cell: String::new(),
        line: 1,
        began: 1,
        quote: None,
    };
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, reader.quote) {
            ('"', Some(_)) if chars.peek() == Some(&'"') => {
                chars.next();
                reader.cell.push('"');
            }
            ('"', Some(_)) => reader.quote = None,
            // A quote inside a cell that does not begin with one stands for itself.
            ('"', None) if reader.cell.trim().is_empty() => {
                reader.cell.clear();
                reader.quote = Some(reader.line);
            }
            ('\r', _) if chars.peek() == Some(&'\n') => {}
            ('\n' | '\r', quote) => {
                reader.line += 1;
                if quote.is_some() {
                    reader.cell.push('\n');
                } else {
                    reader.end_row()?;
                }
            }
            (c, None) if c == separator => reader.end_cell()?,
            (c, _) => reader.cell.push(c),
        }
    }
    if let Some(line) = reader.quote {
        return Err(Problem::of_line(
            line,
            "a quote is opened and never closed",
            "close it, or write two for one in a text",
        ));
    }
    reader.end_row()?;
    Ok(reader.rows)
}

struct Reader {
    rows: Vec<Row>,
    cells: Vec<String>,
    cell: String,
    line: u32,
    /// Where the row began.
    began: u32,
    /// Where the open quote was opened.
    quote: Option<u32>,
}

impl Reader {
    fn end_cell(&mut self) -> Result<(), Problem> {
        let cell = std::mem::take(&mut self.cell);
        self.cells.push(cell.trim().to_owned());
        if self.cells.len() > MAX_COLUMNS {
            return Err(Problem::of_line(
                self.began,
                format!("it has more than {MAX_COLUMNS} cells"),
                "check the separators",
            ));
        }
        Ok(())
    }

    /// Ends a row; one without anything in it is none.
    fn end_row(&mut self) -> Result<(), Problem> {
        self.end_cell()?;
        let cells = std::mem::take(&mut self.cells);
        let began = std::mem::replace(&mut self.began, self.line);
        if cells.iter().any(|cell| !cell.is_empty()) {
            self.rows.push(Row { line: began, cells });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Sheet {
        Sheet::read(text.as_bytes()).unwrap()
    }

    fn cells(sheet: &Sheet) -> Vec<Vec<&str>> {
        let rows = sheet.rows.iter();
        rows.map(|row| row.cells.iter().map(String::as_str).collect())
            .collect()
    }

    #[test]
    fn the_separator_is_what_the_header_has_most_of() {
        for (text, separator) in [
            ("a;b\n1,5;2", ';'),
            ("a,b\n1;5,2", ','),
            ("a\tb\n1\t2", '\t'),
            ("\"a;b;c\",b\n1,2", ','),
            ("alone\n1,2", ','),
        ] {
            assert_eq!(read(text).separator, separator, "{text}");
        }
    }

    #[test]
    fn quotes_line_ends_and_blank_lines_are_as_a_spreadsheet_writes_them() {
        let sheet = read(
            "a;b\r\n\r\n \"x;\"\"y\"\"\" ;\"two\r\nlines\"\r\n;;\r\nlate;it's 4\" wide\rlast;1",
        );
        assert_eq!(
            cells(&sheet),
            [
                vec!["a", "b"],
                vec!["x;\"y\"", "two\nlines"],
                vec!["late", "it's 4\" wide"],
                vec!["last", "1"],
            ]
        );
        let lines: Vec<_> = sheet.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [1, 3, 6, 7], "where each begins in the file");
    }

    #[test]
    fn latin_1_is_read_as_it_was_meant_and_so_is_a_mark() {
        let latin = Sheet::read(b"ville;prix\nSaint-Ch\xE9ron;5 \x80 \x9Cuf").unwrap();
        assert_eq!(cells(&latin)[1], ["Saint-Chéron", "5 € œuf"]);
        assert!(latin.wants_bom);
        let marked = Sheet::read("\u{FEFF}réf;b\n1;2".as_bytes()).unwrap();
        assert_eq!(cells(&marked)[0], ["réf", "b"]);
        assert!(marked.wants_bom && !read("réf;b").wants_bom);
    }

    #[test]
    fn what_is_no_table_says_what_to_do_about_it() {
        let why = |bytes: &[u8]| Sheet::read(bytes).unwrap_err().told();
        assert_eq!(
            why(b"PK\x03\x04..."),
            "it is a workbook or an archive, not a text: save the sheet as CSV"
        );
        assert_eq!(
            why(b"\xFF\xFEa\0b\0"),
            "it is not UTF-8 or Latin-1 text: save it as CSV in UTF-8"
        );
        assert_eq!(
            why(b" \r\n;;\n"),
            "it is empty: it needs a header and a line for each site"
        );
        assert_eq!(
            why(b"a,b\n1,2\n3,\"4\n5,6\n"),
            "line 3: a quote is opened and never closed: close it, or write two for one in a text"
        );
        let wide = format!("a\n{}", ",".repeat(400));
        assert_eq!(
            why(wide.as_bytes()),
            "line 2: it has more than 200 cells: check the separators"
        );
        assert_eq!(
            why(&vec![b'a'; MAX_BYTES + 1]),
            "it is larger than 4 MiB: split it"
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            drop(Sheet::read(&bytes));
        }

        #[test]
        fn what_is_quoted_comes_out_as_it_was(
            cells in proptest::collection::vec("[a-z;,\"\t\n]{1,8}", 2..5),
        ) {
            let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let line: Vec<_> = cells.iter().map(quote).collect();
            let sheet = read(&format!("{}\n{}", vec!["h"; cells.len()].join(";"), line.join(";")));
            let trimmed: Vec<_> = cells.iter().map(|cell| cell.trim()).collect();
            let is_blank = trimmed.iter().all(|cell| cell.is_empty());
            let read = sheet.rows.get(1).map(|row| row.cells.clone());
            prop_assert_eq!(read.unwrap_or_default().is_empty(), is_blank);
            if !is_blank {
                prop_assert_eq!(&sheet.rows[1].cells, &trimmed);
            }
        }
    }
}

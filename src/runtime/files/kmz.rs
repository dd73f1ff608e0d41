//! Whether bytes are a KMZ: a ZIP file with a `.kml` entry inside.
//!
//! Walks the list of entries at the end of the file and unpacks nothing, so nothing in it can be a bomb. Pure and bounded;
//! every place is checked before it is read.

/// What a ZIP file begins with: the header of its first entry.
const ENTRY: &[u8] = b"PK\x03\x04";
/// The header of an entry in the list at the end.
const LISTED: &[u8] = b"PK\x01\x02";
/// What stands behind that list.
const END: &[u8] = b"PK\x05\x06";
/// Bytes of an end without its comment, and of a listed entry without its name.
const END_BYTES: usize = 22;
const LISTED_BYTES: usize = 46;
/// The longest comment there can be.
const COMMENT: usize = 65_535;
/// No trace has as many.
const MAX_ENTRIES: usize = 10_000;

const BROKEN: &str = "it is no KMZ: its list of entries is broken";

/// Checks it; why not is safe for one line.
pub(super) fn check(bytes: &[u8]) -> Result<(), &'static str> {
    if bytes.is_empty() {
        return Err("it is empty");
    }
    if !bytes.starts_with(ENTRY) {
        return Err("it is no KMZ: it does not begin as a ZIP file does");
    }
    let end = end(bytes).ok_or("it is no KMZ: it is cut short")?;
    let mut place = int(bytes, end + 16, 4).ok_or(BROKEN)?;
    let entries = int(bytes, end + 10, 2).ok_or(BROKEN)?;
    for _ in 0..entries.min(MAX_ENTRIES) {
        if !at(bytes, place, LISTED) || place >= end {
            return Err(BROKEN);
        }
        let length = |from| int(bytes, place + from, 2).ok_or(BROKEN);
        let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
        let begins = place + LISTED_BYTES;
        let called = bytes.get(begins..begins + name).ok_or(BROKEN)?;
        let header = int(bytes, place + 42, 4).ok_or(BROKEN)?;
        if is_kml(called) && at(bytes, header, ENTRY) {
            return Ok(());
        }
        place = begins + name + extra + comment;
    }
    Err("it is no KMZ: there is no .kml file inside")
}

/// Where the end begins: its comment reaches to the end of the file.
fn end(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_BYTES)?;
    let first = last.saturating_sub(COMMENT);
    let is_end =
        |place: &usize| at(bytes, *place, END) && int(bytes, place + 20, 2) == Some(last - place);
    (first..=last).rev().find(is_end)
}

fn is_kml(name: &[u8]) -> bool {
    let begins = name.len().checked_sub(4);
    let ending = begins.and_then(|begins| name.get(begins..));
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case(b".kml"))
}

fn at(bytes: &[u8], place: usize, magic: &[u8]) -> bool {
    bytes
        .get(place..)
        .is_some_and(|rest| rest.starts_with(magic))
}

/// An integer of at most four bytes, the lowest first.
fn int(bytes: &[u8], place: usize, length: usize) -> Option<usize> {
    let bytes = bytes.get(place..place.checked_add(length)?)?;
    let value = bytes
        .iter()
        .rev()
        .fold(0_usize, |value, byte| (value << 8) | usize::from(*byte));
    Some(value)
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A ZIP file of empty entries.
    pub(in crate::runtime::files) fn zip(names: &[&str]) -> Vec<u8> {
        let (mut bytes, mut list) = (Vec::new(), Vec::new());
        for name in names {
            let header = u32::try_from(bytes.len()).unwrap().to_le_bytes();
            let length = u16::try_from(name.len()).unwrap().to_le_bytes();
            bytes.extend([ENTRY, &[0; 22], &length, &[0; 2], name.as_bytes()].concat());
            let listed = [
                LISTED,
                &[0; 24],
                &length,
                &[0; 12],
                &header,
                name.as_bytes(),
            ];
            list.extend(listed.concat());
        }
        let count = u16::try_from(names.len()).unwrap().to_le_bytes();
        let begins = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        let size = u32::try_from(list.len()).unwrap().to_le_bytes();
        bytes.extend(list);
        bytes.extend([END, &[0; 4], &count, &count, &size, &begins, &[0; 2]].concat());
        bytes
    }

    #[test]
    fn a_zip_with_a_kml_inside_is_one_wherever_the_kml_stands() {
        for names in [
            &["doc.kml"][..],
            &["images/a.png", "DOC.KML"],
            &["a", "b/c.kml"],
        ] {
            assert_eq!(check(&zip(names)), Ok(()), "{names:?}");
        }
        let mut commented = zip(&["doc.kml"]);
        let length = commented.len();
        commented[length - 2..].copy_from_slice(&5_u16.to_le_bytes());
        commented.extend(b"hello");
        assert_eq!(check(&commented), Ok(()));
    }

    #[test]
    fn everything_else_says_what_it_lacks() {
        let whole = zip(&["doc.kml"]);
        let mut elsewhere = whole.clone();
        let length = elsewhere.len();
        elsewhere[length - 6..length - 2].copy_from_slice(&9_999_u32.to_le_bytes());
        for (bytes, why) in [
            (Vec::new(), "it is empty"),
            (
                b"<kml/>".to_vec(),
                "it is no KMZ: it does not begin as a ZIP file does",
            ),
            (
                whole[..whole.len() - 1].to_vec(),
                "it is no KMZ: it is cut short",
            ),
            (
                zip(&["a.txt", "dir.kml/"]),
                "it is no KMZ: there is no .kml file inside",
            ),
            (elsewhere, BROKEN),
        ] {
            assert_eq!(check(&bytes), Err(why));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_at_all_are_trouble(
            mut bytes in Just(zip(&["a.png", "doc.kml"])),
            changes in prop::collection::vec((0_usize..200, any::<u8>()), 0..8),
            cut in 0_usize..200,
        ) {
            for (place, byte) in changes {
                if let Some(there) = bytes.get_mut(place) {
                    *there = byte;
                }
            }
            bytes.truncate(bytes.len().saturating_sub(cut));
            let _ = check(&bytes);
        }
    }
}

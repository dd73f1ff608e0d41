//! The documents of an order (contract: `OrderDocumentGroup`): a bare array of types with their file names (O14).

use super::field::Field;
use super::object::wire_object;
use crate::api::page::Rows;
use crate::domain::order::DocumentGroup;

wire_object!(Group {
    kind = "type",
    values = "values",
});

/// Reads every group. A bare file name is a group without a type; a row that is neither is shown raw as a type
/// without files.
pub(crate) fn read(rows: &Rows<'_>) -> Vec<DocumentGroup> {
    rows.list
        .iter()
        .map(|raw| match Group::read(raw.get()) {
            Ok(group) if group.kind.json().is_some() || group.values.json().is_some() => {
                DocumentGroup {
                    kind: group.kind.text(),
                    files: group.values.texts(),
                }
            }
            _ => match Field::new(raw).scalar() {
                Some(_) => DocumentGroup {
                    kind: None,
                    files: Field::new(raw).texts(),
                },
                None => DocumentGroup {
                    kind: Field::new(raw).text(),
                    files: Vec::new(),
                },
            },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o14_documents_are_a_bare_array_and_odd_rows_stay() {
        let rows = Rows::split(
            r#"[{"type":"BDC","values":["a.pdf","b/../c.pdf"]},{"type":null,"values":"d.pdf"},"e.pdf",{"x":1},
                {"type":"PV","values":null}]"#,
        )
        .unwrap();
        let groups: Vec<_> = read(&rows)
            .into_iter()
            .map(|group| {
                let files: Vec<_> = group
                    .files
                    .iter()
                    .map(|file| file.wire().to_owned())
                    .collect();
                (
                    group.kind.map(|kind| kind.wire().to_owned()),
                    files.join(","),
                )
            })
            .collect();
        assert_eq!(
            groups,
            [
                (Some("BDC".into()), "a.pdf,b/../c.pdf".into()),
                (None, "d.pdf".into()),
                (None, "e.pdf".into()),
                (Some(r#"{"x":1}"#.into()), String::new()),
                (Some("PV".into()), String::new()),
            ]
        );
    }
}

//! The exact request of a write, for whoever wants to see it before it leaves: method, path and body.

use percent_encoding::utf8_percent_encode;

use crate::app::copy::{ENCODED, pretty_json};
use crate::domain::text::Text;
use crate::domain::write::Write;

/// The lines of a request; safe to draw.
pub fn lines(write: &Write) -> Vec<String> {
    let mut lines = vec![format!("{} {}", write.method().word(), path(write))];
    let said = write.said();
    if let Write::UploadTrace(_, file) = write {
        lines.push(format!(
            "multipart/form-data: file {}, {} bytes",
            file.name.line(),
            file.size
        ));
        lines.push(format!("SHA-256 {}", file.sha256.line()));
    } else if said.is_empty() {
        lines.push("(no body)".to_owned());
    } else {
        let body = pretty_json(&Text::new(said));
        lines.extend(body.lines().map(str::to_owned));
    }
    lines
}

/// The path with its keys, each encoded as one segment.
fn path(write: &Write) -> String {
    let mut keys = write.keys().into_iter();
    let segments = write.path().split('/').map(|segment| {
        if segment.starts_with('{') {
            let key = keys.next().unwrap_or_default();
            utf8_percent_encode(key, ENCODED).to_string()
        } else {
            segment.to_owned()
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{BasketId, LineId, ProductId};
    use crate::domain::write::{LineKey, OfferKey};

    #[test]
    fn method_path_and_body_are_those_that_leave() {
        let offer = OfferKey {
            line: LineId::new("a/b"),
            product: ProductId::new("2173"),
        };
        let decline = Write::Decline(offer, Some(Text::new("too \u{202e}expensive")));
        assert_eq!(
            lines(&decline),
            [
                "PATCH /api/v1/quote_item/a%2Fb/decline/",
                "{",
                r#"  "comment": "too \u202eexpensive","#,
                r#"  "product_id": "2173""#,
                "}",
            ]
        );
        let key = LineKey {
            basket: BasketId::new("b1"),
            line: LineId::new("l1"),
        };
        assert_eq!(
            lines(&Write::DeleteLine(key)),
            ["DELETE /api/v1/quote/b1/quote_item/l1/", "(no body)"]
        );
    }
}

//! One type per identifier, so that an order's reference is never sent where its id belongs (O5).
//!
//! All of them are opaque text (G14): never parsed, never checked for a shape, compared byte for byte.

use crate::domain::text::Text;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Text);

        impl $name {
            /// Takes the identifier as it came.
            pub fn new(text: impl AsRef<str> + Into<std::sync::Arc<str>>) -> Self {
                Self(Text::new(text))
            }

            /// As foreign text, for drawing.
            pub fn text(&self) -> &Text {
                &self.0
            }

            /// Unchanged, for the wire.
            pub fn wire(&self) -> &str {
                self.0.wire()
            }
        }
    };
}

id!(
    /// An order's reference (`CMD_…`): what paths take (O5).
    OrderRef
);
id!(
    /// An order's key (`PO_…`): shown and searched, never sent.
    OrderId
);
id!(
    /// A background task of the server, such as an export.
    TaskId
);
id!(
    /// A billing site's code.
    SiteCode
);
id!(
    /// A quote basket's key.
    BasketId
);
id!(
    /// A quote line's key: what paths take. Its reference (`QO_…`) is only shown and searched.
    LineId
);
id!(
    /// An offer of the catalogue, called `product_id`, `id` or `product_offering_id` (E18).
    ProductId
);
id!(
    /// A line of an eligibility request (`product_offering_qualification_item_id`).
    QualificationItemId
);
id!(
    /// An eligibility request's key (`product_offering_qualification`).
    QualificationId
);
id!(
    /// The key of a site that can be qualified (`eligibility_id`): base64 of its place, kept opaque (E22).
    SiteKey
);

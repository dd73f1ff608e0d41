//! What an offer costs, in one line, with the arithmetic in view. What cannot be read is shown as it came.

use crate::domain::lenient::{Cents, Lenient};
use crate::domain::quote::Offer;
use crate::domain::text::Text;

/// `145.00/mo + FAS 360 + FAR 240 = 4080.00 over the term`.
pub(super) fn whole(offer: &Offer) -> Text {
    if offer.is_price_unknown() {
        let told = match &offer.monthly {
            Some(Lenient::Raw(raw)) => raw.wire(),
            _ => offer.raw.wire(),
        };
        return Text::new(format!("price unknown [?]  as it came: {told}"));
    }
    let end = match offer.total() {
        Some(total) => format!("= {total} over the term"),
        None => "= total unknown [?]".to_owned(),
    };
    let (fas, far) = (fee(offer.fas.as_ref()), fee(offer.far.as_ref()));
    let monthly = monthly(offer);
    Text::new(format!("{} + FAS {fas} + FAR {far} {end}", monthly.wire()))
}

/// `145.00/mo`.
pub(super) fn monthly(offer: &Offer) -> Text {
    match &offer.monthly {
        Some(Lenient::Value(cents)) => Text::new(format!("{cents}/mo")),
        Some(Lenient::Raw(raw)) => Text::new(format!("[?] {}", raw.wire())),
        None => Text::new("[?]"),
    }
}

/// `2173 BPEA 20M/100M`.
pub(super) fn name(offer: &Offer) -> Text {
    let product = offer
        .product
        .as_ref()
        .map(crate::domain::ids::ProductId::wire);
    // Names end with blanks (G17).
    let name = offer.name.as_ref().map(|name| name.wire().trim());
    let parts: Vec<_> = product.into_iter().chain(name).collect();
    Text::new(parts.join(" "))
}

/// `2173 BPEA 20M/100M, 24 months`.
pub(super) fn name_and_term(offer: &Offer) -> Text {
    let name = name(offer);
    match &offer.term {
        Some(Lenient::Value(months)) => Text::new(format!("{}, {} months", name.wire(), months.0)),
        Some(Lenient::Raw(raw)) => Text::new(format!("{}, {}", name.wire(), raw.wire())),
        None => name,
    }
}

/// A fee: whole where it is.
fn fee(amount: Option<&Lenient<Cents>>) -> String {
    match amount {
        Some(Lenient::Value(Cents(cents))) if cents % 100 == 0 => (cents / 100).to_string(),
        Some(Lenient::Value(cents)) => cents.to_string(),
        Some(Lenient::Raw(raw)) => format!("[{}]", raw.wire()),
        None => "?".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixtures::quotes::offer;

    #[test]
    fn the_arithmetic_is_in_view_and_no_part_of_it_is_guessed() {
        let told = |offer: &Offer| whole(offer).line().to_owned();
        let mut some = offer("2173", "BPEA 20M/100M", 20, 24, (360, 240, 145));
        some.far = Some(Lenient::Value(Cents(24_050)));
        assert_eq!(
            told(&some),
            "145.00/mo + FAS 360 + FAR 240.50 = 4080.50 over the term"
        );
        some.far = None;
        assert_eq!(
            told(&some),
            "145.00/mo + FAS 360 + FAR ? = total unknown [?]"
        );
        some.fas = Some(Lenient::Raw(Text::new("offert")));
        some.term = None;
        assert_eq!(
            told(&some),
            "145.00/mo + FAS [offert] + FAR ? = total unknown [?]"
        );
        some.monthly = Some(Lenient::Raw(Text::new("sur devis")));
        assert_eq!(told(&some), "price unknown [?]  as it came: sur devis");
        some.monthly = None;
        assert_eq!(
            told(&some),
            r#"price unknown [?]  as it came: {"product_id":"2173"}"#
        );
    }
}

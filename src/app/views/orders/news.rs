//! `n` and `N`: from one row that is new or changed to the next.

use crate::app::state::AppState;

use super::OrdersPane;

impl AppState {
    /// Goes to the nearest row with news in a direction, around the end if need be.
    pub(super) fn go_to_news(&mut self, forward: bool) {
        let OrdersPane { index, cursor, .. } = &self.orders_pane;
        let rows = index.rows();
        let here = cursor.row().and_then(|row| index.position(row));
        let count = rows.len();
        let found = (1..=count)
            .map(|step| match (here, forward) {
                (Some(here), true) => (here + step) % count,
                (Some(here), false) => (here + count - step) % count,
                (None, true) => step - 1,
                (None, false) => count - step,
            })
            .filter_map(|place| rows.get(place))
            .copied()
            .find(|row| {
                self.orders
                    .get(*row)
                    .is_some_and(|order| order.news.is_any())
            });
        match found {
            Some(row) if cursor.row() == Some(row) => {
                self.notices
                    .info(self.now, "no other row is new or changed");
            }
            Some(row) => self.go_to_row(row),
            None => {
                let elsewhere = self.orders.news_count();
                let why = if elsewhere == 0 {
                    "nothing is new or changed".to_owned()
                } else {
                    format!(
                        "nothing shown is new or changed; the filter hides {elsewhere} (\\ shows all)"
                    )
                };
                self.notices.info(self.now, why);
            }
        }
    }
}

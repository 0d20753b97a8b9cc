//! The order of the table of products.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::list::FoundList;
use crate::measurement::VerdictKind;
use crate::operations::{FoundProduct, VerdictCounts};

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Column {
    #[default]
    Date,
    Site,
    Level,
    Identifier,
    Verdict,
    Synthetic,
}

impl Column {
    /// Every column, from left to right.
    pub(crate) const ALL: [Self; 6] =
        [Self::Date, Self::Site, Self::Level, Self::Identifier, Self::Verdict, Self::Synthetic];

    /// Its heading.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Date => "Date (UTC)",
            Self::Site => "Site",
            Self::Level => "Level",
            Self::Identifier => "Identifier",
            Self::Verdict => "Verdict",
            Self::Synthetic => "Synthetic",
        }
    }
}

/// What the table is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct TableOrder {
    pub(crate) column: Column,
    pub(crate) is_descending: bool,
}

impl Default for TableOrder {
    /// The newest first.
    fn default() -> Self {
        Self { column: Column::Date, is_descending: true }
    }
}

impl TableOrder {
    /// A click on a heading: sorts by it, or turns the order round.
    pub(crate) fn choose(&mut self, column: Column) {
        self.is_descending = if self.column == column { !self.is_descending } else { column == Column::Date };
        self.column = column;
    }

    /// Places in the list in this order. Products that are equal in the column stay in the order of the list, either way.
    pub(crate) fn sorted(
        self,
        list: &FoundList,
        verdict: impl Fn(&FoundProduct) -> Option<VerdictCounts>,
    ) -> Vec<usize> {
        let products = &list.found.products;
        let mut places: Vec<usize> = (0..products.len()).collect();
        let ranks: Vec<Option<u8>> = match self.column {
            Column::Verdict => products.iter().map(|product| verdict(product).and_then(rank)).collect(),
            _ => Vec::new(),
        };
        places.sort_by(|a, b| {
            let order = self.compare(&products[*a], &products[*b]).then_with(|| match self.column {
                Column::Verdict => ranks[*a].cmp(&ranks[*b]),
                _ => Ordering::Equal,
            });
            if self.is_descending { order.reverse() } else { order }
        });
        places
    }

    fn compare(self, a: &FoundProduct, b: &FoundProduct) -> Ordering {
        match self.column {
            Column::Date => a.acquisition.cmp(&b.acquisition),
            Column::Site => a.site.cmp(&b.site),
            Column::Level => a.level.cmp(&b.level),
            Column::Identifier => a.identity.identifier.cmp(&b.identity.identifier),
            Column::Verdict => Ordering::Equal,
            Column::Synthetic => a.synthetic.cmp(&b.synthetic),
        }
    }
}

/// From the best to the worst; products that were not judged come before all.
fn rank(counts: VerdictCounts) -> Option<u8> {
    Some(match counts.worst()? {
        VerdictKind::Pass => 0,
        VerdictKind::NotMeasurable => 1,
        VerdictKind::Inconclusive => 2,
        VerdictKind::Fail => 3,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::{FoundProducts, ProductIdentity};
    use crate::units::UtcInstant;

    fn product(identifier: &str, date: Option<&str>) -> FoundProduct {
        FoundProduct {
            identity: ProductIdentity { identifier: identifier.to_owned(), fingerprint: String::new() },
            level: "L1".to_owned(),
            synthetic: identifier == "c",
            site: None,
            acquisition: date.map(|date| UtcInstant::parse(date).unwrap()),
            orbit: None,
            path: String::new(),
            outlines: Vec::new(),
        }
    }

    fn list() -> FoundList {
        let products = vec![
            product("b", None),
            product("a", Some("2019-01-01")),
            product("c", Some("2020-01-01")),
            product("d", None),
        ];
        FoundList { found: FoundProducts { products, ..FoundProducts::default() }, ..FoundList::default() }
    }

    #[test]
    fn a_second_click_turns_the_order_round_and_equals_keep_theirs() {
        let mut order = TableOrder::default();
        assert_eq!(order.sorted(&list(), |_| None), [2, 1, 0, 3]);
        order.choose(Column::Date);
        assert_eq!(order.sorted(&list(), |_| None), [0, 3, 1, 2]);
        order.choose(Column::Identifier);
        assert_eq!(order.sorted(&list(), |_| None), [1, 0, 2, 3]);
        order.choose(Column::Synthetic);
        order.choose(Column::Synthetic);
        assert_eq!(order.sorted(&list(), |_| None), [2, 0, 1, 3]);
    }

    #[test]
    fn the_worst_verdict_comes_last_and_what_was_not_judged_first() {
        let mut order = TableOrder::default();
        order.choose(Column::Verdict);
        let verdict = |product: &FoundProduct| match product.identity.identifier.as_str() {
            "a" => Some(VerdictCounts { pass: 3, fail: 1, ..VerdictCounts::default() }),
            "b" => Some(VerdictCounts { pass: 3, ..VerdictCounts::default() }),
            "c" => Some(VerdictCounts::default()),
            _ => None,
        };
        assert_eq!(order.sorted(&list(), verdict), [2, 3, 0, 1]);
        order.choose(Column::Verdict);
        assert_eq!(order.sorted(&list(), verdict)[..2], [1, 0]);
    }
}

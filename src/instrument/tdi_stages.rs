//! Time delay and integration.

use serde::{Deserialize, Serialize};

/// How many rows of an array add up the same line of the ground. VENµS has 1, 4, 8, 16 and 32; another instrument may have others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TdiStages(pub u8);

impl std::fmt::Display for TdiStages {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:02}", self.0)
    }
}

//! Something that is known, or the reason why it is not.

use serde::{Deserialize, Serialize};

/// A figure that a product may or may not allow. There is no third state: what is not known says why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known<T> {
    /// It is known.
    Known(T),
    /// It is not, and why.
    NotKnown(String),
}

impl<T> Known<T> {
    /// The figure, where it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(figure) => Some(figure),
            Self::NotKnown(_) => None,
        }
    }

    /// Why it is not known.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Known(_) => None,
            Self::NotKnown(why) => Some(why),
        }
    }

    /// Not known, and why.
    pub(super) fn not(why: impl Into<String>) -> Self {
        Self::NotKnown(why.into())
    }
}

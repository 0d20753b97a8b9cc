//! The verbs of `viq`, made from the operations.

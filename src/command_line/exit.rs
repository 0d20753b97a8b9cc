//! How the program ends.

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// A requirement failed (with `--strict`: or was inconclusive or not measurable).
    RequirementFailed = 1,
    /// The command line asks for something that cannot be served.
    Usage = 2,
    /// A file, catalog or setting is not what it should be, the catalog did not take what was measured, or no point was located.
    BadInput = 3,
    /// The user cancelled.
    Cancelled = 4,
}

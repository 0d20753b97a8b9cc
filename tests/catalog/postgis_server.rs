//! What only a server can suffer.

//! x
mod placement;
mod links;
mod layout;
mod marks;
mod session;
mod view_history;
mod view_state;

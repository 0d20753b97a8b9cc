//! The report as one page that needs nothing beside it: good on screen, good on paper, its data inside.

mod aligned;
mod every_verdict;
mod facts;
mod figure_card;
mod measurement_tables;
mod page;
mod provenance;
mod style;
mod summary;

#[cfg(test)]
mod tests;

pub use page::report_html;

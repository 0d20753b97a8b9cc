//! A figure on the page: drawing, how to read it, its numbers, and the line that makes it again.

use crate::reports::figure::{Figure, svg};
use crate::reports::markup::Markup;

/// The figures of one product, numbered.
pub(super) struct Cards<'report> {
    product: usize,
    drawn: usize,
    command: &'report str,
}

impl<'report> Cards<'report> {
    /// Figures of the product at this place in the report.
    pub(super) fn new(product: usize, command: &'report str) -> Self {
        Self { product, drawn: 0, command }
    }

    /// Draws a figure, or says in its place why there is none.
    pub(super) fn draw_or_say(&mut self, figure: Option<Figure>, otherwise: &str, page: &mut Markup) {
        if figure.is_none() {
            page.tag("p").class("absent").holding(otherwise);
        }
        self.draw(figure, page);
    }

    /// Draws a figure where there is one.
    pub(super) fn draw(&mut self, figure: Option<Figure>, page: &mut Markup) {
        let Some(figure) = figure else { return };
        self.drawn += 1;
        let name = format!("product-{}-{}", self.product + 1, figure.name);
        page.tag("figure").with("id", &name).open();
        page.tag("div").class("figure-title").open();
        page.tag("span").class("figure-number").holding(&format!("Figure {}", self.drawn));
        page.element("strong", &figure.title);
        page.close();
        page.well_formed(&svg(&figure.scene, &name));
        page.tag("figcaption").open();
        page.element("p", &figure.caption);
        page.tag("p").class("population").holding(&figure.population);
        page.tag("p").class("command").open();
        page.tag("span").class("label").holding("again with");
        page.element("code", self.command);
        page.close();
        page.close();
        page.close();
    }
}

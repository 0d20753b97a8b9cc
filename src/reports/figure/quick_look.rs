//! The quick-look: a small picture on a neutral ground, with its scale, its north and its stretch.

use super::scene::{Anchor, Face, Fill, Label, Scene, Shape, Stroke};
use super::{FIGURE_WIDTH, Figure};
use crate::reports::bundle::{ProductReport, QuickLook};
use crate::reports::number::{self, Sign};
use crate::reports::tokens::{IMAGE_SURROUND, PANEL, TEXT};

const GREATEST_HEIGHT: f64 = 520.0;
const MARGIN: f64 = 16.0;

/// The quick-look; none when no picture was made.
pub fn quick_look(product: &ProductReport) -> Option<Figure> {
    let look = product.quick_look.as_ref().filter(|look| look.width > 0 && look.height > 0 && !look.png.is_empty())?;
    let (columns, lines) = (f64::from(look.width), f64::from(look.height));
    let room = FIGURE_WIDTH - 2.0 * MARGIN - 90.0;
    let fitted = (room / columns).min(GREATEST_HEIGHT / lines);
    // Whole multiples keep every pixel the same size where there is room for more than one point a pixel.
    let zoom = if fitted >= 1.0 { fitted.floor().min(3.0) } else { fitted };
    let size = [columns * zoom, lines * zoom];
    let height = size[1] + 2.0 * MARGIN;
    let at = [(FIGURE_WIDTH - size[0]) / 2.0, MARGIN];

    let mut scene = Scene::new(FIGURE_WIDTH, height + 34.0);
    let ground = Fill::Plain(IMAGE_SURROUND);
    scene.draw(
        "surround",
        Shape::Rectangle { at: [0.0, 0.0], size: [FIGURE_WIDTH, height], fill: ground, stroke: None },
    );
    let (png, pixels_visible) = (look.png.clone(), zoom >= 2.0);
    scene.draw("picture", Shape::Picture { at, size, png, pixels_visible });
    draw_scale(&mut scene, look, zoom, at[0], height + 18.0);
    draw_north(&mut scene, look, [at[0] + size[0] + 40.0, MARGIN + 34.0]);
    let bands = look.bands.join(" ");
    scene.quiet([at[0] + size[0], height + 22.0], Anchor::End, Face::Numbers, bands.clone());
    scene.summary = format!("Quick-look of {}, bands {bands}.", product.facts.identifier);

    let channels = if look.bands.len() == 1 { "in grey" } else { "as red, green, blue" };
    let no_data = if look.no_data.is_empty() { String::new() } else { format!(" {}.", look.no_data) };
    Some(Figure {
        name: "quick-look",
        title: "Quick-look".to_owned(),
        scene,
        caption: format!(
            "Bands {bands} {channels}. Stretch: {}.{no_data} A picture for orientation: no figure is taken from it.",
            look.stretch
        ),
        population: format!(
            "{} × {} pixels of the product's {} × {}.",
            number::count(u64::from(look.width)),
            number::count(u64::from(look.height)),
            number::count(product.facts.columns as u64),
            number::count(product.facts.lines as u64)
        ),
    })
}

fn draw_scale(scene: &mut Scene, look: &QuickLook, zoom: f64, left: f64, y: f64) {
    let Some(metres_per_point) =
        look.metres_per_pixel.map(|metres| metres / zoom).filter(|m| m.is_finite() && *m > 0.0)
    else {
        scene.quiet(
            [left, y + 4.0],
            Anchor::Start,
            Face::Words,
            "no scale: the product is not georeferenced in metres",
        );
        return;
    };
    let greatest = (f64::from(look.width) * zoom / 3.0).max(40.0) * metres_per_point;
    let power = 10f64.powf(greatest.log10().floor());
    let metres = [5.0, 2.0].into_iter().map(|f| f * power).find(|metres| *metres <= greatest).unwrap_or(power);
    let length = metres / metres_per_point;
    for half in [0.0, 1.0] {
        let fill = if half == 0.0 { Fill::Plain(TEXT) } else { Fill::Plain(PANEL) };
        let at = [left + half * length / 2.0, y - 3.0];
        let stroke = Some(Stroke::solid(TEXT, 1.0));
        scene.draw("scale", Shape::Rectangle { at, size: [length / 2.0, 6.0], fill, stroke });
    }
    let words = if metres >= 1000.0 {
        format!("{} km", number::significant(metres / 1000.0, 3, Sign::Negative))
    } else {
        format!("{} m", number::significant(metres, 3, Sign::Negative))
    };
    scene.words([left + length + 8.0, y + 4.0], Anchor::Start, Face::Numbers, words);
}

/// North stands beside the picture: nothing may hide a pixel.
fn draw_north(scene: &mut Scene, look: &QuickLook, centre: [f64; 2]) {
    let Some(north) = look.north_deg.filter(|degrees| degrees.is_finite()) else { return };
    let (sine, cosine) = north.to_radians().sin_cos();
    let along = [sine, -cosine];
    let across = [cosine, sine];
    let point = |forward: f64, aside: f64| {
        [centre[0] + along[0] * forward + across[0] * aside, centre[1] + along[1] * forward + across[1] * aside]
    };
    let corners = vec![point(16.0, 0.0), point(-10.0, 8.0), point(-5.0, 0.0), point(-10.0, -8.0)];
    scene.draw("north", Shape::Polygon { corners, fill: PANEL });
    let at = point(26.0, 0.0);
    let label = Label {
        at: [at[0], at[1] + 4.0],
        text: "N".to_owned(),
        size: 12.0,
        anchor: Anchor::Middle,
        face: Face::Strong,
        colour: PANEL,
        upwards: false,
    };
    scene.draw("north", Shape::Text(label));
}

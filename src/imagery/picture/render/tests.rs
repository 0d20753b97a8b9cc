use super::*;
use crate::imagery::picture::{Bounds, ChannelStretch, Curve, Hatch, OverlayLook, StretchRule};
use crate::units::Exactness;

const INK: [u8; 3] = [200, 40, 160];

fn stretch(low: f64, high: f64, curve: Curve) -> Stretch {
    let channel = ChannelStretch {
        low,
        high,
        unit: "reflectance".to_owned(),
        n: 100,
        population: 100,
        exactness: Exactness::Exact,
    };
    let rule = StretchRule { bounds: Bounds::MinMax, curve, ..StretchRule::default() };
    Stretch { rule, statistics_of: "a product".to_owned(), channels: vec![channel] }
}

fn draw_with(channels: &[Channel<'_>], colouring: Colouring, stretch: &Stretch, no_data: &NoDataLook) -> Picture {
    let width = channels[0].values.len();
    let palette = NoDataPalette::plain(INK);
    render(&Drawing { width, height: 1, channels, colouring, stretch, no_data, palette: &palette, origin: [0, 0] })
        .unwrap()
}

fn greys(values: &[f32], stretch: &Stretch) -> Vec<u8> {
    let picture = draw_with(&[Channel::new(values, &[])], Colouring::Grey, stretch, &NoDataLook::default());
    picture.rgba.chunks_exact(4).map(|pixel| pixel[0]).collect()
}

fn pixels(picture: &Picture) -> Vec<[u8; 4]> {
    picture.rgba.chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2], pixel[3]]).collect()
}

#[test]
fn bounds_are_drawn_as_black_and_white_and_beyond_them_is_clamped() {
    let levels = greys(&[0.1, 0.2, 0.3, -5.0, 5.0], &stretch(0.1, 0.3, Curve::Linear));
    assert_eq!(levels, [0, 128, 255, 0, 255]);
}

#[test]
fn every_level_is_that_of_the_curves_formula() {
    let values: Vec<f32> = (0..=20_000).map(|index| index as f32 / 10_000.0 - 0.5).collect();
    for curve in [Curve::Linear, Curve::Gamma(2.2), Curve::Gamma(0.4), Curve::Logarithm] {
        let levels = greys(&values, &stretch(0.0, 1.0, curve));
        for (value, level) in values.iter().zip(&levels) {
            let exact = 255.0 * curve.level(f64::from(*value));
            // Half a level for rounding, and what the finest step of the table makes at the steep beginning.
            let step = 255.0 * (curve.level(f64::from(*value) + 1.0 / 65_535.0) - curve.level(f64::from(*value)));
            assert!((f64::from(*level) - exact).abs() <= 0.502 + step, "{curve:?} {value}: {level} {exact}");
        }
    }
}

#[test]
fn samples_in_codes_are_drawn_by_bounds_in_reflectance() {
    let codes: Vec<f32> = (0..=1023).map(|code| code as f32).collect();
    let reflectances: Vec<f32> = codes.iter().map(|code| code * 0.001 - 0.1).collect();
    let stretch = stretch(0.0, 0.3, Curve::Linear);
    let channel = Channel::new(&codes, &[]).in_unit(0.001, -0.1);
    let picture = draw_with(&[channel], Colouring::Grey, &stretch, &NoDataLook::default());
    for (pixel, level) in pixels(&picture).iter().zip(greys(&reflectances, &stretch)) {
        assert!(pixel[0].abs_diff(level) <= 1);
    }
    // The sample at a bound is at the bound, whatever the division made of it.
    let map = ColourMap::of(Colouring::Viridis);
    let picture = draw_with(&[channel], Colouring::Viridis, &stretch, &NoDataLook::default());
    assert_eq!(picture.rgba[400..403], map.levels[0]);
    assert_eq!(picture.rgba[396..399], map.under);
    assert_eq!(picture.rgba[1600..1603], map.levels[255]);
    assert_eq!(picture.rgba[1604..1607], map.over);
}

#[test]
fn samples_that_fall_as_the_value_rises_are_drawn_by_the_value() {
    let channel = Channel::new(&[0.0, -50.0, -100.0, 10.0, -110.0], &[]).in_unit(-0.01, 0.0);
    let picture = draw_with(&[channel], Colouring::Cividis, &stretch(0.0, 1.0, Curve::Linear), &NoDataLook::default());
    let map = ColourMap::of(Colouring::Cividis);
    let expected = [map.levels[0], map.levels[128], map.levels[255], map.under, map.over];
    for (pixel, [red, green, blue]) in pixels(&picture).iter().zip(expected) {
        assert_eq!(*pixel, [red, green, blue, 255]);
    }
}

#[test]
fn a_constant_channel_is_middle_grey_and_what_is_off_it_is_told_apart() {
    for curve in [Curve::Linear, Curve::Gamma(2.0), Curve::Logarithm] {
        assert_eq!(greys(&[0.5, 0.5, 0.4, 0.6], &stretch(0.5, 0.5, curve)), [128, 128, 0, 255]);
    }
    let unknown = stretch(f64::NAN, f64::NAN, Curve::Linear);
    assert_eq!(greys(&[0.5, 7.0], &unknown), [128, 128]);
}

#[test]
fn three_channels_are_red_green_and_blue_each_with_its_bounds() {
    let mut stretch = stretch(0.0, 1.0, Curve::Linear);
    let first = stretch.channels[0].clone();
    stretch.channels =
        vec![first.clone(), ChannelStretch { high: 2.0, ..first.clone() }, ChannelStretch { high: 5.0, ..first }];
    let values = [1.0_f32];
    let picture = draw_with(&[Channel::new(&values, &[]); 3], Colouring::Viridis, &stretch, &NoDataLook::default());
    assert_eq!(pixels(&picture), [[255, 128, 51, 255]]);
}

#[test]
fn differences_have_zero_in_the_middle_whatever_the_bounds() {
    let map = ColourMap::of(Colouring::Diverging);
    for curve in [Curve::Linear, Curve::Gamma(2.0)] {
        let stretch = stretch(-0.1, 0.3, curve);
        let channel = Channel::new(&[0.0, 0.3, -0.3, -0.4], &[]);
        let picture = draw_with(&[channel], Colouring::Diverging, &stretch, &NoDataLook::default());
        let shown: Vec<[u8; 3]> = pixels(&picture).iter().map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        assert_eq!(shown, [map.levels[128], map.levels[255], map.levels[0], map.under], "{curve:?}");
    }
}

#[test]
fn a_visible_reason_covers_its_pixel_and_a_hidden_one_shows_the_value_if_there_is_one() {
    let values = [0.5_f32; 8];
    let mut reasons: Vec<Reasons> = NoDataReason::ALL.into_iter().map(Reasons::only).collect();
    reasons.push(Reasons::VALID);
    let stretch = stretch(0.0, 1.0, Curve::Linear);
    for channels in [
        vec![Channel::new(&values, &reasons)],
        vec![Channel::new(&values, &[]), Channel::new(&values, &[]), Channel::new(&values, &reasons)],
    ] {
        let visible = NoDataLook::uniform(OverlayLook { visible: true, opacity: 1.0 });
        let shown = pixels(&draw_with(&channels, Colouring::Grey, &stretch, &visible));
        assert!(shown[..7].iter().all(|pixel| *pixel == [INK[0], INK[1], INK[2], 255]));
        assert_eq!(shown[7], [128, 128, 128, 255]);
        let shown = pixels(&draw_with(&channels, Colouring::Grey, &stretch, &NoDataLook::hidden()));
        assert!(shown[..4].iter().chain(&shown[7..]).all(|pixel| *pixel == [128, 128, 128, 255]));
        assert!(shown[4..7].iter().all(|pixel| *pixel == [0; 4]));
    }
}

#[test]
fn a_value_that_is_no_number_is_missing_and_never_black() {
    let values = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.5];
    let stretch = stretch(0.0, 1.0, Curve::Linear);
    let channel = Channel::new(&values, &[]);
    let hidden = pixels(&draw_with(&[channel], Colouring::Grey, &stretch, &NoDataLook::hidden()));
    assert_eq!(hidden, [[0; 4], [0; 4], [0; 4], [128, 128, 128, 255]]);
    let shown = pixels(&draw_with(&[channel], Colouring::Grey, &stretch, &NoDataLook::default()));
    assert!(shown[..3].iter().all(|pixel| pixel[..3] == INK && pixel[3] == 255));
}

#[test]
fn one_defective_sample_shows_in_the_cell_that_it_is_in() {
    let values = [0.5_f32; 130];
    let mut touched = vec![Reasons::VALID; 130];
    touched[129] = Reasons::only(NoDataReason::Defective);
    let channel = Channel { touched: &touched, ..Channel::new(&values, &[]) };
    let stretch = stretch(0.0, 1.0, Curve::Linear);
    let shown = pixels(&draw_with(&[channel], Colouring::Grey, &stretch, &NoDataLook::default()));
    assert_eq!((shown[128], shown[129]), ([128, 128, 128, 255], [INK[0], INK[1], INK[2], 255]));
    let hidden = pixels(&draw_with(&[channel], Colouring::Grey, &stretch, &NoDataLook::hidden()));
    assert_eq!(hidden[129], [128, 128, 128, 255]);
}

#[test]
fn a_picture_drawn_in_tiles_is_the_picture_drawn_whole() {
    let (width, height) = (150, 40);
    let values: Vec<f32> = (0..width * height).map(|index| (index % 977) as f32 / 977.0).collect();
    let reasons: Vec<Reasons> = (0..width * height)
        .map(|index| if index % 7 < 4 { Reasons::only(NoDataReason::ALL[index % 6]) } else { Reasons::VALID })
        .collect();
    let palette = NoDataPalette::new(|reason| {
        let hatches = [
            Hatch::Solid,
            Hatch::Dots,
            Hatch::Diagonal,
            Hatch::Vertical,
            Hatch::Cross,
            Hatch::Empty,
            Hatch::Horizontal,
        ];
        ([10 * reason as u8, 200, 100], hatches[reason as usize])
    });
    let (stretch, look) = (stretch(0.1, 0.9, Curve::Gamma(1.8)), NoDataLook::default());
    let draw = |lines: std::ops::Range<usize>, columns: std::ops::Range<usize>| {
        let pick = |line: usize| line * width + columns.start..line * width + columns.end;
        let values: Vec<f32> = lines.clone().flat_map(|line| values[pick(line)].to_vec()).collect();
        let reasons: Vec<Reasons> = lines.clone().flat_map(|line| reasons[pick(line)].to_vec()).collect();
        render(&Drawing {
            width: columns.len(),
            height: lines.len(),
            channels: &[Channel::new(&values, &reasons)],
            colouring: Colouring::Viridis,
            stretch: &stretch,
            no_data: &look,
            palette: &palette,
            origin: [lines.start, columns.start],
        })
        .unwrap()
    };
    let whole = draw(0..height, 0..width);
    for (lines, columns) in [(0..13, 0..70), (13..40, 0..70), (0..13, 70..150), (13..40, 70..150)] {
        let tile = draw(lines.clone(), columns.clone());
        for (line, row) in lines.zip(tile.rgba.chunks_exact(4 * columns.len())) {
            let start = 4 * (line * width + columns.start);
            assert_eq!(row, &whole.rgba[start..start + row.len()]);
        }
    }
}

#[test]
fn reasons_are_told_apart_on_a_grey_print_by_their_hatch() {
    let values = [0.5_f32; 24];
    let reasons = [Reasons::only(NoDataReason::Cloud); 24];
    let stretch = stretch(0.0, 1.0, Curve::Linear);
    let palette = NoDataPalette::new(|_| ([250, 250, 250], Hatch::Vertical));
    let look = NoDataLook::uniform(OverlayLook { visible: true, opacity: 1.0 });
    let channels = [Channel::new(&values, &reasons)];
    let drawing = Drawing {
        width: 24,
        height: 1,
        channels: &channels,
        colouring: Colouring::Grey,
        stretch: &stretch,
        no_data: &look,
        palette: &palette,
        origin: [0, 0],
    };
    let levels: Vec<u8> = pixels(&render(&drawing).unwrap()).iter().map(|pixel| pixel[0]).collect();
    assert_eq!(levels[..4], [250, 250, 177, 177]);
    assert_eq!(levels[4..8], levels[..4]);
}

#[test]
fn a_flattened_picture_is_opaque_and_mixed_by_opacity() {
    let picture = Picture { width: 3, height: 1, rgba: vec![9, 9, 9, 0, 255, 0, 100, 255, 255, 255, 255, 51] };
    let flat = pixels(&picture.flattened([100, 50, 0]));
    assert_eq!(flat, [[100, 50, 0, 255], [255, 0, 100, 255], [131, 91, 51, 255]]);
}

#[test]
fn what_cannot_be_drawn_is_refused_with_what_was_found() {
    let values = [0.0_f32; 3];
    let mut stretch = stretch(0.0, 1.0, Curve::Linear);
    let (look, palette) = (NoDataLook::default(), NoDataPalette::plain(INK));
    let attempt = |channels: &[Channel<'_>], width, stretch: &Stretch| {
        let drawing = Drawing {
            width,
            height: 1,
            channels,
            colouring: Colouring::Grey,
            stretch,
            no_data: &look,
            palette: &palette,
            origin: [0, 0],
        };
        render(&drawing)
    };
    let channel = Channel::new(&values, &[]);
    let short = [Reasons::VALID; 2];
    assert_eq!(attempt(&[channel], 4, &stretch), Err(PictureError::SampleCount { width: 4, height: 1, found: 3 }));
    assert_eq!(
        attempt(&[Channel { touched: &short, ..channel }], 3, &stretch),
        Err(PictureError::SampleCount { width: 3, height: 1, found: 2 })
    );
    assert_eq!(attempt(&[channel; 2], 3, &stretch), Err(PictureError::ChannelCount { found: 2 }));
    assert_eq!(attempt(&[], 3, &stretch), Err(PictureError::ChannelCount { found: 0 }));
    stretch.channels.clear();
    assert_eq!(attempt(&[channel], 3, &stretch), Err(PictureError::NoBounds { channel: 0 }));
    let empty = attempt(&[Channel::new(&[], &[])], 0, &self::stretch(0.0, 1.0, Curve::Linear)).unwrap();
    assert!(empty.rgba.is_empty());
}

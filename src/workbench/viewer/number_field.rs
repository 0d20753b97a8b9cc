//! A number that is typed: it counts when Enter is pressed or the field is left, never while it is typed.

use egui::{Id, Key, Response, TextEdit, Ui};

use crate::workbench::theme::ROW_HEIGHT;

/// Width of a field, points.
const WIDTH: f32 = 76.0;

/// Shows `value` for typing, named `name`; gives the number that was entered, if it is one and another than before.
pub(crate) fn number_field(ui: &mut Ui, name: &str, value: f64, text: &str) -> Option<f64> {
    let id = ui.scope_id().with(("number", name));
    let mut typed = typed(ui, id).unwrap_or_else(|| text.to_owned());
    let response = field(ui, id, name, &mut typed);
    if response.has_focus() {
        remember(ui, id, Some(typed));
        return None;
    }
    if !response.lost_focus() {
        remember(ui, id, None);
        return None;
    }
    remember(ui, id, None);
    let is_left = ui.input(|input| input.key_pressed(Key::Escape));
    // What was not typed over stays as it is, with the digits that are not shown.
    if is_left || typed == text {
        return None;
    }
    number(&typed).filter(|number| number.to_bits() != value.to_bits())
}

fn field(ui: &mut Ui, id: Id, name: &str, typed: &mut String) -> Response {
    let edit = TextEdit::singleline(typed)
        .id(id)
        .desired_width(WIDTH)
        .font(egui::TextStyle::Monospace)
        .align(egui::Align2::RIGHT_CENTER);
    ui.add_sized([WIDTH, ROW_HEIGHT - 2.0], edit).accessible_name(name)
}

fn typed(ui: &Ui, id: Id) -> Option<String> {
    ui.data(|data| data.get_temp(id))
}

fn remember(ui: &Ui, id: Id, typed: Option<String>) {
    ui.data_mut(|data| match typed {
        Some(typed) => {
            data.insert_temp(id, typed);
        }
        None => data.remove::<String>(id),
    });
}

/// A number as people type it: a true minus, a decimal comma and spaces between thousands are read too.
fn number(text: &str) -> Option<f64> {
    let plain: String = text
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .map(|sign| match sign {
            '\u{2212}' => '-',
            ',' => '.',
            sign => sign,
        })
        .collect();
    plain.parse::<f64>().ok().filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use egui::{Key, Modifiers};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::workbench::theme;

    fn field_of(value: f64) -> Harness<'static, Vec<f64>> {
        let mut shown = value;
        let show = move |ui: &mut Ui, entered: &mut Vec<f64>| {
            if let Some(number) = number_field(ui, "upper percentile", shown, &format!("{shown}")) {
                shown = number;
                entered.push(number);
            }
            let _other = ui.button("elsewhere");
        };
        Harness::builder().with_context_setup(theme::install).build_ui_state(show, Vec::new())
    }

    fn type_slowly(window: &mut Harness<'static, Vec<f64>>, text: &str) {
        window.get_by_label("upper percentile").focus();
        window.run();
        window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        for sign in text.chars() {
            window.event(egui::Event::Text(sign.to_string()));
            for _ in 0..20 {
                window.step();
            }
        }
    }

    #[test]
    fn typing_70_slowly_gives_70_and_nothing_before() {
        let mut window = field_of(98.0);
        type_slowly(&mut window, "70");
        assert!(window.state().is_empty(), "7 was taken while it was typed");
        window.key_press(Key::Enter);
        window.run();
        assert_eq!(window.state().as_slice(), [70.0]);
    }

    #[test]
    fn escape_and_what_is_no_number_leave_the_value() {
        let mut window = field_of(98.0);
        type_slowly(&mut window, "12");
        window.key_press(Key::Escape);
        window.run();
        type_slowly(&mut window, "abc");
        window.key_press(Key::Enter);
        window.run();
        assert!(window.state().is_empty());
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (text, value) in [("\u{2212}0,25", -0.25), (" 1\u{202f}024 ", 1024.0), ("1e-3", 1e-3)] {
            assert!((number(text).unwrap() - value).abs() < 1e-15, "{text}");
        }
        assert_eq!((number("inf"), number(""), number("1.2.3")), (None, None, None));
    }
}

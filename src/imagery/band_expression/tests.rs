use proptest::prelude::*;

use super::*;
use crate::imagery::{Channel, NoDataReason, Reasons, Tile};

const BANDS: [&str; 4] = ["B01", "B02", "B11", "near infrared"];

fn evaluated(text: &str, samples: &[&[f32]]) -> Tile {
    let expression = BandExpression::parse(text, &BANDS).unwrap();
    let inputs: Vec<Channel<'_>> = samples.iter().map(|values| Channel::new(values, &[])).collect();
    let mut result = Tile::default();
    expression.evaluate(&inputs, &mut EvaluationMemory::default(), &mut result).unwrap();
    result
}

fn one(text: &str, samples: &[f32]) -> f32 {
    let samples: Vec<&[f32]> = samples.iter().map(std::slice::from_ref).collect();
    let result = evaluated(text, &samples);
    assert!(result.reasons[0].is_valid(), "{text}");
    result.values[0]
}

/// An expression as a tree, evaluated by walking it: the independent way.
#[derive(Debug, Clone)]
enum Tree {
    Number(f64),
    Band(usize),
    Negated(Box<Tree>),
    Called(&'static str, Vec<Tree>),
    Joined(Box<Tree>, char, Box<Tree>),
}

impl Tree {
    fn value(&self, bands: &[f64]) -> f64 {
        match self {
            Self::Number(number) => *number,
            Self::Band(index) => bands[*index],
            Self::Negated(inner) => -inner.value(bands),
            Self::Called(name, arguments) => {
                let values: Vec<f64> = arguments.iter().map(|argument| argument.value(bands)).collect();
                let any_nan = values.iter().any(|value| value.is_nan());
                match *name {
                    "abs" => values[0].abs(),
                    "sqrt" => values[0].sqrt(),
                    "log" => values[0].ln(),
                    "exp" => values[0].exp(),
                    _ if any_nan => f64::NAN,
                    "min" => values.into_iter().reduce(f64::min).unwrap(),
                    _ => values.into_iter().reduce(f64::max).unwrap(),
                }
            }
            Self::Joined(left, sign, right) => {
                let (left, right) = (left.value(bands), right.value(bands));
                match sign {
                    '+' => left + right,
                    '-' => left - right,
                    '*' => left * right,
                    _ => left / right,
                }
            }
        }
    }

    /// The text, with no more parentheses than are needed; `above` is the strength of the operator around it.
    fn text(&self, above: u8) -> String {
        match self {
            Self::Number(number) => format!("{number}"),
            Self::Band(index) => format!("B{:02}", [1, 2, 11][*index]),
            Self::Negated(inner) => format!("-{}", inner.text(3)),
            Self::Called(name, arguments) => {
                let arguments: Vec<String> = arguments.iter().map(|argument| argument.text(0)).collect();
                format!("{name} ({})", arguments.join(" ,"))
            }
            Self::Joined(left, sign, right) => {
                let strength = if "+-".contains(*sign) { 1 } else { 2 };
                let text = format!("{} {sign}{}", left.text(strength), right.text(strength + 1));
                if strength < above { format!("({text})") } else { text }
            }
        }
    }

    fn has_band(&self) -> bool {
        match self {
            Self::Number(_) => false,
            Self::Band(_) => true,
            Self::Negated(inner) => inner.has_band(),
            Self::Called(_, arguments) => arguments.iter().any(Self::has_band),
            Self::Joined(left, _, right) => left.has_band() || right.has_band(),
        }
    }
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        (0_u32..10_000).prop_map(|number| Tree::Number(f64::from(number) / 64.0)),
        (0_usize..3).prop_map(Tree::Band),
        (0_usize..3).prop_map(Tree::Band),
    ];
    leaf.prop_recursive(6, 40, 3, |inner| {
        let several = proptest::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            inner.clone().prop_map(|inner| Tree::Negated(Box::new(inner))),
            (prop_oneof![Just("abs"), Just("sqrt"), Just("log"), Just("exp")], inner.clone())
                .prop_map(|(name, inner)| Tree::Called(name, vec![inner])),
            (prop_oneof![Just("min"), Just("max")], several).prop_map(|(name, inner)| Tree::Called(name, inner)),
            (inner.clone(), prop_oneof![Just('+'), Just('-'), Just('*'), Just('/')], inner)
                .prop_map(|(left, sign, right)| Tree::Joined(Box::new(left), sign, Box::new(right))),
        ]
    })
}

proptest! {
    #[test]
    fn an_expression_means_what_its_tree_means(
        tree in tree().prop_filter("needs a band", Tree::has_band),
        samples in proptest::collection::vec((-1000_i16..1000, -4_i16..4, 0_i16..1023), 1..600),
    ) {
        let text = tree.text(0);
        let expression = BandExpression::parse(&text, &BANDS).unwrap();
        let columns: [Vec<f32>; 3] = [
            samples.iter().map(|sample| f32::from(sample.0)).collect(),
            samples.iter().map(|sample| f32::from(sample.1)).collect(),
            samples.iter().map(|sample| f32::from(sample.2)).collect(),
        ];
        let inputs: Vec<Channel<'_>> = expression
            .bands()
            .iter()
            .map(|name| Channel::new(&columns[BANDS.iter().position(|band| band == name).unwrap()], &[]))
            .collect();
        let mut result = Tile::default();
        expression.evaluate(&inputs, &mut EvaluationMemory::default(), &mut result).unwrap();
        prop_assert_eq!(result.values.len(), samples.len());
        for (index, sample) in samples.iter().enumerate() {
            let expected = tree.value(&[f64::from(sample.0), f64::from(sample.1), f64::from(sample.2)]) as f32;
            if expected.is_finite() {
                let tolerance = expected.abs() * 1e-6 + 1e-30;
                prop_assert!((result.values[index] - expected).abs() <= tolerance, "{text}: {} {expected}", result.values[index]);
                prop_assert!(result.reasons[index].is_valid());
            } else {
                prop_assert!(result.values[index].abs() < f32::MIN_POSITIVE);
                prop_assert_eq!(result.reasons[index], Reasons::only(NoDataReason::NotComputed));
            }
        }
    }

    #[test]
    fn no_text_makes_the_parser_do_anything_but_answer(text in "[B01+*/(), '.eE9min-]{0,60}|.{0,40}") {
        if let Err(error) = BandExpression::parse(&text, &BANDS) {
            prop_assert!(error.position <= text.chars().count());
        }
    }
}

#[test]
fn precedence_signs_and_association_are_the_usual_ones() {
    for (text, expected) in [
        ("2 + 3 * B01", 32.0),
        ("(2+3)*B01", 50.0),
        ("B01 - 3 - 2", 5.0),
        ("B01 / 2 / 5", 1.0),
        ("-B01 * -2", 20.0),
        ("2 - -B01", 12.0),
        ("+B01", 10.0),
        ("1.5e1 + .5*B01", 20.0),
        ("B01 × 2 − 1", 19.0),
        ("max(B01, 3, 12) + min(B01, 3)", 15.0),
        ("sqrt(B01*B01) + abs(-B01) + log(exp(B01))", 30.0),
        ("b01", 10.0),
        ("'near infrared' + 1", 11.0),
    ] {
        assert!((one(text, &[10.0]) - expected).abs() < 1e-6, "{text}");
    }
    assert!((one("(B11 - B01) / (B11 + B01)", &[600.0, 200.0]) - 0.5).abs() < 1e-7);
}

#[test]
fn bands_are_asked_for_once_each_as_the_product_names_them() {
    let expression = BandExpression::parse("b11 - B01 + B11 * 'near infrared'", &BANDS).unwrap();
    assert_eq!(expression.bands(), ["B11", "B01", "near infrared"]);
    assert_eq!(expression.text(), "b11 - B01 + B11 * 'near infrared'");
}

#[test]
fn a_mistake_is_pointed_at_where_it_stands() {
    for (text, position, needed) in [
        ("", 0, "a band, a number"),
        ("B01 +", 5, "a band, a number"),
        ("B01 B02", 4, "an operator or the end"),
        ("2B01", 1, "an operator or the end"),
        ("B01 + B99", 6, "one of the bands B01, B02"),
        ("(B01 + B02", 10, "a closing parenthesis"),
        ("B01)", 3, "an operator or the end"),
        ("sin(B01)", 0, "one of the functions"),
        ("µ + sin(B01)", 0, "one of the bands"),
        ("B01 ^ 2", 4, "a band, a number or one of"),
        ("min(B01)", 7, "a comma"),
        ("abs(B01, B02)", 7, "a closing parenthesis"),
        ("1 + 2", 5, "a band somewhere"),
        ("'B01", 4, "a closing quotation mark"),
        ("B01 + .", 6, "a number"),
        ("B01 + 1e999", 6, "a number"),
        ("()", 1, "a band, a number"),
    ] {
        let error = BandExpression::parse(text, &BANDS).unwrap_err();
        assert_eq!(error.position, position, "{error}");
        assert!(error.needed.contains(needed), "{error}");
        assert!(error.to_string().contains(&format!("character {}", position + 1)), "{error}");
    }
}

#[test]
fn depth_and_length_are_bounded() {
    let nested = |depth: usize| format!("{}B01{}", "(".repeat(depth), ")".repeat(depth));
    assert!((one(&nested(64), &[3.0]) - 3.0).abs() < 1e-6);
    assert!(BandExpression::parse(&nested(65), &BANDS).unwrap_err().needed.contains("64 levels"));
    assert!(BandExpression::parse(&nested(1900), &BANDS).is_err());
    assert!(BandExpression::parse(&format!("{}B01", "-".repeat(3000)), &BANDS).is_err());
    let long = vec!["B01"; 900].join("+");
    assert!((one(&long, &[1.0]) - 900.0).abs() < 1e-6);
    let too_long = vec!["B01"; 2000].join("+");
    assert!(BandExpression::parse(&too_long, &BANDS).unwrap_err().needed.contains("4000"));
}

#[test]
fn reasons_of_the_inputs_are_united_and_what_cannot_be_computed_says_so() {
    let saturated = Reasons::only(NoDataReason::Saturated);
    let cloud = Reasons::only(NoDataReason::Cloud);
    let missing = Reasons::only(NoDataReason::Missing);
    let expression = BandExpression::parse("B01 / B02", &BANDS).unwrap();
    let (first, second) = ([6.0_f32, 6.0, 6.0, 6.0], [3.0_f32, 3.0, 0.0, 0.0]);
    let (reasons, others) =
        ([saturated, missing, Reasons::VALID, cloud], [cloud, Reasons::VALID, Reasons::VALID, Reasons::VALID]);
    let inputs = [Channel::new(&first, &reasons), Channel::new(&second, &others)];
    let mut result = Tile::default();
    expression.evaluate(&inputs, &mut EvaluationMemory::default(), &mut result).unwrap();
    let not_computed = Reasons::only(NoDataReason::NotComputed);
    assert_eq!(result.values, [2.0, 0.0, 0.0, 0.0]);
    assert_eq!(result.reasons, [saturated.union(cloud), missing, not_computed, cloud.union(not_computed)]);
}

#[test]
fn what_touches_a_cell_of_one_band_touches_the_result() {
    let expression = BandExpression::parse("B01 + B02", &BANDS).unwrap();
    let (values, defective) = ([1.0_f32; 2], Reasons::only(NoDataReason::Defective));
    let touched = [Reasons::VALID, defective];
    let mut all = Vec::new();
    expression.touched(&[Channel::new(&values, &[]); 2], &mut all).unwrap();
    assert!(all.is_empty());
    let with = Channel { touched: &touched, ..Channel::new(&values, &[]) };
    expression.touched(&[Channel::new(&values, &[]), with], &mut all).unwrap();
    assert_eq!(all, touched);
}

#[test]
fn bands_are_taken_in_their_unit_and_samples_that_do_not_fit_are_refused() {
    let expression = BandExpression::parse("B01 - B02", &BANDS).unwrap();
    let (codes, short) = ([1000.0_f32, 2000.0], [1.0_f32]);
    let inputs = [Channel::new(&codes, &[]).in_unit(0.0001, -0.1), Channel::new(&codes, &[]).in_unit(0.0, 0.25)];
    let mut result = Tile::default();
    let mut memory = EvaluationMemory::default();
    expression.evaluate(&inputs, &mut memory, &mut result).unwrap();
    assert!((result.values[0] + 0.25).abs() < 1e-6 && (result.values[1] + 0.15).abs() < 1e-6);
    assert_eq!(
        expression.evaluate(&inputs[..1], &mut memory, &mut result),
        Err(EvaluationError::BandCount { needed: 2, found: 1 })
    );
    let uneven = [Channel::new(&codes, &[]), Channel::new(&short, &[])];
    assert_eq!(
        expression.evaluate(&uneven, &mut memory, &mut result),
        Err(EvaluationError::SampleCount { needed: 2, found: 1 })
    );
    let empty = [Channel::new(&[], &[]); 2];
    expression.evaluate(&empty, &mut memory, &mut result).unwrap();
    assert!(result.values.is_empty() && result.reasons.is_empty());
}

//! The words and signs of an expression.

use super::error::ExpressionError;

/// One word or sign.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A number without a sign.
    Number(f64),
    /// The name of a band or of a function.
    Name(String),
    /// A name in single quotes: a band, whatever signs it holds.
    Quoted(String),
    /// One of `+ - * / ( ) ,`.
    Sign(char),
}

/// A word or sign with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) token: Token,
    /// Characters before it.
    pub(super) position: usize,
    /// It as typed.
    pub(super) text: String,
}

/// Longest expression, in characters.
const LONGEST: usize = 4000;

/// The words and signs of `text`.
///
/// # Errors
/// [`ExpressionError`] at a sign that has no place in an expression, an unfinished quotation or a number that is none.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, ExpressionError> {
    let signs: Vec<char> = text.chars().collect();
    let refused = |position: usize, needed: &str, found: String| ExpressionError {
        text: text.chars().take(LONGEST).collect(),
        position,
        needed: needed.to_owned(),
        found,
    };
    if signs.len() > LONGEST {
        return Err(refused(
            LONGEST,
            "its end, for none is longer than 4000 characters",
            format!("{} characters", signs.len()),
        ));
    }
    let mut found = Vec::new();
    let mut place = 0;
    while let Some(&sign) = signs.get(place) {
        let start = place;
        let token = if sign.is_whitespace() {
            place += 1;
            continue;
        } else if sign.is_ascii_digit() || sign == '.' {
            place = end_of_number(&signs, place);
            let typed: String = signs[start..place].iter().collect();
            let number = typed.parse::<f64>().ok().filter(|number| number.is_finite());
            Token::Number(number.ok_or_else(|| refused(start, "a number", format!("\"{typed}\"")))?)
        } else if sign.is_alphabetic() || sign == '_' {
            while signs.get(place).is_some_and(|sign| sign.is_alphanumeric() || *sign == '_') {
                place += 1;
            }
            Token::Name(signs[start..place].iter().collect())
        } else if sign == '\'' {
            let length = signs[place + 1..].iter().position(|sign| *sign == '\'');
            let length =
                length.ok_or_else(|| refused(signs.len(), "a closing quotation mark", "the end".to_owned()))?;
            place += length + 2;
            Token::Quoted(signs[start + 1..place - 1].iter().collect())
        } else {
            place += 1;
            match sign {
                '+' | '-' | '*' | '/' | '(' | ')' | ',' => Token::Sign(sign),
                '−' => Token::Sign('-'),
                '·' | '×' => Token::Sign('*'),
                _ => return Err(refused(start, "a band, a number or one of + - * / ( )", format!("\"{sign}\""))),
            }
        };
        found.push(Placed { token, position: start, text: signs[start..place].iter().collect() });
    }
    Ok(found)
}

/// One past the last character of the number at `place`: digits, a point, digits, an exponent.
fn end_of_number(signs: &[char], mut place: usize) -> usize {
    let digits = |mut place: usize| {
        while signs.get(place).is_some_and(char::is_ascii_digit) {
            place += 1;
        }
        place
    };
    place = digits(place);
    if signs.get(place) == Some(&'.') {
        place = digits(place + 1);
    }
    if matches!(signs.get(place), Some('e' | 'E')) {
        let signed = place + 1 + usize::from(matches!(signs.get(place + 1), Some('+' | '-')));
        let end = digits(signed);
        if end > signed {
            place = end;
        }
    }
    place
}

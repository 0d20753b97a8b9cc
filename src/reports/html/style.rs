//! The page's style sheet. Colours come from the tokens only.

use crate::reports::tokens::NAMED;

const RULES: &str = include_str!("style.css");

/// The style sheet: tokens, then rules that refer to them.
pub(super) fn sheet() -> String {
    let mut sheet = String::from(":root{");
    for (name, colour) in NAMED {
        sheet.push_str("--");
        sheet.push_str(name);
        sheet.push(':');
        sheet.push_str(&colour.hexadecimal());
        sheet.push(';');
    }
    sheet.push_str("}\n");
    sheet.push_str(RULES);
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_name_no_colour_and_fetch_nothing() {
        for colour in ['#'.to_string(), "rgb".to_owned(), "hsl".to_owned()] {
            assert!(!RULES.contains(&colour), "{colour}");
        }
        assert!(!RULES.contains("url(") && !RULES.contains("@import"));
        assert!(!RULES.contains('<') && !RULES.contains('&'), "the sheet stands in a page that is also XML");
    }

    #[test]
    fn every_token_that_a_rule_asks_for_exists() {
        for asked in RULES.split("var(--").skip(1) {
            let name = asked.split(')').next().unwrap();
            assert!(NAMED.iter().any(|(known, _)| *known == name) || name == "words" || name == "numbers", "{name}");
        }
    }
}

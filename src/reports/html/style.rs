//! The page's style sheet. Colours come from the tokens only.

use crate::reports::figure::base64;
use crate::reports::tokens::NAMED;

const RULES: &str = include_str!("style.css");

/// Family, weight and file of each face; the page carries them, for it is read where they are not installed.
const FACES: [(&str, &str, &[u8]); 3] = [
    ("Inter", "400", include_bytes!("../../../assets/fonts/Inter-Regular.subset.woff2")),
    ("Inter", "600", include_bytes!("../../../assets/fonts/Inter-SemiBold.subset.woff2")),
    ("JetBrains Mono", "400", include_bytes!("../../../assets/fonts/JetBrainsMono-Regular.subset.woff2")),
];

/// The style sheet: faces, tokens, then rules that refer to them.
pub(super) fn sheet() -> String {
    let mut sheet = String::new();
    for (family, weight, file) in FACES {
        let face = format!("@font-face{{font-family:\"{family}\";font-weight:{weight};src:url(data:font/woff2;base64,");
        sheet.push_str(&face);
        sheet.push_str(&base64(file));
        sheet.push_str(") format(\"woff2\")}\n");
    }
    sheet.push_str(":root{");
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

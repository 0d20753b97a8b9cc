//! How well a few letters fit a text.

/// How well the letters of `typed` fit `text`, in their order, the larger the better; none when they do not.
///
/// Letters at the beginning of a word and letters in a row count more; blanks in what is typed do not count.
pub(super) fn fit(typed: &str, text: &str) -> Option<i32> {
    let text: Vec<char> = text.to_lowercase().chars().collect();
    let typed: Vec<char> = typed.to_lowercase().chars().filter(|sign| !sign.is_whitespace()).collect();
    best(&typed, &text, 0, false)
}

fn best(typed: &[char], text: &[char], from: usize, in_a_row: bool) -> Option<i32> {
    let Some((first, rest)) = typed.split_first() else {
        // Of two that fit alike the shorter one is meant.
        return Some(-(text.len() as i32) / 8);
    };
    let begins_word = |place: usize| place == 0 || !text[place - 1].is_alphanumeric();
    let mut found: Option<i32> = None;
    // The next letter in a row, and every one that begins a word; of the others the first.
    let mut plain_seen = false;
    for place in from..text.len() {
        if text[place] != *first {
            continue;
        }
        let follows = in_a_row && place == from;
        let starts = begins_word(place);
        if !follows && !starts && std::mem::replace(&mut plain_seen, true) {
            continue;
        }
        let worth = if starts {
            10
        } else if follows {
            6
        } else {
            1
        };
        if let Some(remaining) = best(rest, text, place + 1, true) {
            found = found.max(Some(worth + remaining));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn initials_fit_better_than_letters_inside_words() {
        let palette = fit("cp", "Command palette").unwrap();
        assert!(palette > fit("cp", "Copy as command").unwrap_or(i32::MIN));
        assert!(fit("open", "Open product…") > fit("open", "Reopen"));
        assert!(fit("undo", "Undo").unwrap() > fit("undo", "Undone doings").unwrap());
    }

    #[test]
    fn letters_out_of_order_do_not_fit_and_nothing_typed_fits_all() {
        assert_eq!(fit("odnu", "Undo"), None);
        assert!(fit("", "Undo").is_some());
        assert!(fit("LEFT pan", "Left panel").is_some());
        assert_eq!(fit("x", ""), None);
    }

    #[test]
    fn many_equal_letters_do_not_take_long() {
        let text = "a ".repeat(60);
        assert_eq!(fit(&"a".repeat(61), &text), None);
    }
}

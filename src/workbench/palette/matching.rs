//! How well a few letters fit a text.

/// How well the letters of `typed` fit `text`, in their order, the larger the better; none when they do not.
///
/// Letters at the beginning of a word and letters in a row count more; blanks in what is typed do not count.
pub(super) fn fit(typed: &str, text: &str) -> Option<i32> {
    let text: Vec<char> = text.to_lowercase().chars().collect();
    let letters: Vec<char> = typed.to_lowercase().chars().filter(|sign| !sign.is_whitespace()).collect();
    // Of two that fit alike the shorter one is meant.
    let shorter = -(text.len() as i32) / 8;
    // At each place of the text: the worth of the letters so far, the last one standing there.
    let mut ending_at: Option<Vec<Option<i32>>> = None;
    for letter in letters.iter().copied() {
        let before = ending_at.take();
        let mut earlier = before.is_none().then_some(0);
        let mut next = Vec::with_capacity(text.len());
        for (place, sign) in text.iter().enumerate() {
            let in_a_row = before.as_ref().and_then(|before| before[place.checked_sub(1)?]);
            let begins_word = place == 0 || !text[place - 1].is_alphanumeric();
            let alone = earlier.map(|worth| worth + if begins_word { BEGINS_WORD } else { ALONE });
            let found = alone.max(in_a_row.map(|worth| worth + IN_A_ROW));
            next.push(found.filter(|_| *sign == letter));
            if let Some(before) = &before {
                earlier = earlier.max(before[place]);
            }
        }
        ending_at = Some(next);
    }
    let worth = ending_at.map_or(Some(0), |ending_at| ending_at.into_iter().flatten().max());
    let begins = if text.starts_with(&letters) { BEGINS_TEXT } else { 0 };
    worth.map(|worth| worth + begins + shorter)
}

const BEGINS_TEXT: i32 = 20;
const BEGINS_WORD: i32 = 10;
const IN_A_ROW: i32 = 6;
const ALONE: i32 = 1;

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn initials_fit_better_than_letters_inside_words() {
        let palette = fit("cp", "Command palette").unwrap();
        assert!(palette > fit("cp", "Copy as command").unwrap_or(i32::MIN));
        assert!(fit("open", "Open product…") > fit("open", "Reopen"));
        assert!(fit("undo", "Undo").unwrap() > fit("undo", "Under the door").unwrap());
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

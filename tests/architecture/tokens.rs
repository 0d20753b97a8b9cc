//! Rust source as a list of tokens with their lines: comments gone, text literals kept apart from code.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier, a keyword or a number.
    Word,
    /// The content of a text literal.
    Text,
    /// One sign, or the pair `::`.
    Sign,
}

/// One token of a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) text: String,
    /// Counted from 1.
    pub(crate) line: usize,
}

impl Token {
    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text == word
    }

    pub(crate) fn is_sign(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }
}

/// The tokens of `source`. Unfinished literals and comments run to the end of the file, as the compiler would refuse them.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let mut lexer = Lexer { signs: source.chars().collect(), at: 0, line: 1, found: Vec::new() };
    while lexer.step() {}
    lexer.found
}

struct Lexer {
    signs: Vec<char>,
    at: usize,
    line: usize,
    found: Vec<Token>,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.signs.get(self.at + ahead).copied()
    }

    fn take(&mut self) -> Option<char> {
        let sign = self.peek(0)?;
        self.at += 1;
        self.line += usize::from(sign == '\n');
        Some(sign)
    }

    fn push(&mut self, kind: Kind, text: String, line: usize) {
        self.found.push(Token { kind, text, line });
    }

    fn step(&mut self) -> bool {
        let Some(first) = self.peek(0) else { return false };
        let line = self.line;
        match (first, self.peek(1)) {
            ('/', Some('/')) => while self.take().is_some_and(|sign| sign != '\n') {},
            ('/', Some('*')) => self.skip_block_comment(),
            ('"', _) => self.text(0, false),
            ('\'', _) => self.character_or_lifetime(),
            (':', Some(':')) => {
                self.at += 2;
                self.push(Kind::Sign, "::".to_owned(), line);
            }
            _ if is_word_sign(first) => self.word(),
            _ => {
                self.take();
                if !first.is_whitespace() {
                    self.push(Kind::Sign, first.to_string(), line);
                }
            }
        }
        true
    }

    fn skip_block_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => {
                    depth += 1;
                    self.at += 2;
                }
                (Some('*'), Some('/')) => {
                    depth -= 1;
                    self.at += 2;
                }
                (None, _) => return,
                _ => {
                    self.take();
                }
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// A text literal whose opening quote is next, closed by a quote and `hashes` hash signs.
    fn text(&mut self, hashes: usize, raw: bool) {
        let line = self.line;
        self.take();
        let mut content = String::new();
        while let Some(sign) = self.take() {
            if sign == '\\' && !raw {
                content.extend(self.take());
            } else if sign == '"' && (0..hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                self.at += hashes;
                break;
            } else {
                content.push(sign);
            }
        }
        self.push(Kind::Text, content, line);
    }

    fn character_or_lifetime(&mut self) {
        self.take();
        if self.peek(0) == Some('\\') {
            self.take();
            self.take();
            while self.take().is_some_and(|sign| sign != '\'') {}
        } else if self.peek(1) == Some('\'') {
            self.take();
            self.take();
        } else {
            while self.peek(0).is_some_and(is_word_sign) {
                self.take();
            }
        }
    }

    fn word(&mut self) {
        let line = self.line;
        let mut word = String::new();
        while let Some(sign) = self.peek(0).filter(|sign| is_word_sign(*sign)) {
            word.push(sign);
            self.at += 1;
        }
        let prefix = matches!(word.as_str(), "r" | "b" | "br" | "c" | "cr");
        let hashes = self.signs[self.at..].iter().take_while(|sign| **sign == '#').count();
        if prefix && self.peek(hashes) == Some('"') && (hashes == 0 || word.contains('r')) {
            self.at += hashes;
            self.text(hashes, word.contains('r'));
        } else if word == "r" && hashes == 1 && self.peek(1).is_some_and(is_word_sign) {
            self.at += 1;
            self.word();
        } else if word == "b" && self.peek(0) == Some('\'') {
            self.character_or_lifetime();
        } else {
            self.push(Kind::Word, word, line);
        }
    }
}

fn is_word_sign(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// `tokens` without the items marked `#[cfg(test)]` or `#[test]`.
pub(crate) fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        if let Some(end) = end_of_test_item(tokens, at) {
            at = end;
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Names of the modules declared as `#[cfg(test)] mod name;`: their files are tests.
pub(crate) fn test_modules(tokens: &[Token]) -> Vec<String> {
    let mut names = Vec::new();
    for at in 0..tokens.len() {
        let Some(end) = end_of_test_item(tokens, at) else { continue };
        if let [.., word, name, semicolon] = &tokens[at..end]
            && word.is_word("mod")
            && semicolon.is_sign(";")
        {
            names.push(name.text.clone());
        }
    }
    names
}

/// Where the item ends that is marked as a test by an attribute starting at `at`; none when no such attribute starts there.
fn end_of_test_item(tokens: &[Token], at: usize) -> Option<usize> {
    const ITEMS: [&str; 16] = [
        "pub",
        "mod",
        "fn",
        "use",
        "struct",
        "enum",
        "impl",
        "const",
        "static",
        "trait",
        "type",
        "async",
        "extern",
        "unsafe",
        "macro_rules",
        "let",
    ];
    let spelled: Vec<&str> = tokens[at..].iter().take(6).map(|token| token.text.as_str()).collect();
    if !matches!(
        spelled.as_slice(),
        ["#", "[", "cfg", "(", "test", ")", ..] | ["#", "[", "cfg", "(", "all", "(", ..] | ["#", "[", "test", "]", ..]
    ) {
        return None;
    }
    if spelled.get(4) == Some(&"all") && !tokens.get(at + 6).is_some_and(|token| token.is_word("test")) {
        return None;
    }
    let mut item = at;
    while tokens.get(item).is_some_and(|token| token.is_sign("#")) {
        item = end_of_brackets(tokens, item + 1);
    }
    ITEMS
        .iter()
        .any(|word| tokens.get(item).is_some_and(|token| token.is_word(word)))
        .then(|| end_of_item(tokens, item))
}

fn end_of_item(tokens: &[Token], start: usize) -> usize {
    let mut at = start;
    while let Some(token) = tokens.get(at) {
        if token.is_sign(";") {
            return at + 1;
        }
        let opens_body = token.is_sign("{");
        at = if opens_body || token.is_sign("(") || token.is_sign("[") { end_of_brackets(tokens, at) } else { at + 1 };
        if opens_body {
            return at;
        }
    }
    at
}

/// The token after the bracket that closes the one at `open`.
fn end_of_brackets(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open).filter(|(_, token)| token.kind == Kind::Sign) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::{Kind, test_modules, tokens, without_tests};

    fn words(source: &str) -> Vec<String> {
        tokens(source).into_iter().filter(|token| token.kind == Kind::Word).map(|token| token.text).collect()
    }

    #[test]
    fn comments_and_text_literals_are_not_code() {
        let source = "a // b\n/* c /* d */ e */ f \"g \\\" h\" r#\"i \" j\"# b\"k\" br##\"l\"# m\"## n";
        assert_eq!(words(source), ["a", "f", "n"]);
    }

    #[test]
    fn a_lifetime_does_not_open_a_character_literal() {
        assert_eq!(
            words("fn a<'b>(c: &'b str) -> char { '\"' } d '\\'' e b'\"' f '\\u{41}' g r#type"),
            ["fn", "a", "c", "str", "char", "d", "e", "f", "g", "type"]
        );
    }

    #[test]
    fn a_token_knows_its_line() {
        let lines: Vec<usize> = tokens("a\n\"x\ny\"\nb // c\n/*\n*/ d").into_iter().map(|token| token.line).collect();
        assert_eq!(lines, [1, 2, 4, 6]);
    }

    #[test]
    fn items_marked_as_tests_are_left_out_and_what_follows_stays() {
        let source = "a; #[cfg(test)] #[expect(x, reason = \"y\")] mod t { fn u() { v } } b; #[cfg(test)] mod w; c; \
                      #[test] fn d() -> [u8; 2] { e } f; #[cfg(all(test, unix))] use g::h; i #[cfg(not(test))] fn j() {}";
        let kept: Vec<String> = without_tests(&tokens(source))
            .into_iter()
            .filter(|token| token.kind == Kind::Word)
            .map(|token| token.text)
            .collect();
        assert_eq!(kept, ["a", "b", "c", "f", "i", "cfg", "not", "test", "fn", "j"]);
        assert_eq!(test_modules(&tokens(source)), ["w"]);
    }
}

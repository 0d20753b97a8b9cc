//! Every path that a source file names, with the groups of a `use` written out.

use crate::tokens::{Kind, Token};

/// A path such as `crate::units::Angle`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) segments: Vec<String>,
    /// Counted from 1.
    pub(crate) line: usize,
    /// How many modules written inside the file enclose the path.
    pub(crate) inner_modules: usize,
    /// The path re-exports what it names.
    pub(crate) is_published: bool,
}

impl Path {
    /// Whether the segments of `pattern` (`std::fs`) stand in the path one after the other.
    pub(crate) fn contains(&self, pattern: &str) -> bool {
        let wanted: Vec<&str> = pattern.split("::").collect();
        self.segments.windows(wanted.len()).any(|window| window.iter().eq(wanted.iter().copied()))
    }
}

/// The paths of at least two segments, and single names where they stand in a `use` or an `extern crate`.
pub(crate) fn paths(tokens: &[Token]) -> Vec<Path> {
    let mut found = Vec::new();
    let mut braces: Vec<bool> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let begins_module = at >= 2 && tokens[at - 2].is_word("mod") && token.is_sign("{");
        if token.is_sign("{") {
            braces.push(begins_module);
        } else if token.is_sign("}") {
            braces.pop();
        }
        let imports = token.is_word("use") || token.is_word("crate") && at >= 1 && tokens[at - 1].is_word("extern");
        if token.kind != Kind::Word {
            at += 1;
            continue;
        }
        let mut spelled = Vec::new();
        let start = if imports { skip_leading_colons(tokens, at + 1) } else { at };
        let end = spell(tokens, start, &[], &mut spelled).max(at + 1);
        let inner_modules = braces.iter().filter(|is_module| **is_module).count();
        let is_published = imports && is_public(tokens, at);
        for (segments, line) in spelled {
            if imports || segments.len() > 1 {
                found.push(Path { segments, line, inner_modules, is_published });
            }
        }
        at = end;
    }
    found
}

fn skip_leading_colons(tokens: &[Token], at: usize) -> usize {
    at + usize::from(tokens.get(at).is_some_and(|token| token.is_sign("::")))
}

fn is_public(tokens: &[Token], at: usize) -> bool {
    at >= 1 && (tokens[at - 1].is_word("pub") || tokens[at - 1].is_sign(")"))
}

/// Writes out the path or group that starts at `at`; gives the token after it.
fn spell(tokens: &[Token], mut at: usize, prefix: &[String], spelled: &mut Vec<(Vec<String>, usize)>) -> usize {
    let mut segments = prefix.to_vec();
    while let Some(token) = tokens.get(at) {
        if token.is_sign("{") {
            return spell_group(tokens, at + 1, &segments, spelled);
        }
        let is_glob = token.is_sign("*");
        if token.kind != Kind::Word && !is_glob {
            return at + 1;
        }
        segments.push(token.text.clone());
        at += 1;
        let goes_on = tokens.get(at).is_some_and(|next| next.is_sign("::"))
            && tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Word || next.is_sign("{") || next.is_sign("*"));
        if is_glob || !goes_on {
            spelled.push((segments, token.line));
            let is_renamed = tokens.get(at).is_some_and(|next| next.is_word("as"));
            return if is_renamed && !prefix.is_empty() { at + 2 } else { at };
        }
        at += 1;
    }
    at
}

fn spell_group(tokens: &[Token], mut at: usize, prefix: &[String], spelled: &mut Vec<(Vec<String>, usize)>) -> usize {
    while let Some(token) = tokens.get(at) {
        if token.is_sign("}") {
            return at + 1;
        }
        at = if token.is_sign(",") { at + 1 } else { spell(tokens, at, prefix, spelled) };
    }
    at
}

#[cfg(test)]
mod tests {
    use super::paths;
    use crate::tokens::tokens;

    fn spelled(source: &str) -> Vec<String> {
        paths(&tokens(source)).into_iter().map(|path| path.segments.join("::")).collect()
    }

    #[test]
    fn groups_are_written_out() {
        assert_eq!(
            spelled("use crate::{a, b::{c, d as e}, f::*}; use ::std::fs; use g as h;"),
            ["crate::a", "crate::b::c", "crate::b::d", "crate::f::*", "std::fs", "g"]
        );
    }

    #[test]
    fn paths_in_expressions_types_and_visibilities_are_found() {
        assert_eq!(
            spelled("pub(in crate::a) fn f(x: &crate::b::C<d::E>) -> Vec::<u8> { crate::g::h(x)?.i(Some(j::K::L)) }"),
            ["crate::a", "crate::b::C", "d::E", "crate::g::h", "j::K::L"]
        );
    }

    #[test]
    fn modules_inside_the_file_are_counted() {
        let inside = paths(&tokens("fn a() { super::b(); } mod c { fn d() { super::e() } } mod f; fn g() { h::i() }"));
        let depths: Vec<usize> = inside.iter().map(|path| path.inner_modules).collect();
        assert_eq!(depths, [0, 1, 0]);
    }

    #[test]
    fn a_re_export_is_told_from_an_import() {
        let published: Vec<bool> = paths(&tokens("use a::b; pub use a::c; pub(crate) use a::d; fn e() { f::g() }"))
            .iter()
            .map(|path| path.is_published)
            .collect();
        assert_eq!(published, [false, true, true, false]);
    }
}

//! The program never panics on purpose, and nothing but the command line prints.

use crate::project::{Project, SourceFile, at};
use crate::tokens::Token;

const PANICKING_METHODS: [&str; 6] =
    ["unwrap", "expect", "unwrap_err", "expect_err", "unwrap_unchecked", "unwrap_none"];
const PANICKING_MACROS: [&str; 4] = ["panic", "todo", "unimplemented", "dbg"];
const PRINTING_MACROS: [&str; 4] = ["println", "eprintln", "print", "eprint"];

fn violations(project: &Project) -> Vec<String> {
    project.sources.iter().flat_map(violations_in).collect()
}

fn violations_in(file: &SourceFile) -> Vec<String> {
    let may_print = file.is_in("command_line");
    let mut found = Vec::new();
    for part in file.shipped.windows(3) {
        let name = part[1].text.as_str();
        if (part[0].is_sign(".") || part[0].is_sign("::")) && PANICKING_METHODS.contains(&name) {
            found.push(at(&file.path, part[1].line, format!("`{name}` panics: return an error")));
        }
        let is_forbidden =
            |name: &str| PANICKING_MACROS.contains(&name) || !may_print && PRINTING_MACROS.contains(&name);
        if let Some(name) = macro_called(part).filter(|name| is_forbidden(name)) {
            found.push(at(&file.path, part[0].line, format!("`{name}!` outside tests")));
        }
    }
    found
}

/// `name` in `name!(…)`, not in `name != other`.
fn macro_called(part: &[Token]) -> Option<&str> {
    let opens = ["(", "[", "{"].iter().any(|sign| part[2].is_sign(sign));
    (part[1].is_sign("!") && opens).then_some(part[0].text.as_str())
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{Project, violations};

    #[test]
    fn shipped_code_neither_panics_nor_prints() -> io::Result<()> {
        let found = violations(&Project::load()?);
        assert!(found.is_empty(), "{}", found.join("\n"));
        Ok(())
    }

    #[test]
    fn each_panic_and_each_print_is_seen() {
        let bad = [
            "fn f() { x.unwrap() }",
            "fn f() { x\n    .expect(\"never\") }",
            "fn f() { x.map(Option::unwrap) }",
            "fn f() { panic!(\"x\") }",
            "fn f() { todo!() }",
            "fn f() { unimplemented!() }",
            "fn f() { dbg![x] }",
            "fn f() { println!(\"x\") }",
            "fn f() { eprintln! { \"x\" } }",
            "fn f() { std::print!(\"x\") }",
        ];
        for text in bad {
            assert_eq!(violations(&Project::of(&[("src/units/angle.rs", text)])).len(), 1, "{text}");
        }
        let panics = Project::of(&[("src/command_line/mod.rs", "fn f() { x.unwrap() }")]);
        assert_eq!(violations(&panics).len(), 1);
    }

    #[test]
    fn tests_texts_and_gentler_relatives_are_no_finding() {
        let found = violations(&Project::of(&[
            ("src/units/angle.rs", "fn f() { x.unwrap_or(0); if todo != 1 {} \"x.unwrap()\"; } // panic!()"),
            ("src/units/count.rs", "#[expect(dead_code, reason = \"x\")] fn f() {} #[test] fn g() { x.unwrap() }"),
            ("src/units/instant.rs", "#[cfg(test)] mod tests { fn g() { panic!(\"x\"); println!(\"y\") } }"),
            ("src/command_line/mod.rs", "fn f() { println!(\"x\") }"),
        ]));
        assert_eq!(found, Vec::<String>::new());
    }
}

//! PostgreSQL's password file (PostgreSQL documentation, "The Password File"): lines of `host:port:database:user:password`,
//! `*` for any, `\` before a colon or a backslash that belongs to a field.

/// The password of the first line that fits; none when no line does.
///
/// `host` is the host name as the address gives it, `localhost` for the default socket, or the socket's folder.
pub fn password_in(passfile: &str, host: &str, port: u16, database: &str, user: &str) -> Option<String> {
    let port = port.to_string();
    let wanted = [host, &port, database, user];
    passfile.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let mut rest = line;
        for want in wanted {
            let (field, after) = split_field(rest)?;
            // a star stands for any only when nothing escapes it
            let (raw, field) = field;
            if raw != "*" && field != want {
                return None;
            }
            rest = after;
        }
        let password = unescape(rest);
        (!password.is_empty()).then_some(password)
    })
}

/// The first field, as it stands and without its escapes, and what follows its colon.
fn split_field(text: &str) -> Option<((&str, String), &str)> {
    let mut escaped = false;
    for (index, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ':' => {
                let (field, rest) = text.split_at(index);
                return Some(((field, unescape(field)), rest.get(1..)?));
            }
            _ => {}
        }
    }
    None
}

/// A password ends at the end of the line; any unescaped colon within it belongs to it.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\\' {
            plain.extend(characters.next());
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# team server\n\
        db.example.org:5432:viq:ana:first\n\
        db.example.org:*:*:ana:second\n\
        *:*:other:*:with\\:colon\\\\and backslash\n\
        \\*:5432:viq:bob:literal star\n\
        broken line\n\
        localhost:5433:viq:bob:\n";

    #[test]
    fn the_first_line_that_fits_gives_the_password() {
        assert_eq!(password_in(FILE, "db.example.org", 5432, "viq", "ana").as_deref(), Some("first"));
        assert_eq!(password_in(FILE, "db.example.org", 6000, "viq", "ana").as_deref(), Some("second"));
    }

    #[test]
    fn escapes_belong_to_the_field_and_an_escaped_star_is_a_star() {
        assert_eq!(password_in(FILE, "h", 1, "other", "u").as_deref(), Some("with:colon\\and backslash"));
        assert_eq!(password_in(FILE, "anything", 5432, "viq", "bob"), None);
        assert_eq!(password_in(FILE, "*", 5432, "viq", "bob").as_deref(), Some("literal star"));
    }

    #[test]
    fn no_line_or_an_empty_password_is_none() {
        assert_eq!(password_in(FILE, "db.example.org", 5432, "viq", "eve"), None);
        assert_eq!(password_in(FILE, "localhost", 5433, "viq", "bob"), None);
        assert_eq!(password_in("", "h", 1, "d", "u"), None);
        assert_eq!(password_in("# h:1:d:u:p\n::::\n:", "h", 1, "d", "u"), None);
    }
}

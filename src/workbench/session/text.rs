//! The session as text: JSON with the number of its format. Parts are read one by one, so that one that is damaged takes no other along.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::state::Session;
use crate::workbench::viewer::ViewerSession;

/// The format that this program writes.
const FORMAT: u64 = 1;
/// How each older format becomes the next: the first makes 2 of 1.
const MIGRATIONS: [Migration; FORMAT as usize - 1] = [];

/// Changes the parts of a session from one format to the next.
type Migration = fn(&mut Map<String, Value>);

/// A text that is no session of this program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum SessionTextError {
    /// Not JSON, or not an object.
    #[error("needed a session in JSON, found: {0}")]
    NotASession(String),
    /// Written by a newer program.
    #[error("needed a session of format {FORMAT} or older, found format {0}: a newer version of VIQ wrote it")]
    Newer(u64),
}

/// The text of a session.
pub(super) fn written(session: &Session) -> Result<String, serde_json::Error> {
    let mut value = serde_json::to_value(session)?;
    if let Value::Object(parts) = &mut value {
        parts.insert("format".to_owned(), FORMAT.into());
    }
    serde_json::to_string_pretty(&value)
}

/// A session from its text, and the names of the parts that could not be read and are as in a new one. Unknown parts are passed over.
pub(super) fn read(text: &str) -> Result<(Session, Vec<&'static str>), SessionTextError> {
    let refused = |found: &str| SessionTextError::NotASession(found.to_owned());
    let value: Value = serde_json::from_str(text).map_err(|error| refused(&error.to_string()))?;
    let Value::Object(mut parts) = value else { return Err(refused("no object")) };
    let format = parts.remove("format").and_then(|format| format.as_u64()).filter(|format| *format > 0);
    let format = format.ok_or_else(|| refused("no number of a format"))?;
    migrate(&mut parts, format, &MIGRATIONS)?;
    let mut lost = Vec::new();
    let session = Session {
        appearance: part(&mut parts, "appearance", &mut lost),
        tab: part(&mut parts, "tab", &mut lost),
        products: part(&mut parts, "products", &mut lost),
        viewer: part::<ViewerSession>(&mut parts, "viewer", &mut lost).mended(),
        radiometry: part(&mut parts, "radiometry", &mut lost),
        catalog: part(&mut parts, "catalog", &mut lost),
        jobs: part(&mut parts, "jobs", &mut lost),
    };
    Ok((session, lost))
}

fn part<P: DeserializeOwned + Default>(
    parts: &mut Map<String, Value>,
    name: &'static str,
    lost: &mut Vec<&'static str>,
) -> P {
    let Some(value) = parts.remove(name) else { return P::default() };
    serde_json::from_value(value).unwrap_or_else(|_unreadable| {
        lost.push(name);
        P::default()
    })
}

fn migrate(parts: &mut Map<String, Value>, from: u64, migrations: &[Migration]) -> Result<(), SessionTextError> {
    let steps =
        usize::try_from(from - 1).ok().and_then(|done| migrations.get(done..)).ok_or(SessionTextError::Newer(from))?;
    for step in steps {
        step(parts);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::reports::tokens::Theme;
    use crate::workbench::session::{OpenProduct, ProductId, Tab};

    fn session() -> Session {
        let mut session = Session { tab: Tab::Jobs, ..Session::default() };
        session.appearance.theme = Theme::Light;
        session.appearance.sides_mut(Tab::Catalog).left = false;
        let image = Some(PathBuf::from("crop.tif"));
        session.products.push(OpenProduct { id: ProductId(3), path: PathBuf::from("VE_1.HDR"), image });
        session
    }

    #[test]
    fn a_session_read_back_is_the_same() {
        for session in [Session::default(), session()] {
            assert_eq!(read(&written(&session).unwrap()), Ok((session, vec![])));
        }
    }

    #[test]
    fn unknown_fields_and_missing_parts_are_no_damage() {
        let text = r#"{"format": 1, "tab": "jobs", "weather": [1], "appearance": {"theme": "light", "font": "x"}}"#;
        let (read, lost) = read(text).unwrap();
        assert_eq!((read.tab, read.appearance.theme, lost), (Tab::Jobs, Theme::Light, vec![]));
        assert_eq!(read.appearance.scale_percent, 100);
    }

    #[test]
    fn a_damaged_part_takes_no_other_along() {
        let text = written(&session()).unwrap().replace("\"jobs\"", "\"juggling\"");
        let (read, lost) = read(&text).unwrap();
        assert_eq!(lost, ["tab"]);
        assert_eq!(read, Session { tab: Tab::default(), ..session() });
    }

    #[test]
    fn what_is_no_session_is_refused_with_what_was_found() {
        for text in ["", "{", "[]", "null", "{}", r#"{"format": "1"}"#, r#"{"format": 0}"#, r#"{"format": -1}"#] {
            assert!(matches!(read(text), Err(SessionTextError::NotASession(_))), "{text}");
        }
        assert_eq!(read(r#"{"format": 99}"#), Err(SessionTextError::Newer(99)));
        let nested = "[".repeat(100_000);
        assert!(read(&nested).is_err());
    }

    #[test]
    fn an_older_format_goes_through_every_step_after_it() {
        let steps: [Migration; 2] = [
            |parts| {
                let tab = parts.remove("page").unwrap_or_default();
                parts.insert("room".to_owned(), tab);
            },
            |parts| {
                let tab = parts.remove("room").unwrap_or_default();
                parts.insert("tab".to_owned(), tab);
            },
        ];
        for (format, name) in [(1, "page"), (2, "room"), (3, "tab")] {
            let mut parts = Map::new();
            parts.insert(name.to_owned(), "jobs".into());
            migrate(&mut parts, format, &steps).unwrap();
            assert_eq!(parts.get("tab"), Some(&"jobs".into()), "format {format}");
        }
        assert_eq!(migrate(&mut Map::new(), 4, &steps), Err(SessionTextError::Newer(4)));
    }
}

//! The environment variables, taken once at the start.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// Environment variables as they were when the program started.
#[derive(Clone, Default)]
pub struct Environment {
    variables: BTreeMap<String, String>,
}

impl Environment {
    /// Those of this process. A variable that is not Unicode is passed over.
    pub fn of_process() -> Self {
        let pairs = std::env::vars_os();
        let variables =
            pairs.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))).collect();
        Self { variables }
    }

    /// Just these.
    pub fn from_pairs<const N: usize>(pairs: [(&str, &str); N]) -> Self {
        Self { variables: pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into() }
    }

    /// A variable that is set and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The user's home folder.
    pub fn home(&self) -> Option<PathBuf> {
        self.get("HOME").map(PathBuf::from)
    }

    /// Where this user's programs keep their data: `XDG_DATA_HOME`, else `~/.local/share`.
    pub fn data_home(&self) -> Option<PathBuf> {
        self.get("XDG_DATA_HOME").map(PathBuf::from).or_else(|| Some(self.home()?.join(".local/share")))
    }

    /// Where this user's programs keep their settings: `XDG_CONFIG_HOME`, else `~/.config`.
    pub fn config_home(&self) -> Option<PathBuf> {
        self.get("XDG_CONFIG_HOME").map(PathBuf::from).or_else(|| Some(self.home()?.join(".config")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_is_as_good_as_none() {
        let environment = Environment::from_pairs([("HOME", "/somewhere"), ("XDG_DATA_HOME", "")]);
        assert_eq!(environment.get("XDG_DATA_HOME"), None);
        assert_eq!(environment.data_home(), Some(PathBuf::from("/somewhere/.local/share")));
    }
}

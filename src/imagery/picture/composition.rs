//! Which channels a picture shows: three as red, green and blue, or one through a colour map.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What one channel of a picture holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelSource {
    /// A band of the product, by its name.
    Band(String),
    /// Arithmetic on bands, as typed: `(B11 - B07) / (B11 + B07)`.
    Expression(String),
}

/// How one channel becomes a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colouring {
    /// Black to white.
    #[default]
    Grey,
    /// Viridis: amounts; safe for colour-blind readers.
    Viridis,
    /// Cividis: amounts; the same for all readers.
    Cividis,
    /// Diverging, centred on zero: differences.
    Diverging,
}

impl Colouring {
    /// Every colouring, in the order of menus.
    pub const ALL: [Self; 4] = [Self::Grey, Self::Viridis, Self::Cividis, Self::Diverging];

    /// The word that is typed and shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Grey => "grey",
            Self::Viridis => "viridis",
            Self::Cividis => "cividis",
            Self::Diverging => "diverging",
        }
    }
}

/// Which channels a picture shows. Written as `B07,B04,B03`, `B05`, `B05@viridis` or `(B11-B07)/(B11+B07)@diverging`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Composition {
    /// Red, green and blue.
    Colour([ChannelSource; 3]),
    /// One channel through a colour map.
    Single {
        /// What is shown.
        source: ChannelSource,
        /// How it becomes a colour.
        colouring: Colouring,
    },
}

/// A composition that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("bands: needed one or three of them, such as B07,B04,B03 or B05@viridis, found \"{found}\"")]
pub struct CompositionError {
    /// The text as typed.
    pub found: String,
}

impl Composition {
    /// One band in grey.
    pub fn grey(band: impl Into<String>) -> Self {
        Self::Single { source: ChannelSource::Band(band.into()), colouring: Colouring::Grey }
    }

    /// The channels, in the order red, green, blue; one for a single channel.
    pub fn sources(&self) -> &[ChannelSource] {
        match self {
            Self::Colour(sources) => sources,
            Self::Single { source, .. } => std::slice::from_ref(source),
        }
    }
}

impl fmt::Display for ChannelSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Band(name) => formatter.write_str(name),
            Self::Expression(text) => formatter.write_str(text),
        }
    }
}

impl fmt::Display for Composition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Colour([red, green, blue]) => write!(formatter, "{red},{green},{blue}"),
            Self::Single { source, colouring: Colouring::Grey } => write!(formatter, "{source}"),
            Self::Single { source, colouring } => write!(formatter, "{source}@{}", colouring.word()),
        }
    }
}

impl FromStr for ChannelSource {
    type Err = CompositionError;

    fn from_str(text: &str) -> Result<Self, CompositionError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CompositionError { found: text.to_owned() });
        }
        let is_name = text.chars().all(|sign| sign.is_alphanumeric() || "_ ".contains(sign))
            && !text.starts_with(|sign: char| sign.is_ascii_digit());
        Ok(if is_name { Self::Band(text.to_owned()) } else { Self::Expression(text.to_owned()) })
    }
}

/// The parts between the commas that stand in no parenthesis and no quotation: `min(B01, B02)` is one part.
fn between_commas(text: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut start, mut parts) = (0_usize, false, 0, Vec::new());
    for (place, sign) in text.char_indices() {
        match sign {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                parts.push(&text[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

impl FromStr for Composition {
    type Err = CompositionError;

    fn from_str(text: &str) -> Result<Self, CompositionError> {
        let refused = || CompositionError { found: text.to_owned() };
        let (channels, colouring) = match text.rsplit_once('@') {
            None => (text, Colouring::Grey),
            Some((channels, word)) => {
                let named = Colouring::ALL.into_iter().find(|colouring| colouring.word() == word.trim());
                (channels, named.ok_or_else(refused)?)
            }
        };
        let sources = between_commas(channels)
            .into_iter()
            .map(ChannelSource::from_str)
            .collect::<Result<Vec<ChannelSource>, CompositionError>>()
            .map_err(|_| refused())?;
        match <[ChannelSource; 3]>::try_from(sources) {
            Ok(sources) if !text.contains('@') => Ok(Self::Colour(sources)),
            Err(mut sources) if sources.len() == 1 => {
                sources.pop().map(|source| Self::Single { source, colouring }).ok_or_else(refused)
            }
            Ok(_) | Err(_) => Err(refused()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_composition_read_back_from_its_text_is_the_same() {
        for text in [
            "B07,B04,B03",
            "B05",
            "B05@viridis",
            "(B11-B07)/(B11+B07)@diverging",
            "B01 - B02",
            "max(B01, B02)@viridis",
            "min(B01,2),max(B02,B03),'a,b'+1",
        ] {
            let composition: Composition = text.parse().unwrap();
            assert_eq!(composition.to_string().parse::<Composition>().unwrap(), composition, "{text}");
        }
    }

    #[test]
    fn two_bands_no_band_and_an_unknown_map_are_refused_with_what_was_found() {
        for text in ["", "B01,B02", "B01,,B03", "B01@rainbow", "B01,B02,B03@viridis", "B01,B02,B03,B04"] {
            assert_eq!(text.parse::<Composition>().unwrap_err().found, text);
        }
    }
}

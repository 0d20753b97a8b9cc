//! How pixels without a value look, as it is typed: `cloud:0.5,missing:off`.

use crate::imagery::NoDataReason;
use crate::imagery::picture::{NoDataLook, OverlayLook};
use crate::operations::OperationError;

/// The reasons whose look is not the usual one, each with its opacity or `off`.
pub(super) fn to_text(look: &NoDataLook) -> String {
    let usual = NoDataLook::default();
    let differing = NoDataReason::ALL.into_iter().filter(|reason| look.of(*reason) != usual.of(*reason));
    let words = differing.map(|reason| {
        let OverlayLook { visible, opacity } = look.of(reason);
        if visible { format!("{}:{opacity}", word(reason)) } else { format!("{}:off", word(reason)) }
    });
    words.collect::<Vec<String>>().join(",")
}

/// Reads what was typed; reasons that are not named have their usual look.
///
/// # Errors
/// [`OperationError::Usage`] for a reason that there is not, and an opacity beyond 0 to 1.
pub fn no_data_look(text: &str) -> Result<NoDataLook, OperationError> {
    let mut look = NoDataLook::default();
    let refused = || {
        let reasons: Vec<String> = NoDataReason::ALL.into_iter().map(word).collect();
        OperationError::Usage(format!(
            "no-data: needed REASON:off or REASON:OPACITY from 0 to 1, with commas, of {}; found \"{text}\"",
            reasons.join(", ")
        ))
    };
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once(':').ok_or_else(refused)?;
        let reason = NoDataReason::ALL.into_iter().find(|reason| word(*reason) == name).ok_or_else(refused)?;
        let opacity = value.parse::<f32>().ok().filter(|opacity| (0.0..=1.0).contains(opacity));
        match (value, opacity) {
            ("off", _) => look.set(reason, OverlayLook { visible: false, ..look.of(reason) }),
            (_, Some(opacity)) => look.set(reason, OverlayLook { visible: true, opacity }),
            (_, None) => return Err(refused()),
        }
    }
    Ok(look)
}

/// The reason's word without a space.
fn word(reason: NoDataReason) -> String {
    reason.word().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_read_back_from_its_text_draws_the_same() {
        let text = "cloud:0.5,missing:off,outside:1,not-computed:0.25";
        assert_eq!(to_text(&no_data_look(text).unwrap()), text);
        assert_eq!(no_data_look("").unwrap(), NoDataLook::default());
    }

    #[test]
    fn what_is_no_look_is_refused_with_what_was_found() {
        for text in ["cloud", "fog:0.5", "cloud:1.5", "cloud:-1", "cloud:nan", "cloud:on"] {
            assert!(no_data_look(text).unwrap_err().to_string().contains(text), "{text}");
        }
    }
}

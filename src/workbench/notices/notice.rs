//! A notice and the list of them.

use std::collections::VecDeque;

use crate::units::UtcInstant;

/// How many notices are kept.
const KEPT: usize = 500;

/// How much a notice asks of the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// Something was done.
    Information,
    /// Something must be known.
    Warning,
    /// Something failed.
    Failure,
}

/// Something that the user was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// When.
    pub(crate) time: UtcInstant,
    /// How much it asks.
    pub(crate) weight: Weight,
    /// What happened, on what, and what to do.
    pub(crate) message: String,
    /// How often in a row.
    pub(crate) times: usize,
}

/// What the user was told, the latest last.
#[derive(Debug, Default)]
pub(crate) struct Notices {
    log: VecDeque<Notice>,
}

impl Notices {
    /// Says what was done.
    pub(crate) fn inform(&mut self, time: UtcInstant, message: impl Into<String>) {
        self.push(time, Weight::Information, message.into());
    }

    /// Says what must be known.
    pub(crate) fn warn(&mut self, time: UtcInstant, message: impl Into<String>) {
        self.push(time, Weight::Warning, message.into());
    }

    /// Says what failed.
    pub(crate) fn fail(&mut self, time: UtcInstant, message: impl Into<String>) {
        self.push(time, Weight::Failure, message.into());
    }

    /// The last notice.
    pub(crate) fn last(&self) -> Option<&Notice> {
        self.log.back()
    }

    /// All notices, the latest first.
    pub(crate) fn latest_first(&self) -> impl Iterator<Item = &Notice> {
        self.log.iter().rev()
    }

    fn push(&mut self, time: UtcInstant, weight: Weight, message: String) {
        if let Some(last) = self.log.back_mut()
            && last.weight == weight
            && last.message == message
        {
            last.time = time;
            last.times += 1;
            return;
        }
        if self.log.len() == KEPT {
            self.log.pop_front();
        }
        self.log.push_back(Notice { time, weight, message, times: 1 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_notice_again_is_counted_and_the_log_stays_bounded() {
        let mut notices = Notices::default();
        let time = UtcInstant::from_unix_milliseconds(0).unwrap();
        for number in 0..KEPT + 10 {
            notices.warn(time, format!("warning {number}"));
        }
        notices.warn(time, format!("warning {}", KEPT + 9));
        notices.fail(time, format!("warning {}", KEPT + 9));
        assert_eq!(notices.latest_first().count(), KEPT);
        let times: Vec<usize> = notices.latest_first().take(3).map(|notice| notice.times).collect();
        assert_eq!(times, [1, 2, 1]);
        assert_eq!(notices.last().map(|notice| notice.weight), Some(Weight::Failure));
    }
}

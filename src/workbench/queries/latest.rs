//! The latest question of one kind, such as the spectrum under the pointer.

use super::{Pending, Priority, Queries};
use crate::operations::OperationError;
use crate::supervision::Supervision;

/// The latest question of one kind and its answer. The earlier answer stays until the new one is there, so that nothing blinks.
pub(crate) struct Latest<Q, A> {
    question: Option<Q>,
    pending: Option<Pending<A>>,
    answer: Option<Result<A, String>>,
}

/// What is known of the latest question.
pub(crate) enum Answer<'a, A> {
    /// Nothing was asked.
    Nothing,
    /// It is being looked for; the answer of an earlier question, if there was one.
    Waiting(Option<&'a A>),
    /// It is known.
    Known(&'a A),
    /// It cannot be known: why.
    Failed(&'a str),
}

impl<Q, A> Default for Latest<Q, A> {
    fn default() -> Self {
        Self { question: None, pending: None, answer: None }
    }
}

impl<Q: PartialEq, A: Send + 'static> Latest<Q, A> {
    /// Asks `question`, unless it is the one that was asked last; an earlier one is cancelled. To be called each frame.
    pub(crate) fn ask(
        &mut self,
        queries: &Queries,
        priority: Priority,
        question: Q,
        find: impl FnOnce(&Supervision) -> Result<A, OperationError> + Send + 'static,
    ) {
        if self.question.as_ref() != Some(&question) {
            self.question = Some(question);
            self.pending = Some(queries.ask(priority, find));
        }
    }

    /// Cancels, and forgets question and answer.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// What is known now. To be called each frame.
    pub(crate) fn answer(&mut self) -> Answer<'_, A> {
        if let Some(found) = self.pending.as_ref().and_then(Pending::poll) {
            self.pending = None;
            self.answer = Some(found.map_err(|error| error.to_string()));
        }
        match (&self.answer, self.pending.is_some()) {
            (None, false) => Answer::Nothing,
            (None | Some(Err(_)), true) => Answer::Waiting(None),
            (Some(Ok(answer)), true) => Answer::Waiting(Some(answer)),
            (Some(Ok(answer)), false) => Answer::Known(answer),
            (Some(Err(reason)), false) => Answer::Failed(reason),
        }
    }

    /// The question asked last.
    pub(crate) fn question(&self) -> Option<&Q> {
        self.question.as_ref()
    }
}

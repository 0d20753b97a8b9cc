//! A question that follows something that moves: one under way at a time, the newest next.

use super::{Pending, Priority, Queries};
use crate::operations::OperationError;
use crate::supervision::Supervision;

/// A question asked again and again of something that moves. Unlike [`Latest`](super::Latest) it lets the question under way come to its end: while
/// something moves in every frame, each answer would otherwise be cancelled before it is there, and nothing would follow until it rests.
pub(crate) struct InTurn<Q, A> {
    asked: Option<Q>,
    pending: Option<Pending<A>>,
    answer: Option<Result<A, String>>,
}

impl<Q, A> Default for InTurn<Q, A> {
    fn default() -> Self {
        Self { asked: None, pending: None, answer: None }
    }
}

impl<Q: PartialEq, A: Send + 'static> InTurn<Q, A> {
    /// Asks `question`, unless it was asked last, or another is still under way: then it is asked in the frame after its answer.
    pub(crate) fn ask(
        &mut self,
        queries: &Queries,
        priority: Priority,
        question: Q,
        find: impl FnOnce(&Supervision) -> Result<A, OperationError> + Send + 'static,
    ) {
        self.poll();
        if self.pending.is_none() && self.asked.as_ref() != Some(&question) {
            self.asked = Some(question);
            self.pending = Some(queries.ask(priority, find));
        }
    }

    /// The newest answer there is, of the question asked last or of the one before.
    pub(crate) fn answer(&mut self) -> Option<Result<&A, &str>> {
        self.poll();
        self.answer.as_ref().map(|answer| answer.as_ref().map_err(String::as_str))
    }

    /// Cancels, and forgets question and answer.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    fn poll(&mut self) {
        if let Some(found) = self.pending.as_ref().and_then(Pending::poll) {
            self.pending = None;
            self.answer = Some(found.map_err(|error| error.to_string()));
        }
    }
}

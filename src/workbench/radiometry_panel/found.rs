//! What was found last, kept until something else is asked for.

/// What was found of a question that is asked in every frame and seldom changes.
pub(super) struct Found<Question, Answer> {
    last: Option<(Question, Result<Answer, String>)>,
}

impl<Question, Answer> Default for Found<Question, Answer> {
    fn default() -> Self {
        Self { last: None }
    }
}

impl<Question: PartialEq, Answer> Found<Question, Answer> {
    /// The answer; found anew only for another question than the last.
    ///
    /// # Errors
    /// What `find` says, each time it is asked.
    pub(super) fn of(
        &mut self,
        question: Question,
        find: impl FnOnce() -> Result<Answer, String>,
    ) -> Result<&Answer, &str> {
        let last = self.last.take().filter(|(before, _)| *before == question);
        let (_, answer) = self.last.insert(last.unwrap_or_else(|| (question, find())));
        answer.as_ref().map_err(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_found_once_until_something_else_is_asked() {
        let mut found = Found::<u8, u8>::default();
        let mut n_found = 0;
        for question in [1, 1, 2, 2, 1] {
            let answer = found.of(question, || {
                n_found += 1;
                if question == 2 { Err("two".to_owned()) } else { Ok(10 * question) }
            });
            assert_eq!(answer.copied(), if question == 2 { Err("two") } else { Ok(10) });
        }
        assert_eq!(n_found, 3);
    }
}

//! From text to steps, by recursive descent.

use super::error::ExpressionError;
use super::program::{BandExpression, Binary, Step, Unary};
use super::token::{Placed, Token, tokens};

/// Parentheses, functions and signs within each other.
const DEEPEST: usize = 64;

impl BandExpression {
    /// Understands `text`, in which the names of `available` are bands.
    ///
    /// # Errors
    /// [`ExpressionError`], with the place, when the text is no expression, names a band that is not there, or names none at all.
    pub fn parse(text: &str, available: &[&str]) -> Result<Self, ExpressionError> {
        let expression = Self { text: text.to_owned(), bands: Vec::new(), steps: Vec::new(), depth: 0 };
        let mut parser = Parser { tokens: tokens(text)?, next: 0, nesting: 0, on_stack: 0, available, expression };
        parser.sum()?;
        if parser.peek().is_some() {
            return Err(parser.refused("an operator or the end"));
        }
        if parser.expression.bands.is_empty() {
            return Err(parser.refused("a band somewhere"));
        }
        Ok(parser.expression)
    }
}

struct Parser<'names> {
    tokens: Vec<Placed>,
    next: usize,
    nesting: usize,
    on_stack: usize,
    available: &'names [&'names str],
    expression: BandExpression,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|placed| &placed.token)
    }

    /// Steps over `sign` if it is next.
    fn take(&mut self, sign: char) -> bool {
        let is_next = self.peek() == Some(&Token::Sign(sign));
        self.next += usize::from(is_next);
        is_next
    }

    /// The mistake at the next token.
    fn refused(&self, needed: impl Into<String>) -> ExpressionError {
        let text = self.expression.text.clone();
        let end = text.chars().count();
        let (position, found) = self
            .tokens
            .get(self.next)
            .map_or((end, "the end".to_owned()), |placed| (placed.position, format!("\"{}\"", placed.text)));
        ExpressionError { text, position, needed: needed.into(), found }
    }

    fn push(&mut self, step: Step) {
        match step {
            Step::Number(_) | Step::Band(_) => self.on_stack += 1,
            Step::Unary(_) => {}
            Step::Binary(_) => self.on_stack -= 1,
        }
        self.expression.depth = self.expression.depth.max(self.on_stack);
        self.expression.steps.push(step);
    }

    fn nested(&mut self, inside: impl FnOnce(&mut Self) -> Result<(), ExpressionError>) -> Result<(), ExpressionError> {
        if self.nesting == DEEPEST {
            return Err(self.refused(format!("at most {DEEPEST} levels within each other")));
        }
        self.nesting += 1;
        inside(self)?;
        self.nesting -= 1;
        Ok(())
    }

    fn sum(&mut self) -> Result<(), ExpressionError> {
        self.product()?;
        loop {
            let operator = if self.take('+') {
                Binary::Add
            } else if self.take('-') {
                Binary::Subtract
            } else {
                return Ok(());
            };
            self.product()?;
            self.push(Step::Binary(operator));
        }
    }

    fn product(&mut self) -> Result<(), ExpressionError> {
        self.signed()?;
        loop {
            let operator = if self.take('*') {
                Binary::Multiply
            } else if self.take('/') {
                Binary::Divide
            } else {
                return Ok(());
            };
            self.signed()?;
            self.push(Step::Binary(operator));
        }
    }

    fn signed(&mut self) -> Result<(), ExpressionError> {
        if self.take('-') {
            self.nested(Self::signed)?;
            self.push(Step::Unary(Unary::Negate));
            Ok(())
        } else if self.take('+') {
            self.nested(Self::signed)
        } else {
            self.operand()
        }
    }

    fn operand(&mut self) -> Result<(), ExpressionError> {
        match self.peek().cloned() {
            Some(Token::Number(number)) => {
                self.next += 1;
                self.push(Step::Number(number));
                Ok(())
            }
            Some(Token::Name(name)) => {
                let opens = self.tokens.get(self.next + 1).is_some_and(|next| next.token == Token::Sign('('));
                if opens { self.function(&name) } else { self.band(&name) }
            }
            Some(Token::Quoted(name)) => self.band(&name),
            Some(Token::Sign('(')) => {
                self.next += 1;
                self.nested(Self::sum)?;
                self.close("an operator or a closing parenthesis")
            }
            _ => Err(self.refused("a band, a number or an opening parenthesis")),
        }
    }

    fn close(&mut self, needed: &str) -> Result<(), ExpressionError> {
        if self.take(')') { Ok(()) } else { Err(self.refused(needed)) }
    }

    fn band(&mut self, name: &str) -> Result<(), ExpressionError> {
        let exact = self.available.iter().find(|band| **band == name);
        let named = exact.or_else(|| self.available.iter().find(|band| band.eq_ignore_ascii_case(name)));
        let Some(named) = named else {
            return Err(self.refused(format!("one of the bands {}", self.available.join(", "))));
        };
        self.next += 1;
        let known = self.expression.bands.iter().position(|band| band == named);
        let index = known.unwrap_or_else(|| {
            self.expression.bands.push((*named).to_owned());
            self.expression.bands.len() - 1
        });
        self.push(Step::Band(index));
        Ok(())
    }

    fn function(&mut self, name: &str) -> Result<(), ExpressionError> {
        let step = match name {
            "min" => Step::Binary(Binary::Min),
            "max" => Step::Binary(Binary::Max),
            "abs" => Step::Unary(Unary::Abs),
            "sqrt" => Step::Unary(Unary::Sqrt),
            "log" => Step::Unary(Unary::Log),
            "exp" => Step::Unary(Unary::Exp),
            _ => return Err(self.refused("one of the functions min, max, abs, sqrt, log, exp")),
        };
        self.next += 2;
        self.nested(Self::sum)?;
        if matches!(step, Step::Unary(_)) {
            self.push(step);
            return self.close("an operator or a closing parenthesis");
        }
        if self.peek() != Some(&Token::Sign(',')) {
            return Err(self.refused("an operator, or a comma and a second value"));
        }
        while self.take(',') {
            self.nested(Self::sum)?;
            self.push(step);
        }
        self.close("an operator, a comma or a closing parenthesis")
    }
}

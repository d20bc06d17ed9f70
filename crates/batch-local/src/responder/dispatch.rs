//! The choice between the kinds of responders.

use std::future::Future;
use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::answer::Answer;
use super::builtin;
#[cfg(feature = "forward")]
use super::forward::Forward;
use super::request::Request;

/// What answers the lines of a batch.
///
/// Cheap to clone. The default is [`Responder::builtin`].
#[derive(Clone)]
pub struct Responder(Kind);

type Function = dyn Fn(Request) -> BoxFuture<'static, Answer> + Send + Sync;

#[derive(Clone)]
enum Kind {
    Builtin,
    Function(Arc<Function>),
    #[cfg(feature = "forward")]
    Forward(Forward),
}

impl Responder {
    /// Answers without a model: valid responses of every endpoint that a batch may call, the same
    /// for the same line every time. Each contains `"made_by": "batch-local"`, and its text says
    /// so too.
    #[must_use]
    pub fn builtin() -> Self {
        Self(Kind::Builtin)
    }

    /// Answers with a function.
    ///
    /// If it panics, the answer has status 500.
    pub fn from_fn<F, A>(function: F) -> Self
    where
        F: Fn(Request) -> A + Send + Sync + 'static,
        A: Future<Output = Answer> + Send + 'static,
    {
        Self(Kind::Function(Arc::new(move |request| Box::pin(function(request)))))
    }

    /// Forwards lines to an inference server.
    #[cfg(feature = "forward")]
    #[must_use]
    pub fn forward(to: Forward) -> Self {
        Self(Kind::Forward(to))
    }

    /// Answers a line.
    pub(crate) fn answer(&self, request: Request) -> BoxFuture<'static, Answer> {
        match &self.0 {
            Kind::Builtin => Box::pin(std::future::ready(builtin::answer(&request))),
            Kind::Function(function) => function(request),
            #[cfg(feature = "forward")]
            Kind::Forward(forward) => Box::pin(forward.clone().answer(request)),
        }
    }
}

impl Default for Responder {
    fn default() -> Self {
        Self::builtin()
    }
}

impl std::fmt::Debug for Responder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Kind::Builtin => "Responder::builtin",
            Kind::Function(_) => "Responder::from_fn",
            #[cfg(feature = "forward")]
            Kind::Forward(_) => "Responder::forward",
        })
    }
}

//! One attempt: a request and its response.

use std::time::SystemTime;

use batch_client::transport::read_error_body;
use batch_client::types::ErrorResponse;
use batch_client::{BoxError, Call, Effect, Operation, ResponseBody};
use bytes::Bytes;
use http::{Extensions, HeaderMap, StatusCode};
use reqwest::ResponseBuilderExt;
use tower::{Service, ServiceExt};

use super::event::Seen;
use super::hint::Hint;
use super::quota::quota_code;
use super::reason::Reason;
use super::verdict::Verdict;
use crate::word::request_id;

/// A successful response.
pub(super) enum Answer {
    /// Its body is still to be read.
    Stream(reqwest::Response),
    /// Its body has been read.
    Whole(http::Response<Bytes>),
}

/// The cause of a failed attempt.
pub(super) enum Cause {
    /// A response other than 2xx.
    Response(http::Response<Bytes>),
    /// A 2xx response that does not decode.
    Undecodable(http::Response<Bytes>),
    /// A 2xx response whose body was cut.
    Cut(http::Response<()>, BoxError),
    /// No response.
    Error(BoxError),
}

impl Cause {
    pub(super) fn verdict(&self, effect: Effect) -> Verdict {
        let hint = |headers: &HeaderMap| Hint::from_headers(headers, SystemTime::now());
        match self {
            Self::Response(response) => {
                let status = response.status();
                let envelope = (status == StatusCode::TOO_MANY_REQUESTS)
                    .then(|| ErrorResponse::from_body(status.as_u16(), response.body()));
                let code = envelope.as_ref().and_then(|envelope| quota_code(&envelope.error));
                Verdict::of_response(effect, status, hint(response.headers()), code)
            }
            Self::Undecodable(response) => {
                Verdict::of(effect, Reason::Undecodable, hint(response.headers()))
            }
            Self::Cut(head, _) => Verdict::of(effect, Reason::CutBody, hint(head.headers())),
            Self::Error(error) => Verdict::of_error(effect, error.as_ref()),
        }
    }

    pub(super) fn seen(&self) -> Seen<'_> {
        let (status, headers) = match self {
            Self::Response(response) | Self::Undecodable(response) => {
                (response.status(), response.headers())
            }
            Self::Cut(head, _) => (head.status(), head.headers()),
            Self::Error(_) => return Seen::default(),
        };
        Seen { status: Some(status), request_id: request_id(headers) }
    }
}

/// Sends once and reads the response: its whole body, unless it is a success to be streamed.
pub(super) async fn exchange<S>(service: &mut S, call: Call) -> Result<Answer, Cause>
where
    S: Service<Call, Response = reqwest::Response, Error = BoxError>,
{
    let operation = call.operation_id;
    let service = service.ready().await.map_err(Cause::Error)?;
    let mut response = service.call(call).await.map_err(Cause::Error)?;
    let success = response.status().is_success();
    if success && is_streamed(operation) {
        return Ok(Answer::Stream(response));
    }
    // Reading the body consumes the response, so its head is moved out first. The URL is kept because
    // reqwest would otherwise parse a placeholder.
    let head = http::Response::builder().url(response.url().clone());
    let mut head = head.body(()).unwrap_or_default();
    *head.status_mut() = response.status();
    *head.version_mut() = response.version();
    *head.headers_mut() = std::mem::take(response.headers_mut());
    let extensions = std::mem::take(response.extensions_mut());
    head.extensions_mut().extend(extensions);
    if !success {
        let body = read_error_body(response).await;
        return Err(Cause::Response(head.map(|()| body)));
    }
    let body = match response.bytes().await {
        Ok(body) => body,
        Err(error) => return Err(Cause::Cut(head, error.without_url().into())),
    };
    let decoded = decode(operation, &body, head.extensions_mut());
    let response = head.map(|()| body);
    if decoded { Ok(Answer::Whole(response)) } else { Err(Cause::Undecodable(response)) }
}

/// Whether the body of an operation's response is returned unread.
pub(super) fn is_streamed(operation: &str) -> bool {
    Operation::from_id(operation).is_some_and(Operation::is_streamed)
}

/// Whether the body of a read decodes; leaves the value in `extensions` for the client. The bodies
/// of other operations are not checked, because those are not retried if they do not decode.
fn decode(operation: &str, body: &Bytes, extensions: &mut Extensions) -> bool {
    let mut body = ResponseBody::new(body, extensions);
    Operation::from_id(operation).is_none_or(|operation| operation.decode(&mut body).is_ok())
}

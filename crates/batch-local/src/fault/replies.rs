//! Responses that faults send in place of the real one.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::status::{self, Status, status_code};
use crate::error::ApiError;
use crate::reset::Reset;

/// A response that resets its connection.
pub(super) fn reset() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Reset);
    response
}

/// The response that a [`Status`] describes.
pub(super) fn respond(status: &Status) -> Response {
    let code = status_code(status.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = match &status.body {
        Some(text) => (code, text.clone()).into_response(),
        None => {
            let mut error = ApiError::new(code, "Injected by the fault plan.");
            if let Some(code) = &status.error_code {
                error = error.code(code.clone());
            }
            error.into_response()
        }
    };
    for (name, value) in &status.headers {
        set_header(&mut response, name, Some(value));
    }
    response
}

/// Sets a header of a response, or removes it.
pub(super) fn set_header(response: &mut Response, name: &str, value: Option<&str>) {
    // Checked when the plan was.
    let Ok((name, value)) = status::header(name, value.unwrap_or_default())
        .map(|(name, checked)| (name, value.map(|_| checked)))
    else {
        return;
    };
    match value {
        Some(value) => response.headers_mut().insert(name, value),
        None => response.headers_mut().remove(name),
    };
}

/// A gateway's page.
pub(super) fn page(status: u16) -> Response {
    let code = status_code(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let text = format!(
        "<html>\r\n<head><title>{code}</title></head>\r\n<body>\r\n<center><h1>{code}</h1>\
         </center>\r\n<hr><center>batch-local</center>\r\n</body>\r\n</html>\r\n"
    );
    (code, axum::response::Html(text)).into_response()
}

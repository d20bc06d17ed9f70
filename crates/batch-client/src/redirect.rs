//! The decision whether to follow a redirect.

use http::header::LOCATION;
use http::{Method, StatusCode};

/// The request that a redirect leads to.
pub(crate) struct Redirect {
    pub(crate) request: reqwest::Request,
    pub(crate) same_origin: bool,
}

/// Returns the request to send next, or `None` if the response is final.
///
/// A GET request is followed anywhere. Other requests are followed only within an origin, and only
/// if the status preserves the method and body.
pub(crate) fn follow(
    mut request: reqwest::Request,
    response: &reqwest::Response,
) -> Option<Redirect> {
    let keeps_method = match response.status() {
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER => false,
        _ => return None,
    };
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let target = request.url().join(location).ok()?;
    if !matches!(target.scheme(), "http" | "https") {
        return None;
    }
    let same_origin = target.origin() == request.url().origin();
    if request.method() != Method::GET && !(keeps_method && same_origin) {
        return None;
    }
    *request.url_mut() = target;
    Some(Redirect { request, same_origin })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "https://api.example/v1/batches?limit=1";

    fn response(status: u16, location: &[u8]) -> reqwest::Response {
        let response = http::Response::builder().status(status).header(LOCATION, location);
        response.body("").unwrap().into()
    }

    fn followed(method: Method, status: u16, location: &str) -> Option<(String, bool)> {
        let request = reqwest::Request::new(method, HERE.parse().unwrap());
        let next = follow(request, &response(status, location.as_bytes()))?;
        Some((next.request.url().to_string(), next.same_origin))
    }

    #[test]
    fn a_get_request_is_followed_to_any_origin() {
        // The location, the resulting URL, and whether it has the same origin.
        let table = [
            ("/v2", "https://api.example/v2", true),
            ("files?x=y", "https://api.example/v1/files?x=y", true),
            ("https://api.example:443/v2", "https://api.example/v2", true),
            ("//api.example/v2", "https://api.example/v2", true),
            ("https://api.example:8443/v2", "https://api.example:8443/v2", false),
            ("http://api.example/v2", "http://api.example/v2", false),
            ("https://example/v2", "https://example/v2", false),
            ("https://api.example.evil/", "https://api.example.evil/", false),
        ];
        for status in [301, 302, 303, 307, 308] {
            for (location, url, same_origin) in table {
                let expected = Some((url.to_owned(), same_origin));
                assert_eq!(followed(Method::GET, status, location), expected, "{status}");
            }
        }
    }

    #[test]
    fn other_requests_are_followed_within_the_origin_if_the_method_is_kept() {
        for method in [Method::POST, Method::DELETE] {
            for status in [307, 308] {
                assert!(followed(method.clone(), status, "/v2").is_some());
                assert!(followed(method.clone(), status, "https://other/v2").is_none());
            }
            for status in [301, 302, 303] {
                assert!(followed(method.clone(), status, "/v2").is_none());
            }
        }
    }

    #[test]
    fn what_is_not_a_redirect_is_final() {
        for status in [200, 201, 300, 304, 305, 400, 503] {
            assert!(followed(Method::GET, status, "/v2").is_none(), "{status}");
        }
        for location in ["ftp://api.example/", "data:,x", "http://[", "javascript:1"] {
            assert!(followed(Method::GET, 307, location).is_none(), "{location}");
        }
        let request = reqwest::Request::new(Method::GET, HERE.parse().unwrap());
        assert!(follow(request, &response(307, b"/\xff")).is_none());
        let request = reqwest::Request::new(Method::GET, HERE.parse().unwrap());
        let bare = http::Response::builder().status(307).body("").unwrap();
        assert!(follow(request, &bare.into()).is_none());
    }
}

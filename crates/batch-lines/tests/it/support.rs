//! Lines that the modules share.

use batch_lines::ResultLine;
use batch_lines::outcome::Join;
use serde_json::{Value, json};

/// A request to `/v1/responses` for a model, without a line break.
pub(crate) fn request(id: &str, model: &str) -> String {
    json!({"custom_id": id, "method": "POST", "url": "/v1/responses",
        "body": {"model": model, "input": "x"}})
    .to_string()
}

/// A result line with a 200 answer, line break included.
pub(crate) fn success(id: &str) -> String {
    json!({"custom_id": id, "response": {"status_code": 200, "body": {}}}).to_string() + "\n"
}

/// A result line with another status, line break included.
pub(crate) fn status(id: &str, status: u16) -> String {
    json!({"custom_id": id, "response": {"status_code": status}}).to_string() + "\n"
}

/// A result line of a request that was not run, line break included.
pub(crate) fn not_run(id: &str, error: Value) -> String {
    json!({"custom_id": id, "response": null, "error": error}).to_string() + "\n"
}

/// The line of a request that an expired batch did not run, line break included.
pub(crate) fn expired(id: &str) -> String {
    not_run(id, json!({"code": "batch_expired"}))
}

pub(crate) fn parse(line: &str) -> ResultLine<'_> {
    ResultLine::parse(line.as_bytes()).unwrap()
}

/// A join of these requests with these files.
pub(crate) fn join(ids: &[&str], files: &[impl AsRef<[u8]>]) -> Join {
    let mut join = Join::new(ids.iter().collect());
    for (source, file) in (0..).zip(files) {
        join.read(source, file.as_ref()).unwrap();
    }
    join
}

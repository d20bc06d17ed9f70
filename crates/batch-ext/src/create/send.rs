//! A single create request.

use batch_client::types::{Batch, CreateBatchRequest};
use batch_client::{Client, Operation, ResponseValue};
use http::Method;
use http::header::{HeaderName, HeaderValue};

use crate::error::{Error, Kind};

/// The header by which some servers recognize a create that is sent twice. OpenAI does not document
/// it, so nothing here relies on it.
pub const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Sends one create, with `idempotency_key` in the header [`IDEMPOTENCY_KEY`].
///
/// This is the single step of [`create_batch_once`](super::CreateOnce::create_batch_once), for
/// callers that resolve unknown outcomes themselves. They also put the key into the request's
/// `metadata`, where [`find_batches`](super::find_batches) finds it. The client's retry policy sends
/// the request again only if it was certainly not carried out: no connection, or 429.
///
/// ```no_run
/// use batch_client::types::{Batch, CreateBatchRequest};
/// use batch_ext::create::{Since, find_batches, send_create};
/// use batch_ext::error::Outcome;
///
/// # async fn example(
/// #     client: batch_client::Client,
/// #     request: CreateBatchRequest,
/// # ) -> Result<(), batch_ext::Error> {
/// // The request has the pair `"key": "invoices-7"` in its metadata.
/// let batch = match send_create(&client, request, "invoices-7").await {
///     Ok(batch) => Some(batch),
///     Err(error) if error.outcome() == Outcome::NotDone => return Err(error),
///     // The batch may exist, or does: look for it, now and again later.
///     Err(_) => {
///         let since = Since::CreatedAt(1_763_000_000);
///         let is_ours = |batch: &Batch| {
///             let pairs = batch.metadata.as_ref();
///             pairs.and_then(|pairs| pairs.get("key")).is_some_and(|key| key == "invoices-7")
///         };
///         find_batches(&client, is_ours, since).await?.pop()
///     }
/// };
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Those of the call. [`Error::outcome`] says whether the batch was created:
/// [`NotDone`](crate::error::Outcome::NotDone), [`Unknown`](crate::error::Outcome::Unknown), or
/// [`Done`](crate::error::Outcome::Done) where the server answered 2xx but the batch cannot be read.
/// [`Kind::InvalidRequest`] if the key is empty or has control characters.
pub async fn send_create(
    client: &Client,
    request: CreateBatchRequest,
    idempotency_key: &str,
) -> Result<Batch, Error> {
    let key = header_value(idempotency_key)?;
    send(client, &request, Some(key)).await
}

/// The key as the value of a header.
pub(super) fn header_value(key: &str) -> Result<HeaderValue, Error> {
    match HeaderValue::from_bytes(key.as_bytes()) {
        Ok(value) if !key.is_empty() && !key.chars().any(char::is_control) => Ok(value),
        _ => Err(refuse("the key must not be empty and must not contain control characters")),
    }
}

/// An error of a create that was not sent.
pub(super) fn refuse(message: &str) -> Error {
    Error::new(Kind::InvalidRequest).with_summary(message).in_operation(Operation::CreateBatch.id())
}

pub(super) async fn send(
    client: &Client,
    request: &CreateBatchRequest,
    key: Option<HeaderValue>,
) -> Result<Batch, Error> {
    let sent = async {
        let mut call = client.request(Method::POST, "/batches").json(request);
        if let Some(key) = key {
            call = call.header(IDEMPOTENCY_KEY, key);
        }
        let response = client.execute(Operation::CreateBatch.id(), call.build()?).await?;
        ResponseValue::from_success(response).await
    };
    let batch: Result<ResponseValue<Batch>, batch_client::Error> = sent.await;
    batch
        .map(ResponseValue::into_inner)
        .map_err(|error| Error::from(error).in_operation(Operation::CreateBatch.id()))
}

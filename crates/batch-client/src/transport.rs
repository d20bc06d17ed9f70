//! The extension point between the operations and the network.
//!
//! Every operation, generated or hand-written, becomes a [`Call`] and is sent through the client's
//! [`Transport`], a [`tower::Service`] that turns a [`Call`] into a [`reqwest::Response`]. Use
//! [`Client::layer`](crate::Client::layer) to wrap it in a [`tower::Layer`]. A layer can tell
//! operations apart by [`Call::operation_id`]: for example, a retrieve is safe to send again, and a
//! create is not.
//!
//! Credentials are added below all layers, so layers can neither see nor log them. Layers receive
//! responses as the server sent them. Above the layers, the client turns the body of each error
//! response into the API's error envelope.
//!
//! ```
//! # fn example(client: batch_client::Client) {
//! use batch_client::Call;
//! use batch_client::tower::util::MapRequestLayer;
//!
//! let client = client.layer(MapRequestLayer::new(|call: Call| {
//!     println!("{}", call.operation_id);
//!     call
//! }));
//! # }
//! ```

pub use crate::call::{BoxError, Call, Transport};
pub use crate::error_body::read_error_body;
pub use crate::idle::IdleTimeout;

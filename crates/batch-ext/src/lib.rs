//! Retry, pagination, waiting, file transfer and durable runs over batch-client.

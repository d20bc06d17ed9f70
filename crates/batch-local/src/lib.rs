//! A faithful OpenAI Batch API server for tests, examples and terminals.

//! Typed httpmock helpers for the OpenAI Batch and Files API.

//! Typed client for the OpenAI Batch and Files API, generated from openapi.yaml.

//! The OpenAI Batch API in a shell.

fn main() {}

"""Constraints that openapi.yaml cannot express, or leaves out of shared schemas."""

import schemathesis


@schemathesis.hook
def filter_body(context, body):
    """Metadata keys have at most 64 characters, values at most 512."""
    metadata = body.get("metadata") if isinstance(body, dict) else None
    if not isinstance(metadata, dict):
        return True
    return all(
        len(key) <= 64 and (not isinstance(value, str) or len(value) <= 512)
        for key, value in metadata.items()
    )

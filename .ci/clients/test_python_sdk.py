"""The official Python SDK, unmodified, against batch-local."""

import datetime
import io
import json
import os
import time
import typing

import openai
import pydantic
import pytest

BASE_URL = os.environ["OPENAI_BASE_URL"]
FAULT = "x-batch-local-fault"


@pytest.fixture
def client():
    # Base URL and key come from the environment, as they do for the SDK's users.
    return openai.OpenAI()


def line(custom_id, **body):
    body = {"model": "gpt-test", "messages": [{"role": "user", "content": custom_id}]} | body
    return {"custom_id": custom_id, "method": "POST", "url": "/v1/chat/completions", "body": body}


def upload(client, lines, **options):
    text = "\n".join(entry if isinstance(entry, str) else json.dumps(entry) for entry in lines)
    return client.files.create(file=("input.jsonl", text.encode()), purpose="batch", **options)


def create(client, file, **options):
    return client.batches.create(
        input_file_id=file.id,
        endpoint="/v1/chat/completions",
        completion_window="24h",
        **options,
    )


def finished(client, batch):
    for _ in range(600):
        batch = client.batches.retrieve(batch.id)
        if batch.status in ("completed", "failed", "expired", "cancelled"):
            return batch
        time.sleep(0.05)
    raise AssertionError(f"still {batch.status}")


def lines_of(client, file_id):
    return [json.loads(entry) for entry in client.files.content(file_id).text.splitlines()]


def test_the_whole_flow(client):
    file = upload(client, [line(f"r{n}") for n in range(200)] + [line("bad", messages=None)])
    assert (file.object, file.purpose, file.filename) == ("file", "batch", "input.jsonl")
    batch = create(client, file, metadata={"job": "nightly"})
    assert batch.status == "validating"
    assert batch.metadata == {"job": "nightly"}

    batch = finished(client, batch)
    assert batch.status == "completed"
    counts = batch.request_counts
    assert (counts.total, counts.completed, counts.failed) == (201, 200, 1)
    assert batch.model == "gpt-test"
    assert batch.usage.total_tokens == batch.usage.input_tokens + batch.usage.output_tokens > 0

    output = lines_of(client, batch.output_file_id)
    assert {entry["custom_id"] for entry in output} == {f"r{n}" for n in range(200)}
    for entry in output:
        completion = openai.types.chat.ChatCompletion.model_validate(entry["response"]["body"])
        assert entry["custom_id"] in completion.choices[0].message.content
    errors = lines_of(client, batch.error_file_id)
    assert [entry["custom_id"] for entry in errors] == ["bad"]
    assert errors[0]["response"]["status_code"] == 400

    assert client.files.delete(file.id).deleted
    with pytest.raises(openai.NotFoundError):
        client.files.retrieve(file.id)


@pytest.mark.parametrize(
    ("endpoint", "body", "model"),
    [
        ("/v1/responses", {"model": "m", "input": "hi"}, openai.types.responses.Response),
        ("/v1/embeddings", {"model": "m", "input": ["a", "b"]}, openai.types.CreateEmbeddingResponse),
        ("/v1/completions", {"model": "m", "prompt": "hi"}, openai.types.Completion),
        ("/v1/moderations", {"input": "hi"}, openai.types.ModerationCreateResponse),
        ("/v1/images/generations", {"prompt": "a cat"}, openai.types.ImagesResponse),
        ("/v1/videos", {"prompt": "a cat"}, openai.types.Video),
    ],
)
def test_answers_are_valid_for_the_sdk(client, endpoint, body, model):
    entry = {"custom_id": "x", "method": "POST", "url": endpoint, "body": body}
    file = upload(client, [entry])
    batch = client.batches.create(input_file_id=file.id, endpoint=endpoint, completion_window="24h")
    batch = finished(client, batch)
    answer = lines_of(client, batch.output_file_id)[0]["response"]["body"]
    # Strict: a field of a wrong type fails.
    assert model.model_validate(answer, strict=True).model_extra["made_by"] == "batch-local"


class Item(pydantic.BaseModel):
    name: str
    kind: typing.Literal["tool", "part"]
    weight: float | None
    made: datetime.date


class Order(pydantic.BaseModel):
    items: list[Item]
    total: int
    paid: bool
    follow_up: "Order | None"


def test_structured_output_fits_its_schema(client):
    schema = openai.lib._pydantic.to_strict_json_schema(Order)
    json_schema = {"name": "order", "strict": True, "schema": schema}
    chat = line("chat", response_format={"type": "json_schema", "json_schema": json_schema})
    batch = finished(client, create(client, upload(client, [chat])))
    answer = lines_of(client, batch.output_file_id)[0]["response"]["body"]
    assert Order.model_validate_json(answer["choices"][0]["message"]["content"]).items


def test_validation_comes_afterwards_with_lines(client):
    file = upload(client, [line("a"), "no json", line("a")])
    batch = finished(client, create(client, file))
    assert batch.status == "failed"
    found = [(error.code, error.line, error.param) for error in batch.errors.data]
    assert found == [("invalid_json_line", 2, None), ("duplicate_custom_id", 3, "custom_id")]


def test_pagination_of_batches_and_files(client):
    file = upload(client, [line("r")])
    created = [create(client, file).id for _ in range(7)]
    listed = []
    for batch in client.batches.list(limit=3):
        listed.append(batch.id)
        if len(listed) == 7:
            break
    assert listed == created[::-1]
    page = client.batches.list(limit=3)
    assert [batch.id for batch in page.data] == listed[:3]
    assert page.has_next_page()
    assert [batch.id for batch in page.get_next_page().data] == listed[3:6]

    uploaded = [
        client.files.create(file=("a.txt", b"x"), purpose="evals").id for _ in range(5)
    ]
    assert [file.id for file in client.files.list(purpose="evals", limit=2)] == uploaded[::-1]
    assert [file.id for file in client.files.list(purpose="evals", order="asc")] == uploaded


def test_cancelling_keeps_partial_results(client):
    file = upload(client, [line(f"r{n}") for n in range(10)])
    batch = create(client, file, extra_headers={FAULT: '{"stall_after": {"lines": 4}}'})
    while client.batches.retrieve(batch.id).request_counts.completed < 4:
        time.sleep(0.02)
    assert client.batches.cancel(batch.id).status == "cancelling"
    batch = finished(client, batch)
    assert batch.status == "cancelled"
    assert len(lines_of(client, batch.output_file_id)) == 4
    codes = {entry["error"]["code"] for entry in lines_of(client, batch.error_file_id)}
    assert codes == {"batch_cancelled"}


def test_downloads(client, tmp_path):
    file = upload(client, [line(f"r{n}") for n in range(5_000)])
    whole = client.files.content(file.id).read()
    assert len(whole) == file.bytes
    with client.files.with_streaming_response.content(file.id) as response:
        response.stream_to_file(tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == whole
    part = client.files.content(file.id, extra_headers={"range": "bytes=10-19"})
    assert part.response.status_code == 206
    assert part.read() == whole[10:20]


def test_expiry_of_files(client):
    policy = {"anchor": "created_at", "seconds": 3600}
    file = upload(client, [line("r")], expires_after=policy)
    assert file.expires_at - file.created_at == 3600
    batch = finished(client, create(client, file, output_expires_after=policy))
    output = client.files.retrieve(batch.output_file_id)
    assert output.expires_at - output.created_at == 3600


def test_errors_have_their_classes_and_codes(client):
    client = client.with_options(max_retries=0)
    with pytest.raises(openai.NotFoundError) as caught:
        client.batches.retrieve("batch_none")
    assert caught.value.status_code == 404
    assert caught.value.request_id.startswith("req_")
    file = upload(client, [line("r")])
    with pytest.raises(openai.BadRequestError) as caught:
        client.batches.create(
            input_file_id=file.id, endpoint="/v1/nothing", completion_window="24h"
        )
    assert (caught.value.code, caught.value.param) == ("invalid_value", "endpoint")
    with pytest.raises(openai.BadRequestError) as caught:
        create(client, file, metadata={"a": 1})
    assert (caught.value.code, caught.value.param) == ("invalid_type", "metadata.a")
    with pytest.raises(openai.BadRequestError):
        client.files.create(file=("empty.jsonl", io.BytesIO()), purpose="batch")
    batch = finished(client, create(client, file))
    with pytest.raises(openai.ConflictError):
        client.batches.cancel(batch.id)
    with pytest.raises(openai.AuthenticationError) as caught:
        openai.OpenAI(api_key="sk-wrong", max_retries=0).batches.list()
    assert caught.value.code == "invalid_api_key"


def test_faults_are_seen_as_what_they_are(client):
    client = client.with_options(max_retries=0)
    headers = {FAULT: '{"status": {"code": 503}}'}
    with pytest.raises(openai.InternalServerError):
        client.batches.list(extra_headers=headers)
    with pytest.raises(openai.APIConnectionError):
        client.batches.list(extra_headers={FAULT: '"reset_before"'})
    with pytest.raises(openai.RateLimitError) as caught:
        fault = {"status": {"code": 429, "error_code": "insufficient_quota"}}
        client.batches.list(extra_headers={FAULT: json.dumps(fault)})
    assert caught.value.code == "insufficient_quota"


def test_async_client():
    import asyncio

    async def flow():
        async with openai.AsyncOpenAI() as client:
            text = json.dumps(line("r")).encode()
            file = await client.files.create(file=("a.jsonl", text), purpose="batch")
            batch = await create(client, file)
            while batch.status != "completed":
                batch = await client.batches.retrieve(batch.id)
            return (await client.files.content(batch.output_file_id)).text

    assert json.loads(asyncio.run(flow()))["custom_id"] == "r"

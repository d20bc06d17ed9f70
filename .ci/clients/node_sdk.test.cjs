// The official Node SDK, unmodified, against batch-local.
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { setTimeout: sleep } = require("node:timers/promises");
const OpenAI = require("openai");
const { toFile } = OpenAI;

const FAULT = "x-batch-local-fault";
// Base URL and key come from the environment, as they do for the SDK's users.
const client = new OpenAI({ maxRetries: 0 });

const line = (custom_id, body = {}) => ({
  custom_id,
  method: "POST",
  url: "/v1/chat/completions",
  body: { model: "gpt-test", messages: [{ role: "user", content: custom_id }], ...body },
});

async function upload(lines) {
  const text = lines.map((entry) => JSON.stringify(entry)).join("\n");
  return client.files.create({ file: await toFile(Buffer.from(text), "input.jsonl"), purpose: "batch" });
}

const create = (file, more = {}, options = {}) =>
  client.batches.create(
    { input_file_id: file.id, endpoint: "/v1/chat/completions", completion_window: "24h", ...more },
    options,
  );

async function finished(batch) {
  for (let tries = 0; tries < 600; tries += 1) {
    batch = await client.batches.retrieve(batch.id);
    if (["completed", "failed", "expired", "cancelled"].includes(batch.status)) return batch;
    await sleep(50);
  }
  throw new Error(`still ${batch.status}`);
}

async function linesOf(fileId) {
  const text = await (await client.files.content(fileId)).text();
  return text.split("\n").filter(Boolean).map((entry) => JSON.parse(entry));
}

test("the whole flow", async () => {
  const ids = Array.from({ length: 100 }, (_, n) => `r${n}`);
  const file = await upload([...ids.map((id) => line(id)), line("bad", { messages: null })]);
  const batch = await finished(await create(file, { metadata: { job: "nightly" } }));
  assert.equal(batch.status, "completed");
  assert.deepEqual(batch.request_counts, { total: 101, completed: 100, failed: 1 });
  assert.deepEqual(batch.metadata, { job: "nightly" });
  assert.ok(batch.usage.total_tokens > 0);
  const output = await linesOf(batch.output_file_id);
  assert.deepEqual(new Set(output.map((entry) => entry.custom_id)), new Set(ids));
  assert.match(output[0].response.body.choices[0].message.content, /batch-local/);
  const errors = await linesOf(batch.error_file_id);
  assert.deepEqual(errors.map((entry) => [entry.custom_id, entry.response.status_code]), [["bad", 400]]);
  assert.equal((await client.files.delete(file.id)).deleted, true);
});

test("pagination", async () => {
  const file = await upload([line("r")]);
  const created = [];
  for (let n = 0; n < 7; n += 1) created.unshift((await create(file)).id);
  const listed = [];
  for await (const batch of client.batches.list({ limit: 3 })) {
    listed.push(batch.id);
    if (listed.length === 7) break;
  }
  assert.deepEqual(listed, created);
  const uploaded = [];
  for (let n = 0; n < 5; n += 1) {
    const file = await client.files.create({ file: await toFile(Buffer.from("x"), "a"), purpose: "vision" });
    uploaded.unshift(file.id);
  }
  const files = [];
  for await (const file of client.files.list({ purpose: "vision", limit: 2 })) files.push(file.id);
  assert.deepEqual(files, uploaded);
});

test("cancelling keeps partial results", async () => {
  const file = await upload(Array.from({ length: 10 }, (_, n) => line(`r${n}`)));
  let batch = await create(file, {}, { headers: { [FAULT]: '{"stall_after": {"lines": 4}}' } });
  do {
    batch = await client.batches.retrieve(batch.id);
  } while (batch.request_counts.completed < 4);
  assert.equal((await client.batches.cancel(batch.id)).status, "cancelling");
  batch = await finished(batch);
  assert.equal(batch.status, "cancelled");
  assert.equal((await linesOf(batch.output_file_id)).length, 4);
  assert.equal((await linesOf(batch.error_file_id)).length, 6);
});

test("validation comes afterwards, with lines", async () => {
  const batch = await finished(await create(await upload([line("a"), line("a"), line("b", { stream: true })])));
  assert.equal(batch.status, "failed");
  assert.deepEqual(
    batch.errors.data.map(({ code, line }) => [code, line]),
    [["duplicate_custom_id", 2], ["streaming_unsupported", 3]],
  );
});

test("errors have their classes and codes", async () => {
  await assert.rejects(client.batches.retrieve("batch_none"), (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.match(error.requestID, /^req_/);
    return true;
  });
  const file = await upload([line("r")]);
  await assert.rejects(create(file, { endpoint: "/v1/nothing" }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.deepEqual([error.code, error.param, error.type], ["invalid_value", "endpoint", "invalid_request_error"]);
    return true;
  });
  const batch = await finished(await create(file));
  await assert.rejects(client.batches.cancel(batch.id), OpenAI.ConflictError);
  await assert.rejects(new OpenAI({ apiKey: "sk-wrong" }).batches.list(), OpenAI.AuthenticationError);
  const headers = { [FAULT]: '"reset_after"' };
  await assert.rejects(client.batches.list({}, { headers }), OpenAI.APIConnectionError);
});

test("downloads, whole and in part", async () => {
  const file = await upload(Array.from({ length: 2000 }, (_, n) => line(`r${n}`)));
  const whole = Buffer.from(await (await client.files.content(file.id)).arrayBuffer());
  assert.equal(whole.length, file.bytes);
  const part = await client.files.content(file.id, { headers: { range: "bytes=-7" } });
  assert.equal(part.status, 206);
  assert.deepEqual(Buffer.from(await part.arrayBuffer()), whole.subarray(-7));
});

//! Pagination, against a server in the process.

use std::collections::HashMap;
use std::pin::pin;

use crate::support::{Received, Scripted, answer, batch, in_process, ok, scripted};
use batch_client::Client;
use batch_ext::error::Kind;
use batch_ext::paginate::{PageProblem, Paginate};
use batch_ext::retry::{RetryPolicy, WithRetry};
use futures_core::{FusedStream, Stream};
use futures_util::{FutureExt, StreamExt, TryStreamExt};
use proptest::prelude::*;
use serde_json::{Value, json};

fn page(ids: &[&str], has_more: bool) -> Value {
    let data: Vec<_> = ids.iter().map(|id| batch(id, "completed")).collect();
    json!({
        "object": "list", "data": data, "has_more": has_more,
        "first_id": ids.first(), "last_id": ids.last(),
    })
}

fn without_ids(mut page: Value) -> Value {
    for name in ["first_id", "last_id", "object"] {
        page.as_object_mut().unwrap().remove(name);
    }
    page
}

async fn ids(client: &Client) -> Result<Vec<String>, batch_ext::Error> {
    client.list_batches().items().map_ok(|batch| batch.id).try_collect().await
}

fn queries(server: &Received) -> Vec<String> {
    server.all().into_iter().map(|request| request.query).collect()
}

#[tokio::test]
async fn items_of_all_pages_arrive_in_order() {
    let (client, server) = scripted([
        ok(page(&["a", "b"], true)),
        ok(page(&["c", "d"], true)),
        ok(page(&["e"], false)),
    ]);
    let found: Vec<_> =
        client.list_batches().limit(2).items().map_ok(|b| b.id).try_collect().await.unwrap();
    assert_eq!(found, ["a", "b", "c", "d", "e"]);
    assert_eq!(queries(&server), ["limit=2", "after=b&limit=2", "after=d&limit=2"]);
}

#[tokio::test]
async fn files_are_listed_the_same_way() {
    let file = |id: &str| {
        json!({
            "id": id, "object": "file", "bytes": 1, "created_at": 1, "filename": "f.jsonl", "purpose": "batch",
        })
    };
    let (client, server) = scripted([
        ok(json!({"data": [file("f1"), file("f2")], "has_more": true})),
        ok(json!({"data": [file("f3")], "has_more": false, "last_id": null})),
    ]);
    let found: Vec<_> = client.list_files().items().map_ok(|f| f.id).try_collect().await.unwrap();
    assert_eq!(found, ["f1", "f2", "f3"]);
    assert_eq!(queries(&server), ["", "after=f2"]);
}

#[tokio::test]
async fn nothing_is_sent_before_the_first_poll_or_after_the_end() {
    let (client, server) = scripted([ok(page(&["a"], false))]);
    let mut items = client.list_batches().items();
    assert_eq!(server.count(), 0);
    assert!(!items.is_terminated());
    items.next().await.unwrap().unwrap();
    for _ in 0..3 {
        assert!(items.next().await.is_none());
        assert!(items.is_terminated());
    }
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn an_empty_list_has_no_items_and_no_cursor() {
    for page in [page(&[], false), without_ids(page(&[], false))] {
        let (client, _) = scripted([ok(page)]);
        let mut items = client.list_batches().items();
        assert!(items.next().await.is_none());
        assert_eq!(items.cursor(), None);
    }
}

#[tokio::test]
async fn the_cursor_falls_back_to_the_last_items_id() {
    let mut empty = page(&["c"], true);
    empty["last_id"] = json!("");
    let (client, server) =
        scripted([ok(without_ids(page(&["a", "b"], true))), ok(empty), ok(page(&["d"], false))]);
    assert_eq!(ids(&client).await.unwrap(), ["a", "b", "c", "d"]);
    assert_eq!(queries(&server), ["", "after=b", "after=c"]);
}

#[tokio::test]
async fn a_page_without_a_usable_cursor_is_a_typed_error() {
    let (a, b) = (|| ok(page(&["a", "b"], true)), || ok(page(&["c", "d"], true)));
    let mut nameless = page(&["", ""], true);
    nameless["last_id"] = Value::Null;
    let cases = [
        // The same page again: at once, later, and as the last page.
        (vec![a(), a()], PageProblem::RepeatedCursor, Some("b"), 2),
        (vec![a(), b(), a()], PageProblem::RepeatedCursor, Some("d"), 4),
        (vec![a(), b(), ok(page(&["a", "b"], false))], PageProblem::RepeatedCursor, Some("d"), 4),
        (vec![ok(page(&[], true))], PageProblem::EmptyPage, None, 0),
        (vec![a(), ok(page(&[], true))], PageProblem::EmptyPage, Some("b"), 2),
        (vec![ok(nameless)], PageProblem::MissingId, None, 0),
    ];
    for (pages, problem, cursor, before) in cases {
        let (client, _) = scripted(pages);
        let mut items = client.list_batches().items();
        for _ in 0..before {
            items.next().await.unwrap().unwrap();
        }
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.page_problem()), (Kind::Pagination, Some(problem)));
        assert_eq!(error.message(), Some(problem.to_string().as_str()));
        assert_eq!(error.cursor(), cursor);
        assert_eq!(items.cursor(), cursor);
        assert!(items.next().await.is_none(), "an error ends the stream");
    }
}

#[test]
fn each_page_problem_has_a_message_of_its_own() {
    for (problem, word) in [
        (PageProblem::RepeatedCursor, "earlier"),
        (PageProblem::EmptyPage, "empty"),
        (PageProblem::MissingId, "no id"),
    ] {
        assert!(problem.to_string().contains(word), "{problem}");
    }
}

#[tokio::test]
async fn a_failed_page_ends_the_stream_and_the_cursor_resumes_it() {
    let (client, server) =
        scripted([ok(page(&["a", "b"], true)), answer(500, &[], ""), ok(page(&["c"], false))]);
    let mut items = client.list_batches().items();
    items.next().await.unwrap().unwrap();
    items.next().await.unwrap().unwrap();
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!((error.operation(), error.cursor()), (Some("list_batches"), Some("b")));
    assert!(error.is_server() && items.next().await.is_none());

    let rest = client.list_batches().items().after(error.cursor().unwrap());
    assert_eq!(rest.map_ok(|b| b.id).try_collect::<Vec<_>>().await.unwrap(), ["c"]);
    assert_eq!(queries(&server)[2], "after=b");
}

#[tokio::test(start_paused = true)]
async fn pages_are_retried_by_the_clients_policy() {
    let (client, _) = scripted([
        ok(page(&["a"], true)),
        answer(502, &[], "<html>"),
        Scripted::Error(std::io::ErrorKind::ConnectionReset),
        ok(page(&["b"], false)),
    ]);
    assert_eq!(ids(&client.with_retry(RetryPolicy::default())).await.unwrap(), ["a", "b"]);
}

#[tokio::test]
async fn total_limits_items_independently_of_the_page_size() {
    for (total, requests) in [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (99, 3)] {
        for prefetch in [false, true] {
            let (client, server) = scripted([
                ok(page(&["a", "b"], true)),
                ok(page(&["c", "d"], true)),
                ok(page(&["e"], false)),
            ]);
            let items = client.list_batches().items().total(total).prefetch(prefetch);
            let found: Vec<_> = items.try_collect().await.unwrap();
            assert_eq!(found.len(), total.min(5));
            assert_eq!(server.count(), requests, "total {total}, prefetch {prefetch}");
        }
    }
}

#[tokio::test]
async fn the_size_hint_is_exact_once_the_last_page_has_arrived() {
    let pages = || scripted([ok(page(&["a", "b"], true)), ok(page(&["c", "d"], false))]).0;
    let client = pages();
    let mut items = client.list_batches().items();
    let mut hints = vec![items.size_hint()];
    while items.next().await.transpose().unwrap().is_some() {
        hints.push(items.size_hint());
    }
    assert_eq!(hints, [(0, None), (1, None), (0, None), (1, Some(1)), (0, Some(0))]);

    let client = pages();
    let mut items = client.list_batches().items().total(3);
    let mut hints = vec![items.size_hint()];
    while items.next().await.transpose().unwrap().is_some() {
        hints.push(items.size_hint());
    }
    assert_eq!(hints, [(0, Some(3)), (1, Some(2)), (0, Some(1)), (0, Some(0))]);
}

#[tokio::test]
async fn an_empty_cursor_means_the_start() {
    let (client, server) = scripted([ok(page(&["a"], false)), ok(page(&["a"], false))]);
    let mut items = client.list_batches().items().after("");
    assert_eq!(items.cursor(), None);
    items.next().await.unwrap().unwrap();
    let mut pages = client.list_batches().pages().after("");
    assert_eq!(pages.cursor(), None);
    pages.next().await.unwrap().unwrap();
    assert_eq!(queries(&server), ["", ""]);
}

#[tokio::test]
async fn prefetch_sends_the_next_request_while_items_are_left() {
    for (prefetch, requests) in [(false, 1), (true, 2)] {
        let (client, server) = scripted([ok(page(&["a", "b"], true)), ok(page(&["c"], false))]);
        let mut items = client.list_batches().items().prefetch(prefetch);
        items.next().await.unwrap().unwrap();
        assert_eq!(server.count(), requests);
        assert_eq!(items.cursor(), Some("a"), "prefetching does not move the cursor");
        assert_eq!(items.map_ok(|b| b.id).try_collect::<Vec<_>>().await.unwrap(), ["b", "c"]);

        let (client, server) = scripted([ok(page(&["a", "b"], true)), ok(page(&["c"], false))]);
        let mut pages = client.list_batches().pages().prefetch(prefetch);
        assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 2);
        assert_eq!(server.count(), requests);
        assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 1);
        assert!(pages.next().await.is_none());
    }
}

#[tokio::test]
async fn a_page_says_where_the_next_one_begins() {
    let (client, _) = scripted([ok(page(&["a", "b"], true)), ok(page(&["c"], false))]);
    let mut pages = client.list_batches().pages();
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!((first.items.len(), first.next.as_deref()), (2, Some("b")));
    assert_eq!(pages.cursor(), Some("b"));
    let last = pages.next().await.unwrap().unwrap();
    assert_eq!((last.next, last.cursor.as_deref()), (None, Some("c")));
    assert!(pages.next().await.is_none() && pages.is_terminated());
}

#[test]
fn streams_are_send_and_sync() {
    fn send<S: Stream + FusedStream + Send + Sync + Unpin>(_: S) {}
    let (client, _) = scripted([]);
    send(client.list_batches().items());
    send(client.list_batches().pages());
    send(client.list_files().items());
}

/// A server of `count` batches. Its cursors are ids, or offsets as on some servers.
fn server(count: usize, page_size: usize, offsets: bool) -> Client {
    in_process(move |call| {
        let query: HashMap<String, String> =
            call.request.url().query_pairs().into_owned().collect();
        let start = match query.get("after") {
            None => 0,
            Some(after) if offsets => after.parse().unwrap(),
            Some(after) => after.strip_prefix("b").unwrap().parse::<usize>().unwrap() + 1,
        };
        let end = (start + page_size).min(count);
        let data: Vec<_> = (start..end).map(|n| batch(&format!("b{n}"), "completed")).collect();
        let last_id = match offsets {
            true => Some(end.to_string()),
            false => data.last().map(|batch| batch["id"].as_str().unwrap().to_owned()),
        };
        let body = json!({"data": data, "has_more": end < count, "last_id": last_id});
        async move { Ok(http::Response::new(body.to_string()).into()) }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Streams that stop anywhere and resume at the cursor return every item in order: exactly once if
    /// cursors are ids, at least once otherwise.
    #[test]
    fn a_cursor_never_skips_an_item(
        count in 0usize..40, page_size in 1usize..9, stops in prop::collection::vec(0usize..15, 0..6),
        offsets: bool, prefetch: bool,
    ) {
        let client = server(count, page_size, offsets);
        let mut found: Vec<String> = Vec::new();
        let mut cursor: Option<String> = None;
        for stop in stops.into_iter().map(Some).chain([None]) {
            let mut items = client.list_batches().items().prefetch(prefetch);
            if let Some(cursor) = cursor.take() {
                items = items.after(cursor);
            }
            let part = items.by_ref().take(stop.unwrap_or(usize::MAX)).map_ok(|b| b.id);
            let part: Vec<_> = part.try_collect().now_or_never().unwrap().unwrap();
            found.extend(part);
            cursor = items.cursor().map(str::to_owned);
        }
        if offsets {
            let mut seen = std::collections::HashSet::new();
            found.retain(|id| seen.insert(id.clone()));
        }
        let all: Vec<_> = (0..count).map(|n| format!("b{n}")).collect();
        prop_assert_eq!(found, all);
    }

    #[test]
    fn pages_and_items_agree(count in 0usize..40, page_size in 1usize..9) {
        let client = server(count, page_size, false);
        let pages: Vec<_> = client.list_batches().pages().try_collect().now_or_never().unwrap().unwrap();
        prop_assert_eq!(pages.iter().map(|page| page.items.len()).sum::<usize>(), count);
        let items = pin!(client.list_batches().items().count());
        prop_assert_eq!(items.now_or_never().unwrap(), count);
    }
}

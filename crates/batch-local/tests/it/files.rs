//! Files: upload, lists, downloads in ranges, deletion.

use crate::support::{chat_lines, pages, read, start};
use batch_local::{Clock, Server, ServerLimits};
use reqwest::Method;
use reqwest::header::RANGE;
use serde_json::json;

#[tokio::test]
async fn a_file_is_uploaded_described_downloaded_and_deleted() {
    let api = start(Server::builder()).await;
    let content = chat_lines(2);
    let file = api.upload_form("in.jsonl", content.clone(), &[("purpose", "batch")]).await.ok();
    let id = file["id"].as_str().unwrap();
    assert!(id.starts_with("file-"));
    assert_eq!(file["object"], "file");
    assert_eq!(file["bytes"], content.len());
    assert_eq!(file["filename"], "in.jsonl");
    assert_eq!(file["purpose"], "batch");
    assert_eq!(file["status"], "processed");
    assert_eq!(api.get(&format!("/files/{id}")).await.ok(), file);
    assert_eq!(api.content(id).await, content.as_bytes());
    let deleted = api.delete(&format!("/files/{id}")).await.ok();
    assert_eq!(deleted, json!({"id": id, "object": "file", "deleted": true}));
    for gone in [
        api.get(&format!("/files/{id}")).await,
        api.get(&format!("/files/{id}/content")).await,
        api.delete(&format!("/files/{id}")).await,
    ] {
        assert_eq!(gone.error(), (404, None, Some("id")));
    }
}

#[tokio::test]
async fn invalid_uploads_are_refused_and_leave_nothing_behind() {
    let mut limits = ServerLimits::default();
    limits.file_bytes = 1_000;
    limits.storage_bytes = Some(1_500);
    let api = start(Server::builder().limits(limits)).await;
    let good = "{}\n";
    for (name, content, fields, expected) in [
        ("a.txt", good, vec![("purpose", "batch")], (400, None, Some("file"))),
        ("a.jsonl", "", vec![("purpose", "batch")], (400, None, Some("file"))),
        ("a.jsonl", "", vec![("purpose", "user_data")], (400, None, Some("file"))),
        ("a.jsonl", "no json\n{}", vec![("purpose", "batch")], (400, None, Some("file"))),
        ("a.jsonl", "[]\n{}", vec![("purpose", "batch")], (400, None, Some("file"))),
        ("a.jsonl", "{\n}", vec![("purpose", "batch")], (400, None, Some("file"))),
        ("a.jsonl", "\n\n", vec![("purpose", "batch")], (400, None, Some("file"))),
        ("a.jsonl", good, vec![], (400, Some("missing_required_parameter"), Some("purpose"))),
        (
            "a.jsonl",
            good,
            vec![("purpose", "other")],
            (400, Some("invalid_value"), Some("purpose")),
        ),
        (
            "a.jsonl",
            good,
            vec![("purpose", "batch_output")],
            (400, Some("invalid_value"), Some("purpose")),
        ),
        (
            "a.jsonl",
            good,
            vec![("purpose", "batch"), ("x", "y")],
            (400, Some("unknown_parameter"), Some("x")),
        ),
        (
            "a.jsonl",
            good,
            vec![
                ("purpose", "batch"),
                ("expires_after[anchor]", "created_at"),
                ("expires_after[seconds]", "3599"),
            ],
            (400, Some("integer_below_min_value"), Some("expires_after.seconds")),
        ),
        (
            "a.jsonl",
            good,
            vec![
                ("purpose", "batch"),
                ("expires_after[anchor]", "created_at"),
                ("expires_after[seconds]", "soon"),
            ],
            (400, Some("invalid_type"), Some("expires_after.seconds")),
        ),
        (
            "a.jsonl",
            good,
            vec![
                ("purpose", "batch"),
                ("expires_after[anchor]", "now"),
                ("expires_after[seconds]", "3600"),
            ],
            (400, Some("invalid_value"), Some("expires_after.anchor")),
        ),
        (
            "a.jsonl",
            good,
            vec![("purpose", "batch"), ("expires_after[seconds]", "3600")],
            (400, Some("missing_required_parameter"), Some("expires_after.anchor")),
        ),
        ("a.jsonl", &"x".repeat(1_001), vec![("purpose", "user_data")], (413, None, Some("file"))),
    ] {
        let refused = api.upload_form(name, content, &fields).await;
        assert_eq!(refused.error(), expected, "{name} {fields:?}: {}", refused.json);
    }
    assert_eq!(api.get("/files").await.ok()["data"], json!([]));

    let not_a_form = api.post("/files", json!({})).await;
    assert_eq!(not_a_form.error().0, 400);
    let form = reqwest::multipart::Form::new().text("purpose", "batch");
    let no_file = api.request(Method::POST, "/files").multipart(form).send().await.unwrap();
    assert_eq!(
        read(no_file).await.error(),
        (400, Some("missing_required_parameter"), Some("file"))
    );

    api.upload_form("a", "x".repeat(1_000), &[("purpose", "user_data")]).await.ok();
    let full = api.upload_form("b", "x".repeat(501), &[("purpose", "user_data")]).await;
    assert_eq!(full.error(), (400, None, Some("file")), "the storage is full");
}

#[tokio::test]
async fn a_large_upload_that_is_refused_still_gets_its_response() {
    let api = start(Server::builder().api_key("sk-right")).await;
    let large = vec![b'x'; 20_000_000];
    let refused = api.upload_form("a.jsonl", large.clone(), &[("purpose", "batch")]).await;
    assert_eq!(refused.error().0, 401);
    let api = start(Server::builder()).await;
    let refused = api.upload_form("a.jsonl", large, &[("surprise", "x")]).await;
    assert_eq!(refused.error(), (400, Some("unknown_parameter"), Some("surprise")));
}

#[tokio::test]
async fn an_upload_can_set_its_expiry() {
    let api = start(Server::builder()).await;
    let fields = [
        ("expires_after[anchor]", "created_at"),
        ("expires_after[seconds]", "7200"),
        ("purpose", "evals"),
    ];
    let file = api.upload_form("a", "x", &fields).await.ok();
    assert_eq!(file["expires_at"].as_u64().unwrap() - file["created_at"].as_u64().unwrap(), 7_200);
}

#[tokio::test]
async fn files_are_listed_by_purpose_and_order() {
    let api = start(Server::builder().clock(Clock::manual())).await;
    let mut all = Vec::new();
    for n in 0..6 {
        let purpose = if n % 2 == 0 { "evals" } else { "user_data" };
        let file = api.upload_form("a", "x", &[("purpose", purpose)]).await.ok();
        all.push(file["id"].as_str().unwrap().to_owned());
    }
    let evals: Vec<String> = all.iter().step_by(2).cloned().collect();
    let reversed = |ids: &[String]| -> Vec<String> { ids.iter().rev().cloned().collect() };
    assert_eq!(pages(&api, "/files?").await.concat(), reversed(&all));
    assert_eq!(pages(&api, "/files?order=desc").await.concat(), reversed(&all));
    assert_eq!(
        pages(&api, "/files?order=asc&limit=4").await,
        [all[..4].to_vec(), all[4..].to_vec()]
    );
    assert_eq!(pages(&api, "/files?purpose=evals&limit=2").await.concat(), reversed(&evals));
    assert_eq!(pages(&api, "/files?purpose=evals&limit=2").await.len(), 2);
    assert_eq!(pages(&api, "/files?purpose=assistants").await, [[] as [String; 0]]);
    let empty = api.get("/files?purpose=vision").await.ok();
    assert_eq!(
        empty,
        json!({"object": "list", "data": [], "first_id": null, "last_id": null, "has_more": false})
    );
}

#[tokio::test]
async fn content_is_served_in_ranges() {
    let api = start(Server::builder()).await;
    // Larger than what is read from the disk at once.
    let content: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    let file =
        api.upload_form("data \"x\".bin", content.clone(), &[("purpose", "user_data")]).await.ok();
    let path = format!("/files/{}/content", file["id"].as_str().unwrap());
    let get = async |range: &str, if_range: Option<&str>| {
        let mut request = api.request(Method::GET, &path).header(RANGE, range);
        if let Some(tag) = if_range {
            request = request.header("if-range", tag);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        (status, headers, response.bytes().await.unwrap().to_vec())
    };
    let (status, headers, whole) = get("items=0-1", None).await;
    assert_eq!((status, &whole), (200, &content));
    assert_eq!(headers["accept-ranges"], "bytes");
    assert_eq!(headers["content-length"], "200000");
    assert_eq!(headers["content-type"], "application/octet-stream");
    assert_eq!(headers["content-disposition"], "attachment; filename=\"data__x_.bin\"");
    let tag = headers["etag"].to_str().unwrap().to_owned();

    let (status, headers, rest) = get("bytes=150000-", Some(&tag)).await;
    assert_eq!((status, &rest[..]), (206, &content[150_000..]));
    assert_eq!(headers["content-range"], "bytes 150000-199999/200000");
    assert_eq!(headers["content-length"], "50000");
    assert_eq!(get("bytes=10-19", None).await.2, content[10..20]);
    assert_eq!(get("bytes=-5", None).await.2, content[199_995..]);
    assert_eq!(
        get("bytes=5-", Some("\"other\"")).await.0,
        200,
        "the rest of another file is not served"
    );

    let request = api.request(Method::GET, &path).header(RANGE, "bytes=200000-");
    let outside = read(request.send().await.unwrap()).await;
    assert_eq!(outside.error().0, 416);
    assert_eq!(outside.headers["content-range"], "bytes */200000");

    let head = api.request(Method::HEAD, &path).send().await.unwrap();
    assert_eq!(head.status(), 200);
    assert_eq!(head.headers()["content-length"], "200000");
}

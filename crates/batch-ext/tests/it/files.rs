//! Uploads and downloads over sockets, with and without faults.

use std::sync::{Arc, Mutex};

use batch_client::types::UploadPurpose;
use batch_client::{Client, Config};
use batch_ext::error::Kind;
use batch_ext::files::{Complete, Downloaded, FilesExt, Source};
use batch_ext::retry::{RetryPolicy, WithRetry};
use futures_util::StreamExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A server that gives each connection the next of its responses, and closes it.
struct Script {
    base_url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Script {
    async fn start(answers: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}/v1", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            for answer in answers {
                let (mut socket, _) = listener.accept().await.unwrap();
                let request = read_request(&mut socket).await;
                seen.lock().unwrap().push(request);
                socket.write_all(&answer).await.unwrap();
                socket.shutdown().await.unwrap();
            }
        });
        Self { base_url, requests }
    }

    fn client(&self) -> Client {
        let policy = RetryPolicy::builder()
            .initial_backoff(std::time::Duration::from_millis(1))
            .build()
            .unwrap();
        Config::new().base_url(&self.base_url).build().unwrap().with_retry(policy)
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// Reads a head, and a body of the length that it states.
async fn read_request(socket: &mut tokio::net::TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| {
                    line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned)
                })
                .map_or(0, |length| length.parse().unwrap());
            if body.len() >= length {
                return text;
            }
        }
        let read = socket.read(&mut buffer).await.unwrap();
        assert_ne!(read, 0, "the request ended early: {text}");
        bytes.extend_from_slice(&buffer[..read]);
    }
}

fn answer(head: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {head}\r\nconnection: close\r\n\r\n{body}").into_bytes()
}

fn file(id: &str, bytes: usize) -> Vec<u8> {
    let body = format!(
        r#"{{"id":"{id}","object":"file","bytes":{bytes},"created_at":1,"filename":"a.jsonl","purpose":"batch"}}"#
    );
    answer(&format!("200 OK\r\ncontent-length: {}", body.len()), &body)
}

async fn collect(client: &Client) -> Result<String, batch_ext::Error> {
    let bytes = client.download("file-1").to_bytes().await?;
    Ok(String::from_utf8(bytes.to_vec()).unwrap())
}

mod upload {
    use super::*;

    #[tokio::test]
    async fn the_form_has_a_content_length_a_purpose_and_an_expiry() {
        let server = Script::start(vec![file("file-1", 3)]).await;
        let uploaded = server
            .client()
            .upload(Source::bytes("in.jsonl", "{}\n"))
            .expires_after(3_600)
            .send()
            .await
            .unwrap();
        assert_eq!(uploaded.id, "file-1");
        let request = &server.requests()[0];
        assert!(request.starts_with("POST /v1/files HTTP/1.1"), "{request}");
        assert!(!request.to_lowercase().contains("transfer-encoding"), "{request}");
        for part in [
            "name=\"purpose\"\r\n\r\nbatch\r\n",
            "name=\"expires_after[anchor]\"\r\n\r\ncreated_at\r\n",
            "name=\"expires_after[seconds]\"\r\n\r\n3600\r\n",
            "name=\"file\"; filename=\"in.jsonl\"",
            "\r\n\r\n{}\n\r\n",
        ] {
            assert!(request.contains(part), "{part:?} is not in {request}");
        }
    }

    #[tokio::test]
    async fn each_attempt_reopens_the_source() {
        let html =
            answer("502 Bad Gateway\r\ncontent-type: text/html", "<html><title>oops</title>");
        let server = Script::start(vec![html.clone(), html, file("file-1", 3)]).await;
        let progress = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&progress);
        let uploaded = server
            .client()
            .upload(Source::bytes("in.jsonl", "{}\n"))
            .on_progress(move |sent, total| seen.lock().unwrap().push((sent, total)))
            .send()
            .await
            .unwrap();
        assert_eq!(uploaded.id, "file-1");
        assert_eq!(server.requests().len(), 3);
        assert!(server.requests().iter().all(|request| request.contains("{}\n")));
        assert_eq!(*progress.lock().unwrap(), [(3, 3); 3]);
    }

    #[tokio::test]
    async fn uploads_that_the_api_would_refuse_are_refused_before_sending() {
        // Nothing listens on the port, so sending would fail with an error of another kind.
        let client = Config::new().base_url("http://127.0.0.1:9").build().unwrap();
        let huge = |name: &str, len| Source::stream(name, len, futures_util::stream::empty);
        let table = [
            (client.upload(Source::bytes("in.jsonl", "")), "is empty"),
            (client.upload(Source::bytes("in.json", "{}")), ".jsonl"),
            (client.upload(huge("in.jsonl", 200_000_001)), "200000001 bytes"),
            (
                client.upload(huge("in.bin", 512_000_001)).purpose(UploadPurpose::UserData),
                "512000001 bytes",
            ),
            (client.upload(Source::bytes("in.jsonl", "{}")).expires_after(3_599), "3599"),
            (client.upload(Source::bytes("in.jsonl", "{}")).expires_after(2_592_001), "2592001"),
        ];
        for (upload, named) in table {
            let error = upload.send().await.unwrap_err();
            assert_eq!(error.kind(), Kind::InvalidRequest);
            assert!(error.to_string().contains(named), "{error}");
        }
    }

    #[tokio::test]
    async fn the_name_the_purpose_and_the_limit_can_be_set() {
        let server = Script::start(vec![file("file-1", 3)]).await;
        let client = server.client();
        let upload = client.upload(Source::bytes("in.txt", "{}\n")).name("other.jsonl");
        upload.purpose(UploadPurpose::Evals).max_bytes(3).send().await.unwrap();
        let request = &server.requests()[0];
        assert!(request.contains("filename=\"other.jsonl\""), "{request}");
        assert!(request.contains("name=\"purpose\"\r\n\r\nevals\r\n"), "{request}");

        let upload = client.upload(Source::bytes("in.jsonl", "{}\n")).max_bytes(2);
        let error = upload.send().await.unwrap_err();
        assert!(error.to_string().contains("more than the limit of 2"), "{error}");
    }

    #[tokio::test]
    async fn the_largest_file_of_each_purpose_passes_the_check() {
        let client = Config::new().base_url("http://127.0.0.1:9").build().unwrap();
        let source = |len| Source::stream("in.jsonl", len, futures_util::stream::empty);
        let others = client.upload(source(512_000_000)).purpose(UploadPurpose::UserData);
        for upload in [client.upload(source(200_000_000)), others.expires_after(2_592_000)] {
            assert_ne!(upload.send().await.unwrap_err().kind(), Kind::InvalidRequest);
        }
    }

    #[tokio::test]
    async fn a_source_that_shrank_fails_the_upload() {
        let server = Script::start(vec![]).await;
        let source =
            Source::stream("in.jsonl", 10, || futures_util::stream::iter([Ok("{}\n".into())]));
        let error = server.client().upload(source).send().await.unwrap_err();
        assert!(error.status().is_none(), "{error:?}");
    }
}

mod download {
    use super::*;

    fn whole(text: &str) -> Vec<u8> {
        answer(&format!("200 OK\r\ncontent-length: {}", text.len()), text)
    }

    /// The whole file in the version `etag`.
    fn version(etag: &str, text: &str) -> Vec<u8> {
        answer(&format!("200 OK\r\netag: {etag}\r\ncontent-length: {}", text.len()), text)
    }

    fn part(etag: &str, range: &str, text: &str) -> Vec<u8> {
        let len = text.len();
        answer(
            &format!(
                "206 Partial Content\r\netag: {etag}\r\ncontent-range: bytes {range}\r\n\
                 content-length: {len}"
            ),
            text,
        )
    }

    async fn to_disk(server: &Script) -> Result<(String, Downloaded), batch_ext::Error> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.jsonl");
        let downloaded = server.client().download("file-1").to_file(&path).await?;
        Ok((std::fs::read_to_string(&path).unwrap(), downloaded))
    }

    fn cut(promised: usize, text: &str) -> Vec<u8> {
        answer(&format!("200 OK\r\netag: \"v1\"\r\ncontent-length: {promised}"), text)
    }

    #[tokio::test]
    async fn a_cut_download_resumes_with_a_range_request() {
        let rest = answer(
            "206 Partial Content\r\ncontent-range: bytes 4-9/10\r\ncontent-length: 6",
            "456789",
        );
        let server = Script::start(vec![cut(10, "0123"), rest]).await;
        assert_eq!(collect(&server.client()).await.unwrap(), "0123456789");
        let again = server.requests()[1].to_lowercase();
        assert!(again.contains("range: bytes=4-"), "{again}");
        assert!(again.contains("if-range: \"v1\""), "{again}");
    }

    #[tokio::test]
    async fn progress_counts_the_bytes_of_the_file() {
        let rest = part("\"v1\"", "4-9/10", "456789");
        let server = Script::start(vec![cut(10, "0123"), rest]).await;
        let progress = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&progress);
        let client = server.client();
        let download = client.download("file-1");
        let download = download.on_progress(move |got, total| {
            seen.lock().unwrap().push((got, total));
        });
        download.to_bytes().await.unwrap();
        let progress = progress.lock().unwrap();
        assert!(progress.is_sorted() && progress.contains(&(4, Some(10))), "{progress:?}");
        assert_eq!(progress.last(), Some(&(10, Some(10))));
    }

    #[tokio::test]
    async fn without_ranges_a_cut_download_restarts_and_yields_nothing_twice() {
        let server =
            Script::start(vec![cut(10, "0123"), cut(10, "01"), version("\"v1\"", "0123456789")])
                .await;
        assert_eq!(collect(&server.client()).await.unwrap(), "0123456789");
    }

    #[tokio::test]
    async fn an_error_before_the_first_byte_is_retried() {
        let down = answer("503 Service Unavailable", "<html>");
        let server = Script::start(vec![down, whole("0123")]).await;
        assert_eq!(collect(&server.client()).await.unwrap(), "0123");
    }

    #[tokio::test]
    async fn a_permanent_error_is_not_retried() {
        let gone = answer("404 Not Found", r#"{"error":{"message":"No such file"}}"#);
        let server = Script::start(vec![gone]).await;
        let error = collect(&server.client()).await.unwrap_err();
        assert!(error.is_not_found(), "{error:?}");
        assert_eq!(server.requests().len(), 1);
    }

    #[tokio::test]
    async fn a_download_without_progress_runs_out_of_attempts() {
        let server = Script::start(vec![cut(10, ""); 5]).await;
        let error = collect(&server.client()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (Kind::Connection, 3));
    }

    /// Only the framing of the transfer counts, and no other request is sent to find out.
    #[tokio::test]
    async fn a_body_delimited_by_the_connection_is_reported_as_possibly_incomplete() {
        let server = Script::start(vec![answer("200 OK", "0123")]).await;
        let (text, downloaded) = to_disk(&server).await.unwrap();
        assert_eq!(text, "0123");
        assert_eq!((downloaded.bytes, downloaded.complete), (4, Complete::Unknown));
        assert_eq!(server.requests().len(), 1);

        let server = Script::start(vec![answer("200 OK", "0123")]).await;
        let mut bytes = server.client().download("file-1").bytes();
        assert_eq!(bytes.downloaded(), None);
        while bytes.next().await.transpose().unwrap().is_some() {}
        assert_eq!(bytes.downloaded().unwrap().complete, Complete::Unknown);
    }

    fn chunked(chunks: &[&str], end: &str) -> Vec<u8> {
        let body: String =
            chunks.iter().map(|chunk| format!("{:x}\r\n{chunk}\r\n", chunk.len())).collect();
        answer("200 OK\r\ntransfer-encoding: chunked", &format!("{body}{end}"))
    }

    #[tokio::test]
    async fn a_chunked_body_is_complete_with_its_last_chunk() {
        let server = Script::start(vec![chunked(&["01", "23"], "0\r\n\r\n")]).await;
        let (text, downloaded) = to_disk(&server).await.unwrap();
        assert_eq!((text.as_str(), downloaded.complete), ("0123", Complete::Framed));
        assert_eq!(server.requests().len(), 1);
    }

    #[tokio::test]
    async fn a_chunked_body_without_its_last_chunk_is_resumed() {
        let rest = part("\"v1\"", "4-5/6", "45");
        let server = Script::start(vec![chunked(&["01", "23"], ""), rest]).await;
        let (text, downloaded) = to_disk(&server).await.unwrap();
        assert_eq!((text.as_str(), downloaded.complete), ("012345", Complete::Framed));
    }

    /// All bytes had arrived, but not the end of the body.
    #[tokio::test]
    async fn a_resume_at_the_end_of_the_file_succeeds() {
        let nothing = |head: &str| {
            answer(&format!("416 Range Not Satisfiable{head}\r\ncontent-length: 0"), "")
        };
        let server =
            Script::start(vec![chunked(&["0123"], ""), nothing("\r\ncontent-range: bytes */4")])
                .await;
        let (text, downloaded) = to_disk(&server).await.unwrap();
        assert_eq!((text.as_str(), downloaded.complete), ("0123", Complete::Framed));

        // If the server does not state the length of the file, the whole file is requested again.
        let server = Script::start(vec![chunked(&["0123"], ""), nothing(""), whole("0123")]).await;
        let (text, downloaded) = to_disk(&server).await.unwrap();
        assert_eq!((text.as_str(), downloaded.complete), ("0123", Complete::Framed));
        assert!(!server.requests()[2].to_lowercase().contains("range:"));
    }

    #[tokio::test]
    async fn a_response_of_another_length_restarts_the_download() {
        // Resuming the first file with the rest of the second would splice the two.
        let server =
            Script::start(vec![cut(10, "0123"), version("\"v1\"", "abcdefg"), whole("abcdefg")])
                .await;
        assert_eq!(to_disk(&server).await.unwrap().0, "abcdefg");
        let server =
            Script::start(vec![cut(10, "0123"), part("\"v1\"", "4-6/7", "efg"), whole("abcdefg")])
                .await;
        assert_eq!(to_disk(&server).await.unwrap().0, "abcdefg");
    }

    #[tokio::test]
    async fn two_versions_of_a_file_are_never_spliced() {
        for other in [version("\"v2\"", "abcdefghij"), part("\"v2\"", "4-9/10", "efghij")] {
            let script = || vec![cut(10, "0123"), other.clone(), version("\"v2\"", "abcdefghij")];
            let server = Script::start(script()).await;
            let (text, downloaded) = to_disk(&server).await.unwrap();
            assert_eq!((text.as_str(), downloaded.bytes), ("abcdefghij", 10));
            let server = Script::start(script()).await;
            assert_eq!(collect(&server.client()).await.unwrap(), "abcdefghij");

            // A stream cannot take back the bytes that it has returned.
            let server = Script::start(script()).await;
            let items: Vec<_> = server.client().download("file-1").bytes().collect().await;
            let (last, given) = items.split_last().unwrap();
            assert!(given.iter().all(Result::is_ok) && !given.is_empty());
            let error = last.as_ref().unwrap_err();
            assert_eq!(error.kind(), Kind::Data, "{error}");
            assert!(error.to_string().contains("changed on the server"), "{error}");
        }
    }

    #[tokio::test]
    async fn a_file_that_changes_on_every_attempt_is_an_error() {
        let versions = (0..9)
            .map(|n| answer(&format!("200 OK\r\netag: \"{n}\"\r\ncontent-length: 10"), "0123"));
        let server = Script::start(versions.collect()).await;
        let error = to_disk(&server).await.unwrap_err();
        assert!(matches!(error.kind(), Kind::Data | Kind::Connection), "{error}");
        assert!(server.requests().len() < 9, "the download did not give up");
    }

    #[tokio::test]
    async fn the_rest_may_arrive_in_several_parts() {
        let server = Script::start(vec![
            cut(10, "0123"),
            part("\"v1\"", "4-6/10", "456"),
            part("\"v1\"", "7-9/10", "789"),
        ])
        .await;
        let (text, downloaded) = to_disk(&server).await.unwrap();
        assert_eq!((text.as_str(), downloaded.complete), ("0123456789", Complete::Framed));
    }

    #[tokio::test]
    async fn a_range_other_than_the_requested_one_is_not_used() {
        let server = Script::start(vec![
            cut(10, "0123"),
            part("\"v1\"", "7-9/10", "789"),
            version("\"v1\"", "0123456789"),
        ])
        .await;
        assert_eq!(to_disk(&server).await.unwrap().0, "0123456789");
        assert!(!server.requests()[2].to_lowercase().contains("range:"));
    }

    #[tokio::test]
    async fn a_weak_etag_is_compared_but_not_sent() {
        let first = answer("200 OK\r\netag: W/\"1\"\r\ncontent-length: 10", "0123");
        let server = Script::start(vec![first, part("W/\"1\"", "4-9/10", "456789")]).await;
        assert_eq!(to_disk(&server).await.unwrap().0, "0123456789");
        let again = server.requests()[1].to_lowercase();
        assert!(again.contains("range: bytes=4-") && !again.contains("if-range"), "{again}");
    }

    /// `0123456789`, compressed.
    const GZIP: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x33\x30\x34\x32\x36\x31\
        \x35\x33\xb7\xb0\x04\x00\xc6\xc7\x84\xa6\x0a\x00\x00\x00";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let head = format!("200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}", GZIP.len());
        [answer(&head, ""), bytes.to_vec()].concat()
    }

    #[tokio::test]
    async fn identity_is_requested_and_gzip_is_still_decoded() {
        let server = Script::start(vec![gzip(GZIP)]).await;
        assert_eq!(collect(&server.client()).await.unwrap(), "0123456789");
        let request = server.requests()[0].to_lowercase();
        assert!(request.contains("accept-encoding: identity"), "{request}");
    }

    #[tokio::test]
    async fn a_cut_gzip_body_is_completed_from_an_uncompressed_one() {
        let server = Script::start(vec![gzip(&GZIP[..20]), whole("0123456789")]).await;
        assert_eq!(collect(&server.client()).await.unwrap(), "0123456789");
    }

    #[tokio::test]
    async fn range_requests_do_not_accept_gzip() {
        let rest = answer(
            "206 Partial Content\r\ncontent-range: bytes 4-9/10\r\ncontent-length: 6",
            "456789",
        );
        let server = Script::start(vec![cut(10, "0123"), rest]).await;
        assert_eq!(collect(&server.client()).await.unwrap(), "0123456789");
        let again = server.requests()[1].to_lowercase();
        assert!(!again.contains("accept-encoding: gzip"), "{again}");
    }

    #[tokio::test]
    async fn to_file_leaves_the_old_file_or_the_complete_new_one() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.jsonl");
        std::fs::write(&path, "old").unwrap();

        let server = Script::start(vec![cut(10, ""); 3]).await;
        server.client().download("file-1").to_file(&path).await.unwrap_err();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "a partial file is left");

        let server = Script::start(vec![whole("0123456789")]).await;
        let done = server.client().download("file-1").to_file(&path).await.unwrap();
        assert_eq!((done.bytes, done.complete), (10, Complete::Framed));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "0123456789");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn a_file_id_that_changes_the_path_is_refused() {
        let server = Script::start(vec![]).await;
        for id in ["", "..", "a/../b"] {
            let mut bytes = server.client().download(id).bytes();
            let error = bytes.next().await.unwrap().unwrap_err();
            assert_eq!(error.kind(), Kind::InvalidRequest, "{id:?}");
            assert!(bytes.next().await.is_none(), "an error ends the stream");
        }
    }
}

#[tokio::test]
async fn a_file_is_the_same_after_upload_and_download() {
    let server = batch_local::Server::builder().start().await.unwrap();
    let client = Config::new().base_url(server.base_url()).build().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (up, down) = (dir.path().join("in.jsonl"), dir.path().join("out.jsonl"));
    let line = r#"{"custom_id":"a","method":"POST","url":"/v1/responses","body":{"model":"m","input":"x"}}"#;
    std::fs::write(&up, format!("{line}\n").repeat(20_000)).unwrap();

    let source = Source::path(&up).await.unwrap();
    let file = client.upload(source).send().await.unwrap();
    client.download(&file.id).to_file(&down).await.unwrap();
    assert!(std::fs::read(&up).unwrap() == std::fs::read(&down).unwrap());
}

#[test]
fn transfers_are_send_and_sync() {
    fn send<T: Send + Sync>(_: T) {}
    let client = Config::new().build().unwrap();
    send(client.upload(Source::bytes("in.jsonl", "{}")).send());
    send(client.download("file-1").bytes());
    send(client.download("file-1").to_file("out.jsonl"));
}

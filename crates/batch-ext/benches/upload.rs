//! The CPU time and peak memory of a process that uploads 165 MB, compared with curl.
//!
//! `cargo bench -p batch-ext --bench upload`
//!
//! This process receives the form and discards it. Each upload runs in a process of its own. Needs
//! `curl` on the path, and Linux.
#![allow(clippy::expect_used, clippy::panic)]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};

use batch_client::Config;
use batch_ext::files::{FilesExt as _, Source};
use batch_ext::retry::{RetryPolicy, WithRetry as _};

const BYTES: usize = 165_000_000;
const RUNS: u32 = 20;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let [_, child, url, path] = args.as_slice()
        && child == "child"
    {
        return upload(url, path);
    }
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("in.jsonl");
    let line = format!("{}\n", "x".repeat(2_999));
    std::fs::write(&path, line.repeat(BYTES / line.len())).expect("a file");
    let path = path.to_str().expect("a path of text");
    let url = format!("http://{}", serve());
    let curl = || {
        let mut curl = Command::new("curl");
        let file = format!("file=@{path}");
        curl.args(["-sS", "-F", "purpose=batch", "-F", &file, &format!("{url}/files")]);
        curl
    };
    let ours = || {
        let mut child = Command::new(std::env::current_exe().expect("a path"));
        child.args(["child", &url, path]);
        child
    };
    // Alternating, so that other load on the machine affects both.
    let (mut curl_ticks, mut our_ticks) = (0, 0);
    for _ in 0..RUNS {
        curl_ticks += ticks_of(curl());
        our_ticks += ticks_of(ours());
    }
    let peak = ours().stdout(Stdio::piped()).output().expect("it starts");
    // The kernel's clock has 100 ticks a second.
    let mean = |ticks: u64| ticks as f64 * 10.0 / f64::from(RUNS);
    println!("upload of {} MB, mean of {RUNS} runs", BYTES / 1_000_000);
    println!("  curl       {:>5.1} ms CPU", mean(curl_ticks));
    println!(
        "  batch-ext  {:>5.1} ms CPU = {:.2} x curl; {}",
        mean(our_ticks),
        our_ticks as f64 / curl_ticks as f64,
        String::from_utf8_lossy(&peak.stdout).trim(),
    );
}

fn upload(url: &str, path: &str) {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let file = runtime.block_on(async {
        let client = Config::new().base_url(url).build().expect("a client");
        let client = client.with_retry(RetryPolicy::default());
        let source = Source::path(path).await.expect("a source");
        client.upload(source).send().await.expect("an upload")
    });
    assert_eq!(usize::try_from(file.bytes), Ok(BYTES));
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let peak = status.lines().find(|line| line.starts_with("VmHWM"));
    println!("peak memory {}", peak.expect("a peak")["VmHWM:".len()..].trim());
}

/// The CPU time of a command, in ticks.
fn ticks_of(mut command: Command) -> u64 {
    let before = children_ticks();
    let status = command.stdout(Stdio::null()).status().expect("it starts");
    assert!(status.success());
    children_ticks() - before
}

/// The user and system time of the child processes that have ended, in ticks.
fn children_ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let after_name = stat.rsplit(')').next().expect("a name in brackets");
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    [13, 14].into_iter().map(|field| fields[field].parse::<u64>().expect("a number")).sum()
}

/// Receives forms, discards them, and responds as the API does.
fn serve() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for socket in listener.incoming() {
            take(socket.expect("a connection"));
        }
    });
    address
}

fn take(mut socket: TcpStream) {
    let mut buffer = vec![0; 1024 * 1024];
    let mut head = Vec::new();
    let end = loop {
        let read = socket.read(&mut buffer).expect("a request");
        head.extend_from_slice(&buffer[..read]);
        if let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let text = String::from_utf8_lossy(&head[..end]).to_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.expect("a length").parse().expect("a number");
    if text.contains("expect: 100-continue") {
        socket.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").expect("an open connection");
    }
    let mut left = length - (head.len() - end);
    while left > 0 {
        left -= socket.read(&mut buffer).expect("the body");
    }
    let body = format!(
        r#"{{"id":"file-1","bytes":{BYTES},"created_at":1,"filename":"in.jsonl","purpose":"batch"}}"#
    );
    let answer = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(answer.as_bytes()).expect("an open connection");
}

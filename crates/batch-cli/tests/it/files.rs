//! `batch files`

use std::fs;

use crate::support::desk::Desk;
use crate::support::serve::Serve;
use crate::support::text;

#[test]
fn a_downloaded_file_is_the_uploaded_one() {
    let desk = Desk::new();
    let (input, back) = (desk.requests(4), desk.path("back.jsonl"));
    let server = Serve::start(&[]);
    let file = server.run(&["files", "upload", text(&input), "--json"]).expect(0).json().remove(0);
    let id = file["id"].as_str().unwrap();
    server.run(&["files", "download", id, "-o", text(&back)]).expect(0);
    assert_eq!(fs::read(&back).unwrap(), fs::read(&input).unwrap());
    let printed = server.run(&["files", "download", id]).expect(0);
    assert_eq!(printed.0.stdout, fs::read(&input).unwrap());
}

#[test]
fn a_file_is_listed_until_it_is_deleted() {
    let desk = Desk::new();
    let input = desk.requests(4);
    let server = Serve::start(&[]);
    let upload = ["files", "upload", text(&input), "--json", "--name", "other.jsonl"];
    let file = server.run(&upload).expect(0).json().remove(0);
    let id = file["id"].as_str().unwrap();
    for command in [&["files", "list"][..], &["files", "get", id]] {
        assert!(server.run(command).expect(0).out().contains("other.jsonl"));
    }
    assert!(server.run(&["files", "list", "--purpose", "batch"]).expect(0).out().contains(id));
    let other = server.run(&["files", "list", "--purpose", "batch_output"]).expect(0);
    assert_eq!((other.out(), other.err()), (String::new(), "no files\n".to_owned()));
    let deleted = server.run(&["files", "delete", id, "--json"]).expect(0).json();
    assert_eq!(deleted[0]["deleted"], true);
    server.run(&["files", "get", id]).expect(3);
    assert_eq!(server.run(&["files", "list", "--quiet"]).expect(0).err(), "");
}

#[test]
fn an_expiry_is_sent() {
    let desk = Desk::new();
    let input = desk.requests(4);
    let server = Serve::start(&[]);
    let upload = |time| server.run(&["files", "upload", text(&input), "--expires-after", time]);
    let done = upload("2h").expect(0);
    assert!(done.out().contains("expires"), "{}", done.out());
    let done = upload("59m").expect(2);
    assert!(done.err().contains("--expires-after must be between 1h and 30d"), "{}", done.err());
    let files = server.run(&["files", "list", "--json"]).json();
    assert_eq!(files.len(), 1, "nothing was sent");
    let life = files[0]["expires_at"].as_i64().unwrap() - files[0]["created_at"].as_i64().unwrap();
    assert_eq!(life, 7_200);
}

//! Full disks and read-only directories.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::requests::{check_results, write_requests};
use crate::support::serve::Serve;
use crate::support::{leftovers, text};

/// A small file system, if this machine allows mounting one.
struct Mount(PathBuf);

impl Mount {
    fn new(dir: &Path, size: &str) -> Option<Self> {
        fs::create_dir(dir).unwrap();
        let this = Self(dir.to_owned());
        let options = format!("size={size}");
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs", text(dir)])
            .output();
        if done.is_ok_and(|done| done.status.success()) {
            return Some(this);
        }
        std::mem::forget(this);
        eprintln!("skipped: a file system can only be mounted as root");
        None
    }

    fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        let done = Command::new("mount").args(["-o", &options, text(&self.0)]).status().unwrap();
        assert!(done.success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").args(["-l", text(&self.0)]).status();
    }
}

#[test]
fn a_full_disk_is_a_clear_error_and_the_run_resumes_once_there_is_room() {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("in.jsonl");
    write_requests(&input, 400, &["m"], 5);
    // The results need about 350 kB twice: as downloads, and as the merged file.
    for size in [16, 40, 120, 200, 300, 420, 520, 640] {
        let Some(disk) = Mount::new(&dir.path().join(format!("disk-{size}")), &format!("{size}k"))
        else {
            return;
        };
        let server = Serve::start(&[]);
        let output = disk.0.join("out.jsonl");
        let args = [
            "run",
            text(&input),
            "-o",
            text(&output),
            "--max-requests",
            "50",
            "--poll-interval",
            "10ms",
        ];
        let done = server.run(&args).expect(4);
        assert!(done.err().contains("No space left"), "{size}: {}", done.err());
        assert!(!output.exists());
        assert_eq!(leftovers(&disk.0), Vec::<PathBuf>::new(), "{size}");

        let before = server.run(&["list", "--all", "--json"]).json().len();
        disk.remount("size=4m");
        server.run(&args).expect(0);
        check_results(&output, 400, 5);
        let batches = server.run(&["list", "--all", "--json"]).json();
        assert_eq!(batches.len(), 8, "{size}: {before} batches before, none of them twice");
    }
}

#[test]
fn a_read_only_directory_is_a_clear_error() {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("in.jsonl");
    write_requests(&input, 20, &["m"], 5);
    let server = Serve::start(&["--line-time", "5ms"]);
    let closed = dir.path().join("closed");
    let args = |output: &Path| {
        let output = text(output).to_owned();
        ["run", text(&input), "-o"]
            .map(str::to_owned)
            .into_iter()
            .chain([output, "--poll-interval".into(), "10ms".into()])
            .collect::<Vec<_>>()
    };
    let run = |output: &Path| {
        let args = args(output);
        server.run(&args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let open = |open: bool| -> Option<Mount> {
        match Mount::new(&closed, "4m") {
            Some(disk) => {
                disk.remount(if open { "rw" } else { "ro" });
                Some(disk)
            }
            // Permissions do not apply to root.
            None => {
                fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
                None
            }
        }
    };
    let disk = open(false);
    let output = closed.join("out.jsonl");
    let done = run(&output).expect(4);
    assert!(done.err().contains("closed/out.jsonl"), "{}", done.err());
    assert!(server.run(&["files", "list", "--json"]).json().is_empty(), "nothing was sent");

    match &disk {
        Some(disk) => disk.remount("rw"),
        None => fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap(),
    }
    run(&output).expect(0);
    check_results(&output, 20, 5);
}

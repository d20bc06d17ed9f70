//! `batch serve` as a child process.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::{Done, batch};

/// A server that runs until it is dropped.
pub(crate) struct Serve {
    child: Child,
    pub(crate) url: String,
}

impl Serve {
    pub(crate) fn start(args: &[&str]) -> Self {
        let mut command = batch();
        command.arg("serve").args(args);
        Self::spawn(command)
    }

    pub(crate) fn spawn(mut command: Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        Self { child, url: url.trim().to_owned() }
    }

    /// Ends the server in good order and starts it again on the same port.
    pub(crate) fn restart(mut self, args: &[&str]) -> Self {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        let port = self.url.split(':').nth(2).unwrap().split('/').next().unwrap().to_owned();
        self.child.wait().unwrap();
        let again = Self::start(&[args, &["--port", &port]].concat());
        assert_eq!(again.url, self.url);
        again
    }

    /// The binary with this server as its default.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = batch();
        command.args(args).env("OPENAI_BASE_URL", &self.url);
        command
    }

    /// What the server tells about itself while faults are enabled: `ledger` or `calls`.
    pub(crate) fn debug(&self, what: &str) -> Value {
        let address = self.url.trim_start_matches("http://").trim_end_matches("/v1");
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET /debug/{what} HTTP/1.0\r\nhost: {address}\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (_, body) = text.split_once("\r\n\r\n").expect("a response");
        serde_json::from_str(body).unwrap()
    }

    /// Runs the binary to its end, with this server as its default.
    pub(crate) fn run(&self, args: &[&str]) -> Done {
        Done(self.command(args).output().unwrap())
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! Exit codes and their meanings, as the help, the man page and the README list them.

use std::process::ExitCode;

/// The code that the process ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Success = 0,
    Incomplete = 1,
    Usage = 2,
    Server = 3,
    Local = 4,
    Interrupted = 130,
    BrokenPipe = 141,
}

impl Exit {
    const ALL: [Self; 7] = [
        Self::Success,
        Self::Incomplete,
        Self::Usage,
        Self::Server,
        Self::Local,
        Self::Interrupted,
        Self::BrokenPipe,
    ];

    pub(crate) fn code(self) -> u8 {
        self as u8
    }

    fn meaning(self) -> &'static str {
        match self {
            Self::Success => "Success",
            Self::Incomplete => {
                "Failed or missing requests, a batch that did not complete, or invalid input"
            }
            Self::Usage => "Invalid command line or configuration",
            Self::Server => "The server refused a call, failed, or could not be reached",
            Self::Local => {
                "A local file could not be read or written, or the state belongs to another run"
            }
            Self::Interrupted => "Interrupted; run the same command again to resume",
            // What a shell reports for a process that SIGPIPE ended.
            Self::BrokenPipe => "The reader of standard output closed the pipe",
        }
    }

    /// The section of `--help` that lists all codes.
    pub(crate) fn help() -> String {
        let mut text = String::from("Exit codes:\n");
        for exit in Self::ALL {
            text.push_str(&format!("  {:<3}  {}\n", exit.code(), exit.meaning()));
        }
        text
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_lists_the_same_codes() {
        let readme = include_str!("../README.md");
        for exit in Exit::ALL {
            let row = format!("| {} | {} |", exit.code(), exit.meaning());
            assert!(readme.contains(&row), "{row}");
        }
    }
}

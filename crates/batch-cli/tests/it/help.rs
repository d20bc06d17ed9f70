//! Help, man page and completions.

use crate::support::golden::check;
use crate::support::run;

/// The commands that a help text lists.
fn commands(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = lines.map_while(|line| line.split_whitespace().next().map(str::to_owned));
    names.filter(|name| name != "help").collect()
}

#[test]
fn each_command_has_help() {
    let help = run(&["--help"]).expect(0).out();
    check("help/batch", &help);
    let commands = commands(&help);
    assert_eq!(commands.len(), 14, "{commands:?}");
    for command in commands {
        let help = run(&[&command, "--help"]).expect(0).out();
        check(&format!("help/{command}"), &help);
    }
    let help = run(&["files", "--help"]).expect(0).out();
    for command in self::commands(&help) {
        let help = run(&["files", &command, "--help"]).expect(0).out();
        check(&format!("help/files-{command}"), &help);
    }
}

#[test]
fn short_help_fits_one_screen() {
    check("help/short", &run(&["-h"]).expect(0).out());
    assert_eq!(run(&[]).expect(2).err(), run(&["-h"]).expect(0).out());
}

#[test]
fn the_version_is_the_package_version() {
    let version = format!("batch {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(run(&["--version"]).expect(0).out(), version);
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&["completions", shell]).expect(0).out();
        for word in ["validate", "download", "outage-limit"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn the_manual_page_has_every_command_and_the_exit_codes() {
    let page = run(&["man"]).expect(0).out();
    for name in ["batch", "batch-run", "batch-files", "batch-files-upload", "batch-man"] {
        assert!(page.contains(&format!(".TH {name} ")), "{name}");
    }
    assert!(page.contains("Exit codes:") && page.contains("Interrupted"));
}

#[test]
fn an_unknown_command_is_a_usage_error() {
    let done = run(&["nonsense"]).expect(2);
    assert!(done.out().is_empty() && done.err().contains("unrecognized subcommand"));
}

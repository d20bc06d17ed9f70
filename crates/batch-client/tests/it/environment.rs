//! Configuration from the environment.

use std::process::Command;

use batch_client::{Client, Config};

/// Runs the ignored test `child` in a process with this environment, and returns its output.
fn run(environment: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    for name in ["OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"] {
        command.env_remove(name);
    }
    command.args(["--exact", "environment::child", "--ignored", "--nocapture"]);
    let output = command.envs(environment.iter().copied()).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
#[ignore = "run by the other tests, in processes of their own"]
fn child() {
    let config = Config::from_env();
    println!("has token: {:?}", config.map(|config| config.has_token()));
    println!("client: {:?}", Client::from_env());
}

#[test]
fn the_variables_are_read() {
    let output = run(&[
        ("OPENAI_BASE_URL", "http://localhost:1/v1"),
        ("OPENAI_API_KEY", "planted"),
        ("OPENAI_ORG_ID", "org-1"),
        ("OPENAI_PROJECT_ID", "proj-1"),
    ]);
    assert!(output.contains("has token: Ok(true)"), "{output}");
    for part in ["http://localhost:1/v1", "authorization", "openai-organization", "openai-project"]
    {
        assert!(output.contains(part), "{part}: {output}");
    }
    assert!(!output.contains("planted"), "{output}");
}

#[test]
fn nothing_is_required() {
    let output = run(&[]);
    assert!(output.contains("has token: Ok(false)"), "{output}");
    assert!(output.contains(batch_client::OPENAI_BASE_URL), "{output}");
    assert!(!output.contains("authorization"), "{output}");
}

#[test]
fn an_invalid_value_is_an_error() {
    let output = run(&[("OPENAI_BASE_URL", "localhost")]);
    assert!(output.contains("client: Err(BaseUrl"), "{output}");
}

#[cfg(unix)]
#[test]
fn a_value_that_is_not_unicode_is_an_error() {
    use std::os::unix::ffi::OsStrExt;
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "environment::child", "--ignored", "--nocapture"]);
    command.env("OPENAI_API_KEY", std::ffi::OsStr::from_bytes(b"\xff"));
    let output = String::from_utf8(command.output().unwrap().stdout).unwrap();
    assert!(
        output.contains("has token: Err(Environment { name: \"OPENAI_API_KEY\" })"),
        "{output}"
    );
}

//! A batch without faults, from upload to results.

use crate::support::{bad_line, chat_line, chat_lines, ids, start};
use batch_local::Server;

#[tokio::test]
async fn a_batch_completes_and_its_output_can_be_downloaded() {
    let api = start(Server::builder()).await;
    let batch = api.submit(chat_lines(100)).await;
    let batch = api.until(&batch, "completed").await;
    assert_eq!(batch["request_counts"]["total"], 100);
    assert_eq!(batch["request_counts"]["completed"], 100);
    assert_eq!(batch["request_counts"]["failed"], 0);
    assert_eq!(batch["model"], "gpt-test");
    assert!(batch["usage"]["total_tokens"].as_u64().unwrap() > 0);
    assert!(batch["error_file_id"].is_null());
    for time in ["created_at", "in_progress_at", "finalizing_at", "completed_at", "expires_at"] {
        assert!(batch[time].is_u64(), "{time}");
    }
    let lines = api.lines(&batch, "output_file_id").await;
    assert_eq!(lines.len(), 100);
    let mut unique = ids(&lines);
    unique.dedup();
    assert_eq!(unique.len(), 100);
    for line in &lines {
        assert!(line["error"].is_null());
        assert_eq!(line["response"]["status_code"], 200);
        let body = &line["response"]["body"];
        assert_eq!(body["made_by"], "batch-local");
        let id = line["custom_id"].as_str().unwrap();
        let content = body["choices"][0]["message"]["content"].as_str().unwrap();
        assert!(content.ends_with(&format!("I am {id}.")), "{content}");
    }
    let order: Vec<&str> = lines.iter().map(|l| l["custom_id"].as_str().unwrap()).collect();
    let input: Vec<String> = (1..=100).map(|n| format!("r{n}")).collect();
    assert_ne!(order, input, "the output is not in the order of the input");
}

#[tokio::test]
async fn failed_requests_go_to_the_error_file() {
    let api = start(Server::builder()).await;
    let input = format!("{}\n{}", chat_line("good"), bad_line("bad"));
    let batch = api.submit(input).await;
    let batch = api.until(&batch, "completed").await;
    assert_eq!(
        batch["request_counts"],
        serde_json::json!({"total": 2, "completed": 1, "failed": 1})
    );
    assert_eq!(ids(&api.lines(&batch, "output_file_id").await), ["good"]);
    let errors = api.lines(&batch, "error_file_id").await;
    assert_eq!(ids(&errors), ["bad"]);
    assert!(errors[0]["error"].is_null());
    assert_eq!(errors[0]["response"]["status_code"], 400);
    assert_eq!(errors[0]["response"]["body"]["error"]["code"], "missing_required_parameter");
}

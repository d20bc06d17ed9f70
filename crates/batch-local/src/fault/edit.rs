//! Edits of JSON by pointer.

use serde_json::Value;

/// Sets a value. `*` in the pointer stands for every item of an array or object.
pub(super) fn set(json: &mut Value, pointer: &str, value: &Value) {
    edit(json, &segments(pointer), &mut |parent, name| match (parent, name) {
        (parent, None) => *parent = value.clone(),
        (Value::Object(fields), Some(name)) => {
            fields.insert(name.to_owned(), value.clone());
        }
        (parent, Some(name)) => {
            if let Some(item) = item(parent, name) {
                *item = value.clone();
            }
        }
    });
}

/// Removes a value. `*` in the pointer stands for every item of an array or object.
pub(super) fn remove(json: &mut Value, pointer: &str) {
    edit(json, &segments(pointer), &mut |parent, name| match (parent, name) {
        (Value::Object(fields), Some(name)) => {
            fields.remove(name);
        }
        (Value::Array(items), Some(name)) => {
            if let Ok(at) = name.parse::<usize>()
                && at < items.len()
            {
                items.remove(at);
            }
        }
        _ => {}
    });
}

fn segments(pointer: &str) -> Vec<String> {
    let segments = pointer.split('/').skip(1);
    segments.map(|name| name.replace("~1", "/").replace("~0", "~")).collect()
}

/// Calls `change` for every value that the pointer selects, with its parent and its name there.
/// The root has no name.
fn edit(json: &mut Value, path: &[String], change: &mut impl FnMut(&mut Value, Option<&str>)) {
    match path {
        [] => change(json, None),
        [name, rest @ ..] if name == "*" => {
            // From the end, so that removing an item leaves the others in place.
            for name in names(json).iter().rev() {
                step(json, name, rest, change);
            }
        }
        [name, rest @ ..] => step(json, name, rest, change),
    }
}

fn step(
    json: &mut Value,
    name: &str,
    rest: &[String],
    change: &mut impl FnMut(&mut Value, Option<&str>),
) {
    if rest.is_empty() {
        change(json, Some(name));
    } else if let Some(item) = item(json, name) {
        edit(item, rest, change);
    }
}

fn item<'a>(json: &'a mut Value, name: &str) -> Option<&'a mut Value> {
    match json {
        Value::Object(fields) => fields.get_mut(name),
        Value::Array(items) => items.get_mut(name.parse::<usize>().ok()?),
        _ => None,
    }
}

fn names(json: &Value) -> Vec<String> {
    match json {
        Value::Object(fields) => fields.keys().cloned().collect(),
        Value::Array(items) => (0..items.len()).map(|at| at.to_string()).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_set_and_removed_by_pointer() {
        let mut json = json!({"status": "completed", "data": [{"a": 1}, {"a": 2}]});
        set(&mut json, "/status", &json!("queued"));
        set(&mut json, "/data/1/b", &json!(null));
        set(&mut json, "/no/where", &json!(1));
        set(&mut json, "/data/7", &json!(1));
        remove(&mut json, "/data/0");
        remove(&mut json, "/data/9");
        set(&mut json, "/a~1b", &json!(true));
        assert_eq!(json, json!({"status": "queued", "data": [{"a": 2, "b": null}], "a/b": true}));
        set(&mut json, "", &json!([]));
        assert_eq!(json, json!([]));
    }

    #[test]
    fn a_star_stands_for_every_item() {
        let mut json = json!({"data": [{"a": 1, "b": 1}, {"a": 2}], "x": {"c": 1, "d": 2}});
        set(&mut json, "/data/*/a", &json!(9));
        remove(&mut json, "/data/*/b");
        set(&mut json, "/x/*", &json!(0));
        assert_eq!(json, json!({"data": [{"a": 9}, {"a": 9}], "x": {"c": 0, "d": 0}}));
        remove(&mut json, "/data/*");
        remove(&mut json, "/x/*/y");
        assert_eq!(json, json!({"data": [], "x": {"c": 0, "d": 0}}));
    }
}

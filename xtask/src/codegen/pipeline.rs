//! The pipeline from the text of `openapi.yaml` to the generated files.
//!
//! parse → lower → progenitor → passes over the syntax tree → format

use super::artifact::Artifact;
use super::spec::Spec;
use super::{generate, lower, passes};
use crate::error::Error;

/// Generates every file, in memory.
pub(super) fn artifacts(yaml: &str) -> Result<Vec<Artifact>, Error> {
    let spec = Spec::parse(yaml)?;
    let lowered = lower::lower(&spec.document).map_err(|faults| spec.locate(faults))?;
    let generated = generate::generate(&lowered).map_err(|fault| spec.locate(vec![fault]))?;
    let client = passes::client(generated.client, &lowered)?;
    let mock = passes::mock(generated.mock, &lowered)?;
    let mut artifacts = vec![
        Artifact::new("crates/batch-client/src/generated.rs", &spec, &client),
        Artifact::new("crates/batch-httpmock/src/generated.rs", &spec, &mock),
    ];
    if let Some(endpoints) = passes::endpoints(&lowered) {
        artifacts.push(Artifact::new("crates/batch-lines/src/generated.rs", &spec, &endpoints));
    }
    Ok(artifacts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_input_gives_the_same_bytes() {
        let yaml = include_str!("../../../openapi.yaml");
        assert_eq!(artifacts(yaml).unwrap(), artifacts(yaml).unwrap());
    }
}

//! Comparison of the facts about two documents.

use std::collections::BTreeSet;
use std::fmt;

use super::facts::Facts;

/// A difference between the documents at one place.
pub(super) struct Difference {
    place: String,
    what: What,
    /// The reason for the difference, if openapi.yaml gives one.
    pub(super) reason: Option<String>,
}

enum What {
    OnlyOurs,
    OnlyUpstream,
    Aspect { name: &'static str, ours: Option<String>, upstream: Option<String> },
}

pub(super) fn compare(ours: &Facts, upstream: &Facts) -> Vec<Difference> {
    let places: BTreeSet<&String> = ours.0.keys().chain(upstream.0.keys()).collect();
    let mut differences: Vec<Difference> = Vec::new();
    let mut lone: Option<String> = None;
    for place in places {
        // A place that only one document has is reported without the places below it.
        if lone.as_ref().is_some_and(|lone| below(place, lone)) {
            continue;
        }
        let (our_fact, their_fact) = (ours.0.get(place), upstream.0.get(place));
        let reason = our_fact.and_then(|fact| fact.deviation.clone());
        let mut push = |what, reason| {
            differences.push(Difference { place: place.clone(), what, reason });
        };
        match (our_fact, their_fact) {
            (Some(our_fact), Some(their_fact)) => {
                let names: BTreeSet<_> =
                    our_fact.aspects.keys().chain(their_fact.aspects.keys()).collect();
                for name in names {
                    let ours = our_fact.aspects.get(name).cloned();
                    let upstream = their_fact.aspects.get(name).cloned();
                    if ours != upstream {
                        push(What::Aspect { name, ours, upstream }, reason.clone());
                    }
                }
            }
            (Some(_), None) => {
                push(What::OnlyOurs, reason);
                lone = Some(place.clone());
            }
            (None, _) => {
                push(What::OnlyUpstream, None);
                lone = Some(place.clone());
            }
        }
    }
    differences
}

impl Difference {
    /// Returns the ID of the operation, which is the first word of the place.
    pub(super) fn operation(&self) -> &str {
        self.place.split(' ').next().unwrap_or_default()
    }
}

fn below(place: &str, above: &str) -> bool {
    place.strip_prefix(above).is_some_and(|rest| rest.starts_with(['.', ' ', '[']))
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        match &self.what {
            What::OnlyOurs => f.write_str("only in openapi.yaml")?,
            What::OnlyUpstream => f.write_str("only upstream")?,
            What::Aspect { name, ours, upstream } => {
                let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".into());
                let (ours, upstream) = (side(ours), side(upstream));
                write!(f, "{name}: openapi.yaml has {ours}; upstream has {upstream}")?;
            }
        }
        match &self.reason {
            Some(reason) => write!(f, " ({reason})"),
            None => Ok(()),
        }
    }
}

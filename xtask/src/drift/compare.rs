//! Facts against facts.

use std::collections::BTreeSet;
use std::fmt;

use super::facts::Facts;

/// One difference, at one place.
pub(super) struct Difference {
    place: String,
    what: What,
    /// Why it is so, where openapi.yaml says.
    pub(super) reason: Option<String>,
}

enum What {
    OnlyHere,
    OnlyThere,
    Differs { aspect: &'static str, here: Option<String>, there: Option<String> },
}

pub(super) fn compare(here: &Facts, there: &Facts) -> Vec<Difference> {
    let places: BTreeSet<&String> = here.0.keys().chain(there.0.keys()).collect();
    let mut differences: Vec<Difference> = Vec::new();
    let mut lone: Option<String> = None;
    for place in places {
        // What stands below a place that only one side has is told with it.
        if lone.as_ref().is_some_and(|lone| below(place, lone)) {
            continue;
        }
        let (ours, theirs) = (here.0.get(place), there.0.get(place));
        let reason = ours.and_then(|fact| fact.deviation.clone());
        let mut push = |what, reason| {
            differences.push(Difference { place: place.clone(), what, reason });
        };
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => {
                let aspects: BTreeSet<_> =
                    ours.aspects.keys().chain(theirs.aspects.keys()).collect();
                for aspect in aspects {
                    let (here, there) = (ours.aspects.get(aspect), theirs.aspects.get(aspect));
                    if here != there {
                        let what =
                            What::Differs { aspect, here: here.cloned(), there: there.cloned() };
                        push(what, reason.clone());
                    }
                }
            }
            (Some(_), None) => {
                push(What::OnlyHere, reason);
                lone = Some(place.clone());
            }
            (None, _) => {
                push(What::OnlyThere, None);
                lone = Some(place.clone());
            }
        }
    }
    differences
}

impl Difference {
    /// The operation that it is in: the first word of its place.
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
            What::OnlyHere => f.write_str("only here")?,
            What::OnlyThere => f.write_str("only there")?,
            What::Differs { aspect, here, there } => {
                let side =
                    |value: &Option<String>| value.clone().unwrap_or_else(|| "absent".into());
                write!(f, "{aspect} is {} here, {} there", side(here), side(there))?;
            }
        }
        match &self.reason {
            Some(reason) => write!(f, " ({reason})"),
            None => Ok(()),
        }
    }
}

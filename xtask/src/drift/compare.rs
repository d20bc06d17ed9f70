//! The comparison of two sets of facts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::facts::{Fact, Facts, PRESENCE, Place};

/// A place and an aspect of it for which the documents state different values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Difference {
    pub(super) place: Place,
    pub(super) aspect: String,
    /// All values that each document states.
    pub(super) ours: BTreeSet<String>,
    pub(super) theirs: BTreeSet<String>,
    /// The values that only one of them states, and that nothing excuses.
    pub(super) values: BTreeSet<String>,
}

/// Returns the differences. A place that only one document has is a single difference, with nothing
/// about what is within it.
pub(super) fn compare(ours: &Facts, theirs: &Facts) -> Vec<Difference> {
    let (ours, theirs) = (ours.set(), theirs.set());
    let differing: Vec<&Fact> = ours.symmetric_difference(&theirs).copied().collect();
    let present = |fact: &&&Fact| fact.aspect == PRESENCE;
    let lone: BTreeSet<&Place> = differing.iter().filter(present).map(|fact| &fact.place).collect();
    let covered = |fact: &Fact| {
        (lone.contains(&fact.place) && fact.aspect != PRESENCE)
            || lone.iter().any(|lone| fact.place.is_within(lone))
    };
    let mut differences: BTreeMap<(&Place, &str), BTreeSet<String>> = BTreeMap::new();
    for fact in differing.iter().filter(|fact| !covered(fact)) {
        let values = differences.entry((&fact.place, &fact.aspect)).or_default();
        values.insert(fact.value.clone());
    }
    let all = |facts: &BTreeSet<&Fact>, place: &Place, aspect: &str| {
        let (place, aspect) = (place.clone(), aspect.to_owned());
        let first = Fact { place, aspect, value: String::new() };
        let same = |fact: &&&Fact| fact.place == first.place && fact.aspect == first.aspect;
        facts.range::<&Fact, _>(&first..).take_while(same).map(|fact| fact.value.clone()).collect()
    };
    let difference = |((place, aspect), values): ((&Place, &str), BTreeSet<String>)| Difference {
        place: place.clone(),
        aspect: aspect.to_owned(),
        ours: all(&ours, place, aspect),
        theirs: all(&theirs, place, aspect),
        values,
    };
    differences.into_iter().map(difference).collect()
}

impl Difference {
    /// Returns whether only one of the documents has the place.
    pub(super) fn is_lone(&self) -> bool {
        self.aspect == PRESENCE
    }

    /// Returns whether only the published document has the place.
    pub(super) fn is_only_theirs(&self) -> bool {
        self.is_lone() && self.ours.is_empty()
    }
}

/// Shows the aspect and the values on both sides.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_lone() {
            let side = if self.ours.is_empty() { "upstream" } else { "in openapi.yaml" };
            return write!(f, "{}: only {side}", self.aspect);
        }
        let side = |values: &BTreeSet<String>| {
            let differing = values.iter().filter(|value| self.values.contains(*value));
            let texts: Vec<_> = differing.map(|value| short(value)).collect();
            texts.join(", ")
        };
        let (ours, theirs) = (side(&self.ours), side(&self.theirs));
        let both_state = !self.ours.is_empty() && !self.theirs.is_empty();
        let many = self.ours.len() > 1 || self.theirs.len() > 1;
        let aspect = &self.aspect;
        match (ours.as_str(), theirs.as_str()) {
            (ours, "") if both_state => write!(f, "{aspect}: only in openapi.yaml: {ours}"),
            ("", theirs) if both_state => write!(f, "{aspect}: only upstream: {theirs}"),
            (ours, theirs) if both_state && many => {
                write!(f, "{aspect}: only in openapi.yaml: {ours}; only upstream: {theirs}")
            }
            (ours, "") => write!(f, "{aspect}: {ours} in openapi.yaml, none upstream"),
            ("", theirs) => write!(f, "{aspect}: none in openapi.yaml, {theirs} upstream"),
            (ours, theirs) => write!(f, "{aspect}: {ours} in openapi.yaml, {theirs} upstream"),
        }
    }
}

/// Cuts a long text.
fn short(text: &str) -> String {
    const LONGEST: usize = 120;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(facts: &[(&str, &str, &str)]) -> Facts {
        let mut all = Facts::default();
        for (pointer, aspect, value) in facts {
            let place = Place { operation: "GET /a".into(), pointer: (*pointer).into() };
            all.add(&place, aspect, *value);
        }
        all
    }

    fn shown(ours: &[(&str, &str, &str)], theirs: &[(&str, &str, &str)]) -> Vec<String> {
        let differences = compare(&facts(ours), &facts(theirs));
        differences.iter().map(|d| format!("{} {d}", d.place.pointer)).collect()
    }

    #[test]
    fn values_of_both_sides_are_shown() {
        let ours = [
            ("/a", "type", "string"),
            ("/b", "enum", "x"),
            ("/b", "enum", "y"),
            ("/c", "min", "1"),
        ];
        let theirs = [
            ("/a", "type", "integer"),
            ("/b", "enum", "x"),
            ("/b", "enum", "z"),
            ("/d", "max", "2"),
        ];
        assert_eq!(
            shown(&ours, &theirs),
            [
                "/a type: string in openapi.yaml, integer upstream",
                "/b enum: only in openapi.yaml: y; only upstream: z",
                "/c min: 1 in openapi.yaml, none upstream",
                "/d max: none in openapi.yaml, 2 upstream",
            ]
        );
        assert!(shown(&ours, &ours).is_empty());
    }

    #[test]
    fn what_is_within_a_lone_place_is_not_listed() {
        let ours = [
            ("/a", PRESENCE, "yes"),
            ("/a", "type", "object"),
            ("/a/b", PRESENCE, "yes"),
            ("/ab", PRESENCE, "yes"),
        ];
        assert_eq!(
            shown(&ours, &[("/ab", PRESENCE, "yes")]),
            ["/a presence: only in openapi.yaml"]
        );
        assert_eq!(shown(&[], &ours[3..]), ["/ab presence: only upstream"]);
    }
}

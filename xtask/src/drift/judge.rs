//! Which differences are deliberate, which are news, and which deviations are no longer true.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::Difference;
use super::deviation::Deviation;
use super::facts::{Facts, Origin, PRESENCE, Place};

/// The judgement of a comparison.
#[derive(Default)]
pub(super) struct Judgement {
    pub(super) deliberate: Vec<(Difference, Vec<Deviation>)>,
    pub(super) news: Vec<Difference>,
    /// Deviations that are no longer true, and the first place at which they are not.
    pub(super) stale: BTreeMap<Deviation, Place>,
}

impl Judgement {
    /// Returns whether there are only deliberate differences, all of them still true.
    pub(super) fn is_clean(&self) -> bool {
        self.news.is_empty() && self.stale.is_empty()
    }
}

pub(super) fn judge(
    differences: Vec<Difference>,
    ours: &Facts,
    theirs: &Facts,
    deviations: &BTreeMap<String, Vec<Deviation>>,
) -> Judgement {
    let lone: Vec<Place> =
        differences.iter().filter(|d| d.is_lone()).map(|d| d.place.clone()).collect();
    let mut judgement = Judgement::default();
    let mut used: BTreeSet<(Place, Deviation)> = BTreeSet::new();
    for mut difference in differences {
        let subject = Subject::of(&difference, theirs);
        let whole = difference.clone();
        let at_place = subject.place.as_ref().and_then(|place| ours.origins.get(place));
        let excuses: Vec<Deviation> = of(at_place, deviations)
            .filter(|deviation| deviation.aspect == subject.aspect)
            .filter(|deviation| excuse(&mut difference, &subject, deviation.value.as_deref()))
            .cloned()
            .collect();
        let place = subject.place.iter();
        used.extend(place.flat_map(|place| excuses.iter().map(|one| (place.clone(), one.clone()))));
        match difference.values.is_empty() {
            true => judgement.deliberate.push((whole, excuses)),
            false => judgement.news.push(difference),
        }
    }
    // Nothing is known about deviations within a place that only one document has.
    let known = |place: &Place| !lone.iter().any(|lone| place == lone || place.is_within(lone));
    for (place, origin) in ours.origins.iter().filter(|(place, _)| known(place)) {
        for deviation in of(Some(origin), deviations) {
            if !used.contains(&(place.clone(), deviation.clone())) {
                judgement.stale.entry(deviation.clone()).or_insert_with(|| place.clone());
            }
        }
    }
    judgement
}

/// Returns the deviations at a place.
fn of<'d>(
    origin: Option<&'d Origin>,
    deviations: &'d BTreeMap<String, Vec<Deviation>>,
) -> impl Iterator<Item = &'d Deviation> {
    origin.into_iter().flat_map(|origin| {
        let all = origin.deviations.iter().filter_map(|pointer| deviations.get(pointer)).flatten();
        all.filter(|deviation| deviation.kind == origin.kind)
    })
}

/// What a deviation has to name to excuse a difference.
struct Subject {
    /// The place of the deviation.
    place: Option<Place>,
    aspect: String,
    /// The part of the place that only the published document has.
    part: Option<String>,
}

impl Subject {
    fn of(difference: &Difference, theirs: &Facts) -> Self {
        let Difference { place, aspect, .. } = difference;
        if !difference.is_only_theirs() {
            return Self { place: Some(place.clone()), aspect: aspect.clone(), part: None };
        }
        // openapi.yaml has only the place that would contain it.
        let parent = theirs.origins.get(place).and_then(|origin| origin.parent.clone());
        let (place, part, name) = match parent {
            Some((place, part, name)) => (Some(place), part, name),
            None => (None, PRESENCE.to_owned(), None),
        };
        // The second `anyOf` of a schema is called `anyOf 2`.
        let aspect = part.split(' ').next().unwrap_or(&part).to_owned();
        Self { place, aspect, part: Some(name.unwrap_or_else(|| "present".to_owned())) }
    }
}

/// Returns whether a deviation that names this value is about the difference, and removes from it
/// what the deviation excuses.
fn excuse(difference: &mut Difference, subject: &Subject, value: Option<&str>) -> bool {
    let Difference { ours, theirs, values, .. } = difference;
    if let Some(part) = &subject.part {
        let named = value == Some(part);
        if named {
            values.clear();
        }
        return named;
    }
    let Some(value) = value else {
        // Without a value, a deviation is about what only openapi.yaml states.
        if theirs.is_empty() {
            values.clear();
        }
        return theirs.is_empty();
    };
    let replaced = ours.len() <= 1 && theirs.iter().eq([value]);
    if replaced {
        values.clear();
    } else {
        values.remove(value);
    }
    replaced || (ours.contains(value) != theirs.contains(value))
}

#[cfg(test)]
mod tests {
    use super::super::compare::compare;
    use super::super::kind::Kind;
    use super::*;

    /// Facts about a schema with these aspects, and about one property of it.
    fn facts(aspects: &[(&str, &str)], property: bool) -> Facts {
        let mut facts = Facts::default();
        let schema = Place::operation("GET /a");
        let origin = |parent| Origin {
            kind: Kind::Schema,
            parent,
            pointer: "/schema".into(),
            deviations: vec!["/schema".into()],
        };
        facts.add_place(&schema, origin(None));
        aspects.iter().for_each(|(aspect, value)| facts.add(&schema, aspect, *value));
        if property {
            let parent = (schema.clone(), "properties".to_owned(), Some("id".to_owned()));
            let origin = Origin { deviations: Vec::new(), ..origin(Some(parent)) };
            facts.add_place(&schema.part("properties", Some("id")), origin);
        }
        facts
    }

    fn judged(ours: &Facts, theirs: &Facts, recorded: &[(&str, Option<&str>)]) -> [usize; 3] {
        let recorded = recorded.iter().map(|(aspect, value)| Deviation {
            pointer: "/schema".into(),
            kind: Kind::Schema,
            aspect: (*aspect).into(),
            value: value.map(Into::into),
            reason: "on purpose".into(),
        });
        let deviations = BTreeMap::from([("/schema".to_owned(), recorded.collect())]);
        let judgement = judge(compare(ours, theirs), ours, theirs, &deviations);
        [judgement.deliberate.len(), judgement.news.len(), judgement.stale.len()]
    }

    const NULLABLE: (&str, Option<&str>) = ("nullable", None);

    #[test]
    fn a_deviation_excuses_only_the_aspect_that_it_names() {
        let ours = facts(&[("nullable", "yes"), ("format", "int64")], false);
        let theirs = facts(&[], false);
        assert_eq!(judged(&ours, &theirs, &[NULLABLE]), [1, 1, 0]);
        assert_eq!(judged(&ours, &theirs, &[NULLABLE, ("format", None)]), [2, 0, 0]);
    }

    #[test]
    fn a_deviation_that_is_no_longer_true_is_stale() {
        let theirs = facts(&[("nullable", "yes")], false);
        assert_eq!(judged(&theirs, &theirs, &[NULLABLE]), [0, 0, 1]);
    }

    #[test]
    fn a_value_that_upstream_states_has_to_be_named() {
        let ours = facts(&[("format", "int64")], false);
        let theirs = facts(&[("format", "unixtime")], false);
        assert_eq!(judged(&ours, &theirs, &[("format", None)]), [0, 1, 1]);
        assert_eq!(judged(&ours, &theirs, &[("format", Some("unixtime"))]), [1, 0, 0]);
        let changed = facts(&[("format", "date-time")], false);
        assert_eq!(judged(&ours, &changed, &[("format", Some("unixtime"))]), [0, 1, 1]);
    }

    #[test]
    fn each_value_of_a_set_has_to_be_named() {
        let ours = facts(&[("required", "a"), ("required", "b")], false);
        let theirs = facts(&[("required", "a"), ("required", "c")], false);
        let (b, c) = (("required", Some("b")), ("required", Some("c")));
        assert_eq!(judged(&ours, &theirs, &[b]), [0, 1, 0]);
        assert_eq!(judged(&ours, &theirs, &[b, c]), [1, 0, 0]);
        assert_eq!(judged(&ours, &theirs, &[b, c, ("required", Some("a"))]), [1, 0, 1]);
        assert_eq!(judged(&ours, &facts(&[], false), &[("required", None)]), [1, 0, 0]);
    }

    #[test]
    fn what_only_upstream_has_is_named_where_it_would_be() {
        let (without, with) = (facts(&[], false), facts(&[], true));
        let id = ("properties", Some("id"));
        assert_eq!(judged(&without, &with, &[id]), [1, 0, 0]);
        assert_eq!(judged(&without, &with, &[("properties", Some("name"))]), [0, 1, 1]);
        assert_eq!(judged(&without, &with, &[("properties", None)]), [0, 1, 1]);
        assert_eq!(judged(&with, &without, &[id]), [0, 1, 1]);
    }
}

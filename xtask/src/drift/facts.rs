//! A flat set of facts about a document.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::rc::Rc;

use super::document::escape;
use super::kind::Kind;

/// A place in the structure of a document, with all references followed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Place {
    /// The method and path of the operation. Empty for the document as a whole.
    pub(super) operation: Rc<str>,
    /// The steps from the operation, in the form of a JSON pointer.
    pub(super) pointer: Rc<str>,
}

/// Something that a document states at a place. An aspect such as `required` has many values.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Fact {
    pub(super) place: Place,
    pub(super) aspect: String,
    pub(super) value: String,
}

/// Where the facts about a place were found.
#[derive(Debug)]
pub(super) struct Origin {
    pub(super) kind: Kind,
    /// The place that contains it, what it is there, such as `properties`, and its name among these.
    pub(super) parent: Option<(Place, String, Option<String>)>,
    /// The JSON pointer in the document.
    pub(super) pointer: String,
    /// The JSON pointers of the values at this place that have an `x-deviation`.
    pub(super) deviations: Vec<String>,
}

/// The aspect that says that a place exists.
pub(super) const PRESENCE: &str = "presence";

/// The facts about a document.
#[derive(Default)]
pub(super) struct Facts {
    /// In the order in which they were found.
    pub(super) all: Vec<Fact>,
    pub(super) origins: BTreeMap<Place, Origin>,
}

impl Facts {
    /// Adds a place, and the fact that it exists.
    pub(super) fn add_place(&mut self, place: &Place, origin: Origin) {
        self.add(place, PRESENCE, "yes");
        self.origins.insert(place.clone(), origin);
    }

    pub(super) fn add(&mut self, place: &Place, aspect: &str, value: impl Into<String>) {
        let (place, aspect) = (place.clone(), aspect.to_owned());
        self.all.push(Fact { place, aspect, value: value.into() });
    }

    pub(super) fn set(&self) -> BTreeSet<&Fact> {
        self.all.iter().collect()
    }
}

impl Place {
    /// Returns the place of the document as a whole.
    pub(super) fn document() -> Self {
        Self::operation("")
    }

    pub(super) fn operation(name: &str) -> Self {
        Self { operation: name.into(), pointer: "".into() }
    }

    /// Returns the place of a part, such as `requestBody`, or the part `limit` of `parameters`.
    pub(super) fn part(&self, part: &str, name: Option<&str>) -> Self {
        let mut pointer = format!("{}/{}", self.pointer, escape(part));
        if let Some(name) = name {
            pointer.push('/');
            pointer.push_str(&escape(name));
        }
        Self { operation: self.operation.clone(), pointer: pointer.into() }
    }

    /// Returns whether this place is within another one.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        let below = |rest: &str| rest.starts_with('/');
        self.operation == other.operation
            && self.pointer.strip_prefix(&*other.pointer).is_some_and(below)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.operation, self.pointer)
    }
}

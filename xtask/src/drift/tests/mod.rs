//! The promise of drift, tried out: every structural change is found, and nothing else is reported.
//!
//! Random edits are made to documents that do not differ from ours: our own document written as
//! OpenAPI 3.1, and one that resembles the published document and has what ours lacks. The same
//! seed makes the same edits. To run the tests with the published document itself:
//!
//! `DRIFT_UPSTREAM=FILE cargo test -p xtask drift::tests -- --ignored --nocapture`

mod edit;
mod equal;
mod harmless;
mod lift;
mod mutate;
mod mutate_schema;
mod random;
mod sites;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fastrand::Rng;
use serde_json::Value;

use super::comparison::Ours;
use super::document::Document;
use super::read::read;
use edit::Edits;
use sites::{Kind, Site};

const SEEDS: [u64; 3] = [1, 2, 3];

/// The numbers of edits for each seed and document in an ordinary run.
const MUTATIONS: usize = 100;
const HARMLESS: usize = 40;

/// Ours, and a document that does not differ from it.
struct Trial {
    ours: Ours<'static>,
    theirs: Document,
    sites: Vec<Site>,
}

/// What a series of edits did.
#[derive(Default)]
struct Outcome {
    /// How often each kind of edit was made.
    made: BTreeMap<&'static str, usize>,
    /// The edits that were found though they should not have been, or the other way around.
    wrong: Vec<String>,
    /// The aspects that alone showed an edit.
    sole: BTreeSet<String>,
}

impl Trial {
    fn new(ours: Document, theirs: Document, groups: &[&str]) -> Self {
        let sites = sites::sites(&theirs.value, groups);
        let ours = Ours::new(Box::leak(Box::new(ours))).unwrap();
        let trial = Self { ours, theirs, sites };
        let (found, texts) = trial.found();
        assert!(found.is_empty(), "{texts:#?}");
        trial
    }

    /// Our document, and the same written as OpenAPI 3.1.
    fn lifted() -> Self {
        let ours: Value = yaml_serde::from_str(include_str!("../../../../openapi.yaml")).unwrap();
        let ours = lift::without_deviations(&ours);
        let theirs = document("theirs", lift::lifted(&ours));
        Self::new(document("ours", ours), theirs, &["batches", "files"])
    }

    /// A document with everything that a document can have.
    fn robots() -> Self {
        let robots: Value = yaml_serde::from_str(include_str!("robots.yaml")).unwrap();
        let mut ours = robots.clone();
        ours["paths"].as_object_mut().unwrap().retain(|path, _| !path.starts_with("/elsewhere"));
        Self::new(document("ours", ours), document("theirs", robots), &["robots", "parts"])
    }

    /// Our document and the published one.
    fn upstream() -> Self {
        let file = std::env::var("DRIFT_UPSTREAM").expect("DRIFT_UPSTREAM names the document");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let read = |file: &str| read(&root.join(file)).unwrap().document;
        let (ours, theirs) = (read("openapi.yaml"), read(&file));
        Self::new(ours, theirs, &["batches", "files"])
    }

    /// Returns the aspects of all differences, and their texts.
    fn found(&self) -> (BTreeSet<String>, Vec<String>) {
        let judgement = self.ours.compare(&self.theirs).unwrap().judgement;
        let stale =
            judgement.stale.keys().map(|stale| (stale.aspect.clone(), format!("{stale:?}")));
        let news =
            judgement.news.iter().map(|new| (new.aspect.clone(), format!("{} {new}", new.place)));
        news.chain(stale).unzip()
    }

    /// Makes random edits, one at a time. Those that are structural must be found.
    fn edit(&mut self, seed: u64, count: usize, structural: bool) -> Outcome {
        let mut rng = Rng::with_seed(seed);
        let mut outcome = Outcome::default();
        let before = self.theirs.value.clone();
        let mut deck = Vec::new();
        for _ in 0..count {
            let (name, site, edits) = self.draw(&mut rng, &mut deck, structural);
            let undo = edits.apply(&mut self.theirs.value);
            let (aspects, texts) = self.found();
            let _ = undo.apply(&mut self.theirs.value);
            *outcome.made.entry(name).or_default() += 1;
            if aspects.is_empty() == structural {
                outcome.wrong.push(format!("{name} at {site} (seed {seed}): {texts:?}"));
            }
            if aspects.len() == 1 {
                outcome.sole.extend(aspects);
            }
        }
        assert!(self.theirs.value == before, "the edits were not undone");
        outcome
    }

    /// Draws an edit that is possible, from a deck with one card for each kind of edit.
    fn draw(
        &self,
        rng: &mut Rng,
        deck: &mut Vec<Card>,
        structural: bool,
    ) -> (&'static str, String, Edits) {
        loop {
            if deck.is_empty() {
                *deck = if structural { mutations() } else { harmless() };
                rng.shuffle(deck);
            }
            let Some(card) = deck.pop() else { continue };
            let of_kind = |site: &&Site| card.kind.is_none_or(|kind| site.kind == kind);
            let mut sites: Vec<_> = self.sites.iter().filter(of_kind).collect();
            rng.shuffle(&mut sites);
            // Many kinds of edits are possible only at some sites, or at none of this document.
            for site in sites {
                if let Some(edits) = (card.make)(rng, &self.theirs.value, site) {
                    return (card.name, site.pointer.clone(), edits);
                }
            }
        }
    }
}

/// A kind of edit.
struct Card {
    name: &'static str,
    /// The kind of site, unless it can be any.
    kind: Option<Kind>,
    make: Box<Make>,
}

/// Makes the edit at a site, if it is possible there.
type Make = dyn Fn(&mut Rng, &Value, &Site) -> Option<Edits>;

fn mutations() -> Vec<Card> {
    let general = mutate::MUTATIONS.iter().map(|(name, kind, make)| Card {
        name,
        kind: Some(*kind),
        make: Box::new(make),
    });
    let of_schemas = mutate_schema::MUTATIONS.iter().enumerate().map(|(index, (name, _))| Card {
        name,
        kind: Some(Kind::Schema),
        make: Box::new(move |rng, document, site| {
            mutate_schema::mutate(rng, document, site, index)
        }),
    });
    general.chain(of_schemas).collect()
}

fn harmless() -> Vec<Card> {
    let edits = harmless::EDITS.iter();
    edits.map(|(name, make)| Card { name, kind: None, make: Box::new(make) }).collect()
}

fn document(path: &str, value: Value) -> Document {
    Document::new(path.to_owned(), value).unwrap()
}

/// Runs a series for each seed. Returns the kinds of edits made and the sole aspects.
fn run(
    mut trial: Trial,
    count: usize,
    structural: bool,
) -> (BTreeSet<&'static str>, BTreeSet<String>) {
    let (mut made, mut sole) = (BTreeSet::new(), BTreeSet::new());
    for seed in SEEDS {
        let outcome = trial.edit(seed, count, structural);
        let wrong = &outcome.wrong;
        let right = count - wrong.len();
        println!("seed {seed}: {right} of {count} right; {} kinds of edits", outcome.made.len());
        assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
        made.extend(outcome.made.into_keys());
        sole.extend(outcome.sole);
    }
    (made, sole)
}

/// The number of edits, if the environment names another one.
fn count(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |count| count.parse().unwrap())
}

#[test]
fn every_structural_change_of_our_document_is_found() {
    run(Trial::lifted(), count("DRIFT_MUTATIONS", MUTATIONS), true);
}

#[test]
fn every_structural_change_of_a_document_with_everything_is_found() {
    let count = count("DRIFT_MUTATIONS", 2 * MUTATIONS);
    let (made, sole) = run(Trial::robots(), count, true);
    // No kind of change is missing from the series, and no aspect is dead weight: for each, there is
    // a change that only it shows.
    let all = mutate::MUTATIONS.iter().map(|(name, ..)| *name);
    let all = all.chain(mutate_schema::MUTATIONS.iter().map(|(name, _)| *name));
    let missing: Vec<_> = all.filter(|name| !made.contains(name)).collect();
    assert!(missing.is_empty(), "never made: {missing:?}");
    let missing: Vec<_> = SOLE.iter().filter(|aspect| !sole.contains(**aspect)).collect();
    assert!(missing.is_empty(), "never needed: {missing:?}");
}

#[test]
fn no_harmless_edit_of_our_document_is_reported() {
    run(Trial::lifted(), count("DRIFT_HARMLESS", HARMLESS), false);
}

#[test]
fn no_harmless_edit_of_a_document_with_everything_is_reported() {
    let count = count("DRIFT_HARMLESS", 2 * HARMLESS);
    let (made, _) = run(Trial::robots(), count, false);
    let all = harmless::EDITS.iter().map(|(name, _)| *name);
    let missing: Vec<_> = all.filter(|name| !made.contains(name)).collect();
    assert!(missing.is_empty(), "never made: {missing:?}");
}

#[test]
#[ignore = "needs DRIFT_UPSTREAM, the path of the published document"]
fn every_structural_change_of_the_published_document_is_found() {
    run(Trial::upstream(), count("DRIFT_MUTATIONS", 2_000), true);
}

#[test]
#[ignore = "needs DRIFT_UPSTREAM, the path of the published document"]
fn no_harmless_edit_of_the_published_document_is_reported() {
    run(Trial::upstream(), count("DRIFT_HARMLESS", 500), false);
}

/// The aspects that changes must have shown alone.
const SOLE: [&str; 46] = [
    "additionalProperties",
    "allowEmptyValue",
    "allowReserved",
    "callbacks",
    "contentEncoding",
    "contentMediaType",
    "contentType",
    "default",
    "dependentRequired",
    "deprecated",
    "discriminator",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "explode",
    "format",
    "keywordOfTomorrow",
    "links",
    "mapping",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "mediaType",
    "method",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "nullable",
    "operationId",
    "path",
    "pattern",
    "presence",
    "readOnly",
    "required",
    "security",
    "servers",
    "status",
    "style",
    "type",
    "unevaluatedProperties",
    "uniqueItems",
    "writeOnly",
    "xml",
];

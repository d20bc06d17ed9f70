//! The text that the command prints.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::compare::Difference;
use super::comparison::Comparison;
use super::deviation::Deviation;
use super::facts::{Facts, Place};
use super::judge::Judgement;
use super::lines::line;
use super::text::printable;

/// The places of a line of the report, which share a value of openapi.yaml and a difference.
type Groups<'j> = BTreeMap<(usize, &'j str, String), Vec<&'j Place>>;

/// Returns the report. `text` is the text of openapi.yaml.
pub(super) fn report(ours: &Facts, comparison: &Comparison, text: &str) -> String {
    let Comparison { theirs, judgement: Judgement { deliberate, news, stale } } = comparison;
    let mut report = String::new();
    let deliberate =
        groups(deliberate.iter().map(|(d, reasons)| (d, reasons.as_slice())), ours, theirs, text);
    let new = groups(news.iter().map(|difference| (difference, [].as_slice())), ours, theirs, text);
    section(&mut report, "Deliberate deviations", &deliberate);
    if !stale.is_empty() {
        report.push_str("Deviations that are no longer true:\n");
        for (Deviation { pointer, aspect, value, reason, .. }, place) in stale {
            let value = value.as_ref().map(|value| format!(" of {value}")).unwrap_or_default();
            let line = line(text, pointer);
            // Writing to a string cannot fail.
            let _ = writeln!(
                report,
                "  openapi.yaml:{line}: #{pointer}\n    {aspect}{value} ({reason})\n      at {place}"
            );
        }
        report.push('\n');
    }
    section(&mut report, "New differences", &new);
    let _ = writeln!(
        report,
        "{}, {} no longer true, {}",
        count(deliberate.len(), "deliberate deviation"),
        stale.len(),
        count(new.len(), "new difference")
    );
    printable(&report)
}

fn count(number: usize, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}

fn groups<'j>(
    differences: impl Iterator<Item = (&'j Difference, &'j [Deviation])>,
    ours: &'j Facts,
    theirs: &'j Facts,
    text: &str,
) -> Groups<'j> {
    let mut groups: Groups<'j> = BTreeMap::new();
    for (difference, reasons) in differences {
        let place = &difference.place;
        // What only the published document has is listed where openapi.yaml would have it.
        let parent = theirs.origins.get(place).and_then(|origin| origin.parent.as_ref());
        let (origin, within) = match (ours.origins.get(place), parent) {
            (Some(origin), _) => (Some(origin), String::new()),
            (None, Some((parent, part, name))) => {
                let name = name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
                (ours.origins.get(parent), format!("{part}{name}: "))
            }
            (None, None) => (None, String::new()),
        };
        let pointer = origin.map(|origin| origin.pointer.as_str()).unwrap_or_default();
        let mut what = format!("{within}{difference}");
        let mut reasons: Vec<_> =
            reasons.iter().map(|deviation| deviation.reason.as_str()).collect();
        reasons.dedup();
        if !reasons.is_empty() {
            let _ = write!(what, " ({})", reasons.join("; "));
        }
        groups.entry((line(text, pointer), pointer, what)).or_default().push(place);
    }
    groups
}

fn section(report: &mut String, title: &str, groups: &Groups<'_>) {
    if groups.is_empty() {
        return;
    }
    let _ = writeln!(report, "{title}:");
    let mut last = None;
    for ((line, pointer, what), places) in groups {
        if last != Some(pointer) {
            let _ = writeln!(report, "  openapi.yaml:{line}: #{pointer}");
        }
        last = Some(pointer);
        let _ = write!(report, "    {what}\n      at {}", places[0]);
        let _ = match places.len() - 1 {
            0 => writeln!(report),
            1 => writeln!(report, " and 1 more place"),
            more => writeln!(report, " and {more} more places"),
        };
    }
    report.push('\n');
}

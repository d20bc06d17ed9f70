//! The results of a run: for each request, the line that counts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;

use batch_lines::{ResultLine, Spans};

use super::files::{Guarded, Interrupted};
use crate::core::ShardNo;
use crate::event::ShardName;
use crate::fingerprint::Fingerprinting;

/// How much of each file is read at a time.
const BUFFER: usize = 1 << 16;

/// Results in order: of a shard, or of the lines that were never sent.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) origin: Origin,
    pub(super) round: u32,
    pub(super) path: PathBuf,
    /// The requests, as positions in the input.
    pub(super) lines: Spans,
    pub(super) sha256: String,
}

/// Where results come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Shard { no: ShardNo, name: ShardName, model: Option<String>, batch: Option<String> },
    Refused,
}

/// Results that are missing or damaged on this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lost {
    pub(super) shards: Vec<ShardNo>,
    /// The lines of requests that were never sent.
    pub(super) refused: bool,
}

impl Lost {
    pub(super) fn is_empty(&self) -> bool {
        self.shards.is_empty() && !self.refused
    }

    fn add(&mut self, origin: &Origin) {
        match origin {
            Origin::Shard { no, .. } if !self.shards.contains(no) => self.shards.push(*no),
            Origin::Shard { .. } => {}
            Origin::Refused => self.refused = true,
        }
    }
}

/// Calls `each` with every request's position in the input, the line that counts for it, and the
/// part that it comes from, in input order. A success beats a failure, and a later round an earlier
/// one.
///
/// Returns what is missing or damaged. If anything is, the lines passed to `each` are incomplete.
pub(super) fn for_each_result(
    parts: &[Part],
    interrupted: &Interrupted,
    mut each: impl FnMut(u64, &[u8], &ResultLine<'_>, &Part) -> io::Result<()>,
) -> io::Result<Lost> {
    let mut readers: Vec<_> = parts.iter().map(|part| Reader::new(part, interrupted)).collect();
    let mut heap: BinaryHeap<_> = (0..)
        .zip(&mut readers)
        .filter_map(|(at, reader)| Some(Reverse((reader.positions.next()?, at))))
        .collect();
    let mut lost = Lost::default();
    let (mut best, mut line) = (Vec::new(), Vec::new());
    while let Some(&Reverse((position, _))) = heap.peek() {
        let mut chosen: Option<(bool, u32, usize)> = None;
        while let Some(&Reverse((other, at))) = heap.peek()
            && other == position
        {
            heap.pop();
            let reader: &mut Reader<'_> = &mut readers[at];
            if !reader.next_line(&mut line)? {
                lost.add(&reader.part.origin);
                continue;
            }
            if let Some(next) = reader.positions.next() {
                heap.push(Reverse((next, at)));
            } else if !reader.is_intact()? {
                lost.add(&reader.part.origin);
                continue;
            }
            let success = ResultLine::parse(&line).is_ok_and(|line| line.is_success());
            let rank = (success, reader.part.round, at);
            if chosen.is_none_or(|chosen| (rank.0, rank.1) > (chosen.0, chosen.1)) {
                chosen = Some(rank);
                std::mem::swap(&mut best, &mut line);
            }
        }
        if let Some((_, _, at)) = chosen
            && lost.is_empty()
        {
            match ResultLine::parse(&best) {
                Ok(parsed) => each(position, &best, &parsed, &parts[at])?,
                Err(_) => lost.add(&parts[at].origin),
            }
        }
    }
    lost.shards.sort_unstable();
    Ok(lost)
}

/// Reads a part line by line, and checks it at its end.
struct Reader<'a> {
    part: &'a Part,
    positions: Box<dyn Iterator<Item = u64> + 'a>,
    interrupted: Interrupted,
    file: Option<BufReader<Fingerprinting<Guarded<File>>>>,
    gone: bool,
}

impl<'a> Reader<'a> {
    fn new(part: &'a Part, interrupted: &Interrupted) -> Self {
        Self {
            part,
            positions: Box::new(part.lines.positions()),
            interrupted: interrupted.clone(),
            file: None,
            gone: false,
        }
    }

    /// Reads the next line, without its line break; false if there is none.
    fn next_line(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        line.clear();
        if self.gone {
            return Ok(false);
        }
        let file = match &mut self.file {
            Some(file) => file,
            None => {
                let file = match File::open(&self.part.path) {
                    Ok(file) => file,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {
                        self.gone = true;
                        return Ok(false);
                    }
                    Err(error) => return Err(error),
                };
                let file = Fingerprinting::new(self.interrupted.guard(file));
                self.file.insert(BufReader::with_capacity(BUFFER, file))
            }
        };
        file.read_until(b'\n', line)?;
        if line.pop() != Some(b'\n') {
            self.gone = true;
            self.file = None;
            return Ok(false);
        }
        Ok(true)
    }

    /// Whether the file held what it held when it was written, and nothing more. Closes it.
    fn is_intact(&mut self) -> io::Result<bool> {
        let Some(mut file) = self.file.take() else { return Ok(false) };
        if !file.fill_buf()?.is_empty() {
            return Ok(false);
        }
        Ok(file.into_inner().finish().sha256 == self.part.sha256)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::Fingerprint;

    fn line(id: &str, status: u16) -> String {
        format!(r#"{{"custom_id":"{id}","response":{{"status_code":{status}}}}}"#) + "\n"
    }

    fn part(dir: &std::path::Path, round: u32, positions: &[u64], text: String) -> Part {
        let path = dir.join(format!("{round}-{}", positions[0]));
        std::fs::write(&path, &text).unwrap();
        let sha256 = Fingerprint::of(&path, |file| file).unwrap().sha256;
        let no = usize::try_from(positions[0]).unwrap();
        let name = ShardName::new(round, u32::try_from(no).unwrap());
        Part {
            origin: Origin::Shard { no, name, model: None, batch: None },
            round,
            path,
            lines: positions.iter().copied().collect(),
            sha256,
        }
    }

    fn merged(parts: &[Part]) -> (Vec<(u64, String, u16)>, Lost) {
        let mut seen = Vec::new();
        let lost = for_each_result(parts, &Interrupted::default(), |position, _, line, _| {
            seen.push((position, line.custom_id.to_string(), line.status()));
            Ok(())
        });
        (seen, lost.unwrap())
    }

    #[test]
    fn every_request_has_one_line_in_input_order_and_success_beats_a_later_failure() {
        let dir = tempfile::tempdir().unwrap();
        let parts = [
            part(dir.path(), 0, &[0, 2], line("a", 500) + &line("c", 200)),
            part(dir.path(), 0, &[1, 3], line("b", 500) + &line("d", 400)),
            part(dir.path(), 1, &[0, 1, 2], line("a", 200) + &line("b", 429) + &line("c", 500)),
        ];
        let (seen, lost) = merged(&parts);
        let seen: Vec<_> = seen.iter().map(|(at, id, status)| (*at, &**id, *status)).collect();
        assert_eq!(seen, [(0, "a", 200), (1, "b", 429), (2, "c", 200), (3, "d", 400)]);
        assert!(lost.is_empty());
    }

    #[test]
    fn parts_that_are_gone_short_or_changed_are_named() {
        let dir = tempfile::tempdir().unwrap();
        let whole = || line("a", 200) + &line("b", 200);
        for (damage, text) in [
            ("gone", None),
            ("short", Some(line("a", 200))),
            ("cut", Some(whole().trim_end().to_owned())),
            ("longer", Some(whole() + &line("c", 200))),
            ("flipped", Some(whole().replace("\"b\"", "\"B\""))),
        ] {
            let parts =
                [part(dir.path(), 0, &[0, 1], whole()), part(dir.path(), 0, &[2], line("c", 200))];
            match text {
                Some(text) => std::fs::write(&parts[0].path, text).unwrap(),
                None => std::fs::remove_file(&parts[0].path).unwrap(),
            }
            assert_eq!(merged(&parts).1.shards, [0], "{damage}");
        }
    }
}

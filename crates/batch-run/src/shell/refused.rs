//! The results of lines that are never sent because they have a problem.

use std::io::{self, Write};

use batch_lines::outcome::{LocalCode, write_local_line};
use batch_lines::{IdIndex, Spans};

use crate::fingerprint::Fingerprinting;
use crate::store::{Refused, Store};

/// Writes a result line for each refused line of the input that has an id of its own. `ids` are
/// those of the whole input.
pub(super) fn write(store: &Store, ids: &IdIndex, refused: &Spans) -> io::Result<Refused> {
    let mut named = Spans::new();
    let mut out = Fingerprinting::new(store.create(&store.refused_part())?);
    for position in refused.positions() {
        let id = u32::try_from(position).ok().and_then(|position| ids.get(position));
        let Some(id) = id.filter(|id| !id.is_empty()) else { continue };
        let code = LocalCode::InvalidRequestLine;
        let mut line = Vec::new();
        write_local_line(&mut line, id, code, code.message())?;
        out.write_all(&line)?;
        named.push(position, 1);
    }
    let (file, print) = out.into_parts();
    if !named.is_empty() {
        file.commit()?;
    }
    Ok(Refused { lines: refused.total_len(), named, sha256: print.sha256 })
}

//! A quick way through JSON for the common case.
//!
//! Nearly all of a line is the inside of strings, and most of that is plain text with a line
//! break or a quote escaped here and there. Such text is passed over a block at a time without
//! a branch per byte. Whatever is out of the ordinary makes the reader give up (`None`), and
//! the caller reads the line again with serde_json, which has the last word and the error
//! message. So this reader may refuse good JSON, but must never accept bad JSON; a property
//! test holds it to that.

use std::borrow::Cow;

use memchr::memchr2;

use crate::field::Field;

/// A text read left to right, one JSON value after the other.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
}

/// Containers within one another that are followed; more are left to serde_json.
const MAX_DEPTH: u32 = u64::BITS;

impl<'a> Reader<'a> {
    /// A reader of a text without control characters, which are rare on a line, for they may
    /// not stand within strings.
    pub(crate) fn new(text: &'a str) -> Option<Self> {
        let controls = |block: &[u8]| block.iter().fold(false, |any, &byte| any | (byte < b' '));
        let (blocks, tail) = text.as_bytes().as_chunks::<64>();
        let plain = !blocks.iter().any(|block| controls(block)) && !controls(tail);
        plain.then_some(Self { text, at: 0 })
    }

    /// The members of the object that comes next: `each` must read one value per key.
    pub(crate) fn object(
        &mut self,
        mut each: impl FnMut(&mut Self, &'a str) -> Option<()>,
    ) -> Option<()> {
        self.eat(b'{')?;
        if self.peek()? == b'}' {
            return self.eat(b'}');
        }
        loop {
            let key = self.key()?;
            each(self, key)?;
            match self.next()? {
                b',' => {}
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    /// The text of the value that comes next, which is checked to the last byte.
    pub(crate) fn value(&mut self) -> Option<&'a str> {
        // Bit by bit whether the containers around are objects, the innermost lowest.
        let (mut objects, mut depth) = (0_u64, 0);
        self.peek()?;
        let start = self.at;
        loop {
            match self.peek()? {
                b'"' => drop(self.string()?),
                open @ (b'{' | b'[') => {
                    self.at += 1;
                    if depth == MAX_DEPTH {
                        return None;
                    }
                    depth += 1;
                    objects = objects << 1 | u64::from(open == b'{');
                    // The code of a closing bracket is two above that of its opening one.
                    if self.peek()? != open + 2 {
                        if open == b'{' {
                            self.key()?;
                        }
                        continue;
                    }
                }
                b'-' | b'0'..=b'9' => self.number()?,
                b't' => self.literal("true")?,
                b'f' => self.literal("false")?,
                b'n' => self.literal("null")?,
                _ => return None,
            }
            // A value, or an empty container's inside, is behind us.
            loop {
                if depth == 0 {
                    return self.text.get(start..self.at);
                }
                let in_object = objects & 1 == 1;
                match self.next()? {
                    b',' if in_object => {
                        self.key()?;
                        break;
                    }
                    b',' => break,
                    b'}' if in_object => {}
                    b']' if !in_object => {}
                    _ => return None,
                }
                objects >>= 1;
                depth -= 1;
            }
        }
    }

    /// The value that comes next, if it is a string, a boolean or null.
    pub(crate) fn field(&mut self) -> Option<Field<'a>> {
        Some(match self.value()? {
            "null" => Field::Null,
            "true" => Field::True,
            "false" => Field::False,
            text => Field::Text(unquote(text)?),
        })
    }

    /// The text of the value that comes next, unless it is null.
    pub(crate) fn non_null(&mut self) -> Option<Option<&'a str>> {
        let text = self.value()?;
        Some((text != "null").then_some(text))
    }

    /// Whether nothing but space is left.
    pub(crate) fn end(&mut self) -> Option<()> {
        self.peek().is_none().then_some(())
    }

    /// The next byte that is no space; other white space are control characters.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            match *self.text.as_bytes().get(self.at)? {
                b' ' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn eat(&mut self, wanted: u8) -> Option<()> {
        (self.next()? == wanted).then_some(())
    }

    /// A key without escapes, and the colon behind it.
    fn key(&mut self) -> Option<&'a str> {
        self.peek()?;
        let inside = self.string()?;
        self.eat(b':')?;
        (!inside.contains('\\')).then_some(inside)
    }

    /// The inside of a string.
    fn string(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        if *bytes.get(self.at)? != b'"' {
            return None;
        }
        self.at += 1;
        let start = self.at;
        loop {
            self.at += quote_or_backslash(&bytes[self.at..])?;
            if bytes[self.at] == b'"' {
                self.at += 1;
                return self.text.get(start..self.at - 1);
            }
            // Escapes come in flocks: one search for each would cost too much.
            self.escape()?;
            self.skip_flock();
        }
    }

    /// Goes on, within a string, over a number of blocks with plain text and common escapes.
    fn skip_flock(&mut self) {
        let bytes = self.text.as_bytes();
        let start = self.at;
        if bytes[start - 1] == b'\\' {
            // The second of a pair, which would be taken for the first.
            return;
        }
        for _ in 0..FLOCK {
            match (bytes[self.at..].first_chunk(), bytes[self.at - 1..].first_chunk()) {
                (Some(block), Some(before)) if is_plain(block, before) => self.at += BLOCK,
                _ => break,
            }
        }
        if self.at > start && bytes[self.at - 1] == b'\\' {
            // What follows belongs to this backslash.
            self.at -= 1;
        }
    }

    fn escape(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        self.at += match *bytes.get(self.at + 1)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 2,
            b'u' => {
                let hex = bytes.get(self.at + 2..self.at + 6)?;
                if !hex.iter().all(u8::is_ascii_hexdigit) {
                    return None;
                }
                6
            }
            _ => return None,
        };
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        if bytes[self.at] == b'-' {
            self.at += 1;
        }
        if bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = bytes.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = bytes.get(self.at) {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let rest = &self.text.as_bytes()[self.at..];
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += digits;
        (digits > 0).then_some(())
    }

    fn literal(&mut self, word: &str) -> Option<()> {
        let found = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        found.then_some(())
    }
}

/// Bytes that are looked at together.
const BLOCK: usize = 32;

/// How many of them are taken after an escape.
const FLOCK: usize = 8;

/// Whether a block of the inside of a string holds no end of the string, and no escapes but
/// the common ones. `before` is the same, one byte earlier.
///
/// It must come out as vector code: no branches, and only bytes.
#[inline]
fn is_plain(block: &[u8; BLOCK], before: &[u8; BLOCK]) -> bool {
    let mut odd = 0_u8;
    for (&byte, &before) in block.iter().zip(before) {
        let quote = byte == b'"';
        let common = quote | (byte == b'n') | (byte == b't') | (byte == b'r');
        let escaped = before == b'\\';
        odd |= u8::from((escaped & !common) | (!escaped & quote));
    }
    odd == 0
}

/// Where the next quote or backslash is.
#[inline]
fn quote_or_backslash(bytes: &[u8]) -> Option<usize> {
    // Keys and many values are short: a call to `memchr` pays only further out.
    const NEAR: usize = 4;
    const LOW: u64 = u64::MAX / 255;
    const HIGH: u64 = LOW << 7;
    let words = bytes.as_chunks::<8>().0;
    for (at, word) in words.iter().take(NEAR).enumerate() {
        let word = u64::from_le_bytes(*word);
        let quote = word ^ (LOW * b'"' as u64);
        let backslash = word ^ (LOW * b'\\' as u64);
        // The lowest byte that is zero gets its high bit set; those above it may err.
        let zero = (quote.wrapping_sub(LOW) & !quote) | (backslash.wrapping_sub(LOW) & !backslash);
        if zero & HIGH != 0 {
            return Some(at * 8 + (zero & HIGH).trailing_zeros() as usize / 8);
        }
    }
    let near = words.len().min(NEAR) * 8;
    memchr2(b'"', b'\\', &bytes[near..]).map(|at| near + at)
}

/// What a JSON string holds.
fn unquote(json: &str) -> Option<Cow<'_, str>> {
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    if inside.contains('\\') {
        return serde_json::from_str(json).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inside))
}

#[cfg(test)]
mod tests;

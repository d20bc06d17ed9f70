//! The ways to read an `anyOf` or a `oneOf`.

use std::collections::BTreeSet;

/// What a member of a union says.
#[derive(Clone, Debug)]
pub(super) enum Member {
    /// Null and nothing else.
    Null,
    /// One of these types, null included, and of a string perhaps one of these values.
    Plain { types: BTreeSet<String>, values: Option<BTreeSet<String>> },
    /// More than that.
    Other,
}

/// What a union says.
#[derive(Debug, PartialEq)]
pub(super) enum Reading {
    /// One of these types, null included.
    Types(BTreeSet<String>),
    /// Any string, with a list of known values: `anyOf: [string, enum]`.
    OpenEnum { values: BTreeSet<String>, null: bool },
    /// A single schema, with this index, or null.
    One { member: usize, null: bool },
    /// Several schemas, with these indices, or null.
    Many { members: Vec<usize>, null: bool },
}

pub(super) fn read(keyword: &str, all: &[Member]) -> Reading {
    let not_null = |index: &usize| !matches!(all[*index], Member::Null);
    let members: Vec<usize> = (0..all.len()).filter(not_null).collect();
    let null = members.len() < all.len();
    let with_null = |mut types: BTreeSet<String>| {
        types.extend(null.then(|| "null".to_owned()));
        Reading::Types(types)
    };
    match members.as_slice() {
        [] => return with_null(BTreeSet::new()),
        [member] => return Reading::One { member: *member, null },
        _ => {}
    }
    let plain: Option<Vec<_>> = members
        .iter()
        .map(|index| match &all[*index] {
            Member::Plain { types, values } => Some((types, values.as_ref())),
            _ => None,
        })
        .collect();
    let Some(plain) = plain.filter(|_| keyword == "anyOf") else {
        return Reading::Many { members, null };
    };
    let values: Vec<_> = plain.iter().filter_map(|(_, values)| *values).collect();
    let strings = plain.iter().all(|(types, _)| types.iter().eq(["string"]));
    match (plain.len(), values.as_slice()) {
        (_, []) => with_null(plain.into_iter().flat_map(|(types, _)| types.clone()).collect()),
        (2, [values]) if strings => Reading::OpenEnum { values: (*values).clone(), null },
        _ => Reading::Many { members, null },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(texts: &[&str]) -> BTreeSet<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn unions_are_read_as_what_they_mean() {
        let string = Member::Plain { types: set(&["string"]), values: None };
        let integer = Member::Plain { types: set(&["integer"]), values: None };
        let known = Member::Plain { types: set(&["string"]), values: Some(set(&["a"])) };
        let (null, other) = (Member::Null, Member::Other);
        let many = |members: &[usize], null| Reading::Many { members: members.to_vec(), null };
        let table = [
            ("anyOf", vec![&null], Reading::Types(set(&["null"]))),
            ("anyOf", vec![&null, &other], Reading::One { member: 1, null: true }),
            ("oneOf", vec![&other], Reading::One { member: 0, null: false }),
            ("anyOf", vec![&string, &integer], Reading::Types(set(&["integer", "string"]))),
            ("oneOf", vec![&string, &integer], many(&[0, 1], false)),
            (
                "anyOf",
                vec![&known, &string],
                Reading::OpenEnum { values: set(&["a"]), null: false },
            ),
            (
                "anyOf",
                vec![&string, &null, &known],
                Reading::OpenEnum { values: set(&["a"]), null: true },
            ),
            ("oneOf", vec![&string, &known], many(&[0, 1], false)),
            ("anyOf", vec![&known, &known], many(&[0, 1], false)),
            ("anyOf", vec![&known, &integer], many(&[0, 1], false)),
            ("anyOf", vec![&string, &string, &known], many(&[0, 1, 2], false)),
            ("anyOf", vec![&string, &null, &other], many(&[0, 2], true)),
        ];
        for (keyword, members, reading) in table {
            let members: Vec<_> = members.into_iter().cloned().collect();
            assert_eq!(read(keyword, &members), reading, "{keyword} {members:?}");
        }
    }
}

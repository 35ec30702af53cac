use std::time::{Duration, Instant};

use async_graphql::parser::parse_query;
use proptest::prelude::*;

use super::*;

/// Pieces of documents, so that random text gets past the first character.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            "\"",
            "\"\"\"",
            "\\",
            "\\\"\"\"",
            "#",
            "\n",
            "\r",
            "...",
            "...F",
            "F",
            "on",
            "fragment",
            "query",
            "mutation",
            "a",
            "nodes",
            "edges",
            ":",
            "$v",
            "@skip",
            "first: 100",
            "1",
            "-0",
            "1.5",
            "null",
            "true",
            ",",
            " ",
            "=",
            "!",
            "\u{feff}",
            "__typename",
        ])
        .prop_map(ToOwned::to_owned),
        ".{0,3}",
    ];
    prop::collection::vec(piece, 0..120).prop_map(|parts| parts.concat())
}

/// Well-formed documents with fragments in any shape, also cyclic.
fn documents() -> impl Strategy<Value = String> {
    let selection = prop_oneof![
        Just("a".to_owned()),
        Just("x: b(first: 7) { nodes { c } }".to_owned()),
        Just("__typename @skip(if: true)".to_owned()),
        (0usize..6).prop_map(|i| format!("...F{i}")),
        (0usize..6).prop_map(|i| format!("... on Q {{ b {{ ...F{i} }} }}")),
    ];
    let set = prop::collection::vec(selection, 1..6).prop_map(|parts| format!("{{ {} }}", parts.join(" ")));
    prop::collection::vec(set, 7).prop_map(|sets| {
        let fragments = sets.iter().skip(1).enumerate().map(|(i, set)| format!(" fragment F{i} on Q {set}"));
        sets[0].clone() + &fragments.collect::<String>()
    })
}

/// Selections of a document by expansion, as the library would do it; none for a cycle or too many.
fn expanded(document: &str) -> Option<usize> {
    use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
    fn count(document: &ExecutableDocument, set: &SelectionSet, left: &mut usize) -> Option<()> {
        for selection in &set.items {
            *left = left.checked_sub(1)?;
            match &selection.node {
                Selection::Field(field) => {
                    // A rewritten `__typename` has an inline fragment around it.
                    *left = left.checked_sub(usize::from(!field.node.directives.is_empty()))?;
                    count(document, &field.node.selection_set.node, left)?;
                }
                Selection::InlineFragment(inline) => count(document, &inline.node.selection_set.node, left)?,
                Selection::FragmentSpread(spread) => {
                    let fragment = document.fragments.get(&spread.node.fragment_name.node)?;
                    count(document, &fragment.node.selection_set.node, left)?;
                }
            }
        }
        Some(())
    }
    let document = parse_query(document).unwrap();
    let mut left = 5_000;
    let (_, operation) = document.operations.iter().next()?;
    count(&document, &operation.node.selection_set.node, &mut left)?;
    Some(5_000 - left)
}

proptest! {
    #[test]
    fn no_text_makes_the_check_panic(document in pieces()) {
        let _ = checked(&document);
    }

    #[test]
    fn no_bytes_make_the_check_panic(document in "\\PC{0,200}") {
        let _ = checked(&document);
    }

    #[test]
    fn what_passes_is_small_when_expanded(document in documents()) {
        // Wide limits elsewhere, so that only expansion and cycles decide.
        let limits = Limits {
            aliases: 5_000, directives: 5_000, root_fields: 5_000, complexity_signed_in: usize::MAX, ..Limits::default()
        };
        let outcome = check(&mut Request::new(document.as_str()), &limits, true);
        match expanded(&document) {
            None => prop_assert!(outcome.is_err(), "{document}"),
            Some(_) => {
                // Refused all the same when a fragment that nothing spreads has a cycle, or for nesting and depth.
                if let Err(refusal) = outcome {
                    let other = refusal.exceeded.is_none_or(|e| matches!(e.limit, Limit::Nesting | Limit::Depth));
                    prop_assert!(other, "{document}: {refusal:?}");
                }
            }
        }
    }
}

/// Time of the check, the best of three.
fn time(document: &str) -> Duration {
    (0..3)
        .map(|_| {
            let start = Instant::now();
            let _ = checked(document);
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

#[test]
fn the_check_is_linear_in_the_text() {
    // Eight times the text may take eight times the time, with room for a busy machine; a square would take 64.
    for build in [
        (|n| format!("{{ a # {}\n}}", "[".repeat(n))) as fn(usize) -> String,
        |n| format!("{{ a(x: \"{}\") }}", "\\\"".repeat(n / 2)),
        |n| format!("{{ a(x: \"\"\"{}\"\"\") }}", "\"\" ".repeat(n / 3)),
        |n| "{a(x:[".repeat(n / 6),
        |n| format!("{{ {} }}", "\"\"".repeat(n / 2)),
        |n| format!("{{ {} }}", "a,".repeat(n / 2)),
        |n| format!("{{{}a}}", " ".repeat(n)),
    ] {
        let (small, large) = (build(100_000), build(800_000));
        let (fast, slow) = (time(&small), time(&large));
        assert!(slow < fast * 40 + Duration::from_millis(20), "{}…: {fast:?}, {slow:?}", &small[..12]);
    }
}

#[test]
fn wide_fragments_are_weighed_in_linear_time() {
    let spreads = |fragments: usize| {
        let fragment = |i| format!(" fragment F{i} on Q {{ {} }}", format!("...F{} ", i + 1).repeat(3));
        let all: Vec<_> = (0..fragments).map(fragment).collect();
        format!("{{ a }} {} fragment F{fragments} on Q {{ a }}", all.concat())
    };
    // 55 levels of three are 3^55 selections; that nothing spreads them does not matter.
    assert!(time(&spreads(55)) < Duration::from_millis(500));
}

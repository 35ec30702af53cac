use async_graphql::parser::types::OperationType;

use super::*;

#[test]
fn the_second_killer_is_weighed_and_not_expanded() {
    // Twelve levels of four spreads are 16 million selections in 661 bytes.
    for levels in [8, 12, 14, 40, 60, 200] {
        let fragment = |level| format!(" fragment F{level} on Query {{ {} }}", format!("...F{} ", level + 1).repeat(4));
        let fragments: Vec<_> = (0..levels).map(fragment).collect();
        let limit = limit(&format!("{{ ...F0 }} {} fragment F{levels} on Query {{ a }}", fragments.concat()));
        assert!(matches!(limit, Some(Limit::Selections | Limit::Nesting | Limit::Tokens)), "{levels}: {limit:?}");
    }
}

#[test]
fn selections_are_counted_with_fragments_expanded() {
    // 49 spreads of 101 selections, one each for the spreads themselves, one for the field around them.
    let spread = |count: usize, extra: usize| {
        format!(
            "{{ b {{ {} {} }} }} fragment F on Q {{ {} }}",
            "...F ".repeat(count),
            "a ".repeat(extra),
            "a ".repeat(100)
        )
    };
    assert!(checked(&spread(49, 50)).is_ok());
    let refused = exceeded(&spread(49, 51)).unwrap();
    assert_eq!(refused, Exceeded { limit: Limit::Selections, found: 5_001, allowed: 5_000 });
    // All operations of a document count together: the library validates them all.
    let both = "query A { ...F } query B { ...F } fragment F on Q { a { ...G } } fragment G on Q { ";
    let both = |count: usize| format!("{both} {} }} fragment H on Q {{ {} }}", "...H ".repeat(count), "a ".repeat(99));
    let named = |document: &str| check(&mut Request::new(document).operation_name("A"), &Limits::default(), true);
    assert!(named(&both(24)).is_ok());
    assert_eq!(named(&both(25)).unwrap_err().exceeded.unwrap().limit, Limit::Selections);
}

#[test]
fn cycles_of_fragments_are_refused() {
    for document in [
        "{ ...A } fragment A on Q { ...A }",
        "{ ...A } fragment A on Q { b { ...B } } fragment B on Q { ... on Q { ...A } }",
        // Nothing spreads them, the library would walk them all the same.
        "{ a } fragment A on Q { ...B } fragment B on Q { ...A }",
    ] {
        assert_eq!(code(document), Some(Code::BadUserInput), "{document}");
    }
    assert!(checked("{ ...Unknown }").is_ok(), "validation names it");
}

#[test]
fn selections_in_one_another_are_bounded_through_fragments() {
    let chain = |length: usize| {
        let fragment = |level| format!(" fragment F{level} on Q {{ ...F{} }}", level + 1);
        let fragments: Vec<_> = (1..length).map(fragment).collect();
        format!("{{ ...F1 }} {} fragment F{length} on Q {{ a }}", fragments.concat())
    };
    assert!(checked(&chain(59)).is_ok());
    assert_eq!(limit(&chain(60)), Some(Limit::Nesting));
    assert_eq!(limit(&chain(200)), Some(Limit::Nesting));
}

#[test]
fn depth_counts_fields_through_fragments() {
    let deep = |levels: usize| format!("{}{}", "{ a ".repeat(levels), "}".repeat(levels));
    assert!(checked(&deep(16)).is_ok());
    assert_eq!(exceeded(&deep(17)), Some(Exceeded { limit: Limit::Depth, found: 17, allowed: 16 }));
    let halves = |inner: usize| format!("{{ a {{ ... {{ ...F }} }} }} fragment F on Q {}", deep(inner));
    assert!(checked(&halves(15)).is_ok());
    assert_eq!(limit(&halves(16)), Some(Limit::Depth));
}

#[test]
fn aliases_directives_and_root_fields_have_totals() {
    let repeated = |text: &str, count: usize| format!("{{ r {{ {} }} }}", text.repeat(count));
    assert!(checked(&repeated("x: a ", 50)).is_ok());
    assert_eq!(limit(&repeated("x: a ", 51)), Some(Limit::Aliases));
    assert_eq!(limit(&repeated("x: __typename ", 51)), Some(Limit::Aliases));
    assert!(checked(&repeated("a @skip(if: true) ", 50)).is_ok());
    assert_eq!(limit(&repeated("a @skip(if: true) ", 51)), Some(Limit::Directives));
    assert_eq!(limit(&repeated("... @skip(if: true) { a } ", 51)), Some(Limit::Directives));
    assert_eq!(limit(&repeated("__typename @skip(if: true) ", 51)), Some(Limit::Directives));
    assert_eq!(limit(&format!("query {} {{ a }}", "@d ".repeat(51))), Some(Limit::Directives));
    assert!(checked(&format!("{{ {} }}", "a ".repeat(20))).is_ok());
    assert_eq!(limit(&format!("{{ {} }}", "a ".repeat(21))), Some(Limit::RootFields));

    let spread =
        |body: &str, count: usize| format!("{{ r {{ {} }} }} fragment F on Q {{ {body} }}", "...F ".repeat(count));
    assert!(checked(&spread("x: a", 50)).is_ok());
    assert_eq!(limit(&spread("x: a", 51)), Some(Limit::Aliases));
    assert_eq!(limit(&spread("a @skip(if: true)", 51)), Some(Limit::Directives));
    assert_eq!(limit(&format!("{{ {} }} fragment F on Q {{ a b c }}", "...F ".repeat(7))), Some(Limit::RootFields));
}

#[test]
fn the_operation_must_be_clear() {
    let named = |document: &str, name: Option<&str>| {
        let mut request = Request::new(document);
        request.operation_name = name.map(str::to_owned);
        check(&mut request, &Limits::default(), false)
    };
    let two = "query A { a } mutation B { b }";
    assert_eq!(named(two, Some("B")).unwrap().kind, OperationType::Mutation);
    assert_eq!(named("subscription S { s }", None).unwrap().operation.as_deref(), Some("S"));
    for refused in [named(two, None), named(two, Some("C")), named("{ a }", Some("A"))] {
        let refusal = refused.unwrap_err();
        assert!(refusal.undetermined && refusal.error.code == Code::BadUserInput);
    }
}

#[test]
fn introspection_can_be_switched_off_with_an_error() {
    let closed = Limits { introspection: false, ..Limits::default() };
    for document in
        ["{ __schema { types { name } } }", "{ ...F } fragment F on Query { t: __type(name: \"A\") { name } }"]
    {
        assert!(check(&mut Request::new(document), &Limits::default(), false).is_ok());
        let refusal = check(&mut Request::new(document), &closed, true).unwrap_err();
        assert_eq!(refusal.error.code, Code::Forbidden);
    }
    assert!(check(&mut Request::new("{ __typename }"), &closed, true).is_ok());
}

#[test]
fn typename_is_validated_through_a_fragment() {
    let mut request = Request::new("query($s: Boolean! = true) { a: __typename @skip(if: $s) }");
    check(&mut request, &Limits::default(), false).unwrap();
    let document = format!("{:?}", request.parsed_query().unwrap());
    assert!(document.contains("InlineFragment"), "{document}");
    assert_eq!(code("{ __typename(x: 1) }"), Some(Code::BadUserInput));
    assert_eq!(code("{ __typename { a } }"), Some(Code::BadUserInput));
}

#[test]
fn answers_say_which_limit_and_what_to_do() {
    let error = checked(&format!("{{ {} }}", "a ".repeat(21))).unwrap_err().into_error(crate::lang::Lang::Ru);
    assert_eq!(
        serde_json::to_value(&error).unwrap(),
        serde_json::json!({
            "message": "Число полей верхнего уровня: 21, допускается 20. Разделите запрос",
            "extensions": { "code": "LIMIT_EXCEEDED", "limit": "rootFields", "found": 21, "allowed": 20 },
        })
    );
}

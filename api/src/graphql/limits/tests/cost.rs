use serde_json::json;

use super::*;

fn cost(document: &str) -> usize {
    checked(document).unwrap().complexity
}

#[test]
fn a_field_costs_one() {
    assert_eq!(cost("{ a b { c d __typename } }"), 4);
    assert_eq!(cost("{ a ...F ... on Q { b } } fragment F on Q { c }"), 3);
}

#[test]
fn nodes_and_edges_count_once_per_element() {
    assert_eq!(cost("{ list(first: 10) { nodes { a b } } }"), 21);
    assert_eq!(cost("{ list(last: 10) { edges { cursor node { a b } } } }"), 31);
    assert_eq!(cost("{ list(first: 10) { totalCount pageInfo { endCursor } nodes { a } } }"), 14);
    assert_eq!(cost("{ list(first: 10) { nodes { a } edges { node { a } } } }"), 21);
    // The default page.
    assert_eq!(cost("{ list { nodes { a } } }"), 21);
    assert_eq!(cost("{ list(first: null) { nodes { a } } }"), 21);
    // Of lists in lists the product.
    assert_eq!(cost("{ list(first: 10) { nodes { a list(first: 5) { nodes { a b } } } } }"), 1 + 10 * (1 + 1 + 5 * 2));
}

#[test]
fn the_list_and_its_elements_may_stand_in_fragments() {
    let document = "{ list(first: 10) { ...L } } fragment L on C { nodes { ...N } } fragment N on M { a b }";
    assert_eq!(cost(document), 21);
    assert_eq!(cost("{ list(first: 10) { ... on C { ... { edges { ...E } } } } } fragment E on X { node { a } }"), 11);
}

#[test]
fn lookups_of_many_count_their_ids() {
    assert_eq!(cost(r#"{ nodes(ids: ["a", "b", "c"]) { id name } }"#), 7);
    let document = "query($ids: [ID!]!) { nodes(ids: $ids) { id name } }";
    assert_eq!(checked_with(document, json!({ "ids": vec!["a"; 50] })).unwrap().complexity, 101);
    assert_eq!(cost("{ node(id: 1) { a } }"), 2);
    assert_eq!(cost("{ changes(first: 50) { position } }"), 51);
}

#[test]
fn sizes_may_be_variables_with_defaults() {
    let document = "query($n: Int = 7) { list(first: $n) { nodes { a } } }";
    assert_eq!(checked_with(document, json!({})).unwrap().complexity, 8);
    assert_eq!(checked_with(document, json!({ "n": 3 })).unwrap().complexity, 4);
    assert_eq!(checked_with(document, json!({ "n": null })).unwrap().complexity, 21);
    assert_eq!(checked_with(document, json!({ "n": "many" })).unwrap().complexity, 21);
    // The operation that runs decides.
    let two = "query A($n: Int = 7) { ...F } query B($n: Int = 9) { ...F } \
               fragment F on Q { list(first: $n) { nodes { a } } }";
    let of = |name| check(&mut Request::new(two).operation_name(name), &Limits::default(), false).unwrap().complexity;
    assert_eq!((of("A"), of("B")), (8, 10));
}

#[test]
fn the_limit_depends_on_the_token() {
    let document = |n: usize| format!("{{ list(first: 100) {{ nodes {{ {} }} }} }}", "a ".repeat(n));
    let public = |n| check(&mut Request::new(document(n)), &Limits::default(), false);
    assert_eq!(public(19).unwrap().complexity, 1_901);
    let refused = public(20).unwrap_err().exceeded.unwrap();
    assert_eq!(refused, Exceeded { limit: Limit::Complexity, found: 2_001, allowed: 2_000 });
    assert!(checked(&document(99)).is_ok());
    assert_eq!(limit(&document(100)), Some(Limit::Complexity));
}

#[test]
fn products_do_not_overflow() {
    let list = |inner: &str| format!("list(first: 2147483647) {{ nodes {{ {inner} }} }}");
    let document = format!("{{ {} }}", (0..7).fold("a".to_owned(), |inner, _| list(&inner)));
    // Such a page is refused as one, since no list allows it.
    assert_eq!(code(&document), Some(Code::BadUserInput));
    let document = document.replace("2147483647", "100");
    assert_eq!(limit(&document), Some(Limit::Complexity));
}

#[test]
fn a_page_out_of_range_is_left_to_its_list_when_it_is_cheap() {
    for size in ["0", "-1", "-9999999999"] {
        assert_eq!(cost(&format!("{{ list(first: {size}) {{ nodes {{ a }} }} }}")), 2);
    }
    assert_eq!(cost("{ list(first: 9999) { nodes { a } } }"), 10_000);
    let refusal = checked("{ list(first: 10000) { nodes { a } } }").unwrap_err();
    assert_eq!((refusal.error.code, refusal.exceeded), (Code::BadUserInput, None));
    // What is allowed is told by the list.
    let told = |list: &str| {
        let refusal = checked(&format!("{{ {list}(first: 1001) {{ nodes {{ a b c d e f g h i j }} }} }}")).unwrap_err();
        refusal.error.message.in_lang(crate::lang::Lang::En).to_owned()
    };
    assert_eq!(told("list"), "Page size 1001: 1 to 100 is possible");
    assert_eq!(told("values"), "Page size 1001: 1 to 1000 is possible");
}

#[test]
fn a_table_counts_each_of_its_cells() {
    let document =
        r#"{ results(indicators: ["A", "B"], ids: ["a", "b", "c"], periods: [{ text: "2020" }]) { value } }"#;
    assert_eq!(cost(document), 7);
    assert_eq!(cost(r#"{ results(indicators: ["A"], childrenAt: REGION, periods: [{}, {}]) { value } }"#), 41);
    let document =
        "query($ids: [ID!]!, $periods: [P!]!) { results(indicators: [\"A\"], ids: $ids, periods: $periods) { value } }";
    let many = checked_with(document, json!({ "ids": vec!["a"; 101], "periods": vec![1; 100] }));
    assert_eq!(many.unwrap_err().exceeded.map(|exceeded| exceeded.limit), Some(Limit::Complexity));
}

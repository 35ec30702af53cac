use super::*;

fn nested(open: &str, close: &str, times: usize) -> String {
    format!("{{ a(x: {}1{}) }}", open.repeat(times), close.repeat(times))
}

#[test]
fn brackets_of_values_are_counted_before_the_parser_sees_them() {
    // Two brackets are around the value.
    assert!(checked(&nested("[", "]", 58)).is_ok());
    let refused = exceeded(&nested("[", "]", 59)).unwrap();
    assert_eq!(refused, Exceeded { limit: Limit::Nesting, found: 61, allowed: 60 });
    assert!(checked(&nested("{a:", "}", 58)).is_ok());
    assert_eq!(limit(&nested("{a:", "}", 59)), Some(Limit::Nesting));
}

#[test]
fn the_first_killer_is_refused_in_all_its_forms() {
    // Without the check these overflow the stack of the parser; closed or not, below and above its own limit.
    for times in [3_000, 6_000, 6_500, 20_000, 200_000] {
        for document in [
            nested("[", "]", times),
            nested("[", "", times),
            nested("{a:", "}", times),
            nested("{a:", "", times),
            format!("{{ a @d(x: {}) }}", "[".repeat(times)),
            format!("query($a: I = {}) {{ a }}", "[".repeat(times)),
            format!("query($a: {}I{}) {{ a }}", "[".repeat(times), "]".repeat(times)),
            format!("{}a{}", "{a".repeat(times), "}".repeat(times)),
            format!("{{ a(x: \"\") b(x: {}", "[".repeat(times)),
            format!("{{ a(x: \"\"\"\\\"\"\"\"\"\") b(x: {}", "[".repeat(times)),
            format!("# \"\n{{ a(x: {}", "[".repeat(times)),
            format!("# \"\r{{ a(x: {}", "[".repeat(times)),
        ] {
            assert_eq!(limit(&document), Some(Limit::Nesting), "{}", &document[..40]);
        }
    }
}

#[test]
fn an_unfinished_string_is_refused_before_the_parser_reads_it_otherwise() {
    // The parser takes `"""` without an end for an empty string and goes on behind it.
    for document in [
        format!("{{ a(x: \"\"\" {}", "[".repeat(3_000)),
        format!("{{ a(x: \" {}", "[".repeat(3_000)),
        format!("{{ a(x: \"\n\" {}", "[".repeat(3_000)),
        "{ a(x: \"\\".to_owned(),
        "{ a(x: \"\"\"\\\"\"\"".to_owned(),
    ] {
        assert_eq!(code(&document), Some(Code::BadUserInput), "{}", &document[..10]);
    }
}

#[test]
fn brackets_in_strings_and_comments_do_not_count() {
    let many = "[{(".repeat(100);
    assert!(checked(&format!("{{ a(x: \"{many}\") }}")).is_ok());
    assert!(checked(&format!("{{ a(x: \"\\\"{many}\") }}")).is_ok());
    assert!(checked(&format!("{{ a(x: \"\"\"{many}\\\"\"\" \" \"\" {many}\"\"\") }}")).is_ok());
    assert!(checked(&format!("# {many} \"\n{{ a # {many}\r\n b }}")).is_ok());
    assert!(checked("{ a(x: \"\", y: \"#\") { b } }").is_ok());
    assert!(checked("\u{feff}{ a(x: \"Вологда {\") }").is_ok());
}

#[test]
fn tokens_are_counted_without_commas_comments_and_variables() {
    let fields = |count: usize| format!("{{ r {{ {} }} }}", "a, # b\n".repeat(count));
    assert!(checked(&fields(1_995)).is_ok());
    let refused = exceeded(&fields(1_996)).unwrap();
    assert_eq!(refused, Exceeded { limit: Limit::Tokens, found: 2_001, allowed: 2_000 });
    let rows = vec![serde_json::json!({ "a": 1 }); 10_000];
    assert!(checked_with("query($r: [R!]) { a(r: $r) }", serde_json::json!({ "r": rows })).is_ok());
}

#[test]
fn what_the_parser_reads_as_several_tokens_is_not_counted_as_one() {
    let list = |items: String| format!("{{ a(x: [{items}]) }}");
    assert_eq!(limit(&list("-1".repeat(2_000))), Some(Limit::Tokens));
    assert_eq!(code(&list("00".to_owned())), Some(Code::BadUserInput));
    assert_eq!(limit(&list("null".repeat(26))), Some(Limit::NameLength));
    assert!(checked(&list("0 -0 10 1.5 1e3 1.5E-3".to_owned())).is_ok());
}

#[test]
fn names_have_a_length() {
    let named = |length: usize| format!("{{ {} }}", "a".repeat(length));
    assert!(checked(&named(100)).is_ok());
    assert_eq!(limit(&named(101)), Some(Limit::NameLength));
}

#[test]
fn syntax_errors_say_where_and_do_not_quote() {
    let secret = "s".repeat(50_000);
    for document in ["{".to_owned(), format!("{{ a(x: \"{secret}\" "), format!("{{ a }} \"{secret}\""), String::new()] {
        let refusal = checked(&document).unwrap_err();
        assert_eq!(refusal.error.code, Code::BadUserInput);
        let message = refusal.error.message.in_lang(crate::lang::Lang::En);
        assert!(message.len() <= 320 && !message.contains("sss"), "{message}");
    }
    let at = checked("{\n  a ё\n}").unwrap_err().at.unwrap();
    assert_eq!((at.line, at.column), (2, 5));
}

#[test]
fn variables_are_nested_no_deeper_than_documents() {
    let value = |levels: usize| (0..levels).fold(serde_json::json!(1), |inner, _| serde_json::json!([inner]));
    let sent = |levels| checked_with("query($v: I) { a(x: $v) }", serde_json::json!({ "v": value(levels) }));
    assert!(sent(60).is_ok());
    assert_eq!(sent(61).unwrap_err().exceeded.unwrap().limit, Limit::Nesting);
}

#[test]
fn a_large_variable_can_not_be_used_everywhere() {
    let rows = vec![0; 10_000];
    let uses = |count: usize| {
        let fields = "a(x: $v, y: [{ z: $v }]) @d(x: $v) ".repeat(count);
        checked_with(&format!("query($v: I) {{ b {{ {fields} }} }}"), serde_json::json!({ "v": rows }))
    };
    assert!(uses(33).is_ok());
    assert_eq!(uses(34).unwrap_err().exceeded.unwrap().limit, Limit::VariableUses);
}

#[test]
fn required_variables_are_there_before_anything_runs() {
    let sent = |document: &str, variables| checked_with(document, variables).is_ok();
    assert!(sent("mutation($a: Int!) { a(x: $a) }", serde_json::json!({ "a": 1 })));
    assert!(!sent("mutation($a: Int!) { a(x: $a) }", serde_json::json!({})));
    assert!(!sent("mutation($a: [Int]!) { a(x: $a) }", serde_json::json!({ "a": null })));
    assert!(sent("mutation($a: [Int!]) { a(x: $a) }", serde_json::json!({})));
    assert!(sent("query($a: Int! = 1) { a(x: $a) }", serde_json::json!({})));
    assert!(!sent("query($a: Int! = 1) { a(x: $a) }", serde_json::json!({ "a": null })));
}

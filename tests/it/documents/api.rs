//! docs/API.md: every error code, and nothing else.

use entity::CodeEnum;
use opora::error::{Code, UserErrorCode};

use super::{first_cells, read};

fn assert_told<E: CodeEnum>(heading: &str) {
    let text = read("docs/API.md");
    let mut told = first_cells(&text, heading);
    let mut codes: Vec<_> = E::VALUES.iter().map(|(_, code, _)| *code).collect();
    told.sort_unstable();
    codes.sort_unstable();
    assert_eq!(told, codes, "{heading}");
}

#[test]
fn every_error_code_is_told() {
    assert_told::<UserErrorCode>("### `userErrors[].code`");
    assert_told::<Code>("### `errors[].extensions.code`");
}

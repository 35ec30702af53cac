//! The possible answers of a choice, as their column keeps them: one on a line, its code, a blank, its name.

/// One possible answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is stored as the answer.
    pub code: String,
    /// What people read.
    pub name: String,
}

/// The answers of a column.
pub fn read(column: &str) -> Vec<Choice> {
    let choice = |line: &str| {
        let (code, name) = line.split_once(' ').unwrap_or((line, line));
        Choice { code: code.to_owned(), name: name.to_owned() }
    };
    column.lines().filter(|line| !line.is_empty()).map(choice).collect()
}

/// The column of some answers, whose codes have no blank and whose names are one line.
pub fn write(choices: &[Choice]) -> String {
    choices.iter().map(|choice| format!("{} {}", choice.code, choice.name)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(
            choices in prop::collection::vec(("[A-Z][A-Z0-9_]{0,9}", "[а-яё]{1,9}( [а-я—]{1,9}){0,3}"), 0..6),
        ) {
            let choices: Vec<Choice> = choices.into_iter().map(|(code, name)| Choice { code, name }).collect();
            prop_assert_eq!(read(&write(&choices)), choices);
        }
    }
}

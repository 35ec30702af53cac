//! The TOML file: its tables are flattened, so that `[limits] tokens` is `limits_tokens`.

use toml::{Table, Value};

use super::given::Given;

/// The settings of a file, in its order. The error is the rest of a sentence that begins with the name of the file.
pub fn read(text: &str) -> Result<Vec<(String, Given)>, String> {
    let table: Table = text.parse().map_err(|error| at_line(text, &error))?;
    let mut found = vec![];
    flatten("", table, &mut found)?;
    Ok(found)
}

fn at_line(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() + 1);
    let message = error.message().trim_end().replace('\n', ", ");
    line.map_or_else(|| message.clone(), |line| format!("line {line}: {message}"))
}

fn flatten(prefix: &str, table: Table, found: &mut Vec<(String, Given)>) -> Result<(), String> {
    for (name, value) in table {
        let name = if prefix.is_empty() { name } else { format!("{prefix}_{name}") };
        let given = match value {
            Value::Table(inner) => {
                flatten(&name, inner, found)?;
                continue;
            }
            Value::Array(items) => {
                Given::Many(items.into_iter().map(|item| plain(&name, item)).collect::<Result<_, _>>()?)
            }
            other => Given::One(plain(&name, other)?),
        };
        if found.iter().any(|(earlier, _)| *earlier == name) {
            return Err(format!("{name} is given twice"));
        }
        found.push((name, given));
    }
    Ok(())
}

fn plain(name: &str, value: Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Boolean(flag) => Ok(flag.to_string()),
        Value::Float(_) | Value::Datetime(_) | Value::Array(_) | Value::Table(_) => {
            Err(format!("{name} expects a text, a whole number, true or false, or a list of texts"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_flattened() {
        let found =
            read("bind = '[::1]:1'\ncors_origins = ['a', 'b']\n[limits]\ntokens = 3\n[limits.body]\nsigned_in = 5\n");
        let found: Vec<_> = found.unwrap().into_iter().map(|(name, _)| name).collect();
        assert_eq!(found, ["bind", "cors_origins", "limits_body_signed_in", "limits_tokens"]);
    }

    #[test]
    fn faults_have_a_place() {
        assert!(read("a = 1\nb = = 2\n").unwrap_err().starts_with("line 2: "));
        assert!(read("a = 1.5").unwrap_err().starts_with("a expects"));
        assert_eq!(read("a_b = 1\n[a]\nb = 2").unwrap_err(), "a_b is given twice");
    }
}

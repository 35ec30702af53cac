//! docs/OPERATIONS.md: the settings and the metrics.

use super::{read, updating, write};
use crate::support::{TestApp, both};

const FILE: &str = "docs/OPERATIONS.md";
const HEAD: &str = "| Setting | Default | Meaning |\n";

#[test]
fn every_setting_is_told_with_its_default() {
    let text = read(FILE);
    let (before, rest) = text.split_once(HEAD).expect("the table of settings");
    let table: String = rest.split_inclusive('\n').take_while(|line| line.starts_with('|')).collect();
    let after = rest.strip_prefix(&table).expect("what follows the table");
    let settings = opora::config::markdown();
    if updating() {
        write(FILE, &format!("{before}{settings}{after}"));
    } else {
        assert_eq!(format!("{HEAD}{table}"), settings, "OPORA_TEST_UPDATE_DOCUMENTS=1 writes it");
    }
}

both! {
    fn every_metric_is_told(app: &TestApp) {
        app.public().query("{ nonsense }", serde_json::Value::Null);
        let told = read(FILE);
        let metrics = app.wire().send("GET", "/metrics", &[], b"");
        let names: Vec<_> = metrics.text().lines().filter_map(|line| line.strip_prefix("# HELP ")?.split(' ').next()).collect();
        assert!(names.len() > 2, "{}", metrics.text());
        for name in names {
            assert!(told.contains(&format!("`{name}`")), "{name} is missing in {FILE}");
        }
    }
}

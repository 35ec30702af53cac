//! The README's tour: each ```graphql block is run on the demonstration network, in order, and answers what the ```json
//! block below it says. `As `moc.krylovsky`:` above a block is who asks; nobody else has a token.

use opora::service::access::demo::KNOWN;
use serde_json::{Value, json};

use super::{read, updating, write};
use crate::support::{Actor, Backend, TestApp, TestDatabase, both};

const FILE: &str = "README.md";
const QUERY: &str = "```graphql\n";
const ANSWER: &str = "```json\n";
const END: &str = "\n```";
/// Newcomers live later than the network: what it answers must not depend on the day.
const TODAY: &str = "2027-03-01T09:00:00Z";

/// Who asks what stands below a text.
fn asker<'app>(app: &'app TestApp, text: &str) -> Actor<'app> {
    let Some((_, account)) = text.rsplit_once("As `") else { return app.public() };
    let (account, _) = account.split_once('`').expect("the end of an account");
    let email = format!("{account}@demo.opora.example");
    let document =
        "mutation($input: SignInInput!) { signIn(input: $input) { session { accessToken } userErrors { code } } }";
    let answer = app.public().query(document, json!({ "input": { "email": email, "password": KNOWN } }));
    let token = answer.text("signIn.session.accessToken").to_owned();
    Actor::new(app, Some(token), email)
}

both! {
    fn the_tour_of_the_readme_is_true(database: &TestDatabase) {
        let app = TestApp::on(database, |config| {
            config.demo = true;
            if let Some(clock) = &config.clock {
                clock.set(TODAY.parse().expect("an instant"));
            }
        });
        let readme = read(FILE);
        let (mut rest, mut written, mut steps) = (readme.as_str(), String::new(), 0);
        while let Some((text, block)) = rest.split_once(QUERY) {
            let (query, after) = block.split_once(END).expect("the end of a query");
            let (_, answer) = after.split_once(ANSWER).expect("an answer below each query");
            let (told, after) = answer.split_once(END).expect("the end of an answer");
            let got = asker(&app, text).query_in("en", query, Value::Null).body;
            if !updating() {
                let told: Value = serde_json::from_str(told).unwrap_or_else(|error| panic!("{error}: {told}"));
                assert!(told == got, "{FILE} says of\n{query}\nsomething else than\n{got:#}");
            }
            written.push_str(&format!("{text}{QUERY}{query}{END}\n\n{ANSWER}{got:#}{END}"));
            (rest, steps) = (after, steps + 1);
        }
        assert!(steps >= 8, "{steps} steps");
        if updating() && database.backend() == Backend::Sqlite {
            write(FILE, &(written + rest));
        }
    }
}

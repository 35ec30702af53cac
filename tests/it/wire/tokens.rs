//! What a token changes on the wire: larger limits while it is accepted, 401 before anything runs once it is not.

use serde_json::json;

use super::{JSON, body, code};
use crate::{
    access::world::{World, account, mutate, sign_in, sign_out},
    support::{Answer, Role, TestApp, TestDatabase, both, wire::Wire},
};

/// A mutation that anybody may send; it would leave a row.
const TRY: &str =
    r#"mutation { signIn(input: { email: "nobody@example.org", password: "нет" }) { userErrors { code } } }"#;

/// Sends a body with a token; status and code.
fn asked(wire: &Wire, token: Option<&str>, body: &[u8]) -> (u16, String) {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let mut headers = JSON.to_vec();
    headers.extend(bearer.iter().map(|bearer| ("authorization", bearer.as_str())));
    let answer = Answer::new(&wire.send("POST", "/graphql", &headers, body));
    (answer.status, code(&answer.body).to_owned())
}

fn fine() -> (u16, String) {
    (200, String::new())
}

both! {
    fn a_token_raises_the_limits_of_body_and_complexity(database: &TestDatabase) {
        let app = TestApp::on(database, |config| {
            config.limits.body = 3_000;
            config.limits.body_signed_in = 5_000;
            config.limits.complexity = 500;
            config.limits.complexity_signed_in = 900;
        });
        let actor = app.actor(Role::Analyst, "federation");
        let token = actor.token().unwrap();
        let sized = |length: usize| format!("{:length$}", r#"{"query": "{ __typename }"}"#).into_bytes();
        let too_large = (413, "LIMIT_EXCEEDED".to_owned());
        assert_eq!(asked(app.wire(), None, &sized(3_000)), fine());
        assert_eq!(asked(app.wire(), None, &sized(3_001)), too_large);
        assert_eq!(asked(app.wire(), Some(token), &sized(3_001)), fine());
        assert_eq!(asked(app.wire(), Some(token), &sized(5_000)), fine());
        assert_eq!(asked(app.wire(), Some(token), &sized(5_001)), too_large);
        // 101 for the list and its field, 100 for each field below it.
        let costs = |fields: usize| body(&format!("{{ regions(first: 100) {{ nodes {{ {} }} }} }}", "id ".repeat(fields)));
        let too_dear = (400, "LIMIT_EXCEEDED".to_owned());
        assert_eq!(asked(app.wire(), None, &costs(3)), fine());
        assert_eq!(asked(app.wire(), None, &costs(5)), too_dear);
        assert_eq!(asked(app.wire(), Some(token), &costs(5)), fine());
        assert_eq!(asked(app.wire(), Some(token), &costs(9)), too_dear);
    }

    fn a_token_that_is_no_longer_accepted_stops_everything(world: &World) {
        let admin = world.actor(Role::PlatformAdmin, "federation");
        let refused = |token: &str| {
            let answer = world.unchanged_but(&[], || asked(world.wire(), Some(token), &body(TRY)));
            assert_eq!(answer, (401, "UNAUTHENTICATED".to_owned()));
            // Before the body is looked at, too.
            assert_eq!(asked(world.wire(), Some(token), b"no JSON").0, 401);
            let bearer = format!("Bearer {token}");
            for (method, path) in [("GET", "/graphql?query=%7B__typename%7D"), ("PUT", "/files?name=a.pdf"), ("GET", "/files/fil_01h2xcejqtf2nbrexx3vqjhp41")] {
                let reply = world.wire().send(method, path, &[("authorization", &bearer)], if method == "PUT" { b"%PDF-1.7" } else { b"" });
                assert_eq!((reply.status, Answer::new(&reply).code()), (401, "UNAUTHENTICATED"), "{method} {path}");
            }
        };
        refused("garbage");
        // Signed out.
        let one = world.person(&admin, "one@example.org", Role::Analyst, "region:23");
        assert_eq!(asked(world.wire(), Some(&one.access), &body("{ __typename }")), fine());
        sign_out(&world.bearing(&one.access), &json!({})).payload();
        refused(&one.access);
        // The account is closed.
        let two = world.person(&admin, "two@example.org", Role::Analyst, "region:23");
        let (id, version) = account(&admin, "two@example.org");
        mutate(&admin, "disableUser", "userErrors { code }", &json!({ "id": id, "expectedVersion": version })).payload();
        refused(&two.access);
        // Its time is over.
        let three = world.person(&admin, "three@example.org", Role::Analyst, "region:23");
        world.wait_for(14 * 60);
        assert_eq!(asked(world.wire(), Some(&three.access), &body("{ __typename }")), fine());
        world.wait_for(3 * 60);
        refused(&three.access);
        sign_in(world, "three@example.org", crate::access::world::PASSWORD).payload();
    }
}

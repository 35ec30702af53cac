//! Page sizes and cursors of every list.

use serde_json::json;

use crate::rights::{schema::Schema, world::World};
use crate::support::{Actor, Role, both};

/// The code of the one error of a page that is asked for with these arguments; empty when there is none.
fn code(actor: &Actor, root: &str, arguments: &str) -> String {
    let answer = actor.query(&format!("{{ {root}({arguments}) {{ totalCount }} }}"), json!({}));
    if answer.errors().is_empty() { String::new() } else { answer.code().to_owned() }
}

/// The largest page of a list.
fn most(root: &str) -> i32 {
    if root == "values" { 1_000 } else { 100 }
}

/// The cursor of the first element of a list, if it has one.
fn cursor(actor: &Actor, root: &str) -> Option<String> {
    let answer = actor.query(&format!("{{ {root}(first: 1) {{ edges {{ cursor }} }} }}"), json!({}));
    answer.at(&format!("{root}.edges")).as_array()?.first().map(|edge| edge["cursor"].as_str().unwrap().to_owned())
}

both! {
    fn a_page_is_neither_clamped_nor_of_another_list(world: &World) {
        let schema = Schema::of(&world.public());
        let actor = world.actor(Role::RegionalCoordinator, "region:23");
        let lists = schema.connections();
        let cursors: Vec<Option<String>> = lists.iter().map(|(root, _)| cursor(&actor, root)).collect();
        let mut foreign = 0;
        for (index, (root, _)) in lists.iter().enumerate() {
            let too_many = format!("first: {}", most(root) + 1);
            for bad in ["first: 0", "first: -1", &too_many, "first: 10000", "last: 0", "last: -1", "last: 10000",
                "first: 1, last: 1", "after: \"\"", "after: \"x\"", "before: \"x\"", "first: 2, after: \"djE6\""] {
                assert_eq!(code(&actor, root, bad), "BAD_USER_INPUT", "{root} {bad}");
            }
            for good in ["first: 1", "first: 100", "last: 100", &format!("first: {}", most(root))] {
                assert_eq!(code(&actor, root, good), "", "{root} {good}");
            }
            for (other, cursor) in cursors.iter().enumerate() {
                let Some(cursor) = cursor else { continue };
                let expected = if other == index { "" } else { "BAD_USER_INPUT" };
                assert_eq!(code(&actor, root, &format!("after: \"{cursor}\"")), expected, "{root} {}", lists[other].0);
                foreign += 1;
            }
            let Some(own) = &cursors[index] else { continue };
            if schema.argument(root, "search").is_some() {
                let searched = format!("after: \"{own}\", search: \"район\"");
                assert_eq!(code(&actor, root, &searched), "BAD_USER_INPUT", "{root} {searched}");
            }
            if let Some(order) = schema.argument(root, "orderBy") {
                let answers: Vec<String> = schema.values(order).into_iter().map(|order| code(&actor, root, &format!("after: \"{own}\", orderBy: {order}"))).collect();
                // One of them is the order that the cursor was made for.
                assert_eq!(answers.iter().filter(|code| code.is_empty()).count(), 1, "{root} {answers:?}");
            }
        }
        assert!(foreign > 100, "{foreign}");
    }

    fn a_page_far_too_large_is_told_what_the_list_allows(world: &World) {
        let schema = Schema::of(&world.public());
        let actor = world.actor(Role::RegionalCoordinator, "region:23");
        for (root, connection) in schema.connections() {
            // So dear that the cost alone would refuse it.
            let selection = schema.selection(schema.element(connection));
            for size in [most(root) + 1, 10_000, i32::MAX] {
                let document = format!("{{ {root}(first: {size}) {{ nodes {{ {selection} }} }} }}");
                let answer = actor.query(&document, json!({}));
                assert_eq!(answer.code(), "BAD_USER_INPUT", "{root} {size}");
                let message = answer.errors()[0]["message"].as_str().unwrap();
                assert!(message.ends_with(&format!("от 1 до {}", most(root))), "{root} {size}: {message}");
            }
        }
    }
}

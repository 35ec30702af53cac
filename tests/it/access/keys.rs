//! Keys and tokens: only ours, by our algorithm, on every node, and nothing to read without the master key.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::world::{World, status, viewer};
use crate::support::{Backend, EmptyDatabase, Role, TestApp, both, service, wait};

fn token(world: &World) -> String {
    wait(async {
        service::add_user(world.config(), "known@example.org", "ANALYST", "region:23").await;
        service::token(world.config(), "known@example.org").await
    })
}

/// A token with one part replaced.
fn forged(token: &str, part: usize, change: impl Fn(&mut Value)) -> String {
    let mut parts: Vec<String> = token.split('.').map(ToOwned::to_owned).collect();
    let mut value: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&parts[part]).unwrap()).unwrap();
    change(&mut value);
    parts[part] = URL_SAFE_NO_PAD.encode(value.to_string());
    parts.join(".")
}

both! {
    fn only_what_was_signed_here_is_accepted(world: &World) {
        let token = token(world);
        assert_eq!(status(&world.bearing(&token)), 200);
        let unsigned = token.rsplit_once('.').unwrap().0.to_owned();
        let forgeries = [
            "garbage".to_owned(),
            "a.b.c".to_owned(),
            unsigned.clone(),
            format!("{unsigned}."),
            forged(&token, 0, |header| header["alg"] = json!("none")),
            forged(&token, 0, |header| header["alg"] = json!("HS256")),
            forged(&token, 0, |header| header["kid"] = json!("another")),
            forged(&token, 0, |header| header["kid"] = Value::Null),
            forged(&token, 1, |claims| claims["exp"] = json!(9_999_999_999_i64)),
            forged(&token, 1, |claims| claims["sub"] = json!("usr_01h2xcejqtf2nbrexx3vqjhp41")),
        ];
        for forgery in &forgeries {
            assert_eq!(status(&world.bearing(forgery)), 401, "{forgery}");
        }
        // No token is the public, and a bad one never is.
        assert!(world.public().query("{ viewer { user { id } } }", json!({})).at("viewer").is_null());
    }

    fn every_node_accepts_every_token_and_publishes_the_same_keys(world: &World) {
        let token = token(world);
        let second = World::on(world.database(), |_| ());
        assert_eq!(status(&second.bearing(&token)), 200);
        let keys = |app: &TestApp| app.wire().send("GET", "/.well-known/jwks.json", &[], b"").text().to_owned();
        assert_eq!(keys(world), keys(&second));
        let set: Value = serde_json::from_str(&keys(world)).unwrap();
        let header: Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap()).unwrap();
        let [key] = set["keys"].as_array().unwrap().as_slice() else { panic!("{set}") };
        assert_eq!((&key["kid"], &key["alg"], &key["crv"]), (&header["kid"], &json!("EdDSA"), &json!("Ed25519")));
        assert!(key.get("d").is_none());
    }

    fn another_master_key_does_not_open_the_keys(world: &World) {
        let mut config = world.config().clone();
        config.master_key = Some("another master key, long enough to be one".to_owned());
        let refused = wait(opora::App::start(config)).err().expect("it must not start").0;
        assert!(refused.contains("master key"), "{refused}");
    }

    fn a_viewer_costs_two_statements_at_most(world: &World) {
        for (role, node, most) in [
            (Role::RegionalCoordinator, "region:23", 1),
            (Role::ZonalCoordinator, "zone:23/NE", 2),
            (Role::MunicipalCoordinator, super::world::KRYLOVSKY, 2),
        ] {
            let actor = world.actor(role, node);
            actor.query("{ __typename }", json!({}));
            world.reset_statements();
            actor.query("{ __typename }", json!({}));
            assert!(world.statements() <= most, "{role:?}: {}", world.statements());
        }
    }

    fn rights_follow_zone_and_lineage_on_their_days(world: &World) {
        let admin = world.actor(Role::PlatformAdmin, "federation");
        let (vyselki, krylovsky) = (world.node(super::world::VYSELKI), world.node(super::world::KRYLOVSKY));
        let can = |actor: &crate::support::Actor, node: &Value| {
            let answer = actor.query(
                "query($id: ID!) { canDo(action: INVITE_USER, id: $id) { allowed } }",
                json!({ "id": node }),
            );
            answer.at("canDo.allowed").as_bool().unwrap()
        };
        // From December on the neighbour belongs to the zone, and the first one does not.
        let zone = world.node("zone:NE");
        for (id, zone) in [(&vyselki, &zone), (&krylovsky, &Value::Null)] {
            let input = json!({ "id": id, "expectedVersion": 1, "since": "2023-12-01", "zoneId": zone });
            super::world::mutate(&admin, "updateMunicipality", "userErrors { code }", &input).payload();
        }
        let zoc = world.actor(Role::ZonalCoordinator, "zone:23/NE");
        assert_eq!((can(&zoc, &krylovsky), can(&zoc, &vyselki)), (true, false));
        // A merger: the successor has the rights of both.
        let input = json!({
            "kind": "MERGED", "day": "2024-01-01", "predecessorIds": [krylovsky, vyselki],
            "successors": [{ "regionId": world.node("region:23"), "name": "Объединённый округ", "kind": "MUNICIPAL_OKRUG" }],
        });
        let answer = super::world::mutate(&admin, "reorganiseMunicipalities", "successors { id } userErrors { code path }", &input);
        let successor = answer.text("reorganiseMunicipalities.successors.0.id").to_owned();
        let moc = world.actor(Role::MunicipalCoordinator, &successor);
        assert_eq!((can(&moc, &krylovsky), can(&moc, &vyselki)), (false, false));
        world.set_now("2024-01-15T09:00:00Z");
        let token = |email: &str| wait(service::token(world.config(), email));
        let (zoc, moc) = (world.bearing(&token(zoc.email())), world.bearing(&token(moc.email())));
        assert_eq!((can(&zoc, &krylovsky), can(&zoc, &vyselki)), (false, true));
        assert_eq!((can(&moc, &krylovsky), can(&moc, &vyselki)), (true, true));
        assert_eq!(viewer(&moc).at("viewer.scopes.0.nodeId"), &successor);
    }

    fn a_first_start_with_nothing_set_makes_its_own_key(db: &EmptyDatabase) {
        let mut config = service::config(db.url(), db.folder(), &service::clock());
        config.master_key = None;
        if db.backend() == Backend::Postgres {
            let refused = wait(opora::App::start(config)).err().expect("it must not start").0;
            assert!(refused.contains("OPORA_MASTER_KEY"), "{refused}");
            return;
        }
        wait(async {
            let (one, two) = tokio::join!(service::start(config.clone()), service::start(config.clone()));
            tokio::join!(one.stop(), two.stop());
        });
        let file = db.folder().join("master.key");
        let key = std::fs::read_to_string(&file).unwrap();
        assert!(key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit()));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        wait(async { service::start(config).await.stop().await });
        assert_eq!(std::fs::read_to_string(&file).unwrap(), key);
    }
}

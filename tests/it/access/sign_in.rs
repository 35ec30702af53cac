//! Passwords: the first one, wrong ones, changing them, and how often they may be tried.

use serde_json::json;

use super::world::{PASSWORD, Session, TRIES, World, account, change_password, mutate, sign_in, status, viewer};
use crate::support::{Role, both};

both! {
    fn a_printed_password_opens_nothing_but_its_own_change(world: &World) {
        let printed = world.printed("rmc@example.org", Role::RegionalCoordinator, "region:23");
        let answer = sign_in(world, "RMC@Example.org ", &printed);
        assert_eq!(answer.at("signIn.session.mustChangePassword"), true);
        let first = Session::of(&answer, "signIn");
        let me = viewer(&world.bearing(&first.access));
        assert_eq!(me.at("viewer.mustChangePassword"), true);
        assert_eq!(me.at("viewer.grants"), &json!([]));
        let answer = change_password(&world.bearing(&first.access), &printed, PASSWORD);
        assert_eq!(answer.at("changePassword.session.mustChangePassword"), false);
        let second = Session::of(&answer, "changePassword");
        let me = viewer(&world.bearing(&second.access));
        assert_eq!(me.at("viewer.grants.0.role"), "REGIONAL_COORDINATOR");
        assert_eq!(me.at("viewer.scopes.0.nodeId"), &world.node("region:23"));
        assert_eq!(status(&world.bearing(&first.access)), 401);
        sign_in(world, "rmc@example.org", &printed).expect_user_error("WRONG_CREDENTIALS", "input");
        assert_eq!(sign_in(world, "rmc@example.org", PASSWORD).at("signIn.session.mustChangePassword"), false);
    }

    fn a_wrong_password_an_unknown_account_and_a_closed_one_are_one_answer(world: &World) {
        let admin = world.actor(Role::PlatformAdmin, "federation");
        world.person(&admin, "known@example.org", Role::Analyst, "region:23");
        world.person(&admin, "closed@example.org", Role::Analyst, "region:23");
        let (id, version) = account(&admin, "closed@example.org");
        mutate(&admin, "disableUser", "userErrors { code }", &json!({ "id": id, "expectedVersion": version })).payload();
        let wrong = sign_in(world, "known@example.org", "не тот пароль 7");
        insta::assert_snapshot!(wrong.redacted(), @r#"
        200
        {
          "data": {
            "signIn": {
              "session": null,
              "userErrors": [
                {
                  "code": "WRONG_CREDENTIALS",
                  "message": "Почта и пароль не подходят друг к другу",
                  "path": [
                    "input"
                  ]
                }
              ]
            }
          }
        }
        "#);
        for (email, password) in
            [("unknown@example.org", PASSWORD), ("closed@example.org", PASSWORD), ("", ""), ("known@example.org", "")]
        {
            let answer = world.unchanged_but(&TRIES, || sign_in(world, email, password));
            assert_eq!(answer.body, wrong.body, "{email}");
        }
        let endless = "я".repeat(100_000);
        assert_eq!(sign_in(world, "known@example.org", &endless).body, wrong.body);
    }

    fn guessing_is_slow_for_accounts_that_exist_and_that_do_not(world: &World) {
        let admin = world.actor(Role::PlatformAdmin, "federation");
        let open = world.person(&admin, "known@example.org", Role::Analyst, "region:23");
        for email in ["known@example.org", "unknown@example.org"] {
            for _ in 0..10 {
                sign_in(world, email, "не тот пароль 7").expect_user_error("WRONG_CREDENTIALS", "input");
            }
            let answer = world.unchanged_but(&TRIES, || sign_in(world, email, PASSWORD));
            assert_eq!(answer.code(), "RATE_LIMITED");
        }
        assert_eq!(status(&world.bearing(&open.access)), 200);
        // Another account is not concerned, and after a quarter of an hour nobody is.
        world.person(&admin, "another@example.org", Role::Analyst, "region:23");
        sign_in(world, "another@example.org", PASSWORD).payload();
        world.wait_for(15 * 60);
        sign_in(world, "known@example.org", PASSWORD).payload();
        // Whoever got in begins anew.
        for _ in 0..10 {
            sign_in(world, "known@example.org", "не тот пароль 7").expect_user_error("WRONG_CREDENTIALS", "input");
        }
        assert_eq!(sign_in(world, "known@example.org", PASSWORD).code(), "RATE_LIMITED");
    }

    fn many_guesses_at_once_are_not_cheaper(world: &World) {
        let admin = world.actor(Role::PlatformAdmin, "federation");
        world.person(&admin, "known@example.org", Role::Analyst, "region:23");
        let codes: Vec<String> = std::thread::scope(|scope| {
            let tries: Vec<_> = (0..16)
                .map(|number| {
                    scope.spawn(move || {
                        let answer = sign_in(world, "known@example.org", &format!("не тот пароль {number}"));
                        if answer.errors().is_empty() { "WRONG".to_owned() } else { answer.code().to_owned() }
                    })
                })
                .collect();
            tries.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(codes.iter().filter(|code| *code == "WRONG").count(), 10, "{codes:?}");
        assert_eq!(codes.iter().filter(|code| *code == "RATE_LIMITED").count(), 6, "{codes:?}");
    }

    fn a_password_is_changed_by_whoever_knows_the_old_one(world: &World) {
        let admin = world.actor(Role::PlatformAdmin, "federation");
        let session = world.person(&admin, "known@example.org", Role::Analyst, "region:23");
        let other = Session::of(&sign_in(world, "known@example.org", PASSWORD), "signIn");
        let me = world.bearing(&session.access);
        let refused = |current: &str, new: &str, code: &str, path: &str| {
            let answer = world.unchanged_but(&TRIES, || change_password(&me, current, new));
            answer.expect_user_error(code, path);
        };
        refused("не тот пароль 7", "зелёный автобус 9", "WRONG_CREDENTIALS", "input.currentPassword");
        refused(PASSWORD, "короткий", "WEAK_PASSWORD", "input.newPassword");
        refused(PASSWORD, "known@example.org", "WEAK_PASSWORD", "input.newPassword");
        refused(PASSWORD, PASSWORD, "WEAK_PASSWORD", "input.newPassword");
        let answer = world.unchanged_but(&[], || change_password(&world.public(), PASSWORD, "зелёный автобус 9"));
        assert_eq!(answer.code(), "UNAUTHENTICATED");
        let new = Session::of(&change_password(&me, PASSWORD, "зелёный автобус 9"), "changePassword");
        assert_eq!(status(&world.bearing(&new.access)), 200);
        for old in [&session.access, &other.access] {
            assert_eq!(status(&world.bearing(old)), 401);
        }
        super::world::refresh(world, &other.refresh).expect_user_error("WRONG_CREDENTIALS", "input.refreshToken");
        sign_in(world, "known@example.org", PASSWORD).expect_user_error("WRONG_CREDENTIALS", "input");
        sign_in(world, "known@example.org", "зелёный автобус 9").payload();
    }
}

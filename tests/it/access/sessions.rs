//! Sessions: how long they last, how they are carried on, and every way in which they end.

use serde_json::json;

use super::world::{PASSWORD, Session, World, account, mutate, refresh, sign_in, sign_out, status};
use crate::support::{Role, both};

fn analyst(world: &World) -> Session {
    let admin = world.actor(Role::PlatformAdmin, "federation");
    world.person(&admin, "known@example.org", Role::Analyst, "region:23")
}

fn again(world: &World) -> Session {
    Session::of(&sign_in(world, "known@example.org", PASSWORD), "signIn")
}

fn next(world: &World, session: &Session) -> Session {
    Session::of(&refresh(world, &session.refresh), "refreshSession")
}

fn is_over(world: &World, session: &Session) {
    assert_eq!(status(&world.bearing(&session.access)), 401);
    refresh(world, &session.refresh).expect_user_error("WRONG_CREDENTIALS", "input.refreshToken");
}

both! {
    fn an_access_token_is_good_for_a_quarter_of_an_hour(world: &World) {
        let session = analyst(world);
        world.wait_for(15 * 60 - 1);
        assert_eq!(status(&world.bearing(&session.access)), 200);
        world.wait_for(1);
        let answer = world.bearing(&session.access).query("{ __typename }", json!({}));
        insta::assert_snapshot!(answer.redacted(), @r#"
        401
        {
          "errors": [
            {
              "extensions": {
                "code": "UNAUTHENTICATED"
              },
              "message": "Токен не принят: истёк, отозван или выдан не здесь"
            }
          ]
        }
        "#);
        assert_eq!(status(&world.bearing(&next(world, &session).access)), 200);
    }

    fn a_refresh_token_is_good_once_and_its_answer_can_be_had_again(world: &World) {
        let first = analyst(world);
        let second = next(world, &first);
        assert_ne!(first.refresh, second.refresh);
        // The answer was lost: the same next token, for half a minute.
        world.wait_for(30);
        assert_eq!(next(world, &first).refresh, second.refresh);
        let third = next(world, &second);
        assert_eq!(status(&world.bearing(&third.access)), 200);
        // The first one is no longer the one before.
        refresh(world, &first.refresh).expect_user_error("WRONG_CREDENTIALS", "input.refreshToken");
        is_over(world, &third);
    }

    fn a_refresh_token_that_comes_back_ends_the_session(world: &World) {
        let stolen = analyst(world);
        let other = again(world);
        let current = next(world, &stolen);
        world.wait_for(31);
        refresh(world, &stolen.refresh).expect_user_error("WRONG_CREDENTIALS", "input.refreshToken");
        is_over(world, &current);
        assert_eq!(status(&world.bearing(&stolen.access)), 401);
        // Sessions of other devices go on.
        assert_eq!(status(&world.bearing(&other.access)), 200);
        next(world, &other);
    }

    fn two_exchanges_at_once_get_one_answer(world: &World) {
        let session = analyst(world);
        let answers: Vec<Session> = std::thread::scope(|scope| {
            let tries: Vec<_> = (0..6).map(|_| scope.spawn(|| next(world, &session))).collect();
            tries.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert!(answers.iter().all(|answer| answer.refresh == answers[0].refresh));
        next(world, &answers[0]);
    }

    fn a_refresh_token_is_good_for_thirty_days(world: &World) {
        let session = analyst(world);
        world.wait_for(30 * 86_400 - 1);
        let session = next(world, &session);
        world.wait_for(30 * 86_400);
        is_over(world, &session);
    }

    fn what_is_no_refresh_token_changes_nothing(world: &World) {
        let session = analyst(world);
        let mut other = session.refresh.clone();
        let last = if other.ends_with('A') { 'B' } else { 'A' };
        other.replace_range(other.len() - 4..other.len() - 3, &last.to_string());
        for token in ["", "opr_", "opr_AAAA", &session.access, &other] {
            let answer = world.unchanged_but(&[], || refresh(world, token));
            answer.expect_user_error("WRONG_CREDENTIALS", "input.refreshToken");
        }
        next(world, &session);
    }

    fn signing_out_ends_one_session_or_all(world: &World) {
        let (one, two, three) = (analyst(world), again(world), again(world));
        assert_eq!(sign_out(&world.bearing(&one.access), &json!({})).at("signOut.endedSessions"), 1);
        is_over(world, &one);
        assert_eq!(status(&world.bearing(&two.access)), 200);
        // Without an access token, by the refresh token.
        let answer = sign_out(&world.public(), &json!({ "refreshToken": two.refresh }));
        assert_eq!(answer.at("signOut.endedSessions"), 1);
        is_over(world, &two);
        let four = again(world);
        assert_eq!(sign_out(&world.bearing(&three.access), &json!({ "everywhere": true })).at("signOut.endedSessions"), 2);
        is_over(world, &three);
        is_over(world, &four);
        assert_eq!(world.unchanged_but(&[], || sign_out(&world.public(), &json!({}))).code(), "UNAUTHENTICATED");
    }

    fn a_closed_account_is_out_at_once_and_comes_back_without_its_sessions(world: &World) {
        let session = analyst(world);
        let admin = world.actor(Role::PlatformAdmin, "federation");
        let (id, version) = account(&admin, "known@example.org");
        let input = json!({ "id": id, "expectedVersion": version, "reason": "Перевод" });
        let selection = "user { state version allowedActions } userErrors { code path }";
        let answer = mutate(&admin, "disableUser", selection, &input);
        assert_eq!(answer.at("disableUser.user.state"), "DISABLED");
        is_over(world, &session);
        let again_with = |version: i64| json!({ "id": id, "expectedVersion": version, "reason": "Перевод" });
        for (version, code, path) in [(1, "STALE_VERSION", "input.expectedVersion"), (2, "REFUSED_TRANSITION", "input")] {
            mutate(&admin, "disableUser", "userErrors { code path }", &again_with(version)).expect_user_error(code, path);
        }
        let input = json!({ "id": id, "expectedVersion": 1 });
        mutate(&admin, "enableUser", selection, &input).expect_user_error("STALE_VERSION", "input.expectedVersion");
        let input = json!({ "id": id, "expectedVersion": 2 });
        assert_eq!(mutate(&admin, "enableUser", selection, &input).at("enableUser.user.state"), "ACTIVE");
        is_over(world, &session);
        again(world);
    }
}

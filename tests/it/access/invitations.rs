//! One-time codes: invitations and resets of passwords.

use serde_json::json;

use super::world::{
    KRYLOVSKY, PASSWORD, Session, TRIES, VYSELKI, World, accept, account, invite, mutate, refresh, sign_in, status,
    viewer,
};
use crate::support::{Role, both};

both! {
    fn whoever_is_invited_chooses_a_password_and_is_in(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let answer = invite(&rmc, "moc@example.org", Role::MunicipalCoordinator, &world.node(KRYLOVSKY));
        assert_eq!(answer.at("inviteUser.invitation.user.state"), "INVITED");
        assert_eq!(answer.at("inviteUser.invitation.expiresAt"), "2023-11-22T09:00:00Z");
        let code = answer.text("inviteUser.invitation.oneTimeCode").to_owned();
        sign_in(world, "moc@example.org", PASSWORD).expect_user_error("WRONG_CREDENTIALS", "input");
        let weak = world.unchanged_but(&TRIES, || accept(world, &code, "moc@example.org"));
        weak.expect_user_error("WEAK_PASSWORD", "input.password");
        // As it is typed from paper.
        let typed = code.replace('-', " ").to_uppercase();
        let session = Session::of(&accept(world, &typed, PASSWORD), "acceptInvitation");
        let me = viewer(&world.bearing(&session.access));
        assert_eq!(me.at("viewer.user.state"), "ACTIVE");
        assert_eq!(me.at("viewer.scopes.0.role"), "MUNICIPAL_COORDINATOR");
        assert_eq!(me.at("viewer.scopes.0.nodeId"), &world.node(KRYLOVSKY));
        let used = world.unchanged_but(&TRIES, || accept(world, &code, "зелёный автобус 9"));
        used.expect_user_error("WRONG_CREDENTIALS", "input.code");
        sign_in(world, "moc@example.org", PASSWORD).payload();
    }

    fn a_code_is_good_for_seven_days(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let answer = invite(&rmc, "moc@example.org", Role::MunicipalCoordinator, &world.node(KRYLOVSKY));
        let code = answer.text("inviteUser.invitation.oneTimeCode").to_owned();
        world.wait_for(7 * 86_400);
        accept(world, &code, PASSWORD).expect_user_error("WRONG_CREDENTIALS", "input.code");
    }

    fn an_account_is_opened_once_and_its_input_is_checked(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let node = world.node(KRYLOVSKY);
        invite(&rmc, "moc@example.org", Role::MunicipalCoordinator, &node).payload();
        let refused = |email: &str, code: &str| {
            let answer = world.unchanged_but(&[], || invite(&rmc, email, Role::MunicipalCoordinator, &node));
            answer.expect_user_error(code, "input.email");
        };
        refused("MOC@example.org", "DUPLICATE");
        refused("без собаки", "INVALID");
        refused("", "REQUIRED");
        refused("a\u{202e}b@example.org", "INVALID_CHARACTERS");
        let input = json!({ "email": "b@example.org", "name": " ", "role": "ANALYST", "nodeId": node });
        let answer = world.unchanged_but(&[], || mutate(&rmc, "inviteUser", "userErrors { code path }", &input));
        answer.expect_user_error("REQUIRED", "input.name");
        let input = json!({
            "email": "b@example.org", "name": "Аналитик", "role": "ANALYST", "nodeId": node,
            "validFrom": "2024-02-01", "validTo": "2024-01-01",
        });
        let answer = world.unchanged_but(&[], || mutate(&rmc, "inviteUser", "userErrors { code path }", &input));
        answer.expect_user_error("DATE_ORDER", "input.validTo");
    }

    fn a_reset_ends_password_and_sessions_at_once(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let session = world.person(&rmc, "moc@example.org", Role::MunicipalCoordinator, KRYLOVSKY);
        let (id, _) = account(&rmc, "moc@example.org");
        let selection = "invitation { oneTimeCode expiresAt } userErrors { code path }";
        let reset = || {
            let answer = mutate(&rmc, "resetPassword", selection, &json!({ "userId": id, "reason": "Забыт" }));
            answer.text("resetPassword.invitation.oneTimeCode").to_owned()
        };
        let (replaced, code) = (reset(), reset());
        assert_eq!(status(&world.bearing(&session.access)), 401);
        refresh(world, &session.refresh).expect_user_error("WRONG_CREDENTIALS", "input.refreshToken");
        sign_in(world, "moc@example.org", PASSWORD).expect_user_error("WRONG_CREDENTIALS", "input");
        accept(world, &replaced, PASSWORD).expect_user_error("WRONG_CREDENTIALS", "input.code");
        accept(world, &code, "зелёный автобус 9").payload();
        sign_in(world, "moc@example.org", "зелёный автобус 9").payload();
    }

    fn a_password_is_reset_only_by_whoever_could_give_every_grant(world: &World) {
        let rmc = world.actor(Role::RegionalCoordinator, "region:23");
        let moc = world.actor(Role::MunicipalCoordinator, KRYLOVSKY);
        world.person(&rmc, "uo@example.org", Role::EducationDepartment, KRYLOVSKY);
        world.person(&rmc, "editor@example.org", Role::DataClerk, KRYLOVSKY);
        let reset = |id: &serde_json::Value| mutate(&moc, "resetPassword", "userErrors { code }", &json!({ "userId": id }));
        // Seen, of the same municipality, but with a role that a municipal coordinator does not appoint.
        let (uo, _) = account(&moc, "uo@example.org");
        assert_eq!(world.unchanged_but(&[], || reset(&uo)).code(), "FORBIDDEN");
        let (editor, _) = account(&moc, "editor@example.org");
        reset(&editor).payload();
        // A second grant elsewhere, and it is no longer theirs alone.
        let input = json!({ "userId": editor, "role": "DATA_CLERK", "nodeId": world.node(VYSELKI) });
        mutate(&rmc, "grantRole", "userErrors { code }", &input).payload();
        assert_eq!(world.unchanged_but(&[], || reset(&editor)).code(), "FORBIDDEN");
        // Hidden is unknown.
        world.person(&rmc, "far@example.org", Role::DataClerk, VYSELKI);
        let (far, _) = account(&rmc, "far@example.org");
        assert_eq!(world.unchanged_but(&[], || reset(&far)).code(), "NOT_FOUND");
        let (own, _) = account(&moc, moc.email());
        world.unchanged_but(&[], || mutate(&moc, "resetPassword", "userErrors { code path }", &json!({ "userId": own })))
            .expect_user_error("REFUSED_TRANSITION", "input");
        let public = mutate(&world.public(), "resetPassword", "userErrors { code }", &json!({ "userId": far }));
        assert_eq!(public.code(), "UNAUTHENTICATED");
    }
}

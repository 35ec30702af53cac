//! The map of the demonstration network and people on it, made through the API.

use std::ops::Deref;

use entity::CodeEnum;
use opora::{Config, clock::Clock};
use serde_json::{Value, json};

use crate::support::{Actor, Answer, Backend, DemoDatabase, Given, Role, TestApp, TestDatabase, service, wait};

/// A password that obeys the rules.
pub const PASSWORD: &str = "синий трамвай 4";
/// Neighbours in one region, the first in its north-eastern zone.
pub const KRYLOVSKY: &str = "municipality:03624000";
pub const VYSELKI: &str = "municipality:03612000";
/// Another region.
pub const SAYANSK: &str = "municipality:25726000";

/// A service with the map of the demonstration network.
pub struct World {
    app: TestApp,
    config: Config,
    clock: Clock,
}

impl World {
    /// On a database that is there already.
    pub fn on(database: &TestDatabase, change: impl FnOnce(&mut Config)) -> Self {
        let mut made = None;
        let app = TestApp::on(database, |config| {
            config.demo = true;
            change(config);
            made = Some(config.clone());
        });
        let config = made.expect("the configuration of the service");
        let clock = config.clock();
        Self { app, config, clock }
    }

    /// The configuration that the service was started with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Lets time pass.
    pub fn wait_for(&self, seconds: i64) {
        self.clock.set(self.clock.now() + chrono::Duration::seconds(seconds));
    }

    /// The id of a node of the map, named as on the command line.
    pub fn node(&self, node: &str) -> Value {
        let (kind, key) = node.split_once(':').unwrap_or((node, ""));
        let document = match kind {
            "federation" => return Value::Null,
            "region" => "query($key: String!) { found: region(code: $key) { id } }",
            "municipality" => "query($key: String!) { found: municipality(oktmo: $key) { id } }",
            _ => "query($key: String!) { found: zone(region: \"23\", code: $key) { id } }",
        };
        self.public().query(document, json!({ "key": key })).at("found.id").clone()
    }

    /// Someone with a token of a session.
    pub fn bearing(&self, token: &str) -> Actor<'_> {
        Actor::new(self, Some(token.to_owned()), String::new())
    }

    /// An account with a one-time password, as the command line makes it.
    pub fn printed(&self, email: &str, role: Role, node: &str) -> String {
        let added = wait(opora::cli::user_add(&self.config, email, role.code(), node, None));
        added.expect("an account").to_string()
    }

    /// A person who was invited and has chosen [`PASSWORD`].
    pub fn person(&self, inviter: &Actor, email: &str, role: Role, node: &str) -> Session {
        let code = invite(inviter, email, role, &self.node(node)).text("inviteUser.invitation.oneTimeCode").to_owned();
        Session::of(&accept(self, &code, PASSWORD), "acceptInvitation")
    }
}

impl Given for World {
    fn given(backend: Backend) -> Option<Self> {
        DemoDatabase::given(backend).map(|database| Self::on(&database, |_| ()))
    }
}

impl Deref for World {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

/// The tokens of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub access: String,
    pub refresh: String,
}

impl Session {
    pub fn of(answer: &Answer, root: &str) -> Self {
        let text = |name: &str| answer.text(&format!("{root}.session.{name}")).to_owned();
        Self { access: text("accessToken"), refresh: text("refreshToken") }
    }
}

const SESSION: &str = "session { accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt \
     mustChangePassword } userErrors { code path message }";

/// Sends one mutation with its input as one variable.
pub fn mutate(actor: &Actor, root: &str, selection: &str, input: &Value) -> Answer {
    let mut kind = root.to_owned();
    kind[..1].make_ascii_uppercase();
    let document = format!("mutation($input: {kind}Input!) {{ {root}(input: $input) {{ {selection} }} }}");
    actor.query(&document, json!({ "input": input }))
}

pub fn sign_in(app: &TestApp, email: &str, password: &str) -> Answer {
    mutate(&app.public(), "signIn", SESSION, &json!({ "email": email, "password": password }))
}

pub fn refresh(app: &TestApp, token: &str) -> Answer {
    mutate(&app.public(), "refreshSession", SESSION, &json!({ "refreshToken": token }))
}

pub fn accept(app: &TestApp, code: &str, password: &str) -> Answer {
    mutate(&app.public(), "acceptInvitation", SESSION, &json!({ "code": code, "password": password }))
}

pub fn change_password(actor: &Actor, current: &str, new: &str) -> Answer {
    mutate(actor, "changePassword", SESSION, &json!({ "currentPassword": current, "newPassword": new }))
}

pub fn invite(actor: &Actor, email: &str, role: Role, node: &Value) -> Answer {
    let input = json!({ "email": email, "name": "Должность", "role": role.code(), "nodeId": node });
    let selection =
        "invitation { oneTimeCode expiresAt user { id version email state } } userErrors { code path message }";
    mutate(actor, "inviteUser", selection, &input)
}

pub fn sign_out(actor: &Actor, input: &Value) -> Answer {
    mutate(actor, "signOut", "endedSessions userErrors { code path }", input)
}

/// What a viewer is told of themself.
pub fn viewer(actor: &Actor) -> Answer {
    actor.query(
        "{ viewer { mustChangePassword user { id version email name state } \
           grants { id version role level inForce delegated } scopes { role level nodeId delegated } } }",
        json!({}),
    )
}

/// The id and version of an account that the actor sees.
pub fn account(actor: &Actor, email: &str) -> (Value, Value) {
    let answer =
        actor.query("query($email: String!) { user(email: $email) { id version } }", json!({ "email": email }));
    (answer.at("user.id").clone(), answer.at("user.version").clone())
}

/// The status of a request with a token.
pub fn status(actor: &Actor) -> u16 {
    actor.query("{ __typename }", json!({})).status
}

/// The tables that signing in may change, whether it succeeds or not.
pub const TRIES: [&str; 1] = ["sign_in_guess"];

/// A database opened beside the service.
pub fn database(world: &World) -> opora::db::Db {
    let limits = opora::db::connect::Limits {
        readers: 1,
        writers: 1,
        read: std::time::Duration::from_secs(10),
        write: std::time::Duration::from_secs(10),
    };
    let config = world.config();
    wait(opora::db::connect::connect(&config.database_url, &config.data_dir, limits)).expect("the database")
}

/// A connection past the service.
pub fn past(world: &World) -> sea_orm::DatabaseConnection {
    wait(service::connect(world.database().url())).expect("a connection")
}

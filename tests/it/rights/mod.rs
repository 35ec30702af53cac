//! Who may see and do what.
//!
//! - `scope.rs`: the scope as a condition and in memory. `domain.rs`: DOMAIN 2.2 as a table of its own.
//! - `queries.rs`, `mutations.rs`: the matrix, every root × every role × every position. The roots are taken from the
//!   schema, a mutation has a line in `lines.rs`; `world.rs` makes objects and people once, the objects in `network.rs` and
//!   `reporting.rs`; `table.rs` writes what was found where a person can read it.

mod domain;
pub mod lines;
pub mod mutations;
mod network;
mod queries;
mod reporting;
pub mod schema;
mod scope;
mod table;
pub mod world;

use crate::support::both;
use schema::Schema;
use world::World;

both! {
    fn the_matrix(world: &World) {
        let schema = Schema::of(&world.public());
        let everyone = world.everyone();
        insta::assert_snapshot!("queries", queries::check(world, &schema, &everyone));
        insta::assert_snapshot!("mutations", mutations::check(world, &schema, &everyone));
    }
}

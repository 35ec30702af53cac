//! The house itself: which layer may know which, migrations there and back, references, the schema as committed.

mod interfaces;
mod layers;
mod migrations;
mod references;
mod schema;

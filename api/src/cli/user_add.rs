//! `opora user add`.

use clap::{
    Args, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use entity::CodeEnum;

use super::CliError;
use crate::{access::Role, config::Config};

/// Accounts of people (учётные записи)
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct UserArgs {
    #[command(subcommand)]
    what: What,
}

const EXAMPLES: &str = "Examples:
  opora user add --email rmc@example.org --role REGIONAL_COORDINATOR --scope region:23 --name 'РМЦ Краснодарского края'
  opora user add --email moc@example.org --role MUNICIPAL_COORDINATOR --scope municipality:03624000
  opora user add --email admin@example.org --role PLATFORM_ADMIN --scope federation";

#[derive(Debug, Subcommand)]
enum What {
    /// Make an account with one role at one node, and print its one-time password
    ///
    /// The password is printed alone on standard output and is stored nowhere; its owner chooses another one at the first
    /// sign-in. The account may be used at once, also while the service runs.
    #[command(after_help = EXAMPLES)]
    Add(AddArgs),
}

#[derive(Args, Debug)]
struct AddArgs {
    /// The address to sign in with
    #[arg(long)]
    email: String,
    /// The role (роль)
    #[arg(long, value_parser = roles(), ignore_case = true)]
    role: String,
    /// Where the role holds: federation, region:23, zone:23/CODE, municipality:OKTMO, organisation:INN[/KPP] or an id
    #[arg(long, value_name = "NODE")]
    scope: String,
    /// The position, as others see it (должность); never needed
    #[arg(long)]
    name: Option<String>,
}

fn roles() -> impl TypedValueParser<Value = String> {
    PossibleValuesParser::new(Role::VALUES.iter().map(|(_, code, _)| *code)).map(|role| role.to_ascii_uppercase())
}

pub(super) async fn run(args: UserArgs, config: &Config) -> Result<(), CliError> {
    let What::Add(add) = args.what;
    let password = super::user::user_add(config, &add.email, &add.role, &add.scope, add.name.as_deref()).await?;
    super::print(&format!("{password}\n"))
}

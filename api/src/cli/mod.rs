//! The commands.

pub mod user;

use std::process::ExitCode;

pub use user::{token, user_add};

/// Runs the command line.
pub fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("opora: {error}");
            return ExitCode::FAILURE;
        }
    };
    match std::env::args().nth(1).as_deref() {
        Some("schema") => {
            println!("{}", crate::schema_sdl());
            ExitCode::SUCCESS
        }
        _ => runtime.block_on(async {
            match crate::App::start(crate::Config {
                demo: std::env::args().any(|a| a == "--demo"),
                ..Default::default()
            })
            .await
            {
                Ok(app) => {
                    eprintln!("opora: http://{}", app.addr());
                    let _ = tokio::signal::ctrl_c().await;
                    app.stop().await;
                    ExitCode::SUCCESS
                }
                Err(error) => {
                    eprintln!("opora: {}", error.0);
                    ExitCode::FAILURE
                }
            }
        }),
    }
}

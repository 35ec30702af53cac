//! Logs to standard error, and panics as log lines.

use std::{
    io::{IsTerminal, stderr},
    panic::PanicHookInfo,
};

use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// Begins to log. A filter that the configuration has checked cannot be wrong here; anything else is the default.
pub(super) fn start(filter: &str, format: LogFormat) {
    let filter = EnvFilter::try_new(filter).unwrap_or_default();
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    let started = match format {
        LogFormat::Text => logs.with_ansi(stderr().is_terminal()).try_init(),
        LogFormat::Json => logs.json().flatten_event(true).try_init(),
    };
    if let Err(error) = started {
        super::tell(&format!("no logs: {error}"));
    }
    std::panic::set_hook(Box::new(panicked));
}

fn panicked(info: &PanicHookInfo<'_>) {
    let at = info.location().map(ToString::to_string);
    let thread = std::thread::current();
    let message = info.payload_as_str().unwrap_or("no message");
    tracing::error!(message, at, thread = thread.name(), "panic");
}

//! Work for a client: within its time, and a panic in it stays inside.

use std::{any::Any, future::Future, panic::AssertUnwindSafe, time::Duration};

use futures_util::FutureExt;

use crate::error::{AppError, Code};

/// Runs work that a client waits for. When the time is over the future is dropped; what the database does for it ends by
/// the time limits of the database.
pub(super) async fn guarded<T>(time: Duration, work: impl Future<Output = T>) -> Result<T, AppError> {
    match tokio::time::timeout(time, AssertUnwindSafe(work).catch_unwind()).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(panic)) => Err(AppError::internal(format!("panic: {}", said(panic.as_ref())))),
        Err(_) => Err(AppError::new(
            Code::Timeout,
            "Запрос остановлен: превышено время выполнения",
            "Stopped at the execution time limit",
        )),
    }
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

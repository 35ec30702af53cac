//! What page of a list is asked for, and what is answered.

use std::fmt::Display;

use super::cursor::Cursor;
use crate::error::AppError;

/// The page that is given when none is asked.
pub const DEFAULT_PAGE: usize = 20;
/// The largest page.
pub const MAX_PAGE: usize = 100;

/// The page that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PageArgs {
    /// Page size forwards.
    pub first: Option<i64>,
    /// Cursor before the page.
    pub after: Option<String>,
    /// Page size backwards.
    pub last: Option<i64>,
    /// Cursor after the page.
    pub before: Option<String>,
    /// The largest page of this list; [`MAX_PAGE`] when absent.
    pub most: Option<usize>,
}

impl PageArgs {
    /// How many, and whether counted from the end.
    pub(in crate::service) fn size(&self) -> Result<(usize, bool), AppError> {
        if self.first.is_some() && self.last.is_some() {
            return Err(AppError::bad_input(
                "first и last нельзя задать вместе",
                "first and last can't be given together",
            ));
        }
        let backward = self.last.is_some() || (self.first.is_none() && self.before.is_some());
        let size = match self.first.or(self.last) {
            None => DEFAULT_PAGE,
            Some(size) => usize::try_from(size)
                .ok()
                .filter(|size| (1..=self.most.unwrap_or(MAX_PAGE)).contains(size))
                .ok_or_else(|| page_size_error(size, self.most.unwrap_or(MAX_PAGE)))?,
        };
        Ok((size, backward))
    }
}

/// A checked page: how many, which way, from where.
#[derive(Clone, Debug)]
pub(super) struct Window {
    pub size: usize,
    pub backward: bool,
    pub after: Option<Cursor>,
    pub before: Option<Cursor>,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Page<M> {
    /// Rows with their cursors.
    pub rows: Vec<(String, M)>,
    /// More before.
    pub has_previous: bool,
    /// More after.
    pub has_next: bool,
}

impl<M> Default for Page<M> {
    fn default() -> Self {
        Self { rows: vec![], has_previous: false, has_next: false }
    }
}

impl Window {
    /// One row more than the page tells whether there is more.
    pub fn limit(&self) -> u64 {
        u64::try_from(self.size + 1).unwrap_or(u64::MAX)
    }
}

/// Refuses a page size outside 1 to the most of its list.
pub fn page_size_error(size: impl Display, most: usize) -> AppError {
    AppError::bad_input(
        format!("Размер страницы {size}: нужно от 1 до {most}"),
        format!("Page size {size}: 1 to {most} is possible"),
    )
}

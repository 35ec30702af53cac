//! Pages of a list that is complete in memory: what `list/` does for selections.

use super::list::{PageArgs, foreign_cursor};
use crate::error::AppError;

/// A page of a list that is complete in memory, and whether there is more before and after it. Cursors are compared as
/// they are: each must tell its list, too.
pub fn slice<T>(
    mut all: Vec<T>,
    args: &PageArgs,
    cursor: impl Fn(&T) -> &str,
) -> Result<(Vec<T>, bool, bool), AppError> {
    let (size, backward) = args.size()?;
    let find = |text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => all.iter().position(|item| cursor(item) == text).map(Some).ok_or_else(foreign_cursor),
    };
    let (after, before) = (find(&args.after)?, find(&args.before)?);
    let start = after.map_or(0, |at| at + 1);
    let end = before.unwrap_or(all.len()).max(start);
    let (from, to) = if backward {
        (end.saturating_sub(size).max(start), end)
    } else {
        (start, end.min(start.saturating_add(size)))
    };
    let (has_previous, has_next) = (from > 0, to < all.len());
    all.truncate(to);
    Ok((all.split_off(from), has_previous, has_next))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn page(all: usize, args: &PageArgs) -> Option<(Vec<String>, bool, bool)> {
        slice((0..all).map(|i| i.to_string()).collect(), args, |item: &String| item).ok()
    }

    proptest! {
        #[test]
        fn pages_forwards_and_backwards_make_the_whole(all in 0_usize..60, size in 1_i64..25) {
            let whole: Vec<String> = (0..all).map(|i| i.to_string()).collect();
            for backward in [false, true] {
                let (mut seen, mut at) = (Vec::new(), None);
                loop {
                    let args = if backward {
                        PageArgs { last: Some(size), before: at.clone(), ..PageArgs::default() }
                    } else {
                        PageArgs { first: Some(size), after: at.clone(), ..PageArgs::default() }
                    };
                    let (rows, previous, next) = page(all, &args).unwrap();
                    let more = if backward { previous } else { next };
                    at = if backward { rows.first().cloned() } else { rows.last().cloned() };
                    if backward { seen.splice(0..0, rows); } else { seen.extend(rows); }
                    if !more { break }
                }
                prop_assert_eq!(&seen, &whole);
            }
        }

        #[test]
        fn wrong_sizes_and_cursors_are_refused(size in prop_oneof![-5_i64..1, 101_i64..200]) {
            let (sized, placed) = (
                PageArgs { first: Some(size), ..PageArgs::default() },
                PageArgs { after: Some("x".to_owned()), ..PageArgs::default() },
            );
            prop_assert!(page(5, &sized).is_none());
            prop_assert!(page(5, &placed).is_none());
        }
    }
}

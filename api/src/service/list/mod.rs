//! Every list of opora: filtered and scoped selection, keyset pages, counts, facets; for a root and for many parents
//! at once, with one statement each.
//!
//! - `page.rs`: what is asked for, and a page. `order.rs`: orders and their keys. `cursor.rs`: places in a list.
//! - `listing.rs`: a list, its pages and counts; `facets.rs`: its counts by group; `statement.rs`: how it is asked.
//! - `stored.rs`: what an entity tells of itself so that it can be read by id or with its parent.

mod cursor;
mod facets;
mod listing;
mod order;
mod page;
mod statement;
mod stored;

pub use cursor::fingerprint;
pub(super) use cursor::{Cursor, foreign_cursor, key_name};
pub use facets::FacetCount;
pub use listing::Listing;
pub use order::{KeyKind, ListOrder, OrderKey};
pub use page::{DEFAULT_PAGE, MAX_PAGE, Page, PageArgs, page_size_error};
pub use stored::{Parts, Stored, by_ids, locked_row, search, visible_row};

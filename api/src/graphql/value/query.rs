//! The root of reading values.

use async_graphql::{Context, Object};

use super::{
    card::Value,
    filter::{ValueFilter, ValueOrderBy, order},
};
use crate::{
    access::Kind,
    error::{AppError, Failure},
    graphql::{
        codes::E,
        connection::{Connection, page_args, root_together},
        context::ContextExt,
        scalars::Date,
    },
    service::{
        access::node,
        list::PageArgs,
        value::{
            list::{MOST, values},
            shown,
        },
    },
};

/// Reading values.
#[derive(Default)]
pub struct ValueQuery;

#[Object]
impl ValueQuery {
    /// Values of all sources side by side, each in its state; small numbers about children are hidden from whoever does
    /// not read the place (значения показателей)
    async fn values(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<ValueFilter>,
        #[graphql(desc = "Order; by period, the latest first, when absent (порядок)")] order_by: Option<
            E<ValueOrderBy>,
        >,
        #[graphql(desc = "Page size forwards, 1 to 1,000, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
        #[graphql(desc = "Nodes as of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Connection<Value>, AppError> {
        let (cx, day) = (ctx.cx(), ctx.day(as_of, None));
        let filter = filter.unwrap_or_default();
        let mut absent = false;
        let within = match filter.within {
            None => None,
            Some(id) => match node::of_id(cx, &cx.db, Some(id.0), "within").await {
                Ok(node) => Some(node),
                Err(Failure::App(error)) => return Err(error),
                Err(_) => {
                    absent = true;
                    None
                }
            },
        };
        let mut filter = filter.checked(within)?;
        if absent {
            // Nothing lies in a node that is not there, or not for this viewer.
            filter.subjects = Some(vec![]);
        }
        let listing = values(&ctx.list_tag(), &cx.scope(Kind::Value), day, &filter, order(order_by));
        let asked = ctx.look_ahead();
        let others = asked.field("nodes").field("differsFrom").exists()
            || asked.field("edges").field("node").field("differsFrom").exists();
        let args = PageArgs { most: Some(MOST), ..page_args(first, after, last, before) };
        root_together(ctx, listing, args, async |rows| Ok(Value::show(shown::show(cx, rows, others).await?, day))).await
    }
}

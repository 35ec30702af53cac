//! Completeness of many campaigns, and those missing in many groups, are asked together.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use chrono::NaiveDate;
use entity::ids::CampaignId;
use uuid::Uuid;

use super::Group;
use crate::{
    error::AppError,
    graphql::loaders::Loaders,
    service::completeness::{
        Selection,
        counts::Counts,
        query::{Missing, by_campaign, missing},
    },
};

/// How complete a campaign is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CompletenessOf(pub CampaignId, pub NaiveDate);

impl Loader<CompletenessOf> for Loaders {
    type Value = Counts;
    type Error = AppError;

    async fn load(&self, keys: &[CompletenessOf]) -> Result<HashMap<CompletenessOf, Counts>, AppError> {
        let mut days: HashMap<NaiveDate, Vec<CampaignId>> = HashMap::new();
        for CompletenessOf(campaign, day) in keys {
            days.entry(*day).or_default().push(*campaign);
        }
        let mut found: HashMap<CompletenessOf, Counts> = HashMap::with_capacity(keys.len());
        for (day, campaigns) in days {
            let selection = Selection { campaigns: Some(campaigns), ..Selection::on(day) };
            for (campaign, _, counts) in by_campaign(self.cx(), &selection).await? {
                found.entry(CompletenessOf(campaign, day)).or_default().join(&counts);
            }
        }
        Ok(found)
    }
}

/// Who is missing in a group of a selection.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MissingOf {
    /// Which reports.
    pub selection: Arc<Selection>,
    /// Which of them.
    pub group: Group,
}

impl Loader<MissingOf> for Loaders {
    type Value = Vec<Missing>;
    type Error = AppError;

    async fn load(&self, keys: &[MissingOf]) -> Result<HashMap<MissingOf, Vec<Missing>>, AppError> {
        let mut batches: HashMap<_, Vec<(Uuid, &MissingOf)>> = HashMap::new();
        for key in keys {
            let (by, id) = key.group.parts();
            batches.entry((key.selection.clone(), by)).or_default().push((id, key));
        }
        let mut found = HashMap::with_capacity(keys.len());
        for ((selection, by), batch) in batches {
            let ids: Vec<Uuid> = batch.iter().map(|(id, _)| *id).collect();
            let mut rows = missing(self.cx(), &selection, by, &ids).await?;
            for (id, key) in batch {
                found.insert(key.clone(), rows.remove(&id).unwrap_or_default());
            }
        }
        Ok(found)
    }
}

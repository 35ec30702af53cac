//! Inputs of what is decided on a campaign.

use std::collections::HashMap;

use async_graphql::InputObject;
use entity::{
    ids::{AnyId, CampaignId},
    organisation::OrganisationType,
};

use crate::{
    graphql::{codes::E, ids::Id, scalars::Date},
    service::campaign::{
        decide::{Cancel, Decide, Reopen},
        expected::Among,
        open::{OpenCampaign, RefreshCampaign},
    },
};

fn among(nodes: Option<Vec<Id<AnyId>>>, types: Option<Vec<E<OrganisationType>>>) -> Among {
    Among {
        nodes: nodes.map(|ids| ids.into_iter().map(|id| id.0).collect()),
        types: types.map(|types| types.into_iter().map(|code| code.0).collect()),
    }
}

/// The opening of a campaign: its nodes are expected from here on (открытие сбора)
#[derive(Clone, Debug, InputObject)]
pub struct OpenCampaignInput {
    /// Which (сбор)
    pub id: Id<CampaignId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// The day on which it opens, not after the due day; today when absent (дата открытия)
    pub opens_on: Option<Date>,
    /// These nodes alone, at most 5,000; all of the level below the owner when absent, as the network is on the last day
    /// of the period, or today while that is still to come (кто сдаёт отчёт)
    pub node_ids: Option<Vec<Id<AnyId>>>,
    /// Organisations of these types alone (типы организаций)
    pub organisation_types: Option<Vec<E<OrganisationType>>>,
}

impl From<OpenCampaignInput> for OpenCampaign {
    fn from(input: OpenCampaignInput) -> Self {
        let OpenCampaignInput { id, expected_version, opens_on, node_ids, organisation_types } = input;
        Self {
            id: id.0,
            expected_version,
            opens_on: opens_on.map(|day| day.0),
            among: among(node_ids, organisation_types),
            ids: HashMap::new(),
        }
    }
}

/// A look for nodes that have come since the opening (дополнение списка)
#[derive(Clone, Debug, InputObject)]
pub struct RefreshCampaignInput {
    /// Which (сбор)
    pub id: Id<CampaignId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// These nodes alone, at most 5,000; all that could be expected when absent (кто сдаёт отчёт)
    pub node_ids: Option<Vec<Id<AnyId>>>,
    /// Organisations of these types alone (типы организаций)
    pub organisation_types: Option<Vec<E<OrganisationType>>>,
}

impl From<RefreshCampaignInput> for RefreshCampaign {
    fn from(input: RefreshCampaignInput) -> Self {
        let RefreshCampaignInput { id, expected_version, node_ids, organisation_types } = input;
        Self { id: id.0, expected_version, among: among(node_ids, organisation_types) }
    }
}

/// Declares the input of a decision: the campaign, the version, the day.
macro_rules! decision {
    ($name:ident, $day:ident, $doc:literal, $day_doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Debug, InputObject)]
        pub struct $name {
            /// Which (сбор)
            pub id: Id<CampaignId>,
            /// The version that was read (прочитанная версия)
            pub expected_version: i32,
            #[doc = $day_doc]
            pub $day: Option<Date>,
        }

        impl From<$name> for Decide {
            fn from(input: $name) -> Self {
                let $name { id, expected_version, $day } = input;
                Self { id: id.0, expected_version, on: $day.map(|day| day.0) }
            }
        }
    };
}

decision!(
    CloseCampaignInput,
    closed_on,
    "The close of a campaign, with or without missing nodes (закрытие сбора)",
    "Its day; today when absent (дата закрытия)"
);
decision!(
    SummariseCampaignInput,
    summarised_on,
    "The summary of a campaign (подведение итогов сбора)",
    "Its day; today when absent (дата итогов)"
);
decision!(
    PublishCampaignInput,
    published_on,
    "The publication of a summary (публикация итогов сбора)",
    "Its day; today when absent (дата публикации)"
);

/// The opening of a closed campaign (возобновление сбора)
#[derive(Clone, Debug, InputObject)]
pub struct ReopenCampaignInput {
    /// Which (сбор)
    pub id: Id<CampaignId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Why (причина)
    pub reason: String,
}

impl From<ReopenCampaignInput> for Reopen {
    fn from(input: ReopenCampaignInput) -> Self {
        let ReopenCampaignInput { id, expected_version, reason } = input;
        Self { id: id.0, expected_version, reason }
    }
}

/// A cancellation (отмена сбора)
#[derive(Clone, Debug, InputObject)]
pub struct CancelCampaignInput {
    /// Which (сбор)
    pub id: Id<CampaignId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Why (причина)
    pub reason: String,
    /// Its day; today when absent (дата отмены)
    pub cancelled_on: Option<Date>,
}

impl From<CancelCampaignInput> for Cancel {
    fn from(input: CancelCampaignInput) -> Self {
        let CancelCampaignInput { id, expected_version, reason, cancelled_on } = input;
        Self { decide: Decide { id: id.0, expected_version, on: cancelled_on.map(|day| day.0) }, reason }
    }
}

/// A campaign to remove that is not opened (удаление сбора)
#[derive(Clone, Debug, InputObject)]
pub struct DeleteCampaignInput {
    /// Which (сбор)
    pub id: Id<CampaignId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
}

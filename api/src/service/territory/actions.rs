//! What may be done with the objects of the map: rights alone decide, the map has no states.

use crate::{
    access::{Action, Verdict, Viewer},
    db::change::Root,
};

/// Whether an action may be done on an object of the map.
pub fn verdict<R: Root>(viewer: &Viewer, action: Action, object: &R) -> Verdict {
    Verdict::by_right(viewer, action, &object.place())
}

/// The actions of a region.
pub const REGION: &[Action] = &[
    Action::UpdateRegion,
    Action::CreateZone,
    Action::CreateMunicipality,
    Action::CreateOrganisation,
    Action::CreateLegalAct,
    Action::CreateCentre,
    Action::CreateStatusKind,
    Action::CreateStatusAssignment,
    Action::RecordStatus,
    Action::CreateAgreement,
    Action::RecordAgreement,
    Action::CreatePartnership,
    Action::CreateCompetition,
    Action::RecordCompetition,
    Action::CreateReportTemplate,
    Action::CreateCampaign,
];
/// The actions of a zone.
pub const ZONE: &[Action] = &[Action::UpdateZone];
/// The actions of a municipality.
pub const MUNICIPALITY: &[Action] = &[
    Action::UpdateMunicipality,
    Action::ReorganiseMunicipalities,
    Action::RecordPopulation,
    Action::CreateOrganisation,
    Action::CreateLegalAct,
    Action::CreateCentre,
    Action::CreateStatusAssignment,
    Action::RecordStatus,
    Action::CreateAgreement,
    Action::RecordAgreement,
    Action::CreatePartnership,
    Action::CreateCompetition,
    Action::RecordCompetition,
    Action::CreateReportTemplate,
    Action::CreateCampaign,
];

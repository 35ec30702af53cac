//! A line for each mutation: what it is about, whose right decides, what its input needs.

use serde_json::{Value, json};

use super::world::{Object, Place, World};
use crate::support::with;

/// What a mutation is about.
#[derive(Clone, Copy)]
pub enum On {
    /// Each object of these types, by the member of the input that names it.
    Each(&'static str, &'static [&'static str]),
    /// Something new at a place that everyone sees.
    New(Place),
    /// Each value, by a row with its key.
    Rows,
    /// The account of whoever asks, or nobody's: anyone, or whoever has a token.
    Self_ { token: bool },
}

impl On {
    /// The types of the objects that it is about.
    pub fn types(self) -> &'static [&'static str] {
        match self {
            Self::Each(_, types) => types,
            Self::Rows => &["Value"],
            Self::New(_) | Self::Self_ { .. } => &[],
        }
    }

    /// The members of the input that name an object, or one of its type that nobody has.
    pub fn naming(self, object: &Object, unknown: bool) -> Value {
        match self {
            Self::Each(member, _) => {
                json!({ member: if unknown { unknown_id(&object.id) } else { object.id.clone() } })
            }
            Self::Rows => {
                let source = if unknown { json!({ "source": "nobody" }) } else { json!({}) };
                json!({ "rows": [with(object.key.clone(), source)] })
            }
            Self::New(_) | Self::Self_ { .. } => json!({}),
        }
    }
}

/// Whose right decides.
#[derive(Clone, Copy)]
pub enum Whose {
    /// A right of DOMAIN 2.2 on a kind, at the place of the object.
    Of(char, &'static str),
    /// The organiser's: to decide on competitions, or on their applications, at the place of the competition.
    Organiser,
    /// Only whoever an object belongs to, or is assigned to: none of the matrix.
    Another,
    /// Who keeps the card, and the organisation itself for its details.
    Card(&'static str),
    /// Who writes, and past draft who may take it out of draft.
    Keeper(&'static str),
    /// Who writes both files and objects of the kind that they hang on.
    File(&'static str),
    /// Who writes, and what everyone sees whoever approves, too.
    Approver(&'static str),
    /// A right on values: to decide one level above the node that they are about. Whoever has it nowhere is told so before
    /// anything is looked up.
    Rows(char),
    /// The node of a report itself, for which nobody above it stands.
    Node(char),
    /// The same, or who collects the report.
    Filler,
    /// Who collects a report: who decides at the place of the campaign.
    Collector,
    /// The same, or the education department with which the report lies.
    Reviewer,
}

pub type More = fn(&World) -> Value;
/// Root, whose right, on what, what the input needs besides.
pub type Line = (&'static str, Whose, On, More);

const NOTHING: More = |_| json!({});
const ORGANISATION: On = On::Each("id", &["Organisation"]);
const ACT: On = On::Each("id", &["LegalAct"]);
const STATUS: On = On::Each("id", &["StatusAssignment"]);
const AGREEMENT: On = On::Each("id", &["Agreement"]);
const PARTNERSHIP: On = On::Each("id", &["Partnership"]);
const COMPETITION: On = On::Each("id", &["Competition"]);
const APPLICATION: On = On::Each("id", &["Application"]);
const CENTRE: On = On::Each("id", &["MunicipalCentre"]);
const USER: On = On::Each("id", &["User"]);
const GRANT: On = On::Each("id", &["Grant"]);
const FILE: On = On::Each("fileId", &["File"]);
const INDICATOR: On = On::Each("id", &["Indicator"]);
const TARGETS: On = On::Each("id", &["TargetSet"]);
const TEMPLATE: On = On::Each("id", &["ReportTemplate"]);
const CAMPAIGN: On = On::Each("id", &["Campaign"]);
const REPORT: On = On::Each("id", &["Report"]);
const HERE: More = |w| json!({ "municipalityId": w.id("municipality") });

use Whose::{Another, Approver, Card, Collector, File, Filler, Keeper, Node, Of, Organiser, Reviewer, Rows};

pub const LINES: &[Line] = &[
    ("acceptInvitation", Another, On::Self_ { token: false }, NOTHING),
    ("refreshSession", Another, On::Self_ { token: false }, NOTHING),
    ("signIn", Another, On::Self_ { token: false }, |_| json!({ "email": "nobody@example.org", "password": "x" })),
    ("changePassword", Another, On::Self_ { token: true }, NOTHING),
    ("signOut", Another, On::Self_ { token: false }, |_| json!({ "refreshToken": "x" })),
    ("createRegion", Of('A', "Territory"), On::New(Place::FEDERAL), NOTHING),
    ("updateRegion", Of('A', "Territory"), On::Each("id", &["Region"]), NOTHING),
    ("createZone", Of('W', "Territory"), On::New(Place::REGION), |w| json!({ "regionId": w.id("region") })),
    ("updateZone", Of('W', "Territory"), On::Each("id", &["Zone"]), NOTHING),
    ("createMunicipality", Of('W', "Territory"), On::New(Place::REGION), |w| json!({ "regionId": w.id("region") })),
    ("updateMunicipality", Of('W', "Territory"), On::Each("id", &["Municipality"]), NOTHING),
    (
        "reorganiseMunicipalities",
        Of('W', "Territory"),
        On::New(Place::REGION),
        |w| json!({ "predecessorIds": [w.id("municipality")] }),
    ),
    ("recordPopulation", Of('W', "Territory"), On::Each("municipalityId", &["Municipality"]), NOTHING),
    (
        "createOrganisation",
        Of('W', "Organisation"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "municipalityId": w.id("municipality") }),
    ),
    ("updateOrganisation", Card("Organisation"), ORGANISATION, NOTHING),
    ("renameOrganisation", Of('W', "Organisation"), ORGANISATION, NOTHING),
    ("moveOrganisation", Of('W', "Organisation"), ORGANISATION, NOTHING),
    ("suspendOrganisation", Of('W', "Organisation"), ORGANISATION, NOTHING),
    ("resumeOrganisation", Of('W', "Organisation"), ORGANISATION, NOTHING),
    ("closeOrganisation", Of('W', "Organisation"), ORGANISATION, NOTHING),
    ("reorganiseOrganisation", Of('W', "Organisation"), ORGANISATION, |w| json!({ "intoId": w.id("organisation") })),
    (
        "mergeOrganisations",
        Of('W', "Organisation"),
        ORGANISATION,
        |w| json!({ "duplicateIds": [w.id("organisation")] }),
    ),
    ("deleteOrganisation", Of('W', "Organisation"), ORGANISATION, NOTHING),
    ("setContact", Card("Organisation"), ORGANISATION, NOTHING),
    ("recordClassifier", Of('A', "StatusKind"), On::New(Place::FEDERAL), NOTHING),
    (
        "createLegalAct",
        Of('W', "LegalAct"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "municipalityId": w.id("municipality"), "level": "MUNICIPALITY", "visibility": "DRAFT" }),
    ),
    ("updateLegalAct", Keeper("LegalAct"), ACT, NOTHING),
    ("amendLegalAct", Of('S', "LegalAct"), ACT, |w| json!({ "amendingActId": w.id("act") })),
    ("repealLegalAct", Of('S', "LegalAct"), ACT, NOTHING),
    ("deleteLegalAct", Keeper("LegalAct"), ACT, NOTHING),
    ("attachFile", File("Agreement"), FILE, |w| json!({ "objectId": w.id("agreement") })),
    ("detachFile", File("LegalAct"), FILE, NOTHING),
    ("deleteFile", File("LegalAct"), FILE, NOTHING),
    (
        "createCentre",
        Of('A', "Centre"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "kind": "MOC", "regionId": w.id("region"), "municipalityId": w.id("municipality") }),
    ),
    ("updateCentre", Of('W', "Centre"), CENTRE, NOTHING),
    ("deleteCentre", Of('A', "Centre"), CENTRE, NOTHING),
    (
        "createStatusKind",
        Of('W', "StatusKind"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "municipalityId": w.id("municipality"), "levels": ["MUNICIPALITY"] }),
    ),
    ("updateStatusKind", Of('W', "StatusKind"), On::Each("id", &["StatusKind"]), NOTHING),
    ("createStatusAssignment", Of('W', "StatusAssignment"), On::New(Place::ORGANISATION), |w| {
        json!({ "kindId": w.id("leader"), "level": "MUNICIPALITY", "organisationId": w.id("organisation"),
            "validFrom": "2024-01-01", "validTo": "2023-01-01" })
    }),
    ("updateStatusAssignment", Of('W', "StatusAssignment"), STATUS, NOTHING),
    ("deleteStatusAssignment", Of('W', "StatusAssignment"), STATUS, NOTHING),
    ("proposeStatusAssignment", Of('S', "StatusAssignment"), STATUS, NOTHING),
    ("grantStatus", Of('A', "StatusAssignment"), STATUS, NOTHING),
    ("recordStatus", Of('A', "StatusAssignment"), On::New(Place::HOLDER), |w| {
        json!({ "kindId": w.id("leader"), "level": "MUNICIPALITY", "organisationId": w.id("organisation"),
            "validFrom": "2024-01-01", "validTo": "2023-01-01" })
    }),
    ("renewStatus", Of('A', "StatusAssignment"), STATUS, NOTHING),
    ("revokeStatus", Of('A', "StatusAssignment"), STATUS, NOTHING),
    ("waiveStatus", Of('A', "StatusAssignment"), STATUS, NOTHING),
    (
        "createAgreement",
        Of('W', "Agreement"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "municipalityId": w.id("municipality") }),
    ),
    ("updateAgreement", Of('W', "Agreement"), AGREEMENT, NOTHING),
    ("submitAgreement", Of('S', "Agreement"), AGREEMENT, NOTHING),
    ("returnAgreement", Of('G', "Agreement"), AGREEMENT, NOTHING),
    ("signAgreement", Of('G', "Agreement"), AGREEMENT, NOTHING),
    (
        "recordAgreement",
        Of('S', "Agreement"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "municipalityId": w.id("municipality") }),
    ),
    ("amendAgreement", Of('G', "Agreement"), AGREEMENT, NOTHING),
    ("terminateAgreement", Of('G', "Agreement"), AGREEMENT, NOTHING),
    ("renewAgreement", Of('W', "Agreement"), AGREEMENT, |_| json!({ "title": "" })),
    ("deleteAgreement", Of('W', "Agreement"), AGREEMENT, NOTHING),
    (
        "createPartnership",
        Of('W', "Partnership"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "lead": { "municipalityId": w.id("municipality") }, "partner": { "name": "" } }),
    ),
    ("updatePartnership", Of('W', "Partnership"), PARTNERSHIP, NOTHING),
    ("deletePartnership", Of('W', "Partnership"), PARTNERSHIP, NOTHING),
    (
        "createCompetition",
        Of('W', "Competition"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "municipalityId": w.id("municipality"), "level": "MUNICIPAL" }),
    ),
    (
        "recordCompetition",
        Of('S', "Competition"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "municipalityId": w.id("municipality"), "level": "MUNICIPAL" }),
    ),
    ("updateCompetition", Of('W', "Competition"), COMPETITION, NOTHING),
    ("announceCompetition", Of('S', "Competition"), COMPETITION, NOTHING),
    ("postponeCompetition", Of('S', "Competition"), COMPETITION, NOTHING),
    ("cancelCompetition", Of('S', "Competition"), COMPETITION, NOTHING),
    ("closeEvaluation", Of('S', "Competition"), COMPETITION, NOTHING),
    ("publishResults", Organiser, COMPETITION, NOTHING),
    ("archiveCompetition", Of('S', "Competition"), COMPETITION, NOTHING),
    ("deleteCompetition", Of('W', "Competition"), COMPETITION, NOTHING),
    ("assignExpert", Organiser, On::Each("competitionId", &["Competition"]), |w| json!({ "userId": w.id("user") })),
    ("removeExpert", Organiser, On::Each("competitionId", &["Competition"]), |w| json!({ "userId": w.id("user") })),
    (
        "createApplication",
        Of('W', "Application"),
        On::New(Place::ORGANISATION),
        |w| json!({ "competitionId": w.id("competition"), "organisationId": w.id("organisation") }),
    ),
    (
        "recordApplication",
        Of('A', "Application"),
        On::New(Place::ORGANISATION),
        |w| json!({ "competitionId": w.id("competition"), "organisationId": w.id("organisation") }),
    ),
    ("updateApplication", Of('W', "Application"), APPLICATION, NOTHING),
    ("submitApplication", Of('S', "Application"), APPLICATION, NOTHING),
    ("withdrawApplication", Of('S', "Application"), APPLICATION, NOTHING),
    ("deleteApplication", Of('W', "Application"), APPLICATION, NOTHING),
    ("admitApplication", Organiser, APPLICATION, NOTHING),
    ("rejectApplication", Organiser, APPLICATION, NOTHING),
    ("recordScore", Another, On::Each("applicationId", &["Application"]), NOTHING),
    ("createIndicator", Of('W', "Indicator"), On::New(Place::MUNICIPALITY), HERE),
    ("updateIndicator", Of('W', "Indicator"), INDICATOR, NOTHING),
    ("deleteIndicator", Of('W', "Indicator"), INDICATOR, NOTHING),
    ("createTargetSet", Of('W', "TargetSet"), On::New(Place::MUNICIPALITY), HERE),
    ("updateTargetSet", Approver("TargetSet"), TARGETS, NOTHING),
    ("setTargets", Approver("TargetSet"), TARGETS, NOTHING),
    ("approveTargetSet", Of('A', "TargetSet"), TARGETS, NOTHING),
    ("deleteTargetSet", Of('W', "TargetSet"), TARGETS, NOTHING),
    ("recordValues", Of('W', "Value"), On::New(Place::MUNICIPALITY), |w| {
        let row = json!({ "indicatorId": w.id("indicator"), "subjectId": w.id("municipality"),
            "period": { "text": "2022-Q4" }, "numerator": "7" });
        json!({ "rows": [row] })
    }),
    ("submitValues", Rows('S'), On::Rows, NOTHING),
    ("acceptValues", Rows('A'), On::Rows, NOTHING),
    ("returnValues", Rows('A'), On::Rows, NOTHING),
    ("lockValues", Rows('A'), On::Rows, NOTHING),
    ("deleteValues", Rows('W'), On::Rows, NOTHING),
    ("createReportTemplate", Of('W', "ReportTemplate"), On::New(Place::MUNICIPALITY), HERE),
    ("updateReportTemplate", Of('W', "ReportTemplate"), TEMPLATE, NOTHING),
    ("publishReportTemplate", Of('S', "ReportTemplate"), TEMPLATE, NOTHING),
    ("retireReportTemplate", Of('S', "ReportTemplate"), TEMPLATE, NOTHING),
    ("deleteReportTemplate", Of('W', "ReportTemplate"), TEMPLATE, NOTHING),
    (
        "createCampaign",
        Of('W', "Campaign"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "ownerId": w.id("municipality"), "templateId": w.id("template") }),
    ),
    ("updateCampaign", Of('W', "Campaign"), CAMPAIGN, NOTHING),
    ("openCampaign", Of('S', "Campaign"), CAMPAIGN, NOTHING),
    ("refreshCampaign", Of('S', "Campaign"), CAMPAIGN, NOTHING),
    ("closeCampaign", Of('S', "Campaign"), CAMPAIGN, NOTHING),
    ("reopenCampaign", Of('S', "Campaign"), CAMPAIGN, NOTHING),
    ("summariseCampaign", Of('S', "Campaign"), CAMPAIGN, NOTHING),
    ("publishCampaign", Of('S', "Campaign"), CAMPAIGN, NOTHING),
    ("cancelCampaign", Of('S', "Campaign"), CAMPAIGN, NOTHING),
    ("deleteCampaign", Of('W', "Campaign"), CAMPAIGN, NOTHING),
    ("fillReport", Filler, REPORT, NOTHING),
    ("submitReport", Node('S'), REPORT, NOTHING),
    ("withdrawReport", Node('S'), REPORT, NOTHING),
    ("endorseReport", Reviewer, REPORT, NOTHING),
    ("returnReport", Reviewer, REPORT, NOTHING),
    ("acceptReport", Collector, REPORT, NOTHING),
    ("lockReport", Collector, REPORT, NOTHING),
    ("unlockReport", Collector, REPORT, NOTHING),
    ("extendReport", Collector, REPORT, NOTHING),
    (
        "inviteUser",
        Of('A', "Users"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "nodeId": w.id("municipality"), "role": "DATA_CLERK" }),
    ),
    ("updateUser", Of('A', "Users"), USER, NOTHING),
    ("disableUser", Of('A', "Users"), USER, NOTHING),
    ("enableUser", Of('A', "Users"), USER, NOTHING),
    ("resetPassword", Of('A', "Users"), On::Each("userId", &["User"]), |_| json!({ "reason": "x".repeat(100_000) })),
    (
        "grantRole",
        Of('A', "Users"),
        On::New(Place::MUNICIPALITY),
        |w| json!({ "userId": w.id("user"), "nodeId": w.id("municipality"), "role": "DATA_CLERK", "validFrom": "2024-01-01", "validTo": "2023-01-01" }),
    ),
    ("endGrant", Of('A', "Users"), GRANT, NOTHING),
    ("delegateGrant", Another, GRANT, |w| json!({ "userId": w.id("user") })),
];

/// The types of the objects that a mutation is sent for.
pub fn types_of(root: &str) -> &'static [&'static str] {
    LINES.iter().find(|line| line.0 == root).map_or(&[], |line| line.2.types())
}

/// An id of the same type that nobody has.
fn unknown_id(id: &str) -> String {
    format!("{}_00000000000000000000000000", &id[..3])
}

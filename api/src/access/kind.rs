//! The kinds of stored objects, by the names that the contract gives them.

entity::code_enum! {
    /// Kind of an object (вид объекта)
    pub enum Kind {
        /// Federal subject (субъект РФ)
        Region = "REGION",
        /// Zone (территориальная зона)
        Zone = "ZONE",
        /// Municipality (муниципальное образование)
        Municipality = "MUNICIPALITY",
        /// Organisation (организация)
        Organisation = "ORGANISATION",
        /// Regional, zonal or municipal centre (РМЦ, ЗОЦ, МОЦ)
        Centre = "CENTRE",
        /// Legal act (правовой акт)
        LegalAct = "LEGAL_ACT",
        /// Kind of status (вид статуса)
        StatusKind = "STATUS_KIND",
        /// Status assignment (присвоение статуса)
        StatusAssignment = "STATUS_ASSIGNMENT",
        /// Agreement (соглашение)
        Agreement = "AGREEMENT",
        /// Partnership (партнёрство)
        Partnership = "PARTNERSHIP",
        /// Competition (конкурс)
        Competition = "COMPETITION",
        /// Application to a competition (заявка)
        Application = "APPLICATION",
        /// Indicator (показатель)
        Indicator = "INDICATOR",
        /// Set of targets (набор целевых значений)
        TargetSet = "TARGET_SET",
        /// Value of an indicator (значение показателя)
        Value = "VALUE",
        /// Template of reports (форма отчёта)
        ReportTemplate = "REPORT_TEMPLATE",
        /// Campaign of reporting (сбор отчётности)
        Campaign = "CAMPAIGN",
        /// Report (отчёт)
        Report = "REPORT",
        /// User account (пользователь)
        User = "USER",
        /// Grant of a role (полномочие)
        Grant = "GRANT",
        /// File (файл)
        File = "FILE",
        /// Entry of the audit log (запись журнала)
        AuditEntry = "AUDIT_ENTRY",
    }
}

impl Kind {
    /// The name of its type in the contract; of centres, which are of three types, the interface.
    #[must_use]
    pub fn type_name(self) -> &'static str {
        match self {
            Self::Region => "Region",
            Self::Zone => "Zone",
            Self::Municipality => "Municipality",
            Self::Organisation => "Organisation",
            Self::Centre => "Centre",
            Self::LegalAct => "LegalAct",
            Self::StatusKind => "StatusKind",
            Self::StatusAssignment => "StatusAssignment",
            Self::Agreement => "Agreement",
            Self::Partnership => "Partnership",
            Self::Competition => "Competition",
            Self::Application => "Application",
            Self::Indicator => "Indicator",
            Self::TargetSet => "TargetSet",
            Self::Value => "Value",
            Self::ReportTemplate => "ReportTemplate",
            Self::Campaign => "Campaign",
            Self::Report => "Report",
            Self::User => "User",
            Self::Grant => "Grant",
            Self::File => "File",
            Self::AuditEntry => "AuditEntry",
        }
    }
}

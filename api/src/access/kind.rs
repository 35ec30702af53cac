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

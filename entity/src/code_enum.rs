//! Closed lists of codes: one declaration gives the stored text, the name in the contract and the descriptions.

/// An enum whose variants are codes of the contract.
pub trait CodeEnum: Copy + Eq + Send + Sync + 'static {
    /// The name of the type in the contract.
    const NAME: &'static str;
    /// What the type is, for the reader of the schema.
    const DESCRIPTION: &'static str;
    /// Every value with its code and description, in the order of declaration.
    const VALUES: &'static [(Self, &'static str, &'static str)];

    /// The code of this value.
    fn code(self) -> &'static str {
        Self::VALUES.iter().find(|(value, ..)| *value == self).map_or("", |(_, code, _)| code)
    }

    /// The description of this value.
    fn description(self) -> &'static str {
        Self::VALUES.iter().find(|(value, ..)| *value == self).map_or("", |(.., text)| text)
    }

    /// The value of a code.
    #[must_use]
    fn from_code(code: &str) -> Option<Self> {
        Self::VALUES.iter().find(|(_, known, _)| *known == code).map(|(value, ..)| *value)
    }
}

/// Declares a [`CodeEnum`] that can also be a text column:
/// `code_enum! { /// doc  pub enum Level { /// doc  Region = "REGION", … } }`.
#[macro_export]
macro_rules! code_enum {
    ($(#[doc = $doc:literal])+ pub enum $name:ident { $($(#[doc = $value_doc:literal])+ $variant:ident = $code:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            sea_orm::EnumIter, sea_orm::DeriveActiveEnum, serde::Serialize, serde::Deserialize,
        )]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $($(#[doc = $value_doc])+ #[sea_orm(string_value = $code)] #[serde(rename = $code)] $variant,)+
        }

        impl $crate::code_enum::CodeEnum for $name {
            const NAME: &'static str = stringify!($name);
            const DESCRIPTION: &'static str = concat!($($doc, "\n"),+).trim_ascii();
            const VALUES: &'static [(Self, &'static str, &'static str)] =
                &[$((Self::$variant, $code, concat!($($value_doc, "\n"),+).trim_ascii())),+];
        }
    };
}

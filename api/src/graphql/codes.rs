//! [`E`]: every closed list of codes as an enum of the graph, with its descriptions.

use std::borrow::Cow;

use async_graphql::{
    ContextSelectionSet, InputType, InputValueError, InputValueResult, Name, OutputType, Positioned, ServerResult,
    Value,
    parser::types::Field,
    registry::{EnumBuilder, MetaEnumValue, MetaTypeId, Registry},
};
use entity::CodeEnum;

/// A code of a [`CodeEnum`] in the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct E<T>(pub T);

impl<T> From<T> for E<T> {
    fn from(code: T) -> Self {
        Self(code)
    }
}

impl<T> E<T> {
    /// The codes themselves.
    pub fn plain(codes: Vec<Self>) -> Vec<T> {
        codes.into_iter().map(|code| code.0).collect()
    }
}

impl<T: CodeEnum> E<T> {
    fn register(registry: &mut Registry) -> String {
        registry.create_input_type::<Self, _>(MetaTypeId::Enum, |_| {
            let values = T::VALUES
                .iter()
                .map(|(_, code, text)| {
                    let mut value = MetaEnumValue::new(*code);
                    value.description = Some(described(text));
                    ((*code).to_owned(), value)
                })
                .collect();
            EnumBuilder::new(T::NAME, values).description(Some(described(T::DESCRIPTION))).build()
        })
    }
}

/// Doc comments begin with a blank on each line.
fn described(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n")
}

impl<T: CodeEnum> InputType for E<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Self::register(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let value = value.unwrap_or_default();
        let code = match &value {
            Value::Enum(name) => name.as_str(),
            Value::String(text) => text,
            _ => return Err(InputValueError::expected_type(value)),
        };
        T::from_code(code).map(E).ok_or_else(|| {
            InputValueError::custom(format_args!("{} has no value {code:.60}", T::NAME))
                .with_extension("code", "BAD_USER_INPUT")
        })
    }

    fn to_value(&self) -> Value {
        Value::Enum(Name::new(self.0.code()))
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}

impl<T: CodeEnum> OutputType for E<T> {
    fn type_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Self::register(registry)
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(self.to_value())
    }
}

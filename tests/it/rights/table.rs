//! The matrix as a table for a person: a row per root and object, a column per role, a letter per position.

use std::fmt::Write as _;

use super::world::{POSITIONS, Someone};
use crate::support::Role;
use entity::CodeEnum;

/// Rows of cells, each cell a letter of one of [`super::world::World::everyone`], in their order.
pub struct Table {
    rows: Vec<(String, Vec<char>)>,
}

impl Table {
    pub fn new() -> Self {
        Self { rows: vec![] }
    }

    /// Adds a row. A `true` becomes the letter of the position.
    pub fn row(&mut self, name: String, cells: Vec<char>) {
        self.rows.push((name, cells));
    }

    /// The table; cells as wide as there are positions.
    pub fn text(&self, everyone: &[Someone], legend: &str) -> String {
        let wide = self.rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
        let mut text = format!("{legend}\n\n{:wide$} P", "");
        for (role, ..) in Role::VALUES {
            let short: String = role.code().chars().take(POSITIONS.len()).collect();
            let _ = write!(text, " {short:7}");
        }
        for (name, cells) in &self.rows {
            let _ = write!(text, "\n{name:wide$}");
            for (someone, cell) in everyone.iter().zip(cells) {
                if someone.at.is_none_or(|(_, position)| position == POSITIONS[0]) {
                    text.push(' ');
                }
                text.push(*cell);
            }
        }
        text
    }
}

/// The letter of someone's position, or P of the public.
pub fn letter(someone: &Someone) -> char {
    someone.at.map_or('P', |(_, position)| position.letter())
}

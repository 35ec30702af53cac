//! opora.

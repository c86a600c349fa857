//! What the visitor is asked for at night.

//! Inputs that try to crash Vixen, and what must hold of each.

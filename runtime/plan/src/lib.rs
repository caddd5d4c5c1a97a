//! runtime/plan

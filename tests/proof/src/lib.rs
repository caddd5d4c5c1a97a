//! Random graphs, judged and executed, and the summary of all proofs.
//!
//! A random graph is drawn ([`graph`]), rendered as a graph file and compiled through the door that build.rs
//! uses ([`compile`]), executed for several frames by the runtime ([`subject`]), and compared bit for bit with
//! its passes executed one by one with a full wait between ([`mod@reference`]). [`campaign`] does that many times
//! and shrinks what differs.
//!
//! # Why the reference knows no plan
//!
//! The reference could have been the plan itself, each pass a level of its own behind a full barrier, run by
//! the same runtime. It would share lowering, descriptor sets, views, rings and recording with what it judges,
//! and what is wrong there would be wrong twice. So it is a renderer of its own: it reads the *description* that
//! the graph file was rendered from, keeps every image in `GENERAL`, every resource in memory of its own, and
//! submits each pass alone between full barriers and a wait for the queue. There is no hazard to reason about
//! and no decision to take, hence little to get wrong; shaders are all that it has in common with the subject.

pub mod campaign;
pub mod compile;
pub mod given;
pub mod gpu;
pub mod graph;
pub mod judge;
pub mod mesa;
pub mod reference;
pub mod regressions;
pub mod second_judge;
pub mod shader;
pub mod subject;
pub mod summary;

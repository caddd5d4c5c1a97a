//! SPIR-V to [`Interface`]: what a shader asks of the outside world.
//!
//! Each fact is the module's own: types and decorations as declared, bindings as an entry point's
//! call tree uses them, access as its instructions do. Bytes from anywhere may be given: what cannot be
//! read is a [`ReflectError`], in bounded time and memory.
//!
//! Stages: bytes to words (`words`); the guard over word counts, ids and nesting (`guard`); tables
//! of declarations by id (`module`, `annotations`, with `types` and `constants` as views on
//! them); the code as a graph from uses to variables (`trace`, `flow`, `usage`); then each
//! entry point's part (`entry_point`, `resource`, `block`, `image`, `stage_io`,
//! `workgroup`). What is expanded on the way is paid from a `budget`.
//!
//! The grammar (opcodes, decorations, enumerants, instruction words) is the `spirq` crate's. Its own
//! reflection is a second opinion in the tests and not the source of the facts. Over 1,823 modules
//! that this reads (of the test shaders of glslang and SPIRV-Cross, for several SPIR-V versions) it
//! fails on 68, 3 of them by a panic; in the rest it misses 141 bindings that entry points use, or
//! gives them another kind, since it does not follow pointers through parameters, in-bounds
//! chains, image atomics or copies. It takes runtime arrays of `BufferBlock` for uniform buffers,
//! leaves out decoration groups, refuses a function that is the body of two entry points, and keeps no
//! specialization constant for an array length.

mod annotations;
mod arithmetic;
mod block;
mod budget;
mod constants;
mod entry_point;
mod error;
mod flow;
mod format;
mod formula;
mod guard;
mod image;
mod interface;
mod module;
pub mod print;
mod resource;
mod shared;
mod stage_io;
mod trace;
mod types;
mod usage;
mod words;
mod workgroup;

pub use error::{Fault, ReflectError};
pub use formula::{Formula, NoSize, SpecValues, Step};
pub use interface::*;

/// Bytes of a module beyond which [`reflect`] refuses it: a hundred times the largest in use.
pub const MAX_BYTES: usize = 16 << 20;

/// Arrays and structs within each other in a block. The interface is handed on as JSON, which nests as deep.
pub const MAX_BLOCK_NESTING: u32 = 24;

/// Bytes of a name: each descriptor of each element of an array of passes carries one.
pub const MAX_NAME_BYTES: usize = 1024;

/// Reads the interface of a SPIR-V module, in either byte order.
///
/// # Errors
///
/// Where the bytes are no valid SPIR-V 1.0 to 1.6 for Vulkan, ask for what Vixen does not read (untyped
/// pointers, kernels), or would take too much to read. Bytes that pass are not thereby valid:
/// `spirv-val` checks far more.
pub fn reflect(bytes: &[u8]) -> Result<Interface, ReflectError> {
    let words = words::words(bytes)?;
    guard::check(&words)?;
    let module = module::Module::read(&words)?;
    let mut capabilities = module.capabilities.clone();
    capabilities.sort_unstable();
    capabilities.dedup();
    Ok(Interface {
        version: module.version(),
        capabilities,
        extensions: module.extensions.clone(),
        entry_points: module.entry_points()?,
        spec_constants: module.specialization_constants()?,
    })
}

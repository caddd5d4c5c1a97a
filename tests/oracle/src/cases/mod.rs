//! Small command streams with known verdicts, each right one beside wrong ones. Among them are the Khronos
//! synchronization examples (Vulkan-Docs wiki), by the names that they have there.

mod aspects;
mod compute;
mod graphics;
mod memory;
mod order;
mod queues;
mod rendering;
mod screen;
mod script;
mod transfer;

use crate::stream::Stream;
use crate::verdict::Missing;
use script::Script;

/// A stream of which it is known what is wrong with it.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it shows, and in which version.
    pub name: String,
    /// What the first verdict must miss; `None` where the stream is right.
    pub expected: Option<Missing>,
    /// The stream.
    pub stream: Stream,
}

/// All cases.
#[must_use]
pub fn cases() -> Vec<Case> {
    let mut table = Table(Vec::new());
    compute::cases(&mut table);
    graphics::cases(&mut table);
    rendering::cases(&mut table);
    aspects::cases(&mut table);
    transfer::cases(&mut table);
    queues::cases(&mut table);
    screen::cases(&mut table);
    memory::cases(&mut table);
    order::cases(&mut table);
    table.0
}

/// The cases so far.
struct Table(Vec<Case>);

/// A version of a case: its name, and what it misses.
type Version = (&'static str, Option<Missing>);

/// The version that is right.
const RIGHT: Version = ("right", None);

impl Table {
    /// Adds the versions of a case. `write` writes the stream of the version of this name.
    fn add(&mut self, name: &str, versions: &[Version], write: impl Fn(&mut Script, &str)) {
        for (version, expected) in versions {
            let mut script = Script::default();
            write(&mut script, version);
            let name = format!("{name}: {version}");
            self.0.push(Case { name, expected: *expected, stream: script.finish() });
        }
    }
}

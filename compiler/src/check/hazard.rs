//! V0501 to V0504: what a pass reads has been written, and no pass gets in its own way.
//!
//! Which write a read sees is decided by the order of declaration, so the rules walk it once, with what is
//! not written yet of each resource.

use ash::vk;
use vixen_plan::{Lifetime, MemoryClass};

use super::Rules;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::ir::{Access, Graph, Part, Pass, Range, Resource, Role, Work, each_aspect};

pub(super) fn check(rules: &Rules<'_>) {
    let found = unwritten_reads(rules);
    for (index, pass) in rules.graph.passes.iter().enumerate() {
        for (_, access, missing) in found.iter().filter(|(of, ..)| *of == index) {
            if let Some(access) = pass.accesses.get(*access) {
                undefined_read(rules, (index, pass), access, missing);
            }
        }
        conflicts(rules, pass);
    }
}

/// The reads that V0501 speaks of: pass and access of each, in order of declaration.
pub(crate) fn undefined_reads(graph: &Graph) -> Vec<(usize, usize)> {
    let rules = Rules { graph, diagnostics: &Diagnostics::new() };
    let reads = unwritten_reads(&rules).into_iter().map(|(pass, access, _)| (pass, access));
    let only_reads = |(pass, access): &(usize, usize)| {
        graph
            .passes
            .get(*pass)
            .and_then(|pass| pass.accesses.get(*access))
            .is_some_and(|a| !a.writes)
    };
    reads.filter(only_reads).collect()
}

/// Every access that reads what nothing has written: its pass, its place there, and the parts.
fn unwritten_reads(rules: &Rules<'_>) -> Vec<(usize, usize, Vec<Part>)> {
    let mut unwritten: Vec<Vec<Part>> =
        rules.graph.resources.iter().map(|one| initially_unwritten(rules, one)).collect();
    let mut found = Vec::new();
    for (index, pass) in rules.graph.passes.iter().enumerate() {
        let read = |access: &Access| {
            access.reads
                && access.ring == 0
                && !access.undefined_ok
                && !rules.resource(access).doubted
        };
        for (at, access) in pass.accesses.iter().enumerate().filter(|(_, access)| read(access)) {
            let missing: Vec<Part> = unwritten[access.resource.index()]
                .iter()
                .filter(|part| part.overlaps(&access.part()))
                .copied()
                .collect();
            if !missing.is_empty() {
                found.push((index, at, missing));
            }
        }
        for access in pass.accesses.iter().filter(|access| access.writes && access.ring == 0) {
            let missing = &mut unwritten[access.resource.index()];
            *missing = missing.iter().flat_map(|part| part.without(&access.part())).collect();
        }
    }
    found
}

/// An image of the caller's in a layout that nobody knows: what it held is gone once set-up brings it into one.
fn loses_content(rules: &Rules<'_>, resource: &Resource) -> bool {
    let kept = resource.lifetime == Lifetime::Persistent;
    let external = resource.memory == MemoryClass::External;
    kept && external && resource.image().is_some() && !rules.graph.lenient
}

/// The parts that hold nothing at the start of a frame.
fn initially_unwritten(rules: &Rules<'_>, resource: &Resource) -> Vec<Part> {
    let holds_something = match resource.lifetime {
        _ if loses_content(rules, resource) => false,
        Lifetime::Transient | Lifetime::Swapchain | Lifetime::History | Lifetime::Readback => false,
        Lifetime::Import(contract) => contract.keep,
        Lifetime::Persistent | Lifetime::Upload => true,
    };
    if holds_something { Vec::new() } else { vec![resource.content()] }
}

fn undefined_read(
    rules: &Rules<'_>,
    (index, pass): (usize, &Pass),
    access: &Access,
    missing: &[Part],
) {
    let found = if access.writes {
        read_write_first(rules, pass, access)
    } else {
        read_first(rules, (index, pass), access)
    };
    let whole = rules.resource(access).content();
    let noted = match missing {
        [all] if *all == whole => found,
        parts => found.note(format!("nothing has written {}", words(parts, whole))),
    };
    rules.diagnostics.push(noted);
}

/// Parts of a resource, in words.
fn words(parts: &[Part], whole: Part) -> String {
    let span = |what: &str, (start, end): (u32, u32)| match end - start {
        1 => format!("{what} {start}"),
        _ => format!("{what}s {start}..{end}"),
    };
    let place = |part: &Part| match (part.range, whole.range) {
        (range, all) if range == all => String::new(),
        (Range::Image { mips, layers }, Range::Image { layers: all, .. }) if layers == all => {
            span("mip", mips)
        }
        (Range::Image { mips, layers }, _) => {
            format!("{} of {}", span("mip", mips), span("layer", layers))
        }
        (Range::Bytes(start, u64::MAX), _) => format!("the bytes from {start}"),
        (Range::Bytes(start, end), _) => format!("bytes {start}..{end}"),
    };
    let word = |part: &Part| {
        let names = each_aspect(part.aspects).map(|aspect| format!("{aspect:?}").to_lowercase());
        match (part.aspects == whole.aspects, place(part)) {
            (true, place) => place,
            (false, place) if place.is_empty() => {
                format!("the {}", names.collect::<Vec<_>>().join(" and the "))
            }
            (false, place) => {
                format!("the {} of {place}", names.collect::<Vec<_>>().join(" and the "))
            }
        }
    };
    parts.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// V0501: a read of what no pass before it writes; a warning where V0504 is one.
fn read_first(rules: &Rules<'_>, (index, pass): (usize, &Pass), access: &Access) -> Diagnostic {
    let name = &rules.resource(access).name;
    let later = later_writer(rules, index, access);
    let help = match later {
        _ if loses_content(rules, rules.resource(access)) => format!(
            "say in which state `{name}` comes and leaves, `entry(stages = \"..\", access = \"..\", layout = \"..\")` and \
             `exit(..)`: without a contract nobody knows its layout, and set-up discards what an image held"
        ),
        Some(writer) => format!(
            "move `{}` after `{}`, which writes it later, or make `{name}` a `#[history(...)]` and read \
             `{name}.prev(1)`",
            pass.name, writer.name
        ),
        None => format!(
            "write `{name}` in a pass before `{}`, import it, or declare it `#[persistent(...)]`, which is \
             cleared at set-up",
            pass.name
        ),
    };
    let whole = rules.resource(access).content();
    let part = match access.part() {
        part if part == whole => "",
        part if part.range == whole.range => " in the aspect that it reads",
        _ => " in the range that the wire names",
    };
    let message = format!(
        "{} reads what nothing has written: no pass before it writes all of `{name}`{part}",
        rules.slot(pass, access)
    );
    let mut found = Diagnostic::error(Code::ReadBeforeWrite, access.site, message).help(help);
    if rules.graph.lenient {
        found.severity = Severity::Warning;
    }
    found
}

fn later_writer<'a>(rules: &Rules<'a>, index: usize, access: &Access) -> Option<&'a Pass> {
    let writes = |other: &Access| {
        other.writes
            && other.ring == 0
            && other.resource == access.resource
            && other.part().overlaps(&access.part())
    };
    let mut later = rules.graph.passes.iter().skip(index + 1);
    later.find(|pass| pass.accesses.iter().any(writes))
}

/// What reads depth and stencil that are not loaded, and what reads nothing.
fn tested(aspects: vk::ImageAspectFlags) -> (&'static str, &'static str) {
    match aspects {
        vk::ImageAspectFlags::DEPTH => {
            ("a depth test reads what is there", "test nothing (`depth_compare = \"always\"`)")
        }
        vk::ImageAspectFlags::STENCIL => (
            "a stencil test reads what is there, and what it does not replace stays",
            "replace all (`stencil(pass = \"replace\", reference = 1)`)",
        ),
        _ => (
            "tests of depth and stencil read what is there, and the stencil that they do not replace stays",
            "test nothing and replace all (`depth_compare = \"always\", stencil(pass = \"replace\", reference = 1)`)",
        ),
    }
}

/// V0504: a read-write access as first use.
fn read_write_first(rules: &Rules<'_>, pass: &Pass, access: &Access) -> Diagnostic {
    let severity = if rules.graph.lenient { Severity::Warning } else { Severity::Error };
    let name = &rules.resource(access).name;
    let mut found = Diagnostic::error(
        Code::UndefinedReadWrite,
        access.site,
        format!(
            "{} reads and writes `{name}`, and nothing has written all of it before",
            rules.slot(pass, access)
        ),
    )
    .help(match access.role {
        Role::Depth => {
            let (reads, instead) = tested(access.aspects());
            format!(
                "clear `{name}` first (`clear = ...` on the slot, or a `#[clear]` pass): {reads}. Or {instead}, or add \
                 `undefined_ok` to the slot"
            )
        }
        _ => format!(
            "clear `{name}` first (`clear = ...` on an attachment, or a `#[clear]` pass), or add `undefined_ok` \
             to the slot"
        ),
    });
    found.severity = severity;
    found
}

/// V0502 and V0503: slots of one pass on one range.
fn conflicts(rules: &Rules<'_>, pass: &Pass) {
    for (index, a) in pass.accesses.iter().enumerate() {
        for b in pass.accesses.iter().skip(index + 1) {
            let same = a.resource == b.resource && a.ring == b.ring && a.range.overlaps(&b.range);
            if !same || (a.relaxed && b.relaxed) || a.is_attached_beside(b) {
                continue;
            }
            match (a.writes, b.writes) {
                (true, true) => both_write(rules, pass, a, b),
                (true, false) => reads_and_writes(rules, pass, b, a),
                (false, true) => reads_and_writes(rules, pass, a, b),
                (false, false) => {}
            }
        }
    }
}

/// V0502: two writable slots on one range.
fn both_write(rules: &Rules<'_>, pass: &Pass, a: &Access, b: &Access) {
    let apart = !a.aspects().is_empty() && !a.aspects().intersects(b.aspects());
    let what = if apart { "depth and stencil" } else { "one range" };
    rules.error(
        Code::DoubleWrite,
        b.site,
        format!(
            "`{}` writes {what} of `{}` through two slots, `{}` and `{}`",
            pass.name,
            rules.resource(a).name,
            a.slot,
            b.slot
        ),
        if apart {
            "write depth and stencil through one slot, or in two passes: they may lie in the same memory"
        } else if [a, b].iter().any(|access| is_attachment(access) || is_transfer(pass, access)) {
            "wire one of them to another resource, mip or layer"
        } else {
            "wire one of them to another resource, mip or layer, or mark both `relaxed` where their order does \
             not matter"
        },
    );
}

/// A transfer of the graph's own writes all that it names, whatever the slot says of order.
fn is_transfer(pass: &Pass, access: &Access) -> bool {
    access.role == Role::Transfer && pass.work != Work::Code
}

fn is_attachment(access: &Access) -> bool {
    matches!(access.role, Role::Color(_) | Role::Depth | Role::Resolve { .. })
}

/// V0503: one slot reads what another writes.
fn reads_and_writes(rules: &Rules<'_>, pass: &Pass, read: &Access, write: &Access) {
    rules.error(
        Code::ReadWriteSamePass,
        read.site,
        format!(
            "`{}` reads `{}` through `{}` and writes it through `{}`",
            pass.name,
            rules.resource(read).name,
            read.slot,
            write.slot
        ),
        if write.role == Role::Depth {
            "depth and stencil of an image share a layout: test it without writing, `#[depth(read)]`, to sample \
             it in the same pass, or sample a copy"
        } else if is_attachment(write) {
            "write another resource, mip or layer; what the fragments before it wrote, blending reads"
        } else {
            "write another resource, mip or layer, or declare one slot that reads and writes"
        },
    );
}

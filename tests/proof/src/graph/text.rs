//! A graph as a graph file in Vixen's grammar.
#![allow(
    clippy::format_push_string,
    reason = "a few short texts for each graph, read more easily so"
)]

use std::fmt::{self, Display, Formatter};

use super::{
    Contract, Depth, Format, Graph, Life, Load, MAX_SCREEN, Pass, Read, Shape, Size, Wire, Work,
    Write,
};
use crate::shader::Signature;

/// Name of the graph in its file.
pub(crate) const NAME: &str = "Random";

impl Display for Graph {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "use vixen::{{Buffer, Image}};\n")?;
        if self.passes.iter().any(|pass| pass.push) {
            writeln!(
                f,
                "#[derive(vixen::Block, Clone, Copy, vixen::bytemuck::Pod, vixen::bytemuck::Zeroable)]\n\
                 #[bytemuck(crate = \"vixen::bytemuck\")]\n#[repr(C)]\npub struct Params {{\n    \
                 seed: u32,\n}}\n"
            )?;
        }
        for (index, pass) in self.passes.iter().enumerate() {
            pass_type(f, self, (index, pass))?;
        }
        writeln!(f, "#[derive(vixen::Graph)]")?;
        writeln!(
            f,
            "#[graph(frames_in_flight = {}, max_extent = \"{MAX_SCREEN}x{MAX_SCREEN}\")]",
            self.frames_in_flight
        )?;
        writeln!(f, "pub struct {NAME} {{")?;
        for index in 0..self.resources.len() {
            resource(f, self, index)?;
        }
        for (index, pass) in self.passes.iter().enumerate() {
            node(f, self, (index, pass))?;
        }
        writeln!(f, "}}")
    }
}

fn kind(graph: &Graph, wire: Wire) -> &'static str {
    if graph.format(wire.resource).is_some() { "Image" } else { "Buffer" }
}

fn pass_type(f: &mut Formatter<'_>, graph: &Graph, (index, pass): (usize, &Pass)) -> fmt::Result {
    let shader = Signature::of(graph, pass).map(|signature| signature.file()).unwrap_or_default();
    writeln!(f, "#[derive(vixen::Pass)]")?;
    match &pass.work {
        Work::Compute { .. } => writeln!(f, "#[pass(compute, shader = \"{shader}\")]")?,
        Work::Raster { depth: Some(_), .. } => writeln!(
            f,
            "#[pass(raster, vertex = \"triangles.vert\", fragment = \"{shader}\", depth_compare = \"less\")]"
        )?,
        Work::Raster { .. } => {
            writeln!(f, "#[pass(raster, vertex = \"triangles.vert\", fragment = \"{shader}\")]")?;
        }
        Work::Copy { .. } | Work::Blit { .. } | Work::Clear { .. } => {
            writeln!(f, "#[pass(transfer)]")?;
        }
    }
    writeln!(f, "pub struct P{index} {{")?;
    slots(f, graph, pass)?;
    if pass.push {
        writeln!(f, "    #[push]\n    params: Params,")?;
    }
    writeln!(f, "}}\n")
}

fn slots(f: &mut Formatter<'_>, graph: &Graph, pass: &Pass) -> fmt::Result {
    let mut slot = |attribute: &str, name: &str, wire: &Wire| {
        writeln!(f, "    #[{attribute}]\n    {name}: {},", kind(graph, *wire))
    };
    let read = |how: &Read| match how {
        Read::Sampled | Read::Cube => "sampled(filter = \"nearest\")",
        Read::Storage => "storage(read)",
        Read::Uniform => "uniform",
    };
    match &pass.work {
        Work::Compute { reads, writes, indirect, .. } => {
            for (k, (how, wire)) in reads.iter().enumerate() {
                slot(read(how), &format!("r{k}"), wire)?;
            }
            if let Some(wire) = indirect {
                slot("indirect", "arguments", wire)?;
            }
            for (k, (how, wire)) in writes.iter().enumerate() {
                let attribute = match how {
                    Write::Discard | Write::Groups | Write::Draws => "storage(write, discard)",
                    Write::All | Write::Some => "storage(write)",
                    Write::Update => "storage(read_write)",
                    Write::Count => "storage(read_write, relaxed)",
                };
                slot(attribute, &format!("w{k}"), wire)?;
            }
        }
        Work::Raster { reads, colors, depth, indirect, resolves, relaxed, .. } => {
            let order = |key: &str, more: &str| match (relaxed, more) {
                (false, "") => key.to_owned(),
                (false, more) => format!("{key}({more})"),
                (true, "") => format!("{key}(relaxed)"),
                (true, more) => format!("{key}({more}, relaxed)"),
            };
            for (k, (how, wire)) in reads.iter().enumerate() {
                slot(read(how), &format!("r{k}"), wire)?;
            }
            if let Some(wire) = indirect {
                slot("indirect", "arguments", wire)?;
            }
            for (k, (load, wire)) in colors.iter().enumerate() {
                let how = match load {
                    Load::Over => String::new(),
                    Load::Clear(value) => {
                        format!("clear = {}", clear(graph.format(wire.resource), *value))
                    }
                    Load::Keep => "load".to_owned(),
                    Load::Add => "load, blend = \"add\"".to_owned(),
                };
                slot(&order("color", &how), &format!("c{k}"), wire)?;
            }
            if let Some((how, wire)) = depth {
                let how = match how {
                    Depth::Clear => "clear = 1.0",
                    Depth::Keep => "load",
                    Depth::Read => "read",
                };
                slot(&order("depth", how), "depth", wire)?;
            }
            for (of, wire) in resolves {
                let of = resolved(*of);
                let how = format!("of = \"{of}\"");
                slot(&order("resolve", &how), &format!("{of}_resolved"), wire)?;
            }
        }
        Work::Copy { from, to } => {
            slot("copy(read)", "from", from)?;
            slot("copy(write)", "to", to)?;
        }
        Work::Blit { from, to, linear } => {
            let filter = if *linear { "linear" } else { "nearest" };
            slot("blit(read)", "from", from)?;
            slot(&format!("blit(write, filter = \"{filter}\")"), "to", to)?;
        }
        Work::Clear { to, value } => {
            let value = clear(graph.format(to.resource), *value);
            slot(&format!("clear(value = {value})"), "to", to)?;
        }
    }
    Ok(())
}

/// Name of the slot of an attachment that is resolved.
fn resolved(of: Option<usize>) -> String {
    of.map_or_else(|| "depth".to_owned(), |index| format!("c{index}"))
}

/// A clear value as text: whole numbers, of which floating-point formats take 0 and 1.
fn clear(format: Option<Format>, value: u32) -> String {
    match format {
        Some(Format::Depth) => format!("{}.0", value & 1),
        Some(Format::Unorm8) => format!("[{}.0, 1.0, 0.0, 1.0]", value & 1),
        Some(_) => format!("[{0}, {0}, {0}, {0}]", value & 0xff),
        None => value.to_string(),
    }
}

fn resource(f: &mut Formatter<'_>, graph: &Graph, index: usize) -> fmt::Result {
    let Some(resource) = graph.resources.get(index) else { return Ok(()) };
    let is_image = matches!(resource.shape, Shape::Image { .. });
    let mut size = shape(resource.shape);
    if graph.is_cube(index) {
        size += ", dimension = \"cube\"";
    }
    let attribute = match resource.life {
        Life::Transient => format!("transient({size})"),
        Life::Persistent(value) => {
            let value = clear(graph.format(index), value);
            format!("persistent({size}, clear = {value})")
        }
        Life::History(depth) => format!("history(depth = {depth}, {size})"),
        Life::Import(Contract::None) => format!("import({size})"),
        Life::Import(how) => format!("import({size}, {})", contract(how, is_image)),
        Life::Screen => "import(swapchain)".to_owned(),
        Life::Upload => format!("upload({size})"),
        Life::Readback => format!("readback({size})"),
    };
    let kind = if is_image { "Image" } else { "Buffer" };
    writeln!(f, "    #[{attribute}]\n    r{index}: {kind},")
}

fn shape(shape: Shape) -> String {
    match shape {
        Shape::Buffer(chunks) => format!("size = {}", chunks * super::CHUNK_WORDS * 4),
        Shape::Image { format, size, mips, layers, depth, samples } => {
            let size = match size {
                Size::Fixed([width, height]) if depth > 1 => {
                    format!("[{width}, {height}, {depth}]")
                }
                Size::Fixed([width, height]) => format!("[{width}, {height}]"),
                Size::Screen => "\"[width, height]\"".to_owned(),
                Size::Half => "\"[width, height] / 2\"".to_owned(),
            };
            let format = format!("{:?}", format.vk());
            let mut text = format!("format = \"{format}\", size = {size}");
            if mips > 1 {
                text += &format!(", mips = {mips}");
            }
            if layers > 1 {
                text += &format!(", layers = {layers}");
            }
            if depth > 1 {
                text += ", dimension = \"3d\"";
            }
            if samples > 1 {
                text += &format!(", samples = {samples}");
            }
            text
        }
    }
}

fn contract(contract: Contract, is_image: bool) -> String {
    let state = |stages: &str, access: &str, layout: &str| {
        let layout = if is_image { format!(", layout = \"{layout}\"") } else { String::new() };
        format!("(stages = \"{stages}\", access = \"{access}\"{layout})")
    };
    let storage = state("compute_shader", "shader_storage_write", "general");
    let read = if is_image { "shader_sampled_read" } else { "shader_storage_read" };
    let read = state("fragment_shader", read, "shader_read_only_optimal");
    match contract {
        Contract::Storage => format!("entry{storage}, exit{storage}"),
        Contract::CopiedToRead => {
            let copied = state("copy", "transfer_write", "transfer_dst_optimal");
            format!("entry{copied}, exit{read}")
        }
        Contract::Fresh => {
            let none = state("none", "none", "undefined");
            format!("entry{none}, exit{read}")
        }
        Contract::None => String::new(),
    }
}

fn node(f: &mut Formatter<'_>, graph: &Graph, (index, pass): (usize, &Pass)) -> fmt::Result {
    let mut keys = Vec::new();
    let mut wire =
        |name: String, wire: &Wire| keys.push(format!("{name} = {}", target(graph, *wire)));
    match &pass.work {
        Work::Compute { reads, writes, groups, dynamic, indirect } => {
            reads.iter().enumerate().for_each(|(k, (_, to))| wire(format!("r{k}"), to));
            writes.iter().enumerate().for_each(|(k, (_, to))| wire(format!("w{k}"), to));
            if let Some(to) = indirect {
                wire("arguments".to_owned(), to);
            } else {
                keys.push(format!("groups = {groups}"));
                keys.extend(dynamic.then(|| "dynamic".to_owned()));
            }
        }
        Work::Raster { reads, colors, depth, half, indirect, resolves, .. } => {
            reads.iter().enumerate().for_each(|(k, (_, to))| wire(format!("r{k}"), to));
            colors.iter().enumerate().for_each(|(k, (_, to))| wire(format!("c{k}"), to));
            if let Some((_, to)) = depth {
                wire("depth".to_owned(), to);
            }
            for (of, to) in resolves {
                wire(format!("{}_resolved", resolved(*of)), to);
            }
            if let Some(to) = indirect {
                wire("arguments".to_owned(), to);
            } else {
                keys.push(format!("vertices = {}", if *half { 3 } else { 6 }));
            }
        }
        Work::Copy { from, to } | Work::Blit { from, to, .. } => {
            wire("from".to_owned(), from);
            wire("to".to_owned(), to);
        }
        Work::Clear { to, .. } => wire("to".to_owned(), to),
    }
    if pass.side_effect {
        keys.push("side_effect".to_owned());
    }
    keys.extend(pass.merge_group.map(|group| format!("merge_group = \"g{group}\"")));
    let ty = match pass.repeat {
        0 => format!("P{index}"),
        count => format!("[P{index}; {count}]"),
    };
    writeln!(f, "    #[pass({})]\n    p{index}: {ty},", keys.join(", "))
}

/// A wire as text.
fn target(graph: &Graph, wire: Wire) -> String {
    let mut text = format!("r{}", wire.resource);
    let whole = graph.cells(wire.resource);
    if wire.prev > 0 {
        text += &format!(".prev({})", wire.prev);
    }
    let at = |first: u32| if wire.steps { format!("i + {first}") } else { first.to_string() };
    let ([a, b], [m, n]) = (wire.first, wire.count);
    if graph.format(wire.resource).is_none() {
        if m != whole[0] {
            let (start, bytes) = wire.bytes();
            let step = super::CHUNK_WORDS * 4;
            let at = if wire.steps { format!("i * {step} + ") } else { String::new() };
            text += &format!(".bytes({at}{start}..{at}{})", start + bytes);
        }
        return format!("\"{text}\"");
    }
    if m != whole[0] {
        let part =
            if m == 1 { format!(".mip({})", at(a)) } else { format!(".mips({a}..{})", a + m) };
        text += &part;
    }
    if n != whole[1] {
        text += &if n == 1 { format!(".layer({b})") } else { format!(".layers({b}..{})", b + n) };
    }
    format!("\"{text}\"")
}

//! One graph, compiled, executed and compared.

use std::panic::{AssertUnwindSafe, catch_unwind};

use vixen::Result;
use vixen_plan::{MemoryBarrier, Plan, Scope, Span};

use crate::compile::{Compiled, compile};
use crate::gpu::Gpu;
use crate::graph::{Graph, Observed};
use crate::reference::{Look, Pipelines, Reference};
use crate::subject::Subject;

/// How often a graph that differed is executed with all ordered against all.
const FULLY_ORDERED_TRIES: usize = 40;

/// What is wrong with a graph.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is valid, and the compiler refuses it or panics.
    #[error("compiler: {0}")]
    Compile(String),
    /// The runtime fails.
    #[error("runtime: {0}")]
    Runtime(String),
    /// The validation layer objects.
    #[error("validation: {0}")]
    Validation(String),
    /// The oracle objects to the plan.
    #[error("oracle: {0}")]
    Oracle(String),
    /// The oracle has no objection to a plan of which something was taken away, and no reason.
    #[error("superfluous: {0}")]
    Superfluous(String),
    /// What it leaves is not what the reference leaves.
    #[error("differs: {0}")]
    Differs(String),
}

impl Fault {
    /// Whether two are of one kind.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// What was done for a graph that is right.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts {
    /// Passes of the plan.
    pub passes: u64,
    /// Frames executed.
    pub frames: u64,
    /// Cells compared.
    pub compared: u64,
    /// Whether the validation layer objected to the plan and not to one that says the same in more words.
    pub layer_fault: bool,
    /// Whether it differed until the driver was kept from skipping barriers ([`crate::mesa`]).
    pub driver_fault: bool,
}

/// A device with what is kept from graph to graph.
pub struct Bench {
    /// Before the device that it is made from.
    pipelines: Pipelines,
    gpu: Gpu,
}

impl Bench {
    /// A device, which the validation layer watches where asked.
    pub fn new(validation: bool) -> Result<Self> {
        let gpu = Gpu::new(validation)?;
        Ok(Self { pipelines: Pipelines::new(gpu.device())?, gpu })
    }

    /// The device.
    #[must_use]
    pub fn gpu(&self) -> &Gpu {
        &self.gpu
    }

    /// Compiles a graph, and judges its plan and all of its mutants.
    pub fn judge_mutants(graph: &Graph) -> std::result::Result<Facts, Fault> {
        let compiled = compiled(graph)?;
        let report = vixen_oracle::mutate(&compiled.plan);
        if let Some(verdict) = report.objections.0.first() {
            return Err(Fault::Oracle(verdict.to_string()));
        }
        match report.survivors.iter().find(|survivor| survivor.reason.is_none()) {
            Some(survivor) => Err(Fault::Superfluous(survivor.description.clone())),
            None => Ok(Facts { passes: compiled.plan.passes.len() as u64, ..Facts::default() }),
        }
    }

    /// Compiles, executes and compares a graph.
    pub fn judge(&mut self, graph: &Graph) -> std::result::Result<Facts, Fault> {
        let compiled = compiled(graph)?;
        if let Some(verdict) = vixen_oracle::judge_plan(&compiled.plan).0.first() {
            return Err(Fault::Oracle(verdict.to_string()));
        }
        match self.execute(graph, &compiled) {
            Err(Fault::Differs(text)) => self.unless_skipped(graph, &compiled, text),
            Err(Fault::Validation(text)) => self.unless_mistaken(graph, &compiled, &text),
            found => found,
        }
    }

    /// Executes a graph that differs again where the driver is known to skip barriers, and is kept from it. That it differs
    /// with all ordered against all as well says first that barriers are not what its plan lacks.
    fn unless_skipped(
        &mut self,
        graph: &Graph,
        compiled: &Compiled,
        text: String,
    ) -> std::result::Result<Facts, Fault> {
        let skips = self.gpu.device().name().contains("llvmpipe");
        // What is not ordered differs now and then.
        let mut tries = 0..FULLY_ORDERED_TRIES;
        if !skips || !tries.any(|_| self.differs_fully_ordered(graph, compiled).is_some()) {
            return Err(Fault::Differs(text));
        }
        let validation = self.gpu.device().instance().is_validated();
        let runtime = |error: vixen::Error| Fault::Runtime(error.to_string());
        let gpu = Gpu::without_skipping(validation).map_err(runtime)?;
        let pipelines = Pipelines::new(gpu.device()).map_err(runtime)?;
        let facts = Self { pipelines, gpu }.execute(graph, compiled)?;
        Ok(Facts { driver_fault: true, ..facts })
    }

    /// Executes a graph that the validation layer objects to in words that it is silent about, where it is wrong. Each
    /// way of saying the same may bring an objection to light that calls for another one.
    fn unless_mistaken(
        &mut self,
        graph: &Graph,
        compiled: &Compiled,
        text: &str,
    ) -> std::result::Result<Facts, Fault> {
        let mut plan = written_out(&compiled.plan);
        let mut said = text.to_owned();
        loop {
            let worded = in_more_words(&plan, &said);
            let changed = worded != plan;
            plan = worded;
            match self.execute(graph, &Compiled { plan: plan.clone(), ..compiled.clone() }) {
                Ok(facts) => return Ok(Facts { layer_fault: true, ..facts }),
                Err(Fault::Validation(more)) if changed || said == text => said += &more,
                Err(left) => {
                    return Err(Fault::Validation(format!("{text}\nwritten out: {left}")));
                }
            }
        }
    }

    /// Where a compiled graph differs although each of its cuts orders all that is before it against all that is behind
    /// it: then its barriers are not what is wrong with it.
    pub fn differs_fully_ordered(&mut self, graph: &Graph, compiled: &Compiled) -> Option<String> {
        let plan = fully_ordered(&compiled.plan);
        match self.execute(graph, &Compiled { plan, ..compiled.clone() }) {
            Err(Fault::Differs(text)) => Some(text),
            _ => None,
        }
    }

    fn execute(&mut self, graph: &Graph, compiled: &Compiled) -> std::result::Result<Facts, Fault> {
        let before = self.gpu.messages().validation();
        let runtime = |error: vixen::Error| Fault::Runtime(error.to_string());
        let differences = self.compare(graph, compiled).map_err(runtime);
        let objections = self.gpu.messages().validation() - before;
        if objections > 0 {
            let texts = self.gpu.messages().recent();
            let all = texts.0.len();
            let new = texts.0.iter().skip(all.saturating_sub(objections as usize));
            let new: Vec<String> = new.map(ToString::to_string).collect();
            return Err(Fault::Validation(new.join("\n")));
        }
        let (facts, differences) = differences?;
        match differences.first() {
            Some(first) => Err(Fault::Differs(first.clone())),
            None => Ok(facts),
        }
    }

    fn compare(&mut self, graph: &Graph, compiled: &Compiled) -> Result<(Facts, Vec<String>)> {
        let observed = Observed::of(graph);
        let mut subject = Subject::new(&self.gpu, graph, compiled)?;
        let mut reference = Reference::new(&self.gpu, graph, &mut self.pipelines)?;
        let mut facts = Facts { passes: compiled.plan.passes.len() as u64, ..Facts::default() };
        for (number, burst) in graph.bursts.iter().enumerate() {
            if let Some(extent) = graph.resized.filter(|_| number + 1 == graph.bursts.len()) {
                subject.resize(extent)?;
                reference.resize(extent)?;
            }
            for _ in 0..*burst {
                subject.frame()?;
            }
            subject.wait()?;
            let seen = subject.look(&observed)?;
            for _ in 0..*burst {
                reference.frame()?;
            }
            facts.frames += u64::from(*burst);
            let expected = reference.look(&observed)?;
            facts.compared += expected.len() as u64;
            let differences: Vec<String> =
                seen.missing.into_iter().chain(differences(&seen.look, &expected)).collect();
            if !differences.is_empty() {
                let after = |text| format!("after frame {}: {text}", facts.frames - 1);
                return Ok((facts, differences.into_iter().map(after).collect()));
            }
        }
        Ok((facts, Vec::new()))
    }
}

fn compiled(graph: &Graph) -> std::result::Result<Compiled, Fault> {
    catch_unwind(AssertUnwindSafe(|| compile(graph)))
        .unwrap_or_else(|_| Err("panicked".to_owned()))
        .map_err(Fault::Compile)
}

/// What differs between two looks.
fn differences(found: &Look, expected: &Look) -> Vec<String> {
    let mut differences = Vec::new();
    for (place, expected) in expected {
        let (resource, age, cell) = place;
        let at = format!("r{resource} {cell:?}, {age} frames old");
        match found.get(place) {
            None => differences.push(format!("{at}: not there")),
            Some(found) if found != expected => {
                let byte = found.iter().zip(expected).position(|(a, b)| a != b).unwrap_or(0);
                let count = found.iter().zip(expected).filter(|(a, b)| a != b).count();
                let some = |bytes: &[u8]| {
                    let end = (byte + 8).min(bytes.len());
                    format!("{:02x?}", bytes.get(byte..end).unwrap_or_default())
                };
                differences.push(format!(
                    "{at}: {count} of {} bytes, from byte {byte}: {} where the reference has {}",
                    expected.len(),
                    some(found),
                    some(expected)
                ));
            }
            Some(_) => {}
        }
    }
    differences
}

/// The plan with what an objection of the validation layer 1.3.239 wants to hear and need not.
fn in_more_words(plan: &Plan, objection: &str) -> Plan {
    let said = |words: &str| objection.contains(words);
    let mut plan = plan.clone();
    // It takes fills of buffers for copies, where the specification has them among the clear commands (19.4), of which
    // the stage is CLEAR: with COPY beside each CLEAR it is as silent.
    if said("FillBuffer") {
        plan = fills_as_copies(&plan);
    }
    // It also wants the write named again by a transition that follows a barrier which made it available
    // (`write_barriers` in its text), where "available memory is automatically made visible to a layout
    // transition" (7.4). That it is available the oracle has said.
    if said("usage: SYNC_IMAGE_LAYOUT_TRANSITION") && said("write_barriers: SYNC_") {
        plan = writes_named_again(&plan, objection);
    }
    plan
}

/// The plan with the execution dependency of each image barrier written out as a memory barrier beside it. Layers before
/// the fix named below apply the execution dependency of an image barrier of synchronization2 to that one image. Written
/// out as a memory barrier without accesses it is the same dependency by the specification (7.6), and a layer that is
/// then silent has that fault: <https://github.com/KhronosGroup/Vulkan-ValidationLayers/pull/10524>
#[must_use]
pub fn written_out(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    let mut barriers = Vec::new();
    for cut in plan.cuts.to_mut() {
        let start = barriers.len() as u32;
        barriers.extend_from_slice(cut.memory.of(&plan.memory_barriers));
        for image in cut.images.of(&plan.image_barriers) {
            let scope = Scope {
                src_access: ash::vk::AccessFlags2::NONE,
                dst_access: ash::vk::AccessFlags2::NONE,
                ..image.scope
            };
            if !scope.src_stages.is_empty() && !scope.dst_stages.is_empty() {
                barriers.push(MemoryBarrier { scope, reasons: Span::default() });
            }
        }
        cut.memory = Span::new(start, barriers.len() as u32 - start);
    }
    plan.memory_barriers = barriers.into();
    plan
}

/// The plan with a barrier of all commands and all memory in every cut.
fn fully_ordered(plan: &Plan) -> Plan {
    use ash::vk::{AccessFlags2 as Access, PipelineStageFlags2 as Stage};
    let all = MemoryBarrier {
        scope: Scope {
            src_stages: Stage::ALL_COMMANDS,
            src_access: Access::MEMORY_WRITE,
            dst_stages: Stage::ALL_COMMANDS,
            dst_access: Access::MEMORY_READ | Access::MEMORY_WRITE,
        },
        reasons: Span::default(),
    };
    let mut plan = plan.clone();
    let mut barriers = Vec::new();
    for cut in plan.cuts.to_mut() {
        let start = barriers.len() as u32;
        barriers.extend_from_slice(cut.memory.of(&plan.memory_barriers));
        barriers.push(all);
        cut.memory = Span::new(start, barriers.len() as u32 - start);
    }
    plan.memory_barriers = barriers.into();
    plan
}

/// The plan with COPY beside CLEAR in every mask.
fn fills_as_copies(plan: &Plan) -> Plan {
    use ash::vk::PipelineStageFlags2 as Stage;
    let widened = |stages: Stage| {
        if stages.contains(Stage::CLEAR) { stages | Stage::COPY } else { stages }
    };
    let scope = |scope: Scope| Scope {
        src_stages: widened(scope.src_stages),
        dst_stages: widened(scope.dst_stages),
        ..scope
    };
    let mut plan = plan.clone();
    plan.memory_barriers.to_mut().iter_mut().for_each(|one| one.scope = scope(one.scope));
    plan.image_barriers.to_mut().iter_mut().for_each(|one| one.scope = scope(one.scope));
    plan
}

/// The plan with every write of its source stages in the source mask of each transition, and those writes with
/// their stages of which an objection says that a transition comes after them.
fn writes_named_again(plan: &Plan, objection: &str) -> Plan {
    use ash::vk::{AccessFlags2 as Access, PipelineStageFlags2 as Stage};
    const WRITES: [(Stage, Access, &str); 9] = [
        (
            Stage::COMPUTE_SHADER,
            Access::SHADER_STORAGE_WRITE,
            "COMPUTE_SHADER_SHADER_STORAGE_WRITE",
        ),
        (
            Stage::FRAGMENT_SHADER,
            Access::SHADER_STORAGE_WRITE,
            "FRAGMENT_SHADER_SHADER_STORAGE_WRITE",
        ),
        (Stage::COPY, Access::TRANSFER_WRITE, "COPY_TRANSFER_WRITE"),
        (Stage::BLIT, Access::TRANSFER_WRITE, "BLIT_TRANSFER_WRITE"),
        (Stage::CLEAR, Access::TRANSFER_WRITE, "CLEAR_TRANSFER_WRITE"),
        (Stage::RESOLVE, Access::TRANSFER_WRITE, "RESOLVE_TRANSFER_WRITE"),
        (
            Stage::COLOR_ATTACHMENT_OUTPUT,
            Access::COLOR_ATTACHMENT_WRITE,
            "COLOR_ATTACHMENT_OUTPUT_COLOR_ATTACHMENT_WRITE",
        ),
        (
            Stage::EARLY_FRAGMENT_TESTS,
            Access::DEPTH_STENCIL_ATTACHMENT_WRITE,
            "EARLY_FRAGMENT_TESTS_DEPTH_STENCIL_ATTACHMENT_WRITE",
        ),
        (
            Stage::LATE_FRAGMENT_TESTS,
            Access::DEPTH_STENCIL_ATTACHMENT_WRITE,
            "LATE_FRAGMENT_TESTS_DEPTH_STENCIL_ATTACHMENT_WRITE",
        ),
    ];
    let mut plan = plan.clone();
    for barrier in plan.image_barriers.to_mut() {
        for (stage, write, name) in WRITES {
            let scope = &mut barrier.scope;
            let before = objection.contains(&format!("prior_usage: SYNC_{name}"));
            if before && !scope.src_stages.is_empty() {
                scope.src_stages |= stage;
            }
            if scope.src_stages.intersects(stage) {
                scope.src_access |= write;
            }
        }
    }
    plan
}

//! The validation layer as a second judge: mutants of compute and transfer graphs, executed under it, and its
//! verdict beside the oracle's.
//!
//! Both are asked about the same plan, written out as [`written_out`] says, so that a known fault of older layers
//! is no difference. The layer judges what is recorded into one command buffer; the oracle judges consecutive
//! frames. `docs/proof/second-judge.md` has what the differences come to.

use std::collections::BTreeMap;
use std::fmt;

use vixen::Result;
use vixen_oracle::{Kind, Missing, Place, Verdict, judge_plan, mutants};
use vixen_plan::{Pass, Plan, Span};

use crate::campaign;
use crate::compile::{Compiled, compile};
use crate::graph::{Graph, Life, Work, Write};
use crate::judge::{Bench, written_out};
use crate::subject::Subject;

/// Kinds of mutants that synchronization validation can see: it knows no meaning and no memory placement, and
/// layouts are another part of the layer's affair.
const KINDS: [Kind; 8] = [
    Kind::Barrier,
    Kind::SourceStage,
    Kind::SourceAccess,
    Kind::DestinationStage,
    Kind::DestinationAccess,
    Kind::Pair,
    Kind::Range,
    Kind::Moved,
];

/// How the two judges may answer, and where the access that the oracle names lies from the earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// Both object.
    Both,
    /// Neither objects.
    Neither,
    /// The layer alone objects.
    LayerOnly,
    /// The oracle alone objects, to two accesses of one command buffer.
    OracleWithin,
    /// The same, to two shaders that write one range through descriptors.
    OracleDescriptors,
    /// The same, where one of them is an atomic operation.
    OracleAtomics,
    /// The same, where another read comes between the write and what does not see it.
    OracleBehindRead,
    /// The oracle alone objects, to accesses of two command buffers of a frame.
    OracleAcross,
    /// The oracle alone objects, to accesses of two frames, or of set-up and a frame.
    OracleFrames,
    /// The oracle alone objects, to the frame's edge: the host, the caller, the presentation engine.
    OracleEdge,
}

impl Answer {
    /// Whether it is not known why the layer answers otherwise than the oracle (docs/proof/second-judge.md).
    #[must_use]
    pub fn is_unexplained(self) -> bool {
        matches!(self, Self::LayerOnly | Self::OracleWithin)
    }

    /// In a few words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Both => "both object",
            Self::Neither => "neither objects",
            Self::LayerOnly => "layer only",
            Self::OracleWithin => "oracle only, one command buffer",
            Self::OracleDescriptors => "oracle only, two shaders' writes",
            Self::OracleAtomics => "oracle only, atomic operations",
            Self::OracleBehindRead => "oracle only, behind another read",
            Self::OracleAcross => "oracle only, two command buffers",
            Self::OracleFrames => "oracle only, two frames",
            Self::OracleEdge => "oracle only, the frame's edge",
        }
    }
}

/// What the judges answered.
#[derive(Debug, Default)]
pub struct Table {
    /// Mutants by kind and answer.
    pub counts: BTreeMap<(Kind, Answer), u64>,
    /// An example of each difference: the graph's number, what was changed, and what the judges said.
    pub examples: BTreeMap<(Kind, Answer), String>,
    /// Graphs whose mutants were judged.
    pub graphs: u64,
}

impl Table {
    /// Mutants that were executed.
    #[must_use]
    pub fn mutants(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Mutants on which the judges differ for no reason that is known.
    #[must_use]
    pub fn unexplained(&self) -> u64 {
        let open = self.counts.iter().filter(|((_, answer), _)| answer.is_unexplained());
        open.map(|(_, count)| count).sum()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} mutants of {} graphs", self.mutants(), self.graphs)?;
        for ((kind, answer), count) in &self.counts {
            writeln!(f, "| {kind} | {} | {count} |", answer.name())?;
        }
        for ((kind, answer), example) in &self.examples {
            writeln!(f, "\n{kind}, {}:\n{example}", answer.name())?;
        }
        Ok(())
    }
}

/// Asks both judges about at most `most` mutants of each of the first `graphs` fitting graphs of a seed.
pub fn ask(seed: u64, graphs: u64, most: usize) -> Result<Table> {
    let mut table = Table::default();
    let mut bench = Bench::new(true)?;
    let mut index = 0;
    while table.graphs < graphs {
        let graph = campaign::graph(seed, index);
        index += 1;
        let Some(graph) = graph.filter(fits) else { continue };
        let Ok(compiled) = compile(&graph) else { continue };
        let judged = (&graph, &compiled);
        if layer_objects(&mut bench, judged, &compiled.plan)?.is_some() {
            continue;
        }
        table.graphs += 1;
        let all = mutants(&compiled.plan).filter(|mutant| KINDS.contains(&mutant.kind));
        let all: Vec<_> = all.collect();
        let step = all.len().div_ceil(most.max(1)).max(1);
        for mutant in all.into_iter().step_by(step) {
            let verdicts = judge_plan(&mutant.plan).0;
            let layer = layer_objects(&mut bench, judged, &mutant.plan)?;
            let (answer, verdict) = match (&layer, verdicts.first()) {
                (Some(_), Some(_)) => (Answer::Both, None),
                (None, None) => (Answer::Neither, None),
                (Some(_), None) => (Answer::LayerOnly, None),
                (None, Some(_)) => nearest(&graph, &compiled.plan, &verdicts),
            };
            let key = (mutant.kind, answer);
            *table.counts.entry(key).or_default() += 1;
            if !matches!(answer, Answer::Both | Answer::Neither) {
                table.examples.entry(key).or_insert_with(|| {
                    let oracle = verdict.map(ToString::to_string).unwrap_or_default();
                    let layer = layer.unwrap_or_default();
                    format!(
                        "graph {}: {}\n  oracle: {oracle}\n  layer: {layer}",
                        index - 1,
                        mutant.description
                    )
                });
            }
        }
    }
    Ok(table)
}

/// Whether a graph has compute and transfer passes alone, and no import whose state the program changes.
fn fits(graph: &Graph) -> bool {
    let known = |work: &Work| !matches!(work, Work::Raster { .. });
    graph.passes.iter().all(|pass| known(&pass.work))
        && graph.resources.iter().all(|r| !matches!(r.life, Life::Import(_)))
}

/// What the layer says of a few frames of a plan, if anything.
fn layer_objects(
    bench: &mut Bench,
    (graph, compiled): (&Graph, &Compiled),
    plan: &Plan,
) -> Result<Option<String>> {
    let before = bench.gpu().messages().validation();
    let written_out = Compiled { plan: written_out(plan), shaders: compiled.shaders.clone() };
    let mut subject = Subject::new(bench.gpu(), graph, &written_out)?;
    for _ in 0..2 {
        subject.frame()?;
    }
    subject.wait()?;
    drop(subject);
    let objections = bench.gpu().messages().validation() - before;
    if objections == 0 {
        return Ok(None);
    }
    let texts = bench.gpu().messages().recent();
    let all = texts.0.len();
    let first = texts.0.get(all.saturating_sub(objections as usize)).map(ToString::to_string);
    // The layer remembers layouts that a wrong barrier left.
    *bench = Bench::new(true)?;
    Ok(Some(first.unwrap_or_default()))
}

/// The objection that the layer should have seen first: the one whose accesses lie closest together.
fn nearest<'a>(
    graph: &Graph,
    plan: &Plan,
    verdicts: &'a [Verdict],
) -> (Answer, Option<&'a Verdict>) {
    let atomic = |earlier: &Place, verdict: &Verdict| {
        counts(graph, &earlier.what) || counts(graph, &verdict.at.what)
    };
    let distance = |verdict: &Verdict| match &verdict.earlier {
        None => Answer::OracleEdge,
        Some(earlier) if earlier.frame != verdict.at.frame => Answer::OracleFrames,
        Some(earlier) => match (segment(plan, &earlier.what), segment(plan, &verdict.at.what)) {
            (Some(a), Some(b)) if a == b && suppressed(verdict) => Answer::OracleDescriptors,
            (Some(a), Some(b)) if a == b && atomic(earlier, verdict) => Answer::OracleAtomics,
            (Some(a), Some(b)) if a == b && is_behind_read(plan, earlier, verdict) => {
                Answer::OracleBehindRead
            }
            (Some(a), Some(b)) if a == b => Answer::OracleWithin,
            (Some(_), Some(_)) => Answer::OracleAcross,
            _ => Answer::OracleEdge,
        },
    };
    let nearest = verdicts.iter().min_by_key(|verdict| distance(verdict));
    (nearest.map_or(Answer::OracleEdge, distance), nearest)
}

/// Whether an objection is to two writes of shaders, which the layer suppresses (`SuppressedBoundDescriptorWAW` of its
/// sources), or to what a shader reads that writes it, too: of such a descriptor the layer asks for the write alone.
fn suppressed(verdict: &Verdict) -> bool {
    let writes = verdict.detail.contains("the write (SHADER_STORAGE_WRITE");
    writes && number(&verdict.at.what, "w").is_some()
}

/// Whether what lacks visibility comes after somebody else's read of the same write: the layer takes what one read has
/// been shown for visible to all that come after it, where visibility is to the accesses of a barrier's second scope
/// (7.1.1 "Availability, Visibility, and Domain Operations").
fn is_behind_read(plan: &Plan, earlier: &Place, verdict: &Verdict) -> bool {
    let reads = |pass: &Pass| {
        pass.accesses.of(&plan.accesses).iter().any(|access| {
            let resource = plan.resources.get(access.resource as usize);
            access.reads
                && resource
                    .is_some_and(|one| verdict.resource.split('[').next() == Some(&*one.name))
        })
    };
    let places = position(plan, &earlier.what).zip(position(plan, &verdict.at.what));
    verdict.missing == Missing::Visibility
        && places.is_some_and(|(from, to)| {
            plan.passes.iter().skip(from + 1).take(to.saturating_sub(from + 1)).any(reads)
        })
}

/// The number behind a letter in a place: that of a pass, or of a slot.
fn number(what: &str, letter: &str) -> Option<usize> {
    let mut words = what.split(|c: char| !c.is_alphanumeric());
    words.find_map(|word| word.strip_prefix(letter)?.parse().ok())
}

/// Whether a place is a slot that a shader counts in: the layer follows stores, and takes atomic operations for reads.
fn counts(graph: &Graph, what: &str) -> bool {
    let (Some(pass), Some(slot)) = (number(what, "p"), number(what, "w")) else { return false };
    match graph.passes.get(pass).map(|pass| &pass.work) {
        Some(Work::Compute { writes, .. }) => {
            writes.get(slot).is_some_and(|(how, _)| *how == Write::Count)
        }
        _ => false,
    }
}

/// The command buffer of the pass that a place names first.
fn segment(plan: &Plan, what: &str) -> Option<usize> {
    let pass = position(plan, what)? as u32;
    plan.segments.iter().position(|segment| {
        let Span { start, len } = segment.passes;
        (start..start + len).contains(&pass)
    })
}

/// The pass that a place names first.
fn position(plan: &Plan, what: &str) -> Option<usize> {
    let mut words = what.split(|c: char| !(c.is_alphanumeric() || "[]_".contains(c)));
    words.find_map(|word| plan.passes.iter().position(|pass| *pass.name == *word))
}

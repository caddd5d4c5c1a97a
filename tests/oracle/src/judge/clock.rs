//! Vector clocks. Scopes reach back to the beginning of a queue, so that one number for each queue and stage
//! says which operations are in one, and one for each queue, stage and access says which writes were made
//! available.

use crate::bits::{HOST, PairSet, STAGE_COUNT, StageSet, WRITE_PAIRS, each, each_pair};

/// Who executes operations: a queue by its number, then the host, then the presentation engine.
pub(super) type Agent = usize;

/// How clocks of a stream are laid out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Agents {
    queues: usize,
}

impl Agents {
    pub(super) const fn new(queues: usize) -> Self {
        Self { queues }
    }

    pub(super) const fn host(self) -> Agent {
        self.queues
    }

    pub(super) const fn engine(self) -> Agent {
        self.queues + 1
    }

    const fn done(self, agent: Agent, stage: usize) -> usize {
        if agent < self.queues {
            agent * STAGE_COUNT + stage
        } else {
            self.queues * STAGE_COUNT + agent - self.queues
        }
    }

    const fn made(self, agent: Agent, pair: usize) -> usize {
        let first = self.queues * STAGE_COUNT + 2;
        if agent < self.queues {
            first + agent * WRITE_PAIRS + pair
        } else {
            first + self.queues * WRITE_PAIRS
        }
    }

    const fn len(self) -> usize {
        self.made(self.queues, 0) + 1
    }
}

/// What has happened before a point: for each agent and stage the position up to which its operations have,
/// and for each agent and write access the position up to which the writes were made available by something
/// that has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clock(Box<[u32]>);

impl Clock {
    pub(super) fn new(agents: Agents) -> Self {
        Self(vec![0; agents.len()].into())
    }

    pub(super) fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine = (*mine).max(*theirs);
        }
    }

    /// Whether the operation of a stage at a position has happened.
    pub(super) fn has(
        &self,
        agents: Agents,
        (agent, stage): (Agent, usize),
        position: u32,
    ) -> bool {
        self.0[agents.done(agent, stage)] > position
    }

    /// Whether the write of a pair at a position was made available.
    pub(super) fn made(
        &self,
        agents: Agents,
        (agent, pair): (Agent, usize),
        position: u32,
    ) -> bool {
        self.0[agents.made(agent, pair)] > position
    }

    /// Takes in all that these stages of an agent did before a position.
    pub(super) fn take(&mut self, agents: Agents, agent: Agent, stages: StageSet, position: u32) {
        for stage in each(stages) {
            let entry = &mut self.0[agents.done(agent, stage)];
            *entry = (*entry).max(position);
        }
    }

    /// Takes in that the writes of these pairs before a position were made available.
    pub(super) fn make(&mut self, agents: Agents, agent: Agent, pairs: PairSet, position: u32) {
        for pair in each_pair(pairs) {
            let entry = &mut self.0[agents.made(agent, pair)];
            *entry = (*entry).max(position);
        }
    }
}

/// The stage as which the host and the presentation engine count.
pub(super) const ALONE: usize = HOST;

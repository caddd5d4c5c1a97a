//! Thousands of damaged modules: an interface or an error, never a panic, and bounded memory.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use glslang::ShaderStage;
use vixen_compiler::reflect::{print, reflect};

use crate::glsl::{VERSIONS, compile_for};

/// Damaged copies of each seed module.
const MUTANTS: usize = 4_000;

/// `xorshift64*`: the same mutants everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let shaders = [
        (include_str!("shaders/kinds.frag"), ShaderStage::Fragment, 4..7),
        (include_str!("shaders/layouts.comp"), ShaderStage::Compute, 0..7),
        (include_str!("shaders/bindless.vert"), ShaderStage::Vertex, 3..7),
    ];
    let compile = |(source, stage, versions): (&'static str, _, std::ops::Range<usize>)| {
        versions.step_by(3).map(move |version| compile_for(source, stage, VERSIONS[version]))
    };
    shaders.into_iter().flat_map(compile).collect()
}

/// One to four damages, of whole words mostly, since bytes that are no words fail at once.
fn mutate(seed: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(4) {
        let word = random.below(bytes.len() / 4) * 4;
        let other = random.below(bytes.len() / 4) * 4;
        match random.below(8) {
            0 => bytes[word] ^= 1 << random.below(8),
            1 => {
                let at = random.below(bytes.len());
                bytes[at] ^= 1 << random.below(8);
            }
            2 => bytes[word..word + 4].copy_from_slice(&(random.next() as u32).to_le_bytes()),
            // A small number: another id, opcode operand or count.
            3 => bytes[word..word + 4].copy_from_slice(&(random.below(300) as u32).to_le_bytes()),
            4 => bytes.copy_within(other..other + 4, word),
            5 => bytes.truncate(word.max(24)),
            6 => drop(bytes.drain(word..(word + 4).min(bytes.len()))),
            _ => {
                let inserted = (random.next() as u32 & 0x0007_ffff).to_le_bytes();
                drop(bytes.splice(word..word, inserted));
            }
        }
    }
    bytes
}

/// Peak resident memory of this process in KiB, where the system says so.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Set for the process in which the test runs alone.
const ALONE: &str = "VIXEN_TEST_ALONE";

/// In a process of its own: the peak of memory is a process's, and other tests have theirs.
#[test]
fn damaged_modules_are_read_or_refused() {
    if std::env::var_os(ALONE).is_none() {
        let program = std::env::current_exe().unwrap();
        let test = "mutation::damaged_modules_are_read_or_refused";
        let alone = Command::new(program).args(["--exact", test]).env(ALONE, "1").output().unwrap();
        let said = String::from_utf8_lossy(&alone.stdout);
        assert!(alone.status.success() && said.contains("1 passed"), "{said}");
        return;
    }
    let start = Instant::now();
    let mut random = Random(0x5eed_0f5b_1a5e_d001);
    let (mut read, mut refused) = (0, 0);
    for seed in seeds() {
        assert!(reflect(&seed).is_ok());
        for _ in 0..MUTANTS {
            match reflect(&mutate(&seed, &mut random)) {
                Ok(interface) => {
                    read += 1;
                    print::print_json(&interface, std::io::sink()).unwrap();
                    print::print_text(&interface, std::io::sink()).unwrap();
                }
                Err(error) => {
                    refused += 1;
                    assert!(!error.to_string().is_empty());
                }
            }
        }
    }
    // Both happen: damage to code goes unseen, damage to declarations does not.
    assert!(read > 1_000 && refused > 1_000, "{read} read, {refused} refused");
    assert!(start.elapsed() < Duration::from_mins(2), "took {:?}", start.elapsed());
    if let Some(peak) = peak_memory() {
        assert!(peak < 256 * 1024, "{peak} KiB at the peak");
    }
}

#[test]
fn truncations_at_every_word_are_read_or_refused() {
    let seed = &seeds()[0];
    let refused = (0..seed.len()).filter(|length| reflect(&seed[..*length]).is_err()).count();
    assert_eq!(refused, seed.len());
}

#[test]
fn random_bytes_behind_a_header_are_refused() {
    let mut random = Random(77);
    for length in 0..3_000 {
        let mut bytes = seeds_header();
        bytes.extend((0..length % 400 * 4).map(|_| random.next() as u8));
        assert!(reflect(&bytes).is_err());
    }
}

fn seeds_header() -> Vec<u8> {
    [0x0723_0203_u32, 0x0001_0300, 0, 200, 0].iter().flat_map(|word| word.to_le_bytes()).collect()
}

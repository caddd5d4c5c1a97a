# Vixen: what a person runs. Each target works from a bare clone on a machine with Rust, a C++ compiler
# and apt; elsewhere `make setup` says what to install.

CARGO ?= cargo
export PATH := $(PATH):$(HOME)/.cargo/bin

# Arguments for the demo, as in: make demo DEMO='--window'
DEMO ?=

# Arguments for the proofs, as in: make proof PROOF=--short
PROOF ?=

.PHONY: help setup demo test proof bench lint format clippy doc deny faults valgrind loom

help:
	@echo "make demo    render the voxel world into target/demo; DEMO='--window' shows it live"
	@echo "make test    formatting, clippy, documentation, every test and the short proofs, the validation layer on"
	@echo "make proof   all proofs at length, and their figures in target/proof/summary.json"
	@echo "make bench   the benchmarks"
	@echo "make lint    formatting, clippy, documentation, and the dependencies' licences and sources"
	@echo "make faults  every Vulkan call, failing once with each of its errors"
	@echo "make valgrind, make loom   memory errors in a frame; threads"
	@echo "make setup   install the Vulkan loader, lavapipe, validation layer and Xvfb where missing"

setup:
	@scripts/vulkan-setup

demo: setup
	scripts/with-vulkan $(CARGO) run --locked --release -p vixen-examples --bin voxel-world -- $(DEMO)

test: setup format clippy doc
	scripts/with-vulkan scripts/with-display $(CARGO) test --locked --workspace

# All proofs at length take half an hour; their short form, a part of `make test`, two minutes.
proof: setup
	scripts/with-vulkan scripts/with-display $(CARGO) run --locked --release -p vixen-proof --bin proof -- $(PROOF)

bench: setup
	scripts/with-vulkan $(CARGO) bench --locked --workspace --benches

# Every Vulkan call of the scenarios with each of its error codes; `make test` has one code a call.
faults: setup
	VIXEN_FAULTS_LONG=1 scripts/with-vulkan scripts/with-display $(CARGO) test --locked -p vixen-faults

# Memcheck over frames, without the validation layer.
valgrind: setup
	$(CARGO) build --locked -p vixen-faults --bin frame-loop
	VIXEN_VALIDATION=0 scripts/with-vulkan valgrind --quiet --error-exitcode=1 --keep-debuginfo=yes --leak-check=full \
		--errors-for-leak-kinds=definite --suppressions=tests/faults/valgrind.supp target/debug/frame-loop

# What threads share, in every order in which they can meet.
loom:
	RUSTFLAGS='--cfg loom' $(CARGO) test --locked --target-dir target/loom -p vixen --lib --no-default-features -- loom

lint: format clippy doc deny

format:
	$(CARGO) fmt --all --check

clippy:
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings

# Libraries only: the tool vixen-plan and the crate of that name would write to one place.
doc:
	RUSTDOCFLAGS='-D warnings' $(CARGO) doc --locked --workspace --lib --no-deps

deny:
	@command -v cargo-deny >/dev/null || { \
		echo "make: installing cargo-deny, which checks the dependencies' licences and sources"; \
		$(CARGO) install --locked cargo-deny; }
	$(CARGO) deny --locked check licenses bans sources

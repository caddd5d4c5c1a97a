//! What the driver allocates on the host, by phase.

use vixen::tracker::Phase;
use vixen_faults::host_allocations;

#[test]
fn every_call_has_callbacks_and_a_frame_of_steady_state_takes_what_the_driver_takes() {
    for allocated in host_allocations(100) {
        let name = allocated.scenario;
        assert_eq!(allocated.without_callbacks, [""; 0], "{name}");
        assert!(allocated.problems.is_empty(), "{name}: {:?}", allocated.problems);
        let counts = |phase| allocated.counts.phase(phase);
        assert!(counts(Phase::Setup).host_allocations > 0, "{name}: {}", allocated.counts);
        assert!(counts(Phase::Compile).host_allocations > 0, "{name}: {}", allocated.counts);
        let execute = counts(Phase::Execute);
        println!(
            "{name}: the driver makes {} blocks, {} bytes, in {} frames",
            execute.host_allocations, execute.host_bytes, allocated.frames
        );
        assert_eq!((execute.vulkan_objects, execute.device_allocations), (0, 0), "{name}");
    }
}

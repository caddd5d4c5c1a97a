//! Each case is a graph with a mistake; the `.stderr` beside it is what the build says.

#[test]
fn every_mistake_is_a_compile_error() {
    let cases = trybuild::TestCases::new();
    for kind in ["grammar", "shader", "block", "wire", "hazard", "raster", "memory", "unsupported"]
    {
        cases.compile_fail(format!("{kind}/*.rs"));
    }
}

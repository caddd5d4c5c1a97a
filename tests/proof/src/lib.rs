//! Random graphs, judged and executed, and the summary of all proofs.

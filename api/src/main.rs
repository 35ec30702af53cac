//! The `opora` binary.

fn main() -> std::process::ExitCode {
    opora::cli::main()
}

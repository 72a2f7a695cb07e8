//! Parses, hands over, and returns the exit code.

fn main() -> std::process::ExitCode {
    kenes::cli::main()
}

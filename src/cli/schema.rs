//! `kenes schema`: the GraphQL schema.

use super::Done;
use crate::graphql::schema;
use std::path::PathBuf;

/// Print the GraphQL schema, or check a file against it.
#[derive(clap::Subcommand, Debug)]
pub enum Schema {
    /// Print the schema in its language.
    Print,
    /// Fail when a file differs from the schema of this program.
    Check {
        /// The file, usually schema.graphql.
        #[arg(default_value = "schema.graphql")]
        file: PathBuf,
    },
}

pub fn run(command: Schema) -> Done {
    match command {
        Schema::Print => {
            print!("{}", schema::sdl());
            Ok(())
        }
        Schema::Check { file } => {
            let kept = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
            let made = schema::sdl();
            let line = kept.lines().zip(made.lines()).position(|(a, b)| a != b);
            match line {
                None if kept == made => Ok(()),
                place => Err(format!(
                    "{} differs from this program's schema from line {} on; `kenes schema print > {}` renews it",
                    file.display(),
                    place.unwrap_or_else(|| kept.lines().count().min(made.lines().count())) + 1,
                    file.display()
                )),
            }
        }
    }
}

pub mod access;
pub mod db;
pub mod features;
pub mod kernel;

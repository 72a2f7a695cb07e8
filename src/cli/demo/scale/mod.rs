//! The multiplier.

use super::content::Content;
use super::progress::Progress;
use crate::access::core::Core;
use crate::kernel::failure::Outcome;

pub fn multiply(_core: &Core, _content: &Content, _scale: u32, _progress: &Progress) -> Outcome<()> {
    Ok(())
}

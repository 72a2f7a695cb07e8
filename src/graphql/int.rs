//! GraphQL's `Int` has 32 bits with a sign, our counts have 64 or no sign. A number of the graph is an `i32`, made here.

/// A number for the graph. What is entered is kept within it by its own rule, and what is counted never comes near
/// it, so that nothing is lost by stopping there.
pub fn int(number: impl TryInto<i32>) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_the_graph_has_32_bits() {
        assert_eq!((int(7_i64), int(7_u32), int(7_usize), int(-7_i64)), (7, 7, 7, -7));
        assert_eq!((int(i64::MAX), int(u32::MAX)), (i32::MAX, i32::MAX));
    }
}

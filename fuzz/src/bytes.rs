//! Fuzzed bytes, taken apart from their beginning. What is missing is zero.

/// The bytes that are left.
pub struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self(data)
    }

    /// Up to `count` bytes.
    pub fn some(&mut self, count: usize) -> &'a [u8] {
        let (taken, left) = self.0.split_at(count.min(self.0.len()));
        self.0 = left;
        taken
    }

    /// Exactly `N` bytes.
    pub fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut array = [0; N];
        for (place, byte) in array.iter_mut().zip(self.some(N)) {
            *place = *byte;
        }
        array
    }

    pub fn byte(&mut self) -> u8 {
        u8::from_be_bytes(self.array())
    }

    /// What is left.
    pub fn rest(self) -> &'a [u8] {
        self.0
    }
}

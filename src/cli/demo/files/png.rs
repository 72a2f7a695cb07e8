//! A diagram of columns as a PNG of three colours, not compressed: its format asks only for a frame around the points.

const WIDTH: usize = 240;
const HEIGHT: usize = 120;
const MARGIN: usize = 10;
/// Paper, column, axis; RGB each.
const PALETTE: [u8; 9] = [255, 255, 255, 0, 97, 133, 60, 60, 60];

/// Columns of these heights, in percent.
pub fn diagram(columns: &[u8]) -> Vec<u8> {
    let mut points = Vec::with_capacity((WIDTH + 1) * HEIGHT);
    for y in 0..HEIGHT {
        // Each line begins with how it was filtered: not at all.
        points.push(0);
        points.extend((0..WIDTH).map(|x| colour(columns, x, HEIGHT - y)));
    }
    let mut head = Vec::new();
    for side in [WIDTH, HEIGHT] {
        head.extend(length(side));
    }
    // Eight bits to a point, each a place in the palette.
    head.extend([8, 3, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, b"IHDR", &head);
    chunk(&mut file, b"PLTE", &PALETTE);
    chunk(&mut file, b"IDAT", &stored(&points));
    chunk(&mut file, b"IEND", &[]);
    file
}

/// The colour of a point, `height` counted from below.
fn colour(columns: &[u8], x: usize, height: usize) -> u8 {
    if height <= MARGIN || !(MARGIN..WIDTH - MARGIN).contains(&x) {
        return u8::from(height == MARGIN) * 2;
    }
    let each = (WIDTH - 2 * MARGIN) / columns.len().max(1);
    let (number, within) = ((x - MARGIN) / each.max(1), (x - MARGIN) % each.max(1));
    let percent = columns.get(number).copied().unwrap_or(0);
    let top = usize::from(percent) * (HEIGHT - 2 * MARGIN) / 100;
    u8::from(height - MARGIN <= top && within * 4 < each * 3)
}

fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes()
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    file.extend(length(data.len()));
    let sum = crc(kind.iter().chain(data));
    file.extend(kind);
    file.extend(data);
    file.extend(sum.to_be_bytes());
}

/// A zlib stream of blocks that are not compressed (RFC 1950, RFC 1951).
fn stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = data.chunks(60_000).peekable();
    while let Some(block) = blocks.next() {
        let size = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.push(u8::from(blocks.peek().is_none()));
        out.extend(size.to_le_bytes());
        out.extend((!size).to_le_bytes());
        out.extend(block);
    }
    out.extend(adler(data).to_be_bytes());
    out
}

/// CRC-32 as PNG computes it.
fn crc<'d>(data: impl Iterator<Item = &'d u8>) -> u32 {
    !data.fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

/// Adler-32 as zlib computes it.
fn adler(data: &[u8]) -> u32 {
    let (low, high) = data.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    (high << 16) | low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_are_those_of_the_standards() {
        assert_eq!(crc(b"123456789".iter()), 0xcbf4_3926);
        assert_eq!(crc(b"IEND".iter()), 0xae42_6082);
        assert_eq!(adler(b"Wikipedia"), 0x11e6_0398);
    }

    #[test]
    fn a_picture_has_its_four_chunks() {
        let file = diagram(&[20, 80, 50]);
        for kind in [b"IHDR", b"PLTE", b"IDAT", b"IEND"] {
            assert!(file.windows(4).any(|window| window == kind));
        }
        assert!(file.ends_with(&0xae42_6082_u32.to_be_bytes()));
    }
}

//! Uploads of 200 MB stream in constant memory: the real program, its peak measured by the kernel.
//!
//! What may grow is, of each transfer, one part of 5 MiB on its way to the storage and the next one being gathered, a few pieces
//! of the network's, and what the allocator keeps of them: [`MOST_KIB`] is far above that and a sixth of the file. A server
//! that gathered the file, or let the network run ahead of the disk, would grow by 200 MB. Measured: 7 MiB at most. On one
//! database only, because no content passes a database.

use super::crash::Stage;
use super::wire::Wire;
use crate::support::World;
use crate::support::files::operation;
use serde_json::json;
use sha2::{Digest, Sha256};

const FILE_BYTES: usize = 200_000_000;
const MOST_KIB: u64 = 32 * 1024;

/// A piece of the file, which is the same piece over and over.
fn piece() -> Vec<u8> {
    (0..65_536_u32).map(|n| b'a' + u8::try_from(n % 23).expect("small")).collect()
}

/// Sends so many bytes of the file.
fn pour(wire: &mut Wire, mut bytes: usize) {
    let piece = piece();
    while bytes > 0 {
        let some = bytes.min(piece.len());
        wire.send(&piece[..some]);
        bytes -= some;
    }
}

fn hash(bytes: usize) -> String {
    let (piece, mut hash, mut left) = (piece(), Sha256::new(), bytes);
    while left > 0 {
        let some = left.min(piece.len());
        hash.update(&piece[..some]);
        left -= some;
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The most memory a process had since [`forget_peak`], in KiB.
fn peak_kib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// From here on the kernel measures anew.
fn forget_peak(process: u32) {
    std::fs::write(format!("/proc/{process}/clear_refs"), "5").expect("Linux");
}

impl Stage {
    fn put(&self, bytes: usize) -> (String, u16, String) {
        let (id, url) = self.announce("large.txt");
        let mut wire = Wire::put(&self.officer, &url, bytes);
        pour(&mut wire, bytes);
        let (status, answer) = wire.answer();
        (id, status, answer)
    }

    fn multipart(&self, bytes: usize) -> (u16, String) {
        let input = json!({ "subjectId": self.decision, "name": "large.txt", "access": "PUBLIC" });
        let around = operation(&input, "attachment { sizeBytes sha256 }", b"");
        // The file goes before the last boundary.
        let (before, after) = around.split_at(around.len() - b"\r\n--kenes--\r\n".len());
        let mut wire = Wire::multipart(&self.officer, around.len() + bytes);
        wire.send(before);
        pour(&mut wire, bytes);
        wire.send(after);
        wire.answer()
    }

    /// Hash and length of a download that is not kept either.
    fn download(&self, id: &str) -> (String, usize) {
        let (mut hash, mut size) = (Sha256::new(), 0);
        Wire::begin(&self.officer, "GET", &format!("/attachments/{id}"), &[]).content(|bytes| {
            hash.update(bytes);
            size += bytes.len();
        });
        (hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect(), size)
    }
}

fn run(world: &World) {
    let stage = Stage::set(world);
    let process = stage.program.child.id();
    // What a first request brings in of the program itself is no matter of the file's size.
    let (small, status, _) = stage.put(6_000_000);
    assert_eq!((status, stage.multipart(6_000_000).0, stage.download(&small).1), (201, 200, 6_000_000));
    let expected = hash(FILE_BYTES);
    forget_peak(process);
    let mut before = peak_kib(process);
    let mut grown = |what: &str| {
        let (peak, was) = (peak_kib(process), before);
        println!("{what}: peak {peak} KiB, {} KiB more than before", peak.saturating_sub(was));
        assert!(peak < was + MOST_KIB, "{what} of 200 MB: {was} KiB before, {peak} KiB at most");
        forget_peak(process);
        before = peak_kib(process);
    };
    let (id, status, answer) = stage.put(FILE_BYTES);
    assert!(status == 201 && answer.contains(&expected), "{answer}");
    grown("PUT");
    let (status, answer) = stage.multipart(FILE_BYTES);
    assert!(status == 200 && answer.contains(&expected), "{answer}");
    grown("multipart");
    assert_eq!(stage.download(&id), (expected, FILE_BYTES));
    grown("download");
}

#[test]
fn files_of_200_mb_go_in_and_out_in_constant_memory() {
    if !cfg!(target_os = "linux") {
        eprintln!("SKIPPED: only Linux tells the peak of another process's memory");
        return;
    }
    run(&World::start(crate::support::Backend::Sqlite).expect("SQLite needs nothing"));
}

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| kenes_fuzz::ids_and_cursors(data));

//! Files of every kind, whole and in pieces.

use super::*;
use proptest::prelude::*;

fn kind(name: &str, content: &[u8]) -> Result<&'static str, Unfit> {
    let mut sniffer = Sniffer::new(name);
    sniffer.see(content)?;
    sniffer.finish().map(|media| media.mime)
}

/// The first entry of a ZIP archive under a name.
fn entry(name: &str) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.extend_from_slice(&[0; 26]);
    bytes.extend_from_slice(name.as_bytes());
    bytes
}

#[test]
fn a_file_is_what_its_content_says_whatever_its_name_says() {
    assert_eq!(kind("virus.exe", b"%PDF-1.7 ..."), Ok("application/pdf"));
    assert_eq!(kind("a.pdf", b"\x89PNG\r\n\x1a\n...."), Ok("image/png"));
    let docx = [entry("[Content_Types].xml"), entry("word/document.xml")].concat();
    assert_eq!(kind("a", &docx), Ok("application/vnd.openxmlformats-officedocument.wordprocessingml.document"));
    let odt = [entry("mimetypeapplication/vnd.oasis.opendocument.text"), entry("content.xml")].concat();
    assert_eq!(kind("a", &odt), Ok("application/vnd.oasis.opendocument.text"));
    let template = [entry("mimetypeapplication/vnd.oasis.opendocument.text-template"), entry("x")].concat();
    assert!(kind("a", &template).is_err());
}

#[test]
fn what_runs_or_hides_is_refused() {
    let page = "<!DOCTYPE html><html><script>alert(1)</script></html>";
    for (name, content) in [
        ("report.pdf", page.as_bytes()),
        ("a.txt", b"  <html ><body>".as_slice()),
        ("a.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("a.svg", b"<?xml version=\"1.0\"?><svg></svg>"),
        ("a.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
        ("a.pdf", b"\xEF\xBB\xBF \n<SVG onload=alert(1)>"),
        ("a.txt", b"<x-tag onclick=alert(1)>"),
        ("a.csv", b"<!-- a comment --><script src=x></script>"),
        ("a.zip", &entry("anything.txt")),
        ("a.pdf", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("a.pdf", b"\x7fELF\x02\x01\x01\x00"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00"),
        ("a.txt", b"text \x00 with a NUL"),
        ("a.txt", b"\xf1\xee\xe2\xe5\xf2 in an old encoding"),
    ] {
        assert!(matches!(kind(name, content), Err(Unfit::Kind(_))), "{name}");
    }
    assert_eq!(kind("a.pdf", b""), Err(Unfit::Empty));
}

#[test]
fn the_end_of_the_name_tells_only_kinds_of_text_apart() {
    assert_eq!(kind("a.csv", "аты;саны\n".as_bytes()), Ok("text/csv"));
    assert_eq!(kind("a.json", b"{}"), Ok("application/json"));
    assert_eq!(kind("a.exe", "мәтін".as_bytes()), Ok("text/plain"));
    assert_eq!(kind("a.txt", b"< 5 mm, <<quoted>>, a < b"), Ok("text/plain"));
}

#[test]
fn a_file_is_handed_out_under_a_name_that_ends_as_it_should() {
    let pdf = MediaType::of("application/pdf").expect("taken");
    assert_eq!(pdf.file_name("Есеп.PDF"), "Есеп.PDF");
    assert_eq!(pdf.file_name("report.pdf.exe"), "report.pdf.exe.pdf");
    assert_eq!(pdf.file_name(".pdf"), ".pdf.pdf");
}

#[test]
fn a_text_is_read_to_its_end() {
    let mut sniffer = Sniffer::new("a.txt");
    sniffer.see(&vec![b'a'; HEAD_BYTES]).expect("text so far");
    assert!(sniffer.see(b"\x00").is_err());
    let mut cut = Sniffer::new("a.txt");
    cut.see(&vec![b'a'; HEAD_BYTES]).expect("text so far");
    cut.see(&"ә".as_bytes()[..1]).expect("the rest may come");
    assert!(cut.finish().is_err(), "it did not come");
}

proptest! {
    #[test]
    fn it_does_not_matter_where_a_text_is_cut(text in "\\PC{1,80}", at in 0_usize..80) {
        // Signatures that are texts too are another matter.
        prop_assume!(infer::get(text.as_bytes()).is_none() && !text.trim_start().starts_with('<'));
        let bytes = text.as_bytes();
        let mut long = vec![b' '; HEAD_BYTES];
        long.extend_from_slice(bytes);
        let (first, second) = long.split_at(HEAD_BYTES + at.min(bytes.len()));
        let mut sniffer = Sniffer::new("a.txt");
        prop_assert!(sniffer.see(first).is_ok() && sniffer.see(second).is_ok());
        prop_assert!(sniffer.finish().is_ok());
    }

    #[test]
    fn no_content_makes_it_panic(content in proptest::collection::vec(any::<u8>(), 0..300)) {
        drop(kind("a", &content));
        drop(kind("a", &[b"PK\x03\x04".as_slice(), &content].concat()));
    }
}

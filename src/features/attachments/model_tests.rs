//! The rules of names, subjects and redacted copies.

use super::*;
use crate::kernel::id::Id;
use crate::kernel::media::MediaType;
use proptest::prelude::*;

fn subject(kind: SubjectKind) -> Subject {
    Subject { kind, id: Uuid::from_u128(1) }
}

fn setting(kind: SubjectKind) -> Setting {
    Setting {
        subject: subject(kind),
        decision_id: Some(Id::from_uuid(Uuid::from_u128(1))),
        council_id: Some(Id::from_uuid(Uuid::from_u128(2))),
        body_id: Some(Id::from_uuid(Uuid::from_u128(3))),
        shut: None,
        widest: Access::Public,
    }
}

fn file(access: Access) -> NewFile {
    NewFile { subject: subject(SubjectKind::Decision), name: "Есеп".into(), access, redacted_of: None }
}

fn attachment(access: Access) -> Attachment {
    let pending = Pending {
        id: Id::from_uuid(Uuid::from_u128(4)),
        file: file(access),
        setting: setting(SubjectKind::Decision),
        author_id: Id::from_uuid(Uuid::from_u128(5)),
        author_name: "Автор".into(),
        created_at: Timestamp::from_micros(1).expect("in range"),
    };
    let media = MediaType::of("application/pdf").expect("taken");
    let received = Received { size_bytes: 9, sha256: vec![0xab, 0x01], media };
    let stored = Stored { blob: Id::from_uuid(Uuid::from_u128(6)), received };
    pending.with(&stored, Timestamp::from_micros(2).expect("in range"))
}

#[test]
fn the_id_of_a_subject_survives_the_wire_and_others_are_named() {
    for kind in SubjectKind::ALL {
        assert_eq!(Subject::parse(&subject(*kind).wire()), Ok(subject(*kind)), "{kind:?}");
    }
    let person = PersonId::from_uuid(Uuid::from_u128(1)).wire();
    assert!(matches!(Subject::parse(&person), Err(IdError::OtherKind { .. })));
    assert!(matches!(Subject::parse("nonsense"), Err(IdError::Malformed { .. })));
}

#[test]
fn rights_hang_on_the_owner_and_not_on_whoever_has_to_do_with_it() {
    for kind in SubjectKind::ALL {
        let place = setting(*kind).place();
        let of_body = matches!(kind, SubjectKind::Decision | SubjectKind::Answer);
        assert_eq!((place.body.is_some(), place.council.is_some()), (of_body, !of_body), "{kind:?}");
    }
}

#[test]
fn a_name_has_no_folders_and_does_not_pretend() {
    assert_eq!(file_name("C:\\fakepath\\Есеп.pdf"), Ok("Есеп.pdf".to_owned()));
    assert_eq!(file_name("../../etc/passwd"), Ok("passwd".to_owned()));
    assert_eq!(file_name("annexe\u{202E}fdp.exe"), Ok("annexefdp.exe".to_owned()));
    assert_eq!(file_name("a/").expect_err("blank").code, Code::Blank);
    assert_eq!(file_name(&"ә".repeat(201)).expect_err("long").code, Code::TooLong);
}

#[test]
fn an_attachment_is_handed_out_under_a_name_that_fits_what_it_is() {
    assert_eq!(attachment(Access::Public).name, "Есеп.pdf");
    assert_eq!(attachment(Access::Public).sha256_hex(), "ab01");
}

#[test]
fn nothing_is_added_to_what_is_shut_and_nothing_public_to_what_is_closed() {
    let open = setting(SubjectKind::Meeting);
    let (public, restricted) = (file(Access::Public), file(Access::Restricted));
    assert_eq!(admit_subject(&open, &public), Ok(()));
    let shut = Setting { shut: Some("SENT"), ..open };
    assert_eq!(admit_subject(&shut, &public).expect_err("shut").code, Code::WrongState);
    let closed = Setting { widest: Access::Restricted, ..open };
    assert_eq!(admit_subject(&closed, &public).expect_err("closed").code, Code::MustBeRestricted);
    assert_eq!(admit_subject(&closed, &restricted), Ok(()));
    // The public has nothing else where the original was restricted afterwards.
    let copy = NewFile { redacted_of: Some(Id::from_uuid(Uuid::from_u128(9))), ..public };
    assert_eq!(admit_subject(&shut, &copy), Ok(()));
}

#[test]
fn a_redacted_copy_is_public_and_its_original_restricted_and_of_the_same_subject() {
    let original = attachment(Access::Restricted);
    assert_eq!(admit_redaction(&file(Access::Public), &original), Ok(()));
    let refused = |file: &NewFile, original: &Attachment| admit_redaction(file, original).expect_err("unfit").code;
    assert_eq!(refused(&file(Access::Restricted), &original), Code::RedactedOfUnfit);
    assert_eq!(refused(&file(Access::Public), &attachment(Access::Public)), Code::RedactedOfUnfit);
    let copy = Attachment { redacted_of_id: Some(original.id), ..original.clone() };
    assert_eq!(refused(&file(Access::Public), &copy), Code::RedactedOfUnfit);
    let elsewhere = NewFile { subject: subject(SubjectKind::Answer), ..file(Access::Public) };
    assert_eq!(refused(&elsewhere, &original), Code::RedactedOfUnfit);
}

proptest! {
    #[test]
    fn a_name_that_is_kept_can_be_shown_anywhere(given in ".{0,60}") {
        if let Ok(name) = file_name(&given) {
            prop_assert!(!name.contains(['/', '\\']) && !name.chars().any(char::is_control) && !name.trim().is_empty());
            prop_assert_eq!(file_name(&name), Ok(name));
        }
    }
}

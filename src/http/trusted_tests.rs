//! Which documents are known by which names, and to whom.

use super::*;

const QUERY: &str = "{ viewer { locale } }";

fn documents(strict: bool) -> Documents {
    let trusted = HashMap::from([(digest(QUERY), Arc::from(QUERY)), ("Languages".to_owned(), Arc::from(QUERY))]);
    Documents { trusted, strict, sent: Cache::new(10) }
}

fn by_id(id: &str) -> Named {
    Named { document_id: Some(id.into()), ..Named::default() }
}

fn by_hash(hash: &str) -> Named {
    Named { hash: Some(hash.into()), ..Named::default() }
}

fn sent(query: &str, hash: Option<String>) -> Named {
    Named { query: Some(query.into()), hash, ..Named::default() }
}

#[test]
fn a_trusted_document_is_found_by_its_name_and_by_its_hash() {
    let known = documents(true);
    for named in [
        by_id("Languages"),
        by_id(&digest(QUERY)),
        by_id(&format!("sha256:{}", digest(QUERY))),
        by_hash(&digest(QUERY).to_uppercase()),
    ] {
        assert_eq!(known.find(named, true).as_deref(), Ok(QUERY));
    }
    assert_eq!(known.find(by_id("sha256:00"), true), Err(Unknown::NoSuchDocument));
    assert_eq!(known.find(Named::default(), true), Err(Unknown::Nothing));
}

#[test]
fn in_the_strict_mode_strangers_run_nothing_else() {
    let (strict, open) = (documents(true), documents(false));
    assert_eq!(strict.find(sent("{ regions { totalCount } }", None), true), Err(Unknown::NotTrusted));
    assert_eq!(strict.find(sent(QUERY, None), true).as_deref(), Ok(QUERY), "the same document, sent");
    assert!(strict.find(sent("{ regions { totalCount } }", None), false).is_ok());
    assert!(open.find(sent("{ regions { totalCount } }", None), true).is_ok());
}

#[test]
fn a_document_that_was_sent_with_its_hash_is_remembered_by_it() {
    let known = documents(false);
    let (query, hash) = ("{ regions { totalCount } }", digest("{ regions { totalCount } }"));
    assert_eq!(known.find(by_hash(&hash), true), Err(Unknown::NotRemembered));
    assert_eq!(known.find(sent(query, Some(digest("another"))), true), Err(Unknown::OtherHash));
    assert_eq!(known.find(by_hash(&hash), true), Err(Unknown::NotRemembered), "what does not match is not remembered");
    assert_eq!(known.find(sent(query, Some(hash.to_uppercase())), true).as_deref(), Ok(query));
    assert_eq!(known.find(by_hash(&hash), true).as_deref(), Ok(query));
    // What a member sent does not become trusted thereby.
    let strict = documents(true);
    assert!(strict.find(sent(query, Some(hash.clone())), false).is_ok());
    assert_eq!(strict.find(by_hash(&hash), true), Err(Unknown::NotRemembered));
    assert!(strict.find(by_hash(&hash), false).is_ok());
}

#[test]
fn manifests_of_the_common_generators_are_understood() {
    let plain =
        manifest(r#"{"abc": "{ viewer { locale } }", "def": "{ regions { totalCount } }"}"#).expect("a manifest");
    assert_eq!(plain.len(), 2);
    let apollo = r#"{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "abc", "name": "Q", "type": "query", "body": "{ a }"}]}"#;
    assert_eq!(manifest(apollo), Some(vec![("abc".to_owned(), "{ a }".to_owned())]));
    for wrong in ["", "[]", "7", r#"{"abc": 7}"#, r#"{"operations": [{"id": "abc"}]}"#] {
        assert_eq!(manifest(wrong), None, "{wrong}");
    }
}

use super::*;

fn from(pairs: &[(&str, &str)]) -> Result<Settings, String> {
    let environment = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    Settings::read(None, &environment)
}

#[test]
fn every_setting_is_documented_and_every_document_is_a_setting() {
    let mut keys: Vec<String> = defaults().expect("serialises").keys().cloned().collect();
    let mut documented: Vec<String> = DOCS.iter().map(|(key, _)| (*key).to_owned()).collect();
    keys.sort();
    documented.sort();
    assert_eq!(keys, documented);
}

#[test]
fn the_environment_wins_and_has_the_types_of_the_defaults() {
    let settings = from(&[("KENES_POOL_SIZE", "7"), ("KENES_SELF_REGISTRATION", "true"), ("KENES_TOKEN_KEYS", "a, b")]);
    let settings = settings.expect("reads");
    assert_eq!((settings.pool(), settings.self_registration), (7, true));
    assert_eq!(settings.token_keys, ["a", "b"]);
    assert!(from(&[("KENES_POOL_SIZE", "many")]).unwrap_err().contains("KENES_POOL_SIZE"));
}

#[test]
fn unknown_keys_are_refused_with_a_hint() {
    let error = from(&[("KENES_POOL", "7")]).unwrap_err();
    assert!(error.contains("pool_size"), "{error}");
}

#[test]
fn what_is_printed_has_no_password() {
    let settings = from(&[("KENES_DATABASE_URL", "postgres://kenes:hunter2@db/kenes")]).expect("reads");
    assert!(!settings.describe().contains("hunter2"));
    assert!(settings.describe().contains("postgres://***@db/kenes"));
}

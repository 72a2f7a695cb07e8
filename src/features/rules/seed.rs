//! The rules a new database begins with, from `seed.csv`. What held before 2016, when Law 383-V came into force and
//! councils began, is none of ours: older rules are entered from that day.

use super::model::{LegalRule, Unit};
use super::store;
use crate::db::AnyConn;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::Id;
use crate::kernel::localized::Localized;
use uuid::Uuid;

const SEED: &str = include_str!("seed.csv");

/// Enters the rules whose keys the database does not know yet; returns how many.
///
/// # Errors
/// A fault when the database refuses.
pub fn seed(conn: &mut AnyConn) -> Outcome<usize> {
    let known = store::all(conn)?;
    let missing: Vec<LegalRule> = rows()?.into_iter().filter(|rule| known.iter().all(|k| k.key != rule.key)).collect();
    for rule in &missing {
        store::insert(conn, rule)?;
    }
    Ok(missing.len())
}

/// The rows of the seed. Their ids come from their keys, so that every installation has the same.
fn rows() -> Outcome<Vec<LegalRule>> {
    SEED.lines().skip(1).filter(|line| !line.is_empty()).map(row).collect()
}

fn row(line: &str) -> Outcome<LegalRule> {
    let bad = || Failure::fault(format!("seed.csv: {line}"));
    let fields: Vec<&str> = line.split(';').collect();
    let [key, num, den, unit, confirmed, kk, ru, en, valid_from] = fields.as_slice() else { return Err(bad()) };
    let digest = <sha2::Sha256 as sha2::Digest>::digest(key.as_bytes());
    let bytes = digest.first_chunk::<16>().copied().ok_or_else(bad)?;
    Ok(LegalRule {
        id: Id::from_uuid(Uuid::from_bytes(bytes)),
        key: (*key).to_owned(),
        value_num: num.parse().map_err(|_| bad())?,
        value_den: den.parse().map_err(|_| bad())?,
        unit: unit.parse::<Unit>().map_err(|_| bad())?,
        citation: Localized { kk: (*kk).to_owned(), ru: Some((*ru).to_owned()), en: Some((*en).to_owned()) },
        valid_from: valid_from.parse().map_err(|_| bad())?,
        valid_to: None,
        confirmed: *confirmed == "true",
        withdrawal: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::rules::key;

    #[test]
    fn every_key_the_code_asks_for_is_seeded_and_nothing_else() {
        let mut seeded: Vec<String> = rows().expect("reads").into_iter().map(|rule| rule.key).collect();
        let mut asked: Vec<String> = key::ALL.iter().map(|key| (*key).to_owned()).collect();
        seeded.sort();
        asked.sort();
        assert_eq!(seeded, asked);
    }
}

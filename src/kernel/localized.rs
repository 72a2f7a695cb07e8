//! Text in the three languages of Kenes. Kazakh is obligatory; the others fall back.

use serde::{Deserialize, Serialize};

/// The languages texts and messages exist in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    #[default]
    Kk,
    Ru,
    En,
}

impl Locale {
    pub const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// Reads a language tag by its primary subtag: `ru-KZ` is Russian.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|locale| primary.eq_ignore_ascii_case(locale.code()))
    }

    /// The languages an `Accept-Language` header names that exist here, best first; quality zero excludes.
    pub fn negotiate(header: &str) -> Vec<Self> {
        let mut wanted: Vec<(u16, Self)> = header.split(',').take(20).filter_map(weighed).collect();
        wanted.sort_by_key(|(quality, _)| std::cmp::Reverse(*quality));
        let mut order: Vec<Self> = Vec::new();
        for (_, locale) in wanted {
            if !order.contains(&locale) {
                order.push(locale);
            }
        }
        order
    }
}

/// One `tag;q=0.5` of the header, with its quality in thousandths.
fn weighed(part: &str) -> Option<(u16, Locale)> {
    let mut pieces = part.split(';');
    let locale = Locale::parse(pieces.next()?.trim())?;
    let quality = pieces.find_map(|p| p.trim().strip_prefix("q=")).map_or(Some(1.0), |q| q.parse::<f32>().ok())?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000 first")]
    let thousandths = (quality.clamp(0.0, 1.0) * 1000.0) as u16;
    (thousandths > 0).then_some((thousandths, locale))
}

/// One text in up to three languages.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    pub kk: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ru: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Localized {
    pub fn get(&self, locale: Locale) -> Option<&str> {
        match locale {
            Locale::Kk => Some(&self.kk),
            Locale::Ru => self.ru.as_deref(),
            Locale::En => self.en.as_deref(),
        }
    }

    /// The first language of `order` it exists in, else Kazakh.
    pub fn best(&self, order: &[Locale]) -> &str {
        order.iter().find_map(|locale| self.get(*locale)).unwrap_or(&self.kk)
    }

    /// The texts that exist, with their languages.
    pub fn iter(&self) -> impl Iterator<Item = (Locale, &str)> {
        Locale::ALL.into_iter().filter_map(|locale| self.get(locale).map(|text| (locale, text)))
    }

    /// The same text with surrounding white space removed and empty translations dropped.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let clean =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        Self { kk: self.kk.trim().to_owned(), ru: clean(&self.ru), en: clean(&self.en) }
    }

    /// Characters of the longest translation.
    pub fn longest(&self) -> usize {
        self.iter().map(|(_, text)| text.chars().count()).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_language_is_ordered_by_quality() {
        assert_eq!(Locale::negotiate("de, ru;q=0.5, en-GB;q=0.8, kk;q=0"), vec![Locale::En, Locale::Ru]);
        assert_eq!(Locale::negotiate("kk-KZ,ru;q=0.9"), vec![Locale::Kk, Locale::Ru]);
        assert_eq!(Locale::negotiate("*"), vec![]);
    }

    #[test]
    fn a_missing_translation_falls_back_to_kazakh() {
        let text = Localized { kk: "кеңес".into(), ru: Some("совет".into()), en: None };
        assert_eq!(text.best(&[Locale::En, Locale::Ru]), "совет");
        assert_eq!(text.best(&[Locale::En]), "кеңес");
    }
}

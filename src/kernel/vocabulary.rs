//! The API's words as people say them, for messages that mention a state, a check or a level.

use super::localized::Locale;

/// Kazakh, Russian, English.
const WORDS: &[(&str, [&str; 3])] = &[
    ("DRAFT", ["жоба", "проект", "draft"]),
    ("PUBLISHED", ["жарияланған", "опубликовано", "published"]),
    ("WITHDRAWN", ["кері қайтарылған", "отозвано", "withdrawn"]),
    ("SUPERSEDED", ["ауыстырылған", "заменено", "superseded"]),
    ("ADOPTED", ["қабылданған", "принято", "adopted"]),
    ("OPEN", ["ашық", "открыто", "open"]),
    ("DELIBERATION", ["талқылауда", "обсуждение", "deliberation"]),
    ("VOTING", ["дауыс берілуде", "голосование", "voting"]),
    ("CONCLUDED", ["аяқталған", "завершено", "concluded"]),
    ("SENT", ["жіберілген", "направлено", "sent"]),
    ("ANSWERED", ["жауап берілген", "получен ответ", "answered"]),
    ("CLOSED", ["жабық", "закрыто", "closed"]),
    ("ANNULLED", ["күші жойылған", "аннулировано", "annulled"]),
    ("PLANNED", ["жоспарланған", "запланировано", "planned"]),
    ("REPORTED", ["есебі берілген", "представлен отчёт", "reported"]),
    ("CONFIRMED", ["расталған", "подтверждено", "confirmed"]),
    ("DISPUTED", ["дау айтылған", "оспорено", "disputed"]),
    ("CALLED", ["шақырылған", "созвано", "called"]),
    ("CANCELLED", ["болмайтын болды", "отменено", "cancelled"]),
    ("SIZE", ["саны", "численность", "size"]),
    ("STATE_SHARE", ["мемлекет өкілдерінің үлесі", "доля представителей государства", "share of the state"]),
    (
        "ONE_SEAT_PER_ORGANIZATION",
        ["бір ұйымнан бір өкіл", "один представитель от организации", "one seat per organisation"],
    ),
    (
        "CHAIR_NOT_IN_PUBLIC_SERVICE",
        [
            "төраға мемлекеттік қызметте емес",
            "председатель не на государственной службе",
            "chair not in public service",
        ],
    ),
    ("TERM_RUNNING", ["мерзімі жүріп жатыр", "срок не истёк", "term running"]),
    ("RENEWAL_DUE", ["жаңарту уақыты", "пора обновлять состав", "renewal due"]),
    ("REPUBLICAN", ["республикалық", "республиканский", "republican"]),
    ("LOCAL", ["жергілікті", "местный", "local"]),
    ("QUASI_PUBLIC", ["квазимемлекеттік", "квазигосударственный", "quasi-public"]),
    ("REPUBLIC", ["республика", "республика", "republic"]),
    ("REGION", ["облыс", "область", "region"]),
    ("DISTRICT", ["аудан", "район", "district"]),
    ("RURAL", ["ауыл", "село", "rural"]),
];

/// A word of the API in a language; `None` when it is not one, or not one that messages mention.
pub fn vocabulary(word: &str, locale: Locale) -> Option<&'static str> {
    let (_, [kk, ru, en]) = WORDS.iter().find(|(known, _)| *known == word)?;
    Some(match locale {
        Locale::Kk => kk,
        Locale::Ru => ru,
        Locale::En => en,
    })
}

#[cfg(test)]
mod tests {
    use super::super::refusal::Refusal;
    use super::super::words::Code;
    use super::*;

    #[test]
    fn a_message_says_the_state_in_its_own_language() {
        let refusal = Refusal::new(Code::WrongState).with("state", "PUBLISHED");
        assert!(refusal.message(Locale::Kk).contains("жарияланған"));
        assert!(!refusal.message(Locale::Ru).contains("PUBLISHED"));
    }
}

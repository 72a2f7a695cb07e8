//! The words of the picture, in the three languages. Numbers stand after a colon, so that no word has to agree with them.

use crate::features::scorecard::model::Period;
use crate::kernel::localized::Locale;
use chrono::NaiveDate;

pub(super) struct Labels {
    pub title: &'static str,
    pub sent: &'static str,
    pub none: &'static str,
    pub on_time: &'static str,
    pub late: &'static str,
    pub overdue: &'static str,
    pub running: &'static str,
    pub refused: &'static str,
    /// With `{median}` and `{p90}`.
    pub days: &'static str,
    pub milestones: &'static str,
    pub period: &'static str,
    pub always: &'static str,
    /// With `{day}`.
    pub foot: &'static str,
}

const KAZAKH: Labels = Labels {
    title: "қоғамдық кеңестердің ұсынымдарына қалай жауап береді",
    sent: "Жіберілген ұсынымдар",
    none: "Ұсынымдар жіберілмеген",
    on_time: "Мерзімінде жауап берілді",
    late: "Кешігіп жауап берілді",
    overdue: "Мерзімі өтті, жауап жоқ",
    running: "Мерзімі әлі өткен жоқ",
    refused: "Бас тартылған жауаптар",
    days: "Жауап мерзімі, жұмыс күні: медиана – {median}, 90-процентиль – {p90}",
    milestones: "Мерзімінде орындалған кезеңдер",
    period: "Уақыт аралығы",
    always: "Барлық уақыт",
    foot: "{day} күнгі жағдай бойынша. Дереккөз: Kenes",
};

const RUSSIAN: Labels = Labels {
    title: "как отвечает на рекомендации общественных советов",
    sent: "Направлено рекомендаций",
    none: "Рекомендаций не направлено",
    on_time: "Ответ дан в срок",
    late: "Ответ дан с опозданием",
    overdue: "Срок истёк, ответа нет",
    running: "Срок ещё не истёк",
    refused: "Ответов с отказом",
    days: "Срок ответа, рабочих дней: медиана – {median}, 90-й процентиль – {p90}",
    milestones: "Этапов выполнено в срок",
    period: "Период",
    always: "За всё время",
    foot: "По состоянию на {day}. Источник: Kenes",
};

const ENGLISH: Labels = Labels {
    title: "how it answers the recommendations of public councils",
    sent: "Recommendations sent",
    none: "No recommendations sent",
    on_time: "Answered on time",
    late: "Answered late",
    overdue: "Overdue, no answer",
    running: "Term still running",
    refused: "Answers that refuse",
    days: "Working days to answer: median {median}, 90th percentile {p90}",
    milestones: "Milestones kept",
    period: "Period",
    always: "All time",
    foot: "As of {day}. Source: Kenes",
};

impl Labels {
    pub fn of(locale: Locale) -> Self {
        match locale {
            Locale::Kk => KAZAKH,
            Locale::Ru => RUSSIAN,
            Locale::En => ENGLISH,
        }
    }
}

/// A day as people of the language write it in numbers.
pub(super) fn day(day: NaiveDate, locale: Locale) -> String {
    match locale {
        Locale::Kk | Locale::Ru => day.format("%d.%m.%Y").to_string(),
        Locale::En => day.to_string(),
    }
}

/// A period, by its first and its last day.
pub(super) fn period(labels: &Labels, period: Period, locale: Locale) -> String {
    let shown = |end: Option<NaiveDate>| end.map_or_else(|| "…".to_owned(), |end| day(end, locale));
    match (period.first(), period.last()) {
        (None, None) => labels.always.to_owned(),
        (first, last) => format!("{}: {} – {}", labels.period, shown(first), shown(last)),
    }
}

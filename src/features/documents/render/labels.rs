//! The words of the page itself, in Kazakh and in Russian: the two languages in which a final document goes out.

use crate::features::documents::model::{Number, Priority};
use crate::features::polls::PollMode;
use crate::features::reviews::ReviewForm;
use crate::kernel::localized::Locale;
use chrono::{Datelike, NaiveDate};

/// A language in which a final document is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Kk,
    Ru,
}

impl Language {
    /// The first of these that a document is set in, else Kazakh.
    pub fn best(locales: &[Locale]) -> Self {
        locales.iter().find_map(|locale| Self::of(*locale)).unwrap_or(Self::Kk)
    }

    /// The language of a locale, if a document is set in it.
    pub const fn of(locale: Locale) -> Option<Self> {
        match locale {
            Locale::Kk => Some(Self::Kk),
            Locale::Ru => Some(Self::Ru),
            Locale::En => None,
        }
    }

    pub const fn locale(self) -> Locale {
        match self {
            Self::Kk => Locale::Kk,
            Self::Ru => Locale::Ru,
        }
    }

    pub const fn code(self) -> &'static str {
        self.locale().code()
    }

    /// The word of this language of a pair: Kazakh, Russian.
    pub const fn of_pair(self, (kk, ru): (&'static str, &'static str)) -> &'static str {
        match self {
            Self::Kk => kk,
            Self::Ru => ru,
        }
    }
}

/// The headings and labels of a page in one language.
#[derive(Debug)]
pub(super) struct Labels {
    title: &'static str,
    pub draft: &'static str,
    pub body: &'static str,
    pub decision: &'static str,
    version: &'static str,
    pub held_on: &'static str,
    pub place: &'static str,
    pub form: &'static str,
    pub sent_on: &'static str,
    pub participants: &'static str,
    pub facts: &'static str,
    pub vote: &'static str,
    pub electorate: &'static str,
    pub present: &'static str,
    pub votes_for: &'static str,
    pub votes_against: &'static str,
    pub votes_abstain: &'static str,
    pub heard: &'static str,
    pub hearing: &'static str,
    pub minutes: &'static str,
    pub hash: &'static str,
    pub conclusion: &'static str,
    pub recommendations: &'static str,
    pub no_recommendations: &'static str,
    recommendation: &'static str,
    pub addressees: &'static str,
    pub priority: &'static str,
    pub wished_on: &'static str,
    proof: &'static str,
}

const KK: Labels = Labels {
    title: "№ {} қорытынды құжат",
    draft: "Жоба: құжат әлі жіберілген жоқ.",
    body: "Мемлекеттік орган",
    decision: "Қаралған шешім",
    version: "{}-нұсқа",
    held_on: "Өткізілген күні",
    place: "Өткізілген орны",
    form: "Қоғамдық бақылау нысаны",
    sent_on: "Жіберілген күні",
    participants: "Қатысушылар",
    facts: "Анықталған фактілер",
    vote: "Дауыс беру нәтижесі",
    electorate: "Дауыс беруге құқылы",
    present: "Қатысқан",
    votes_for: "Жақтаған",
    votes_against: "Қарсы болған",
    votes_abstain: "Қалыс қалған",
    heard: "Қоғамдық тыңдау",
    hearing: "Тыңдау тақырыбы",
    minutes: "Төраға мен хатшы қол қойған хаттама",
    hash: "SHA-256 бақылау сомасы",
    conclusion: "Қорытынды",
    recommendations: "Ұсынымдар",
    no_recommendations: "Ұсынымдар жоқ.",
    recommendation: "{}-ұсыным",
    addressees: "Кімге",
    priority: "Маңыздылығы",
    wished_on: "Орындаудың қалаулы мерзімі",
    proof: "Құжаттың {}-нұсқасының SHA-256 бақылау сомасы",
};

const RU: Labels = Labels {
    title: "Итоговый документ № {}",
    draft: "Проект: документ ещё не направлен.",
    body: "Государственный орган",
    decision: "Рассмотренное решение",
    version: "редакция {}",
    held_on: "Дата проведения",
    place: "Место проведения",
    form: "Форма общественного контроля",
    sent_on: "Дата направления",
    participants: "Участники",
    facts: "Установленные факты",
    vote: "Итоги голосования",
    electorate: "Имеют право голоса",
    present: "Участвовали",
    votes_for: "За",
    votes_against: "Против",
    votes_abstain: "Воздержались",
    heard: "Общественное слушание",
    hearing: "Тема слушания",
    minutes: "Протокол, подписанный председателем и секретарём",
    hash: "Контрольная сумма SHA-256",
    conclusion: "Заключение",
    recommendations: "Рекомендации",
    no_recommendations: "Рекомендаций нет.",
    recommendation: "Рекомендация {}",
    addressees: "Кому",
    priority: "Приоритет",
    wished_on: "Желаемый срок исполнения",
    proof: "Контрольная сумма SHA-256 редакции {} документа",
};

pub(super) const fn labels(language: Language) -> &'static Labels {
    match language {
        Language::Kk => &KK,
        Language::Ru => &RU,
    }
}

impl Labels {
    pub fn title(&self, number: Number) -> String {
        self.title.replace("{}", &number.to_string())
    }

    pub fn version(&self, number: i64) -> String {
        self.version.replace("{}", &number.to_string())
    }

    pub fn recommendation(&self, number: i64) -> String {
        self.recommendation.replace("{}", &number.to_string())
    }

    pub fn proof(&self, revision: i64) -> String {
        self.proof.replace("{}", &revision.to_string())
    }
}

/// The words of the form of public control.
pub const fn form(form: ReviewForm, language: Language) -> &'static str {
    language.of_pair(match form {
        ReviewForm::Expertise => ("қоғамдық сараптама", "общественная экспертиза"),
        ReviewForm::Monitoring => ("қоғамдық мониторинг", "общественный мониторинг"),
        ReviewForm::Hearing => ("қоғамдық тыңдау", "общественное слушание"),
        ReviewForm::ReportHearing => {
            ("жұмыс нәтижелері туралы есепті тыңдау", "заслушивание отчёта о результатах работы")
        }
        ReviewForm::Discussion => ("қоғамдық талқылау", "общественное обсуждение"),
    })
}

/// The words of the mode of voting.
pub const fn mode(mode: PollMode, language: Language) -> &'static str {
    language.of_pair(match mode {
        PollMode::RollCall => ("Ашық дауыс беру", "Открытое голосование"),
        PollMode::Secret => ("Жасырын дауыс беру", "Тайное голосование"),
    })
}

pub(super) const fn priority(priority: Priority, language: Language) -> &'static str {
    language.of_pair(match priority {
        Priority::High => ("жоғары", "высокий"),
        Priority::Normal => ("орташа", "обычный"),
        Priority::Low => ("төмен", "низкий"),
    })
}

const MONTHS: [(&str, &str); 12] = [
    ("қаңтар", "января"),
    ("ақпан", "февраля"),
    ("наурыз", "марта"),
    ("сәуір", "апреля"),
    ("мамыр", "мая"),
    ("маусым", "июня"),
    ("шілде", "июля"),
    ("тамыз", "августа"),
    ("қыркүйек", "сентября"),
    ("қазан", "октября"),
    ("қараша", "ноября"),
    ("желтоқсан", "декабря"),
];

/// A day as people write it, and as programs read it.
pub fn day(day: NaiveDate, language: Language) -> String {
    let pair = usize::try_from(day.month0()).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default();
    let (number, month, year) = (day.day(), language.of_pair(pair), day.year());
    let written = match language {
        Language::Kk => format!("{year} жылғы {number} {month}"),
        Language::Ru => format!("{number} {month} {year} года"),
    };
    format!("<time datetime=\"{day}\">{written}</time>")
}

//! What notices and mails say, in three languages. The refusals are in `kernel/words.rs`.

use super::model::{Facts, NoticeKind};
use crate::kernel::clock::Timestamp;
use crate::kernel::localized::{Locale, Localized};
use crate::kernel::zone::Zone;
use chrono::NaiveDate;

/// Kazakh, Russian, English.
type Three = [&'static str; 3];

pub const GREETING: Three = ["Сәлеметсіз бе, {name}!", "Здравствуйте, {name}!", "Hello {name},"];
pub const SEVERAL: Three = ["Kenes: {count} хабарлама", "Kenes: уведомлений — {count}", "Kenes: {count} notifications"];
pub const DIGEST: Three =
    ["Kenes: {day} күнгі хабарламалар", "Kenes: уведомления на {day}", "Kenes: notifications of {day}"];
pub const REST: Three = [
    "Қалғандары хабарламалар жәшігіңізде.",
    "Остальные уведомления — в вашем ящике уведомлений.",
    "The rest is in your inbox of notifications.",
];
pub const WHY: Three = [
    "Бұл хатты Kenes жіберді, себебі сіз осыларды бақылап отырсыз.",
    "Это письмо отправил Kenes, потому что вы за этим следите.",
    "Kenes sent you this mail because you follow these things.",
];
pub const STOP: Three = ["Хат алудан бас тарту", "Отказаться от писем", "Stop these mails"];
pub const ASK: Three = [
    "Kenes сізге бұдан былай хат жібермесін бе?",
    "Больше не присылать вам писем от Kenes?",
    "Shall Kenes send you no more mails?",
];
pub const YES: Three = ["Иә, жібермесін", "Да, не присылать", "Yes, no more mails"];
pub const DONE: Three = [
    "Енді хат жіберілмейді. Бақылайтындарыңыз бен хабарламаларыңыз сақталады.",
    "Писем больше не будет. То, за чем вы следите, и ваши уведомления сохранены.",
    "No more mails will be sent. What you follow and your notifications remain.",
];
pub const INVALID: Three = ["Сілтеме жарамсыз.", "Ссылка недействительна.", "This link is not valid."];

/// A text in a language.
pub const fn say(three: &Three, locale: Locale) -> &'static str {
    let [kk, ru, en] = *three;
    match locale {
        Locale::Kk => kk,
        Locale::Ru => ru,
        Locale::En => en,
    }
}

const fn label(kind: NoticeKind) -> Three {
    match kind {
        NoticeKind::NewDecision => ["Жаңа шешім", "Новое решение", "New decision"],
        NoticeKind::PollOpened => ["Дауыс беру басталды", "Голосование открыто", "Poll opened"],
        NoticeKind::PollClosed => ["Дауыс беру аяқталды", "Голосование завершено", "Poll closed"],
        NoticeKind::Answer => ["Ұсынымға жауап берілді", "Получен ответ на рекомендацию", "Recommendation answered"],
        NoticeKind::Overdue => ["Мерзімі өтіп кетті", "Срок пропущен", "Overdue"],
        NoticeKind::DeadlineMoved => ["Мерзім ауыстырылды", "Срок перенесён", "Deadline moved"],
    }
}

/// What a poll decided and an answer says.
const VERDICTS: &[(&str, Three)] = &[
    ("ADOPTED", ["қабылданды", "принято", "adopted"]),
    ("REJECTED", ["қабылданбады", "отклонено", "rejected"]),
    ("NO_QUORUM", ["кворум болмады", "нет кворума", "no quorum"]),
    ("ACCEPTED", ["қабылданды", "принята", "accepted"]),
    ("PARTLY", ["ішінара қабылданды", "принята частично", "accepted in part"]),
    ("REFUSED", ["қабылданбады", "отклонена", "refused"]),
];

/// A day as it is written in a language.
pub fn day(on: NaiveDate, locale: Locale) -> String {
    match locale {
        Locale::Kk | Locale::Ru => on.format("%d.%m.%Y").to_string(),
        Locale::En => on.format("%-d %B %Y").to_string(),
    }
}

fn moment(at: &str, locale: Locale) -> Option<String> {
    let local = Zone::default().local(Timestamp::parse(at)?);
    let (day, time) = (day(local.date(), locale), local.format("%H:%M"));
    Some(match locale {
        Locale::Kk => format!("{day} {time} дейін"),
        Locale::Ru => format!("до {day} {time}"),
        Locale::En => format!("until {day} {time}"),
    })
}

fn detail(kind: NoticeKind, facts: &Facts, locale: Locale) -> Option<String> {
    match kind {
        NoticeKind::NewDecision => None,
        NoticeKind::PollOpened => moment(facts.closes_at.as_deref()?, locale),
        NoticeKind::PollClosed | NoticeKind::Answer => {
            let (_, words) = VERDICTS.iter().find(|(word, _)| Some(*word) == facts.verdict.as_deref())?;
            Some(say(words, locale).to_owned())
        }
        NoticeKind::Overdue => facts.due_on.map(|on| day(on, locale)),
        NoticeKind::DeadlineMoved => Some(format!("{} → {}", day(facts.from_on?, locale), day(facts.due_on?, locale))),
    }
}

/// The one line of a notice: what happened, and to which decision.
pub fn headline(kind: NoticeKind, facts: &Facts, title: &Localized, locale: Locale) -> String {
    let label = say(&label(kind), locale);
    let what = match detail(kind, facts, locale) {
        Some(detail) => format!("{label} ({detail})"),
        None => label.to_owned(),
    };
    let title = title.best(&[locale, Locale::Ru]);
    match locale {
        Locale::Kk | Locale::Ru => format!("{what}: «{title}»"),
        Locale::En => format!("{what}: “{title}”"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::answers::Verdict;
    use crate::features::polls::words::Verdict as Decided;

    #[test]
    fn a_headline_says_what_happened_in_each_language() {
        let title = Localized { kk: "Жол".into(), ru: Some("Дорога".into()), en: Some("A road".into()) };
        let facts = Facts { from_on: "2026-12-01".parse().ok(), due_on: "2026-12-02".parse().ok(), ..Facts::default() };
        let moved = |locale| headline(NoticeKind::DeadlineMoved, &facts, &title, locale);
        assert_eq!(moved(Locale::Kk), "Мерзім ауыстырылды (01.12.2026 → 02.12.2026): «Жол»");
        assert_eq!(moved(Locale::Ru), "Срок перенесён (01.12.2026 → 02.12.2026): «Дорога»");
        assert_eq!(moved(Locale::En), "Deadline moved (1 December 2026 → 2 December 2026): “A road”");
        let opened = Facts { closes_at: Some("2026-12-01T10:00:00Z".into()), ..Facts::default() };
        assert_eq!(
            headline(NoticeKind::PollOpened, &opened, &title, Locale::Ru),
            "Голосование открыто (до 01.12.2026 15:00): «Дорога»"
        );
    }

    #[test]
    fn every_verdict_has_its_words() {
        let known: Vec<&str> = VERDICTS.iter().map(|(word, _)| *word).collect();
        assert!(Verdict::ALL.iter().all(|verdict| known.contains(&verdict.as_str())));
        assert!(Decided::ALL.iter().all(|outcome| known.contains(&outcome.as_str())));
    }
}

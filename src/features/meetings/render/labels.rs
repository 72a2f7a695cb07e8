//! The words of the page itself, Kazakh and Russian.

use crate::access::viewer::Position;
use crate::features::councils::Category;
use crate::features::meetings::model::{MeetingForm, Openness};
use crate::features::meetings::protocol::Capacity;
use crate::features::polls::model::{Choice, DecidedBy, QuorumState, Verdict};

/// One word or phrase: Kazakh, Russian.
pub(super) type Pair = (&'static str, &'static str);

pub(super) const PROTOCOL: Pair = ("Отырыс хаттамасы", "Протокол заседания");
pub(super) const HEARING_PROTOCOL: Pair = ("Тыңдау хаттамасы", "Протокол слушания");
pub(super) const UNSIGNED: Pair =
    ("Жоба: хаттамаға екі тарап әлі қол қойған жоқ.", "Проект: протокол ещё не подписан обеими сторонами.");
pub(super) const BODY: Pair = ("Мемлекеттік орган", "Государственный орган");
pub(super) const PLACE: Pair = ("Өткізілген орны", "Место проведения");
pub(super) const OPENNESS: Pair = ("Ашықтығы", "Открытость");
pub(super) const REASON: Pair = ("Жабық өткізу себебі", "Причина закрытого проведения");
pub(super) const CALLED: Pair = ("Хабарланды", "Объявлено");
pub(super) const OPENED: Pair = ("Басталды", "Открыто");
pub(super) const CLOSED: Pair = ("Аяқталды", "Закрыто");
pub(super) const PRESIDED: Pair = ("Төрағалық етті", "Председательствовал(а)");
pub(super) const QUORUM: Pair = ("Кворум", "Кворум");
pub(super) const TURNOUT: Pair = ("Қатысу", "Явка");
pub(super) const CATEGORY: Pair = ("Санат", "Категория");
pub(super) const MEMBERS: Pair = ("Мүшелер", "Членов");
pub(super) const ATTENDED: Pair = ("Қатысқан", "Присутствовало");
pub(super) const PRESENT: Pair = ("Қатысқандар", "Присутствовали");
pub(super) const ABSENT: Pair = ("Қатыспағандар", "Отсутствовали");
pub(super) const NOBODY: Pair = ("Ешкім жоқ.", "Никого.");
pub(super) const AGENDA: Pair = ("Күн тәртібі", "Повестка дня");
pub(super) const NO_AGENDA: Pair = ("Күн тәртібінде қарау жоқ.", "Рассмотрений в повестке нет.");
pub(super) const RECUSED: Pair = ("Өздігінен бас тартқан", "Самоотвод");
pub(super) const QUESTION: Pair = ("Мәселе", "Вопрос");
pub(super) const VERSION: Pair = ("Шешімнің нұсқасы", "Редакция решения");
pub(super) const OUTCOME: Pair = ("Нәтиже", "Результат");
pub(super) const DECIDED_BY: Pair = ("Шешкен ереже", "Чем решено");
pub(super) const ANNULLED: Pair = ("Күші жойылды", "Аннулировано");
pub(super) const ELECTORATE: Pair = ("Дауыс беруге құқылы", "Имеют право голоса");
pub(super) const IN_THE_HALL: Pair = ("Қатысқан", "Присутствовали");
pub(super) const FOR: Pair = ("Жақтаған", "За");
pub(super) const AGAINST: Pair = ("Қарсы болған", "Против");
pub(super) const ABSTAIN: Pair = ("Қалыс қалған", "Воздержались");
pub(super) const VOTES: Pair = ("Кім қалай дауыс берді", "Кто как голосовал");
pub(super) const DISSENT: Pair = ("Ерекше пікір", "Особое мнение");
pub(super) const SIGNATURES: Pair = ("Қолдар", "Подписи");
pub(super) const NO_SIGNATURES: Pair = ("Қол қойылмаған.", "Подписей нет.");
pub(super) const PROOF: Pair =
    ("Хаттаманың {}-нұсқасының SHA-256 бақылау сомасы", "Контрольная сумма SHA-256 редакции {} протокола");

pub(super) const fn title(form: MeetingForm) -> Pair {
    match form {
        MeetingForm::Meeting => PROTOCOL,
        MeetingForm::Hearing => HEARING_PROTOCOL,
    }
}

pub(super) const fn openness(openness: Openness) -> Pair {
    match openness {
        Openness::Public => ("ашық", "открытое"),
        Openness::Closed => ("жабық", "закрытое"),
    }
}

pub(super) const fn quorum(quorum: QuorumState) -> Pair {
    match quorum {
        QuorumState::Met => ("болды", "имелся"),
        QuorumState::NotMet => ("болмады", "отсутствовал"),
    }
}

pub(super) const fn category(category: Category) -> Pair {
    match category {
        Category::State => ("мемлекеттік қызмет", "государственная служба"),
        Category::Ngo => ("үкіметтік емес ұйым", "неправительственная организация"),
        Category::Media => ("бұқаралық ақпарат құралы", "средство массовой информации"),
        Category::Citizen => ("азамат", "гражданин"),
        Category::Deputy => ("депутат", "депутат"),
        Category::Expert => ("сарапшы", "эксперт"),
        Category::Business => ("бизнес", "бизнес"),
    }
}

pub(super) const fn position(position: Position) -> Pair {
    match position {
        Position::Chair => ("төраға", "председатель"),
        Position::DeputyChair => ("төраға орынбасары", "заместитель председателя"),
        Position::Secretary => ("хатшы", "секретарь"),
        Position::Member => ("мүше", "член совета"),
    }
}

pub(super) const fn choice(choice: Choice) -> Pair {
    match choice {
        Choice::For => ("жақтады", "за"),
        Choice::Against => ("қарсы", "против"),
        Choice::Abstain => ("қалыс қалды", "воздержался"),
    }
}

pub(super) const fn verdict(verdict: Verdict) -> Pair {
    match verdict {
        Verdict::Adopted => ("қабылданды", "принято"),
        Verdict::Rejected => ("қабылданбады", "отклонено"),
        Verdict::NoQuorum => ("кворум болмады", "нет кворума"),
    }
}

pub(super) const fn decided_by(decided_by: DecidedBy) -> Pair {
    match decided_by {
        DecidedBy::Majority => ("көпшілік дауыс", "большинство голосов"),
        DecidedBy::ChairTieBreak => ("төрағаның шешуші дауысы", "решающий голос председателя"),
        DecidedBy::UnbrokenTie => ("дауыс тең бөлінді", "равенство голосов"),
        DecidedBy::Quorum => ("кворум ережесі", "правило о кворуме"),
    }
}

pub(super) const fn capacity(capacity: Capacity) -> Pair {
    match capacity {
        Capacity::Chair => ("төрағалық етуші", "председательствующий"),
        Capacity::Secretary => ("хатшы", "секретарь"),
    }
}

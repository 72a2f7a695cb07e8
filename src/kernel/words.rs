//! Every refusal there is, with its text in Kazakh, Russian and English: one file for translators to read whole.
//!
//! The codes are stable: clients program against them (`UserErrorCode` in the schema is made from this list).
//! `{name}` is a placeholder; a test holds the three texts of a code to the same placeholders.

use super::localized::Locale;

/// Hands the whole list to another macro, so that the GraphQL enum is made from the same lines.
#[macro_export]
macro_rules! refusal_codes {
    ($then:path) => {
        $then! {
            // any input
            Blank "BLANK" "Өріс бос болмауы керек." "Поле не должно быть пустым." "The field must not be blank.";
            TooLong "TOO_LONG" "Мәтін тым ұзын: шегі — {limit} таңба, жазылғаны — {length}." "Текст слишком длинный: предел {limit} символов, написано {length}." "The text is too long: the limit is {limit} characters, it has {length}.";
            OutOfRange "OUT_OF_RANGE" "Мән {min} мен {max} аралығында болуы керек." "Значение должно быть от {min} до {max}." "The value must be between {min} and {max}.";
            InvalidEmail "INVALID_EMAIL" "Электрондық пошта мекенжайы дұрыс емес." "Неверный адрес электронной почты." "This is not an e-mail address.";
            InvalidPeriod "INVALID_PERIOD" "Кезеңнің соңы басынан ерте болмауы керек." "Конец периода не может быть раньше начала." "The period must not end before it starts.";
            StaleRevision "STALE_REVISION" "Сіз оқығаннан кейін мәтін өзгерді: күтілгені — {expected}-нұсқа, қазіргісі — {current}." "Документ изменился после того, как вы его прочли: ожидалась редакция {expected}, сейчас {current}." "The document has changed since you read it: revision {expected} was expected, it is now {current}.";
            IdempotencyKeyUsed "IDEMPOTENCY_KEY_USED" "Бұл кілт (idempotencyKey) басқа деректермен қолданылған." "Этот ключ (idempotencyKey) уже использован с другими данными." "This key (idempotencyKey) was used with another input.";
            NothingChanged "NOTHING_CHANGED" "Өзгеріс жоқ." "Изменений нет." "Nothing would change.";
            // accounts and sign-in
            SignInFailed "SIGN_IN_FAILED" "Электрондық пошта немесе құпиясөз қате." "Неверный адрес почты или пароль." "The e-mail address or the password is wrong.";
            SessionEnded "SESSION_ENDED" "Сессия аяқталған. Қайта кіріңіз." "Сессия завершена. Войдите снова." "The session has ended. Sign in again.";
            EmailTaken "EMAIL_TAKEN" "Бұл мекенжаймен есептік жазба бар." "Учётная запись с этим адресом уже есть." "An account with this address exists already.";
            AccountExists "ACCOUNT_EXISTS" "Бұл адамның есептік жазбасы бар." "У этого человека уже есть учётная запись." "This person has an account already.";
            InvitationInvalid "INVITATION_INVALID" "Шақыру табылмады, пайдаланылған немесе мерзімі өткен." "Приглашение не найдено, использовано или истекло." "The invitation is unknown, used or expired.";
            RegistrationClosed "REGISTRATION_CLOSED" "Өз бетімен тіркелу жабық. Шақыру сұраңыз." "Самостоятельная регистрация закрыта. Попросите приглашение." "Self-registration is closed. Ask for an invitation.";
            PasswordTooShort "PASSWORD_TOO_SHORT" "Құпиясөз кемінде {min} таңбадан тұруы керек." "Пароль должен содержать не менее {min} символов." "The password must have at least {min} characters.";
            PasswordWeak "PASSWORD_WEAK" "Бұл құпиясөз оңай табылады. Басқасын таңдаңыз." "Этот пароль легко угадать. Выберите другой." "This password is easy to guess. Choose another.";
            RoleScope "ROLE_SCOPE" "Бұл рөлге мұндай ауқым берілмейді." "Для этой роли такая область не подходит." "This role cannot have such a scope.";
            RoleRevoked "ROLE_REVOKED" "Рөл бұрыннан тоқтатылған." "Роль уже отозвана." "The role has ended already.";
            LastAdministrator "LAST_ADMINISTRATOR" "Соңғы әкімшінің рөлін тоқтатуға болмайды." "Нельзя отозвать роль последнего администратора." "The role of the last administrator cannot be revoked.";
            AdministratorSeat "ADMINISTRATOR_SEAT" "Әкімші кеңес мүшесі бола алмайды: алдымен рөлін немесе мүшелігін тоқтату керек." "Администратор не может быть членом совета: сначала прекратите роль или членство." "An administrator cannot be a member of a council: end the role or the membership first.";
            // programs
            NotAHuman "NOT_A_HUMAN" "Бұл — бағдарлама, адам емес." "Это программа, а не человек." "This is a program, not a human.";
            ServiceOwnerWithoutRights "SERVICE_OWNER_WITHOUT_RIGHTS" "Иесінің ол жерде рөлі де, орны да жоқ: бағдарлама ештеңе істей алмас еді." "У владельца там нет ни роли, ни места: программа ничего не смогла бы." "The owner has neither a role nor a seat there: the program could do nothing.";
            ServiceAccountLimit "SERVICE_ACCOUNT_LIMIT" "Бір иенің бағдарламалары {limit} данадан аспайды. Керексізін тоқтатыңыз." "У одного владельца не более {limit} программ. Отзовите ненужную." "One owner has at most {limit} programs. Revoke one that is not needed.";
            ServiceAccountRevoked "SERVICE_ACCOUNT_REVOKED" "Бағдарламаның есептік жазбасы тоқтатылған." "Учётная запись программы отозвана." "The service account is revoked.";
            // webhooks
            WebhookLimit "WEBHOOK_LIMIT" "Бір есептік жазбаның вебхуктері {limit} данадан аспайды. Керексізін аяқтаңыз." "У одной учётной записи не более {limit} вебхуков. Завершите ненужный." "One account has at most {limit} webhooks. End one that is not needed.";
            WebhookEnded "WEBHOOK_ENDED" "Вебхук аяқталған." "Вебхук завершён." "The webhook was ended.";
            // legal rules
            RuleUnknown "RULE_UNKNOWN" "Мұндай құқықтық ереже жоқ." "Такого правового правила нет." "There is no such legal rule.";
            RuleOverlap "RULE_OVERLAP" "Жаңа мән соңғы мәннен ({since}) кейін басталуы керек." "Новое значение должно начинаться позже последнего ({since})." "The new value must start after the latest one ({since}).";
            RuleInForce "RULE_IN_FORCE" "Мән күшіне еніп қойған, оны кері қайтаруға болмайды. Жаңа мән енгізіңіз." "Значение уже вступило в силу, отозвать его нельзя. Введите новое." "The value has come into force and cannot be withdrawn. Give the rule a new one.";
            // registry
            KatoInvalid "KATO_INVALID" "ӘАОЖ коды тоғыз цифрдан тұруы керек." "Код КАТО должен состоять из девяти цифр." "A KATO code has nine digits.";
            KatoTaken "KATO_TAKEN" "Мұндай ӘАОЖ коды бар." "Такой код КАТО уже есть." "This KATO code exists already.";
            KatoElsewhere "KATO_ELSEWHERE" "ӘАОЖ коды жоғары тұрған аумақтың ішінде жатқан жоқ." "Код КАТО не относится к вышестоящей территории." "The KATO code does not lie within that of the parent.";
            LevelInvalid "LEVEL_INVALID" "Деңгей жоғары тұрған деңгейден төмен болуы керек." "Уровень должен быть ниже вышестоящего." "The level must be below that of the parent.";
            BinInvalid "BIN_INVALID" "БСН дұрыс емес: он екі цифр және бақылау цифры керек." "Неверный БИН: нужны двенадцать цифр с верной контрольной." "The BIN is wrong: twelve digits with a matching check digit are needed.";
            BinTaken "BIN_TAKEN" "Бұл БСН-мен ұйым тіркелген." "Организация с этим БИН уже зарегистрирована." "An organisation with this BIN is registered already.";
            NotMedia "NOT_MEDIA" "Тек БАҚ аккредиттеледі." "Аккредитуются только СМИ." "Only media can be accredited.";
            OrganizationUnverified "ORGANIZATION_UNVERIFIED" "Ұйым әлі расталмаған." "Организация ещё не подтверждена." "The organisation is not verified yet.";
            BodyNotInForce "BODY_NOT_IN_FORCE" "Бұл күні мемлекеттік орган жұмыс істемейді." "На эту дату государственный орган не действует." "The state body does not exist on that date.";
            HeadOverlap "HEAD_OVERLAP" "Бұл күні басшы тағайындалған: {since} бастап." "На эту дату уже есть руководитель: с {since}." "The body has a head on that date already: since {since}.";
            CouncilExcluded "COUNCIL_EXCLUDED" "Заң бойынша бұл органда қоғамдық кеңес құрылмайды." "По закону при этом органе общественный совет не создаётся." "By law this body has no public council.";
            CouncilKindUnfit "COUNCIL_KIND_UNFIT" "Бұл мемлекеттік орган жанындағы кеңестің түрі {kind} болуы керек." "Вид совета при этом государственном органе должен быть {kind}." "The council of this body must be of the kind {kind}.";
            CouncilExists "COUNCIL_EXISTS" "Бұл мерзімде органның кеңесі бар." "На этот срок совет при органе уже есть." "The body has a council for this term already.";
            CharterInvalid "CHARTER_INVALID" "Ереже қайшылықты: {why}." "Положение противоречиво: {why}." "The charter contradicts itself: {why}.";
            CharterAgainstLaw "CHARTER_AGAINST_LAW" "Ереже заңға қайшы: {min}–{max} болуы керек." "Положение противоречит закону: допустимо {min}–{max}." "The charter is against the law: {min} to {max} is allowed.";
            AlreadyMember "ALREADY_MEMBER" "Бұл адам кеңес мүшесі." "Этот человек уже член совета." "This person is a member of the council already.";
            CouncilFull "COUNCIL_FULL" "Кеңесте бос орын жоқ: шегі — {max}." "В совете нет свободных мест: предел {max}." "The council is full: the limit is {max}.";
            SeatOfOrganizationTaken "SEAT_OF_ORGANIZATION_TAKEN" "Бір ұйымнан бір ғана өкіл бола алады." "От одной организации возможен только один представитель." "One organisation may have only one representative.";
            ChairInPublicService "CHAIR_IN_PUBLIC_SERVICE" "Төраға мемлекеттік қызметте болмауы керек." "Председатель не может состоять на государственной службе." "The chair must not be in public service.";
            PositionTaken "POSITION_TAKEN" "Бұл лауазым бос емес." "Эта должность занята." "This position is taken.";
            OrganizationNeeded "ORGANIZATION_NEEDED" "Бұл санат үшін ұсынған ұйымды көрсетіңіз." "Для этой категории укажите выдвинувшую организацию." "This category needs the nominating organisation.";
            OrganizationUnfit "ORGANIZATION_UNFIT" "Ұйымның түрі орынның санатына сәйкес емес." "Вид организации не подходит к категории места." "The kind of the organisation does not fit the category of the seat.";
            MembershipEnded "MEMBERSHIP_ENDED" "Мүшелік аяқталған." "Членство уже прекращено." "The membership has ended already.";
            OutsideTerm "OUTSIDE_TERM" "Күн кеңестің мерзімінен тыс ({starts} – {ends})." "Дата вне срока совета ({starts} – {ends})." "The date is outside the council's term ({starts} to {ends}).";
            TimeZoneUnknown "TIME_ZONE_UNKNOWN" "Мұндай уақыт белдеуі жоқ." "Такого часового пояса нет." "There is no such time zone.";
            // the calendar
            CalendarYearUnknown "CALENDAR_YEAR_UNKNOWN" "{year} жылдың күнтізбесі әлі енгізілмеген. Алдымен жылды тұтас импорттаңыз." "Календарь {year} года ещё не введён. Сначала импортируйте год целиком." "The calendar of {year} has not been entered yet. Import the whole year first.";
            CalendarDayUnfit "CALENDAR_DAY_UNFIT" "{date} күніне мұндай түр сәйкес емес: ауыстырылған демалыс жұмыс аптасында, жұмыс күні сенбі не жексенбіде болады." "Для {date} такой вид не подходит: перенесённый выходной бывает в будни, рабочий день по решению в субботу или воскресенье." "The kind does not fit {date}: a day off in lieu falls on a weekday, a decreed working day on a Saturday or Sunday.";
            CalendarDayUnknown "CALENDAR_DAY_UNKNOWN" "Күнтізбеде бұл күн туралы жазба жоқ." "В календаре нет записи об этом дне." "The calendar has no row for this day.";
            CalendarFileInvalid "CALENDAR_FILE_INVALID" "Файлдың {line}-жолындағы {column} бағаны түсініксіз: {found}." "Строка {line} файла, столбец {column}: не читается {found}." "Line {line} of the file, column {column}: {found} cannot be read.";
            // decisions
            DetailsUnfit "DETAILS_UNFIT" "Мәліметтер шешімнің түріне сәйкес емес." "Сведения не соответствуют виду решения." "The details do not fit the kind of the decision.";
            TermUnfit "TERM_UNFIT" "Жерге бұл құқықтың мерзімі болмайды." "У этого права на землю нет срока." "This right to land has no term.";
            WrongState "WRONG_STATE" "Қазіргі күйінде бұл мүмкін емес: {state}." "В текущем состоянии это невозможно: {state}." "This is not possible in the present state: {state}.";
            EmbargoPast "EMBARGO_PAST" "Эмбарго мерзімі болашақта болуы керек." "Срок эмбарго должен быть в будущем." "The embargo must end in the future.";
            SuccessorInvalid "SUCCESSOR_INVALID" "Алмастыратын шешім сол органның жарияланған шешімі болуы керек." "Заменяющее решение должно быть опубликованным решением того же органа." "The successor must be a published decision of the same body.";
            // reviews and comments
            ReviewExists "REVIEW_EXISTS" "Кеңес бұл шешімді қарап жатыр." "Совет уже рассматривает это решение." "The council is reviewing this decision already.";
            DiscussionClosed "DISCUSSION_CLOSED" "Қарау аяқталған, пікір жазуға болмайды." "Рассмотрение завершено, комментировать нельзя." "The review has ended; comments are closed.";
            CommentTooDeep "COMMENT_TOO_DEEP" "Жауаптар тізбегі тым терең: шегі — {limit}." "Слишком глубокая ветка ответов: предел {limit}." "The thread is too deep: the limit is {limit}.";
            ParentElsewhere "PARENT_ELSEWHERE" "Жауап берілетін пікір басқа қарауға жатады." "Комментарий, на который вы отвечаете, относится к другому рассмотрению." "The comment you reply to belongs to another review.";
            CommentHidden "COMMENT_HIDDEN" "Пікір жасырылған." "Комментарий скрыт." "The comment is hidden.";
            // polls
            CouncilNotCompliant "COUNCIL_NOT_COMPLIANT" "Кеңестің құрамы талаптарға сай емес, дауыс беру ашылмайды: {checks}." "Состав совета не отвечает требованиям, голосование не открывается: {checks}." "The council does not meet its composition rules and cannot open a poll: {checks}.";
            CouncilTermOver "COUNCIL_TERM_OVER" "Кеңестің мерзімі {ends} аяқталды." "Срок совета истёк {ends}." "The council's term ended on {ends}.";
            PollRunning "POLL_RUNNING" "Бұл қарауда ашық дауыс беру бар." "По этому рассмотрению идёт голосование." "A poll of this review is open.";
            DeadlineInvalid "DEADLINE_INVALID" "Мерзім болашақта және {days} күннен аспауы керек." "Срок должен быть в будущем, не далее {days} дней." "The deadline must be in the future, at most {days} days ahead.";
            ElectorateTooSmall "ELECTORATE_TOO_SMALL" "Жасырын дауыс беруге кемінде {min} сайлаушы керек, бары — {size}." "Для тайного голосования нужно не менее {min} избирателей, есть {size}." "A secret poll needs at least {min} electors; there are {size}.";
            PollClosed "POLL_CLOSED" "Дауыс беру аяқталған." "Голосование закрыто." "The poll is closed.";
            PollOpen "POLL_OPEN" "Дауыс беру әлі жүріп жатыр." "Голосование ещё идёт." "The poll is still open.";
            PollAnnulled "POLL_ANNULLED" "Дауыс берудің күші жойылған." "Голосование аннулировано." "The poll is annulled.";
            NotElector "NOT_ELECTOR" "Сіз дауыс беру ашылғандағы сайлаушылар тізімінде жоқсыз." "Вас нет в списке избирателей, зафиксированном при открытии." "You are not in the electorate frozen when the poll was opened.";
            Recused "RECUSED" "Сіз өздігінен бас тарттыңыз және дауыс бермейсіз." "Вы заявили самоотвод и не голосуете." "You have recused yourself and do not vote.";
            AlreadyRecused "ALREADY_RECUSED" "Өздігінен бас тарту бұрын мәлімделген." "Самоотвод уже заявлен." "The recusal has been declared already.";
            AlreadyVoted "ALREADY_VOTED" "Жасырын дауыс берілді, оны өзгертуге болмайды." "Тайный голос уже подан, изменить его нельзя." "The secret ballot has been cast and cannot be changed.";
            ReplacesUnfit "REPLACES_UNFIT" "Жаңа дауыс беру осы қараудың күші жойылған дауысына сілтеуі керек." "Новое голосование может ссылаться только на аннулированное голосование этого рассмотрения." "A new poll can refer only to an annulled poll of the same review.";
            AlreadyReplaced "ALREADY_REPLACED" "Күші жойылған бұл дауыс берудің орнына басқасы ашылған." "Вместо этого аннулированного голосования уже открыто другое." "Another poll stands in the place of this annulled one already.";
            NotInMinority "NOT_IN_MINORITY" "Ерекше пікірді дауысы нәтижеге сай келмеген мүше ғана қоса алады." "Особое мнение может приложить только член совета, голосовавший не так, как решил совет." "Only a member whose ballot lost may attach a dissenting opinion.";
            DissentExists "DISSENT_EXISTS" "Ерекше пікір қосылған." "Особое мнение уже приложено." "The dissenting opinion is attached already.";
            // final documents
            DocumentExists "DOCUMENT_EXISTS" "Бұл қараудың қорытынды құжаты бар." "По этому рассмотрению уже есть итоговый документ." "The review has a final document already.";
            PollNotAdopted "POLL_NOT_ADOPTED" "Кеңес бұл қарауда дауыс беріп ештеңе қабылдаған жоқ. Қорытынды құжат қабылданған дауысқа немесе тыңдаудың қол қойылған хаттамасына сүйенеді." "По этому рассмотрению совет ничего не принял голосованием. Итоговый документ опирается на принятое голосование или на подписанный протокол слушания." "No poll of this review was adopted. A final document rests on one, or on the signed protocol of a hearing.";
            ProtocolUnfit "PROTOCOL_UNFIT" "Қорытынды құжат осы қарау күн тәртібінде болған тыңдаудың хаттамасына ғана сүйене алады." "Итоговый документ может опираться только на протокол слушания, в повестке которого было это рассмотрение." "A final document can rest only on the protocol of a hearing on whose agenda the review stood.";
            ProtocolUnsigned "PROTOCOL_UNSIGNED" "Хаттамаға төраға мен хатшы екеуі де әлі қол қойған жоқ." "Протокол ещё не подписан и председателем, и секретарём." "The protocol is not signed by both chair and secretary yet.";
            VotedDown "VOTED_DOWN" "Кеңес бұл қарауда қарсы дауыс берді. Хаттама дауыс беру нәтижесін өзгертпейді." "По этому рассмотрению совет проголосовал против. Протокол не отменяет итогов голосования." "The council voted against it in this review. A protocol does not overrule the vote.";
            AddresseeUnfit "ADDRESSEE_UNFIT" "Шешімге қолжетімділік шектеулі немесе ол әлі эмбаргода: ұсыным тек оны қабылдаған органға жолданады." "Решение с ограниченным доступом или ещё под эмбарго: рекомендация может быть адресована только принявшему его органу." "The decision is restricted or still under embargo: a recommendation on it can be addressed to its own body only.";
            NotRecipient "NOT_RECIPIENT" "Құжат бұл органға жіберілмеген." "Документ этому органу не направлялся." "The document was not sent to this body.";
            // answers and milestones
            AlreadyAnswered "ALREADY_ANSWERED" "Бұл ұсынымға жауап берілген. Жауапта қате болса, оны түзетіңіз." "На эту рекомендацию уже дан ответ. Если в нём ошибка, исправьте его." "This recommendation has been answered already. If the answer is wrong, correct it.";
            PlanNeeded "PLAN_NEEDED" "Толық немесе ішінара қабылданған ұсынымның мерзімдері көрсетілген орындау жоспары болуы керек." "Для принятой полностью или частично рекомендации нужен план исполнения со сроками." "A recommendation that is accepted, wholly or in part, needs a plan with dates.";
            PlanUnfit "PLAN_UNFIT" "Қабылданбаған ұсынымның орындау жоспары болмайды." "У отклонённой рекомендации не может быть плана исполнения." "A refused recommendation has no plan.";
            PlanDateInvalid "PLAN_DATE_INVALID" "Мерзім {from} мен {until} аралығында болуы керек." "Срок должен быть с {from} по {until}." "The date must be between {from} and {until}.";
            AnswerNotLatest "ANSWER_NOT_LATEST" "Бұл жауап түзетілген. Соңғы жауапқа сілтеңіз." "Этот ответ уже исправлен. Ссылайтесь на последний ответ." "This answer has been corrected. Refer to the latest one.";
            AnswerElsewhere "ANSWER_ELSEWHERE" "Жауап басқа қарауға тиесілі." "Ответ относится к другому рассмотрению." "The answer belongs to another review.";
            AlreadyRated "ALREADY_RATED" "Бұл жауапқа баға берілген." "Этот ответ уже оценён." "This answer has been rated already.";
            RatingPollUnfit "RATING_POLL_UNFIT" "Баға осы қарау бойынша жауаптан кейін ашылған, мақұлданған және өзі ештеңені бағаламайтын дауыс беруге ғана сүйене алады." "Оценка может опираться только на принятое голосование этого рассмотрения, открытое после ответа и само ничего не оценивающее." "A rating can rest only on an adopted poll of the same review that was opened after the answer and rates no answer by itself.";
            UrlInvalid "URL_INVALID" "Сілтеме http:// немесе https:// деп басталуы керек." "Ссылка должна начинаться с http:// или https://." "The link must begin with http:// or https://.";
            AnswersMissing "ANSWERS_MISSING" "Жауап берілмеген ұсынымдар бар: {count}." "Есть рекомендации без ответа: {count}." "Recommendations are still unanswered: {count}.";
            MilestonesOpen "MILESTONES_OPEN" "Расталмаған кезеңдер бар: {count}." "Есть неподтверждённые этапы: {count}." "Milestones are not confirmed yet: {count}.";
            // attachments
            FileTooLarge "FILE_TOO_LARGE" "Файл тым үлкен: шегі — {limit} байт." "Файл слишком большой: предел {limit} байт." "The file is too large: the limit is {limit} bytes.";
            FileEmpty "FILE_EMPTY" "Файл бос." "Файл пуст." "The file is empty.";
            FileTypeUnfit "FILE_TYPE_UNFIT" "Мұндай файл қабылданбайды ({type}). PDF, Word, Excel, PowerPoint, OpenDocument, сурет, дыбыс, бейне немесе UTF-8 мәтін жүктеңіз." "Файлы такого вида не принимаются ({type}). Загрузите PDF, Word, Excel, PowerPoint, OpenDocument, изображение, аудио, видео или текст в UTF-8." "Files of this kind are not taken ({type}). Upload PDF, Word, Excel, PowerPoint, OpenDocument, a picture, a recording or text in UTF-8.";
            FileIncomplete "FILE_INCOMPLETE" "Файл толық жеткен жоқ. Қайта жүктеңіз." "Файл получен не полностью. Загрузите его снова." "The file did not arrive whole. Upload it again.";
            TooManyUploads "TOO_MANY_UPLOADS" "Бір мезгілде {limit} файлға дейін жүктеуге болады. Бірі жүктеліп болғанша күтіңіз." "Одновременно можно загружать не более {limit} файлов. Дождитесь, пока один из них загрузится." "At most {limit} files may be uploaded at once. Wait until one of them has arrived.";
            UploadTooSlow "UPLOAD_TOO_SLOW" "Файл тым баяу келді: жүктеу {limit} секундтан аспауы, үзіліс {silence} секундтан аспауы керек." "Файл поступал слишком медленно: вся загрузка не дольше {limit} с, перерыв в ней не дольше {silence} с." "The file came too slowly: an upload may take {limit} seconds in all, and pause for {silence}.";
            UploadInvalid "UPLOAD_INVALID" "Жүктеу мекенжайы табылмады, пайдаланылған немесе мерзімі өткен." "Адрес загрузки не найден, использован или истёк." "The upload address is unknown, used or expired.";
            RedactedOfUnfit "REDACTED_OF_UNFIT" "Ашық көшірме осы құжаттың шектеулі түпнұсқасына сілтеуі және өзі жалпыға қолжетімді болуы керек." "Копия для публики должна ссылаться на ограниченный оригинал того же документа и сама быть общедоступной." "A redacted copy must be public and refer to a restricted original of the same subject.";
            MustBeRestricted "MUST_BE_RESTRICTED" "Жабық отырыстың файлдары тек шектеулі бола алады." "Файлы закрытого заседания могут быть только ограниченными." "Files of a closed meeting can only be restricted.";
            AlreadyRestricted "ALREADY_RESTRICTED" "Файлға қолжетімділік бұрыннан шектелген." "Доступ к файлу уже ограничен." "The file is restricted already.";
            // following
            TooManyFollows "TOO_MANY_FOLLOWS" "Сіз {limit} нысанды бақылап отырсыз, бұл — шегі. Алдымен бірін қойыңыз." "Вы уже следите за {limit} объектами, это предел. Сначала откажитесь от одного." "You follow {limit} things already, which is the limit. Unfollow one first.";
            // meetings
            MeetingTimeInvalid "MEETING_TIME_INVALID" "Отырыс уақыты болашақта және {days} күннен аспауы керек." "Время заседания должно быть в будущем, не далее {days} дней." "The meeting must lie in the future, at most {days} days ahead.";
            HearingTooSoon "HEARING_TOO_SOON" "Хабарлама мен тыңдаудың арасында кемінде {days} толық жұмыс күні болуы керек. Ең ерте күні: {earliest}." "Между извещением и слушанием должно пройти не менее {days} полных раб. дн. Самая ранняя дата: {earliest}." "At least {days} whole working days must lie between the notice and the hearing. The earliest day is {earliest}.";
            MeetingRunning "MEETING_RUNNING" "Кеңестің басқа отырысы жүріп жатыр." "Идёт другое заседание совета." "Another meeting of the council is under way.";
            MeetingTooEarly "MEETING_TOO_EARLY" "Бұл {at} бастап мүмкін." "Это возможно с {at}." "This is possible from {at} on.";
            MeetingLapsed "MEETING_LAPSED" "Жарияланған уақыттан {hours} сағаттан артық өтті. Отырыстан бас тартып, жаңасын шақырыңыз." "С объявленного времени прошло более {hours} ч. Отмените заседание и созовите новое." "More than {hours} hours have passed since the time announced. Cancel the meeting and call another.";
            MeetingVoting "MEETING_VOTING" "Отырыста ашылған дауыс беру аяқталған жоқ." "Голосование, открытое на заседании, ещё не закрыто." "A poll opened in the meeting is still open.";
            ReviewElsewhere "REVIEW_ELSEWHERE" "Қарау басқа кеңеске тиесілі." "Рассмотрение ведёт другой совет." "The review belongs to another council.";
            NotOnAgenda "NOT_ON_AGENDA" "Қарау отырыстың күн тәртібінде жоқ." "Рассмотрения нет в повестке заседания." "The review is not on the agenda of the meeting.";
            AgendaVoted "AGENDA_VOTED" "Бұл мәселе бойынша отырыста дауыс беру өтті, оны күн тәртібінен алуға болмайды." "По этому вопросу на заседании голосовали, снять его с повестки нельзя." "The meeting has voted on this item; it cannot be taken off the agenda.";
            NotPresent "NOT_PRESENT" "Мүше отырысқа тіркелмеген." "Член совета не зарегистрирован на заседании." "The member is not checked in to the meeting.";
            ProtocolChanged "PROTOCOL_CHANGED" "Бұл — хаттаманың қазіргі нұсқасының бақылау сомасы емес. Хаттаманы қайта оқып шығыңыз." "Это не контрольная сумма нынешней редакции протокола. Прочтите протокол заново." "This is not the hash of the protocol as it now stands. Read it again.";
            ProtocolSealed "PROTOCOL_SEALED" "Хаттамаға екі тарап та қол қойған, ол енді өзгермейді." "Протокол подписан обеими сторонами и больше не меняется." "The protocol is signed by both and changes no more.";
            ChairSigns "CHAIR_SIGNS" "Отырысты сіз жүргізген жоқсыз, ал төрағаның орны бос емес: хаттамаға {name} қол қояды." "Заседание вели не вы, а место председателя занято: протокол подписывает {name}." "You did not preside over this meeting, and the seat of the chair is held: {name} signs.";
            AlreadySigned "ALREADY_SIGNED" "Бұл лауазымда хаттамаға {name} қол қойған." "В этом качестве протокол уже подписан: {name}." "In this capacity the protocol has been signed already, by {name}.";
        }
    };
}

macro_rules! define_codes {
    ($($code:ident $wire:literal $kk:literal $ru:literal $en:literal;)+) => {
        /// The stable code of a refusal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($code),+ }

        impl Code {
            pub const ALL: &'static [Self] = &[$(Self::$code),+];

            /// The code as clients see it.
            pub const fn wire(self) -> &'static str {
                match self { $(Self::$code => $wire),+ }
            }

            /// The message's template.
            pub const fn text(self, locale: Locale) -> &'static str {
                match (self, locale) { $(
                    (Self::$code, Locale::Kk) => $kk,
                    (Self::$code, Locale::Ru) => $ru,
                    (Self::$code, Locale::En) => $en,
                )+ }
            }
        }
    };
}
refusal_codes!(define_codes);

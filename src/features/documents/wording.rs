//! What people write into a final document, checked before anything is asked of the database.

use super::content::Participant;
use super::model::{MAX_ADDRESSEES, MAX_PARTICIPANTS, MAX_RECOMMENDATIONS, Priority, WISH_YEARS};
use crate::access::core::Rules;
use crate::features::check;
use crate::features::reviews::{Review, ReviewForm};
use crate::kernel::id::StateBodyId;
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::{Months, NaiveDate};

/// A document as those who preside word it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The day of the examination.
    pub held_on: NaiveDate,
    pub place: Localized,
    /// The form of public control; that of the review when left out.
    pub form: Option<ReviewForm>,
    pub participants: Vec<Participant>,
    pub facts: Localized,
    pub conclusion: Localized,
    pub recommendations: Vec<Wish>,
}

/// A recommendation as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub text: Localized,
    pub addressees: Vec<StateBodyId>,
    pub priority: Priority,
    pub wished_on: Option<NaiveDate>,
}

impl Wording {
    /// Checks every text and every day, trims the texts, and names no addressee twice.
    ///
    /// # Errors
    /// BLANK, TOO_LONG, OUT_OF_RANGE, each with its path.
    pub fn checked(self, rules: &Rules, review: &Review, today: NaiveDate) -> Result<Self, Refusal> {
        within("heldOn", self.held_on, review.opened_at.day(), today)?;
        count("participants", self.participants.len(), 0, MAX_PARTICIPANTS)?;
        count("recommendations", self.recommendations.len(), 0, MAX_RECOMMENDATIONS)?;
        let participants = self.participants.into_iter().enumerate().map(|(index, one)| participant(index, one));
        let wishes = self.recommendations.into_iter().enumerate();
        let wishes = wishes.map(|(index, wish)| wish.checked(rules, index, self.held_on));
        Ok(Self {
            held_on: self.held_on,
            place: check::required(&self.place, "place", check::NAME_CHARS)?,
            form: self.form,
            participants: participants.collect::<Result<_, _>>()?,
            facts: check::required(&self.facts, "facts", rules.text_chars)?,
            conclusion: check::required(&self.conclusion, "conclusion", rules.text_chars)?,
            recommendations: wishes.collect::<Result<_, _>>()?,
        })
    }

    /// Every body that some recommendation addresses, each once, with the path of where it is named first.
    pub fn addressees(&self) -> Vec<(StateBodyId, String)> {
        let mut found: Vec<(StateBodyId, String)> = Vec::new();
        for (index, wish) in self.recommendations.iter().enumerate() {
            for body in &wish.addressees {
                if !found.iter().any(|(known, _)| known == body) {
                    found.push((*body, format!("recommendations.{index}.addresseeIds")));
                }
            }
        }
        found
    }
}

impl Wish {
    fn checked(self, rules: &Rules, index: usize, held_on: NaiveDate) -> Result<Self, Refusal> {
        let at = |field: &str| format!("recommendations.{index}.{field}");
        let mut addressees: Vec<StateBodyId> = Vec::new();
        for body in self.addressees {
            if !addressees.contains(&body) {
                addressees.push(body);
            }
        }
        count(&at("addresseeIds"), addressees.len(), 1, MAX_ADDRESSEES)?;
        if let Some(day) = self.wished_on {
            let last = held_on.checked_add_months(Months::new(12 * WISH_YEARS)).unwrap_or(held_on);
            within(&at("wishedOn"), day, held_on, last)?;
        }
        let text = check::required(&self.text, &at("text"), rules.summary_chars)?;
        Ok(Self { text, addressees, priority: self.priority, wished_on: self.wished_on })
    }
}

fn participant(index: usize, given: Participant) -> Result<Participant, Refusal> {
    let at = |field: &str| format!("participants.{index}.{field}");
    let standing = given.standing.map(|text| check::required(&text, &at("standing"), check::NAME_CHARS)).transpose()?;
    Ok(Participant { name: check::text(&given.name, &at("name"), check::NAME_CHARS)?, standing })
}

fn count(field: &str, number: usize, min: usize, max: usize) -> Result<(), Refusal> {
    if (min..=max).contains(&number) {
        return Ok(());
    }
    Err(Refusal::new(Code::OutOfRange).at(field).with("min", min).with("max", max))
}

fn within(field: &str, day: NaiveDate, first: NaiveDate, last: NaiveDate) -> Result<(), Refusal> {
    if first <= day && day <= last {
        return Ok(());
    }
    Err(Refusal::new(Code::OutOfRange).at(field).with("min", first).with("max", last))
}

#[cfg(test)]
mod tests {
    use super::super::content::tests::text;
    use super::*;
    use crate::features::reviews::ReviewState;
    use crate::kernel::clock::Timestamp;
    use crate::kernel::id::Id;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn body(number: u128) -> StateBodyId {
        Id::from_uuid(Uuid::from_u128(number))
    }

    fn review() -> Review {
        let id = |n| Uuid::from_u128(n);
        Review {
            id: Id::from_uuid(id(1)),
            decision_id: Id::from_uuid(id(2)),
            council_id: Id::from_uuid(id(3)),
            form: ReviewForm::Hearing,
            state: ReviewState::Concluded,
            opened_by_id: Id::from_uuid(id(4)),
            opened_at: Timestamp::parse("2026-11-10T06:00:00Z").expect("valid"),
            concluded_at: None,
        }
    }

    fn wording() -> Wording {
        Wording {
            held_on: day("2026-11-20"),
            place: text(" Астана "),
            form: None,
            participants: vec![Participant { name: " Аслан ".into(), standing: None }],
            facts: text("Фактілер"),
            conclusion: text("Қорытынды"),
            recommendations: vec![Wish {
                text: text("Жариялау"),
                addressees: vec![body(1), body(2), body(1)],
                priority: Priority::Normal,
                wished_on: Some(day("2027-01-01")),
            }],
        }
    }

    fn refused(wording: Wording) -> (Code, String) {
        let refusal = wording.checked(&Rules::default(), &review(), day("2026-11-22")).expect_err("refused");
        (refusal.code, refusal.field.join("."))
    }

    #[test]
    fn texts_are_trimmed_and_an_addressee_is_named_once() {
        let checked = wording().checked(&Rules::default(), &review(), day("2026-11-22")).expect("good");
        assert_eq!((checked.place.kk.as_str(), checked.participants[0].name.as_str()), ("Астана", "Аслан"));
        assert_eq!(checked.recommendations[0].addressees, [body(1), body(2)]);
        assert_eq!(checked.addressees().iter().map(|(body, _)| *body).collect::<Vec<_>>(), [body(1), body(2)]);
    }

    #[test]
    fn the_examination_lies_between_the_opening_and_today() {
        for wrong in ["2026-11-09", "2026-11-23"] {
            let wording = Wording { held_on: day(wrong), ..wording() };
            assert_eq!(refused(wording), (Code::OutOfRange, "heldOn".to_owned()), "{wrong}");
        }
    }

    #[test]
    fn a_recommendation_says_something_to_somebody() {
        let with = |change: fn(&mut Wish)| {
            let mut wording = wording();
            wording.recommendations.iter_mut().for_each(change);
            refused(wording)
        };
        let at = |field: &str| format!("recommendations.0.{field}");
        assert_eq!(with(|wish| wish.addressees.clear()), (Code::OutOfRange, at("addresseeIds")));
        assert_eq!(with(|wish| wish.text.kk.clear()), (Code::Blank, at("text.kk")));
        assert_eq!(with(|wish| wish.wished_on = "2026-11-19".parse().ok()), (Code::OutOfRange, at("wishedOn")));
        let many = Wording { recommendations: vec![wording().recommendations[0].clone(); 51], ..wording() };
        assert_eq!(refused(many), (Code::OutOfRange, "recommendations".to_owned()));
    }
}

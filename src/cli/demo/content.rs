//! What the demonstration holds: the TOML files of `demo/`, read as they are. The files are part of the binary, so
//! `kenes demo` needs nothing but itself; an unknown field or word is an error, and a test reads them all.

mod documents;
mod meetings;
mod stories;
#[cfg(test)]
mod tests;

pub use documents::{Answered, Document, Promised, Rated, Recommended, Reported};
pub use meetings::{File, Follower, Hall, Meeting, Owner, Says};
pub use stories::{Comment, Decision, Poll, Recusal, Remark, Review, Template, Templates};

use crate::access::viewer::{Position, Role};
use crate::features::bodies::model::{Eligibility, Kind as BodyKind};
use crate::features::councils::model::{Category, Charter, EndReason, Kind as CouncilKind, MajorityBase};
use crate::features::organizations::model::Kind as OrganizationKind;
use crate::features::regions::model::Level;
use crate::kernel::clock::Timestamp;
use crate::kernel::fraction::Fraction;
use crate::kernel::localized::{Locale, Localized};
use chrono::NaiveDate;
use documents::Documents;
use meetings::{Files, Followers, Meetings};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use stories::Decisions;

macro_rules! file {
    ($path:literal) => {
        ($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/demo/", $path)))
    };
}

const BODIES: (&str, &str) = file!("bodies.toml");
const ORGANIZATIONS: (&str, &str) = file!("organizations.toml");
const PEOPLE: (&str, &str) = file!("people.toml");
const COUNCILS: (&str, &str) = file!("councils.toml");
const MEETINGS: (&str, &str) = file!("meetings.toml");
const FILES: (&str, &str) = file!("files.toml");
const FOLLOWERS: (&str, &str) = file!("followers.toml");
const TEMPLATES: (&str, &str) = file!("templates.toml");
const REGIONS: (&str, &str) = file!("regions.csv");
const DECISIONS: [(&str, &str); 9] = [
    file!("decisions/budget_programme.toml"),
    file!("decisions/draft_act.toml"),
    file!("decisions/function_transfer.toml"),
    file!("decisions/head_accountability.toml"),
    file!("decisions/kindergarten_queue.toml"),
    file!("decisions/land_allotment.toml"),
    file!("decisions/other.toml"),
    file!("decisions/procurement.toml"),
    file!("decisions/service_digitalisation.toml"),
];

const DOCUMENTS: [(&str, &str); 3] =
    [file!("documents/astana.toml"), file!("documents/local.toml"), file!("documents/republican.toml")];

/// "Today" of the demonstration: nothing that is left to chance happens later.
const TODAY: &str = "2026-11-22T04:00:00Z";
/// The code of the republic, under which the first-level regions stand.
pub const REPUBLIC: &str = "000000000";

/// Everything.
#[derive(Debug)]
pub struct Content {
    pub regions: Vec<Region>,
    pub bodies: Vec<Body>,
    pub organizations: Vec<Organization>,
    pub people: Vec<Person>,
    pub councils: Vec<Council>,
    pub decisions: Vec<Decision>,
    pub documents: Vec<Document>,
    pub halls: Vec<Hall>,
    pub meetings: Vec<Meeting>,
    pub files: Vec<File>,
    pub followers: Vec<Follower>,
    pub templates: Templates,
}

impl Content {
    /// Reads all files.
    ///
    /// # Errors
    /// The file, and what is wrong in it.
    pub fn read() -> Result<Self, String> {
        let Bodies { body, district } = parsed(BODIES)?;
        let (mut decisions, mut documents) = (Vec::new(), Vec::new());
        for file in DECISIONS {
            let Decisions { decision } = parsed(file)?;
            decisions.extend(decision);
        }
        for file in DOCUMENTS {
            let Documents { document } = parsed(file)?;
            documents.extend(document);
        }
        let Meetings { hall, meeting } = parsed(MEETINGS)?;
        let mut regions = first_level()?;
        regions.extend(district);
        Ok(Self {
            regions,
            bodies: body,
            organizations: parsed::<Organizations>(ORGANIZATIONS)?.organization,
            people: parsed::<People>(PEOPLE)?.person,
            councils: parsed::<Councils>(COUNCILS)?.council,
            decisions,
            documents,
            halls: hall,
            meetings: meeting,
            files: parsed::<Files>(FILES)?.file,
            followers: parsed::<Followers>(FOLLOWERS)?.follower,
            templates: parsed(TEMPLATES)?,
        })
    }
}

impl Content {
    /// Who acts for a body.
    ///
    /// # Errors
    /// That nobody does.
    pub fn officer_of(&self, body: &str) -> Result<&str, String> {
        let acts = |granted: &Granted| granted.role == Role::Officer && granted.body.as_deref() == Some(body);
        let officer = self.people.iter().find(|person| person.roles.iter().any(acts));
        officer.map(|officer| officer.slug.as_str()).ok_or_else(|| format!("nobody acts for {body}"))
    }
}

fn parsed<T: DeserializeOwned>((path, text): (&str, &str)) -> Result<T, String> {
    toml::from_str(text).map_err(|error| format!("demo/{path}: {error}"))
}

/// The republic and the 20 regions of the first level, from the CSV with their official names.
fn first_level() -> Result<Vec<Region>, String> {
    let (path, text) = REGIONS;
    let name = |kk: &str, ru: &str, en: &str| Localized { kk: kk.into(), ru: Some(ru.into()), en: Some(en.into()) };
    let republic = name("Қазақстан Республикасы", "Республика Казахстан", "Republic of Kazakhstan");
    let mut regions = vec![Region { kato: REPUBLIC.into(), parent_kato: None, level: Level::Republic, name: republic }];
    for line in text.lines().skip(1).filter(|line| !line.is_empty()) {
        let fields: Vec<&str> = line.split(',').collect();
        let [_iso, kato, _kind, kk, ru, en] = fields.as_slice() else { return Err(format!("demo/{path}: {line}")) };
        regions.push(Region {
            kato: (*kato).to_owned(),
            parent_kato: Some(REPUBLIC.into()),
            level: Level::Region,
            name: name(kk, ru, en),
        });
    }
    Ok(regions)
}

/// [`TODAY`] as an instant.
pub fn today() -> Timestamp {
    Timestamp::parse(TODAY).unwrap_or(Timestamp::from_datetime(chrono::DateTime::UNIX_EPOCH))
}

/// A region of any level, parents before children.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    pub kato: String,
    #[serde(default)]
    pub parent_kato: Option<String>,
    pub level: Level,
    pub name: Localized,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bodies {
    body: Vec<Body>,
    district: Vec<Region>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    pub slug: String,
    pub kind: BodyKind,
    pub level: Level,
    pub region: Option<String>,
    pub parent: Option<String>,
    pub name: Localized,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub predecessor: Option<String>,
    pub council: Eligibility,
    pub head: Option<Head>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    pub name: String,
    pub title: Localized,
    pub since_on: NaiveDate,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Organizations {
    organization: Vec<Organization>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    pub slug: String,
    pub kind: OrganizationKind,
    pub bin: String,
    pub name: Localized,
    pub region: Option<String>,
    pub verified: bool,
    #[serde(default)]
    pub accredited: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    person: Vec<Person>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub slug: String,
    pub name: String,
    pub locale: Locale,
    /// Only of those who sign in.
    pub email: Option<String>,
    #[serde(default)]
    pub roles: Vec<Granted>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Granted {
    pub role: Role,
    pub body: Option<String>,
    pub organization: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Councils {
    council: Vec<Council>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Council {
    pub slug: String,
    pub body: String,
    pub kind: CouncilKind,
    pub name: Localized,
    pub term_starts_on: NaiveDate,
    pub term_ends_on: NaiveDate,
    #[serde(deserialize_with = "charter")]
    pub charter: Charter,
    pub seat: Vec<Seat>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    pub person: String,
    pub category: Category,
    pub position: Position,
    pub organization: Option<String>,
    pub since_on: NaiveDate,
    pub until_on: Option<NaiveDate>,
    pub end_reason: Option<EndReason>,
}

/// A charter as the TOML writes it: the same fields as stored, in another spelling.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CharterText {
    seats_min: u32,
    seats_max: u32,
    quorum: Fraction,
    public_quorum: Option<Fraction>,
    majority: Fraction,
    majority_base: MajorityBase,
}

fn charter<'de, D: Deserializer<'de>>(from: D) -> Result<Charter, D::Error> {
    let CharterText { seats_min, seats_max, quorum, public_quorum, majority, majority_base } =
        CharterText::deserialize(from)?;
    Ok(Charter { seats_min, seats_max, quorum, public_quorum, majority, majority_base })
}

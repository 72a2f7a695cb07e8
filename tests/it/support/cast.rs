//! The standard cast: one ministry and one akimat with councils that satisfy their rules, a body that may have none,
//! and one person for every role. Everybody's e-mail is `<name>@test.kenes`, everybody's password [`PASSWORD`].

use super::client::Client;
use kenes::access::act::{Act, Writing};
use kenes::access::scopes::Scopes;
use kenes::access::viewer::{AccountKind, Accreditation, Grant, Position, Represented, Role, Scope, Standing, Viewer};
use kenes::features::bodies::{self, Eligibility};
use kenes::features::councils::{self, Category, Charter, MajorityBase};
use kenes::features::organizations;
use kenes::features::people::{self, Person, bootstrap};
use kenes::features::regions::{self, Level};
use kenes::features::service_accounts::create::{NewServiceAccount, create};
use kenes::http::instance::Instance;
use kenes::kernel::failure::Outcome;
use kenes::kernel::fraction::Fraction;
use kenes::kernel::id::{CouncilId, Id, OrganizationId, PersonId, RegionId, StateBodyId};
use kenes::kernel::localized::{Locale, Localized};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

pub const PASSWORD: &str = "kenes test password";

/// Who and what there is, by id.
pub struct Cast {
    pub republic: RegionId,
    pub city: RegionId,
    pub ministry: StateBodyId,
    pub akimat: StateBodyId,
    /// A body that may not have a council.
    pub defence: StateBodyId,
    pub council: CouncilId,
    pub local_council: CouncilId,
    pub organizations: BTreeMap<String, OrganizationId>,
    pub people: BTreeMap<String, PersonId>,
    /// Seats by the name of their member.
    pub seats: BTreeMap<String, String>,
    /// The token of `robot`, a program of the NGO's that may read what everybody may and write nothing.
    pub robot_token: String,
}

impl Cast {
    /// The wire id of somebody.
    pub fn person(&self, who: &str) -> String {
        self.people[who].wire()
    }

    /// The members of the ministry's council, chair first.
    pub fn members() -> Vec<String> {
        let seats = (1..=12).map(|n| format!("member-{n:02}"));
        ["chair", "deputy", "secretary"].into_iter().map(str::to_owned).chain(seats).collect()
    }
}

/// One text in three languages.
pub fn text(word: &str) -> Localized {
    Localized { kk: format!("{word} (қаз)"), ru: Some(format!("{word} (рус)")), en: Some(word.to_owned()) }
}

/// Fills an empty database, in one transaction, by the real use cases.
pub fn assemble(instance: &Instance) -> Cast {
    let viewer = registrar(instance);
    let act = Act::new(Arc::clone(&instance.core), viewer);
    let mut cast = None;
    act.write_now(|tx| {
        cast = Some(fill(tx)?);
        Ok(())
    })
    .expect("the cast assembles");
    let mut cast = cast.expect("assembled");
    robot(instance, &mut cast);
    cast
}

/// Enters the NGO's program, as its representative.
fn robot(instance: &Instance, cast: &mut Cast) {
    let (owner, bound) = (cast.people["ngo"], Scope::Organization(cast.organizations["ngo-6"]));
    let represented = Represented { medium: false, accreditation: Accreditation::None };
    let mut viewer = registrar(instance);
    let now = viewer.now;
    let granted =
        Grant { role: Role::Representative, scope: bound, from: now, until: None, organization: Some(represented) };
    let standing = viewer.standing.as_deref().cloned().expect("a registrar");
    viewer.standing = Some(Arc::new(Standing { account: owner, grants: vec![granted], ..standing }));
    let scopes = Scopes::parse("registry:read decisions:read events:read").expect("scopes");
    let new = NewServiceAccount { name: "robot".into(), owner: None, bound, scopes, valid_days: None };
    let act = Act::new(Arc::clone(&instance.core), viewer);
    let issued = act.write_now(|tx| create(tx, &new)).expect("the program is entered");
    cast.robot_token = issued.token.expect("its owner's");
    cast.people.insert("robot".to_owned(), issued.account.person());
}

/// A registrar before there is one.
pub fn registrar(instance: &Instance) -> Viewer {
    let now = instance.core.clock.now();
    let mut viewer = Viewer::anonymous(now);
    let granted = |role| Grant { role, scope: Scope::Global, from: now, until: None, organization: None };
    viewer.standing = Some(Arc::new(Standing {
        account: Id::from_uuid(uuid::Uuid::from_u128(1)),
        name: "first registrar".into(),
        locale: Locale::En,
        session: Id::from_uuid(uuid::Uuid::from_u128(2)),
        session_expires: now,
        grants: vec![granted(Role::Registrar)],
        seats: Vec::new(),
        service: None,
    }));
    viewer
}

fn fill(tx: &mut Writing<'_>) -> Outcome<Cast> {
    // Whoever stands in the log as an actor is a person.
    let first = tx.viewer.account().expect("the first registrar");
    people::store::create_person(
        tx.conn,
        &Person { id: first, name: "first registrar".into(), kind: AccountKind::Person, created_at: tx.now },
    )?;
    let republic = region(tx, "000000000", Level::Republic, None, "Kazakhstan")?;
    let city = region(tx, "710000000", Level::Region, Some(republic), "Astana")?;
    let ministry =
        body(tx, bodies::Kind::Ministry, republic, "Ministry of Digital Development", Eligibility::Eligible)?;
    let akimat = body(tx, bodies::Kind::Akimat, city, "Akimat of Astana", Eligibility::Eligible)?;
    let defence = body(tx, bodies::Kind::Ministry, republic, "Ministry of Defence", Eligibility::Excluded)?;
    let organizations = organizations(tx)?;
    let mut cast = Cast {
        republic,
        city,
        ministry,
        akimat,
        defence,
        council: council(tx, ministry, councils::Kind::Republican, (15, 30))?,
        local_council: council(tx, akimat, councils::Kind::Local, (5, 9))?,
        organizations,
        people: BTreeMap::new(),
        seats: BTreeMap::new(),
        robot_token: String::new(),
    };
    officials(tx, &mut cast)?;
    seats(tx, &mut cast)?;
    Ok(cast)
}

fn region(
    tx: &mut Writing<'_>,
    kato: &str,
    level: Level,
    parent_id: Option<RegionId>,
    name: &str,
) -> Outcome<RegionId> {
    let input = regions::create::NewRegion { kato: kato.into(), level, parent_id, name: text(name) };
    regions::create::create(tx, &input).map(|region| region.id)
}

fn body(
    tx: &mut Writing<'_>,
    kind: bodies::Kind,
    region_id: RegionId,
    name: &str,
    eligibility: Eligibility,
) -> Outcome<StateBodyId> {
    let input = bodies::create::NewStateBody {
        kind,
        region_id,
        parent_id: None,
        predecessor_id: None,
        name: text(name),
        council_eligibility: eligibility,
        valid_from: "2016-01-01".parse().expect("a day"),
        time_zone: None,
    };
    bodies::create::create(tx, &input).map(|body| body.id)
}

/// A valid BIN for a number.
pub fn bin(number: u32) -> String {
    for filler in 0..10 {
        let eleven = format!("11054{filler}{number:05}");
        let digits: Vec<u32> = eleven.chars().filter_map(|c| c.to_digit(10)).collect();
        let sum = |weights: &[u32]| digits.iter().zip(weights).map(|(d, w)| d * w).sum::<u32>() % 11;
        let check = match sum(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) {
            10 => sum(&[3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]),
            good => good,
        };
        if check < 10 {
            return format!("{eleven}{check}");
        }
    }
    unreachable!("one of ten fillers gives a valid number")
}

fn organizations(tx: &mut Writing<'_>) -> Outcome<BTreeMap<String, OrganizationId>> {
    let mut made = BTreeMap::new();
    let ngos = (1..=6).map(|n| (format!("ngo-{n}"), organizations::Kind::Ngo));
    let media = (1..=2).map(|n| (format!("media-{n}"), organizations::Kind::Media));
    for (number, (name, kind)) in ngos.chain(media).enumerate() {
        let number = u32::try_from(number).expect("few");
        let input =
            organizations::register::NewOrganization { kind, bin: bin(number), name: text(&name), region_id: None };
        let id = organizations::register::register(tx, &input)?.id;
        organizations::verify::verify(tx, id)?;
        if name == "media-1" {
            let change = organizations::accredit::AccreditationChange {
                organization_id: id,
                accreditation: Accreditation::Accredited,
            };
            organizations::accredit::accredit(tx, &change)?;
        }
        made.insert(name, id);
    }
    Ok(made)
}

fn council(
    tx: &mut Writing<'_>,
    body_id: StateBodyId,
    kind: councils::Kind,
    (seats_min, seats_max): (u32, u32),
) -> Outcome<CouncilId> {
    let input = councils::create::NewCouncil {
        body_id,
        kind,
        name: text("Public council"),
        term: councils::charter::Term {
            starts_on: "2025-06-01".parse().expect("a day"),
            ends_on: "2028-05-31".parse().expect("a day"),
        },
        charter: Charter {
            seats_min,
            seats_max,
            quorum: Fraction::TWO_THIRDS,
            public_quorum: None,
            majority: Fraction::HALF,
            majority_base: MajorityBase::Present,
        },
    };
    councils::create::create(tx, &input).map(|council| council.id)
}

/// Opens an account; everybody has the same password, hashed once.
pub fn account(tx: &mut Writing<'_>, name: &str, kind: AccountKind) -> Outcome<PersonId> {
    static HASH: OnceLock<String> = OnceLock::new();
    let hash = HASH.get_or_init(|| kenes::access::password::hash(PASSWORD).expect("hashes"));
    bootstrap::open_account(tx, name, &format!("{name}@test.kenes"), hash.clone(), Locale::En, kind)
}

fn officials(tx: &mut Writing<'_>, cast: &mut Cast) -> Outcome<()> {
    let organization = |name: &str| Scope::Organization(cast.organizations[name]);
    let granted = [
        ("admin", Some((Role::Administrator, Scope::Global))),
        ("registrar", Some((Role::Registrar, Scope::Global))),
        ("moderator", Some((Role::Moderator, Scope::Global))),
        ("auditor", Some((Role::Auditor, Scope::Global))),
        ("officer", Some((Role::Officer, Scope::Body(cast.ministry)))),
        ("local-officer", Some((Role::Officer, Scope::Body(cast.akimat)))),
        ("ngo", Some((Role::Representative, organization("ngo-6")))),
        ("media", Some((Role::Representative, organization("media-1")))),
        ("press", Some((Role::Representative, organization("media-2")))),
        ("citizen", None),
        ("citizen-2", None),
    ];
    for (name, role) in granted {
        let id = account(tx, name, AccountKind::Person)?;
        if let Some((role, scope)) = role {
            bootstrap::grant_directly(tx, id, role, scope)?;
        }
        cast.people.insert(name.to_owned(), id);
    }
    Ok(())
}

fn seats(tx: &mut Writing<'_>, cast: &mut Cast) -> Outcome<()> {
    for (number, name) in Cast::members().into_iter().enumerate() {
        let (category, organization) = match number {
            0 => (Category::Ngo, Some("ngo-1")),
            3..=6 => (Category::State, None),
            7 => (Category::Ngo, Some("ngo-2")),
            8 => (Category::Media, Some("media-2")),
            9 => (Category::Expert, None),
            _ => (Category::Citizen, None),
        };
        let position = position(&name);
        let council = cast.council;
        seat(tx, cast, &name, council, category, position, organization)?;
    }
    for name in ["local-chair", "local-secretary", "local-01", "local-02", "local-03", "local-04", "local-05"] {
        let council = cast.local_council;
        seat(tx, cast, name, council, Category::Citizen, position(name), None)?;
    }
    Ok(())
}

/// The position of a member by name.
pub fn position(name: &str) -> Position {
    match name.trim_start_matches("local-") {
        "chair" => Position::Chair,
        "deputy" => Position::DeputyChair,
        "secretary" => Position::Secretary,
        _ => Position::Member,
    }
}

fn seat(
    tx: &mut Writing<'_>,
    cast: &mut Cast,
    name: &str,
    council_id: CouncilId,
    category: Category,
    position: Position,
    organization: Option<&str>,
) -> Outcome<()> {
    let person_id = account(tx, name, AccountKind::Person)?;
    let input = councils::appoint::Appointment {
        council_id,
        person_id,
        category,
        position,
        organization_id: organization.map(|name| cast.organizations[name]),
        since_on: "2025-06-01".parse().expect("a day"),
    };
    let membership = councils::appoint::appoint(tx, &input)?;
    cast.people.insert(name.to_owned(), person_id);
    cast.seats.insert(name.to_owned(), membership.id.wire());
    Ok(())
}

/// Signs in over HTTP; told to come back, as when more sign in at once than can be hashed, it does.
pub fn sign_in(client: &Client, who: &str) -> Client {
    let input = json!({ "email": format!("{who}@test.kenes"), "password": PASSWORD });
    for _ in 0..30 {
        let reply = client.mutate("signIn", &input, "accessToken");
        let retry = reply.json.pointer("/errors/0/extensions/retryAfterSeconds").and_then(serde_json::Value::as_u64);
        match retry {
            Some(seconds) => std::thread::sleep(std::time::Duration::from_secs(seconds.min(2))),
            None => return client.with_token(&reply.text("/accessToken")),
        }
    }
    panic!("{who} was told to come back thirty times")
}

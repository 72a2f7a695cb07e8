//! The words of the registry, as the schema spells them: the same as in the database.

use async_graphql::Enum;

/// How high a region or a state body stands. The levels are also those of the budget.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "crate::features::regions::Level")]
pub enum Level {
    /// The whole country.
    Republic,
    /// A region, or a city of republican significance.
    Region,
    /// A district, or a city of regional significance.
    District,
    /// A town of district significance, a village or a rural district.
    Rural,
}

/// What a state body is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "crate::features::bodies::Kind")]
pub enum StateBodyKind {
    /// A ministry.
    Ministry,
    /// An agency that reports to the President.
    Agency,
    /// The executive of a region, a city, a district or a village.
    Akimat,
    /// The elected assembly of a region, a city or a district.
    Maslikhat,
    /// A national company, a national holding or a national managing holding.
    QuasiPublic,
    /// An organisation subordinate to another body.
    Subordinate,
    /// A court.
    Court,
    /// Any other body.
    Other,
}

/// Whether the law lets a body have a public council.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "crate::features::bodies::Eligibility")]
pub enum CouncilEligibility {
    /// The body may have a council.
    Eligible,
    /// The law excludes the body: no council can be created for it.
    Excluded,
}

/// What an organisation is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "crate::features::organizations::Kind")]
pub enum OrganizationKind {
    /// A non-governmental organisation.
    Ngo,
    /// A medium of the press, of broadcasting or on the web.
    Media,
    /// A trade union.
    TradeUnion,
    /// An association of businesses.
    BusinessAssociation,
    /// A university or a research institute.
    Academic,
    /// A local community.
    LocalCommunity,
}

/// Whether a registrar has verified an organisation.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "crate::features::organizations::Verification")]
pub enum Verification {
    /// The organisation has registered itself and was not verified yet. It nominates nobody.
    Unverified,
    /// A registrar has verified that the organisation exists and is what it says.
    Verified,
}

/// Whether a medium is accredited.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "crate::access::viewer::Accreditation")]
pub enum Accreditation {
    /// The organisation is not accredited.
    None,
    /// The medium's representatives read decisions under embargo.
    Accredited,
}

/// Which kind of body a council belongs to. The law sets their sizes apart.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "crate::features::councils::Kind")]
pub enum CouncilKind {
    /// The council of a ministry or another central body.
    Republican,
    /// The council of an akimat, a maslikhat or another local body.
    Local,
    /// The council of a quasi-public entity.
    QuasiPublic,
}

/// Whom a member of a council comes from.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "crate::features::councils::Category")]
pub enum MemberCategory {
    /// The member is in public service.
    State,
    /// The member was nominated by a non-governmental organisation, a trade union, a university or a local community.
    Ngo,
    /// The member was nominated by a medium.
    Media,
    /// The member is a citizen who applied.
    Citizen,
    /// The member is a deputy.
    Deputy,
    /// The member is an expert.
    Expert,
    /// The member was nominated by an association of businesses.
    Business,
}

/// The position of a member in a council.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "crate::access::viewer::Position")]
pub enum MemberPosition {
    /// The member has no other position.
    Member,
    /// The chair, who opens and closes reviews and polls and whose vote decides a tie.
    Chair,
    /// A deputy chair, who may do what the chair may but breaks no tie.
    DeputyChair,
    /// The secretary, who keeps the agenda and opens and closes polls.
    Secretary,
}

/// Why a membership ended.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "crate::features::councils::EndReason")]
pub enum MembershipEndReason {
    /// The member asked for it.
    OwnRequest,
    /// The term of the council ended.
    TermEnded,
    /// The member no longer belongs to the organisation that nominated them.
    LeftNominator,
    /// The member missed meetings without a good reason.
    Absence,
    /// The member was convicted by a court.
    Conviction,
    /// There was another reason.
    Other,
}

/// What the majority of a poll is a share of.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "crate::features::councils::MajorityBase")]
pub enum MajorityBase {
    /// The members who took part in the poll.
    Present,
    /// The votes for and against, without the abstentions.
    Cast,
    /// The whole electorate.
    All,
}

/// A rule of composition that is checked.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "crate::features::councils::CheckName")]
pub enum CompositionCheckName {
    /// The council has as many members as the law, or the charter of a local council, asks for.
    Size,
    /// The members from the state are at most the share that the law allows.
    StateShare,
    /// No organisation has nominated more members than the law allows.
    OneSeatPerOrganization,
    /// The council has a chair, who is not in public service.
    ChairNotInPublicService,
    /// The day lies in the term of the council.
    TermRunning,
}

/// What a check found.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "crate::features::councils::Verdict")]
pub enum CheckVerdict {
    /// The rule holds.
    Holds,
    /// The rule is broken.
    Broken,
}

/// Whether a council is composed as the law asks.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum CompositionStatus {
    /// Every rule holds.
    Compliant,
    /// At least one rule is broken. The council reads and comments but opens no poll.
    Broken,
}

/// Whether the formation of the next council should have begun.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "crate::features::councils::composition::RenewalState")]
pub enum RenewalState {
    /// There is time.
    NotDue,
    /// The formation of the next council is due.
    Due,
}

/// What the value of a legal rule counts.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "crate::features::rules::Unit")]
pub enum LegalRuleUnit {
    /// The value is a number of members.
    Members,
    /// The value is a share between 0 and 1.
    Share,
    /// The value is a number of years.
    Years,
    /// The value is a number of months.
    Months,
    /// The value is a number of working days.
    WorkingDays,
    /// The value is a number of calendar days.
    CalendarDays,
    /// The rule has no number.
    None,
}

/// Which memberships to list.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MembershipScope {
    /// The memberships whose seats are held on the day.
    #[default]
    Held,
    /// The memberships of all times, whatever the day: former, present and to come.
    All,
}

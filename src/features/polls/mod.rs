//! Polls: how a council votes on one version of a decision, and why the result stands.
//!
//! The chair, a deputy or the secretary **opens** a poll on a review. That freezes three things: the electorate (the
//! seats of that day, without those who **recused** themselves), the version of the text, and the rules (the charter,
//! the citations, the end of the council's term). Who joins the council later does not vote; who leaves it still does.
//!
//! Members **cast** one ballot each. One statement checks that the poll is open and inserts; the primary key is the
//! arbiter of "one", and the poll's row lock is the arbiter of "in time": the close waits for ballots under way and no
//! ballot passes it. In a roll call a member may change the choice until the close; what it was before stays readable.
//! In a secret poll it stays as it is, because nothing says which slip is whose (`store/secrecy.rs` says how far that
//! holds).
//!
//! A poll **closes** by hand or at its deadline. The close counts (`tally.rs`, pure and exact) and freezes totals,
//! quorum, verdict and the rule that decided. Then the review goes back to deliberation, whatever the verdict: only the
//! council says when it is done, and it may vote again or conclude. A deadline binds by itself: once it has passed no
//! ballot is taken, even if nobody has closed the poll yet, and `close_due` closes it as of the deadline, also after
//! the server was down.
//!
//! Once the final document is sent, the council may vote in the same way on what the body answered. Such a poll leaves
//! the review where it is.
//!
//! A poll may be opened in a **meeting** of the council, on a review of its agenda ([`hall`]). Then nobody votes who is
//! not checked in, and whoever is in the hall at the close counts as present, also without a ballot.
//!
//! A poll is never deleted. The chair or a deputy **annuls** it, with a reason, and one new poll may stand in its place. A
//! member who lost may attach a **dissenting opinion** to a result.
//!
//! Locks are taken in one order, review before meeting before poll before ballot, so that no two of these wait for each
//! other.

pub mod annul;
pub mod cast;
pub mod close;
pub mod close_due;
pub mod declare_recusal;
pub mod dissent;
pub mod event;
pub mod hall;
pub mod model;
pub mod open;
pub mod review;
pub mod roster;
pub mod store;
pub mod tally;
pub mod words;

pub use model::{Ballot, Choice, Poll, PollMode, PollState};

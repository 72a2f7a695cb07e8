//! Batched loads of final documents and what belongs to them.

use crate::access::act::Reading;
use crate::features::documents::{Addressee, DocumentVersion, FinalDocument, Receipt, Recommendation, store};
use crate::graphql::batch::{Loader, by_limit};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{AddresseeId, CouncilId, DocumentVersionId, FinalDocumentId, RecommendationId, ReviewId};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// Many rows of one parent, in order.
type Many<T> = Arc<Vec<Arc<T>>>;

fn grouped<K: Eq + Hash, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Many<T>> {
    let mut sorted: HashMap<K, Vec<Arc<T>>> = HashMap::new();
    for row in rows {
        sorted.entry(key(&row)).or_default().push(Arc::new(row));
    }
    sorted.into_iter().map(|(key, rows)| (key, Arc::new(rows))).collect()
}

fn single<K: Eq + Hash, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Arc<T>> {
    rows.into_iter().map(|row| (key(&row), Arc::new(row))).collect()
}

/// Documents by id, as far as the viewer may see them.
pub(super) struct DocumentById;

impl Loader for DocumentById {
    type Key = FinalDocumentId;
    type Value = Arc<FinalDocument>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        Ok(single(store::by_ids(r.conn, &r.sight, keys)?, |document| document.id))
    }
}

/// The document of a review, as far as the viewer may see it.
pub(super) struct DocumentOfReview;

impl Loader for DocumentOfReview {
    type Key = ReviewId;
    type Value = Arc<FinalDocument>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        Ok(single(store::of_reviews(r.conn, &r.sight, keys)?, |document| document.review_id))
    }
}

/// The newest documents of councils that the viewer may see; the key says of which council and how many.
pub(super) struct DocumentsOfCouncil;

impl Loader for DocumentsOfCouncil {
    type Key = (CouncilId, i64);
    type Value = Many<FinalDocument>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let mut sorted = HashMap::new();
        for (limit, councils) in by_limit(keys) {
            let rows = store::of_councils(r.conn, &r.sight, &councils, limit)?;
            sorted.extend(grouped(rows, |document| (document.council_id, limit)));
        }
        Ok(sorted)
    }
}

/// How many documents each council has that the viewer may see.
pub(super) struct CountOfCouncil;

impl Loader for CountOfCouncil {
    type Key = CouncilId;
    type Value = i64;

    fn load(r: &mut Reading<'_>, keys: &[CouncilId]) -> Outcome<HashMap<CouncilId, i64>> {
        store::counts_of_councils(r.conn, &r.sight, keys)
    }
}

/// Versions by id, as far as the viewer may see their documents.
pub(super) struct VersionById;

impl Loader for VersionById {
    type Key = DocumentVersionId;
    type Value = Arc<DocumentVersion>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        Ok(single(store::versions_by_ids(r.conn, &r.sight, keys)?, |version| version.id))
    }
}

/// All versions of documents that the viewer sees, newest first.
pub(super) struct VersionsOfDocument;

impl Loader for VersionsOfDocument {
    type Key = FinalDocumentId;
    type Value = Many<DocumentVersion>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        Ok(grouped(store::versions_of(r.conn, keys)?, |version| version.document_id))
    }
}

/// The recommendations of documents that the viewer sees, by number.
pub(super) struct RecommendationsOfDocument;

impl Loader for RecommendationsOfDocument {
    type Key = FinalDocumentId;
    type Value = Many<Recommendation>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        Ok(grouped(store::recommendations_of(r.conn, keys)?, |recommendation| recommendation.document_id))
    }
}

/// Recommendations by id, as far as the viewer may see their decisions.
pub(super) struct RecommendationById;

impl Loader for RecommendationById {
    type Key = RecommendationId;
    type Value = Arc<Recommendation>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        Ok(single(store::recommendations_by_ids(r.conn, &r.sight, keys)?, |recommendation| recommendation.id))
    }
}

/// The addressees of recommendations that the viewer sees, in the order of the document.
pub(super) struct AddresseesOfRecommendation;

impl Loader for AddresseesOfRecommendation {
    type Key = RecommendationId;
    type Value = Many<Addressee>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        Ok(grouped(store::addressees_of(r.conn, keys)?, |addressee| addressee.recommendation_id))
    }
}

/// Addressees by id, as far as the viewer may see the decisions.
pub(super) struct AddresseeById;

impl Loader for AddresseeById {
    type Key = AddresseeId;
    type Value = Arc<Addressee>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        Ok(single(store::addressees_by_ids(r.conn, &r.sight, keys)?, |addressee| addressee.id))
    }
}

/// The receipts of documents that the viewer sees.
pub(super) struct ReceiptsOfDocument;

impl Loader for ReceiptsOfDocument {
    type Key = FinalDocumentId;
    type Value = Many<Receipt>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        Ok(grouped(store::receipts_of(r.conn, keys)?, |receipt| receipt.document_id))
    }
}

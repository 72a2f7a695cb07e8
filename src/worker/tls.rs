//! TLS of the listening connection: certificates are checked against the system's roots.

use openssl::ssl::{SslConnector, SslMethod};
use postgres_openssl::MakeTlsConnector;

/// A connector, made anew for each connection so that renewed certificates are seen.
///
/// # Errors
/// When OpenSSL cannot be set up.
pub fn connector() -> Result<MakeTlsConnector, openssl::error::ErrorStack> {
    Ok(MakeTlsConnector::new(SslConnector::builder(SslMethod::tls())?.build()))
}

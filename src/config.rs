//! Settings: defaults, then an optional TOML file, then environment variables `KENES_…`. Unknown keys are refused.
//!
//! Every key has one line in [`DOCS`]; a test holds the list, the struct and the README together.

use crate::access::core::Rules;
use crate::db::conn::DatabaseUrl;
use crate::graphql::limits::DocumentLimits;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

mod docs;
mod limits;
mod mail;
mod rules;
mod storage;
mod webhooks;
pub use docs::DOCS;

/// Everything that can be set, with its defaults.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    pub data: String,
    pub database_url: String,
    pub listen: String,
    pub metrics_listen: String,
    pub workers: u32,
    pub pool_size: u32,
    pub token_issuer: String,
    pub token_audience: String,
    pub token_keys: Vec<String>,
    pub trusted_proxies: Vec<String>,
    pub self_registration: bool,
    pub session_days: u32,
    pub invitation_days: u32,
    pub log: String,
    pub log_format: String,
    pub shutdown_seconds: u32,
    pub request_seconds: u32,
    pub body_bytes: u32,
    pub show_statements: bool,
    pub introspection: bool,
    pub ide: bool,
    pub cors_origins: Vec<String>,
    pub rate_account: u32,
    pub rate_address: u32,
    pub requests_at_once: u32,
    pub stalled_seconds: u32,
    pub live_connections: u32,
    pub live_connections_each: u32,
    pub live_operations: u32,
    pub live_init_seconds: u32,
    pub live_patience_seconds: u32,
    pub trusted_documents: String,
    pub trusted_documents_only: bool,
    pub persisted_bytes: u32,
    pub document_size: u32,
    pub document_tokens: u32,
    pub document_name: u32,
    pub document_definitions: u32,
    pub document_depth: u32,
    pub document_selections: u32,
    pub document_root_fields: u32,
    pub document_aliases: u32,
    pub document_directives: u32,
    pub document_arguments: u32,
    pub document_complexity: u32,
    pub answer_bytes: u32,
    pub comment_depth: u32,
    pub comment_chars: u32,
    pub title_chars: u32,
    pub summary_chars: u32,
    pub text_chars: u32,
    pub poll_days: u32,
    pub count_cap: u32,
    pub attachment_bytes: u32,
    pub upload_minutes: u32,
    pub upload_seconds: u32,
    pub upload_silence_seconds: u32,
    pub uploads_at_once: u32,
    pub upload_files: u32,
    pub storage_url: String,
    pub storage_endpoint: String,
    pub storage_region: String,
    pub storage_key_id: String,
    pub storage_secret_file: String,
    pub smtp_host: String,
    pub smtp_port: u32,
    pub smtp_tls: String,
    pub smtp_user: String,
    pub smtp_password_file: String,
    pub smtp_seconds: u32,
    pub mail_from: String,
    pub notice_link: String,
    pub digest_hour: u32,
    pub follow_limit: u32,
    pub service_accounts: u32,
    pub service_token_days: u32,
    pub webhooks: u32,
    pub webhook_days: u32,
    pub webhook_seconds: u32,
    pub webhook_anywhere: bool,
    pub notice_days: u32,
    pub mail_days: u32,
}

impl Default for Settings {
    fn default() -> Self {
        let (limits, rules) = (DocumentLimits::default(), Rules::default());
        let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let days = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            data: "kenes-data".into(),
            database_url: String::new(),
            listen: "127.0.0.1:8080".into(),
            metrics_listen: String::new(),
            workers: 0,
            pool_size: 0,
            token_issuer: "http://localhost:8080".into(),
            token_audience: "kenes".into(),
            token_keys: Vec::new(),
            trusted_proxies: Vec::new(),
            self_registration: rules.self_registration,
            session_days: days(rules.session_days),
            invitation_days: days(rules.invitation_days),
            log: "info".into(),
            log_format: "pretty".into(),
            shutdown_seconds: 20,
            request_seconds: 20,
            body_bytes: 2 * 1024 * 1024,
            show_statements: false,
            introspection: true,
            ide: true,
            cors_origins: Vec::new(),
            rate_account: 1_000_000,
            rate_address: 300_000,
            requests_at_once: 32,
            stalled_seconds: 30,
            live_connections: 2_000,
            live_connections_each: 50,
            live_operations: 20,
            live_init_seconds: 10,
            live_patience_seconds: 30,
            trusted_documents: String::new(),
            trusted_documents_only: false,
            persisted_bytes: 8 * 1024 * 1024,
            document_size: small(limits.size),
            document_tokens: small(limits.tokens),
            document_name: small(limits.name),
            document_definitions: small(limits.definitions),
            document_depth: small(limits.depth),
            document_selections: small(limits.selections),
            document_root_fields: small(limits.root_fields),
            document_aliases: small(limits.aliases),
            document_directives: small(limits.directives),
            document_arguments: small(limits.arguments),
            document_complexity: small(limits.complexity),
            answer_bytes: 16 * 1024 * 1024,
            comment_depth: rules.comment_depth,
            comment_chars: size(rules.comment_chars),
            title_chars: size(rules.title_chars),
            summary_chars: size(rules.summary_chars),
            text_chars: size(rules.text_chars),
            poll_days: days(rules.poll_days),
            count_cap: days(rules.count_cap),
            attachment_bytes: small(rules.attachment_bytes),
            upload_minutes: days(rules.upload_minutes),
            upload_seconds: rules.upload_seconds,
            upload_silence_seconds: rules.upload_silence_seconds,
            uploads_at_once: rules.uploads_at_once,
            upload_files: 10,
            storage_url: String::new(),
            storage_endpoint: String::new(),
            storage_region: "us-east-1".into(),
            storage_key_id: String::new(),
            storage_secret_file: String::new(),
            smtp_host: String::new(),
            smtp_port: 0,
            smtp_tls: "starttls".into(),
            smtp_user: String::new(),
            smtp_password_file: String::new(),
            smtp_seconds: days(rules.smtp_seconds),
            mail_from: "Kenes <kenes@localhost>".into(),
            notice_link: rules.notice_link,
            digest_hour: rules.digest_hour,
            follow_limit: days(rules.follow_limit),
            service_accounts: days(rules.service_accounts),
            service_token_days: days(rules.service_token_days),
            webhooks: days(rules.webhooks),
            webhook_days: days(rules.webhook_days),
            webhook_seconds: 20,
            webhook_anywhere: false,
            notice_days: days(rules.notice_days),
            mail_days: days(rules.mail_days),
        }
    }
}

impl Settings {
    /// Reads defaults, file and environment, in this order; the later wins.
    ///
    /// # Errors
    /// A sentence naming the key and what is wrong with it.
    pub fn read(file: Option<&Path>, environment: &BTreeMap<String, String>) -> Result<Self, String> {
        let mut table = defaults()?;
        if let Some(file) = file {
            let text =
                std::fs::read_to_string(file).map_err(|e| format!("the configuration file cannot be read: {e}"))?;
            let from_file: toml::Table = text.parse().map_err(|e| format!("the configuration file: {e}"))?;
            for (key, value) in from_file {
                known(&table, &key)?;
                table.insert(key, value);
            }
        }
        for (name, text) in environment {
            // Test harnesses have settings of their own.
            let Some(key) = name.strip_prefix("KENES_").filter(|key| !key.starts_with("TEST_")) else { continue };
            let key = key.to_lowercase();
            known(&table, &key).map_err(|why| format!("{name}: {why}"))?;
            let value = table.get(&key).map(|default| coerce(default, text)).transpose();
            let value = value.map_err(|why| format!("{name}: {why}"))?;
            table.extend(value.map(|value| (key, value)));
        }
        table.try_into().map_err(|e: toml::de::Error| format!("the configuration: {}", e.message()))
    }

    /// The process's environment.
    pub fn environment() -> BTreeMap<String, String> {
        std::env::vars().filter(|(name, _)| name.starts_with("KENES_")).collect()
    }

    pub fn data_dir(&self) -> PathBuf {
        PathBuf::from(&self.data)
    }

    /// # Errors
    /// A sentence when the URL is neither PostgreSQL's nor SQLite's.
    pub fn database(&self) -> Result<DatabaseUrl, String> {
        if self.database_url.is_empty() {
            Ok(DatabaseUrl::Sqlite(self.data_dir().join("kenes.sqlite")))
        } else {
            DatabaseUrl::parse(&self.database_url)
        }
    }

    pub fn cores() -> usize {
        std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
    }

    pub fn pool(&self) -> u32 {
        let cores = u32::try_from(Self::cores()).unwrap_or(1);
        if self.pool_size == 0 { (cores * 2).max(4) } else { self.pool_size }
    }

    /// What is in force, as TOML with a comment per key and no secrets.
    pub fn describe(&self) -> String {
        let mut shown = self.clone();
        if let Ok(url) = self.database() {
            shown.database_url = url.redacted();
        }
        let table = toml::Table::try_from(shown).unwrap_or_default();
        let lines =
            DOCS.iter().filter_map(|(key, doc)| table.get(*key).map(|value| format!("# {doc}\n{key} = {value}\n")));
        lines.collect::<Vec<_>>().join("\n")
    }
}

fn defaults() -> Result<toml::Table, String> {
    toml::Table::try_from(Settings::default()).map_err(|e| e.to_string())
}

fn known(table: &toml::Table, key: &str) -> Result<(), String> {
    if table.contains_key(key) {
        return Ok(());
    }
    let nearest =
        DOCS.iter().map(|(name, _)| *name).find(|name| name.starts_with(key.split('_').next().unwrap_or(key)));
    let hint = nearest.map(|name| format!(" Did you mean {name}?")).unwrap_or_default();
    Err(format!("{key} is not a setting of Kenes.{hint} See kenes config."))
}

/// Reads an environment variable as the type its default has. Lists are separated by commas.
fn coerce(default: &toml::Value, text: &str) -> Result<toml::Value, String> {
    match default {
        toml::Value::Integer(_) => text.parse().map(toml::Value::Integer).map_err(|_| "expected a whole number".into()),
        toml::Value::Boolean(_) => text.parse().map(toml::Value::Boolean).map_err(|_| "expected true or false".into()),
        toml::Value::Array(_) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Ok(toml::Value::Array(items.map(|item| toml::Value::String(item.to_owned())).collect()))
        }
        _ => Ok(toml::Value::String(text.to_owned())),
    }
}

#[cfg(test)]
mod tests;

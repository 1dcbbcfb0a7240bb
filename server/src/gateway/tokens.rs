//! Access tokens (JWT, HS256, 15 minutes), refresh tokens (random, stored as their hash) and the families
//! that were ended before their time.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use learnflow_contracts::auth::{Session, User, UserRole};
use learnflow_contracts::{ClassId, ProblemKind, UserId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::sync::watch;
use uuid::Uuid;

use super::access::Caller;
use super::problem::Failure;
use crate::clock::Clock;
use crate::storage::{Family, TokenHash, TokenLife};

/// For how long a lost answer to a refresh may be asked for again.
const RETRY_FOR: Duration = Duration::from_mins(1);

/// Good tokens remembered; a school's worth, at some hundred bytes each.
const KNOWN_TOKENS: usize = 4_096;

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: UserId,
    role: UserRole,
    fam: Family,
    #[serde(skip_serializing_if = "Option::is_none")]
    cls: Option<ClassId>,
    /// Seconds since 1970.
    exp: i64,
}

/// Makes and checks tokens.
pub(crate) struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
    /// A key of its own for what is derived.
    derivation: [u8; 32],
    clock: Arc<dyn Clock>,
    access_s: u32,
    refresh: SignedDuration,
    /// Tokens whose signature was good, with their ends (seconds since 1970): a page's many requests cost one
    /// check of it.
    known: RwLock<HashMap<Box<str>, (Caller, i64)>>,
    /// Ended families, until no access token of theirs can be good any more.
    ended: RwLock<HashMap<Family, Timestamp>>,
    /// Changes when families have ended.
    news: watch::Sender<()>,
}

/// A refresh token as the client gets it, with its hash.
pub(super) struct RefreshToken {
    pub(super) text: String,
    pub(super) hash: TokenHash,
}

impl Tokens {
    pub(crate) fn new(secret: &[u8], clock: Arc<dyn Clock>, access_s: u32, refresh_days: u32) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        // The expiry is checked below, by the Clock port.
        validation.validate_exp = false;
        Self {
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
            validation,
            derivation: Sha256::new()
                .chain_update("learnflow derivation")
                .chain_update(secret)
                .finalize()
                .into(),
            clock,
            access_s,
            refresh: SignedDuration::from_hours(i64::from(refresh_days) * 24),
            known: RwLock::default(),
            ended: RwLock::default(),
            news: watch::Sender::default(),
        }
    }

    /// Who an access token speaks for.
    pub(crate) fn verify(&self, token: &str) -> Result<Caller, Failure> {
        let refused = |detail| Failure::new(ProblemKind::SignIn, detail);
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).get(token).cloned();
        let (caller, exp) = match known {
            Some(known) => known,
            None => {
                self.decode(token).ok_or_else(|| refused("this access token is not ours; sign in again"))?
            }
        };
        if exp <= self.clock.now().as_second() {
            return Err(refused("this access token is too old; refresh it or sign in again"));
        }
        if !self.stands(caller.family) {
            return Err(refused("this session was ended; sign in again"));
        }
        Ok(caller)
    }

    /// Checks a token's signature and remembers it. `None` when it is not ours.
    fn decode(&self, token: &str) -> Option<(Caller, i64)> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation).ok()?.claims;
        let caller = Caller { id: claims.sub, role: claims.role, family: claims.fam, class: claims.cls };
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KNOWN_TOKENS {
            known.clear();
        }
        known.insert(token.into(), (caller.clone(), claims.exp));
        Some((caller, claims.exp))
    }

    /// Waits until a session ends, for what was opened with it and lives longer than a request.
    pub(crate) async fn ended(&self, family: Family) {
        // The sender lives as long as this does, so waiting for news never fails.
        let _ = self.news.subscribe().wait_for(|()| !self.stands(family)).await;
    }

    fn stands(&self, family: Family) -> bool {
        !self.ended.read().unwrap_or_else(PoisonError::into_inner).contains_key(&family)
    }

    /// A session of `family` for `user`, with a refresh token that is stored already.
    pub(super) fn session(
        &self,
        user: User,
        family: Family,
        refresh: RefreshToken,
    ) -> anyhow::Result<Session> {
        let exp = self.clock.now().as_second() + i64::from(self.access_s);
        let claims = Claims { sub: user.id, role: user.role, fam: family, cls: user.class_id, exp };
        Ok(Session {
            access_token: jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)?,
            expires_in: self.access_s,
            refresh_token: refresh.text,
            user,
        })
    }

    /// A new refresh token: 244 random bits.
    pub(super) fn new_refresh() -> RefreshToken {
        let text = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let hash = Self::hash(&text);
        RefreshToken { text, hash }
    }

    pub(super) fn hash(refresh_token: &str) -> TokenHash {
        Sha256::digest(refresh_token).into()
    }

    /// How long a refresh token made now lives.
    pub(super) fn life(&self) -> TokenLife {
        let now = self.clock.now();
        TokenLife { now, expires_at: now.saturating_add(self.refresh).unwrap_or(now), retry_for: RETRY_FOR }
    }

    /// Bytes that follow from `purpose` and the server's secret, and from nothing else.
    pub(super) fn derive(&self, purpose: &str) -> [u8; 32] {
        Sha256::new().chain_update(self.derivation).chain_update(purpose).finalize().into()
    }

    /// Refuses access tokens of these families from now on.
    pub(crate) fn end(&self, families: impl IntoIterator<Item = Family>) {
        let now = self.clock.now();
        let mut ended = self.ended.write().unwrap_or_else(PoisonError::into_inner);
        let (oldest, before) = (now.as_second() - i64::from(self.access_s), ended.len());
        ended.extend(families.into_iter().map(|family| (family, now)));
        let are_new = ended.len() > before;
        ended.retain(|_, at| at.as_second() >= oldest);
        drop(ended);
        if are_new {
            self.news.send_replace(());
        }
    }

    /// When the oldest access token that may still be good was made.
    pub(crate) fn oldest_good(&self) -> Timestamp {
        let now = self.clock.now();
        now.saturating_sub(SignedDuration::from_secs(i64::from(self.access_s))).unwrap_or(now)
    }
}

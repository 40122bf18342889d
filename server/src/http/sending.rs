//! Files that come in, whatever they are about: who may send them, and how their heads and bodies
//! are taken.

use super::App;
use super::error::{ApiError, Said};
use crate::domain::rules::Lang;
use crate::domain::unit::UnitCode;
use crate::ingest::{Delivery, Kind, LARGEST_FILE, Matter, SubmitError};
use crate::store::{Reason, Role, Token};
use crate::wire::{Receipt, Warning};
use axum::Json;
use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::extract::rejection::BytesRejection;
use axum::http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};

/// The longest `Idempotency-Key`.
const LONGEST_KEY: usize = 200;

/// A token that may post reports.
pub(super) struct Reporter(pub(super) Token);

impl FromRequestParts<App> for Reporter {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        sender(parts, app, Role::Reporter).await.map(Self)
    }
}

/// A token that may set flags.
pub(super) struct Officer(pub(super) Token);

impl FromRequestParts<App> for Officer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        sender(parts, app, Role::Officer).await.map(Self)
    }
}

/// The token of a request, where it allows what a role does.
async fn sender(parts: &Parts, app: &App, needed: Role) -> Result<Token, ApiError> {
    let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (scheme, secret) = header.split_once(' ').unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(ApiError::Unauthorized);
    }
    let token = app.store.token(secret.trim()).await?.ok_or(ApiError::UnknownToken)?;
    let province = &app.atlas.register.province().code;
    match token.province {
        Some(own) if own != *province => Err(ApiError::Elsewhere { own, province: province.clone() }),
        _ if !token.role.may(needed) => Err(ApiError::Forbidden { role: token.role, needed }),
        _ => Ok(token),
    }
}

/// What the head of a request says of its body, and the language of the answer. Nothing is read of a
/// body that cannot be taken.
pub(super) struct Head {
    kind: Kind,
    lang: Lang,
    idempotency_key: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Head {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Ok(lang) = Lang::from_request_parts(parts, state).await;
        let kind = kind(&parts.headers)?;
        let length = parts.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if length.is_some_and(|length: usize| length > LARGEST_FILE) {
            return Err(ApiError::TooLarge);
        }
        Ok(Self { kind, lang, idempotency_key: key(&parts.headers)? })
    }
}

fn kind(headers: &HeaderMap) -> Result<Kind, ApiError> {
    let packed = headers.get(CONTENT_ENCODING).filter(|coding| *coding != "identity");
    if packed.is_some() {
        return Err(ApiError::UnsupportedMedia(Said::new(
            "ở đây không nhận nội dung nén (Content-Encoding); hãy gửi tệp như nó vốn có",
            "no packed body (Content-Encoding) is read here; send the file as it is",
        )));
    }
    let told = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Kind::of_media_type(told).ok_or_else(|| {
        let read = Kind::ALL.map(Kind::media_type).join(", ");
        ApiError::UnsupportedMedia(Said::new(
            format!("ở đây không nhận Content-Type {told:?}; hãy gửi một trong: {read}"),
            format!("Content-Type {told:?} is not read here; send one of: {read}"),
        ))
    })
}

fn key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY);
    key.map(|key| Some(key.to_owned())).ok_or_else(|| {
        ApiError::query(
            format!("Idempotency-Key phải có từ 1 đến {LONGEST_KEY} ký tự ASCII in được"),
            format!("Idempotency-Key must be 1 to {LONGEST_KEY} printable ASCII characters"),
        )
    })
}

/// A body, as far as it could be read.
pub(super) type Body = Result<Bytes, BytesRejection>;

/// What a refused file is answered with. A code that no unit of this province has may be another one's.
fn refused(app: &App, error: SubmitError, lang: Lang) -> ApiError {
    let mut refused = ApiError::submit(error, lang);
    if let ApiError::Rejected(rejected) = &mut refused {
        let strange = rejected.rows.iter_mut().filter(|row| row.code == "unknown_unit");
        for (row, code) in strange.filter_map(|row| UnitCode::parse(row.value.as_ref()?).map(|code| (row, code))) {
            let mut others = app.carried.iter().filter(|province| province.code != app.atlas.register.province().code);
            if let Some(hint) = others.find_map(|province| province.told(&code, lang)) {
                row.expected = format!("{}; {hint}", row.expected);
            }
        }
    }
    refused
}

/// What the sender of a correction is told who gives no reason: it is stored, and everyone sees that none was given.
fn no_reason(lang: Lang) -> Warning {
    let reasons = Reason::ALL.map(Reason::code).join(", ");
    let message = lang.of(
        format!(
            "đính chính này không nêu lý do, và mọi người sẽ thấy như vậy; hãy nêu reason (vungxanh import --reason), một \
             trong: {reasons}"
        ),
        format!(
            "this correction gives no reason, and everyone will see so; give one as reason (vungxanh import --reason), one \
             of: {reasons}"
        ),
    );
    Warning { code: "no_reason".to_owned(), message }
}

/// What the sender of a correction is told whose figures go another way than its reason says.
fn against_reason(lang: Lang) -> Warning {
    let message = lang.of(
        "số liệu sửa không khớp với lý do: bỏ ca bị đếm trùng (duplicate_case) thì số phải giảm, có kết quả về muộn \
         (late_result) thì số phải tăng; mọi người sẽ thấy lời lưu ý này, hãy kiểm tra lại số liệu và lý do",
        "the figures speak against the reason: without a case counted twice (duplicate_case) they fall, with a late \
         result (late_result) they rise; everyone will see this note, so check the figures and the reason",
    );
    Warning { code: "against_reason".to_owned(), message: message.to_owned() }
}

/// Hands a file to the writer's desk; what became of it.
pub(super) async fn deliver(
    app: &App,
    token: Token,
    (matter, dry_run): (Matter, bool),
    Head { kind, lang, idempotency_key }: Head,
    body: Body,
) -> Result<(StatusCode, Json<Receipt>), ApiError> {
    let bytes = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
        _ => ApiError::cut_off(),
    })?;
    let gives_reason = !matches!(matter, Matter::Reports(_, None));
    let delivery = Delivery { matter, kind, bytes, dry_run, token: Some(token.id), idempotency_key };
    let mut receipt = app.desk.submit(delivery).await.map_err(|error| refused(app, error, lang))?;
    if !gives_reason && matches!(receipt, Receipt { same_as: None, corrections: 1.., .. }) {
        receipt.warnings.push(no_reason(lang));
    }
    if receipt.against_reason {
        receipt.warnings.push(against_reason(lang));
    }
    let status = if receipt.batch.is_some() { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(receipt)))
}

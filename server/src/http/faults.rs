//! Questions and bodies that cannot be read, told in our words and in both languages: which field, and what it takes.
//! What was sent there is not repeated.

use super::error::{ApiError, Said};
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::http::StatusCode;
use std::error::Error;

/// A query that cannot be read.
pub(super) fn query(rejection: &QueryRejection) -> ApiError {
    let Said { vi, en } = Fault::of(&innermost(rejection), ("tham số", "parameter")).said();
    ApiError::query(
        format!("{vi}; /openapi.json mô tả các tham số"),
        format!("{en}; /openapi.json describes the parameters"),
    )
}

/// A body of JSON that cannot be read. It is told what it is for, and how large it may be.
pub(super) fn body(rejection: &JsonRejection, size: &str) -> ApiError {
    match (rejection.status(), rejection) {
        (StatusCode::PAYLOAD_TOO_LARGE, _) => ApiError::TooMuch(Said::new(
            format!("nội dung gửi lớn hơn {size}; hãy hỏi ít hơn mỗi lần"),
            format!("the body is larger than {size}; ask for less at once"),
        )),
        (StatusCode::UNSUPPORTED_MEDIA_TYPE, _) => ApiError::UnsupportedMedia(Said::new(
            "ở đây chỉ nhận JSON; hãy gửi Content-Type: application/json",
            "only JSON is read here; send Content-Type: application/json",
        )),
        (_, JsonRejection::JsonDataError(error)) => {
            ApiError::BadBody(Fault::of(&innermost(error), ("trường", "field")).said())
        }
        (_, JsonRejection::JsonSyntaxError(error)) => ApiError::BadBody(syntax(&innermost(error))),
        _ => ApiError::cut_off(),
    }
}

/// The error at the bottom, as text: with the path before it, where it has one.
fn innermost(error: &dyn Error) -> String {
    // The path is told by the layer above the format's own error.
    let mut text = error.to_string();
    let mut error = error.source();
    while let Some(inner) = error {
        text = inner.to_string();
        error = inner.source();
        if error.is_some_and(|below| text.ends_with(&below.to_string())) {
            break;
        }
    }
    text
}

/// JSON that is none, and where.
fn syntax(text: &str) -> Said {
    let place = text.rsplit_once(" at line ").and_then(|(_, place)| place.split_once(" column "));
    let (vi, en) = match place {
        Some((line, column)) => (format!(" (dòng {line}, cột {column})"), format!(" (line {line}, column {column})")),
        None => (String::new(), String::new()),
    };
    Said::new(format!("nội dung gửi không phải là JSON trọn vẹn{vi}"), format!("the body is no whole JSON{en}"))
}

/// What is wrong with a field.
struct Fault {
    /// What fields are called here, in Vietnamese and English.
    word: (&'static str, &'static str),
    field: String,
    what: What,
}

enum What {
    Unknown(Vec<String>),
    Missing,
    Twice,
    /// It takes something else: in Vietnamese and English.
    Not(String, String),
}

impl Fault {
    /// The fault that a text of serde's tells.
    fn of(text: &str, word: (&'static str, &'static str)) -> Self {
        let text = text.rsplit_once(" at line ").map_or(text, |(text, _)| text);
        let is_path = |path: &&str| !path.contains([' ', '`']);
        let (path, text) = text.split_once(": ").filter(|(path, _)| is_path(path)).unwrap_or(("", text));
        let mut ticked = text.split('`').skip(1).step_by(2).map(str::to_owned);
        let what = if text.starts_with("unknown field") {
            let name = ticked.next().unwrap_or_default();
            return Self { word, field: within(path, &name), what: What::Unknown(ticked.collect()) };
        } else if text.starts_with("missing field") {
            let name = ticked.next().unwrap_or_default();
            return Self { word, field: within(path, &name), what: What::Missing };
        } else if text.starts_with("duplicate field") {
            let name = ticked.next().unwrap_or_default();
            return Self { word, field: within(path, &name), what: What::Twice };
        } else if text.starts_with("unknown variant") {
            let known = ticked.skip(1).collect::<Vec<_>>().join(", ");
            What::Not(format!("một trong: {known}"), format!("one of: {known}"))
        } else {
            wanted(text)
        };
        Self { word, field: path.to_owned(), what }
    }

    fn said(&self) -> Said {
        let Self { word: (vi, en), field, what } = self;
        match what {
            What::Unknown(known) if known.is_empty() => {
                Said::new(format!("không có {vi} {field}"), format!("there is no {en} {field}"))
            }
            What::Unknown(known) => {
                let known = known.join(", ");
                Said::new(
                    format!("không có {vi} {field}; có: {known}"),
                    format!("there is no {en} {field}; there are: {known}"),
                )
            }
            What::Missing => Said::new(format!("thiếu {vi} {field}"), format!("the {en} {field} is missing")),
            What::Twice => Said::new(format!("{vi} {field} có hai lần"), format!("the {en} {field} stands twice")),
            What::Not(is_vi, is_en) if field.is_empty() => {
                Said::new(format!("nội dung gửi phải là {is_vi}"), format!("the body must be {is_en}"))
            }
            What::Not(is_vi, is_en) => {
                Said::new(format!("{vi} {field} phải là {is_vi}"), format!("the {en} {field} must be {is_en}"))
            }
        }
    }
}

/// A field's name below a path, which may end with it.
fn within(path: &str, name: &str) -> String {
    match path {
        "" | "." => name.to_owned(),
        _ if path == name || path.ends_with(&format!(".{name}")) => path.to_owned(),
        _ => format!("{path}.{name}"),
    }
}

/// What a value should be, by what serde says of it.
fn wanted(text: &str) -> What {
    let expected = text.rsplit_once("expected ").map_or(text, |(_, expected)| expected);
    let (vi, en) = match expected {
        _ if expected.contains("bool") || expected.contains("true") => ("true hoặc false", "true or false"),
        _ if expected.contains("string") && expected == "a string" => ("một chuỗi chữ", "a text"),
        _ if expected.starts_with("struct") || expected.starts_with("a map") => ("một đối tượng JSON", "a JSON object"),
        _ if expected.starts_with('u') && expected.len() < 5 => ("một số nguyên không âm", "a whole number, 0 or more"),
        _ if expected.contains("sequence") => ("một danh sách", "a list"),
        _ if expected.starts_with('f') && expected.len() < 5 => ("một số", "a number"),
        _ => ("một số nguyên trong giới hạn", "a whole number within its bounds"),
    };
    What::Not(vi.to_owned(), en.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Json;
    use axum::extract::Query;
    use axum::http::Uri;
    use serde::Deserialize;

    #[derive(Deserialize, Debug)]
    #[serde(rename_all = "lowercase")]
    enum Way {
        Zero,
        Missing,
    }

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only what cannot be read is of interest")]
    struct Asked {
        a: String,
        many: Option<i64>,
        dry: Option<bool>,
        way: Option<Way>,
        inner: Option<Inner>,
    }

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only what cannot be read is of interest")]
    struct Inner {
        days: u32,
    }

    fn told(error: ApiError) -> (String, String) {
        match error {
            ApiError::BadQuery(said) | ApiError::BadBody(said) => (said.vi, said.en),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_query_that_cannot_be_read_names_the_parameter() {
        for (asked, vi, en) in [
            ("b=1", "không có tham số b; có: a, many, dry, way, inner", "there is no parameter b; there are: a,"),
            ("", "thiếu tham số a", "the parameter a is missing"),
            ("a=1&a=2", "tham số a có hai lần", "the parameter a stands twice"),
            ("a=1&many=x", "tham số many phải là một số nguyên", "the parameter many must be a whole number"),
            ("a=1&dry=x", "tham số dry phải là true hoặc false", "the parameter dry must be true or false"),
            (
                "a=1&way=x",
                "tham số way phải là một trong: zero, missing",
                "the parameter way must be one of: zero, missing",
            ),
        ] {
            let uri: Uri = format!("/?{asked}").parse().unwrap();
            let (told_vi, told_en) = told(query(&Query::<Asked>::try_from_uri(&uri).unwrap_err()));
            assert!(told_vi.starts_with(vi) && told_vi.ends_with("mô tả các tham số"), "{asked}: {told_vi}");
            assert!(told_en.starts_with(en) && told_en.ends_with("describes the parameters"), "{asked}: {told_en}");
        }
    }

    #[test]
    fn a_body_that_cannot_be_read_names_the_field() {
        for (sent, vi, en) in [
            (
                r#"{"b": 1}"#,
                "không có trường b; có: a, many, dry, way, inner",
                "there is no field b; there are: a, many, dry, way, inner",
            ),
            ("{}", "thiếu trường a", "the field a is missing"),
            (r#"{"a": "", "a": ""}"#, "trường a có hai lần", "the field a stands twice"),
            (r#"{"a": 1}"#, "trường a phải là một chuỗi chữ", "the field a must be a text"),
            (
                r#"{"a": "", "many": "x: y"}"#,
                "trường many phải là một số nguyên trong giới hạn",
                "the field many must be a whole number within its bounds",
            ),
            (
                r#"{"a": "", "inner": 1}"#,
                "trường inner phải là một đối tượng JSON",
                "the field inner must be a JSON object",
            ),
            (r#"{"a": "", "inner": {}}"#, "thiếu trường inner.days", "the field inner.days is missing"),
            (
                r#"{"a": "", "inner": {"day": 1}}"#,
                "không có trường inner.day; có: days",
                "there is no field inner.day; there are: days",
            ),
            (
                r#"{"a": "", "inner": {"days": -1}}"#,
                "trường inner.days phải là một số nguyên không âm",
                "the field inner.days must be a whole number, 0 or more",
            ),
            ("[1]", "trường [0] phải là một chuỗi chữ", "the field [0] must be a text"),
            ("7", "nội dung gửi phải là một đối tượng JSON", "the body must be a JSON object"),
            (
                "{\n\"a\": ",
                "nội dung gửi không phải là JSON trọn vẹn (dòng 2, cột 5)",
                "the body is no whole JSON (line 2, column 5)",
            ),
            (
                r#"{"a": ""} x"#,
                "nội dung gửi không phải là JSON trọn vẹn (dòng 1, cột 11)",
                "the body is no whole JSON (line 1, column 11)",
            ),
        ] {
            let rejection = Json::<Asked>::from_bytes(sent.as_bytes()).unwrap_err();
            assert_eq!(told(body(&rejection, "1 MiB")), (vi.to_owned(), en.to_owned()), "{sent}");
        }
    }
}

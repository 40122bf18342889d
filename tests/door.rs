//! Requests and answers. [`App::submit`] and its like are what people do; [`App::send`] and
//! [`App::says`] are for what they should not.

use crate::server::{App, PATIENCE};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

/// An answer, read to its end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{} {error}: {}", self.status, self.text()))
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The answer without what is another one's each time, and without a word that is a database's own.
    pub(crate) fn without(self, word: &str) -> Self {
        let body = self.text().replace(word, "");
        let headers = self.headers.into_iter().filter(|(name, _)| !["date", "x-request-id", "etag"].contains(&&**name));
        Self { status: self.status, headers: headers.collect(), body: body.into_bytes() }
    }

    /// A header's value; empty where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The code in the error envelope, which must be whole.
    pub(crate) fn error(&self) -> String {
        let json = self.json();
        assert!(self.header("content-type").starts_with("application/json"), "{}", self.header("content-type"));
        assert!(json["error"]["message"].as_str().is_some_and(|message| message.len() > 8), "{json}");
        json["error"]["code"].as_str().expect("an error has a code").to_owned()
    }

    /// Asserts a status; the answer.
    #[track_caller]
    pub(crate) fn with(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }
}

impl App {
    /// `GET` of an address.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], &[])
    }

    /// `GET` that must be answered, as JSON.
    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> Value {
        self.get(path).with(200).json()
    }

    /// Sends a file as a reporter.
    pub(crate) fn submit(&self, file: impl AsRef<[u8]>) -> Answer {
        self.submit_with("", &[], file)
    }

    /// Sends a file as a reporter, with a query and further headers.
    pub(crate) fn submit_with(&self, query: &str, headers: &[(&str, &str)], file: impl AsRef<[u8]>) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let mut all = vec![("authorization", bearer.as_str()), ("content-type", "text/csv")];
        all.extend(headers);
        self.send("POST", &format!("/api/v1/reports{query}"), &all, file.as_ref())
    }

    /// Sends a file that is stored; the receipt.
    #[track_caller]
    pub(crate) fn stores(&self, file: impl AsRef<[u8]>) -> Value {
        self.submit(file).with(201).json()
    }

    /// Sends a file of flags with a token.
    pub(crate) fn flags_with(&self, token: &str, query: &str, headers: &[(&str, &str)], file: &[u8]) -> Answer {
        let bearer = format!("Bearer {token}");
        let mut all = vec![("authorization", bearer.as_str())];
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            all.push(("content-type", "text/csv"));
        }
        all.extend(headers);
        self.send("POST", &format!("/api/v1/flags{query}"), &all, file)
    }

    /// Sends rows of flags as an officer, which are stored; the receipt.
    #[track_caller]
    pub(crate) fn flags<T: AsRef<str>>(&self, token: &str, rows: impl IntoIterator<Item = T>) -> Value {
        self.flags_with(token, "", &[], crate::reports::table(crate::reports::FLAGS, rows).as_bytes()).with(201).json()
    }

    /// Any request.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.tries(method, path, headers, body)
            .unwrap_or_else(|error| panic!("{method} {path}: {error}\n{}", self.settings.log()))
    }

    /// Any request to a server that may be gone before it has answered.
    pub(crate) fn tries(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .timeout_global(Some(PATIENCE))
            .build()
            .into();
        let mut request = ureq::http::Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut answer = match body {
            [] => agent.run(request.body(()).unwrap())?,
            body => agent.run(request.body(body).unwrap())?,
        };
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        Ok(Answer {
            status: answer.status().as_u16(),
            headers: answer.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect(),
            body: answer.body_mut().with_config().limit(64 << 20).read_to_vec()?,
        })
    }

    /// A connection on which nothing was said yet.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// What the server says to a request that asks it to hang up afterwards.
    pub(crate) fn says(&self, bytes: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect();
        stream.write_all(bytes.as_ref()).unwrap();
        said(stream)
    }

    /// What the server says to a sender who is gone after some bytes: mostly nothing.
    pub(crate) fn says_to_who_left(&self, bytes: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect();
        stream.write_all(bytes.as_ref()).unwrap();
        // The server may have hung up already.
        let _ = stream.shutdown(Shutdown::Write);
        said(stream)
    }

    /// Everything a visitor can see of what is stored, wherever it is. Equal before and after: nothing was stored.
    pub(crate) fn everything(&self) -> Vec<Answer> {
        let site = self.read("/api/v1/board")["site"].as_str().expect("a board names its site").to_owned();
        let paths = ["/api/v1/board", "/api/v1/changes", "/api/v1/units/22738", "/api/v1/flags"];
        paths.map(|path| self.get(path).with(200).without(&site)).into()
    }

    /// The whole change log, read page by page.
    pub(crate) fn changes_since(&self, since: i64) -> Vec<Value> {
        let (mut entries, mut since) = (Vec::new(), since);
        loop {
            let page = self.read(&format!("/api/v1/changes?since={since}"));
            let found = page["entries"].as_array().unwrap();
            assert!(found.len() <= 200);
            since += i64::try_from(found.len()).unwrap();
            entries.extend(found.iter().cloned());
            if page["more"] == false {
                assert_eq!(page["seq"], since);
                return entries;
            }
            assert!(!found.is_empty(), "a page that says there is more has something");
        }
    }
}

fn said(mut stream: TcpStream) -> String {
    let mut said = Vec::new();
    // A reset in place of an orderly end still ends the answer.
    let _ = stream.read_to_end(&mut said);
    String::from_utf8_lossy(&said).into_owned()
}

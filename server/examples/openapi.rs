//! Prints the OpenAPI document: `make generate` writes it down, `make check` sees that it is current.

use std::io::Write;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(vungxanh::http::openapi().as_bytes())
}

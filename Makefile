# The front door. `make run` and `make test` need Rust and Node; what else they lack they install.

.PHONY: run test check bench prove fuzz generate format tools browser

# Build everything and show a replayed season; prints the map's address.
run:
	cargo run --release --quiet -- demo

# Journeys that say nothing new on another database: they have their own, none, or ask nothing of it but
# what others ask.
NOT_AGAIN = schedules:: replicas:: watching:: churn:: agreement:: architecture:: backups:: command_line:: forms:: \
	pictures:: real_counts:: refusals:: hints:: torn_files:: talk:: viewers::

# Every check and every test; the journeys on a file and once more on PostgreSQL.
test: tools check
	cargo test --workspace
	VUNGXANH_TEST_DATABASE=postgres cargo test --test journeys -- $(addprefix --skip ,$(NOT_AGAIN))
	cd web && npm test
	cd web && npm run test:browser

# Formatting, lints, documentation, generated files.
check: web/node_modules
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items --quiet
	cd web && npm run check
	$(MAKE) generate
	git diff --exit-code -- docs/openapi.json docs/configuration.md web/src/api.gen.ts

# What is generated from the code: the OpenAPI document, the TypeScript types from it, and the page
# of flags and variables.
generate: web/node_modules
	cargo run --quiet --example openapi > docs/openapi.json
	cargo run --quiet --example configuration > docs/configuration.md
	cd web && npm run generate

# Speed, as ratios against a reference in the same run: the server, delivery to many viewers, then the
# pages in a browser. All are measured whatever the first says; a judged bound that was missed fails it.
bench: tools web/node_modules
	cargo build --release --quiet --workspace
	cargo bench --quiet --bench speed; server=$$?; \
	$${CARGO_TARGET_DIR:-$(CURDIR)/target}/release/vungxanh-load; delivery=$$?; \
	cd web && VUNGXANH_BINARY=$${CARGO_TARGET_DIR:-$(CURDIR)/target}/release/vungxanh npm run --silent bench \
	&& exit $$((server | delivery))

# Long proofs, one after the other: a thousand kills while the server is fed; ten minutes of viewers who come and go;
# two hundred schedules of faults; the national file, read and checked; the live socket against a conformance suite.
prove:
	VUNGXANH_KILLS=1000 VUNGXANH_CHURN=27000 VUNGXANH_SCHEDULES=200 cargo test --release --test journeys -- \
		--test-threads=1 --nocapture churn kills schedules
	cargo test --release --lib -- --ignored --nocapture
	cargo run --release --quiet --package vungxanh-load -- conformance

# That the fuzz targets build; `cargo fuzz run csv` runs one.
fuzz:
	cargo build --manifest-path fuzz/Cargo.toml --bins

format:
	cargo fmt --all
	cd web && npm run format

web/node_modules: web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	touch web/node_modules

# A browser for the browser tests and PostgreSQL's programs for the measurements, where apt may install them.
tools:
	@tools/install-test-tools

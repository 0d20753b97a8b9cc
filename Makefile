# The commands of a fresh machine. `make run` and `make test` install what is missing (Debian, Ubuntu) and need nothing
# beside the repository.

# Where `make run` makes its workspace, and the seed of the synthetic product in it.
DEMO ?= target/demo
SEED ?= 1

.PHONY: help run test validate bench format lint clean-demo packages-run packages-test cargo

help:
	@echo "make run         build, make a demo workspace (DEMO=$(DEMO), SEED=$(SEED)), verify it, open the window"
	@echo "make test        every test but the slow validations"
	@echo "make validate    the slow validations, in release: #[ignore = \"slow validation\"]"
	@echo "make bench       the throughput benches"
	@echo "make format      lay out the sources"
	@echo "make lint        clippy, warnings as errors"
	@echo "make clean-demo  remove the demo workspace"

run: packages-run cargo
	cargo build --release --locked
	@sh assets/setup/show-demo.sh "$(DEMO)" "$(SEED)"

test: packages-test cargo
	@bash assets/setup/run-tests.sh

validate: packages-test cargo
	cargo test --release --locked --no-fail-fast --lib --bins --tests -- --ignored --nocapture --test-threads=1

bench: packages-test cargo
	cargo bench --locked --bench catalog --bench verification --bench reading --bench location --bench stray_light --bench level1 --bench parameter_sets
	@# A screen in memory: the figures of the window are those of a software renderer, on any machine.
	xvfb-run --auto-servernum --server-args="-screen 0 1400x900x24 +extension GLX" cargo bench --locked --bench window

format: cargo
	cargo fmt

lint: packages-run cargo
	cargo clippy --locked --all-targets -- -D warnings

# The default folder only: what DEMO names may hold more than a demo.
clean-demo:
	rm -rf target/demo

packages-run packages-test: packages-%:
	@sh assets/setup/install-packages.sh $*

cargo:
	@sh assets/setup/require-cargo.sh

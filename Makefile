# What there is to do here. `make test` is what .ci/run calls; `make check` is what to run before a commit.
GO ?= go
FUZZTIME ?= 20s
BENCHTIME ?= 1s

.PHONY: build test check bench bench-export bench-peers bench-sample bench-query bench-serve bench-store kill eval fuzz models tck clean

# One static program that needs nothing else.
build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags="-s -w" -o dist/mandate ./cmd/mandate

test:
	$(GO) test -timeout 40m ./...

check:
	@bad=$$(gofmt -l $$(git ls-files --cached --others --exclude-standard '*.go')); \
		if [ -n "$$bad" ]; then echo "not formatted (run gofmt -w):"; echo "$$bad"; exit 1; fi
	$(GO) vet ./...
	@lint=$$(command -v golangci-lint || echo "$$($(GO) env GOPATH)/bin/golangci-lint"); \
		if [ -x "$$lint" ]; then "$$lint" run ./...; \
		else echo "golangci-lint is not installed, so the linters of .golangci.yml did not run"; fi
	CGO_ENABLED=1 $(GO) test -race -timeout 60m ./...

bench:
	$(GO) test -run='^$$' -bench=. -benchtime=$(BENCHTIME) -benchmem ./...

# Speed and memory of the graph algorithms against igraph and networkx (python3-igraph, python3-networkx, python3-scipy), on
# the same graphs, one core each; a quarter of an hour. ONLY=dijkstra takes the lines that contain it.
bench-peers:
	$(GO) test ./graph/algo/sparse -run='^TestPeers$$' -count=1 -timeout=60m -v -peers -peers-only='$(ONLY)'

# A million edges written in each format by one core: MB/s, and the most memory in use at a time; EDGES takes another number.
EDGES ?= 1000000
bench-export:
	GOMAXPROCS=1 $(GO) test ./export -run='^$$' -bench='^BenchmarkWrite$$' -benchtime=1x -timeout=60m -edges $(EDGES)

# How many of the hundred nodes of highest betweenness a sample finds: exact at 10^5 nodes takes half an hour on one core.
SAMPLE_NODES ?= 100000
bench-sample:
	$(GO) test ./graph/algo/sparse -run='^TestPeersSample$$' -count=1 -timeout=120m -v -peers-sample=$(SAMPLE_NODES)

eval:
	$(GO) run ./cmd/mandate eval --gold testdata/gold

# Every fuzz target for a while, one after the other: go test fuzzes one at a time.
fuzz:
	@for pkg in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
			echo "== $$pkg $$target"; \
			$(GO) test -run='^$$' -fuzz="^$$target\$$" -fuzztime=$(FUZZTIME) $$pkg || exit 1; \
		done; \
	done

# The openCypher conformance scenarios, per folder and in total; TCK_DIR says where they are. What does not pass is listed
# first.
tck:
	@out=$$($(GO) test ./graph/cypher -run='^TestConformance$$' -count=1 -v -tck); rc=$$?; \
		printf '%s\n' "$$out" | grep -v '^\(=== \|--- PASS\|PASS$$\|ok \)'; exit $$rc

# Queries on a store of a million edges, in ms; making the store takes some minutes. BENCH_STORE keeps it in a folder.
bench-query:
	$(GO) test ./cmd/mandate -run='^$$' -bench='^BenchmarkQuery$$' -benchtime=100x -timeout 60m -edges 1000000 -edges-store "$(BENCH_STORE)"
	$(GO) test ./graph/cypher -run='^$$' -bench='^BenchmarkPrepare$$'

# Sixty-four clients ask a server on loopback for a minute, and for another while documents are written to its store; a
# store of a million edges, which BENCH_STORE keeps in a folder.
bench-serve:
	$(GO) test ./cmd/mandate -run='^$$' -bench='^BenchmarkServe$$' -benchtime=1x -timeout 60m -v -edges 1000000 -edges-store "$(BENCH_STORE)" -load-seconds 60
# A store of a corpus with known truth: writing it, its size, opening it, the first answer, adding to it, linking. SEED makes
# another corpus, BENCH_STORE keeps the store. It takes some minutes.
DOCS ?= 100000
SEED ?= 1
bench-store:
	$(GO) test ./store -run='^$$' -bench='^BenchmarkCorpus$$' -benchtime=1x -timeout 120m -corpus-docs $(DOCS) -corpus-seed $(SEED) -corpus-store "$(BENCH_STORE)"

# Kills so many builds at random moments, and checks the store after each.
KILLS ?= 500
kill:
	$(GO) test ./cmd/mandate -run='^TestKillAndCheck$$' -count=1 -v -timeout 240m -kills $(KILLS)

clean:
	rm -rf dist mandate.db out.html

# Trains the embedded models anew from the data folder that DATA names (its README says what belongs there) and from the
# sample documents with their gold graphs. What a model learns from is read with the models before it, so
# each step is a program of its own, built with what the step before has made. Together it takes
# an hour and more on one core.
models:
	@test -n "$(DATA)" || { echo "say where the data is: make models DATA=DIR"; exit 2; }
	$(GO) run ./cmd/mandate-train token --data $(DATA) --out extract/models
	$(GO) run ./cmd/mandate-train manifest --data $(DATA) --out extract/models
	$(GO) run ./cmd/mandate-train train --data $(DATA) --out extract/models
	$(GO) run ./cmd/mandate-train phrases --data $(DATA) --out extract/models
	$(GO) run ./cmd/mandate-train relations --data $(DATA) --out extract/models
	$(GO) run ./cmd/mandate-train manifest --data $(DATA) --out extract/models

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSyncIsBuild changes a folder at random and syncs it, several times: each time the graph must be, byte for byte, that
// of a build of the folder as it is then.
func TestSyncIsBuild(t *testing.T) {
	texts := []string{
		"The Ministry of Labor (MOL) leads the National Plan of Action on Child Labor.",
		"MOL coordinates with the Labour Ministry of Peru. Ana Duran heads the Ministry of Health.",
		"The Ministry of Health of Peru funds the Vaccine Plan. Ana Maria Duran leads the MOH.",
		"The Ministry of Health (MOH) oversees the Rural School Program in Lima.",
		"(C) The Ministry of Housing (MOH) leads the Rural Roads Plan.\n\n(U) The plan is led by the ministry.",
		"\x7fELF\x02\x01\x01\x00\x00\x00",
	}
	// A check opens up to seven stores. Who asks for another number than rapid's own gets it.
	if n := flag.Lookup("rapid.checks"); n.Value.String() == n.DefValue {
		defer flag.Set("rapid.checks", n.DefValue) //nolint:errcheck // it had that value
		if err := flag.Set("rapid.checks", "15"); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "sync")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		docs, db := filepath.Join(dir, "docs"), filepath.Join(dir, "graph.db")
		path := rapid.SampledFrom([]string{"a.txt", "b.txt", "c.md", "sub/a.txt", "sub/b.txt", "sub/deep/c.txt"})
		build := func(args ...string) {
			if status, _, errs := mandate(append([]string{"build", "--quiet", "--fast"}, args...)...); status != exitFine && status != exitSkipped {
				t.Fatalf("build %v: status %d: %s", args, status, errs)
			}
		}
		export := func(db string) string {
			status, out, errs := mandate("export", "--format", "jsonl", "--db", db)
			if status != exitFine {
				t.Fatalf("export: %s", errs)
			}
			return out
		}
		held := map[string]string{}   // what the folder holds
		stored := map[string]string{} // what it held at the last sync
		for round := range rapid.IntRange(1, 3).Draw(t, "rounds") {
			if err := os.RemoveAll(docs); err != nil {
				t.Fatal(err)
			}
			if err := os.MkdirAll(docs, 0o755); err != nil {
				t.Fatal(err)
			}
			for range rapid.IntRange(1, 5).Draw(t, "changes") {
				if p := path.Draw(t, "path"); rapid.Bool().Draw(t, "remove") {
					delete(held, p)
				} else {
					text := rapid.SampledFrom(texts).Draw(t, "text")
					if strings.HasPrefix(text, "\x7f") && held[p]+stored[p] != "" {
						continue // unreadable now, read before: it stays, and a build from nothing has it not
					}
					held[p] = text
				}
			}
			for p, text := range held {
				p = filepath.Join(docs, p)
				if err := errors.Join(os.MkdirAll(filepath.Dir(p), 0o755), os.WriteFile(p, []byte(text), 0o666)); err != nil {
					t.Fatal(err)
				}
			}
			build("--sync", "--allow-empty", "--db", db, docs)
			stored = maps.Clone(held)
			fresh := filepath.Join(dir, fmt.Sprintf("fresh%d.db", round))
			build("--db", fresh, docs)
			if got, want := export(db), export(fresh); got != want {
				t.Fatalf("round %d: synced:\n%s\nfresh:\n%s", round, got, want)
			}
		}
	})
}

// stopAt cancels when something is written.
type stopAt context.CancelFunc

func (s stopAt) Write(b []byte) (int, error) {
	s()
	return len(b), nil
}

// TestSyncInterrupted stops a sync while it reads: nothing may be forgotten, and the next one ends the work.
func TestSyncInterrupted(t *testing.T) {
	docs, db := writeFolder(t, stopped), filepath.Join(t.TempDir(), "graph.db")
	gone := filepath.Join(docs, "gone.txt")
	if err := os.WriteFile(gone, []byte("The Ministry of Sport leads the Stadium Plan."), 0o666); err != nil {
		t.Fatal(err)
	}
	mustRun(t, exitFine, "build", "--quiet", "--fast", "--db", db, "--include", "gone.txt", docs)
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	opt := buildOptions{DB: db, Paths: []string{docs}, Sync: true, Fast: true, Verbose: true}
	err := runBuild(ctx, opt, streams{strings.NewReader(""), io.Discard, stopAt(cancel)})
	if !errors.As(err, new(interruptedError)) || !strings.Contains(err.Error(), "none was forgotten") {
		t.Fatalf("the sync ended with %v", err)
	}
	if out := mustRun(t, exitFine, "list", "documents", "--db", db); !strings.Contains(out, "gone.txt") {
		t.Error("a document was forgotten before all others were read")
	}
	if out := mustRun(t, exitFine, "build", "--sync", "--fast", "--db", db, docs); !strings.Contains(out, "Forgot 1 document") {
		t.Errorf("the second sync:\n%s", out)
	}
}

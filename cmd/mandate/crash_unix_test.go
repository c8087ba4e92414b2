//go:build unix

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// writeFolder writes n small documents that differ in what they say.
func writeFolder(t testing.TB, n int) string {
	t.Helper()
	folder := t.TempDir()
	topics := []string{"Labor", "Education", "Health", "Justice", "Finance", "Transport", "Energy", "Defense"}
	for i := range n {
		a, b := topics[i%len(topics)], topics[(i/len(topics)+i+1)%len(topics)]
		var text strings.Builder
		for p := range 2 {
			fmt.Fprintf(&text, "%d. The Ministry of %s leads the National Plan of Action No. %d. The Ministry of %s coordinates with the "+
				"Ministry of %s. In 2009 the ministry launched Project %d to protect migrant workers.\n\n", p+1, a, i%50, b, a, i)
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%05d.txt", i)), []byte(text.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// stopped is the number of documents of a build that is stopped in the middle: several batches.
const stopped = 4 * batchDocuments

// TestKilled kills a build in the middle, without warning. Everything that was reported as stored must be there, and a
// second build must end where an undisturbed one ends.
func TestKilled(t *testing.T) {
	interrupted(t, func(p *os.Process) error { return p.Kill() }, func(t *testing.T, err error) {
		if err == nil {
			t.Error("the build ended before it was killed")
		}
	})
}

// TestInterrupted does the same with Ctrl-C, which the program sees coming.
func TestInterrupted(t *testing.T) {
	interrupted(t, func(p *os.Process) error { return p.Signal(syscall.SIGINT) }, func(t *testing.T, err error) {
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted {
			t.Errorf("the build ended with %v, want exit status %d", err, exitInterrupted)
		}
	})
}

var kills = flag.Int("kills", 3, "how many builds TestKillAndCheck kills")

// TestKillAndCheck kills builds at random moments, from the first to the last, and checks the store after each: what was
// reported as stored is there, and nothing is damaged. A store that is complete makes way for a new one. `make kill` does
// it 500 times.
func TestKillAndCheck(t *testing.T) {
	const documents = 6 * batchDocuments
	folder := writeFolder(t, documents)
	rnd := rand.New(rand.NewPCG(9, 9))
	db, stored, complete, whole := "", map[string]bool{}, true, time.Second
	within, after := 0, 0 // kills when some documents were stored, and when all were
	for n := range *kills {
		if complete {
			db = filepath.Join(t.TempDir(), "mandate.db")
			stored = map[string]bool{}
		}
		began := time.Now()
		cmd := exec.Command("mandate", "build", "--verbose", "--fast", "--db", db, folder)
		stderr, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(rnd.Int64N(int64(whole))), func() { _ = cmd.Process.Kill() })
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			if name, ok := strings.CutPrefix(lines.Text(), "stored "); ok {
				stored[name] = true
			}
		}
		complete = cmd.Wait() == nil
		timer.Stop()
		if complete {
			whole = max(time.Since(began), whole/2) // one that found all documents there was short
		} else if whole < time.Minute {
			whole += whole / 8 // until builds end before they are killed, now and then
		}
		switch {
		case complete || len(stored) == 0:
		case len(stored) < documents:
			within++
		default:
			after++ // while the graph was made of them, or on the way out
		}
		if _, err := os.Stat(filepath.Join(db, "MANDATE")); err != nil && len(stored) == 0 {
			continue // killed before there was a store
		}
		if status, out, says := mandate("check", "--db", db); status != exitFine {
			t.Fatalf("kill %d: check ends with %d: %s%s", n, status, out, says)
		}
		have := listed(t, db)
		for name := range stored {
			if !have[name] {
				t.Fatalf("kill %d: %s was reported as stored and is gone", n, name)
			}
		}
		if n%25 == 24 {
			t.Logf("%d kills, %d of them when some documents were stored, %d when all were; %d of %d documents in the store", n+1, within, after, len(have), documents)
		}
	}
	if *kills >= 100 && (within == 0 || after == 0) {
		t.Errorf("of %d kills %d fell when some documents were stored and %d when all were: the others show nothing", *kills, within, after)
	}
}

func interrupted(t *testing.T, stop func(*os.Process) error, check func(*testing.T, error)) {
	folder := writeFolder(t, stopped)
	dir := t.TempDir()
	db := filepath.Join(dir, "disturbed.db")
	stored, err := buildUntilStored(t, folder, db, stop)
	check(t, err)
	if len(stored) == 0 || len(stored) >= stopped {
		t.Errorf("%d of %d documents were stored when the build was stopped", len(stored), stopped)
	}
	have := listed(t, db)
	for _, name := range stored {
		if !have[name] {
			t.Errorf("%s was reported as stored and is gone", name)
		}
	}
	mustRun(t, exitFine, "build", "--quiet", "--db", db, folder)
	undisturbed := filepath.Join(dir, "undisturbed.db")
	mustRun(t, exitFine, "build", "--quiet", "--db", undisturbed, folder)
	sameExport(t, "that was stopped and run again", mustRun(t, exitFine, "export", "--format", "json", "--db", undisturbed), db)
}

// buildUntilStored runs a build in a process of its own, stops it once the first documents are stored, and returns the
// names of all that it reported.
func buildUntilStored(t *testing.T, folder, db string, stop func(*os.Process) error) (stored []string, err error) {
	t.Helper()
	cmd := exec.Command("mandate", "build", "--verbose", "--workers", "1", "--db", db, folder)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	var rest bytes.Buffer
	cmd.Stdout = &rest
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if name, ok := strings.CutPrefix(lines.Text(), "stored "); ok {
			if stored == nil {
				if err := stop(cmd.Process); err != nil {
					t.Fatal(err)
				}
			}
			stored = append(stored, name)
		}
	}
	if _, err := io.Copy(io.Discard, stderr); err != nil && lines.Err() == nil {
		t.Log(err)
	}
	return stored, cmd.Wait()
}

// listed are the names of the documents in a store.
func listed(t *testing.T, db string) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	dec := json.NewDecoder(strings.NewReader(mustRun(t, exitFine, "list", "documents", "--json", "--db", db)))
	for dec.More() {
		var doc struct{ Name string }
		if err := dec.Decode(&doc); err != nil {
			t.Fatal(err)
		}
		names[doc.Name] = true
	}
	return names
}

// TestStoreInUse builds into a store that another process is building into.
func TestStoreInUse(t *testing.T) {
	folder := writeFolder(t, stopped)
	db := filepath.Join(t.TempDir(), "mandate.db")
	var status int
	var says string
	_, err := buildUntilStored(t, folder, db, func(p *os.Process) error {
		status, _, says = mandate("build", "--db", db, folder)
		return p.Signal(os.Interrupt)
	})
	if err == nil {
		t.Log("the first build ended before it was interrupted")
	}
	if status != exitFailed || !strings.Contains(says, "in use by process") || !strings.Contains(says, "try again") {
		t.Errorf("exit status %d: %s", status, says)
	}
}

// TestMemoryStaysFlat compares the most memory that a build of 200 and one of 2,000 documents took.
func TestMemoryStaysFlat(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the peak of memory is measured on Linux only")
	}
	small, large := peakMemory(t, writeFolder(t, 200)), peakMemory(t, writeFolder(t, 2000))
	t.Logf("200 documents: %d MB, 2,000 documents: %d MB", small>>20, large>>20)
	// The store fills its memtables before it writes tables, so the larger build may take that much more, once.
	if more := int64(96 << 20); large > small+more {
		t.Errorf("2,000 documents took %d MB more than 200 documents", (large-small)>>20)
	}
	if limit := int64(400 << 20); large > limit {
		t.Errorf("a build of 2,000 documents took %d MB, more than %d MB", large>>20, limit>>20)
	}
}

// peakMemory builds a folder in a process of its own and returns the most resident memory it had, in bytes.
func peakMemory(t testing.TB, folder string) int64 {
	t.Helper()
	cmd := exec.Command("mandate", "build", "--quiet", "--db", filepath.Join(t.TempDir(), "mandate.db"), folder)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10 // Linux counts in KiB
}

// BenchmarkBuild builds a folder of small documents, store and all.
func BenchmarkBuild(b *testing.B) {
	folder := writeFolder(b, 200)
	var bytes int64
	for _, e := range must(os.ReadDir(folder)) {
		bytes += must(e.Info()).Size()
	}
	b.SetBytes(bytes)
	for i := 0; b.Loop(); i++ {
		mustRun(b, exitFine, "build", "--quiet", "--db", filepath.Join(b.TempDir(), fmt.Sprint(i)), folder)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

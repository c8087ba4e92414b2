package store

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"mandate/graph"
	"mandate/graph/graphtest"
)

// The test binary is run again as a child that writes into a store until it is killed.
const childEnv = "MANDATE_STORE_TEST_CHILD"

func TestMain(m *testing.M) {
	if task := os.Getenv(childEnv); task != "" {
		name, dir, _ := strings.Cut(task, " ")
		if err := children[name](dir); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var children = map[string]func(dir string) error{"put": putForever, "limit": putUnderLimit, "views": viewsForever}

// childVersion is document i in its version v; the fourth is too large for one transaction.
func childVersion(i, v int) *graph.Contribution {
	c := documents(1, uint64(v*1000+i))[0]
	c.Document.ID = graph.DocumentID(fmt.Sprintf("doc-%03d", i))
	c.Document.Hash = fmt.Sprint(v)
	if i == 3 {
		cl := c.Claims[0]
		for j := range 6_000 {
			cl.Subject, cl.Object = j%20, j/20%20
			cl.Evidence.Subject.Start, cl.Evidence.Subject.End = j, j+3
			c.Claims = append(c.Claims, cl)
		}
	}
	return c
}

const childDocuments = 12

// putForever puts documents over and over, in new versions, and says what it began and what is stored.
func putForever(dir string) error {
	s, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	for v := 1; ; v++ {
		for i := range childDocuments {
			fmt.Println("begin", i, v)
			if err := s.Put(childVersion(i, v)); err != nil {
				return err
			}
			if i%3 == 0 {
				if err := s.Sync(); err != nil {
					return err
				}
			}
			fmt.Println("done", i, v)
		}
	}
}

// child starts the test binary again on a task.
func child(t *testing.T, task string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+task)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// Killed at any moment, each document is in the store as it was reported stored, or in the version being written.
func TestKill(t *testing.T) {
	rounds := 8
	if testing.Short() {
		rounds = 2
	}
	dir := filepath.Join(t.TempDir(), "store")
	have := map[int]int{} // versions in the store, by document
	for round := range rounds {
		cmd, lines := child(t, "put "+dir)
		timer := time.AfterFunc(time.Duration(150+round*97)*time.Millisecond, func() { _ = cmd.Process.Kill() })
		began := map[int]int{}
		for lines.Scan() {
			f := strings.Fields(lines.Text())
			if len(f) != 3 {
				t.Fatalf("the child says %q", lines.Text())
			}
			i, _ := strconv.Atoi(f[1])
			v, _ := strconv.Atoi(f[2])
			if f[0] == "begin" {
				began[i] = v
			} else {
				have[i] = v
				delete(began, i)
			}
		}
		timer.Stop()
		_ = cmd.Wait()
		checkAfterKill(t, dir, have, began, round%2 == 0)
	}
}

// Killed while the views are made, the store has them when it is opened next.
func TestKillWhileViewsAreMade(t *testing.T) {
	rounds := 5
	if testing.Short() {
		rounds = 2
	}
	dir := filepath.Join(t.TempDir(), "store")
	cs := documents(300, 12)
	s := openTest(t, dir, Options{})
	put(t, s, cs...)
	want := dumpKeys(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for round := range rounds {
		cmd, lines := child(t, "views "+dir)
		if !lines.Scan() || lines.Text() != "begin" {
			t.Fatalf("the child says %q", lines.Text())
		}
		time.Sleep(time.Duration(1+round*37) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		got := openTest(t, dir, Options{ReadOnly: round%2 == 0})
		if rows := dumpKeys(t, got); !slices.Equal(rows, want) {
			t.Errorf("round %d: rows differ after the kill", round)
		}
		if err := got.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// viewsForever makes the views of a store over and over.
func viewsForever(dir string) error {
	s, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	fmt.Println("begin")
	for {
		s.behind.Store(true)
		if err := s.lockedCatchUp(); err != nil {
			return err
		}
	}
}

// checkAfterKill opens the store and compares it with a graph of the documents it should have.
func checkAfterKill(t *testing.T, dir string, have, began map[int]int, readOnly bool) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, markFile)); err != nil {
		return // killed before it came to anything
	}
	s, err := Open(dir, Options{ReadOnly: readOnly})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i, v := range began { // one of them at most
		hash, _, _, err := s.Known(childVersion(i, v).Document.ID)
		if err != nil {
			t.Fatal(err)
		}
		if hash == fmt.Sprint(v) {
			have[i] = v
		}
	}
	g := &graph.Graph{}
	for i, v := range have {
		g.Add(childVersion(i, v))
	}
	got, want := graphtest.Dump(snapshot(t, s)), graphtest.Dump(g)
	if !slices.Equal(got, want) {
		t.Fatalf("after the kill the store is not what was reported as stored:\n%.3000s", cmp.Diff(want, got))
	}
	if err := s.Verify(); err != nil {
		t.Error(err)
	}
}

// A write that fails, for want of room or because of a limit, is reported as such, and what was stored before is there.
func TestLimitOnFileSize(t *testing.T) {
	if !canLimit {
		t.Skip("there is no limit on the size of files to set on this system")
	}
	dir := filepath.Join(t.TempDir(), "store")
	s := openTest(t, dir, Options{})
	cs := documents(50, 1)
	put(t, s, cs...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	cmd, lines := child(t, "limit "+dir)
	var said []string
	for lines.Scan() {
		said = append(said, lines.Text())
	}
	if err := cmd.Wait(); err != nil || len(said) != 1 || !strings.HasPrefix(said[0], "full: there is no room left") {
		t.Fatalf("the child ended with %v and said %q", err, said)
	}
	if diff := cmp.Diff(graphtest.Dump(graph.NewGraph(cs...)), graphtest.Dump(snapshot(t, openTest(t, dir, Options{})))); diff != "" {
		t.Errorf("%.2000s", diff)
	}
}

// putUnderLimit opens a store and writes under a limit on the size of files.
func putUnderLimit(dir string) error {
	if err := limitFiles(1 << 20); err != nil {
		return err
	}
	s, err := Open(dir, Options{})
	if err == nil {
		err = s.Put(documents(500, 2)...)
	}
	if !errors.Is(err, ErrFull) {
		return fmt.Errorf("not ErrFull but %w", err)
	}
	fmt.Println("full:", err)
	return nil
}

// A store on a small disk that fills up while it is written.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	unmount, err := mountSmall(dir, 600<<20)
	if err != nil {
		t.Skipf("no small disk can be mounted here: %v", err)
	}
	defer unmount()
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 300<<20), 0o666); err != nil {
		t.Fatal(err)
	}
	s, err := Open(filepath.Join(dir, "store"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var stored []*graph.Contribution
	g := newGenerator(3)
	for len(stored) < 30_000 {
		batch := make([]*graph.Contribution, 64)
		for i := range batch {
			batch[i] = g.document(len(stored) + i)
		}
		if err = s.Put(batch...); err != nil {
			break
		}
		stored = append(stored, batch...)
	}
	if !errors.Is(err, ErrFull) {
		t.Fatalf("after %d documents: %v, want ErrFull", len(stored), err)
	}
	if err := s.Close(); !errors.Is(err, ErrFull) { // there is no room for the views either
		t.Fatalf("%v, want ErrFull", err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	s, err = Open(filepath.Join(dir, "store"), Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	n, err := snapshot(t, s).Counts()
	if err != nil || n.Documents < len(stored) {
		t.Errorf("%d documents are there, %d were stored: %v", n.Documents, len(stored), err)
	}
}

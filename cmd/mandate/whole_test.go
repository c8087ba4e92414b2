package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mandate/graph"
	"mandate/graph/schema"
)

// sharedFolder finds the annotated documents that are not part of the repository; the test is skipped without them.
func sharedFolder(t testing.TB, parts ...string) string {
	t.Helper()
	root := os.Getenv("MANDATE_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is not there (set MANDATE_SHARED to the folder of shared documents)", path)
	}
	return path
}

// mandate runs the program in this process and returns its exit status and streams.
func mandate(args ...string) (status int, stdout, stderr string) {
	out, err, std := testApp()
	status = run(context.Background(), append([]string{"mandate"}, args...), std)
	return status, out.String(), err.String()
}

// mustRun runs the program and fails the test when it does not end with the status.
func mustRun(t testing.TB, status int, args ...string) string {
	t.Helper()
	got, out, errs := mandate(args...)
	if got != status {
		t.Fatalf("mandate %s: exit status %d, want %d\n%s%s", strings.Join(args, " "), got, status, out, errs)
	}
	return out
}

// corpora are the folders of documents there are to build from. Each test runs on all of them.
func corpora(t *testing.T, test func(t *testing.T, folder string)) {
	t.Run("docs", func(t *testing.T) {
		folder := filepath.Join("..", "..", "testdata", "docs")
		if _, err := os.Stat(folder); err != nil {
			t.Skip("testdata/docs is not there yet")
		}
		test(t, folder)
	})
	t.Run("annotated", func(t *testing.T) { test(t, sharedFolder(t, "eval", "docs")) })
	t.Run("government", func(t *testing.T) {
		test(t, unpackTexts(t, sharedFolder(t, "data", "ner", "government")))
	})
}

// unpackTexts writes the "text" of each line of the .jsonl files in a folder to a file of its own.
func unpackTexts(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no .jsonl files in %s: %v", folder, err)
	}
	out := t.TempDir()
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s := bufio.NewScanner(bytes.NewReader(data))
		s.Buffer(nil, 64<<20)
		for s.Scan() {
			var line struct{ ID, Text string }
			if err := json.Unmarshal(s.Bytes(), &line); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(out, strings.TrimSuffix(filepath.Base(name), ".jsonl")+"-"+line.ID+".txt")
			if err := os.WriteFile(file, []byte(line.Text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

func listFiles(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, e := range entries {
		if e.Type().IsRegular() {
			files = append(files, filepath.Join(folder, e.Name()))
		}
	}
	return files
}

// TestSameBytes builds the same documents in one go and one by one in the opposite order, with one worker and with
// two, and compares the exports byte for byte.
func TestSameBytes(t *testing.T) {
	corpora(t, func(t *testing.T, folder string) {
		files := listFiles(t, folder)
		one := filepath.Join(t.TempDir(), "one.db")
		mustRun(t, exitFine, append([]string{"build", "--quiet", "--workers", "1", "--db", one}, files...)...)
		want := mustRun(t, exitFine, "export", "--format", "json", "--db", one)
		if strings.Count(want, `"source"`) == 0 {
			t.Fatal("the export holds no edge")
		}

		slices.Reverse(files)
		two := filepath.Join(t.TempDir(), "two.db")
		mustRun(t, exitFine, append([]string{"build", "--quiet", "--workers", "2", "--db", two}, files...)...)
		sameExport(t, "in the opposite order with two workers", want, two)

		three := filepath.Join(t.TempDir(), "three.db")
		half := len(files) / 2
		mustRun(t, exitFine, append([]string{"build", "--quiet", "--db", three}, files[half:]...)...)
		mustRun(t, exitFine, append([]string{"build", "--quiet", "--db", three}, files[:half+1]...)...)
		sameExport(t, "in two parts", want, three)

		mustRun(t, exitFine, "forget", "--quiet", "--db", three, files[0])
		mustRun(t, exitFine, "build", "--quiet", "--db", three, files[0])
		sameExport(t, "after forgetting a document and reading it again", want, three)
	})
}

func sameExport(t *testing.T, how, want, db string) {
	t.Helper()
	got := mustRun(t, exitFine, "export", "--format", "json", "--db", db)
	if got == want {
		return
	}
	at := 0
	for at < min(len(got), len(want)) && got[at] == want[at] {
		at++
	}
	from := max(0, at-200)
	t.Errorf("the export of a build %s differs at byte %d:\n want …%s\n got  …%s", how, at,
		want[from:min(len(want), at+200)], got[from:min(len(got), at+200)])
}

// TestQuotesStandAtTheirOffsets checks every piece of evidence of every document: the quote is the text at its
// offsets, the two mentions are in the text, and the document's file holds the very same bytes there.
func TestQuotesStandAtTheirOffsets(t *testing.T) {
	corpora(t, func(t *testing.T, folder string) {
		db := filepath.Join(t.TempDir(), "mandate.db")
		mustRun(t, exitFine, "build", "--quiet", "--db", db, folder)
		var g struct {
			Edges []struct {
				Type     string
				Evidence []struct {
					Document, Quote string
					Start, End      int
					Subject, Object [2]int
				}
			}
		}
		if err := json.Unmarshal([]byte(mustRun(t, exitFine, "export", "--format", "json", "--db", db)), &g); err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{}
		checked := 0
		for _, e := range g.Edges {
			if len(e.Evidence) == 0 {
				t.Errorf("an edge %s has no evidence", e.Type)
			}
			for _, ev := range e.Evidence {
				text, ok := texts[ev.Document]
				if !ok {
					text = sourceText(t, db, ev.Document)
					texts[ev.Document] = text
				}
				checked++
				if ev.Start < 0 || ev.Start >= ev.End || ev.End > len(text) || text[ev.Start:ev.End] != ev.Quote {
					t.Errorf("%s: the quote %q does not stand at %d to %d", ev.Document, ev.Quote, ev.Start, ev.End)
				}
				for _, m := range [][2]int{ev.Subject, ev.Object} {
					if m[0] < 0 || m[0] >= m[1] || m[1] > len(text) {
						t.Errorf("%s: no mention stands at %d to %d", ev.Document, m[0], m[1])
					}
				}
			}
		}
		t.Logf("%d quotes in %d documents", checked, len(texts))
		if checked == 0 {
			t.Error("there is no quote to check")
		}
	})
}

// sourceText is the text of a document as the store has it, after a check that a file in UTF-8 holds the same bytes.
func sourceText(t *testing.T, db, document string) string {
	t.Helper()
	var c *graph.Contribution
	if err := withGraph(db, func(g graph.Reader) (err error) {
		c, err = g.Contribution(graph.DocumentID(document))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if file, err := os.ReadFile(filepath.FromSlash(document)); err != nil {
		t.Errorf("%s is not the path of a file: %v", document, err)
	} else if c.Document.Encoding == "utf-8" && !bytes.HasPrefix(file, []byte("\xef\xbb\xbf")) && string(file) != c.Text {
		t.Errorf("%s: the text as read is not the file", document)
	}
	return c.Text
}

// TestEdgesFitTheSchema checks that no edge has ends that the schema does not allow.
func TestEdgesFitTheSchema(t *testing.T) {
	sch := schema.Default()
	corpora(t, func(t *testing.T, folder string) {
		db := filepath.Join(t.TempDir(), "mandate.db")
		mustRun(t, exitFine, "build", "--quiet", "--db", db, folder)
		err := withGraph(db, func(g graph.Reader) error {
			for rel, err := range g.AllRelations("") {
				if err != nil {
					return err
				}
				from, err := g.Entity(rel.Subject)
				if err != nil {
					return err
				}
				to, err := g.Entity(rel.Object)
				if err != nil {
					return err
				}
				if typ, ok := sch.Relation(rel.Type); !ok || !typ.Allows(from.Type, to.Type) {
					return fmt.Errorf("%s %s %s: the schema does not allow it", rel.Subject, rel.Type, rel.Object)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mandate/export"
)

// filterDocument has a paragraph that anyone may read, and one that is marked higher and speaks of a plan.
const filterDocument = `CONFIDENTIAL LIMA 000123

SUBJECT: PLANS

1. (U) The Ministry of Labor leads the National Jobs Plan. The National Jobs Plan addresses child labor.

2. (C) The Ministry of Trade will lead the Golden Harbor Plan.
`

// plain is a file as text: archives are opened; of databases, pictures and Parquet, the names that stand in them readably.
func plain(t *testing.T, b []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return string(b)
	}
	var all strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil { //nolint:gosec // our own archive
			t.Fatal(err)
		}
	}
	return all.String()
}

// TestExportFilters writes every format through every filter and looks for what must be there and what must not.
func TestExportFilters(t *testing.T) {
	dir := t.TempDir()
	doc := filepath.Join(dir, "09lima123.txt")
	if err := os.WriteFile(doc, []byte(filterDocument), 0o600); err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(dir, "db")
	mustRun(t, 0, "build", "--quiet", "--db", db, doc)
	compressed := map[string]bool{"png": true, "pdf": true, "parquet": true, "shapes": true} // their texts cannot be read off the bytes
	bare := map[string]bool{"csv-list": true, "csv-matrix": true, "pajek": true}             // identifiers only
	for _, f := range export.Formats {
		whole := mustRun(t, 0, "export", "--db", db, "--format", f.Name)
		for _, c := range []struct {
			args []string
			has  string
			not  string
		}{
			{nil, "Golden Harbor Plan", "nothing like this"},
			{[]string{"--max-marking", "U"}, "National Jobs Plan", "Golden Harbor"},
			{[]string{"--where", `a.name = "Ministry of Labor"`}, "National Jobs Plan", "Golden Harbor"},
			{[]string{"--query", `MATCH (p:Program) WHERE p.name STARTS WITH "National" MATCH (a)-[r]->(p) RETURN a, r, p`}, "National Jobs Plan", "child labor"},
			{[]string{"--types", "Program,Issue,ADDRESSES"}, "National Jobs Plan", "Ministry of"},
			{[]string{"--status", "asserted"}, "National Jobs Plan", "will lead"},
			{[]string{"--status", "planned", "--edges", "LEADS"}, "Golden Harbor Plan", "leads the National Jobs Plan."},
		} {
			got := mustRun(t, 0, append([]string{"export", "--db", db, "--format", f.Name}, c.args...)...)
			if c.args != nil && f.Name != "shapes" && got == whole &&
				!(f.Name == "ftm" && c.args[1] == "asserted") && !(f.Name == "csv-nodes" && c.args[0] == "--status") { // plans never go to ftm; nodes stay
				t.Errorf("%s %v: nothing is left out", f.Name, c.args)
			}
			if compressed[f.Name] {
				continue
			}
			text := plain(t, []byte(got))
			has, not := c.has, c.not
			if bare[f.Name] {
				has, not = strings.ReplaceAll(strings.ToLower(has), " ", "-"), strings.ReplaceAll(strings.ToLower(not), " ", "-")
				if f.Name != "csv-list" && c.args != nil && c.args[0] == "--status" {
					continue // nodes stay
				}
			}
			// Words may be broken over lines in pictures, and FollowTheMoney leaves plans out by itself.
			squeeze := func(s string) string {
				return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '_' }), "")
			}
			switch f.Name {
			case "svg", "dot", "html", "csv-nodes":
				has = strings.Fields(has)[0]
			case "ftm":
				if strings.HasPrefix(has, "Golden") {
					has = ""
				}
			case "csv-evidence":
				has = ""
			}
			if !strings.Contains(squeeze(text), squeeze(has)) {
				t.Errorf("%s %v: %q is not there", f.Name, c.args, has)
			}
			if strings.Contains(squeeze(text), squeeze(not)) {
				t.Errorf("%s %v: %q is there", f.Name, c.args, not)
			}
		}
	}
}

package main

import (
	"os"
	"path/filepath"
	"testing"
)

// The picture in README.md is what the command beside it makes of the sample documents.
func TestReadmePicture(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	dir := t.TempDir()
	db, got := filepath.Join(dir, "readme.db"), filepath.Join(dir, "readme.svg")
	mustRun(t, exitFine, "build", "--quiet", "--db", db, "testdata/docs")
	mustRun(t, exitFine, "export", "--db", db, "--format", "svg", "--top", "24", "-o", got)
	picture, err := os.ReadFile(got)
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "golden", "readme.svg")
	if *update {
		if err := os.WriteFile(golden, picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(picture) {
		t.Errorf("%s is not what the command makes now (write it anew with go test ./cmd/mandate -run ReadmePicture -update)", golden)
	}
}

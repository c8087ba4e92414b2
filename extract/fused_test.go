package extract_test

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// TestNothingIsFusedOnARM64 looks at the machine code of the pipeline for arm64, where Go multiplies and adds floats in
// one step unless it is told to round between the two: then the same text would give another graph there.
func TestNothingIsFusedOnARM64(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles everything for another processor")
	}
	binary := filepath.Join(t.TempDir(), "extract")
	build := exec.Command("go", "test", "-c", "-o", binary, ".")
	build.Env = append(os.Environ(), "GOARCH=arm64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go test -c for arm64: %v\n%s", err, out)
	}
	code, err := exec.Command("go", "tool", "objdump", "-s", "^mandate/", binary).Output()
	if err != nil {
		t.Fatalf("go tool objdump: %v", err)
	}
	fused := map[string]bool{}
	name := ""
	instruction := regexp.MustCompile(`\tFN?M(ADD|SUB)[SD]\b`)
	for line := range bytes.Lines(code) {
		if rest, ok := bytes.CutPrefix(line, []byte("TEXT ")); ok {
			symbol, _, _ := bytes.Cut(rest, []byte("(SB)"))
			name = string(symbol)
		} else if instruction.Match(line) {
			fused[name] = true
		}
	}
	// Sums that are exact however they are rounded; that they are found shows that the search works.
	exact := []string{"mandate/extract/internal/kernel.dotPairs"}
	if got := slices.Sorted(maps.Keys(fused)); !slices.Equal(got, exact) {
		t.Errorf("fused on arm64: %v, want %v alone: write float32(a*b)+c for a*b+c", got, exact)
	}
}

package train

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// marksFolder writes a folder of marks, house.jsonl as given, and a data folder whose text/house.txt.gz holds the documents.
func marksFolder(t *testing.T, rows string, documents ...string) (dir, data string) {
	t.Helper()
	dir, data = t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "house.jsonl"), []byte(rows), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(data, "text"), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(data, "text", "house.txt.gz"))
	if err != nil {
		t.Fatal(err)
	}
	z := gzip.NewWriter(f)
	if _, err := z.Write([]byte(strings.Join(documents, "\f"))); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, data
}

// Marks by place find their words in the text that lies elsewhere, counted in characters.
func TestMarksPointIntoTexts(t *testing.T) {
	stretch := "Côte d’Ivoire’s Ministry of Labour protects migrants."
	sum := sha256.Sum256([]byte(stretch))
	row := fmt.Sprintf(`{"id":"m-1","of":{"file":"house","document":1,"start":4,"end":%d,"sha256":"%s"},"mentions":[[0,13,"Region"],[16,34,"Agency"],[44,52,"Group"]],"relations":[["SERVES","asserted",[16,34,"Agency"],[44,52,"Group"]]]}`,
		4+len([]rune(stretch)), hex.EncodeToString(sum[:]))
	own := `{"id":"o-1","text":"UNICEF helps children.","mentions":[[0,6,"Agency"]],"relations":[]}`
	dir, data := marksFolder(t, row+"\n"+own+"\n", "Another one.", "Été "+stretch+" More.")
	m, err := ReadMarks(dir, data)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range m.Names {
		for _, k := range x.Marks {
			got = append(got, k.Type+" "+x.Doc.Source[k.Span.Start:k.Span.End])
		}
	}
	if diff := cmp.Diff([]string{"Region Côte d’Ivoire", "Agency Ministry of Labour", "Group migrants", "Agency UNICEF"}, got); diff != "" {
		t.Errorf("marks (-want +got):\n%s", diff)
	}
	r := m.Related[0].Relations[0]
	if from, to := stretch[r.Head.Start:r.Head.End], stretch[r.Tail.Start:r.Tail.End]; from != "Ministry of Labour" || to != "migrants" || r.Type != "SERVES" {
		t.Errorf("relation %s %q -> %q", r.Type, from, to)
	}
}

// A text that is not the one that was marked is refused: its marks would stand anywhere.
func TestMarksOfAnotherText(t *testing.T) {
	for _, tt := range []struct{ name, of, want string }{
		{"changed", `{"file":"house","document":0,"start":0,"end":7,"sha256":"00"}`, "not the one that was marked"},
		{"beyond the end", `{"file":"house","document":0,"start":0,"end":700,"sha256":"00"}`, "has 12 characters"},
		{"no such document", `{"file":"house","document":3,"start":0,"end":7,"sha256":"00"}`, "no document 3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, data := marksFolder(t, `{"id":"m-1","of":`+tt.of+`,"mentions":[],"relations":[]}`, "Another one.")
			if _, err := ReadMarks(dir, data); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
	for _, tt := range []struct{ name, row, want string }{
		{"no text", `{"id":"m-1","mentions":[],"relations":[]}`, "line 1: either text or of"},
		{"short mark", `{"id":"m-1","text":"A b.","mentions":[[0,1]],"relations":[]}`, "a list of 3 is expected"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, data := marksFolder(t, tt.row, "Another one.")
			if _, err := ReadMarks(dir, data); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// The marks of the repository fit the texts of the training data.
func TestMarksOfTheRepository(t *testing.T) {
	data := filepath.Join("..", "..", "..", "shared", "data")
	if _, err := os.Stat(filepath.Join(data, "text")); err != nil {
		t.Skip("the training data is not here (../shared/data)")
	}
	m, err := ReadMarks(filepath.Join("..", "..", "testdata", "training", "marks"), data)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range m.Names {
		for _, k := range x.Marks {
			word := x.Doc.Source[k.Span.Start:k.Span.End]
			if word != strings.TrimSpace(word) || word == "" {
				t.Errorf("%s: mark %q", x.ID, word)
			}
		}
	}
}

package input_test

import (
	"strings"
	"testing"

	"mandate/extract/input"
)

// The fields of a memorandum stand by themselves, however the one before them ends.
func TestMemorandum(t *testing.T) {
	for _, from := range []string{"Ama Badu", "Ama Badu, Director", "Ama Badu, Director, Port Safety Agency, Ministry of Works and Housing", "Ama Badu, Director,"} {
		doc, err := input.Parse("memo.txt", []byte("TO:      Heads of Departments\nFROM:    "+from+"\nDATE:    3 March 2021\nRE:      Inspections of small boats\n\nThe agency will inspect boats in May.\n"))
		if err != nil {
			t.Fatal(err)
		}
		if doc.Info.Date != "2021-03-03" || doc.Info.Title != "Inspections of small boats" {
			t.Errorf("from %q: date %q, title %q", from, doc.Info.Date, doc.Info.Title)
		}
		for _, p := range doc.Passages {
			if strings.Contains(p.Text, "FROM") && strings.Contains(p.Text, "DATE") {
				t.Errorf("from %q: one passage holds two fields: %q", from, p.Text)
			}
		}
	}
}

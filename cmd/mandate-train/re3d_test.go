package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mandate/extract"
	"mandate/extract/train"
	"mandate/graph/schema"
)

// Relations are read with their ends in bytes, and hold ours against them by the words of the ends.
func TestRe3dRelations(t *testing.T) {
	const text = "“São” said: The Clean Rivers Plan is led by the Ministry of Health. Peru is high. Chile is long."
	dir := t.TempDir()
	write := func(name, lines string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(lines), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("documents.json", `{"_id": "d", "text": "`+text+`"}`+"\n")
	write("relations.json", `{"documentId": "d", "type": "InChargeOf", "sourceBegin": 48, "sourceEnd": 66, "targetBegin": 16, "targetEnd": 33}
{"documentId": "d", "type": "AlliesOf", "sourceBegin": 68, "sourceEnd": 72, "targetBegin": 82, "targetEnd": 87}
{"documentId": "d", "type": "Likes", "sourceBegin": 68, "sourceEnd": 72, "targetBegin": 82, "targetEnd": 87}
`)
	set, err := train.ReadRe3dRelations(dir)
	if err != nil || len(set) != 1 || len(set[0].Relations) != 2 {
		t.Fatalf("read %+v, %v", set, err)
	}
	r := set[0].Relations[0]
	if got := text[r.Source.Start:r.Source.End] + " | " + text[r.Target.Start:r.Target.End]; got != "Ministry of Health | Clean Rivers Plan" {
		t.Errorf("the ends are %q", got)
	}
	p, err := extract.New(extract.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	doc, _, err := p.Read("d.txt", []byte(set[0].Text))
	if err != nil {
		t.Fatal(err)
	}
	scores, said := map[string]train.Re3dScore{}, map[string]train.Tally{}
	train.ScoreRe3d(&set[0], doc, schema.Default(), scores)
	train.CountSaid(&set[0], doc, schema.Default(), said)
	if d := cmp.Diff(map[string]train.Re3dScore{"InChargeOf": {Marked: 1, Known: 1, Found: 1, Frames: 1}, "AlliesOf": {Marked: 1, Known: 1}}, scores); d != "" {
		t.Errorf("scores (-want +got)\n%s", d)
	}
	if d := cmp.Diff(map[string]train.Tally{"LEADS": {Right: 1, Found: 1}}, said); d != "" {
		t.Errorf("said (-want +got)\n%s", d)
	}
	write("relations.json", `{"documentId": "d", "type": "InChargeOf", "sourceBegin": 48, "sourceEnd": 660, "targetBegin": 16, "targetEnd": 33}`)
	if _, err := train.ReadRe3dRelations(dir); err == nil {
		t.Error("an end beyond the text is taken")
	}
}

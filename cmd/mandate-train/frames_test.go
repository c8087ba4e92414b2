package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A frame that only one document supports is left out when that document is scored, one that the marked texts support is not.
func TestFramesLeftOut(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"docs/a.txt": "The Ministry of Health leads the Clean Water Program.\n\nThe Clean Water Program serves migrant workers.\n",
		"gold/a.json": `{"document": "a.txt", "nodes": [{"id": "m", "types": ["Agency"], "name": "Ministry of Health"},
			{"id": "p", "types": ["Program"], "name": "Clean Water Program"}, {"id": "w", "types": ["Group"], "name": "migrant workers"}],
			"edges": [{"from": "m", "type": "leads", "to": "p"}, {"from": "p", "type": "serves", "to": "w"}]}`,
		"docs/b.txt":  "Peru combats corruption.\n",
		"gold/b.json": `{"document": "b.txt", "nodes": [{"id": "p", "types": ["Region"], "name": "Peru"}]}`,
		"data/relations/government/train.jsonl": `{"id": "x", "text": "The School Program serves migrant workers.", "relations": [
			{"type": "SERVES", "head": {"start": 4, "end": 18, "type": "Program"}, "tail": {"start": 26, "end": 41, "type": "Group"}}]}`,
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".jsonl") {
			text = strings.Join(strings.Fields(text), " ") + "\n"
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	gold := []string{filepath.Join(dir, "gold")}
	var out bytes.Buffer
	if err := framesLeftOut(filepath.Join(dir, "data"), gold, []string{"a"}, &out); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "frames right there alone: 1 of ") || !strings.Contains(out.String(), "(leads.verb)") || strings.Contains(out.String(), "b\n") {
		t.Errorf("it says\n%s", &out)
	}
	if err := framesLeftOut(filepath.Join(dir, "data"), gold, []string{"c"}, &out); err == nil {
		t.Error("a document that is not there is left out")
	}
}

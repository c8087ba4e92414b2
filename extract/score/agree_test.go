package score

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestAgreesWithAnnotators scores disturbed copies of the gold graphs here and with the annotators' own scorer, and
// compares everything that both say.
func TestAgreesWithAnnotators(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	shared := os.Getenv("MANDATE_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	script, folder := filepath.Join(shared, "eval", "score.py"), filepath.Join(shared, "eval", "gold")
	if _, err := os.Stat(script); err != nil {
		t.Skip("the annotators' scorer is not there (set MANDATE_SHARED to its folder)")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no gold files in %s: %v", folder, err)
	}
	for seed := range uint64(6) {
		out := t.TempDir()
		var docs []Named
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			gold, err := ParseGold(filepath.Base(f), data)
			if err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(disturb(gold, rand.New(rand.NewPCG(seed, 1)), seed))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(out, filepath.Base(f)), text, 0o666); err != nil {
				t.Fatal(err)
			}
			pred, err := ReadGraph(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			docs = append(docs, Named{Name: filepath.Base(f), Result: Score(gold, pred)})
		}
		theirs, err := exec.Command(python, script, folder, out, "--json").Output()
		if err != nil {
			t.Fatalf("score.py: %v", err)
		}
		var ours bytes.Buffer
		if err := WriteJSON(&ours, docs); err != nil {
			t.Fatal(err)
		}
		compareJSON(t, fmt.Sprintf("seed %d", seed), theirs, ours.Bytes())
	}
}

// compareJSON compares what both scorers say; keys that only ours has are left out.
func compareJSON(t *testing.T, name string, theirs, ours []byte) {
	t.Helper()
	var a, b map[string]any
	if err := json.Unmarshal(theirs, &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(ours, &b); err != nil {
		t.Fatal(err)
	}
	delete(b, "all")
	for _, d := range b["docs"].(map[string]any) {
		for _, ours := range []string{"by_node_type", "by_rule", "by_cause", "by_confidence"} {
			delete(d.(map[string]any), ours)
		}
	}
	if d := cmp.Diff(a, b, cmpopts.EquateApprox(0, 1e-12)); d != "" {
		t.Errorf("%s (-score.py +here)\n%s", name, d)
	}
}

// disturb makes a prediction out of the gold graph: seed 0 is perfect, the others lose, add, rename, double, retype
// and turn around some of it.
func disturb(gold *Gold, r *rand.Rand, seed uint64) any {
	type doc map[string]any
	chance := func(p float64) bool { return seed > 0 && r.Float64() < p }
	pick := func(of []string) string { return of[r.IntN(len(of))] }
	nodes, edges := []doc{}, []doc{}
	for _, g := range gold.Nodes {
		if chance(0.2) {
			continue
		}
		name, typ := g.Name, g.Types[0]
		switch {
		case chance(0.1):
			name = "the " + name + "s"
		case chance(0.1):
			name += " efforts nationwide"
		case chance(0.1) && len(g.Aliases) > 0:
			name = pick(g.Aliases)
		}
		if chance(0.1) {
			typ = pick([]string{"Agency", "Law", "Program", "Issue", "Group", "Region"})
		}
		nodes = append(nodes, doc{"id": g.ID, "type": typ, "name": name, "aliases": g.Aliases})
		if chance(0.1) {
			nodes = append(nodes, doc{"id": g.ID + "-again", "type": typ, "name": g.Name})
		}
	}
	for i, f := range gold.Forbidden {
		if chance(0.5) {
			nodes = append(nodes, doc{"id": fmt.Sprint("f", i), "type": "Program", "name": f})
		}
	}
	for _, g := range gold.Edges {
		if chance(0.3) {
			continue
		}
		e := doc{"source": g.From, "target": g.To, "type": g.Type, "status": g.statuses()[0]}
		if chance(0.2) {
			e["source"], e["target"] = g.To, g.From
		}
		if chance(0.2) {
			e["status"] = pick([]string{"planned", "reported", "negated"})
		}
		if chance(0.1) {
			e["type"] = pick([]string{"LEADS", "SERVES", "Part_Of", "COORDINATES_WITH"})
		}
		ev := doc{"quote": "It says: " + g.Quote + ", so it stands.", "paragraph": g.Para}
		if chance(0.2) {
			ev["paragraph"] = "99"
		}
		if chance(0.2) {
			ev["quote"] = nil
		}
		if !chance(0.1) {
			e["evidence"] = []doc{ev}
		}
		edges = append(edges, e)
		if chance(0.1) {
			edges = append(edges, e)
		}
	}
	r.Shuffle(len(nodes), func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
	return doc{"nodes": nodes, "edges": edges}
}

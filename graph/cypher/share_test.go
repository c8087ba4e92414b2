package cypher_test

import (
	"sync"
	"testing"

	"mandate/graph/cypher"
	"mandate/graph/schema"
)

// TestShared asks one graph from several goroutines while it is read into memory.
func TestShared(t *testing.T) {
	g := sample(t)
	want, err := run(sample(t), nil, "MATCH (a)-[r]-(b:Entity) RETURN a.name, type(r), b.name, r.support ORDER BY 1, 2, 3", cypher.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if i == 3 {
				if err := g.Warm(t.Context()); err != nil {
					t.Error(err)
				}
			}
			for range 20 {
				for query, want := range map[string]string{
					"MATCH (a)-[r]-(b:Entity) RETURN a.name, type(r), b.name, r.support ORDER BY 1, 2, 3": want,
					"MATCH (n) WHERE n.name STARTS WITH 'Ministry' RETURN n.name":                         "'Ministry of Health'\n",
					"MATCH (n:Agency) RETURN n.first ORDER BY n.first LIMIT 1":                            "'2008'\n",
				} {
					got, err := run(g, cypher.ReaderCatalog(schema.Default()), query, cypher.Options{})
					if err != nil || got != want {
						t.Errorf("%s: got %q, %v", query, got, err)
					}
				}
			}
		})
	}
	wg.Wait()
}

package extract_test

import (
	"testing"

	"mandate/graph"
)

// What a document orders, urges or allows, and how much of it, goes with the statement.
func TestObligationAndAmount(t *testing.T) {
	for _, tc := range []struct {
		text, relation string
		status         graph.Status
		duty           graph.Obligation
		amount         graph.Amount
	}{
		{"The Ministry of Labor shall establish the Coastal Task Force by May 2010.", "ESTABLISHES", graph.Asserted, graph.Must, graph.Amount{}},
		{"The Ministry of Health must coordinate with the Ministry of Finance.", "COORDINATES_WITH", graph.Asserted, graph.Must, graph.Amount{}},
		{"The Ministry of Health should coordinate with the Ministry of Finance.", "COORDINATES_WITH", graph.Asserted, graph.Should, graph.Amount{}},
		{"The Ministry of Labor is required to fund the National Skills Program.", "FUNDS", graph.Asserted, graph.Must, graph.Amount{}},
		{"The Ministry of Labor is authorized to fund the National Skills Program.", "FUNDS", graph.Asserted, graph.May, graph.Amount{}},
		{"The Ministry of Finance must not fund the Harbour Program.", "FUNDS", graph.Negated, graph.Must, graph.Amount{}},
		{"The Ministry of Finance funds the Harbour Program.", "FUNDS", graph.Asserted, graph.Free, graph.Amount{}},
		{"The Ministry of Finance awarded $4 million to the Harbour Program.", "FUNDS", graph.Asserted, graph.Free, graph.Amount{Value: 4e6, Unit: "USD"}},
		{"The Ministry of Health trained 300 migrant workers.", "SERVES", graph.Asserted, graph.Free, graph.Amount{Value: 300, Unit: "worker"}},
	} {
		_, c, err := pipeline(t).Read("example.txt", []byte(tc.text+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, cl := range c.Claims {
			if cl.Type != tc.relation {
				continue
			}
			found = true
			if ev := cl.Evidence; cl.Status != tc.status || ev.Obligation != tc.duty || ev.Amount != tc.amount {
				t.Errorf("%q: %s, obligation %q, amount %q", tc.text, cl.Status, ev.Obligation, ev.Amount)
			}
		}
		if !found {
			t.Errorf("%q: no %s", tc.text, tc.relation)
		}
	}
}

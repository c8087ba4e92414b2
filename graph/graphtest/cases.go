package graphtest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"mandate/graph"
)

// The entities of the hand-made cases.
const (
	mps  graph.EntityID = "agency:cn:ministry-of-public-security"
	mola graph.EntityID = "agency:cn:ministry-of-labor"
	plan graph.EntityID = "program:cn:national-plan"
)

func cluster(id graph.EntityID, typ, name, country string, places []int, aliases ...string) graph.Cluster {
	cl := graph.Cluster{Entity: id, Type: typ, Name: name, Country: country, Aliases: aliases}
	for _, p := range places {
		cl.Mentions = append(cl.Mentions, graph.Mention{Passage: 1, Span: graph.Span{Start: p, End: p + 3}})
	}
	return cl
}

func claim(subject int, typ string, object int, status graph.Status, start int, confidence float64) graph.Claim {
	return graph.Claim{Subject: subject, Type: typ, Object: object, Status: status, Evidence: graph.Evidence{
		Passage: 1, Paragraph: "4", Marking: "SBU", Span: graph.Span{Start: start, End: start + 10}, Quote: text[start : start+10],
		Subject: graph.Span{Start: start, End: start + 2}, Object: graph.Span{Start: start + 4, End: start + 8},
		Rule: "leads/active", Confidence: confidence,
	}}
}

const text = "The Ministry of Public Security leads the National Plan. The MPS, with the Ministry of Labor, will run it."

// small is two documents with everything in them: shared entities, a relation with several statements and statuses, a
// relation from an entity to itself, names that fold alike, and a document that says nothing.
func small() []*graph.Contribution {
	first := &graph.Contribution{
		Document: graph.Document{ID: "a/first.txt", Hash: "11", Pipeline: "p1", Format: "text", Encoding: "utf-8", Title: "First",
			Date: "2008-11", Country: "CN", Marking: "SBU", Meta: []graph.Property{{Key: "TAGS", Value: "PHUM"}, {Key: "TAGS", Value: "PREL"}},
			Bytes: len(text), Words: 19, Passages: 1, Notes: []string{"joined 2 broken lines"}},
		Text:     text,
		Passages: []graph.Passage{{Label: "4", Marking: "SBU", Span: graph.Span{Start: 0, End: len(text)}}},
		Clusters: []graph.Cluster{
			cluster(mps, "Agency", "Ministry of Public Security", "CN", []int{4, 61}, "MPS", "The Ministry"),
			cluster(plan, "Program", "National Plan", "", []int{42}),
			cluster(mola, "Agency", "Ministry of Labor", "CN", []int{75}, "the ministry’s"),
		},
		Claims: []graph.Claim{
			claim(0, "LEADS", 1, graph.Planned, 57, 0.9), claim(0, "LEADS", 1, graph.Asserted, 4, 0.6),
			claim(0, "COORDINATES_WITH", 2, graph.Asserted, 61, 0.5), claim(0, "PART_OF", 0, graph.Negated, 4, 0.5),
			claim(2, "LEADS", 1, graph.Reported, 61, 0.5),
		},
	}
	first.Clusters[1].Roles = []string{"Director", "Minister of Labor"} // of whatever it is
	first.Claims[0].Since, first.Claims[1].Since, first.Claims[1].Until = "2009", "2008-01-01", "2012"
	first.Claims[2].Evidence.Cues = []graph.Span{{Start: 61, End: 64}, {Start: 70, End: 74}}
	second := &graph.Contribution{
		Document: graph.Document{ID: "a/second.txt", Hash: "22", Pipeline: "p1", Format: "cable", Bytes: len(text), Words: 19, Passages: 1},
		Text:     text,
		Passages: []graph.Passage{{Span: graph.Span{Start: 0, End: len(text)}}},
		Clusters: []graph.Cluster{
			cluster(plan, "Program", "National Plan of Action", "CN", []int{42}, "the Plan"),
			cluster(mps, "Agency", "MPS", "", []int{61, 4}),
		},
		Claims: []graph.Claim{claim(1, "LEADS", 0, graph.Asserted, 4, 0.7)},
	}
	silent := &graph.Contribution{Document: graph.Document{ID: "a/first", Hash: "33", Pipeline: "p1", Format: "text"}}
	return []*graph.Contribution{first, second, silent}
}

// replaced is small with the first document put again, saying less.
func replaced() []*graph.Contribution {
	cs := small()
	again := *cs[0]
	again.Document.Hash = "44"
	again.Clusters = slices.Clone(again.Clusters[:2])
	again.Claims = slices.Clone(again.Claims[:1])
	return append(cs, &again)
}

// odd has identifiers and names that a careless key layout mixes up: zero bytes, one a prefix of the other, separators,
// bytes that are no UTF-8; two clusters and two claims that come to the same.
func odd() []*graph.Contribution {
	ids := []graph.EntityID{"a", "a\x00", "a\x00b", "a\x01", "a:b", "a\xff", "\x00", "\xff\xff"}
	var cs []*graph.Contribution
	for _, doc := range []graph.DocumentID{"d", "d\x00", "d\x00\x01", "d/", "\xff"} {
		c := &graph.Contribution{Document: graph.Document{ID: doc}, Text: text}
		for i, id := range ids {
			c.Clusters = append(c.Clusters, cluster(id, "T\x00", "Name "+string(id), "", []int{i}, "", "…", string(id)))
			c.Claims = append(c.Claims, claim(i, "R", (i+1)%len(ids), graph.Asserted, i, 0.5), claim(0, "R\x00", i, graph.Asserted, i, 0.25))
		}
		c.Clusters = append(c.Clusters, cluster("a", "T", "Other", "CN", []int{0, 9}))
		c.Claims = append(c.Claims, claim(len(ids), "R", 1, graph.Asserted, 0, 0.75))
		cs = append(cs, c)
	}
	return cs
}

// testSmall checks the answers that matter most against what a person expects, so that the model is checked as well.
func testSmall(t *testing.T, r graph.Reader) {
	notFound(t, r, "agency:cn:ministry", "a/first.tx")
	want := graph.Entity{ID: mps, Type: "Agency", Name: "Ministry of Public Security", Aliases: []string{"MPS", "The Ministry"},
		Country: "CN", Documents: 2, Mentions: 4}
	got, err := r.Entity(mps)
	equal(t, "Entity", want, got, err)
	var found []graph.EntityID
	for _, ent := range collect(t, r.Lookup("The Ministry's")) {
		found = append(found, ent.ID)
	}
	equal(t, "Lookup", []graph.EntityID{mola, mps}, found, nil)
	leads := graph.RelationKey{Subject: mps, Type: "LEADS", Object: plan}
	rels := collect(t, r.Relations(plan, graph.In, "LEADS"))
	equal(t, "Relations", []graph.Relation{
		{RelationKey: graph.RelationKey{Subject: mola, Type: "LEADS", Object: plan}, Status: graph.Reported, Statements: 1, Support: 1, Independent: 1, Confidence: 0.5},
		{RelationKey: leads, Status: graph.Asserted, Statements: 3, Support: 2, Independent: 2, Confidence: 0.7, Since: "2008-01-01", Until: "2012"},
	}, rels, nil)
	var places []int
	for _, st := range collect(t, r.Statements(leads)) {
		places = append(places, st.Evidence.Span.Start)
		if st.ID != graph.NewStatementID(st) || st.Evidence.Quote != text[st.Evidence.Span.Start:st.Evidence.Span.End] {
			t.Errorf("statement %+v: wrong ID or quote", st)
		}
	}
	equal(t, "Statements", []int{4, 57, 4}, places, nil)
	if n := count(t, r.Relations(mps, graph.Both, "PART_OF")); n != 1 {
		t.Errorf("a relation from an entity to itself comes %d times with Both, want once", n)
	}
	n, err := r.Counts()
	equal(t, "Counts", graph.Counts{Documents: 3, Passages: 2, Words: 38, Bytes: 2 * len(text), Mentions: 7, Statements: 6,
		Entities:  map[string]int{"Agency": 2, "Program": 1},
		Relations: map[string]int{"LEADS": 2, "COORDINATES_WITH": 1, "PART_OF": 1}}, n, err)
	c, err := r.Contribution("a/second.txt")
	equal(t, "Contribution", small()[1].Canonical(), c, err)
}

func equal[T any](t *testing.T, what string, want, got T, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

package exporttest

import (
	"fmt"
	"strings"

	"mandate/graph"
)

// HostileNames are names that break writers that do not escape, cut or clean.
var HostileNames = []string{
	`<img src=x onerror=alert(1)>`,
	`</script><script>alert(2)</script>`,
	`"double" and 'single' quotes`,
	`back\slash \N \G \l and \"`,
	"two\nlines and a\ttab\r\nand more",
	"control \x00\x01\x1f\x7f characters and broken \xff\xfe UTF-8",
	"\u202eright to left override\u202c",
	"وزارة المياه والأنهار",
	"משרד המים",
	"水利与河流部水利与河流部水利与河流部水利与河流部",
	"]]> & &amp; <!-- --> <?xml?>",
	"=HYPERLINK(\"x\")",
	"-2+3", "@SUM(A1)", "+1",
	"digraph", "node", "<b>bold</b>",
	"{{.Title}} ${x} %s %!d(x)",
	"javascript:alert(3)",
	"\ufeffbyte order mark \ufffe\uffff\U0001f30a",
	strings.Repeat("Averylongwordwithoutanyblank", 60),
	strings.TrimSpace(strings.Repeat("Committee on the very long name of things ", 250)),
}

// Hostile is a graph whose every name, alias, title, quote and label is hostile: a ring of all of [HostileNames], and one
// relation from an entity to itself.
func Hostile() *graph.Graph {
	all := strings.Join(HostileNames[:len(HostileNames)-2], " ")
	c := &graph.Contribution{Document: graph.Document{
		ID: `docs/<b>"x"&'y'.txt`, Title: "</title><script>alert(4)</script>", Date: "<i>2031</i>", Marking: "<u>",
		Meta: []graph.Property{{Key: "<k>", Value: `"v"`}}, Notes: []string{"<note> & more"},
	}}
	n := len(HostileNames)
	types := []string{"Agency", "Law", "Unknown<Type>"}
	for i, name := range HostileNames {
		c.Clusters = append(c.Clusters, graph.Cluster{
			Entity: graph.EntityID(fmt.Sprintf("hostile::%02d-<&\">", i)), Type: types[i%len(types)], Name: name, Aliases: []string{HostileNames[(i+1)%n] + " alias"},
			Mentions: []graph.Mention{{Passage: 1}},
		})
		c.Claims = append(c.Claims, graph.Claim{
			Subject: i, Object: (i + 1) % n, Type: []string{"LEADS", "<EVIL>&\"TYPE\""}[i%2], Status: graph.Status(i % 4),
			Evidence: graph.Evidence{
				Passage: 1, Paragraph: "<1>", Marking: "&", Quote: name + " " + all, Rule: "r<>",
				Span: graph.Span{Start: i, End: i + len(name) + 1 + len(all)}, Subject: graph.Span{Start: i, End: i + len(name)}, Confidence: 0.5,
			},
		})
	}
	c.Claims = append(c.Claims, graph.Claim{Subject: 0, Object: 0, Type: "REPORTS_TO", Evidence: graph.Evidence{Quote: "itself", Span: graph.Span{Start: 9000, End: 9006}}})
	return graph.NewGraph(c)
}

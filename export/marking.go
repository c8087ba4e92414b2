package export

import (
	"mandate/extract/link"
	"mandate/graph"
)

// UpTo is the part of a graph that stands in paragraphs marked no higher than mark ("U", "SBU" …); see the function of that
// name in package link.
func UpTo(g graph.Reader, mark string) (graph.Reader, error) { return link.UpTo(g, mark) }

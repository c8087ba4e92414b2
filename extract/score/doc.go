// Package score compares a graph that was read from a document with the gold graph that an annotator drew from it.
//
// A gold file says which nodes and edges a careful reader finds in one document. [Score] aligns predicted nodes with
// gold nodes by name and type, then edges by their aligned ends and type, and counts what is right, wrong and missing,
// each weighted as the gold file says. Edges are also judged by their status and by whether their evidence stands where
// the annotator found it. [Sum] adds the results of several documents up.
//
// The rules are those of the annotation guidelines: names are compared without case, punctuation, a leading article or
// possessive and a plural "s"; nodes whose names are often common nouns (issues, groups, programs) also match when at
// least half of all content words agree; each gold node is found at most once, so two predicted nodes for one gold node
// are an error; optional items count neither way; names the gold file forbids count as false nodes.
package score

// Package store keeps a graph on disk, in an embedded Badger database. It is the only package that imports Badger.
//
// What is written is statement-first: the primary rows are the contributions of documents as they were found. Entities,
// relations, mentions and the indexes over them are views, changed in the same transaction as the contribution or, where many
// documents come and nobody looks, made at once afterwards. All keys are made of stable identifiers, so that the rows of a
// store depend on the documents in it and on nothing else: not on the order in which they came, nor on what was replaced or
// forgotten before.
//
//	keys.go     every key: Make and Parse side by side
//	codec*.go   every value
//	write.go    contributions to rows; views.go: what they change in the views; commit.go: rows to disk
//	rebuild.go  all views at once; raw.go: documents for it; sorter.go: rows in order
//	read.go     rows to answers: Snapshot is the graph.Reader
//	open.go     opening, closing, recovery; damage.go: what is looked at before Badger is let near the files
//	format.go   the format version and its history
package store

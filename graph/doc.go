// Package graph says what knowledge is: entities, statements with their evidence, and the relations that
// statements add up to. It is pure: standard library only, no storage, no text processing.
//
// The statement is the primary row; a [Relation] is a view over the statements that agree on subject, type and
// object. Everything that reads a graph (queries, measures, exports, the web page) does so through [Reader].
package graph

// Package train learns the language models from treebanks, marked names and raw text. Only cmd/mandate-train imports
// it. The same data and options give the same bytes: one goroutine, fixed seeds, no map order, no clock.
package train

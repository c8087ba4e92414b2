// Package layout is the geometry of pictures: how wide a text comes out, where nodes stand, and which way edges run.
// It knows nothing of graphs as knowledge. Everything in it is deterministic: random choices come from a fixed seed.
package layout

package input

import (
	"mandate/extract/nlp"
)

// piece is a block of text on its way to be a passage: its reading text with the way back, and what the reader of the
// format knows about it. What it leaves open, assemble settles by the look and the order of the pieces.
type piece struct {
	kind   nlp.PassageKind
	fixed  bool   // kind is known from markup or underlining, not from looks
	level  int    // of a heading: 1 is the highest; 0 is unknown
	depth  int    // of a list item in markup: 1 is the outermost; 0 is none or unknown
	mark   marker // taken off the text already
	view   *view
	cells  []int
	lone   bool // stands alone between blank lines, in one line
	lines  int  // lines it was written in
	inside bool // a further paragraph of the list item before it
}

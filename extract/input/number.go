package input

import "mandate/extract/nlp"

// bareRun is how many paragraphs must count 1, 2, 3 … before the numbers are taken for labels: two may be chance.
const bareRun = 3

// countBare finds paragraphs that are numbered by a bare number before their text ("4 Singapore is committed …"), as
// press releases and judgments do, and makes the numbers their markers: only where they count 1, 2, 3 … through the
// document or, starting again, through a section of it.
func countBare(pieces []piece) {
	var run []int
	accept := func() {
		if len(run) < bareRun {
			return
		}
		for _, i := range run {
			p := &pieces[i]
			p.mark = readNumber(p.view.text)
			p.view = p.view.cut(p.mark.size, len(p.view.text))
		}
	}
	for i := range pieces {
		p := &pieces[i]
		if p.kind != nlp.Paragraph || p.fixed || p.mark.kind != noMarker {
			continue
		}
		switch m := readNumber(p.view.text); {
		case m.kind != bare:
		case m.n == len(run)+1:
			run = append(run, i)
		case m.n == 1:
			accept()
			run = []int{i}
		}
	}
	accept()
}

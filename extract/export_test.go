package extract

import "mandate/extract/nlp"

// All are the stages themselves, for measuring each alone.
func (p *Pipeline) All() []nlp.Stage { return p.stages }

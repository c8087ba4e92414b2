package live

import (
	"context"
	"fmt"
	"slices"

	"mandate/graph/algo"
)

// measured is what a measure found.
type measured struct {
	key    string
	result *algo.Result
}

// mostMeasured is how many results a view keeps.
const mostMeasured = 8

// Measure computes a measure on a network of the view, or gives what was computed before with the same settings.
func (v *View) Measure(ctx context.Context, m *algo.Measure, n *algo.Network, f algo.Filter, opt algo.Options) (*algo.Result, error) {
	key := m.Name + " " + networkKey(f) + fmt.Sprintf(" %+v", opt)
	v.mu.Lock()
	for _, x := range v.results {
		if x.key == key {
			v.mu.Unlock()
			return x.result, nil
		}
	}
	v.mu.Unlock()
	r, err := m.Run(ctx, n, opt)
	if err != nil {
		return nil, fmt.Errorf("compute %s: %w", m.Name, err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.results = append(v.results, measured{key, r}); len(v.results) > mostMeasured {
		v.results = slices.Delete(v.results, 0, 1)
	}
	return r, nil
}

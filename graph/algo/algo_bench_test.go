package algo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// BenchmarkMeasures runs each measure on 2,000 entities and 10,000 relations.
func BenchmarkMeasures(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	lines := make([]string, 10_000)
	for i := range lines {
		lines[i] = fmt.Sprintf("e%04d FUNDS e%04d", random.IntN(2000), random.IntN(2000))
	}
	n := load(b, build(b, strings.Join(lines, "|")), Filter{})
	for _, m := range Measures {
		b.Run(m.Name, func(b *testing.B) {
			for b.Loop() {
				if _, err := m.Run(context.Background(), n, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

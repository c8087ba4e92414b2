package ask

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNearest(t *testing.T) {
	names := []string{"Ministry of Labor", "Ministry of Labour Relations", "Ministry of Health", "National Plan"}
	for _, tt := range []struct {
		word string
		want []string
	}{
		{"ministry of labro", []string{"Ministry of Labor"}},
		{"The Ministry of Labor's", []string{"Ministry of Labor"}},
		{"plan", []string{"National Plan"}},
		{"xyz", nil},
		{"", nil},
	} {
		if got := Nearest(tt.word, names, 1); cmp.Diff(tt.want, got) != "" {
			t.Errorf("Nearest(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"kitten", "sitting", 3}, {"ça", "ca", 1}, {"a", "abcdefgh", 4}} {
		if got := editDistance(tt.a, tt.b, 3); got != tt.want {
			t.Errorf("editDistance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

package typeface

import "testing"

// The advances of Helvetica (Adobe Font Metrics, Core 14), which Liberation Sans keeps to within a rounding.
func TestAdvance(t *testing.T) {
	for _, tt := range []struct {
		r    rune
		bold bool
		want float64
	}{{'a', false, 0.556}, {'W', false, 0.944}, {'i', false, 0.222}, {'i', true, 0.278}, {'é', false, 0.556}, {'Ж', false, 0.924}} {
		if got, ok := Advance(tt.r, tt.bold); !ok || got < tt.want-0.003 || got > tt.want+0.003 {
			t.Errorf("%c is %.3f em wide, want %.3f", tt.r, got, tt.want)
		}
	}
	if Has("水利") || !Has("Bălţi, Ελλάδα, Привет — “è”") {
		t.Error("which characters there are")
	}
}

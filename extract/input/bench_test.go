package input

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkParse reads documents of each format; the figure to watch is MB/s.
func BenchmarkParse(b *testing.B) {
	text := strings.Repeat("The Ministry of Finance and the Ministry of Health signed an\nagreement that sets up a joint fund for the provinces. It starts\nin May and ends two years later.\n\n", 2000)
	page := "<html><body><nav><a href=/>Home</a></nav><div>" + strings.Repeat("<p>The Ministry of Finance &amp; the Ministry of Health signed an agreement\nthat sets up a <b>joint</b> fund for the provinces.</p>\n", 2500) + "</div></body></html>"
	md := strings.Repeat("- The **Ministry of Finance** and the [Ministry of\n  Health](https://example.org/health) signed an agreement.\n\nIt starts in May and ends two years later, as the act has it.\n\n", 2000)
	cable, err := os.ReadFile(filepath.Join("testdata", "cable.in.txt"))
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct{ name, text string }{
		{"text.txt", text}, {"page.html", page}, {"list.md", md}, {"cable.txt", string(cable) + strings.Repeat("6. (U) "+text[:155]+"\n\n", 2000)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(c.name, []byte(c.text)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

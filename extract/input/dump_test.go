package input

import (
	"fmt"
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	p := os.Getenv("DUMP")
	if p == "" {
		t.Skip("set DUMP to a file")
	}
	data, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Parse(p, data)
	if err != nil {
		t.Fatal(err)
	}
	i := doc.Info
	fmt.Printf("%s %s title=%q date=%s country=%s mark=%s\n", i.Format, i.Encoding, i.Title, i.Date, i.Country, i.Marking)
	for _, m := range i.Meta {
		fmt.Printf("  %s = %s\n", m.Key, m.Value)
	}
	fmt.Println("notes:", i.Notes)
	kinds := "PHLRSC"
	for k, p := range doc.Passages {
		fmt.Printf("%3d %c%d h%d p%d [%s %s] %s\n", k, kinds[p.Kind], p.Level, p.Heading, p.Parent, p.Label, p.Marking, p.Text)
	}
}

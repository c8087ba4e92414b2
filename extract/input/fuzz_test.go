package input

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzParse hands in any bytes under names of every format: nothing may panic, and what is read must keep the promises
// of nlp.Document.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.in.*")
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for i := range 4 {
			f.Add(data, i)
		}
	}
	for _, s := range []string{"", "\xff\xfe\x00", "---\ntitle: [\n---\nx", "- - - a\n\n      b\n1. c", "<table><tr><td>a<td><p>b<table><td>c", "&#0;&#x110000;&notin;&copyx",
		"a-\nb\n\fBONN 00001234 002 OF 003 x\n----\n(a)\n(i)\nB. ", "[a](<b> 'c')![d](e)<f@g.h>\\*&amp;`x`\n\n|a|b|\n|-|-|\n|c", "<pre>UNCLAS BONN 000001\nSIPDIS\nE.O. 12958\nTAGS: X\nSUBJECT:\n\n1. x</pre>"} {
		for i := range 4 {
			f.Add([]byte(s), i)
		}
	}
	names := []string{"a.txt", "a.md", "a.html", "a"}
	f.Fuzz(func(t *testing.T, data []byte, name int) {
		doc, err := Parse(names[uint(name)%uint(len(names))], data)
		if err != nil {
			var skip *Skip
			if !errors.As(err, &skip) || skip.Reason == "" {
				t.Fatalf("not a Skip with a reason: %v", err)
			}
			return
		}
		if err := check(doc); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzDecode hands in any bytes as text: it must come out as UTF-8, and valid UTF-8 must come out unchanged.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"a", "\xff\xfea\x00", "caf\xe9", "a\x00b\x00c\x00d\x00", "\xe2\x80\x99\x92"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, name, _ := decode(data)
		if name == "" || strings.ToValidUTF8(text, "") != text {
			t.Fatalf("%q came out as %q (%s)", data, text, name)
		}
	})
}

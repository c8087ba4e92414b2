package input

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// listed runs Sources and writes what comes: names, and "! name: reason" for what is left out.
func listed(t *testing.T, opt Options, paths ...string) []string {
	t.Helper()
	var out []string
	for src, err := range Sources(paths, opt) {
		var skip *Skip
		switch {
		case errors.As(err, &skip):
			out = append(out, "! "+skip.Name+": "+skip.Reason)
		case err != nil:
			out = append(out, "! "+err.Error())
		default:
			out = append(out, src.Name)
		}
	}
	return out
}

// tree makes files below a new folder and goes there; names that end in "/" are folders.
func tree(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if strings.HasSuffix(name, "/") {
			must(t, os.MkdirAll(name, 0o755))
			continue
		}
		must(t, os.MkdirAll(filepath.Dir(name), 0o755))
		must(t, os.WriteFile(name, []byte(text), 0o644))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func zipped(t *testing.T, members ...string) string {
	t.Helper()
	var buf bytes.Buffer
	zw := zip.NewWriter(&buf)
	for i := 0; i < len(members); i += 2 {
		w, err := zw.Create(members[i])
		must(t, err)
		_, err = io.WriteString(w, members[i+1])
		must(t, err)
	}
	must(t, zw.Close())
	return buf.String()
}

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf)
	_, err := io.WriteString(zw, text)
	must(t, err)
	must(t, zw.Close())
	return buf.String()
}

func equal(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func TestSources(t *testing.T) {
	tree(t, map[string]string{"d/b.txt": "b", "d/a.md": "a", "d/s/c.html": "c", "d/s/t/x.txt": "x", "d/.git/config": "g", "d/.hidden": "h", "e/z.txt": "z", "d/empty/": ""})
	wd, _ := os.Getwd()
	equal(t, listed(t, Options{}, "d"), "d/a.md", "d/b.txt", "d/s/c.html", "d/s/t/x.txt")
	equal(t, listed(t, Options{}, "./d/../d/", "d/a.md", filepath.Join(wd, "e"), "d"), "d/a.md", "d/b.txt", "d/s/c.html", "d/s/t/x.txt", "e/z.txt")
	equal(t, listed(t, Options{Hidden: true}, "d"), "d/.git/config", "d/.hidden", "d/a.md", "d/b.txt", "d/s/c.html", "d/s/t/x.txt")
	equal(t, listed(t, Options{Include: []string{"*.txt"}}, "d"), "d/b.txt", "d/s/t/x.txt")
	equal(t, listed(t, Options{Include: []string{"s/**"}, Exclude: []string{"*.html"}}, "d"), "d/s/t/x.txt")
	equal(t, listed(t, Options{Exclude: []string{"s"}}, "d"), "d/a.md", "d/b.txt")
	equal(t, listed(t, Options{}, "d/.hidden"), "d/.hidden")
	equal(t, listed(t, Options{}, "none.txt", "e"), "! none.txt: there is no such file or folder", "e/z.txt")
	equal(t, listed(t, Options{Include: []string{"[a"}}, "d"), `! pattern "[a" is malformed: use *, **, ? and [a-z] as in a shell`)

	for src, err := range Sources([]string{"-"}, Options{Stdin: strings.NewReader("from a pipe")}) {
		must(t, err)
		data, err := src.Load(Options{})
		if err != nil || src.Name != "stdin" || string(data) != "from a pipe" {
			t.Errorf("%s: %q, %v", src.Name, data, err)
		}
	}
	n := 0
	for range Sources([]string{"d", "e"}, Options{}) { // a caller may stop
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d sources after a break", n)
	}
}

func TestSymlinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need privileges on Windows")
	}
	tree(t, map[string]string{"d/s/real.txt": "r", "out/far.txt": "f"})
	must(t, os.Symlink("s/real.txt", "d/alias.txt"))
	must(t, os.Symlink("..", "d/s/up"))
	must(t, os.Symlink("nowhere", "d/broken"))
	must(t, os.Symlink("circle", "d/circle"))
	must(t, os.Symlink("../out", "d/linked"))
	equal(t, listed(t, Options{}, "d"),
		"! d/broken: it is a symbolic link to something that is not there",
		"! d/circle: it is a symbolic link that leads round in a circle",
		"d/linked/far.txt", "d/s/real.txt",
		"! d/s/up: it is a symbolic link to a folder above itself: read once, not again")
	equal(t, listed(t, Options{}, "d/linked", "out"), "d/linked/far.txt")
}

func TestArchives(t *testing.T) {
	tree(t, map[string]string{
		"a.zip":      zipped(t, "b.txt", "bee", "dir/c.txt", "sea", "in.zip", "x", "../evil.txt", "e", "/abs.txt", "a", "__MACOSX/x", "m", "b.txt", "twice"),
		"bomb.zip":   zipped(t, "big.txt", strings.Repeat("a", 4<<20), "ok.txt", "fine"),
		"bad.zip":    "PK\x03\x04 and then nothing",
		"t.txt.gz":   gzipped(t, "text in gzip"),
		"bomb.gz":    gzipped(t, strings.Repeat("a", 4<<20)),
		"cut.gz":     gzipped(t, strings.Repeat("some text ", 1000))[:40],
		"no.gz":      "this is no gzip",
		"nested.gz":  gzipped(t, zipped(t, "a", "b")),
		"broken.zip": strings.Replace(zipped(t, "a.txt", strings.Repeat("text ", 50)), "a.txt", "a.txt\xff\xff\xff", 1),
	})
	equal(t, listed(t, Options{}, "a.zip"), "! a.zip/../evil.txt: its name leads out of the archive", "! a.zip/abs.txt: its name leads out of the archive",
		"a.zip/b.txt", "! a.zip/b.txt: the archive holds two members of this name: the first was read", "a.zip/dir/c.txt",
		"! a.zip/in.zip: "+nestedReason)
	equal(t, listed(t, Options{}, "bomb.zip"), "! bomb.zip/big.txt: it unpacks to 1026 times its size, as in an archive made to do harm", "bomb.zip/ok.txt")
	equal(t, listed(t, Options{}, "bad.zip"), "! bad.zip: the ZIP archive is damaged or cut short")
	for name, want := range map[string]string{
		"a.zip/b.txt": "bee", "a.zip/dir/c.txt": "sea", "t.txt.gz": "text in gzip",
		"bomb.gz":   "! bomb.gz: it unpacks to more than 250 times its size, as in an archive made to do harm",
		"cut.gz":    "! cut.gz: the compressed data is damaged or cut short: unexpected EOF",
		"no.gz":     "! no.gz: the compressed data is damaged or cut short: gzip: invalid header",
		"nested.gz": "! nested.gz: looks like a ZIP archive or an Office document; plain text, Markdown, HTML and cables are read: save documents as text, Markdown or HTML",
	} {
		root := name
		if strings.HasPrefix(name, "a.zip") {
			root = "a.zip"
		}
		if got := loaded(root, name, Options{}); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	for _, s := range listed(t, Options{}, "broken.zip") { // whatever is wrong with it, it is said
		if !strings.HasPrefix(s, "! ") && !strings.HasPrefix(loaded("broken.zip", s, Options{}), "! ") {
			t.Errorf("broken.zip: %s was read", s)
		}
	}
}

// loaded is the text of a source, or "! " and why it cannot be read or parsed.
func loaded(root, name string, opt Options) string {
	for src, err := range Sources([]string{root}, opt) {
		if err != nil {
			if root == name {
				return "! " + err.Error()
			}
			continue
		}
		if src.Name != name {
			continue
		}
		data, err := src.Load(opt)
		if err != nil {
			return "! " + err.Error()
		}
		if _, err := Parse(src.Name, data); err != nil {
			return "! " + err.Error()
		}
		return string(data)
	}
	return "! " + name + " is not listed"
}

func TestBadFiles(t *testing.T) {
	tree(t, map[string]string{
		"empty.txt": "", "blank.txt": " \n\n \t\n", "a.pdf": "%PDF-1.4\n...", "b.bin": "ab\x00\x01\x02\x03\x00\x00\x00cd", "c.docx": "PK\x03\x04word",
		"d.png": "\x89PNG\r\n\x1a\nxxxx", "e": "\x7fELF\x02\x01", "f.json": `{"a": [1, 2]}`, "large.txt": strings.Repeat("word ", 500), "menu.html": "<html><body><nav><a href=x>Home</a></nav></body></html>",
	})
	for name, want := range map[string]string{
		"empty.txt": "the file is empty",
		"blank.txt": "holds no text that can be read (it looks like text)",
		"a.pdf":     "looks like a PDF file; " + readable + ": make text of it first, for instance with pdftotext",
		"b.bin":     "looks like a binary file (it is full of control characters); " + readable,
		"c.docx":    "looks like a ZIP archive or an Office document; " + readable + ": save documents as text, Markdown or HTML",
		"d.png":     "looks like a PNG image; " + readable,
		"e":         "looks like a program (ELF); " + readable,
		"f.json":    "looks like JSON data, not a document; " + readable,
		"large.txt": "2.441 KiB is more than the limit of 1 KiB for one document: raise it with --max-size",
		"menu.html": "holds no text that can be read (it looks like html)",
	} {
		if got := loaded(name, name, Options{MaxBytes: 1 << 10}); got != "! "+name+": "+want {
			t.Errorf("%s: %s", name, got)
		}
	}
	// a file that grows or vanishes after it was listed
	for src, err := range Sources([]string{"blank.txt"}, Options{}) {
		must(t, err)
		must(t, os.WriteFile("blank.txt", bytes.Repeat([]byte("x"), 4000), 0o644))
		if _, err := src.Load(Options{MaxBytes: 1000}); err == nil || !strings.Contains(err.Error(), "more than the limit of 1000 bytes") {
			t.Errorf("a file that grew: %v", err)
		}
		must(t, os.Remove("blank.txt"))
		if _, err := src.Load(Options{}); err == nil || !strings.Contains(err.Error(), "is gone now") {
			t.Errorf("a file that vanished: %v", err)
		}
	}
	if os.Geteuid() != 0 && runtime.GOOS != "windows" {
		must(t, os.Chmod("large.txt", 0))
		if got := loaded("large.txt", "large.txt", Options{}); !strings.Contains(got, "check its permissions") {
			t.Errorf("a file without permission: %s", got)
		}
	}
}

func TestEncodings(t *testing.T) {
	text := "The café’s owner paid €5 to the “Fund” – naïve, said Mr Müller of the Ministry.\n"
	utf16 := func(s string, swap bool) string {
		var b strings.Builder
		for _, r := range s {
			if lo, hi := byte(r), byte(r>>8); swap {
				b.Write([]byte{hi, lo})
			} else {
				b.Write([]byte{lo, hi})
			}
		}
		return b.String()
	}
	win := strings.NewReplacer("é", "\xe9", "’", "\x92", "€", "\x80", "“", "\x93", "”", "\x94", "–", "\x96", "ï", "\xef", "ü", "\xfc")
	for _, tc := range []struct{ name, in, enc, want, note string }{
		{"utf-8", text, "utf-8", text, ""},
		{"utf-8 with mark", "\ufeff" + text, "utf-8", text, ""},
		{"utf-16le with mark", "\xff\xfe" + utf16(text, false), "utf-16le", text, ""},
		{"utf-16be with mark", "\xfe\xff" + utf16(text, true), "utf-16be", text, ""},
		{"utf-16le", utf16(text, false), "utf-16le", text, ""},
		{"utf-16be", utf16(text, true), "utf-16be", text, ""},
		{"windows-1252", win.Replace(text), "windows-1252", text, ""},
		{"latin-1", "Le minist\xe8re a cr\xe9\xe9 un fonds pour les r\xe9gions.", "iso-8859-1", "Le ministère a créé un fonds pour les régions.", ""},
		{"broken", "The café – and the naïve\x92 one \xff.", "utf-8", "The café – and the naïve’ one ÿ.", "2 bytes of broken UTF-8 read as Windows-1252."},
		{"decoded twice", "The cafÃ©â€™s owner paid â‚¬5 to the â€œFundâ€\u009d, says JoÃ£o.", "utf-8", "The café’s owner paid €5 to the “Fund”, says João.", "6 characters that had been decoded twice read as meant."},
		{"declared", "<html><meta charset=windows-1251><p>\xcc\xe8\xed\xe8\xf1\xf2\xe5\xf0\xf1\xf2\xe2\xee \xf4\xe8\xed\xe0\xed\xf1\xee\xe2</p>", "windows-1251", "Министерство финансов", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			doc := mustParse(t, "a", tc.in) // whose format is found without a name
			if doc.Info.Encoding != tc.enc || doc.Passages[0].Text != strings.TrimSpace(tc.want) || strings.Join(doc.Info.Notes, " ") != tc.note {
				t.Errorf("%s %q %q", doc.Info.Encoding, doc.Passages[0].Text, doc.Info.Notes)
			}
			if tc.enc == "utf-8" && tc.name != "broken" && doc.Source != tc.in {
				t.Errorf("UTF-8 was changed: %q", doc.Source)
			}
		})
	}
}

func TestMetadata(t *testing.T) {
	for in, want := range map[string]string{
		"O 170738Z NOV 08": "2008-11-17T07:38:00Z", "R 010000Z JAN 79": "1979-01-01T00:00:00Z",
		"O 300738Z FEB 08": "", "P 062561Z MAY 09": "", "P 061432Z MAY 2009": "2009-05-06T14:32:00Z",
	} {
		if got := readDTG(in); got != want {
			t.Errorf("readDTG(%q) = %q, not %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"2008": "2008", "2008-11": "2008-11", "2008-11-17": "2008-11-17", "2022-11-28 11:11:37-05:00": "2022-11-28T16:11:37Z", "May 13, 2003": "2003-05-13",
		"13 May 2003": "2003-05-13", "2003/5/13": "2003-05-13", "Singapore, 8 July 2021": "2021-07-08", "2010-02-30": "", "soon": "", "2008-13": "",
	} {
		if got := readDate(in); got != want {
			t.Errorf("readDate(%q) = %q, not %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"AMEMBASSY THE HAGUE": "NL", "Embassy Port Au Prince": "HT", "SAN JOSE": "CR", "USMISSION UNVIE VIENNA": "AT", "SPRINGFIELD": ""} {
		if got := postCountry(in); got != want {
			t.Errorf("postCountry(%q) = %q, not %q", in, got, want)
		}
	}
}

func ExampleParse() {
	doc, err := Parse("note.txt", []byte("1. (U) The Ministry of\nFinance met.\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	p := doc.Passages[0]
	fmt.Println(doc.Info.Format, p.Label, p.Marking, p.Text)
	// Output: text 1 U The Ministry of Finance met.
}

// A cable from Washington is about the country of the posts it goes to, when they are all in one.
func TestAddresseeCountry(t *testing.T) {
	const body = "\nFM SECSTATE WASHDC\nTO %s\n%sUNCLAS STATE 012345\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: A QUESTION ON THE MINISTRY OF JUSTICE\n\n1. Please ask the Ministry of Justice when the plan begins.\n"
	for in, want := range map[[2]string]string{
		{"AMEMBASSY LIMA IMMEDIATE 1234", ""}:                           "PE",
		{"RUEHPE/AMEMBASSY LIMA PRIORITY", "INFO AMEMBASSY QUITO 12\n"}: "PE",
		{"AMEMBASSY LIMA\nAMEMBASSY QUITO", ""}:                         "",
		{"ALL DIPLOMATIC AND CONSULAR POSTS", ""}:                       "",
	} {
		doc, err := Parse("cable.txt", fmt.Appendf(nil, "R 171200Z NOV 08"+body, in[0], in[1]))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, p := range doc.Info.Meta {
			if p.Key == "addressee-country" {
				got = p.Value
			}
		}
		if doc.Info.Format != "cable" || got != want || doc.Info.Country != "" {
			t.Errorf("to %q: a %s from %q, about %q, want %q: %v", in, doc.Info.Format, doc.Info.Country, got, want, doc.Info.Meta)
		}
	}
}

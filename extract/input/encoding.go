package input

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// decode turns bytes into UTF-8 and says which encoding they were in. UTF-8 stays as it is, byte order mark included.
func decode(data []byte) (text, name string, notes []string) {
	switch {
	case bytes.HasPrefix(data, []byte{0xef, 0xbb, 0xbf}) && utf8.Valid(data):
		return string(data), "utf-8", nil
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}) && !bytes.HasPrefix(data, []byte{0xff, 0xfe, 0, 0}):
		return decode16(data[2:], binary.LittleEndian, "utf-16le")
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return decode16(data[2:], binary.BigEndian, "utf-16be")
	}
	if order, name := guess16(data); order != nil {
		return decode16(data, order, name)
	}
	if utf8.Valid(data) {
		return string(data), "utf-8", nil
	}
	if mostlyUTF8(data) {
		text, bad := repair(data)
		return text, "utf-8", []string{fmt.Sprintf("%s of broken UTF-8 read as Windows-1252.", count(bad, "byte"))}
	}
	return decodeOther(data)
}

// count puts a number and a noun together: "1 byte", "3 bytes".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// guess16 finds UTF-16 without a byte order mark: text in Latin letters has a zero in every second byte.
func guess16(data []byte) (binary.ByteOrder, string) {
	n := min(len(data), 4096) &^ 1
	if n < 8 {
		return nil, ""
	}
	var zero [2]int
	for i := 0; i < n; i++ {
		if data[i] == 0 {
			zero[i&1]++
		}
	}
	switch half := n / 2; {
	case zero[1]*10 >= half*7 && zero[0]*20 <= half:
		return binary.LittleEndian, "utf-16le"
	case zero[0]*10 >= half*7 && zero[1]*20 <= half:
		return binary.BigEndian, "utf-16be"
	}
	return nil, ""
}

func decode16(data []byte, order binary.ByteOrder, name string) (string, string, []string) {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	var b strings.Builder
	b.Grow(len(data) / 2)
	bad := len(data) & 1
	for i := 0; i < len(units); i++ {
		r := rune(units[i])
		if utf16.IsSurrogate(r) {
			next := rune(utf8.RuneError)
			if i+1 < len(units) {
				next = utf16.DecodeRune(r, rune(units[i+1]))
			}
			if next == utf8.RuneError {
				bad++
			} else {
				i++
			}
			r = next
		}
		b.WriteRune(r)
	}
	var notes []string
	if bad > 0 {
		notes = []string{fmt.Sprintf("%s of broken UTF-16 left out or replaced.", count(bad, "unit"))}
	}
	return b.String(), name, notes
}

// mostlyUTF8 says whether broken text is UTF-8 with damage rather than another encoding: it has more whole sequences
// of two bytes and more than stray bytes.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good > bad
}

// repair reads each stray byte by itself as Windows-1252.
func repair(data []byte) (string, int) {
	var b strings.Builder
	b.Grow(len(data) + 16)
	bad := 0
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
			r = charmap.Windows1252.DecodeByte(data[i])
			b.WriteRune(r)
		} else {
			b.Write(data[i : i+n])
		}
		i += n
	}
	return b.String(), bad
}

// sampleBytes is how much of a text in an unknown encoding is looked at.
const sampleBytes = 64 << 10

// decodeOther reads text that is not Unicode: what the page itself declares, or what its bytes look like. One-byte
// text in Latin letters is Windows-1252, of which Latin-1 is a part, whatever else its few other letters could be.
func decodeOther(data []byte) (string, string, []string) {
	if name := declaredCharset(data); name != "" {
		if enc, err := htmlindex.Get(name); err == nil && name != "utf-8" && !strings.HasPrefix(name, "utf-16") {
			if text, ok := tryDecode(enc, data); ok {
				canonical, _ := htmlindex.Name(enc)
				return text, canonical, nil
			}
		}
	}
	high, c1 := 0, false
	for _, c := range data {
		if c >= 0x80 {
			high++
			c1 = c1 || c < 0xa0
		}
	}
	if high*10 > len(data) { // letters of another script
		res := chardet.Detect(data[:min(len(data), sampleBytes)])
		if enc, err := htmlindex.Get(strings.ToLower(res.Encoding)); err == nil && res.Confidence >= 0.5 {
			if text, ok := tryDecode(enc, data); ok {
				canonical, _ := htmlindex.Name(enc)
				return text, canonical, []string{fmt.Sprintf("Encoding guessed from the bytes: %s.", canonical)}
			}
		}
	}
	name := "iso-8859-1"
	if c1 {
		name = "windows-1252"
	}
	text, _ := tryDecode(charmap.Windows1252, data)
	return text, name, nil
}

// tryDecode decodes data, and says whether nearly all of it was valid.
func tryDecode(enc encoding.Encoding, data []byte) (string, bool) {
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\ufffd"), false
	}
	text := string(out)
	return text, strings.Count(text, "\ufffd")*100 <= len(text)
}

// declaredCharset is the encoding that an HTML or XML page names in its first kilobyte, in lower case, "" none.
func declaredCharset(data []byte) string {
	head := bytes.ToLower(data[:min(len(data), 1024)])
	if !bytes.Contains(head, []byte("<")) {
		return ""
	}
	for _, key := range [...]string{"charset=", "encoding="} {
		i := bytes.Index(head, []byte(key))
		if i < 0 {
			continue
		}
		rest := bytes.TrimLeft(head[i+len(key):], "\"' ")
		n := 0
		for n < len(rest) && (isASCIILetterOrDigit(rest[n]) || rest[n] == '-' || rest[n] == '_') {
			n++
		}
		return string(rest[:n])
	}
	return ""
}

// mend undoes a second decoding: text in UTF-8 that somebody read as Windows-1252 and wrote as UTF-8 once more ("â€™"
// for "’"). It says how many characters were put back. The source stays as it is; only what is read changes.
func mend(from *view) (*view, int) {
	t := from.text
	if !strings.Contains(t, "â€") && !strings.Contains(t, "Ã") && !strings.Contains(t, "Â") {
		return from, 0
	}
	var w writer
	kept, n := 0, 0
	for i := 0; i < len(t); {
		if t[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := twiceDecoded(t[i:])
		if size == 0 {
			_, size = utf8.DecodeRuneInString(t[i:])
			i += size
			continue
		}
		w.copy(from, kept, i)
		w.put(string(r), from.source(i, i+size))
		i += size
		kept = i
		n++
	}
	if n == 0 {
		return from, 0
	}
	w.copy(from, kept, len(t))
	return w.view(), n
}

// twiceDecoded is the rune whose UTF-8 bytes stand as Windows-1252 characters at the start of s, and their length in s.
func twiceDecoded(s string) (rune, int) {
	var buf [utf8.UTFMax]byte
	want := 1
	size := 0
	for k := 0; k < want; k++ {
		r, n := utf8.DecodeRuneInString(s[size:])
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok && r >= 0x80 && r < 0xa0 {
			b, ok = byte(r), true // bytes that Windows-1252 leaves open
		}
		if !ok || b < 0x80 {
			return 0, 0
		}
		if k == 0 {
			switch {
			case b >= 0xc2 && b < 0xe0:
				want = 2
			case b >= 0xe0 && b < 0xf0:
				want = 3
			case b >= 0xf0 && b < 0xf5:
				want = 4
			default:
				return 0, 0
			}
		}
		buf[k] = b
		size += n
	}
	r, n := utf8.DecodeRune(buf[:want])
	if r == utf8.RuneError || n != want {
		return 0, 0
	}
	return r, size
}

package input

import (
	"bytes"
	"encoding/json"
)

// magics are the beginnings of files that are no text, with what they are and what to do instead.
var magics = []struct {
	at         int
	magic      string
	what, hint string
}{
	{0, "%PDF-", "a PDF file", "make text of it first, for instance with pdftotext"},
	{0, "PK\x03\x04", "a ZIP archive or an Office document", "save documents as text, Markdown or HTML"},
	{0, "PK\x05\x06", "an empty ZIP archive", ""},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (DOC, XLS, PPT)", "save it as text or HTML"},
	{0, "{\\rtf", "an RTF document", "save it as text or HTML"},
	{0, "\x1f\x8b", "gzip data", "archives are read one level deep"},
	{0, "BZh", "bzip2 data", "unpack it first"},
	{0, "\xfd7zXZ\x00", "xz data", "unpack it first"},
	{0, "\x28\xb5\x2f\xfd", "zstd data", "unpack it first"},
	{0, "7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"},
	{0, "Rar!\x1a\x07", "a RAR archive", "unpack it first"},
	{257, "ustar", "a tar archive", "unpack it first"},
	{0, "\x89PNG\r\n\x1a\n", "a PNG image", ""},
	{0, "\xff\xd8\xff", "a JPEG image", ""},
	{0, "GIF87a", "a GIF image", ""},
	{0, "GIF89a", "a GIF image", ""},
	{0, "II*\x00", "a TIFF image", ""},
	{0, "MM\x00*", "a TIFF image", ""},
	{8, "WEBP", "a WebP image", ""},
	{8, "WAVE", "a WAV sound", ""},
	{4, "ftyp", "a video", ""},
	{0, "ID3", "an MP3 sound", ""},
	{0, "OggS", "an Ogg sound", ""},
	{0, "\x7fELF", "a program (ELF)", ""},
	{0, "MZ\x90\x00", "a program (Windows)", ""},
	{0, "\xca\xfe\xba\xbe", "a program (Java or macOS)", ""},
	{0, "\xcf\xfa\xed\xfe", "a program (macOS)", ""},
	{0, "\x00asm", "a program (WebAssembly)", ""},
	{0, "SQLite format 3\x00", "an SQLite database", ""},
	{0, "wOFF", "a font", ""},
	{0, "wOF2", "a font", ""},
}

// readable says what is read at all, for reasons that refuse something else.
const readable = "plain text, Markdown, HTML and cables are read"

// notText says why data is no text to read, "" when it is.
func notText(data []byte) string {
	if len(data) == 0 {
		return "the file is empty"
	}
	for _, m := range magics {
		if len(data) >= m.at+len(m.magic) && string(data[m.at:m.at+len(m.magic)]) == m.magic {
			why := "looks like " + m.what + "; " + readable
			if m.hint != "" {
				why += ": " + m.hint
			}
			return why
		}
	}
	if order, _ := guess16(data); order != nil || bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return ""
	}
	nul, control := 0, 0
	for _, c := range data {
		switch {
		case c == 0:
			nul++
		case c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != 0x1b && c != 0x1a:
			control++
		}
	}
	if nul*1000 > len(data) || (nul+control)*50 > len(data) {
		return "looks like a binary file (it is full of control characters); " + readable
	}
	if isJSON(data) {
		return "looks like JSON data, not a document; " + readable
	}
	return ""
}

// isJSON says whether data is one JSON object or array.
func isJSON(data []byte) bool {
	d := bytes.TrimSpace(data)
	if len(d) < 2 || d[0] != '{' && d[0] != '[' || d[len(d)-1] != '}' && d[len(d)-1] != ']' {
		return false
	}
	return json.Valid(d)
}

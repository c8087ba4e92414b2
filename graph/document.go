package graph

// DocumentID names a document within one store: the path it was read from, with forward slashes, as `list documents`
// shows it. Members of an archive are named "archive.zip/member.txt".
type DocumentID string

// Document is what is known of a source text, apart from the text itself.
type Document struct {
	ID       DocumentID
	Hash     string     // SHA-256 of the bytes as read from disk (after decompression), lower-case hexadecimal
	Pipeline string     // fingerprint of the program, models, rules and schema that read it
	Format   string     // "text", "markdown", "html" or "cable"
	Encoding string     // character encoding found, an IANA name such as "utf-8" or "windows-1252"
	Title    string     // "" when the document states none
	Date     string     // date of the document, ISO 8601 with the precision stated ("2008", "2008-11", "2008-11-17T07:38:00Z"); "" unknown
	Country  string     // place of origin, ISO 3166-1 alpha-2, "" unknown
	Marking  string     // classification of the whole document ("UNCLASSIFIED", "SBU" …), "" when it bears none
	Meta     []Property // front matter, page metadata or cable header, sorted by key then value
	Bytes    int        // length of the text as read, in bytes of UTF-8
	Words    int        // word tokens in the passages that were read
	Passages int        // paragraphs, headings, list items and table rows
	Notes    []string   // what was repaired or left out while reading, one sentence each
}

// Property is one named value of a document's metadata. A key may occur more than once.
type Property struct {
	Key, Value string
}

// Passage places one paragraph of a document within its text.
type Passage struct {
	Label   string // paragraph number as printed, "" when none is
	Marking string // portion mark ("U", "SBU", "C", "S" …), "" when none is
	Span    Span
	Sketch  string // of its text, see the function of that name; "" not known or too short
}

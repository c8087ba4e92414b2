// Package nlp is the vocabulary of the text side: a document, its passages, sentences and tokens, and what the
// stages of the pipeline find in them. It is a leaf: it imports nothing of ours but the spans of package graph.
//
// A document is filled stage by stage and read-only afterwards. All spans are half-open byte offsets into
// Document.Source, the text as read, which never changes.
package nlp

import "mandate/graph"

// Span is a half-open range of byte offsets into Document.Source.
type Span = graph.Span

// Document is one text on its way through the pipeline.
type Document struct {
	Info      graph.Document
	Source    string     // the text as read: the bytes of the file in UTF-8, untouched otherwise
	Passages  []Passage  // by input
	Sentences []Sentence // by token
	Mentions  []Mention  // by ner, in order of position, outer before inner; coref adds Cluster
	Clusters  []Cluster  // by coref
	Times     []Time     // by ner, in order of position
	Amounts   []Amount   // by ner, in order of position
	Relations []RelationMention
	Dropped   map[string]int // relation mentions that the schema or a guard refused, by reason
}

// PassageKind says what part a passage plays on the page.
type PassageKind uint8

// The kinds of passage.
const (
	Paragraph PassageKind = iota
	Heading
	ListItem
	TableRow
	HeaderLine // of a cable or memorandum: "SUBJECT: …"
	Caption    // of a picture or table; small print
)

// Passage is a paragraph, heading, list item or table row: the unit within which sentences are found.
//
// Text is the passage as a person reads it: hard line wraps joined by a blank, markup and page furniture left out,
// character references resolved. Map leads from offsets in Text back to offsets in Source.
type Passage struct {
	Kind    PassageKind
	Label   string // paragraph number as printed, without point or pilcrow: "12", "3a"
	Marking string // portion mark: "U", "SBU", "C", "S" …
	Level   int    // of a heading (1 is the highest) or a list item (0 is the outermost)
	Heading int    // index of the nearest heading above, -1 none
	Parent  int    // of a list item: index of the passage that leads in the list or of the outer item, -1 none
	Cells   []int  // of a table row: offsets in Text where each cell starts
	Text    string
	Map     OffsetMap
	Span    Span // in Source, from the first to the last byte of Text
}

// OffsetMap leads from a passage's reading text back to the source. The segments are in order and cover the text.
type OffsetMap []Segment

// Segment says that reading bytes [Read, Read+ReadLen) stand for source bytes [Source, Source+SourceLen). Where the
// lengths agree the bytes are the same, one for one; else the source was rewritten as a whole ("&amp;" for "&", a line
// break for a blank).
type Segment struct {
	Read, ReadLen, Source, SourceLen int
}

// Token is a word, number or mark of punctuation.
type Token struct {
	Text  string // as it reads
	Lower string // Text in lower case
	Span  Span   // in Source
	Read  Span   // in the text of its passage
	Space bool   // a blank stands before it in the reading text

	// By tag and parse:
	Lemma  string  // dictionary form, lower case except for names; "" before tagging
	UPOS   string  // universal part of speech; "" before tagging
	Head   int     // index of the head in the sentence, -1 for the root; meaningless before parsing
	Deprel string  // relation to the head (Universal Dependencies); "" before parsing
	Margin float32 // by how much the parser preferred this head, 0 to 1
}

// Sentence is a run of tokens within one passage.
type Sentence struct {
	Passage int // index in Document.Passages
	Span    Span
	Tokens  []Token
	Parsed  bool   // Head and Deprel are set
	States  []int8 // by parse: what its network made of each token, for the learned judges of names, phrases and pairs
}

// HeadOf is the token of [first, last) that the others hang on: the first one whose own head lies outside. Without a tree it
// is the last one.
func (s *Sentence) HeadOf(first, last int) int {
	if s.Parsed {
		for t := first; t < last; t++ {
			if h := s.Tokens[t].Head; h < first || h >= last {
				return t
			}
		}
	}
	return last - 1
}

// MentionKind says how a mention names its entity.
type MentionKind uint8

// The kinds of mention.
const (
	Named   MentionKind = iota // by a proper name: "Ministry of Finance", "MPS"
	Nominal                    // by a description that can be a node: "migrant workers", "transfer centers"
	Short                      // by a definite short form that points to a fuller one: "the Ministry", "this Order"
	Pronoun                    // "it", "they", "its"
)

// Mention is words that name an entity in one place: tokens [First, Last) of a sentence.
type Mention struct {
	Sentence    int
	First, Last int
	Head        int // index of the head token
	Span        Span
	Type        string   // entity type of the schema
	Also        []string // other types it could have, best first
	Kind        MentionKind
	Name        string // the words as a name: blanks single, no determiner, no possessive ending
	Key         string // the name under which the lists know it, where it differs: "human trafficking" for "trafficking in persons"
	Country     string // ISO 3166-1 alpha-2 of the jurisdiction its words give, "" none
	Rule        string // what found it
	Confidence  float64
	Agreed      bool // rules and model read it alike
	Cluster     int  // index in Document.Clusters, -1 none: a mention that makes no node
	Whole       int  // index of the mention of the thing that this one names a part of ("Article 5" of a code), -1 none
}

// Cluster is the mentions of one thing within the document.
type Cluster struct {
	Type     string
	ReadAs   string   // the type as which text was read, where the schema calls it by another name (see package own); "" Type
	Name     string   // the fullest form
	Aliases  []string // every other form, sorted
	Country  string
	Mentions []int
	Entity   graph.EntityID // by link
	Roles    []string       // of a person: titles and posts as the document gives them, sorted; by link
}

// RelationMention is a relation as said in one sentence (or heading and item).
type RelationMention struct {
	Type            string // relation type of the schema
	Subject, Object int    // indices in Document.Mentions
	Sentence        int
	Span            Span // of the words that say it: the sentence, or more
	Status          graph.Status
	Cues            []Span
	Since, Until    string
	Obligation      graph.Obligation
	Amount          graph.Amount
	Rule            string
	Confidence      float64
}

// TimeRole says how a time stands to what is said.
type TimeRole uint8

// The roles of times.
const (
	At    TimeRole = iota // "in July 2008", "from 2008 to 2012"
	By                    // "by 2010", "before June"
	Since                 // "since February", "from 2009"
	Until                 // "until 2012", "through June"
)

// Time is words that say when: tokens [First, Last) of a sentence, the preposition left out.
type Time struct {
	Sentence    int
	First, Last int
	Role        TimeRole
	From, To    string // ISO 8601 with the precision stated; they differ for a period ("2008-2012") alone
}

// Amount is words that say how much or how many: tokens [First, Last) of a sentence.
type Amount struct {
	Sentence    int
	First, Last int
	Value       float64
	Unit        string // of money the ISO 4217 code; "%"; else the lemma of what is counted, "" unknown
}

// Stage is one step of the pipeline.
type Stage interface {
	// Name is the stage's name in messages.
	Name() string
	// Needs and Adds say what must be there before, and what is there after: "passages", "sentences", "tags",
	// "trees", "mentions", "clusters", "relations", "entities".
	Needs() []string
	Adds() []string
	// Annotate fills in the document. It is safe for use by several goroutines on different documents.
	Annotate(doc *Document) error
}

// Source leads a range of reading offsets back to the source: from the start of its first byte to the end of its last.
func (m OffsetMap) Source(read Span) Span {
	return Span{Start: m.at(read.Start, false), End: m.at(read.End, true)}
}

// at finds the source offset of a reading offset; end offsets belong to the byte before them.
func (m OffsetMap) at(off int, end bool) int {
	lo, hi := 0, len(m)
	for lo < hi { // first segment that starts after off (at or after it for an end)
		mid := (lo + hi) / 2
		if m[mid].Read > off || end && m[mid].Read == off {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	if lo == 0 {
		if len(m) == 0 {
			return off
		}
		return m[0].Source
	}
	s := m[lo-1]
	d := off - s.Read
	if s.ReadLen == s.SourceLen {
		return s.Source + min(d, s.SourceLen)
	}
	if end && d > 0 || d >= s.ReadLen {
		return s.Source + s.SourceLen
	}
	return s.Source
}

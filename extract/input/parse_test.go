package input

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mandate/extract/nlp"
)

// outline writes passages one a line: kind, level, label, marking, heading, parent, text.
func outline(doc *nlp.Document) string {
	kinds := [...]string{"para", "head", "item", "row", "line", "small"}
	var b strings.Builder
	for i, p := range doc.Passages {
		fmt.Fprintf(&b, "%d %s", i, kinds[p.Kind])
		if p.Level > 0 {
			fmt.Fprintf(&b, " L%d", p.Level)
		}
		if p.Label != "" {
			fmt.Fprintf(&b, " #%s", p.Label)
		}
		if p.Marking != "" {
			fmt.Fprintf(&b, " (%s)", p.Marking)
		}
		if p.Heading >= 0 {
			fmt.Fprintf(&b, " under %d", p.Heading)
		}
		if p.Parent >= 0 {
			fmt.Fprintf(&b, " of %d", p.Parent)
		}
		fmt.Fprintf(&b, ": %s\n", p.Text)
	}
	return b.String()
}

func mustParse(t testing.TB, name, text string) *nlp.Document {
	t.Helper()
	doc, err := Parse(name, []byte(text))
	if err != nil {
		t.Fatalf("Parse(%q): %v", name, err)
	}
	if err := check(doc); err != nil {
		t.Fatalf("Parse(%q): %v", name, err)
	}
	return doc
}

// TestGolden compares what is read of each document in testdata with the outline recorded beside it.
func TestGolden(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.in.*")
	if len(files) == 0 {
		t.Fatal("no documents in testdata")
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			doc := mustParse(t, filepath.Base(f), string(data))
			i := doc.Info
			got := fmt.Sprintf("format %s, encoding %s\ntitle %s\ndate %s\ncountry %s\nmarking %s\n", i.Format, i.Encoding, i.Title, i.Date, i.Country, i.Marking)
			for _, m := range i.Meta {
				got += fmt.Sprintf("meta %s = %s\n", m.Key, m.Value)
			}
			for _, n := range i.Notes {
				got += "note " + n + "\n"
			}
			got += outline(doc)
			golden := strings.Replace(f, ".in.", ".", 1) + ".golden"
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs from %s (UPDATE=1 go test records it anew):\n%s", f, golden, got)
			}
		})
	}
}

func TestParagraphs(t *testing.T) {
	long := "The committee met on three occasions during the year and heard"
	for _, tc := range []struct{ name, file, in, want string }{
		{"hard wraps", "a.txt", "The Ministry of Finance and the Ministry\nof Health signed an agreement that\nsets up a joint fund. It starts\nin May.\n\nA second paragraph stands here and it is\nwritten in two lines.\n",
			"0 para: The Ministry of Finance and the Ministry of Health signed an agreement that sets up a joint fund. It starts in May.\n" +
				"1 para: A second paragraph stands here and it is written in two lines.\n"},
		{"hyphens", "a.txt", "The body leads the fight against anti-\ntrafficking measures of the govern-\nment, says Ms Thomas-\nGreenfield of the govern-\nment office.\n",
			"0 para: The body leads the fight against anti-trafficking measures of the government, says Ms Thomas-Greenfield of the government office.\n"},
		{"labels", "a.txt", "1. (U) One is here.\n\n2.(C) Two is here.\n\n¶3. Three is here.\n\n4.Four is here.\n",
			"0 para #1 (U): One is here.\n1 para #2 (C): Two is here.\n2 para #3: Three is here.\n3 para #4: Four is here.\n"},
		{"a mark without a number", "a.txt", "(C) One is kept from most.\n\n(U) Two is for all.\n",
			"0 para (C): One is kept from most.\n1 para (U): Two is for all.\n"},
		{"marks in Markdown", "a.md", "(U) One is for all.\n\n(C) Two is kept from most.\n",
			"0 para (U): One is for all.\n1 para (C): Two is kept from most.\n"},
		{"marks in HTML", "a.html", "<html><body><p>(U) One is for all.</p><p>(S//NF) Two is kept from most.</p></body></html>",
			"0 para (U): One is for all.\n1 para (S//NF): Two is kept from most.\n"},
		{"letters that are no marks", "a.txt", "The plan has these aims:\n\n(A) first of all;\n(B) second of all; and\n(C) third of all.\n",
			"0 para: The plan has these aims:\n1 item of 0: first of all;\n2 item of 0: second of all; and\n3 item of 0: third of all.\n"},
		{"bare numbers", "a.txt", "1 One is here.\n\n2 Two is here.\n\nIt goes on.\n\n3 Three is here.\n",
			"0 para #1: One is here.\n1 para #2: Two is here.\n2 para #2: It goes on.\n3 para #3: Three is here.\n"},
		{"no bare numbers", "a.txt", "14 Ministers met today in the capital.\n\n3 Women were elected to the board.\n",
			"0 para: 14 Ministers met today in the capital.\n1 para: 3 Women were elected to the board.\n"},
		{"numbers in mid sentence", "a.txt", "It is a crime under Articles 2, 3 and\n4. The law says so in its first and its\n(a) second part of the whole.\n",
			"0 para: It is a crime under Articles 2, 3 and 4. The law says so in its first and its (a) second part of the whole.\n"},
		{"lists", "a.txt", "The plan has these aims, which include:\n\n- training of police\n- shelters for\n  victims of crime\n\n(a) first of all this;\n(i) inner one; and\n(ii) inner two;\n(b) second of all that.\n",
			"0 para: The plan has these aims, which include:\n1 item of 0: training of police\n2 item of 0: shelters for victims of crime\n" +
				"3 item L1 of 2: first of all this;\n4 item L2 of 3: inner one; and\n5 item L2 of 3: inner two;\n6 item L1 of 2: second of all that.\n"},
		{"headings", "a.txt", "GENERAL PROVISIONS\n\nThe order takes effect at once and it binds all.\n\nFunding for Local Programs\n\nThe fund pays for shelters in each county of the state.\n\nUnderlined\n----------\nThe text below it.\n",
			"0 head L1: GENERAL PROVISIONS\n1 para under 0: The order takes effect at once and it binds all.\n2 head L1 under 0: Funding for Local Programs\n" +
				"3 para under 2: The fund pays for shelters in each county of the state.\n4 head L1 under 2: Underlined\n5 para under 4: The text below it.\n"},
		{"double spaced", "a.txt", long + "\n\nwitnesses from several of the ministries that are in\n\ncharge of the plan, which was then approved.\n\nThe second session of the committee was held in the\n\nspring and dealt with the budget of the agency and of\n\nits offices in the provinces, as well as with staff and\n\ntheir training in the years to come.\n",
			"0 para: " + long + " witnesses from several of the ministries that are in charge of the plan, which was then approved.\n" +
				"1 para: The second session of the committee was held in the spring and dealt with the budget of the agency and of its offices in the provinces, as well as with staff and their training in the years to come.\n"},
		{"front matter", "a.md", "---  \ntitle: A Plan\ndate: 2021-07-08\n---\n\n**Bold Heading Over\nTwo Lines**\n\nThe i**nner** [name\nof it](http://x.y/z) &amp; more<sup>1</sup> of *that*.  \n\n-   one item\n    goes on\n-   two\n",
			"0 head L3: Bold Heading Over Two Lines\n1 para under 0: The inner name of it & more of that.\n2 item under 0: one item goes on\n3 item under 0: two\n"},
		{"indented paragraphs", "a.md", "SUBJECT:   A long\n           Subject Line\n\n     Section 1.  Policy.  It is the policy of\nthe state to act.\n\n     (b)  In addition, the offices shall\nreport:\n\n1.   on this; and\n\n2.   on that.\n\n     Sec. 2.  Definition.  The term means\nwhat it says.\n",
			"0 line: A long Subject Line\n1 para: Section 1. Policy. It is the policy of the state to act.\n2 item: In addition, the offices shall report:\n" +
				"3 item L1 of 2: on this; and\n4 item L1 of 2: on that.\n5 para: Sec. 2. Definition. The term means what it says.\n"},
		{"table", "a.md", "# T\n\n| Name | Sum |\n|---|---|\n| The Fund | 5 |\n", "0 head L1: T\n1 row under 0: Name | Sum\n2 row under 0: The Fund | 5\n"},
		{"numbered list of paragraphs", "a.md", "# T\n\n1. On 24 March, a judge ruled.\n2. The decision stands.\n\n{:start=\"3\"}\n3. It is final{:target=\"_blank\"}.\n",
			"0 head L1: T\n1 para #1 under 0: On 24 March, a judge ruled.\n2 para #2 under 0: The decision stands.\n3 para #3 under 0: It is final.\n"},
		{"html", "a.html", "<html><title>T</title><body><nav><a href=x>Home</a> <a href=y>News</a></nav><h2>Head</h2><p>The ministry &ndash; and\n the agency &amp; others signed<br>it, in a ceremony that lasted for more than two hours.<ul><li>one that is <b>bo</b>ld<li>two</ul><table><tr><td>A<td>B</tr></table><footer>© us</footer>",
			"0 head L2: Head\n1 para under 0: The ministry – and the agency & others signed it, in a ceremony that lasted for more than two hours.\n2 item under 0: one that is bold\n3 item under 0: two\n4 row under 0: A | B\n"},
		{"invisible", "a.txt", "\ufeffA soft\u00adhyphen, a\u00a0hard  blank\tand a\u200bzero.\n", "0 para: A softhyphen, a hard blank and azero.\n"},
		{"recitals", "a.txt", "WHEREAS, persons who live in the city are\nof many origins; and\nWHEREAS, it is so; and\nNOW, THEREFORE, it is ordered:\n\nSection 1.\nOrder No. 5 is revoked.\n",
			"0 para: WHEREAS, persons who live in the city are of many origins; and\n1 para: WHEREAS, it is so; and\n2 para: NOW, THEREFORE, it is ordered:\n3 para: Section 1. Order No. 5 is revoked.\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := outline(mustParse(t, tc.file, tc.in)); got != tc.want {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}

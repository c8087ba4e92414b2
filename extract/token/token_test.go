package token_test

import (
	"strings"
	"testing"
	"unicode"

	"mandate/extract/token"
)

func TestSplit(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"China's laws don't say so.", "China 's laws do n't say so ."},
		{"The U.S. Agency (USAID) paid $1,200.50 in 2009.", "The U.S. Agency ( USAID ) paid $ 1,200.50 in 2009 ."},
		{"He left the U.S. The minister stayed.", "He left the U.S. | The minister stayed ."},
		{"See Art. 5 and No. 34. It applies.", "See Art. 5 and No. 34 . | It applies ."},
		{"Mr. P.P. van Dam met Dr. Ng.", "Mr. P.P. van Dam met Dr. Ng ."},
		{"A long-term anti-trafficking plan", "A long - term anti-trafficking plan"},
		{"\"It works,\" he said. \"It does.\" They left.", "\" It works , \" he said . | \" It does . \" | They left ."},
		{"1. The agency shall act; 2. The court may not.", "1 . The agency shall act ; 2 . The court may not ."},
		{"Write to a.b@c.org or https://x.org/a?b=c. Then wait.", "Write to a.b@c.org or https://x.org/a?b=c . | Then wait ."},
		{"on 17/11/2008 at 07:38 they cannot", "on 17/11/2008 at 07:38 they can not"},
		{"the Netherlands’ rule and the workers' rights", "the Netherlands ’ rule and the workers ' rights"},
		{"(2008-2012)", "( 2008 - 2012 )"},
		{"Sec. 6. General Provisions. (a) Nothing here.", "Sec. 6 . | General Provisions . | ( a ) Nothing here ."},
		{"G/TIP Director", "G / TIP Director"},
		{"It ended... Then it began.", "It ended ... | Then it began ."},
		{"costs rose 40% etc. and fell", "costs rose 40 % etc. and fell"},
	} {
		var sents []string
		for _, s := range token.Split(tc.in) {
			var w []string
			for _, tok := range s {
				w = append(w, tok.Text)
			}
			sents = append(sents, strings.Join(w, " "))
		}
		if got := strings.Join(sents, " | "); got != tc.want {
			t.Errorf("Split(%q)\n got %s\nwant %s", tc.in, got, tc.want)
		}
	}
}

// How law and administration write: what the treebanks, which are mostly talk of the web, do not teach.
func TestSplitGovernmentText(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"Sec. 3(b) of the Act applies. See 42 U.S.C. 1395, as amended.", "Sec. 3 ( b ) of the Act applies . | See 42 U.S.C. 1395 , as amended ."},
		{"Title IV, Sec. 401(c)(2)(A), 86 Stat. 1329", "Title IV , Sec. 401 ( c ) ( 2 ) ( A ) , 86 Stat. 1329"},
		{"No. 34 stays; see Art. 5. It expires in 2012.", "No. 34 stays ; see Art. 5 . | It expires in 2012 ."},
		{"The order (E.O. 13526) of Dec. 29, 2009, is revoked.", "The order ( E.O. 13526 ) of Dec. 29 , 2009 , is revoked ."},
		{"STRATEGIC PLAN FOR 2010", "STRATEGIC PLAN FOR 2010"},
		{"ARTICLE I. GENERAL PROVISIONS", "ARTICLE I. GENERAL PROVISIONS"},
		{"(a) the Secretary of State; (b) the Attorney General; and (c) others.", "( a ) the Secretary of State ; ( b ) the Attorney General ; and ( c ) others ."},
		{"PRESS RELEASE No. 12/2009 – GENEVA, 3 March 2009 – The Council met.", "PRESS RELEASE No. 12/2009 – GENEVA , 3 March 2009 – The Council met ."},
		{"He said: “We will act.” The bill passed.", "He said : “ We will act . ” | The bill passed ."},
		{"Pub. L. 107-296, 67 Fed. Reg. 100 and Exec. Order No. 5", "Pub. L. 107-296 , 67 Fed. Reg. 100 and Exec. Order No. 5"},
		{"Lt. Gen. Ali spoke on Mon., Jan. 5, in Chicago, Ill., to the Assn. of Mayors.", "Lt. Gen. Ali spoke on Mon. , Jan. 5 , in Chicago , Ill. , to the Assn. of Mayors ."},
		{"It is 5 km. from Ft. Hood. He is ill. They left in. Answer no.", "It is 5 km. from Ft. Hood . | He is ill . | They left in . | Answer no ."},
		{"Peru's Ports Code entered into force.", "Peru 's Ports Code entered into force ."},
		{"Purpose. This order sets up a council.", "Purpose . | This order sets up a council ."},
	} {
		var sents []string
		for _, s := range token.Split(tc.in) {
			var w []string
			for _, tok := range s {
				w = append(w, tok.Text)
			}
			sents = append(sents, strings.Join(w, " "))
			// A sentence read again alone is one sentence of the same words.
			alone := token.Split(tc.in[s[0].Read.Start:s[len(s)-1].Read.End])
			if len(alone) != 1 || len(alone[0]) != len(s) {
				t.Errorf("%q read again gives %d sentences", strings.Join(w, " "), len(alone))
			}
		}
		if got := strings.Join(sents, " | "); got != tc.want {
			t.Errorf("Split(%q)\n got %s\nwant %s", tc.in, got, tc.want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"China's laws.", "U.S. No. 5 a.b@c.org", "don't ''quote'' \xff\xfe", "e.g. i.e. ...", "’s ’", "\u0301a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at := 0
		for _, sent := range token.Split(s) {
			if len(sent) == 0 {
				t.Fatal("empty sentence")
			}
			for _, tok := range sent {
				if tok.Read.Start < at || tok.Read.End <= tok.Read.Start || s[tok.Read.Start:tok.Read.End] != tok.Text {
					t.Fatalf("token %+v out of order or not the text", tok)
				}
				if gap := s[at:tok.Read.Start]; strings.TrimFunc(gap, unicode.IsSpace) != "" {
					t.Fatalf("%q is in no token", gap)
				}
				at = tok.Read.End
			}
		}
		if rest := s[at:]; strings.TrimFunc(rest, unicode.IsSpace) != "" {
			t.Fatalf("%q is in no token", rest)
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	text := strings.Repeat("The U.S. Agency for International Development (USAID) paid $1,200.50 to the city's long-term anti-trafficking plan in 2009. ", 100)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		token.Split(text)
	}
}

package ner

import "mandate/extract/nlp"

// pronouns finds the pronouns that can stand for a node. What they stand for, coref decides.
func pronounMentions(toks []nlp.Token, sent int) []nlp.Mention {
	var out []nlp.Mention
	for i := range toks {
		if !nodePronouns[toks[i].Lower] || toks[i].Text == "US" || toks[i].Text == "IT" {
			continue
		}
		out = append(out, nlp.Mention{
			Sentence: sent, First: i, Last: i + 1, Head: i, Kind: nlp.Pronoun, Name: toks[i].Lower, Rule: "pronoun", Confidence: 0.6, Cluster: -1, Whole: -1,
		})
	}
	return out
}

var nodePronouns = set("it its they their them i me my he she his her him")

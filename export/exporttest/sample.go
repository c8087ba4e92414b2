// Package exporttest has what the tests of the export formats share: an invented graph the size of a picture, one full of
// hostile names, and golden files.
package exporttest

import (
	"fmt"
	"strings"

	"mandate/graph"
)

// entities of the sample: key, type, name, aliases. The country of Varland and all that happens in it are invented.
const entities = `
mwr|Agency|Ministry of Water and Rivers|MWR;the Ministry
moh|Agency|Ministry of Health|MoH
mof|Agency|Ministry of Finance|
moi|Agency|Ministry of the Interior|
nra|Agency|National River Authority|NRA;River Authority
ffc|Agency|Flood Forecasting Centre|FFC
ins|Agency|Environmental Inspectorate|the Inspectorate
opm|Agency|Office of the Prime Minister|
nas|Agency|National Assembly|the Assembly
sao|Agency|Supreme Audit Office|
cgd|Agency|Coast Guard|
ard|Agency|Agency for Rural Development|ARD
pas|Agency|Port Authority of Selmouth|
rcu|Agency|Regional Council of Upper Tarn|
ccm|Agency|City Council of Marbrook|
nsb|Agency|National Statistics Bureau|
ihy|Agency|Institute of Hydrology|
cps|Agency|Civil Protection Service|CPS
jrc|Agency|Joint River Commission|the Commission
uwu|Agency|Union of Water Utilities|
wat|Law|Water Act|the Act
fpa|Law|Flood Protection Act|
a14|Law|Article 14 of the Water Act|Article 14
a22|Law|Article 22 of the Water Act|Article 22
phc|Law|Public Health Code|
csr|Law|Convention on Shared Rivers|the Convention
dwo|Law|Drinking Water Ordinance|
fis|Law|Fisheries Act|
bud|Law|Budget Act 2031|
nfp|Program|National Flood Plan 2030|the Plan;flood plan
crp|Program|Clean Rivers Programme|
rwa|Program|River Watch|
swf|Program|Safe Wells Fund|
ewn|Program|Early Warning Network|
drp|Program|Dike Renewal Project|
swc|Program|School Water Campaign|
rss|Program|Resettlement Support Scheme|
wri|Program|Wetland Restoration Initiative|
por|Program|Polluter Register|
sbs|Program|Summer Bathing Survey|
var|Region|Varland|Varlandish
ost|Region|Ostmark|
upt|Region|Upper Tarn|
lot|Region|Lower Tarn|
sel|Region|Selmouth|
mar|Region|Marbrook|
del|Region|Tarn Delta|the Delta
hil|Region|Northern Highlands|
flo|Issue|flooding|floods
pol|Issue|water pollution|
dum|Issue|illegal dumping of industrial waste|illegal dumping
sho|Issue|drinking water shortage|
ero|Issue|coastal erosion|
cor|Issue|corruption in procurement|
dis|Issue|waterborne disease|
far|Group|farmers|
hou|Group|coastal households|
sch|Group|schoolchildren|
com|Group|fishing communities|
fam|Group|displaced families|
wel|Group|private well owners|
mor|Person|Ilsa Morrow|
van|Person|Teodor Vance|
hun|Region|Hunsdale|
`

// documents of the sample: name, title, date, then claims as "subject TYPE object [status]", one to a sentence.
const documents = `
# briefings/2031-02-water-briefing.txt|Water briefing, February 2031|2031-02-11
mwr LEADS nfp
mwr LEADS crp
mwr PART_OF opm negated
nra PART_OF mwr
ffc PART_OF nra
nra IMPLEMENTS nfp
nra IMPLEMENTS wat
ins IMPLEMENTS wat
ins IMPLEMENTS a14
ins ADDRESSES dum
ins ADDRESSES pol
a14 PART_OF wat
a22 PART_OF wat
a14 ADDRESSES dum
a22 ADDRESSES pol
crp ADDRESSES pol
nfp ADDRESSES flo
ewn PART_OF nfp
drp PART_OF nfp
rss PART_OF nfp
ffc LEADS ewn
mwr COORDINATES_WITH moi
mwr COORDINATES_WITH moh
nra COORDINATES_WITH cps
cps REPORTS_TO moi
mof FUNDS nfp
mof FUNDS drp planned
flo AFFECTS hou
flo AFFECTS far
flo AFFECTS fam
# laws/flood-protection-act.md|Flood Protection Act, explanatory note|2029-06
nas ESTABLISHES fpa
fpa ADDRESSES flo
fpa OPERATES_IN var
fpa SERVES hou
fpa ESTABLISHES_X nfp
nas ESTABLISHES nfp
nas AMENDS wat
wat OPERATES_IN var
nas ESTABLISHES bud
cps IMPLEMENTS fpa
rcu IMPLEMENTS fpa planned
ccm IMPLEMENTS fpa
moi REPORTS_TO opm
mwr REPORTS_TO opm
nfp SERVES hou
nfp ADDRESSES flo
nfp OPERATES_IN lot
nfp OPERATES_IN del
drp OPERATES_IN lot
drp OPERATES_IN sel
drp ADDRESSES ero
ewn OPERATES_IN var
ewn SERVES fam reported
rss SERVES fam
upt PART_OF var
lot PART_OF var
sel PART_OF lot
mar PART_OF upt
del PART_OF lot
hil PART_OF var
# cables/selmouth-0042.txt|Selmouth: river clean-up gathers pace|2031-03-04T09:15:00Z
var PARTY_TO csr
ost PARTY_TO csr reported
jrc IMPLEMENTS csr
var PARTICIPATES_IN jrc
ost PARTICIPATES_IN jrc
csr ADDRESSES pol
var COORDINATES_WITH ost
jrc LEADS rwa
rwa OPERATES_IN del
rwa ADDRESSES pol
pas PARTICIPATES_IN rwa
cgd PARTICIPATES_IN rwa
pas OPERATES_IN sel
cgd OPERATES_IN sel
cgd ADDRESSES dum
mor LEADS nra
van LEADS ins
uwu PARTICIPATES_IN crp
crp OPERATES_IN sel
crp OPERATES_IN upt
por PART_OF crp
ins LEADS por
por ADDRESSES dum planned
wri PART_OF crp
wri OPERATES_IN del
wri SERVES com reported
pol AFFECTS com
dum AFFECTS com
ero AFFECTS hou
fis SERVES com
fis OPERATES_IN del
ost FUNDS wri planned
mwr LEADS crp
# reports/health-and-water.html|Health and water: annual report|2030
moh ADDRESSES dis
moh IMPLEMENTS phc
phc ADDRESSES dis
dwo PART_OF phc
dwo SERVES wel
moh ESTABLISHES dwo
moh LEADS sbs
sbs OPERATES_IN mar
moh LEADS swc
swc SERVES sch
swf SERVES wel
ard LEADS swf
ard OPERATES_IN hil
swf OPERATES_IN hil
swf ADDRESSES sho
mof FUNDS swf
ard FUNDS far
uwu ADDRESSES sho negated
dis AFFECTS sch
sho AFFECTS wel
sho AFFECTS far
ihy COORDINATES_WITH ffc
ihy PARTICIPATES_IN ewn
nsb PARTICIPATES_IN sbs
moh COORDINATES_WITH uwu
ccm LEADS swc negated
sao ADDRESSES cor
sao REPORTS_TO nas
cor AFFECTS hou reported
bud AMENDS nfp planned
ard PART_OF mof planned
hun PART_OF hil
`

// says is how a sentence of the sample says a relation: %[1]s is the subject, %[2]s the object.
var says = map[string][4]string{
	"LEADS":            {"%s heads %s and answers for its results.", "%s will take over %s next spring.", "Local papers say that %s runs %s.", "%s no longer runs %s."},
	"COORDINATES_WITH": {"%s works closely with %s on every basin.", "%s means to set up a joint cell with %s.", "%s is said to consult %s.", "%s has no agreement with %s."},
	"ADDRESSES":        {"Under its mandate, %s acts against %s.", "From next year %s is to deal with %s as well.", "According to residents, %s has begun to tackle %s.", "%s does not deal with %s."},
	"SERVES":           {"%s protects %s and pays for emergency repairs.", "%s will help %s once the money is there.", "Villagers report that %s has reached %s.", "%s offers nothing to %s."},
	"AFFECTS":          {"Year after year %s harms %s.", "%s will harm %s.", "Some officials claim that %s has hurt %s.", "%s has not harmed %s."},
	"PART_OF":          {"%s is part of %s.", "%s is to become a unit of %s.", "%s reportedly belongs to %s.", "%s is not part of %s."},
	"OPERATES_IN":      {"%s applies in the whole of %s.", "%s will be extended to %s.", "%s is said to be at work in %s.", "%s does not reach %s."},
	"PARTICIPATES_IN":  {"With two delegates, %s takes part in %s.", "%s wants to join %s.", "%s has reportedly joined %s.", "%s has left %s."},
	"IMPLEMENTS":       {"Day to day, %s carries out %s.", "%s will begin to enforce %s in the autumn.", "%s is said to enforce %s.", "%s has failed to enforce %s."},
	"ESTABLISHES":      {"After a long debate, %s adopted %s.", "%s will adopt %s.", "%s has reportedly adopted %s.", "%s did not adopt %s."},
	"ESTABLISHES_X":    {"Section 3 of %s provides the frame for %s.", "%s will frame %s.", "%s is said to frame %s.", "%s does not frame %s."},
	"AMENDS":           {"Last session %s revised %s in eleven places.", "%s is to trim %s.", "%s has reportedly changed %s.", "%s leaves %s as it is."},
	"PARTY_TO":         {"%s signed and ratified %s.", "%s intends to sign %s.", "Diplomats say that %s has signed %s.", "%s never signed %s."},
	"FUNDS":            {"With a grant of forty million, %s pays for %s.", "%s has promised to pay for %s.", "%s is said to pay for %s.", "%s does not pay for %s."},
	"REPORTS_TO":       {"Every quarter %s reports to %s.", "%s shall report to %s.", "%s is believed to report to %s.", "%s does not report to %s."},
}

// Sample is an invented graph of 64 entities and some 120 relations in four documents, with statements of every status.
func Sample() *graph.Graph {
	return read(entities, documents)
}

func read(entities, documents string) *graph.Graph {
	clusters := map[string]graph.Cluster{}
	for line := range strings.Lines(strings.TrimSpace(entities)) {
		f := strings.Split(strings.TrimSpace(line), "|")
		cl := graph.Cluster{Entity: graph.EntityID(strings.ToLower(f[1]) + "::" + strings.ReplaceAll(graph.FoldName(f[2]), " ", "-")), Type: f[1], Name: f[2]}
		if f[3] != "" {
			cl.Aliases = strings.Split(f[3], ";")
		}
		clusters[f[0]] = cl
	}
	g := graph.NewGraph()
	for part := range strings.SplitSeq(documents, "\n# ") {
		if lines := strings.Split(strings.TrimSpace(part), "\n"); len(lines) > 1 {
			g.Add(document(lines, clusters))
		}
	}
	return g
}

// document makes the text of a document from its claims: one numbered paragraph for each.
func document(lines []string, clusters map[string]graph.Cluster) *graph.Contribution {
	head := strings.Split(strings.TrimPrefix(lines[0], "# "), "|")
	c := &graph.Contribution{Document: graph.Document{
		ID: graph.DocumentID(head[0]), Hash: fmt.Sprintf("%064x", len(lines)), Pipeline: "sample", Format: "text", Encoding: "utf-8",
		Title: head[1], Date: head[2], Passages: len(lines) - 1,
	}}
	if strings.HasPrefix(head[0], "cables") {
		c.Document.Marking = "UNCLASSIFIED"
		c.Document.Meta = []graph.Property{{Key: "origin", Value: "Selmouth"}}
		c.Document.Notes = []string{"2 lines of site navigation before the text were left out"}
	}
	at := map[string]int{}
	var text strings.Builder
	for i, line := range lines[1:] {
		f := strings.Fields(line)
		ev := graph.Evidence{Passage: i + 1, Paragraph: fmt.Sprint(i + 1), Rule: "sample/" + strings.ToLower(f[1]), Confidence: 0.9 - float64(i%5)/20}
		var status graph.Status
		if len(f) > 3 {
			status, _ = graph.ParseStatus(f[3])
		}
		fmt.Fprintf(&text, "%d. ", i+1)
		subject, object := clusters[f[0]].Name, clusters[f[2]].Name
		pattern := says[f[1]][status]
		ev.Span.Start = text.Len()
		ev.Subject.Start = ev.Span.Start + strings.Index(pattern, "%s")
		ev.Subject.End = ev.Subject.Start + len(subject)
		ev.Object.Start = ev.Span.Start + strings.LastIndex(pattern, "%s") + len(subject) - len("%s")
		ev.Object.End = ev.Object.Start + len(object)
		ev.Quote = fmt.Sprintf(pattern, subject, object)
		if i%7 == 3 { // a hard line wrap and a page break in the middle
			cut := ev.Object.Start - ev.Span.Start
			wrap := "\n\nSELMOUTH 00000042  002 OF 003\n\n"
			ev.Quote = ev.Quote[:cut] + wrap + ev.Quote[cut:]
			ev.Object.Start += len(wrap)
			ev.Object.End += len(wrap)
		}
		text.WriteString(ev.Quote + "\n\n")
		ev.Span.End = ev.Span.Start + len(ev.Quote)
		cluster := func(key string, span graph.Span) int {
			if _, ok := at[key]; !ok {
				at[key] = len(c.Clusters)
				c.Clusters = append(c.Clusters, clusters[key])
			}
			cl := &c.Clusters[at[key]]
			cl.Mentions = append(cl.Mentions, graph.Mention{Passage: i + 1, Span: span})
			return at[key]
		}
		c.Passages = append(c.Passages, graph.Passage{Label: ev.Paragraph, Span: ev.Span})
		c.Claims = append(c.Claims, graph.Claim{
			Subject: cluster(f[0], ev.Subject), Object: cluster(f[2], ev.Object), Type: strings.TrimSuffix(f[1], "_X"), Status: status, Evidence: ev,
		})
	}
	c.Text = text.String()
	c.Document.Bytes = len(c.Text)
	c.Document.Words = len(strings.Fields(c.Text))
	return c
}

package algo

// Columns of the measures that find rows.
var (
	bridgeColumns = []Column{{"source", "One side", Entity}, {"target", "Other side", Entity}, {"cut_off", "Cut off", Count}, {"relations", "Relations", Relations}, {"evidence", "Evidence", Evidence}}
	wholeColumns  = []Column{{"name", "Figure", Text}, {"value", "Value", Number}}
	pathColumns   = []Column{{"rank", "Rank", Count}, {"length", "Length", Number}, {"nodes", "Nodes", Entities}, {"relations", "Relations", Relations}, {"evidence", "Evidence", Evidence}}
	sharedColumns = []Column{{"source", "One", Entity}, {"target", "Other", Entity}, {"shared", "Shared", Count}, {"weight", "Weight", Number}, {"nodes", "In common", Entities}}
	leadColumns   = []Column{{"node", "Node", Entity}, {"leads", "Leads", Count}, {"nodes", "Who", Entities}, {"relations", "Relations", Relations}, {"evidence", "Evidence", Evidence}}
	issueColumns  = []Column{{"node", "Issue", Entity}, {"count", "Dealt with by", Count}, {"nodes", "Who", Entities}}
	neverColumns  = []Column{{"node", "Agency", Entity}, {"documents", "Documents", Count}, {"mentions", "Mentions", Count}, {"relations", "Relations", Count}}
	mandateColumn = []Column{{"source", "One", Entity}, {"target", "Other", Entity}, {"shared", "Shared", Count}, {"coordinate", "Coordinate", Text}, {"nodes", "In common", Entities}}
	disagreement  = []Column{{"source", "Subject", Entity}, {"type", "Relation", Text}, {"target", "Object", Entity}, {"says", "One says", Statement}, {"denies", "The other says", Statement}}
	commitment    = []Column{{"who", "Who", Entity}, {"does", "Does", Text}, {"what", "What", Entity}, {"partners", "With", Entities}, {"due", "By", Text}, {"status", "Status", Text}, {"document_date", "Said on", Text}, {"statement", "Statement", Statement}}
)

// Measures lists every measure, in the order in which a listing shows them.
var Measures = []Measure{
	nodes("pagerank", "PageRank", "Important because important entities point to it; the values add up to 1.", "share", pageRank, "damping", "tolerance", "nodes"),
	nodes("degree", "Degree", "Number of relations the entity takes part in, in either direction.", "relations", degree),
	nodes("degree-in", "Degree, in", "Number of relations that point to the entity.", "relations", degreeIn),
	nodes("degree-out", "Degree, out", "Number of relations that start from the entity.", "relations", degreeOut),
	nodes("betweenness", "Betweenness", "Number of pairs of other entities whose shortest paths lead through it, in either direction: a go-between.", "pairs", betweenness, "samples", "seed", "directed"),
	nodes("closeness", "Closeness", "Near to all others that it reaches: 1 for one relation away, scaled by the share of entities it reaches.", "closeness", closeness, "samples", "seed", "directed"),
	nodes("harmonic", "Harmonic closeness", "Near to others: the mean of 1/distance, 0 for those it does not reach.", "closeness", harmonic, "samples", "seed", "directed"),
	nodes("eigenvector", "Eigenvector", "Linked to entities that are themselves well linked.", "score", eigenvector, "tolerance"),
	nodes("hubs", "Hubs", "Points to good authorities (HITS); the values add up to 1.", "share", hubs, "tolerance"),
	nodes("authorities", "Authorities", "Pointed to by good hubs (HITS); the values add up to 1.", "share", authorities, "tolerance"),
	nodes("cores", "Core number", "The greatest k such that it is in a part where everyone has k neighbours: how deep in the thick of it.", "neighbours", cores),
	nodes("triangles", "Triangles", "Number of pairs of its neighbours that are linked to each other.", "triangles", triangles),
	nodes("clustering", "Clustering", "Share of the pairs of its neighbours that are linked to each other.", "share", clustering),
	nodes("articulation", "Articulation points", "Number of entities that would be cut off if it were gone: who holds the coordination together.", "entities", articulation),
	groups("components", "Components", "Sets of entities that are linked, directly or through others, in either direction.", "entities", components),
	groups("strong-components", "Strong components", "Sets of entities from each of which relations lead to each other one.", "entities", strongComponents),
	groups("communities", "Communities", "Sets of entities with many relations among themselves (Leiden), named by their most central members and typical issue.", "entities", communities, "resolution", "seed"),
	rows("bridges", "Bridges", "Links without which a part would be cut off, by how many entities that would be.", bridgeColumns, bridges),
	rows("whole", "The graph as a whole", "Density, components, clustering, assortativity (whether the well linked are linked to their like), reciprocity.", wholeColumns, overall),
	needs(rows("paths", "Shortest paths", "The k shortest paths between two entities, with their relations.", pathColumns, shortestPaths, "from", "to", "k", "directed")),
	needs(rows("all-paths", "All paths", "Every path between two entities of at most so many relations, shortest first.", pathColumns, allPaths, "from", "to", "length", "directed")),
	rows("overlap", "Overlap", "Which agencies deal with the same issues; the weight is the share of all their issues (Jaccard).", sharedColumns, overlap, "of", "by", "least"),
	rows("projection", "Projection", "Which agencies are linked by shared programs; each counts 1/(agencies - 1) to the weight (Newman 2001).", sharedColumns, projection, "of", "by", "least"),
	rows("issues-without-lead", "Issues with no lead", "Issues that programs, laws or agencies deal with, none of which anybody is said to lead.", issueColumns, issuesWithoutLead),
	rows("never-leading", "Agencies that never lead", "Agencies that are named but never said to lead anything, the most mentioned first.", neverColumns, neverLeading),
	rows("two-leads", "Two leads", "Programs and agencies that two agencies, or two persons, are said to lead.", leadColumns, twoLeads),
	rows("overlapping-mandates", "Overlapping mandates", "Agencies of which neither is part of the other that lead, carry out, address or serve the same; and whether they coordinate.", mandateColumn, overlappingMandates, "least"),
	rows("disagreements", "Statements that disagree", "Relations that one statement asserts or plans and another denies, with both quotes.", disagreement, disagreements),
	rows("commitments", "Commitments", "Who is to do what, with whom, by when, and whether a later document says that it is done or denies it.", commitment, commitments),
}

func nodes(name, title, about, unit string, run runFunc, settings ...string) Measure {
	return Measure{name, title, about, unit, Nodes, settings, nil, scoreColumns, run}
}

func groups(name, title, about, unit string, run runFunc, settings ...string) Measure {
	return Measure{name, title, about, unit, Groups, settings, nil, groupColumns, run}
}

func rows(name, title, about string, columns []Column, run runFunc, settings ...string) Measure {
	return Measure{name, title, about, "", Rows, settings, nil, columns, run}
}

// needs says that the measure cannot do without a from and a to.
func needs(m Measure) Measure {
	m.Needs = []string{"from", "to"}
	return m
}

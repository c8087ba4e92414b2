package relate

// RuleExample is a text in which a rule written in Go must read a relation, or (Refuse) no rule must read one.
type RuleExample struct {
	Rule   string
	Text   string
	Want   string // "Subject TYPE Object"
	Refuse string // the same
}

// RuleExamples are the examples of the rules that no frame writes down. The scorer of pairs learns from them as from those
// of the frames.
func RuleExamples() []RuleExample { return ruleExamples }

// order is the frame of a document that is itself a law.
const order = "EXECUTIVE ORDER NO. 88\n\nMay 3, 2010\n\nBy the authority vested in me as Governor, it is hereby ordered in Chile:\n\n" +
	"Section 1. Schools. The Department of Schools shall buy books.\n\n"

// ruleExamples: see RuleExamples.
var ruleExamples = []RuleExample{
	{Rule: "structure.provision", Text: "Article 12 of the Ports Code punishes bribery.", Want: "Article 12 of the Ports Code PART_OF Ports Code"},
	{Rule: "structure.provision", Text: "Article 12 is quoted beside the Ports Code.", Refuse: "Article 12 PART_OF Ports Code"},
	{Rule: "structure.name-topic", Text: "The Office to Combat Illegal Fishing was founded in 2004.", Want: "Office to Combat Illegal Fishing ADDRESSES Illegal Fishing"},
	{Rule: "structure.name-topic", Text: "The Ministry of Finance knows of illegal fishing.", Refuse: "Ministry of Finance ADDRESSES illegal fishing"},
	{Rule: "structure.possessive", Text: "Peru's Ports Code entered into force.", Want: "Ports Code OPERATES_IN Peru"},
	{Rule: "structure.possessive", Text: "The Ministry of Transport's Port Inspection Bureau met in May.", Want: "Port Inspection Bureau PART_OF Ministry of Transport"},
	{Rule: "structure.possessive", Text: "Peru's neighbors read the Ports Code.", Refuse: "Ports Code OPERATES_IN Peru"},
	{Rule: "structure.purpose", Text: "A hotline for migrant workers opened.", Want: "hotline SERVES migrant workers"},
	{Rule: "structure.purpose", Text: "Migrant workers passed by the hotline.", Refuse: "hotline SERVES migrant workers"},
	{Rule: "structure.name", Text: "The Peruvian Ministry of Justice met in May.", Want: "Peruvian Ministry of Justice OPERATES_IN Peru"},
	{Rule: "structure.name", Text: "The Peruvian Embassy met the traders in May.", Refuse: "Peruvian Embassy OPERATES_IN Peru"},
	{Rule: "structure.name", Text: "The Ministry of Justice met Peruvian officials.", Refuse: "Ministry of Justice OPERATES_IN Peru"},
	{Rule: "structure.place", Text: "The Port Inspection Bureau in Chile grew.", Want: "Port Inspection Bureau OPERATES_IN Chile"},
	{Rule: "structure.place", Text: "The Port Inspection Bureau grew faster than Chile.", Refuse: "Port Inspection Bureau OPERATES_IN Chile"},
	{Rule: "structure.within", Text: "The Water Office within the Ministry of Health grew.", Want: "Water Office PART_OF Ministry of Health"},
	{Rule: "structure.within", Text: "The Water Office grew within a year, and the Ministry of Health with it.", Refuse: "Water Office PART_OF Ministry of Health"},
	{Rule: "structure.description", Text: "The Chilean meat importer, Andes Foods Company, grew.", Want: "Andes Foods Company OPERATES_IN Chile"},
	{Rule: "structure.description", Text: "A Chilean minister visited the Andes Foods Company.", Refuse: "Andes Foods Company OPERATES_IN Chile"},
	{Rule: "structure.name-parties", Text: "The Singapore-EU Free Trade Agreement was read in May.", Want: "Singapore PARTY_TO Singapore-EU Free Trade Agreement"},
	{Rule: "structure.name-parties", Text: "The Free Trade Agreement was read in Singapore.", Refuse: "Singapore PARTY_TO Free Trade Agreement"},
	{Rule: "structure.office", Text: "National Water Agency Director John Miller spoke in May.", Want: "John Miller LEADS National Water Agency"},
	{Rule: "structure.office", Text: "John Miller, chair of the National Water Agency, spoke in May.", Want: "John Miller LEADS National Water Agency"},
	{Rule: "structure.office", Text: "National Water Agency Deputy Director John Miller spoke in May.", Refuse: "John Miller LEADS National Water Agency"},
	{Rule: "structure.office", Text: "John Miller, Deputy Director of the National Water Agency, spoke in May.", Refuse: "John Miller LEADS National Water Agency"},
	{Rule: "structure.members", Text: "Members of the Clean Seas Initiative, including Vietnam and Chile, met in May.", Want: "Vietnam PARTICIPATES_IN Clean Seas Initiative"},
	{Rule: "structure.members", Text: "Critics of the Clean Seas Initiative, including Vietnam and Chile, met in May.", Refuse: "Vietnam PARTICIPATES_IN Clean Seas Initiative"},
	{Rule: "enact.formula", Text: order + "Ana Duran", Want: "Ana Duran ESTABLISHES Executive Order 88"},
	{Rule: "enact.formula", Text: order + "Ana Duran", Want: "Executive Order 88 OPERATES_IN Chile"},
	{Rule: "enact.formula", Text: "EXECUTIVE ORDER NO. 88\n\nMay 3, 2010\n\nThe President of Chile, Ana Duran, spoke of schools.", Refuse: "Executive Order 88 OPERATES_IN Chile"},
	{Rule: "enact.hereby", Text: order + "Executive Order No. 17 is hereby revoked.", Want: "Executive Order 88 AMENDS Executive Order 17"},
	{Rule: "enact.hereby", Text: order + "Executive Order No. 17 was read in May.", Refuse: "Executive Order 88 AMENDS Executive Order 17"},
}
